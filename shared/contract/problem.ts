// Errors on the wire: RFC 9457 problem+json with a stable `code`. One table says which status each code carries.
import { z } from 'zod';

export const problemStatus = {
  'malformed-body': 400,
  unauthenticated: 401,
  'invalid-signature': 401,
  'second-factor-needed': 401,
  forbidden: 403,
  'second-person-needed': 403,
  'not-yet-open': 403,
  'not-found': 404,
  'unknown-invitation': 404,
  'unknown-response': 404,
  'unknown-code': 404,
  'unknown-policy': 404,
  'unknown-dispute': 404,
  'method-not-allowed': 405,
  'already-rated': 409,
  'response-id-conflict': 409,
  'already-completed': 409,
  'already-contested': 409,
  'already-erased': 409,
  'already-acknowledged': 409,
  'not-spent': 409,
  'presence-used-up': 409,
  'no-printer': 409,
  'roster-conflict': 409,
  'zone-fixed': 409,
  'test-limit': 409,
  'batch-open': 409,
  'batch-full': 409,
  'code-ambiguous': 409,
  'limit-reached': 409,
  'survey-not-draft': 409,
  'survey-not-open': 409,
  'survey-open': 409,
  'survey-not-closed': 409,
  'draft-changed': 409,
  'already-decided': 409,
  'period-not-over': 409,
  'period-not-ready': 409,
  'period-closed': 409,
  'period-not-closed': 409,
  'period-changed': 409,
  'no-policy': 409,
  'policy-conflict': 409,
  'figures-conflict': 409,
  'group-too-small': 409,
  'petition-too-late': 409,
  'calendar-missing': 409,
  'name-taken': 409,
  'last-administrator': 409,
  'invitation-expired': 410,
  'completion-closed': 410,
  'pairing-expired': 410,
  'link-expired': 410,
  'presence-expired': 410,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'invalid-request': 422,
  'invalid-roster': 422,
  'wrong-password': 422,
  'wrong-code': 422,
  'unknown-officer': 422,
  'unknown-counter': 422,
  'unknown-procedure': 422,
  'unknown-questionnaire': 422,
  'invalid-questionnaire': 422,
  'invalid-survey': 422,
  'invalid-policy': 422,
  'invalid-figures': 422,
  'visit-too-old': 422,
  'visit-in-future': 422,
  'too-many-attempts': 429,
  internal: 500,
  'printer-failed': 502,
  overloaded: 503,
} as const;

export type ProblemCode = keyof typeof problemStatus;

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string().optional(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string(), fault: z.string().optional() }))
      .optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problemSchema>;

/** Relative reference of a problem type: documentation lives under this path of the server. */
export const problemType = (code: ProblemCode): string => `/api/docs#${code}`;
