// Silence: response rate, tipping point, plausible range, worst case.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from '../../shared/statistics/cell.ts';
import { indicatorOf } from '../../shared/statistics/indicator.ts';
import { defaultIndicatorPolicy, type IndicatorPolicy } from '../../shared/statistics/indicator-policy.ts';
import {
  plausibleRange,
  responseRateOf,
  tippingPoint,
  type VisitTally,
  worstCase,
} from '../../shared/statistics/response-rate.ts';
import { base, meanPolicy } from './centre-cells.ts';

const tally: VisitTally = {
  officer: 'cb01',
  period: '2026-10',
  visits: 120,
  invited: 100,
  answered: 40,
  selfReported: false,
};

test('rate of the invited; none for self-reported visits', () => {
  expect(responseRateOf([tally])).toEqual({ visits: 120, invited: 100, answered: 40, rate: 0.4 });
  expect(responseRateOf([{ ...tally, selfReported: true }])).toEqual({
    visits: 120,
    invited: 0,
    answered: 0,
    rate: null,
  });
});

test('tipping point: the silent at that level bring the whole exactly to the boundary', () => {
  const bounds = { lo: 0, hi: 1 };
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 200 }),
      // In millionths, as figures are written.
      fc.integer({ min: 0, max: 1_000_000 }).map((part) => part / 1e6),
      fc.array(
        fc.integer({ min: 0, max: 1_000_000 }).map((part) => part / 1e6),
        { maxLength: 4 },
      ),
      (answered, silent, figure, boundaries) => {
        const counts = { invited: answered + silent, answered };
        const tipping = tippingPoint(figure, counts, boundaries, bounds);
        const next = Math.max(...boundaries.filter((boundary) => boundary <= figure));
        if (typeof tipping !== 'string') {
          expect(tipping.boundary).toBe(next);
          const whole = (answered * figure + silent * tipping.silentFigure) / counts.invited;
          expect(whole).toBeCloseTo(next, 9);
          expect(tipping.silentFigure).toBeGreaterThanOrEqual(0);
          expect(tipping.difference).toBeCloseTo(figure - tipping.silentFigure, 12);
        } else if (tipping === 'out-of-reach') {
          expect((answered * figure) / counts.invited).toBeGreaterThan(next - 1e-9);
        } else {
          expect(tipping).toBe(boundaries.length === 0 ? 'no-boundaries' : 'none-below');
        }
      },
    ),
  );
  const counts = { invited: 100, answered: 40 };
  expect(tippingPoint(0.95, counts, [0.7, 0.9], bounds)).toMatchObject({ boundary: 0.9 });
  expect(tippingPoint(0.95, { invited: 100, answered: 99 }, [0.7], bounds)).toBe('out-of-reach');
  // On the boundary: its points are kept only while the silent are no less satisfied.
  expect(tippingPoint(27 / 30, counts, [0.7, 0.9], bounds)).toEqual({
    boundary: 0.9,
    silentFigure: expect.closeTo(0.9, 12) as number,
    difference: expect.closeTo(0, 12) as number,
  });
  expect(tippingPoint(0.6, counts, [0.7], bounds)).toBe('none-below');
  expect(tippingPoint(0.6, { invited: 40, answered: 40 }, [0.5], bounds)).toBe('nobody-silent');
  expect(tippingPoint(0.6, counts, [], bounds)).toBe('no-boundaries');
});

test('the indicator gives the tipping point of its policy, or the reason why there is none', () => {
  const read = (policy: IndicatorPolicy, tallies: VisitTally[], cells: Cell[]) =>
    indicatorOf({ cells, tallies, policy, officer: 'cb01', period: '2026-10' }).response;
  const cells = [
    { ...base, count: 38 },
    { ...base, level: 3, count: 2 },
  ];
  const stepped = { ...defaultIndicatorPolicy, stepBoundaries: [0.7, 0.9] };
  expect(read(stepped, [tally], cells)).toMatchObject({
    tippingPoint: { boundary: '0.900000', silentFigure: '0.866667', difference: '0.083333' },
    tippingNone: null,
  });
  const stepsOfMean = { ...meanPolicy, stepBoundaries: [60, 90] };
  expect(read(stepsOfMean, [tally], cells)).toMatchObject({
    tippingPoint: { boundary: '90.000000', silentFigure: '85.000000', difference: '12.500000' },
  });
  const none = (policy: IndicatorPolicy, tallies: VisitTally[], list: Cell[]) =>
    read(policy, tallies, list).tippingNone;
  expect(none(defaultIndicatorPolicy, [tally], cells)).toBe('no-boundaries');
  expect(none(stepped, [{ ...tally, selfReported: true }], cells)).toBe('no-rate');
  expect(none(stepped, [tally], [])).toBe('no-figure');
});

test('plausible range and worst case', () => {
  const counts = { invited: 100, answered: 40 };
  const bounds = { lo: 0, hi: 1 };
  expect(plausibleRange(0.95, counts, 0.1, bounds)).toEqual(
    [0.95 - 0.6 * 0.1, 0.95 + 0.6 * 0.05].map((x) => expect.closeTo(x, 12)),
  );
  expect(worstCase(0.95, counts, bounds)).toEqual([expect.closeTo(0.38, 12), expect.closeTo(0.98, 12)]);
});
