// The feed of closed periods on the wire: which there are, then one version's sheets a page at a time; and what the two
// webhook types carry. All of it is published as hashed at the close: a version, once final, never changes.
import { z } from 'zod';
import { certaintyNames, levelName } from '../kpi/policy-schema.ts';
import { capWarning, feedPeriod, period, sheet } from './kpi.ts';

const version = feedPeriod.pick({
  version: true,
  provisional: true,
  closedAt: true,
  tableHash: true,
  reopenReason: true,
  policy: true,
});

const closedVersion = version.extend({ officers: z.int().min(0) });

export const feedListSchema = z
  .strictObject({
    periods: z.array(z.strictObject({ period, versions: z.array(closedVersion) })),
    next: z.string().nullable().meta({ description: 'as `after` of the next page; null on the last' }),
  })
  .meta({ id: 'KpiFeedList' });

export const feedPageSchema = version
  .extend({
    period,
    versions: z.array(closedVersion).meta({ description: 'every final version, oldest first' }),
    sheets: z.array(sheet),
    warnings: z.array(capWarning),
    next: z.string().nullable().meta({ description: 'as `after` of the next page; null on the last' }),
  })
  .meta({ id: 'KpiFeedPage' });

/** `data` of `kpi.period.closed`. */
export const periodClosedData = version.extend({
  period,
  officers: z.int().min(0),
  withheld: z.int().min(0),
  warnings: z.array(capWarning),
});

/** `data` of `kpi.sheet.final`: one officer's sheet that is new in this version. */
export const sheetFinalData = version.extend({ period, sheet });

export const levelListAnswerSchema = z
  .strictObject({
    period,
    version: z.int().min(1),
    tableHash: z.string(),
    policy: z.string(),
    final: z.boolean(),
    lines: z.array(
      z.strictObject({
        officer: z.string(),
        name: z.string().nullable(),
        level: levelName.nullable(),
        total: z.string().nullable(),
        toBoundary: z.string().nullable(),
        satisfactionInterval: z
          .strictObject({
            atLow: levelName.nullable(),
            atHigh: levelName.nullable(),
            decidesLevel: z.boolean(),
          })
          .optional(),
        doubts: z.array(z.string()),
        sureness: z.enum([
          'withheld',
          'may-still-move',
          'depends-on-interval',
          'not-all-checked',
          'rests-on-attested',
          'from-responses-alone',
        ]),
        marks: z.array(
          z.strictObject({ mark: z.string(), source: z.string(), certainty: z.enum(certaintyNames) }),
        ),
      }),
    ),
  })
  .meta({ id: 'KpiLevelList' });

export type FeedList = z.infer<typeof feedListSchema>;
export type FeedPage = z.infer<typeof feedPageSchema>;
export type PeriodClosedData = z.infer<typeof periodClosedData>;
export type SheetFinalData = z.infer<typeof sheetFinalData>;
export type LevelListAnswer = z.infer<typeof levelListAnswerSchema>;

const versionNumber = z.coerce.number().int().min(1).max(10_000);
const after = z.string().min(1).max(200);
const limit = z.coerce.number().int().min(1).max(200).default(100);
/** GET /api/kpi/feed without a period. */
export const feedListQuerySchema = z.strictObject({ after: after.optional(), limit });
/** GET /api/kpi/feed of a period; the last final version where none is named. */
export const feedPageQuerySchema = z.strictObject({
  period,
  version: versionNumber.optional(),
  after: after.optional(),
  limit,
});
export const feedVersionQuerySchema = z.strictObject({ period, version: versionNumber.optional() });
export const feedCsvQuerySchema = feedVersionQuerySchema.extend({
  rows: z.enum(['officers', 'lines']).default('officers'),
});
