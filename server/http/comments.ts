// GET /api/comments · POST /api/comments/:id/release · POST /api/comments/:id/withdraw · DELETE /api/comments/:id
// Personnel clear the queue; manager and auditor read what was released; nobody else reads any.
import { type Request, Router } from 'express';
import { z } from 'zod';
import {
  type CommentList,
  commentIdSchema,
  commentTags,
  releaseCommentSchema,
} from '../../shared/contract/comments.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { bodyOf, jsonBody, requireSession } from './request.ts';

const bodyBytesMax = 8 * 1024;
const redactors = ['personnel'] as const;
const readers = ['manager', 'personnel', 'auditor'] as const;

const questionSchema = z.strictObject({
  state: z.enum(['waiting', 'released']).default('released'),
  period: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .nullable()
    .default(null),
  tag: z.enum(commentTags).nullable().default(null),
  q: z.string().trim().max(100).default(''),
  after: commentIdSchema.nullable().default(null),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export function commentRoutes(context: Context): Router {
  const router = Router();
  const { comments } = context;

  router.get('/api/comments', async (request, response) => {
    const question = questionOf(request);
    const roles = question.state === 'waiting' ? redactors : readers;
    const session = requireSession(context, request, roles);
    const { q: text, ...rest } = question;
    const mayClear = (redactors as readonly string[]).includes(session.role);
    const list: CommentList = {
      ...comments.list({ ...rest, text }),
      waiting: mayClear ? comments.waiting() : null,
    };
    response.set('Cache-Control', 'no-store').json(list);
  });

  router.post('/api/comments/:id/release', jsonBody(bodyBytesMax), async (request, response) => {
    requireSession(context, request, redactors);
    const id = idOf(request);
    const { text, tags } = bodyOf(request, releaseCommentSchema);
    response.json(await comments.release(id, text, tags));
  });

  router.post('/api/comments/:id/withdraw', async (request, response) => {
    requireSession(context, request, redactors);
    const id = idOf(request);
    response.json(await comments.withdraw(id));
  });

  router.delete('/api/comments/:id', async (request, response) => {
    requireSession(context, request, redactors);
    const id = idOf(request);
    await comments.erase(id);
    response.status(204).end();
  });

  return router;
}

function idOf(request: Request): string {
  const parsed = commentIdSchema.safeParse(request.params.id);
  if (!parsed.success) throw new Refusal('not-found', 'no such comment');
  return parsed.data;
}

function questionOf(request: Request): z.infer<typeof questionSchema> {
  const parsed = questionSchema.safeParse(request.query);
  if (parsed.success) return parsed.data;
  throw new Refusal('invalid-request', 'the question does not fit the contract', {
    errors: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  });
}
