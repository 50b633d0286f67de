// The wire form of a unit's report, `GET /api/reports/unit?period=`: one month or quarter of the centre from what is
// published, for print and screen alike. Estimates are texts of 6 decimals: shares are proportions in [0, 1], means on
// 0..100. What cannot be given is null, never 0.
import { z } from 'zod';
import { indicatorSchema } from './indicator.ts';

const count = z.int().nonnegative();
const decimal = z.string().regex(/^-?\d+\.\d{6}$/);
const estimate = z.object({ value: decimal, interval: z.tuple([decimal, decimal]) });
/** Responses of level 1..5. */
const levels = z.array(count).length(5);
const mode = z.enum(['kiosk', 'qr', 'paper', 'link']);

/** A report is of a month or a quarter. */
export const reportPeriod = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$/, 'is no month (2026-10) or quarter (2026-Q4)');

/** A month that is not named is the present one. */
export const reportQuerySchema = z.strictObject({ period: reportPeriod.optional() });

const visitCounts = z.object({
  visits: count,
  /** Invitations answered, of all visits. */
  responses: count,
  /** Of visits that the queue or the one-stop software announced; those that an officer reported by hand are in neither. */
  invited: count,
  answered: count,
  /** answered / invited; null where nobody was invited that way. */
  rate: decimal.nullable(),
});

const levelled = z.object({
  /** Responses in published groups, excluded ones among them. */
  n: count,
  levels,
  shareSatisfied: estimate,
});

export const unitReportSchema = z
  .object({
    method: z.literal('unit-report-1'),
    centre: z.object({ name: z.string(), sample: z.boolean() }),
    period: reportPeriod,
    months: z.array(z.string()),
    /** running: its days are not over; settling: over, responses may still arrive; over: nothing can arrive any more. */
    standing: z.enum(['running', 'settling', 'over']),
    asOf: z.object({
      /** Last day that was sealed, in the centre's zone; null before the first seal. */
      sealedDay: z.iso.date().nullable(),
      /** Leaves of the ledger the figures follow from. */
      treeSize: count,
      /** The signed checkpoint that covers them; root hash in base64. */
      checkpoint: z.object({ origin: z.string(), treeSize: count, rootHash: z.string() }).nullable(),
      computedAt: z.string(),
    }),
    rules: z.object({
      /** KPI policy in force for the period; null: the rules by default. */
      policy: z
        .object({
          number: count,
          id: z.string(),
          version: count,
          title: z.object({ vi: z.string(), en: z.string() }),
        })
        .nullable(),
      figure: z.enum(['shareSatisfied', 'meanHundred']),
      tiers: z.array(z.enum(['invited', 'presence', 'walk-up'])),
      confidence: decimal,
      /** Responses below which there is no figure. */
      responsesMin: count,
      /** Responses that are published together at least. */
      groupMinimum: count,
    }),
    counts: visitCounts.extend({
      selfReported: count,
      uninvited: z.object({ presence: count, walkUp: count }),
      /** Responses in published groups, excluded ones among them. */
      published: count,
      /** Answered, and in no published group yet: too few together to be shown. */
      unpublished: count,
    }),
    level: z.object({
      state: z.enum(['ok', 'insufficient-data']),
      n: count,
      levels,
      shareSatisfied: estimate.nullable(),
      meanHundred: estimate.extend({ interval: estimate.shape.interval.nullable() }).nullable(),
      withExcluded: z.object({ n: count, shareSatisfied: estimate.nullable() }),
    }),
    /** Working days, or ISO weeks of a quarter as far as they lie in it. */
    series: z.object({
      unit: z.enum(['day', 'week']),
      points: z.array(visitCounts.extend({ name: z.string(), from: z.iso.date(), to: z.iso.date() })),
    }),
    /** Levels by ISO week. */
    weeks: z.object({
      points: z.array(levelled.extend({ name: z.string(), from: z.iso.date(), to: z.iso.date() })),
      /** Published by the month, for want of a group in a week. */
      noWeek: count,
    }),
    /** Up to twelve months that end with the period. */
    history: z.array(
      visitCounts.extend({
        month: z.string(),
        n: count,
        /** null where the month has not enough data. */
        shareSatisfied: estimate.nullable(),
      }),
    ),
    modes: z.array(z.object({ mode, responses: count, group: levelled.nullable() })),
    /** By published label: a code, `field:NAME` or `other`. */
    procedures: z.array(
      z.object({
        label: z.string(),
        name: z.string().nullable(),
        visits: count,
        responses: count,
        group: levelled.nullable(),
      }),
    ),
    /** Responses in published groups that are in no group by mode and procedure. */
    ungrouped: count,
    /** By code; nobody is ranked. */
    officers: z.array(
      visitCounts.extend({
        officer: z.string(),
        name: z.string().nullable(),
        state: indicatorSchema.shape.state,
        n: count,
        /** The figure that decides; null without enough data. */
        decides: indicatorSchema.shape.own.shape.decides,
      }),
    ),
    contests: count,
    excluded: count,
  })
  .meta({ id: 'UnitReport' });
export type UnitReport = z.infer<typeof unitReportSchema>;
