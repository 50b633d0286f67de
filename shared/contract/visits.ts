// POST /api/visits: a closed visit enters, its invitation comes back. Also the lookup of a slip's code by a paired kiosk.
import { z } from 'zod';
import { codeSchema, instantSchema, officerCardSchema, slipCodeSchema, tokenSchema } from './common.ts';

export const visitRequestSchema = z
  .strictObject({
    externalId: z.string().trim().min(1).max(200),
    counter: codeSchema,
    officer: codeSchema,
    procedure: codeSchema,
    stage: codeSchema.optional(),
    dossier: z.string().trim().min(1).max(100).optional(),
    closedAt: instantSchema.optional(),
  })
  .meta({ id: 'VisitRequest' });
export type VisitRequest = z.infer<typeof visitRequestSchema>;

export const visitAnswerSchema = z
  .object({
    visitId: z.uuid(),
    invitation: z.object({ url: z.url(), code: slipCodeSchema, expiresAt: instantSchema }),
  })
  .meta({ id: 'VisitAnswer' });
export type VisitAnswer = z.infer<typeof visitAnswerSchema>;

/** POST /api/invitations/lookup (signed by a paired device): a slip's code becomes a redeemable invitation. */
export const lookupRequestSchema = z.strictObject({ code: slipCodeSchema }).meta({ id: 'LookupRequest' });

/** What a kiosk needs to ask for one rating. */
export const offerSchema = z
  .object({
    invitation: tokenSchema,
    officer: officerCardSchema,
    counter: codeSchema,
    closesAfterSeconds: z.number().int().positive(),
  })
  .meta({ id: 'Offer' });
export type Offer = z.infer<typeof offerSchema>;

/** POST /api/counter/visits (session of an officer on duty): the one-button page. The answer never holds the invitation. */
export const selfReportRequestSchema = z
  .strictObject({ requestId: z.uuid(), procedure: codeSchema })
  .meta({ id: 'SelfReportRequest' });
export const selfReportAnswerSchema = z
  .object({
    /** null when the request came again after the duty had ended. */
    counter: codeSchema.nullable(),
    procedure: codeSchema,
    visitsToday: z.number().int().nonnegative(),
  })
  .meta({ id: 'SelfReportAnswer' });
/** GET /api/counter: what the one-button page shows. */
export const counterDeskSchema = z
  .object({
    officer: officerCardSchema,
    counter: z.object({ code: codeSchema, name: z.string() }).nullable(),
    procedures: z.array(z.object({ code: codeSchema, name: z.string(), field: z.string() })),
    visitsToday: z.number().int().nonnegative(),
  })
  .meta({ id: 'CounterDesk' });
export type CounterDesk = z.infer<typeof counterDeskSchema>;
