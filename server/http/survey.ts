// The rating page: GET and POST /r/:token, the thank-you page, "it was not me", the privacy text. Plain documents and
// forms; a GET shows and never rates. What identifies the response travels in a short HttpOnly cookie, never in an address.
import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { parse as parseCookies } from 'cookie';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { ratingFormSchema } from '../../shared/contract/citizen-forms.ts';
import { tokenSchema } from '../../shared/contract/common.ts';
import { problemStatus } from '../../shared/contract/problem.ts';
import type { Answers, Questionnaire } from '../../shared/contract/questionnaire.ts';
import { draftAnswersMax, draftItemsMax } from '../../shared/contract/questionnaires.ts';
import { commentCharsMax, promiseSchema } from '../../shared/contract/responses.ts';
import { type Report, reportSchema } from '../../shared/contract/sealed-report.ts';
import type { SurveyLocale, SurveyPage } from '../../shared/contract/survey-page.ts';
import { tagOf } from '../../shared/ledger/commitment.ts';
import { fromWirePromise } from '../../shared/ledger/promise.ts';
import { formatReceiptLink } from '../../shared/ledger/receipt-format.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { presenceRoutes } from './presence.ts';
import { refusalOf } from './problem.ts';
import { sayMoreRoutes } from './say-more.ts';
import type { PageContent, SurveyPages } from './survey-pages.ts';
import { counterPath, walkUpRoutes } from './walk-up.ts';

const thanksCookie = 'langnghe_thanks';
const languageCookie = 'langnghe_lang';
const thanksSeconds = 600;
/** Every box of the largest questionnaire, with the longest comment and report, of which a Vietnamese letter takes nine bytes. */
const formBytesMax = 32 * 1024;
const formFieldsMax = draftItemsMax * draftAnswersMax + 20;

const thanksSchema = z.object({ responseId: z.uuid(), promise: promiseSchema, completed: z.boolean() });
type Thanks = z.infer<typeof thanksSchema>;

