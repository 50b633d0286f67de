// The presence code: a QR code on a kiosk or a hall screen that changes every half-minute. Who scans it is in the hall,
// and nothing more: it names no visit and no person. What a phone gets for it is a ticket, good for one response.
import { z } from 'zod';
import { codeSchema, tokenSchema } from './common.ts';

/** How long one code is shown. A code is also taken during the window before and after its own. */
export const presenceWindowMs = 30_000;

/** 128 bits, base64url: the HMAC of the half-minute and the place, under a key outside the database. */
export const presenceCodeSchema = tokenSchema;

/** Half-minute (4 bytes) and HMAC (16 bytes), base64url. Bound to one responseId and one place. */
export const presenceTicketSchema = z.string().regex(/^[A-Za-z0-9_-]{27}$/);

/** Message `presence` of socket.io `/kiosk`: what to show now. A kiosk that hears no newer one stops showing it. */
export const presenceShownSchema = z.strictObject({
  url: z.url(),
  staleAfterSeconds: z.number().int().positive(),
});
export type PresenceShown = z.infer<typeof presenceShownSchema>;

/** POST /api/presence: a scanned code becomes a ticket, for programs other than a browser. */
export const presenceRequestSchema = z
  .strictObject({ code: presenceCodeSchema })
  .meta({ id: 'PresenceRequest' });
export const presenceAnswerSchema = z
  .object({
    /** The one responseId that the ticket is good for. */
    responseId: z.uuid(),
    presence: presenceTicketSchema,
    /** null: the code of the hall; the citizen names the counter. */
    counter: codeSchema.nullable(),
    expiresAt: z.string(),
  })
  .meta({ id: 'PresenceAnswer' });
export type PresenceAnswer = z.infer<typeof presenceAnswerSchema>;
