// Calls of the webhooks page, with the answers it reads.
import { z } from 'zod';
import {
  type WebhookDelivery,
  type WebhookEndpoint,
  webhookDeliveryListSchema,
  webhookEndpointSchema,
  webhookListSchema,
  webhookReplaySchema,
  webhookSecretSchema,
} from '../../shared/contract/webhooks.ts';
import { request } from '../http/request.ts';

export type { WebhookDelivery, WebhookEndpoint };
export type WebhookList = z.infer<typeof webhookListSchema>;
export type WebhookSecret = z.infer<typeof webhookSecretSchema>;

const pathOf = (id: string): string => `/api/webhooks/${encodeURIComponent(id)}`;

export const listWebhooks = (): Promise<WebhookList> => request(webhookListSchema, 'GET', '/api/webhooks');

export const addWebhook = (wish: {
  url: string;
  description: string;
  eventTypes: string[];
}): Promise<WebhookSecret> => request(webhookSecretSchema, 'POST', '/api/webhooks', { body: wish });

export const setEnabled = (id: string, enabled: boolean): Promise<WebhookEndpoint> =>
  request(webhookEndpointSchema, 'PATCH', pathOf(id), { body: { enabled } });

export const removeWebhook = (id: string): Promise<unknown> => request(z.unknown(), 'DELETE', pathOf(id));

export const renewSecret = (id: string): Promise<WebhookSecret> =>
  request(webhookSecretSchema, 'POST', `${pathOf(id)}/secret`);

export const sendPing = (id: string): Promise<WebhookEndpoint> =>
  request(webhookEndpointSchema, 'POST', `${pathOf(id)}/ping`);

export const listDeliveries = (
  id: string,
  wish: { onlyDead: boolean; limit: number },
): Promise<{ deliveries: WebhookDelivery[]; next: string | null }> =>
  request(
    webhookDeliveryListSchema,
    'GET',
    `${pathOf(id)}/deliveries?limit=${wish.limit}${wish.onlyDead ? '&state=dead' : ''}`,
  );

export const replayOne = (id: string, event: string): Promise<{ replayed: number }> =>
  request(webhookReplaySchema, 'POST', `${pathOf(id)}/deliveries/${encodeURIComponent(event)}/replay`);

export const replayDead = (id: string): Promise<{ replayed: number }> =>
  request(webhookReplaySchema, 'POST', `${pathOf(id)}/replay`);
