// Periods and trend: months, quarters, years; unshrunken differences.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from '../../shared/statistics/cell.ts';
import { indicatorOf, indicatorsOf, referenceOf } from '../../shared/statistics/indicator.ts';
import { defaultIndicatorPolicy, type IndicatorPolicy } from '../../shared/statistics/indicator-policy.ts';
import { ownFigures } from '../../shared/statistics/own-figures.ts';
import { changeBetween, meanOfMonths, monthsOf, previousPeriod } from '../../shared/statistics/period.ts';
import { base, cellsOf, centreArbitrary, meanPolicy } from './centre-cells.ts';

test('months of a month, a quarter, a year; the period before', () => {
  expect(monthsOf('2026-10')).toEqual(['2026-10']);
  expect(monthsOf('2026-Q4')).toEqual(['2026-10', '2026-11', '2026-12']);
  expect(monthsOf('2026')).toHaveLength(12);
  for (const wrong of ['2026-13', '2026-Q5', '26', '2026-1', '2026-10-01', '']) {
    expect(() => monthsOf(wrong)).toThrow(RangeError);
  }
  expect(previousPeriod('2026-01')).toBe('2025-12');
  expect(previousPeriod('2026-Q1')).toBe('2025-Q4');
  expect(previousPeriod('2026')).toBe('2025');
});

test('a quarter pooled, and as the mean of the months worked', () => {
  const cells: Cell[] = [
    { ...base, count: 90 },
    { ...base, period: '2026-11', when: '2026-11-02', level: 2, count: 10 },
  ];
  const read = (policy: IndicatorPolicy) =>
    indicatorOf({ cells, tallies: [], policy, officer: 'cb01', period: '2026-Q4' }).own.decides!.value;
  expect(read(defaultIndicatorPolicy)).toBe('0.900000');
  expect(read({ ...defaultIndicatorPolicy, periodRule: 'mean-of-months' })).toBe('0.500000');
});

test('a trend is the unshrunken difference, and the adjusted one against the same reference', () => {
  fc.assert(
    fc.property(centreArbitrary, fc.constantFrom(defaultIndicatorPolicy, meanPolicy), (records, policy) => {
      const cells = cellsOf(records).map((cell) => ({
        ...cell,
        tier: 'invited' as const,
        excluded: false,
      }));
      fc.pre(cells.some(({ period }) => period === '2026-09'));
      const reference = referenceOf(cells, policy, ['2026-09', '2026-10']);
      const all = (period: string) =>
        new Map(
          indicatorsOf({ cells, tallies: [], policy, reference, period }).map((one) => [one.officer, one]),
        );
      const earlier = all('2026-09');
      for (const [officer, now] of all('2026-10')) {
        const before = earlier.get(officer);
        if (before === undefined) {
          expect(now.trend).toBeNull();
          continue;
        }
        const { trend } = now;
        expect(trend!.previous).toBe('2026-09');
        const change = Number(now.own.decides!.value) - Number(before.own.decides!.value);
        expect(Math.abs(Number(trend!.change) - change)).toBeLessThan(2e-6);
        expect(Number(trend!.interval[0])).toBeLessThanOrEqual(Number(trend!.change));
        expect(Number(trend!.interval[1])).toBeGreaterThanOrEqual(Number(trend!.change));
        const [after, ahead] = [now.adjustment!.adjusted, before.adjustment!.adjusted];
        if (after === null || ahead === null) expect(trend!.adjustedChange).toBeNull();
        else
          expect(Math.abs(Number(trend!.adjustedChange) - (Number(after) - Number(ahead)))).toBeLessThan(
            2e-5,
          );
      }
    }),
    { numRuns: 25 },
  );
});

test("the trend of a quarter goes by the policy's rule in both quarters", () => {
  const month = (period: string, level: number, count: number): Cell => ({
    ...base,
    period,
    when: `${period}-02`,
    level,
    count,
  });
  const cells = [
    month('2026-07', 5, 90),
    month('2026-08', 1, 10),
    month('2026-10', 5, 40),
    month('2026-12', 1, 40),
  ];
  const trend = (policy: IndicatorPolicy) =>
    indicatorOf({ cells, tallies: [], policy, officer: 'cb01', period: '2026-Q4' }).trend;
  expect(trend(defaultIndicatorPolicy)).toMatchObject({ previous: '2026-Q3', change: '-0.400000' });
  expect(trend({ ...defaultIndicatorPolicy, periodRule: 'mean-of-months' })).toMatchObject({
    change: '0.000000',
  });
});

test('changes: Newcombe method 10 for 56/70 against 48/80 (his table II a: 0.0524 to 0.3339)', () => {
  const share = (successes: number, n: number) => ownShare(successes, n);
  const change = changeBetween(share(48, 80), share(56, 70));
  expect(change.value).toBeCloseTo(0.2, 12);
  expect(change.interval[0]).toBeCloseTo(0.0524, 2);
  expect(change.interval[1]).toBeCloseTo(0.3339, 2);
  expect(meanOfMonths([share(48, 80)])).toEqual(share(48, 80));
});

function ownShare(successes: number, n: number) {
  return ownFigures(
    [
      { ...base, count: successes },
      { ...base, level: 1, count: n - successes },
    ],
    0.95,
  ).shareSatisfied!;
}
