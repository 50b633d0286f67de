// Alerts on the wire: what is watched, whom to tell, and what was done about it. Never an officer, a text or a minute of a
// rating.
import { z } from 'zod';
import { instantSchema } from './common.ts';

export const alertRules = ['level-low', 'bad-run', 'response-rate-low', 'kiosk-dark', 'contests'] as const;
export type AlertRule = (typeof alertRules)[number];

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be such as 07:30');
const span = z.strictObject({ from: clockTime, to: clockTime });

export const alertSettingsSchema = z
  .strictObject({
    /** Rules in force. */
    rules: z
      .array(z.enum(alertRules))
      .max(alertRules.length)
      .default([...alertRules]),
    /** When the hall is open, in the centre's zone; days 1 = Monday .. 7 = Sunday. */
    opening: span
      .extend({ days: z.array(z.int().min(1).max(7)).min(1).max(7) })
      .default({ from: '07:30', to: '17:00', days: [1, 2, 3, 4, 5] }),
    /** Minutes without a sign of life in opening hours before a kiosk counts as dark. */
    darkMinutes: z.int().min(2).max(240).default(10),
    /** Contested visits in one day from which on it is said. */
    contestsMinimum: z.int().min(2).max(1000).default(3),
    /** Letters that fall into these hours wait for their end; null = none. May run over midnight. */
    quiet: span.nullable().default({ from: '18:00', to: '07:00' }),
    /** Hours in which the same rule says nothing more of the same thing. */
    repeatHours: z.int().min(1).max(24).default(4),
    recipients: z.array(z.email().max(200)).max(20).default([]),
    smtp: z
      .strictObject({
        host: z.string().trim().min(1).max(200),
        port: z.int().min(1).max(65_535),
        /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
        secure: z.boolean(),
        user: z.string().max(200).nullable().default(null),
        from: z.email().max(200),
      })
      .nullable()
      .default(null),
  })
  .meta({ id: 'AlertSettings' });
export type AlertSettings = z.infer<typeof alertSettingsSchema>;

/** PUT /api/alerts/settings: the password of the mail server is written, never read; absent = as it is, null = none. */
export const alertSettingsRequestSchema = alertSettingsSchema
  .extend({ smtpPassword: z.string().min(1).max(200).nullable().optional() })
  .meta({ id: 'AlertSettingsRequest' });

export const alertSettingsAnswerSchema = z
  .object({
    settings: alertSettingsSchema,
    hasSmtpPassword: z.boolean(),
    /** Letters that wait, and those given up with the last reason. */
    mail: z.object({ pending: z.int(), dead: z.int(), lastFailure: z.string().nullable() }),
  })
  .meta({ id: 'AlertSettingsAnswer' });
export type AlertSettingsAnswer = z.infer<typeof alertSettingsAnswerSchema>;

export const alertSchema = z
  .object({
    id: z.string(),
    rule: z.enum(alertRules),
    /** Label of the device, null for the centre. */
    device: z.string().nullable(),
    day: z.string(),
    /** To the hour where it follows from ratings. */
    raisedAt: instantSchema,
    /** Null while what raised it lasts. */
    endedAt: instantSchema.nullable(),
    /** Figures the board showed, by name. */
    evidence: z.record(z.string(), z.number()),
    acknowledged: z
      .object({
        by: z.string(),
        at: instantSchema,
        note: z.string(),
        /** From raised to acknowledged. */
        afterSeconds: z.int().min(0),
      })
      .nullable(),
  })
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof alertSchema>;

export const alertListSchema = z
  .object({ alerts: z.array(alertSchema), open: z.int(), next: z.string().nullable() })
  .meta({ id: 'AlertList' });
export type AlertList = z.infer<typeof alertListSchema>;

/** Newest first; `after` is the `next` of the page that came last. */
export const alertQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.string().max(64).nullable().default(null),
});

/** POST /api/alerts/settings/try: null when the mail server took a letter to every recipient. */
export const alertTryAnswerSchema = z
  .object({ failure: z.string().nullable() })
  .meta({ id: 'AlertTryAnswer' });
export type AlertTryAnswer = z.infer<typeof alertTryAnswerSchema>;

export const acknowledgeSchema = z
  .strictObject({ note: z.string().trim().min(1).max(500) })
  .meta({ id: 'AcknowledgeAlert' });
