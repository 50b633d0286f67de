// Intervals of a mean that lies near the end of its scale. An interval that is symmetric on the scale itself spends half
// its width beyond the end and misses on the other side; one that is symmetric on the logit scale does neither.
import type { Interval } from './proportion.ts';

/** Bounds of the values; levels and intervals are kept inside them. */
export interface Bounds {
  lo: number;
  hi: number;
}

/**
 * Where the interval's half-widths, carried to the logit scale at the estimate (delta method), reach further than the
 * interval itself, its bound moves three quarters of the way there; the share was chosen by coverage in the calibration
 * bench. The estimate is first moved inside the scale by one response at mid-scale among `n`, so that an estimate at the
 * very end still has an open side. In mid-scale the interval hardly changes.
 */
export function boundedInterval(estimate: number, interval: Interval, bounds: Bounds, n: number): Interval {
  const range = bounds.hi - bounds.lo;
  const inside = (clamp(estimate, bounds) - bounds.lo) / range;
  const share = (inside * n + 0.5) / (n + 1);
  const centre = Math.log(share / (1 - share));
  const slope = 1 / (range * share * (1 - share));
  const at = (logit: number): number => bounds.lo + range / (1 + Math.exp(-logit));
  const further = (bound: number, logitBound: number, side: 1 | -1): number =>
    clamp(side * (logitBound - bound) > 0 ? bound + logitShare * (logitBound - bound) : bound, bounds);
  return [
    further(interval[0], at(centre - (estimate - interval[0]) * slope), -1),
    further(interval[1], at(centre + (interval[1] - estimate) * slope), 1),
  ];
}

const logitShare = 0.75;

export function clamp(value: number, { lo, hi }: Bounds): number {
  return Math.min(hi, Math.max(lo, value));
}
