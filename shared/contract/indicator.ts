// The wire form of an officer's indicator, `GET /api/officers/:id/indicator?period=`: the whole evidence with its
// explanation. Every estimate is a text of 6 decimals; counts are numbers. Shares are proportions in [0, 1], means are on
// 0..100, differences are in the unit of their figure. What cannot be given is null, with the reason under `reasons`.
import { z } from 'zod';
import { modeSchema } from './common.ts';
import { period as periodSchema } from './kpi.ts';

const decimal = z.string().regex(/^-?\d+\.\d{6}$/);
const interval = z.tuple([decimal, decimal]);
const count = z.int().nonnegative();
const estimate = z.object({ value: decimal, interval: interval.nullable() });
/** Responses of level 1..5. */
const levels = z.array(count).length(5);
const bilingual = z.object({ vi: z.string(), en: z.string() });

export const indicatorSchema = z.object({
  officer: z.string(),
  period: z.string(),
  months: z.array(z.string()),
  method: z.literal('indicator-1'),
  /** Which figure the policy lets decide, and how it was selected. */
  figure: z.enum(['shareSatisfied', 'meanHundred']),
  item: z.string(),
  tiers: z.array(z.enum(['invited', 'presence', 'walk-up'])),
  confidence: decimal,
  state: z.enum(['ok', 'insufficient-data', 'not-comparable']),
  reasons: z.array(
    z.discriminatedUnion('code', [
      z.object({ code: z.literal('too-few-responses'), n: count, responsesMin: count }),
      z.object({ code: z.literal('interval-too-wide'), width: decimal, intervalWidthMax: decimal }),
      z.object({ code: z.literal('no-interval') }),
      z.object({ code: z.literal('too-little-shared'), shared: decimal, known: decimal, sharedMin: decimal }),
    ]),
  ),
  /** The officer's own, unshrunken: what decides. */
  own: z.object({
    n: count,
    levels,
    /** The figure that decides, by the policy's rule for the period; null without responses. */
    decides: estimate.nullable(),
    shareSatisfied: estimate.nullable(),
    meanHundred: estimate
      .extend({
        standardError: decimal.nullable(),
        /** Days, or what the seal coarsened them to, that the standard error is clustered by. */
        clusters: count,
        designEffect: decimal.nullable(),
      })
      .nullable(),
    months: z.array(z.object({ month: z.string(), n: count, decides: estimate.nullable() })),
    flagged: count,
  }),
  /** The same with excluded responses counted again: shown beside, never deciding. */
  withExcluded: z.object({ n: count, excluded: count, shareSatisfied: estimate.nullable() }),
  /**
   * Responses by procedure and by mode, excluded ones among them, in sums of whole batches as the seal published them;
   * null where there are none or the seal's minimum does not hold for every one of them.
   */
  breakdown: z
    .object({
      /** Responses that every batch holds at least. */
      minimum: count,
      n: count,
      excluded: count,
      /** By published label: a procedure's code, `field:NAME` or `other`. */
      procedures: z.array(z.object({ name: z.string(), n: count, levels })),
      /** `mixed`: batches whose answers came in more than one way. */
      modes: z.array(z.object({ name: modeSchema, n: count, levels })),
    })
    .nullable(),
  response: z.object({
    visits: count,
    invited: count,
    answered: count,
    rate: decimal.nullable(),
    /** How low the silent would have to be for the figure to fall to the next points boundary, the highest it reaches. */
    tippingPoint: z.object({ boundary: decimal, silentFigure: decimal, difference: decimal }).nullable(),
    /** Why there is none; null where there is one. */
    tippingNone: z
      .enum(['no-rate', 'no-figure', 'no-boundaries', 'none-below', 'nobody-silent', 'out-of-reach'])
      .nullable(),
    plausible: z.object({ delta: decimal, range: interval }).nullable(),
    worstCase: interval.nullable(),
  }),
  /** Adjusted for the work the officer was given; null without a reference or without responses. */
  adjustment: z
    .object({
      comparable: z.boolean(),
      mayFeedKpi: z.boolean(),
      reference: z.string(),
      observed: decimal,
      expected: decimal,
      /** null where not comparable: then the officer's own figure stands alone. */
      adjusted: decimal.nullable(),
      standardError: decimal,
      parts: z.object({
        centreLevel: decimal,
        procedureMix: decimal,
        strataMix: z.record(z.string(), decimal),
        own: decimal,
      }),
      support: z.object({ shared: decimal, known: decimal }),
      explanation: z.object({ vi: z.array(z.string()), en: z.array(z.string()) }),
    })
    .nullable(),
  /** For comparing officers only, shrunken towards the centre. */
  comparison: z
    .object({
      label: bilingual,
      estimate: decimal,
      standardError: decimal,
      interval,
      reliability: decimal.nullable(),
      /** Whether it may be shown as a comparison: the state is `ok` and the reliability at least the policy's. */
      reliable: z.boolean(),
    })
    .nullable(),
  /** Change of the officer's own figure since the period before; adjusted against the same reference where comparable. */
  trend: z
    .object({
      previous: z.string(),
      change: decimal,
      interval,
      adjustedChange: decimal.nullable(),
    })
    .nullable(),
});

export type IndicatorResponse = z.infer<typeof indicatorSchema>;

/** `GET /api/indicators?period=`: one line an officer, for the manager's list. */
export const indicatorLineSchema = z.object({
  officer: z.string(),
  name: z.string(),
  state: indicatorSchema.shape.state,
  n: count,
  /** The figure that decides; null without enough data to show. */
  decides: indicatorSchema.shape.own.shape.decides,
  adjusted: decimal.nullable(),
  comparison: z
    .object({ estimate: decimal, interval, reliability: decimal.nullable(), reliable: z.boolean() })
    .nullable(),
  visits: count,
  rate: decimal.nullable(),
});
export const indicatorListSchema = z
  .object({
    period: z.string(),
    figure: indicatorSchema.shape.figure,
    /** Leaves of the ledger the figures follow from, and when they were computed. */
    treeSize: count,
    computedAt: z.string(),
    /** Last day that was sealed, in the centre's zone; null before the first seal. */
    sealedDay: z.iso.date().nullable(),
    officers: z.array(indicatorLineSchema),
    /**
     * Pairs whose comparisons may be shown and whose difference has an interval of its own that does not hold 0, in the
     * figure's unit; every other pair is not told apart.
     */
    differences: z.array(z.object({ higher: z.string(), lower: z.string(), difference: decimal, interval })),
  })
  .meta({ id: 'IndicatorList' });
export type IndicatorList = z.infer<typeof indicatorListSchema>;
export type IndicatorLine = z.infer<typeof indicatorLineSchema>;

/** A month that is not named is the present one. */
export const indicatorQuerySchema = z.object({ period: periodSchema.optional() });

/** `GET /api/officers/:id/indicator?period=`. */
export const officerIndicatorSchema = z
  .object({
    name: z.string(),
    treeSize: count,
    computedAt: z.string(),
    indicator: indicatorSchema,
    /** Names of the procedures whose codes the breakdown holds. */
    procedureNames: z.record(z.string(), z.string()),
  })
  .meta({ id: 'OfficerIndicator' });
export type OfficerIndicator = z.infer<typeof officerIndicatorSchema>;
