// Periods: a response belongs to the month of its visit; quarters and years are made of months by the policy's rule.
import type { Interval } from './proportion.ts';

/** `2026-10`, `2026-Q4` or `2026`. */
export type Period = string;

/**
 * pooled: all responses of the period count alike. mean-of-months: each month with a figure counts alike, as where the
 * rule takes the mean of the months actually worked.
 */
export type PeriodRule = 'pooled' | 'mean-of-months';

/** The months of a period, in order. Throws RangeError for anything that is not a period. */
export function monthsOf(period: Period): string[] {
  const match = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?$/.exec(period);
  if (match === null) throw new RangeError(`"${period}" is not a period such as 2026-10, 2026-Q4 or 2026`);
  const [, year, month, quarter] = match;
  if (month !== undefined) return [period];
  const first = quarter === undefined ? 1 : 3 * Number(quarter) - 2;
  const count = quarter === undefined ? 12 : 3;
  return Array.from({ length: count }, (_, k) => `${year}-${String(first + k).padStart(2, '0')}`);
}

/** The period of the same length just before. */
export function previousPeriod(period: Period): Period {
  const months = monthsOf(period);
  const year = Number(period.slice(0, 4));
  const yearText = (value: number): string => String(value).padStart(4, '0');
  if (months.length === 12) return yearText(year - 1);
  if (months.length === 3) {
    const quarter = Number(period.slice(6));
    return quarter === 1 ? `${yearText(year - 1)}-Q4` : `${period.slice(0, 4)}-Q${quarter - 1}`;
  }
  const month = Number(period.slice(5));
  return month === 1
    ? `${yearText(year - 1)}-12`
    : `${period.slice(0, 4)}-${String(month - 1).padStart(2, '0')}`;
}

export interface IntervalEstimate {
  value: number;
  interval: Interval;
}

/** Mean of independent figures; the interval recovers their variances from theirs (MOVER, Zou & Donner 2008). */
export function meanOfMonths(months: readonly IntervalEstimate[]): IntervalEstimate {
  const count = months.length;
  if (count === 0) throw new RangeError('no months to average');
  let value = 0;
  let below = 0;
  let above = 0;
  for (const month of months) {
    value += month.value / count;
    below += ((month.value - month.interval[0]) / count) ** 2;
    above += ((month.interval[1] - month.value) / count) ** 2;
  }
  return { value, interval: [value - Math.sqrt(below), value + Math.sqrt(above)] };
}

/** later - earlier of two independent figures, by the same recovery of variances (for shares: Newcombe 1998, method 10). */
export function changeBetween(earlier: IntervalEstimate, later: IntervalEstimate): IntervalEstimate {
  const value = later.value - earlier.value;
  const below = Math.hypot(later.value - later.interval[0], earlier.interval[1] - earlier.value);
  const above = Math.hypot(later.interval[1] - later.value, earlier.value - earlier.interval[0]);
  return { value, interval: [value - below, value + above] };
}
