// POST and PATCH /api/responses: one completed questionnaire enters, once.
import { z } from 'zod';
import { codeSchema, localeSchema, tokenSchema } from './common.ts';
import { answersSchema } from './questionnaire.ts';
import { sealedReportSchema } from './sealed-report.ts';

/** Longest comment, in characters; longer text is refused, never cut. */
export const commentCharsMax = 1000;

const commentSchema = z.string().trim().min(1).max(commentCharsMax);

export const responseRequestSchema = z
  .strictObject({
    responseId: z.uuid(),
    invitation: tokenSchema.optional(),
    counter: codeSchema.optional(),
    /** Ticket of a presence code (presence.ts), with `counter`. */
    presence: z.string().min(1).max(100).optional(),
    questionnaire: z.string().min(1).max(32),
    answers: answersSchema,
    comment: commentSchema.optional(),
    locale: localeSchema,
    /** Seconds between the tap and this request: offline time. */
    ageSeconds: z.number().min(0).max(31_536_000),
  })
  .refine((body) => (body.invitation === undefined) !== (body.counter === undefined), {
    message: 'exactly one of invitation and counter is needed',
    path: ['invitation'],
  })
  .refine((body) => body.presence === undefined || body.counter !== undefined, {
    message: 'stands with a counter',
    path: ['presence'],
  })
  .meta({ id: 'ResponseRequest' });
export type ResponseRequest = z.infer<typeof responseRequestSchema>;

export const promiseSchema = z.object({
  /** Hex of SHA-256(responseId): finds the response in the log later. */
  tag: z.string().regex(/^[0-9a-f]{64}$/),
  /** The response is in the log at this instant at the latest; ISO 8601, UTC. */
  mergeBy: z.string(),
  /** base64 Ed25519 signature of `promiseMessage` (shared/ledger/promise.ts) by the log's key. */
  signature: z.string(),
});
export type ResponsePromise = z.infer<typeof promiseSchema>;

export const responseAnswerSchema = z
  .object({ responseId: z.uuid(), promise: promiseSchema })
  .meta({ id: 'ResponseAnswer' });
export type ResponseAnswer = z.infer<typeof responseAnswerSchema>;

/** The rating itself (`officer`) is not among what may be added later. */
export const completionRequestSchema = z
  .strictObject({
    answers: answersSchema.optional(),
    comment: commentSchema.optional(),
    /** From an exit kiosk that offered the question on unofficial payments: always, answered or not; one length. */
    sealed: sealedReportSchema.optional(),
  })
  .refine((body) => body.answers !== undefined || body.comment !== undefined || body.sealed !== undefined, {
    message: 'nothing to add',
  })
  .refine((body) => body.answers?.officer === undefined, {
    message: 'the rating cannot change',
    path: ['answers', 'officer'],
  })
  .meta({ id: 'CompletionRequest' });
export type CompletionRequest = z.infer<typeof completionRequestSchema>;

export const completionAnswerSchema = z.object({ responseId: z.uuid() }).meta({ id: 'CompletionAnswer' });
