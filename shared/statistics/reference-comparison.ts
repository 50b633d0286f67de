// The comparison estimate of one officer against a frozen reference: the adjusted figure shrunken towards the reference's
// level. It reads the officer's own responses and the reference, nothing else, so no other officer's case can move it.
// The officers' variance is averaged over what the reference left open of it (log-normal ratio, nine points).
import type { Adjustment } from './adjustment.ts';
import { boundedInterval, clamp } from './bounded-interval.ts';
import type { OfficerComparison } from './comparison.ts';
import { boundsOf } from './figure.ts';
import { type Component, intervalOf, momentsOf } from './mixture.ts';
import type { Interval } from './proportion.ts';
import type { Reference } from './reference.ts';

const offsets = [-3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3];

/** Compares one officer, adjusted by `adjust` against the same reference. */
export function compareWithReference(
  officer: string,
  adjustment: Adjustment,
  reference: Reference,
  level = 0.95,
): OfficerComparison {
  const { n } = adjustment;
  const mixture = effectMixture(adjustment, reference).map((part) => ({
    ...part,
    mean: part.mean + adjustment.parts.centreLevel,
    scaleSquared: part.scaleSquared + ((1 - part.shrink) * Number(reference.centreLevelStandardError)) ** 2,
  }));
  const { mean, sd } = momentsOf(mixture);
  const bounds = boundsOf(reference.figure);
  return {
    officer,
    n,
    estimate: clamp(mean, bounds),
    standardError: sd,
    interval: boundedInterval(mean, intervalOf(mixture, level), bounds),
    reliability: mixture.reduce((sum, { weight, shrink }) => sum + weight * shrink, 0),
  };
}

/** First minus second officer, both adjusted against the same reference, with the difference's own uncertainty. */
export function differenceWithReference(
  first: Adjustment,
  second: Adjustment,
  reference: Reference,
  level = 0.95,
): { estimate: number; standardError: number; interval: Interval } {
  const others = effectMixture(second, reference);
  const levelVariance = Number(reference.centreLevelStandardError) ** 2;
  const mixture = effectMixture(first, reference).map((part, k): Component => {
    const other = others[k]!;
    return {
      weight: part.weight,
      df: part.df,
      mean: part.mean - other.mean,
      scaleSquared:
        part.scaleSquared + other.scaleSquared + (part.shrink - other.shrink) ** 2 * levelVariance,
    };
  });
  const { mean, sd } = momentsOf(mixture);
  return { estimate: mean, standardError: sd, interval: intervalOf(mixture, level) };
}

function effectMixture(
  { n, parts, mixStandardError }: Adjustment,
  reference: Reference,
): (Component & { shrink: number })[] {
  const logMean = Number(reference.officerRatio.logMean);
  const logSd = Number(reference.officerRatio.logSd);
  const residual = Number(reference.varianceComponents.residual);
  const total = offsets.reduce((sum, z) => sum + Math.exp(-0.5 * z * z), 0);
  return offsets.map((z) => {
    const ratio = Math.exp(logMean + z * logSd);
    const shrink = (ratio * n) / (1 + ratio * n);
    return {
      weight: Math.exp(-0.5 * z * z) / total,
      shrink,
      mean: shrink * parts.own,
      scaleSquared: (residual * ratio) / (1 + ratio * n) + (shrink * mixStandardError) ** 2,
      df: Math.max(3, reference.n - 1),
    };
  });
}