export function surveyRoutes(context: Context, report: (error: unknown) => void): Router {
  const router = Router();
  const readForm = express.urlencoded({
    extended: false,
    limit: formBytesMax,
    parameterLimit: formFieldsMax,
  });
  const unreadable = new WeakMap<Request, unknown>();
  const form: RequestHandler = (request, response, next) =>
    readForm(request, response, (error?: unknown) => {
      if (error !== undefined) unreadable.set(request, error);
      next();
    });

  const send = (request: Request, response: Response, status: number, content: PageContent): void => {
    const nonce = randomBytes(12).toString('base64');
    const { name, sample } = context.centre;
    const answersForm = request.method === 'POST';
    const page = {
      ...content,
      locale: localeOf(request),
      answersForm,
      centre: { name, sample },
    } as SurveyPage;
    const html = Buffer.from(context.renderSurvey(page, nonce));
    response.status(status).set({
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'X-Robots-Tag': 'noindex',
      Vary: 'Accept-Encoding, Accept-Language, Cookie',
    });
    if (/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) {
      response.set('Content-Encoding', 'gzip').send(gzipSync(html, { level: 9 }));
    } else {
      response.send(html);
    }
  };

  const sendRefused = (request: Request, response: Response, refusal: Refusal): void => {
    const { token, counter } = request.params;
    const status = problemStatus[refusal.code];
    switch (refusal.code) {
      case 'already-rated':
        send(request, response, status, {
          kind: 'already-rated',
          contestAction: `/r/${token}/contest`,
          contested: false,
        });
        return;
      case 'invitation-expired':
        send(request, response, status, { kind: 'expired' });
        return;
      case 'unknown-invitation':
        send(request, response, status, { kind: 'unknown' });
        return;
      case 'presence-expired':
        send(request, response, status, { kind: 'presence-expired' });
        return;
      case 'presence-used-up':
        send(request, response, status, { kind: 'presence-used-up' });
        return;
      case 'already-completed':
      case 'completion-closed':
      case 'unknown-response':
        send(request, response, status, { kind: 'too-late' });
        return;
      case 'too-many-attempts':
        response.set('Retry-After', String(refusal.retryAfterSeconds ?? 60));
        send(request, response, status, { kind: 'busy' });
        return;
      case 'overloaded':
        response.set('Retry-After', String(refusal.retryAfterSeconds ?? 2));
        send(request, response, status, { kind: 'failure' });
        return;
      default:
        send(request, response, status, {
          kind: 'invalid',
          back: backOf(token, counter),
        });
    }
  };

  /** Runs a handler; whatever goes wrong becomes a page that a citizen can read. */
  const page =
    (handle: (request: Request, response: Response, token: string | null) => void | Promise<void>) =>
    async (request: Request, response: Response): Promise<void> => {
      const token = typeof request.params.token === 'string' ? request.params.token : null;
      try {
        if (unreadable.has(request)) throw unreadable.get(request);
        if (token !== null && !tokenSchema.safeParse(token).success) {
          throw new Refusal('unknown-invitation', 'not an invitation');
        }
        await handle(request, response, token);
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === null) {
          report(error);
          send(request, response, 500, { kind: 'failure' });
        } else {
          sendRefused(request, response, refusal);
        }
      }
    };

  /** The one the response was given under: another may have come into use since. */
  const questionnaireOf = (tag: Buffer | null): Questionnaire => {
    const row = tag === null ? undefined : context.stores.responses.inJournal(tag);
    const own = row === undefined ? undefined : context.questionnaire(row.questionnaire);
    return own ?? context.currentQuestionnaire();
  };
  const sendThanks: SurveyPages['sendThanks'] = (request, response, { tag, ...thanks }) => {
    const inspectorate = context.stores.inspectorate.inspectorate();
    send(request, response, 200, {
      kind: 'thanks',
      questionnaire: questionnaireOf(tag),
      inspectorate: inspectorate?.name ?? null,
      receiptPage: `${context.publicUrl()}/receipt`,
      ...thanks,
    });
  };
  const thank: SurveyPages['thank'] = (request, response, responseId, promise) => {
    setThanks(request, response, { responseId, promise, completed: false });
    response.redirect(303, '/r/thanks');
  };
  const complete: SurveyPages['complete'] = async (tag, body) => {
    const { answers, comment } = completionOf(body, questionnaireOf(tag));
    // With the question offered every form leaves a sealed record, so that their number says nothing.
    const report = context.stores.inspectorate.inspectorate() === null ? undefined : reportOf(body);
    if (Object.keys(answers).length === 0 && comment === undefined && report === undefined) return;
    await context.intake.complete(tag, { answers, comment, report });
  };
  const pages: SurveyPages = { form, page, send, sendThanks, thank, keepLanguage, complete };
  // Before `/r/:token`, which takes whatever is left.
  router.use(presenceRoutes(context, pages));
  router.use(sayMoreRoutes(context, pages));
  router.use(walkUpRoutes(context, pages));

  router.get(
    '/r/privacy',
    page((request, response) => send(request, response, 200, { kind: 'privacy' })),
  );

  router.get(
    '/r/thanks',
    page((request, response) => {
      const thanks = thanksOf(request);
      sendThanks(request, response, {
        action: thanks === null || thanks.completed ? null : '/r/thanks',
        receipt: thanks?.promise ?? null,
        completed: thanks?.completed ?? false,
        tag: thanks === null ? null : Buffer.from(tagOf(thanks.responseId)),
      });
    }),
  );

  router.post(
    '/r/thanks',
    form,
    page(async (request, response) => {
      const thanks = thanksOf(request);
      if (thanks === null) throw new Refusal('unknown-response', 'the time to add answers has passed');
      await complete(Buffer.from(tagOf(thanks.responseId)), request.body ?? {});
      setThanks(request, response, { ...thanks, completed: true });
      response.redirect(303, '/r/thanks');
    }),
  );

  router.get(
    '/r/:token',
    page((request, response, token) => {
      const { visit, spent } = context.visits.locate(token!);
      if (spent !== undefined) {
        const contested = spent.contested === 1;
        send(request, response, 200, {
          kind: 'already-rated',
          contestAction: `/r/${token}/contest`,
          contested,
        });
        return;
      }
      if (visit === undefined) throw new Refusal('unknown-invitation', 'no such invitation');
      const now = context.clock();
      if (visit.opensAt !== null && visit.opensAt > now) {
        send(request, response, 200, { kind: 'not-yet-open', opensAt: context.calendar.iso(visit.opensAt) });
        return;
      }
      if (context.calendar.dayOf(now) > visit.expiresDay) throw new Refusal('invitation-expired', 'expired');
      const card = context.kiosks.officerCard(visit.officer);
      if (card === null) throw new Error('a visit names an officer who is not in the roster');
      send(request, response, 200, {
        kind: 'ask',
        action: `/r/${token}`,
        responseId: randomUUID(),
        officer: card,
        procedure: context.stores.roster.procedure(visit.procedure)?.name ?? null,
        day: visit.day,
        questionnaire: context.currentQuestionnaire(),
      });
    }),
  );

  router.post(
    '/r/:token',
    form,
    page(async (request, response, token) => {
      const parsed = ratingFormSchema.safeParse(request.body ?? {});
      if (!parsed.success) throw new Refusal('invalid-request', 'the form does not fit');
      const { responseId, officer, locale } = parsed.data;
      const { answer } = await context.intake.take(
        {
          responseId,
          invitation: token!,
          questionnaire: context.currentQuestionnaire().version,
          answers: { officer },
          locale,
          ageSeconds: 0,
        },
        'qr',
      );
      thank(request, response, responseId, answer.promise);
    }),
  );

  router.post(
    '/r/:token/contest',
    form,
    page(async (request, response, token) => {
      try {
        await context.visits.contest(token!);
      } catch (error) {
        if (!(error instanceof Refusal && error.code === 'already-contested')) throw error;
      }
      send(request, response, 200, { kind: 'contested' });
    }),
  );

  // What a citizen mistypes is answered with a page too.
  const nothingHere = page(() => {
    throw new Refusal('unknown-invitation', 'no such page');
  });
  router.use(['/r', '/c'], (request, response, next) => {
    if (['GET', 'HEAD', 'POST'].includes(request.method)) void nothingHere(request, response);
    else next();
  });

  return router;
}

