// GET /api/languages · PUT /api/languages/:language (administrators change)
import { Router } from 'express';
import { languageOfferSchema } from '../../shared/contract/languages.ts';
import type { Context } from '../context.ts';
import { allowed } from './allowed.ts';
import { bodyOf, jsonBody } from './request.ts';

const bodyBytesMax = 1024;

export function languageRoutes(context: Context): Router {
  const router = Router();
  const { languages } = context;

  router.get('/api/languages', (request, response) => {
    allowed(context, request, 'GET /api/languages');
    response.json(languages.list());
  });

  /** 200 the new list; 401, 403, 404, 422. */
  router.put('/api/languages/:language', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'PUT /api/languages/:language');
    const language = String(request.params.language);
    await languages.offer(language, bodyOf(request, languageOfferSchema), actor);
    response.json(languages.list());
  });

  return router;
}
