// GET and POST /c/:counter: the rating page behind a counter's poster, and GET /api/counters/:code/poster, /api/posters themselves. A look
// rates nothing; a post of the form does, as a walk-up of the counter. The same pages and rules as /r/:token.
import { randomBytes, randomUUID } from 'node:crypto';
import { type Response, Router } from 'express';
import { ratingFormSchema } from '../../shared/contract/citizen-forms.ts';
import { codeSchema } from '../../shared/contract/common.ts';
import { posterSizeSchema, postersMax, postersQuerySchema } from '../../shared/contract/documents.ts';
import type { Context } from '../context.ts';
import { walkUpBurstFlag } from '../intake/walk-up-pace.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';
import { refuseCrossSite } from './request.ts';
import { checkSlipUrl } from './slip-url.ts';
import type { SurveyPages } from './survey-pages.ts';

/** Path of a counter's page. */
export const counterPath = (code: string): string => `/c/${encodeURIComponent(code)}`;

export function walkUpRoutes(context: Context, pages: SurveyPages): Router {
  const router = Router();
  const { stores } = context;

  router.get(
    '/c/:counter',
    pages.page((request, response) => {
      const counter = stores.roster.counter(String(request.params.counter));
      if (counter === undefined) {
        pages.send(request, response, 404, { kind: 'unknown-counter' });
        return;
      }
      pages.send(request, response, 200, {
        kind: 'walk-up',
        action: counterPath(counter.code),
        responseId: randomUUID(),
        counter: counter.name,
        questionnaire: context.currentQuestionnaire(),
      });
    }),
  );

  router.post(
    '/c/:counter',
    pages.form,
    pages.page(async (request, response) => {
      refuseCrossSite(request);
      const counter = codeSchema.safeParse(request.params.counter);
      if (!counter.success || stores.roster.counter(counter.data) === undefined) {
        pages.send(request, response, 404, { kind: 'unknown-counter' });
        return;
      }
      const parsed = ratingFormSchema.safeParse(request.body ?? {});
      if (!parsed.success) throw new Refusal('invalid-request', 'the form does not fit');
      const { responseId, officer, locale } = parsed.data;
      const { answer } = await takeWalkUp(context, request.ip ?? '', counter.data, (flags) =>
        context.intake.take(
          {
            responseId,
            counter: counter.data,
            questionnaire: context.currentQuestionnaire().version,
            answers: { officer },
            locale,
            ageSeconds: 0,
          },
          'qr',
          flags,
        ),
      );
      pages.thank(request, response, responseId, answer.promise);
    }),
  );

  const sendPosters = (response: Response, codes: readonly string[], sizeText: unknown): void => {
    const size = posterSizeSchema.safeParse(sizeText ?? 'a4');
    if (!size.success) throw new Refusal('invalid-request', 'size is a4 or a5');
    const { name, sample } = context.centre;
    const posters = codes.map((code) => {
      const counter = stores.roster.counter(code);
      if (counter === undefined) throw new Refusal('not-found', 'no such counter');
      const url = checkSlipUrl(`${context.publicUrl()}${counterPath(counter.code)}`);
      return { centre: { name, sample }, counter: counter.name, url };
    });
    const nonce = randomBytes(12).toString('base64');
    response
      .set({
        'Cache-Control': 'no-store',
        'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'`,
        'X-Content-Type-Options': 'nosniff',
      })
      .type('html')
      .send(context.documents.renderPosters(posters, size.data, nonce));
  };

  /** A page to print, with the code of the counter's page. 200; 401, 403, 404, 422 when the address is too long. */
  router.get('/api/counters/:code/poster', (request, response) => {
    allowed(context, request, 'GET /api/counters/:code/poster');
    sendPosters(response, [request.params.code], request.query.size);
  });

  /** One document with a page for each `counter`, a parameter that stands once for every one. As above; 422 without any. */
  router.get('/api/posters', (request, response) => {
    allowed(context, request, 'GET /api/posters');
    const { counter, size } = request.query;
    const codes = postersQuerySchema.shape.counter.safeParse([counter ?? []].flat());
    if (!codes.success) throw new Refusal('invalid-request', `name 1 to ${postersMax} counters`);
    sendPosters(response, [...new Set(codes.data)], size);
  });

  return router;
}

/**
 * Takes a walk-up that came from a phone at the pace of walkUpPace: flagged in a burst, refused (too-many-attempts) in a
 * flood. A rating sent again counts once.
 */
export async function takeWalkUp<T extends { created: boolean }>(
  context: Context,
  address: string,
  counter: string,
  take: (flags: readonly string[]) => Promise<T>,
): Promise<T> {
  const verdict = context.walkUpPace.look(counter, address);
  if (verdict === 'flood') {
    throw new Refusal('too-many-attempts', 'more ratings of this counter than people can give', {
      retryAfterSeconds: 60,
    });
  }
  context.walkUpPace.count(counter, address);
  let isNew = false;
  try {
    const taken = await take(verdict === 'burst' ? [walkUpBurstFlag] : []);
    isNew = taken.created;
    return taken;
  } finally {
    if (!isNew) context.walkUpPace.uncount(counter, address);
  }
}
