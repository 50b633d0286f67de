// Intervals of a mean that lies near the end of its scale. An interval that is symmetric on the scale itself spends half
// its width beyond the end and misses on the other side; one that is symmetric on the logit scale does neither.
import type { Interval } from './proportion.ts';

/** Bounds of the values; levels and intervals are kept inside them. */
export interface Bounds {
  lo: number;
  hi: number;
}

/**
 * Where a half-width, carried to the logit scale at the estimate (delta method), reaches further than the interval
 * itself, the bound moves `opening` of the way there (0..1); the share was chosen by coverage in the calibration bench. An
 * estimate closer to an end than the half-width is taken to lie that half-width away, where the method still holds.
 * In mid-scale the interval hardly changes, and it never shrinks except at the ends of the scale.
 */
export function boundedInterval(
  estimate: number,
  interval: Interval,
  bounds: Bounds,
  opening = defaultOpening,
): Interval {
  const range = bounds.hi - bounds.lo;
  const inside = (clamp(estimate, bounds) - bounds.lo) / range;
  const carried = (bound: number, side: 1 | -1): number => {
    const half = Math.abs(bound - estimate);
    const room = Math.min(0.5, half / range);
    const share = clamp(inside, { lo: room, hi: 1 - room });
    if (!(share > 0 && share < 1)) return clamp(bound, bounds);
    const logit = Math.log(share / (1 - share)) + (side * half) / (range * share * (1 - share));
    const further = bounds.lo + range / (1 + Math.exp(-logit)) - bound;
    return clamp(side * further > 0 ? bound + opening * further : bound, bounds);
  };
  return [carried(interval[0], -1), carried(interval[1], 1)];
}

export const defaultOpening = 0.5;

export function clamp(value: number, { lo, hi }: Bounds): number {
  return Math.min(hi, Math.max(lo, value));
}
