// GET /p/:code · POST /r/presence · POST /api/presence: rating on one's own phone, proven to be in the hall.
// A look at /p/:code spends nothing. What the page posts carries the ticket; after a rating the phone keeps, in a short
// HttpOnly cookie, which counters it has rated, so that nobody rates one twice by mistake. The server keeps nothing of it.
import { randomUUID } from 'node:crypto';
import { parse as parseCookies } from 'cookie';
import { type Request, type Response, Router } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import { presenceFormSchema } from '../../shared/contract/citizen-forms.ts';
import { codeSchema } from '../../shared/contract/common.ts';
import {
  type PresenceAnswer,
  presenceCodeSchema,
  presenceRequestSchema,
} from '../../shared/contract/presence.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { bodyOf, jsonBody } from './request.ts';
import type { SurveyPages } from './survey-pages.ts';

const bodyBytesMax = 1024;
const cookieName = 'langnghe_presence';
const cookieSeconds = 1800;
const countersKept = 8;
/** Wrong codes that are looked at, from everywhere together: a code has 128 bits, this only bounds the work. */
const wrongCodesPerMinute = 600;

const ratedSchema = z.array(z.strictObject({ counter: codeSchema, responseId: z.uuid() })).max(countersKept);
type Rated = z.infer<typeof ratedSchema>;

export function presenceRoutes(context: Context, pages: SurveyPages): Router {
  const router = Router();
  const { presence, stores } = context;
  const wrongCodes = new RateLimiterMemory({ points: wrongCodesPerMinute, duration: 60 });

  const scannedOf = async (code: string) => {
    const scanned = presenceCodeSchema.safeParse(code).success ? presence.scanned(code) : null;
    if (scanned !== null) return scanned;
    await wrongCodes.consume('all').catch(() => {
      throw new Refusal('overloaded', 'too many wrong codes; please try again', { retryAfterSeconds: 60 });
    });
    throw new Refusal('presence-expired', 'this code is not shown any more');
  };

  router.get(
    '/p/:code',
    pages.page(async (request, response) => {
      const scanned = await scannedOf(String(request.params.code));
      const responseId = randomUUID();
      const { place } = scanned;
      pages.send(request, response, 200, {
        kind: 'presence',
        responseId,
        presence: presence.ticket(scanned, responseId),
        counter: place === null ? null : (stores.roster.counter(place) ?? null),
        counters: place === null ? stores.roster.counters() : [],
        questionnaire: context.currentQuestionnaire(),
      });
    }),
  );

  router.post(
    '/r/presence',
    pages.form,
    pages.page(async (request, response) => {
      const parsed = presenceFormSchema.safeParse(request.body ?? {});
      if (!parsed.success) throw new Refusal('invalid-request', 'the form does not fit');
      const { responseId, officer, counter, presence: ticket, locale } = parsed.data;
      const rated = ratedOf(request);
      const before = rated.find((one) => one.counter === counter);
      if (before !== undefined && before.responseId !== responseId) {
        pages.send(request, response, 409, { kind: 'presence-repeated' });
        return;
      }
      const { answer } = await context.intake.take(
        {
          responseId,
          counter,
          presence: ticket,
          questionnaire: context.currentQuestionnaire().version,
          answers: { officer },
          locale,
          ageSeconds: 0,
        },
        'qr',
      );
      setRated(request, response, [{ counter, responseId }, ...rated.filter((one) => one !== before)]);
      pages.thank(request, response, responseId, answer.promise);
    }),
  );

  /** 200; 410 presence-expired, 422. */
  router.post('/api/presence', jsonBody(bodyBytesMax), async (request, response) => {
    const scanned = await scannedOf(bodyOf(request, presenceRequestSchema).code);
    const responseId = randomUUID();
    const answer: PresenceAnswer = {
      responseId,
      presence: presence.ticket(scanned, responseId),
      counter: scanned.place,
      expiresAt: context.calendar.iso(presence.expiresAt(scanned.window)),
    };
    response.set('Cache-Control', 'no-store').json(answer);
  });

  return router;
}

function ratedOf(request: Request): Rated {
  const text = parseCookies(request.headers.cookie ?? '')[cookieName];
  if (text === undefined || text.length > 4096) return [];
  try {
    return ratedSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return [];
  }
}

function setRated(request: Request, response: Response, rated: Rated): void {
  const value = Buffer.from(JSON.stringify(rated.slice(0, countersKept))).toString('base64url');
  response.cookie(cookieName, value, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/r',
    maxAge: cookieSeconds * 1000,
    secure: request.secure,
  });
}
