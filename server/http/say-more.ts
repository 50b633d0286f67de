// "Say more on your phone": GET and POST /r/more, /r/more/answers. The kiosk shows a code after the tap; in the QR code it
// stands after `#`, which browsers send to nobody, and the page posts it. Without a script it is typed. The code then
// travels in a short HttpOnly cookie, never in an address.
import { parse as parseCookies } from 'cookie';
import { type Request, Router } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { readSayMoreCode, sayMoreCodeOf } from '../../shared/say-more-code.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { SurveyPages } from './survey-pages.ts';

const cookieName = 'langnghe_more';
/** Wrong codes a minute, from everywhere together: 50 bits need no more, and a hall is one address. */
const wrongCodesPerMinute = 300;
/** Responses of the last minutes that are looked through for a code. */
const lookedThroughMax = 5_000;

export function sayMoreRoutes(context: Context, pages: SurveyPages): Router {
  const router = Router();
  const wrongCodes = new RateLimiterMemory({ points: wrongCodesPerMinute, duration: 60 });
  const minutes = () => context.policy().completionMinutes;

  /** Tag of the response that a code belongs to, while it can be completed. */
  const tagOfCode = (code: string): { tag: Buffer; completed: boolean } | null => {
    const since = context.clock() - minutes() * 60_000;
    for (const row of context.stores.responses.receivedSince(since, lookedThroughMax)) {
      if (sayMoreCodeOf(row.tag.toString('hex')) === code) {
        return { tag: row.tag, completed: row.completed === 1 };
      }
    }
    return null;
  };

  const codeOfCookie = (request: Request): string | null =>
    readSayMoreCode(parseCookies(request.headers.cookie ?? '')[cookieName] ?? '');

  router.get(
    '/r/more',
    pages.page((request, response) =>
      pages.send(request, response, 200, { kind: 'more', minutes: minutes(), failed: false, code: '' }),
    ),
  );

  router.post(
    '/r/more',
    pages.form,
    pages.page(async (request, response) => {
      const typed = String((request.body as { code?: unknown } | undefined)?.code ?? '').slice(0, 20);
      const code = readSayMoreCode(typed);
      if (code === null || tagOfCode(code) === null) {
        await wrongCodes.consume('all').catch(() => {
          throw new Refusal('overloaded', 'too many wrong codes; please wait', { retryAfterSeconds: 60 });
        });
        pages.send(request, response, 404, { kind: 'more', minutes: minutes(), failed: true, code: typed });
        return;
      }
      response.cookie(cookieName, code, {
        httpOnly: true,
        sameSite: 'lax',
        path: '/r/more',
        maxAge: minutes() * 60_000,
        secure: request.secure,
      });
      pages.keepLanguage(request, response);
      response.redirect(303, '/r/more/answers');
    }),
  );

  router.get(
    '/r/more/answers',
    pages.page((request, response) => {
      const code = codeOfCookie(request);
      const found = code === null ? null : tagOfCode(code);
      if (found === null) {
        pages.send(request, response, 404, { kind: 'more', minutes: minutes(), failed: true, code: '' });
        return;
      }
      pages.sendThanks(request, response, {
        action: found.completed ? null : '/r/more/answers',
        completed: found.completed,
        receipt: null,
        tag: found.tag,
      });
    }),
  );

  router.post(
    '/r/more/answers',
    pages.form,
    pages.page(async (request, response) => {
      const code = codeOfCookie(request);
      const found = code === null ? null : tagOfCode(code);
      if (found === null) throw new Refusal('unknown-response', 'the time to add answers has passed');
      await pages.complete(found.tag, request.body ?? {});
      pages.keepLanguage(request, response);
      response.redirect(303, '/r/more/answers');
    }),
  );

  return router;
}
