// Webhooks on the wire: endpoints as an administrator sees them, deliveries, and the envelope every message has
// (Standard Webhooks: type, timestamp, data; signed in the header webhook-signature).
import { z } from 'zod';
import { instantSchema } from './common.ts';

/** What an endpoint may subscribe to. `webhook.ping` is sent only when somebody asks for it. */
export const webhookEventTypes = ['kpi.period.closed', 'kpi.sheet.final', 'alert.raised'] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];
export const webhookPingType = 'webhook.ping';

const eventTypes = z
  .array(z.enum(webhookEventTypes))
  .min(1)
  .max(webhookEventTypes.length)
  .refine((types) => new Set(types).size === types.length, 'names a type twice');
const description = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'has control characters');

/** The body of every message. */
export const webhookMessageSchema = z
  .strictObject({
    type: z.string(),
    timestamp: instantSchema.meta({ description: 'when it happened; the attempt has its own header' }),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'WebhookMessage' });

export const webhookRequestSchema = z
  .strictObject({ url: z.string().min(1).max(2000), description: description.default(''), eventTypes })
  .meta({ id: 'WebhookRequest' });

export const webhookChangeSchema = z
  .strictObject({
    description: description.optional(),
    eventTypes: eventTypes.optional(),
    enabled: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'changes nothing')
  .meta({ id: 'WebhookChange' });

export const webhookDeliveryStates = ['pending', 'delivered', 'dead'] as const;

/** Newest first; `after` is the `next` of the page that came last. */
export const webhookDeliveryQuerySchema = z.strictObject({
  state: z.enum(webhookDeliveryStates).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const webhookDeliverySchema = z
  .object({
    event: z.string().meta({ description: 'the webhook-id of every attempt' }),
    endpoint: z.string(),
    type: z.string(),
    state: z.enum(webhookDeliveryStates),
    attempts: z.int().min(0),
    createdAt: instantSchema,
    nextAttemptAt: instantSchema.nullable().meta({ description: 'null unless pending' }),
    lastAttemptAt: instantSchema.nullable(),
    lastStatus: z
      .int()
      .nullable()
      .meta({ description: 'HTTP status of the last attempt, where there was an answer' }),
    lastFailure: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

export const webhookEndpointSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    eventTypes: z.array(z.string()),
    enabled: z.boolean(),
    disabledReason: z.string().nullable().meta({ description: 'why the server disabled it by itself' }),
    createdBy: z.string(),
    createdAt: instantSchema,
    pending: z.int().min(0),
    dead: z.int().min(0),
    lastDelivery: webhookDeliverySchema.nullable(),
  })
  .meta({ id: 'WebhookEndpoint' });

export const webhookListSchema = z
  .object({ endpoints: z.array(webhookEndpointSchema), eventTypes: z.array(z.string()) })
  .meta({ id: 'WebhookList' });

/** The secret is answered this once. */
export const webhookSecretSchema = z
  .object({ endpoint: webhookEndpointSchema, secret: z.string().regex(/^whsec_[A-Za-z0-9+/]{43}=$/) })
  .meta({ id: 'WebhookSecret' });

export const webhookDeliveryListSchema = z
  .object({
    deliveries: z.array(webhookDeliverySchema),
    next: z.string().nullable().meta({ description: 'as `after` of the next page; null on the last' }),
  })
  .meta({ id: 'WebhookDeliveryList' });

export const webhookReplaySchema = z.object({ replayed: z.int().min(0) }).meta({ id: 'WebhookReplay' });

export type WebhookRequest = z.infer<typeof webhookRequestSchema>;
export type WebhookChange = z.infer<typeof webhookChangeSchema>;
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;
export type WebhookEndpoint = z.infer<typeof webhookEndpointSchema>;
export type WebhookDeliveryState = (typeof webhookDeliveryStates)[number];
