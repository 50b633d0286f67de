// GET /api/comments · POST /api/comments/:id/release · POST /api/comments/:id/withdraw · DELETE /api/comments/:id
// Personnel clear the queue; manager and auditor read what was released; nobody else reads any.
import { type Request, Router } from 'express';
import {
  type CommentList,
  commentIdSchema,
  commentQuerySchema,
  releaseCommentSchema,
} from '../../shared/contract/comments.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';
import { bodyOf, jsonBody, queryOf } from './request.ts';

const bodyBytesMax = 8 * 1024;

export function commentRoutes(context: Context): Router {
  const router = Router();
  const { comments, audit } = context;

  router.get('/api/comments', (request, response) => {
    const { actor, session } = allowed(context, request, 'GET /api/comments');
    const { q: text, ...question } = queryOf(request, commentQuerySchema);
    const mayClear = session.role === 'personnel';
    if (question.state === 'waiting' && !mayClear) {
      throw new Refusal('forbidden', 'comments are read by others after they were cleared');
    }
    const list: CommentList = {
      ...comments.list({ ...question, text }),
      waiting: mayClear ? comments.waiting() : null,
    };
    audit.read(actor, 'comments.read', question.state);
    response.set('Cache-Control', 'no-store').json(list);
  });

  /** 200; 404, 409 already-erased | draft-changed, 422. */
  router.post('/api/comments/:id/release', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/comments/:id/release');
    const id = idOf(request);
    const { text, tags } = bodyOf(request, releaseCommentSchema);
    response.json(await comments.release(actor, id, text, tags));
  });

  /** 200; 404, 409 already-erased. */
  router.post('/api/comments/:id/withdraw', async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/comments/:id/withdraw');
    response.json(await comments.withdraw(actor, idOf(request)));
  });

  /** 204; 404, 409 already-erased. */
  router.delete('/api/comments/:id', async (request, response) => {
    const { actor } = allowed(context, request, 'DELETE /api/comments/:id');
    await comments.erase(actor, idOf(request));
    response.status(204).end();
  });

  return router;
}

function idOf(request: Request): string {
  const parsed = commentIdSchema.safeParse(request.params.id);
  if (!parsed.success) throw new Refusal('not-found', 'no such comment');
  return parsed.data;
}
