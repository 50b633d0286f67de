// GET /api/alerts · POST /api/alerts/:id/acknowledge · GET, PUT /api/alerts/settings · POST /api/alerts/settings/try
import { Router } from 'express';
import {
  type AlertTryAnswer,
  acknowledgeSchema,
  alertQuerySchema,
  alertSettingsRequestSchema,
} from '../../shared/contract/alerts.ts';
import type { Context } from '../context.ts';
import { allowed } from './allowed.ts';
import { bodyOf, jsonBody, queryOf } from './request.ts';

const bodyBytesMax = 16 * 1024;

export function alertRoutes(context: Context): Router {
  const router = Router();
  const { alerts } = context;

  router.get('/api/alerts', (request, response) => {
    allowed(context, request, 'GET /api/alerts');
    const { limit, after } = queryOf(request, alertQuerySchema);
    response.json(alerts.list(limit, after));
  });

  /** 200; 404, 409 already-acknowledged, 422. */
  router.post('/api/alerts/:id/acknowledge', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor, session } = allowed(context, request, 'POST /api/alerts/:id/acknowledge');
    const { note } = bodyOf(request, acknowledgeSchema);
    response.json(await alerts.acknowledge(actor, session.userName, String(request.params.id), note));
  });

  router.get('/api/alerts/settings', (request, response) => {
    allowed(context, request, 'GET /api/alerts/settings');
    response.json(alerts.settings());
  });
  router.put('/api/alerts/settings', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'PUT /api/alerts/settings');
    const { smtpPassword, ...settings } = bodyOf(request, alertSettingsRequestSchema);
    await alerts.putSettings(actor, settings, smtpPassword);
    response.json(alerts.settings());
  });
  /** 200 {failure}: null when the mail server took a letter to every recipient. */
  router.post('/api/alerts/settings/try', async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/alerts/settings/try');
    const answer: AlertTryAnswer = { failure: await alerts.tryMail(actor) };
    response.json(answer);
  });

  return router;
}
