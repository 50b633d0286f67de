// POST /api/responses · PATCH /api/responses/:responseId · GET /api/questionnaire · POST /api/contests
// What goes wrong here is counted, never logged with an identifier: a log line would outlive the seal.
import { Router } from 'express';
import { z } from 'zod';
import { type ContestAnswer, contestRequestSchema } from '../../shared/contract/contests.ts';
import { completionRequestSchema, responseRequestSchema } from '../../shared/contract/responses.ts';
import { tagOf } from '../../shared/ledger/commitment.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';
import { bodyOf, jsonBody } from './request.ts';
import { takeWalkUp } from './walk-up.ts';

const bodyBytesMax = 16 * 1024;

export function responseRoutes(context: Context): Router {
  const router = Router();

  router.get('/api/questionnaire', (_request, response) => {
    response.set('Cache-Control', 'max-age=60').json(context.currentQuestionnaire());
  });

  /**
   * 201 accepted and durable, 200 the same again; 400, 401 invalid-signature, 404 unknown-invitation, 409 already-rated |
   * response-id-conflict, 410 invitation-expired, 413, 415, 422, 429 too-many-attempts (walk-ups), 503 with Retry-After.
   */
  router.post('/api/responses', jsonBody(bodyBytesMax), async (request, response) => {
    const { kind } = allowed(context, request, 'POST /api/responses');
    const body = bodyOf(request, responseRequestSchema);
    const take = (flags: readonly string[] = []) =>
      context.intake.take(body, kind === 'device' ? 'kiosk' : 'qr', flags);
    // A phone without invitation or proof of presence; what a paired kiosk brings after a day offline comes at once.
    const paced = kind !== 'device' && body.counter !== undefined && body.presence === undefined;
    const { created, answer } = await (paced
      ? takeWalkUp(context, request.ip ?? '', body.counter!, take)
      : take());
    // The one call that comes in floods: written at once, without Express's look at caching and content negotiation.
    const text = JSON.stringify(answer);
    response.writeHead(created ? 201 : 200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
    });
    response.end(text);
  });

  /** 200; 404 unknown-response, 409 already-completed, 410 completion-closed, 422. */
  router.patch('/api/responses/:responseId', jsonBody(bodyBytesMax), async (request, response) => {
    const responseId = z.uuid().safeParse(request.params.responseId);
    if (!responseId.success) throw new Refusal('unknown-response', 'a responseId is a UUID');
    const body = bodyOf(request, completionRequestSchema);
    await context.intake.complete(Buffer.from(tagOf(responseId.data)), {
      answers: body.answers ?? {},
      comment: body.comment,
      report: body.sealed === undefined ? undefined : { sealed: body.sealed },
    });
    response.json({ responseId: responseId.data });
  });

  /** "It was not me", for other faces than the rating page. 201; 404, 409. */
  router.post('/api/contests', jsonBody(bodyBytesMax), async (request, response) => {
    const { invitation } = bodyOf(request, contestRequestSchema);
    await context.visits.contest(invitation);
    const answer: ContestAnswer = { recorded: true };
    response.status(201).json(answer);
  });

  return router;
}
