// GET and POST /s/:id, /s/:id/:token: the page of a field survey; GET /s/:id/thanks after it. Plain documents and forms. No
// cookie is set, nothing of the sender is kept: an address serves the pace limit in memory, as a keyed hash.
import { randomBytes, randomUUID } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { type FieldSurveyPage, surveyFieldName } from '../../shared/contract/field-survey-page.ts';
import { type SurveyAnswers, surveyQuestionsMax } from '../../shared/contract/field-surveys.ts';
import { problemStatus } from '../../shared/contract/problem.ts';
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';
import { questionsOf } from '../../shared/field-survey/questions.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { refusalOf } from './problem.ts';
import { refuseCrossSite } from './request.ts';

type PageContent = FieldSurveyPage extends infer Page
  ? Page extends FieldSurveyPage
    ? Omit<Page, 'locale' | 'centre'>
    : never
  : never;

const formBytesMax = 8 * 1024;
const statusOf = { unknown: 404, early: 403, over: 410, used: 409 } as const;

export function fieldSurveyPages(context: Context, report: (error: unknown) => void): Router {
  const router = Router();
  const { fieldSurveys } = context;
  const readForm = express.urlencoded({
    extended: false,
    limit: formBytesMax,
    parameterLimit: surveyQuestionsMax + 10,
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
    const page = { ...content, locale: localeOf(request), centre: { name, sample } } as FieldSurveyPage;
    response.status(status).set({
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'X-Robots-Tag': 'noindex',
      Vary: 'Accept-Language',
    });
    response.send(context.documents.renderFieldSurvey(page, nonce));
  };

  /** Runs a handler; whatever goes wrong becomes a page that a citizen can read. */
  const page =
    (handle: (request: Request, response: Response) => void | Promise<void>) =>
    async (request: Request, response: Response): Promise<void> => {
      try {
        if (unreadable.has(request)) throw unreadable.get(request);
        await handle(request, response);
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === null) report(error);
        if (refusal?.retryAfterSeconds !== undefined) {
          response.set('Retry-After', String(refusal.retryAfterSeconds));
        }
        const status = refusal === null ? 500 : problemStatus[refusal.code];
        send(request, response, status, { kind: kindOf(refusal) });
      }
    };

  const ask = page((request, response) => {
    const { id, token } = addressOf(request);
    const asked = fieldSurveys.asked(id, token);
    if (asked.state === 'open') {
      send(request, response, 200, {
        kind: 'form',
        action: request.path,
        formId: randomUUID(),
        content: asked.content,
        isEmpty: false,
      });
    } else {
      send(request, response, statusOf[asked.state], { kind: asked.state });
    }
  });

  const take = page(async (request, response) => {
    refuseCrossSite(request);
    const { id, token } = addressOf(request);
    const body = (request.body ?? {}) as Record<string, unknown>;
    const formId = z.uuid().safeParse(body.formId);
    if (!formId.success) throw new Refusal('invalid-request', 'the form does not fit');
    const asked = fieldSurveys.asked(id, token);
    // The same form may come again after its link was used: what it holds is judged only where something is asked.
    const answers = asked.state === 'open' ? answersOfForm(body, questionsOf(asked.content).length) : [];
    if (asked.state === 'open' && answers.every((answer) => answer === null)) {
      send(request, response, 422, {
        kind: 'form',
        action: request.path,
        formId: formId.data,
        content: asked.content,
        isEmpty: true,
      });
      return;
    }
    await fieldSurveys.take(id, token, formId.data, request.ip ?? '', answers);
    response.redirect(303, `/s/${encodeURIComponent(id)}/thanks?lang=${localeOf(request)}`);
  });

  router.get('/s/:id', ask);
  router.post('/s/:id', form, take);
  router.get(
    '/s/:id/thanks',
    page((request, response) => send(request, response, 200, { kind: 'thanks' })),
  );
  router.get('/s/:id/:token', ask);
  router.post('/s/:id/:token', form, take);
  return router;
}

function kindOf(refusal: Refusal | null): Exclude<FieldSurveyPage['kind'], 'form' | 'thanks'> {
  switch (refusal?.code) {
    case 'not-found':
      return 'unknown';
    case 'already-rated':
      return 'used';
    case 'survey-not-open':
      return 'over';
    case 'limit-reached':
      return 'full';
    case 'too-many-attempts':
      return 'busy';
    case undefined:
    case 'overloaded':
      return 'failure';
    default:
      return 'invalid';
  }
}

const addressOf = (request: Request): { id: string; token: string | null } => ({
  id: String(request.params.id),
  token: typeof request.params.token === 'string' ? request.params.token : null,
});

/** What is no number of an answer is refused, never taken for a question left out. */
function answersOfForm(body: Record<string, unknown>, length: number): SurveyAnswers {
  return Array.from({ length }, (_, place) => {
    const value = body[surveyFieldName(place)];
    if (value === undefined || value === '') return null;
    if (typeof value !== 'string' || !/^[1-9]\d?$/.test(value)) {
      throw new Refusal('invalid-request', 'the form does not fit');
    }
    return Number(value);
  });
}

/** `?lang=` first, then the form, then what the browser asks for; Vietnamese unless English is asked for plainly. */
function localeOf(request: Request): SurveyLocale {
  for (const asked of [request.query.lang, (request.body as { locale?: unknown } | undefined)?.locale]) {
    if (asked === 'en' || asked === 'vi') return asked;
  }
  return request.acceptsLanguages('vi', 'en') === 'en' ? 'en' : 'vi';
}
