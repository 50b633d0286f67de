// /api/webhooks: endpoints, what was delivered to them, dead letters and their replay. Administrators alone: whoever names
// an endpoint decides which system gets the sheets. A secret is answered once, when it is made.
import { Router } from 'express';
import {
  type WebhookDelivery,
  type WebhookEndpoint,
  webhookChangeSchema,
  webhookDeliveryQuerySchema,
  webhookEventTypes,
  webhookRequestSchema,
} from '../../shared/contract/webhooks.ts';
import type { Actor } from '../access/audit-trail.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { Tx } from '../storage/database.ts';
import type { DeliveryPosition, DeliveryRow, EndpointRow } from '../storage/webhook-store.ts';
import { allowed } from './allowed.ts';
import { bodyOf, jsonBody, queryOf } from './request.ts';

const bodyBytesMax = 8 * 1024;

export function webhookRoutes(context: Context): Router {
  const router = Router();
  const { webhooks, stores, audit, commit, calendar } = context;

  const deliveryOf = (row: DeliveryRow): WebhookDelivery => ({
    event: row.event,
    endpoint: row.endpoint,
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    createdAt: calendar.iso(row.createdAt),
    nextAttemptAt: row.state === 'pending' ? calendar.iso(row.nextAttemptAt) : null,
    lastAttemptAt: row.lastAttemptAt === null ? null : calendar.iso(row.lastAttemptAt),
    lastStatus: row.lastStatus,
    lastFailure: row.lastFailure,
  });
  const endpointOf = (row: EndpointRow): WebhookEndpoint => {
    const [last] = stores.webhooks.deliveries({ endpoint: row.id, limit: 1 });
    return {
      id: row.id,
      url: row.url,
      description: row.description,
      eventTypes: row.eventTypes,
      enabled: row.enabled,
      disabledReason: row.disabledReason,
      createdBy: row.createdBy,
      createdAt: calendar.iso(row.createdAt),
      pending: stores.webhooks.count(row.id, 'pending'),
      dead: stores.webhooks.count(row.id, 'dead'),
      lastDelivery: last === undefined ? null : deliveryOf(last),
    };
  };
  /** Changes something and records it, in one transaction. */
  const change = <T>(
    actor: Actor,
    action: string,
    work: (tx: Tx) => { subject: string; result: T },
  ): Promise<T> =>
    commit.submit((tx) => {
      const { subject, result } = work(tx);
      audit.record(tx, { actor, action, subject: `webhook:${subject}` });
      return result;
    });

  router.get('/api/webhooks', (request, response) => {
    allowed(context, request, 'GET /api/webhooks');
    response
      .set('Cache-Control', 'no-store')
      .json({ endpoints: webhooks.endpoints().map(endpointOf), eventTypes: webhookEventTypes });
  });

  /** 201 with the secret, shown this once; 422 (address, type, too many endpoints). */
  router.post('/api/webhooks', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor, session } = allowed(context, request, 'POST /api/webhooks');
    const wish = bodyOf(request, webhookRequestSchema);
    const made = await change(actor, 'webhook.create', (tx) => {
      const result = webhooks.add(tx, wish, session.userName);
      return { subject: result.endpoint.id, result };
    });
    response
      .status(201)
      .set('Cache-Control', 'no-store')
      .json({ endpoint: endpointOf(made.endpoint), secret: made.secret });
  });

  /** 200; 404, 422. */
  router.patch('/api/webhooks/:id', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'PATCH /api/webhooks/:id');
    const wish = bodyOf(request, webhookChangeSchema);
    const id = String(request.params.id);
    const row = await change(actor, 'webhook.change', (tx) => ({
      subject: id,
      result: webhooks.change(tx, id, wish),
    }));
    response.json(endpointOf(row));
  });

  /** 204; 404. What waited for the endpoint goes with it. */
  router.delete('/api/webhooks/:id', async (request, response) => {
    const { actor } = allowed(context, request, 'DELETE /api/webhooks/:id');
    const { id } = request.params;
    await change(actor, 'webhook.delete', (tx) => ({ subject: id, result: webhooks.remove(tx, id) }));
    response.status(204).end();
  });

  /** 200 with a new secret, shown this once; the former one signs too for 24 hours. 404. */
  router.post('/api/webhooks/:id/secret', async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/webhooks/:id/secret');
    const { id } = request.params;
    const made = await change(actor, 'webhook.secret', (tx) => ({
      subject: id,
      result: webhooks.renewSecret(tx, id),
    }));
    response
      .set('Cache-Control', 'no-store')
      .json({ endpoint: endpointOf(made.endpoint), secret: made.secret });
  });

  /** 202: a message of type webhook.ping is on its way; 404, 422 (disabled). */
  router.post('/api/webhooks/:id/ping', async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/webhooks/:id/ping');
    const { id } = request.params;
    await change(actor, 'webhook.ping', (tx) => ({ subject: id, result: webhooks.ping(tx, id) }));
    response.status(202).json(endpointOf(webhooks.endpoint(id)));
  });

  /** 202: the endpoint's dead letters, at most 1000, are queued anew; 404. */
  router.post('/api/webhooks/:id/replay', async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/webhooks/:id/replay');
    const { id } = request.params;
    const replayed = await change(actor, 'webhook.replay', (tx) => ({
      subject: id,
      result: webhooks.replayDead(tx, id),
    }));
    response.status(202).json({ replayed });
  });

  /** 200, newest first, a page at a time; 404, 422. */
  router.get('/api/webhooks/:id/deliveries', (request, response) => {
    allowed(context, request, 'GET /api/webhooks/:id/deliveries');
    const { state, after, limit } = queryOf(request, webhookDeliveryQuerySchema);
    const { id } = webhooks.endpoint(request.params.id);
    const rows = stores.webhooks.deliveries({
      endpoint: id,
      state,
      limit: limit + 1,
      after: after === undefined ? undefined : { ...positionOf(after), endpoint: id },
    });
    const shown = rows.slice(0, limit);
    response.set('Cache-Control', 'no-store').json({
      deliveries: shown.map(deliveryOf),
      next: rows.length > limit ? positionText(shown.at(-1)!) : null,
    });
  });

  /** 202: one message is queued anew under its own webhook-id; 404. */
  router.post('/api/webhooks/:id/deliveries/:event/replay', async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/webhooks/:id/deliveries/:event/replay');
    const { id, event } = request.params;
    await change(actor, 'webhook.replay', (tx) => ({
      subject: `${id}/${event}`,
      result: webhooks.replay(tx, event, id),
    }));
    response.status(202).json({ replayed: 1 });
  });

  return router;
}

const positionText = ({ createdAt, event }: Pick<DeliveryPosition, 'createdAt' | 'event'>): string =>
  `${createdAt}.${event}`;

function positionOf(text: string): Pick<DeliveryPosition, 'createdAt' | 'event'> {
  const match = /^(\d{1,15})\.(msg_[A-Za-z0-9_-]{1,64})$/.exec(text);
  if (match === null) {
    throw new Refusal('invalid-request', 'after is not from a page of this list', {
      errors: [{ path: 'after', message: 'is not from a page of this list' }],
    });
  }
  return { createdAt: Number(match[1]), event: match[2]! };
}
