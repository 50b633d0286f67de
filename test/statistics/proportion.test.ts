import { expect, test } from 'vitest';
import { normalQuantile, studentCdf, studentQuantile } from '../../shared/statistics/probability.ts';
import { type Interval, wilsonInterval, wilsonScore } from '../../shared/statistics/proportion.ts';

test('Wilson score interval as published (Newcombe 1998, table I, method 3)', () => {
  const cases: [number, number, number, number][] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [successes, n, lo, hi] of cases) {
    const interval = wilsonScore(successes, n);
    expect(interval[0]).toBeCloseTo(lo, 4);
    expect(interval[1]).toBeCloseTo(hi, 4);
  }
});

test('quantiles as in R: qnorm(0.975), qt(0.975, c(1, 3, 30, 60)), pt(2, 5)', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062047361747, 9);
  expect(studentQuantile(0.975, 3)).toBeCloseTo(3.18244630528371, 10);
  expect(studentQuantile(0.975, 30)).toBeCloseTo(2.042272456301238, 8);
  expect(studentQuantile(0.975, 60)).toBeCloseTo(2.000297821058262, 8);
  expect(studentCdf(2, 5)).toBeCloseTo(0.949030260585071, 12);
});

/** Exact coverage of an interval at a true share: the probability of the counts whose interval holds it. */
function coverageAt(share: number, intervals: readonly Interval[]): number {
  const n = intervals.length - 1;
  let coverage = 0;
  let log = n * Math.log1p(-share);
  for (let k = 0; k <= n; k++) {
    const [lo, hi] = intervals[k]!;
    if (lo <= share && share <= hi) coverage += Math.exp(log);
    log += Math.log((n - k) / (k + 1)) + Math.log(share) - Math.log1p(-share);
  }
  return coverage;
}

test('exact coverage from 30 responses up, ends included: the correction holds where the plain interval does not', () => {
  let plainLeast = 1;
  let least = 1;
  for (const n of [30, 33, 37, 40, 60, 100, 200, 467]) {
    const counts = Array.from({ length: n + 1 }, (_, k) => k);
    const plain = counts.map((k) => wilsonScore(k, n));
    const corrected = counts.map((k) => wilsonInterval(k, n));
    for (let share = 0.4; share < 0.99995; share += 0.0006) {
      plainLeast = Math.min(plainLeast, coverageAt(share, plain));
      least = Math.min(least, coverageAt(share, corrected));
    }
  }
  expect(plainLeast).toBeLessThan(0.87);
  expect(least).toBeGreaterThanOrEqual(0.93);
});

test('the correction never narrows and keeps the share inside', () => {
  for (const n of [1, 2, 5, 30, 51, 467]) {
    for (let k = 0; k <= n; k++) {
      const plain = wilsonScore(k, n);
      const corrected = wilsonInterval(k, n);
      expect(corrected[0]).toBeLessThanOrEqual(plain[0]);
      expect(corrected[1]).toBeGreaterThanOrEqual(plain[1]);
      expect(corrected[0]).toBeLessThanOrEqual(k / n);
      expect(corrected[1]).toBeGreaterThanOrEqual(k / n);
    }
  }
  expect(() => wilsonInterval(0, 0)).toThrow(RangeError);
});
