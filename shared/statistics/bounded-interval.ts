// Intervals of a mean that lies near the end of its scale. An interval that is symmetric on the scale itself spends half
// its width beyond the end and misses on the other side; one that is symmetric on the logit scale does neither.
import type { Interval } from './proportion.ts';

/** Bounds of the values; levels and intervals are kept inside them. */
export interface Bounds {
  lo: number;
  hi: number;
}

/**
 * The wider, on each side, of the interval as it stands and of the same half-widths carried to the logit scale at the
 * estimate (delta method). The estimate is first moved inside the scale by one response at mid-scale among `n`, so that
 * an estimate at the very end still has an open side. In mid-scale both are the same within rounding.
 */
export function boundedInterval(estimate: number, interval: Interval, bounds: Bounds, n: number): Interval {
  const range = bounds.hi - bounds.lo;
  const inside = (clamp(estimate, bounds) - bounds.lo) / range;
  const share = (inside * n + 0.5) / (n + 1);
  const centre = Math.log(share / (1 - share));
  const slope = 1 / (range * share * (1 - share));
  const at = (logit: number): number => bounds.lo + range / (1 + Math.exp(-logit));
  const lower = at(centre - (estimate - interval[0]) * slope);
  const upper = at(centre + (interval[1] - estimate) * slope);
  return [clamp(Math.min(interval[0], lower), bounds), clamp(Math.max(interval[1], upper), bounds)];
}

export function clamp(value: number, { lo, hi }: Bounds): number {
  return Math.min(hi, Math.max(lo, value));
}