/** Where a form that could not be taken came from. */
function backOf(token: string | string[] | undefined, counter: string | string[] | undefined): string {
  if (typeof token === 'string') return `/r/${token}`;
  return typeof counter === 'string' ? counterPath(counter) : '/r/thanks';
}

/** `?lang=` first, then what the browser asks for; Vietnamese unless English is asked for plainly. */
function localeOf(request: Request): SurveyLocale {
  const asked = request.query.lang;
  if (asked === 'en' || asked === 'vi') return asked;
  const chosen: unknown = (request.body as { locale?: unknown } | undefined)?.locale;
  if (chosen === 'en' || chosen === 'vi') return chosen;
  const cookie = parseCookies(request.headers.cookie ?? '')[languageCookie];
  if (cookie === 'en' || cookie === 'vi') return cookie;
  const accepted = request.acceptsLanguages('vi', 'en');
  return accepted === 'en' ? 'en' : 'vi';
}

function thanksOf(request: Request): Thanks | null {
  const text = parseCookies(request.headers.cookie ?? '')[thanksCookie];
  if (text === undefined) return null;
  try {
    const thanks = thanksSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    // A cookie is whatever the browser says: what a receipt cannot be made of is no cookie of ours.
    formatReceiptLink(fromWirePromise(thanks.promise), '');
    return thanks;
  } catch {
    return null;
  }
}

function setThanks(request: Request, response: Response, thanks: Thanks): void {
  response.cookie(
    thanksCookie,
    Buffer.from(JSON.stringify(thanks)).toString('base64url'),
    shortCookie(request),
  );
  keepLanguage(request, response);
}

const shortCookie = ({ secure }: Request) =>
  ({ httpOnly: true, sameSite: 'lax', path: '/r', maxAge: thanksSeconds * 1000, secure }) as const;

/** The language that a form was sent in, for the page that follows it. */
function keepLanguage(request: Request, response: Response): void {
  response.cookie(languageCookie, localeOf(request), shortCookie(request));
}

/** The question on unofficial payments in a form post; what does not fit is refused, never cut. */
function reportOf(body: Record<string, unknown>): Report {
  const text = typeof body.paymentText === 'string' ? body.paymentText.replaceAll('\r\n', '\n') : '';
  const answer = typeof body.payment === 'string' && body.payment !== '' ? body.payment : null;
  const parsed = reportSchema.safeParse({ answer, text });
  if (!parsed.success) throw new Refusal('invalid-request', 'the form does not fit');
  return parsed.data;
}

/** Optional items of a form post: repeated fields are lists; empty fields are left out. */
function completionOf(
  body: Record<string, unknown>,
  questionnaire: Questionnaire,
): { answers: Answers; comment: string | undefined } {
  const answers: Answers = {};
  for (const item of questionnaire.items) {
    if (item.required) continue;
    const values = [body[item.id]]
      .flat()
      .filter((value): value is string => typeof value === 'string' && value !== '');
    if (values.length === 0) continue;
    const numbers = values.map(Number);
    if (numbers.some((value) => !Number.isInteger(value)))
      throw new Refusal('invalid-request', 'the form does not fit');
    answers[item.id] = item.kind === 'tags' ? numbers : numbers[0]!;
  }
  const comment = typeof body.comment === 'string' ? body.comment.replaceAll('\r\n', '\n').trim() : '';
  if (comment.length > commentCharsMax) throw new Refusal('invalid-request', 'the comment is too long');
  return { answers, comment: comment === '' ? undefined : comment };
}
