// /api/paper-batches: staff who serve nobody key forms from the ballot box. GET /api/paper-form: a form to print, for
// whoever has a slip. Forms of a visit come from POST /api/slips. Answers say how many, never whose or what.
import { randomBytes } from 'node:crypto';
import { type Response, Router } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import {
  batchRequestSchema,
  type FormSize,
  keyedFormSchema,
  type PaperForm,
  paperFormQuerySchema,
} from '../../shared/contract/paper.ts';
import type { Context } from '../context.ts';
import type { Keyer } from '../intake/paper-forms.ts';
import { Refusal } from '../refusal.ts';
import { type AskerOf, allowed } from './allowed.ts';
import type { RouteName } from './permissions.ts';
import { bodyOf, jsonBody, queryOf } from './request.ts';

const bodyBytesMax = 8 * 1024;
/** Codes that name no visit, of one person in an hour: beyond what slips of the pen make. */
const unknownCodesMax = 60;
const hourSeconds = 3_600;

const numberSchema = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

export function paperRoutes(context: Context): Router {
  const router = Router();
  const { paper } = context;
  const guesses = new RateLimiterMemory({ points: unknownCodesMax, duration: hourSeconds });

  const keyerOf = ({ actor, session }: AskerOf<'GET /api/paper-batches'>): Keyer => {
    // Who serves is never the one who keys, whatever the role.
    if (session.officer !== null) throw new Refusal('forbidden', 'whoever serves at a counter keys no forms');
    return { name: session.userName, actor };
  };
  const numberOf = (text: unknown): number => {
    const number = numberSchema.safeParse(text);
    if (!number.success) throw new Refusal('not-found', 'no such batch of yours');
    return number.data;
  };

  router.get('/api/paper-batches', (request, response) => {
    response.json(paper.desk(keyerOf(allowed(context, request, 'GET /api/paper-batches')).name));
  });

  /** 201; 401, 403, 409 batch-open, 422. */
  router.post('/api/paper-batches', jsonBody(bodyBytesMax), async (request, response) => {
    const keyer = keyerOf(allowed(context, request, 'POST /api/paper-batches'));
    const { forms } = bodyOf(request, batchRequestSchema);
    response.status(201).json(await paper.open(forms, keyer));
  });

  /**
   * 201 taken and durable, 200 the same again; 401, 403 (also not-yet-open), 404 unknown-code | unknown-invitation |
   * not-found, 409 already-rated | code-ambiguous | batch-full, 410, 422, 429, 503.
   */
  router.post('/api/paper-batches/:number/forms', jsonBody(bodyBytesMax), async (request, response) => {
    const keyer = keyerOf(allowed(context, request, 'POST /api/paper-batches/:number/forms'));
    const form = bodyOf(request, keyedFormSchema);
    const number = numberOf(request.params.number);
    const made = await guesses.get(keyer.name);
    if (made !== null && made.remainingPoints <= 0) {
      throw new Refusal('too-many-attempts', 'too many codes that name no visit', {
        retryAfterSeconds: Math.ceil(made.msBeforeNext / 1000),
      });
    }
    const { created, taken } = await paper.key(number, keyer, form, () => {
      guesses.penalty(keyer.name).catch(() => {});
    });
    response.status(created ? 201 : 200).json({ taken });
  });

  /** 200, also again; 401, 403, 404. */
  router.post('/api/paper-batches/:number/close', async (request, response) => {
    const keyer = keyerOf(allowed(context, request, 'POST /api/paper-batches/:number/close'));
    response.json(await paper.close(numberOf(request.params.number), keyer));
  });

  /** A form with boxes for a slip's 7 digits. 200; 401, 403, 422. */
  router.get('/api/paper-form', (request, response) => {
    allowed(context, request, 'GET /api/paper-form' satisfies RouteName);
    sendPaperForm(context, response, paper.blank(), queryOf(request, paperFormQuerySchema).size);
  });

  return router;
}

/** Answers with a form as a page to print. */
export function sendPaperForm(context: Context, response: Response, form: PaperForm, size: FormSize): void {
  const nonce = randomBytes(12).toString('base64');
  response
    .set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'`,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    })
    .type('html')
    .send(context.documents.renderPaperForm(form, size, nonce));
}
