// The part of a policy document that the statistics read: every choice that moves an indicator, as data.
import { z } from 'zod';
import { figures } from './figure.ts';
import { defaultStateRule } from './state.ts';

const share = z.number().min(0).max(1);

export const indicatorPolicySchema = z.object({
  /** The figure that decides; intervals and steps are in its unit: shareSatisfied in [0, 1], meanRating on 0..100. */
  figure: z.enum(figures),
  item: z.string(),
  tiers: z.array(z.enum(['invited', 'presence', 'walk-up'])).min(1),
  /** What the adjustment allows for besides procedures. */
  strata: z.array(z.enum(['mode', 'tier', 'counter'])),
  confidence: z.number().gt(0).lt(1),
  state: z.object({
    responsesMin: z.int().min(1),
    intervalWidthMax: z.number().positive().optional(),
    sharedMin: share,
  }),
  periodRule: z.enum(['pooled', 'mean-of-months']),
  /** Values of the figure at which the points change. */
  stepBoundaries: z.array(z.number()),
  /** How far the silent may differ from the answered in the plausible range, in the figure's unit. */
  silentDelta: z.number().nonnegative(),
  adjustedFeedsKpi: z.boolean(),
  /** Least reliability at which a comparison is shown as one. */
  reliabilityMin: share,
});

export type IndicatorPolicy = z.infer<typeof indicatorPolicySchema>;

export const defaultIndicatorPolicy: IndicatorPolicy = {
  figure: 'shareSatisfied',
  item: 'officer',
  tiers: ['invited'],
  strata: ['mode'],
  confidence: 0.95,
  state: defaultStateRule,
  periodRule: 'pooled',
  stepBoundaries: [],
  silentDelta: 0.1,
  adjustedFeedsKpi: false,
  reliabilityMin: 0.7,
};
