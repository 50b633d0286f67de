// GET /api/audit: who read personal data and who changed what.
import { z } from 'zod';
import { instantSchema } from './common.ts';

const beginning = z
  .string()
  .trim()
  .max(200)
  .transform((text) => (text === '' ? undefined : text))
  .optional();

export const auditPageLengthMax = 200;

/** `actor`, `action` and `subject` are matched by their beginning; times are half open [since, until). */
export const auditQuerySchema = z
  .strictObject({
    actor: beginning,
    action: beginning,
    subject: beginning,
    since: instantSchema.optional(),
    until: instantSchema.optional(),
    /** Only entries older than this number: the `before` of the page that came last. */
    before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
    limit: z.coerce.number().int().min(1).max(auditPageLengthMax).default(50),
  })
  .meta({ id: 'AuditQuery' });

export const auditEntrySchema = z
  .object({
    number: z.number().int(),
    at: instantSchema,
    /** `user:NAME`, `key:LABEL`, `device:ID`, `link:ID`, `system` or `cli`. */
    actor: z.string(),
    /** `noun.verb`. */
    action: z.string(),
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryLine = z.infer<typeof auditEntrySchema>;

/** Newest first. `before` asks for the next page; null on the last. */
export const auditPageSchema = z
  .object({ entries: z.array(auditEntrySchema), before: z.number().int().nullable() })
  .meta({ id: 'AuditPage' });
export type AuditPage = z.infer<typeof auditPageSchema>;
