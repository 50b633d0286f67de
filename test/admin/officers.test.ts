// What the officers' pages derive before showing it: texts of figures, periods, orders, the parts that sum.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatChange,
  formatChangeInterval,
  formatFigure,
  formatInterval,
  formatMoment,
} from '../../admin/officers/figure-text.ts';
import { apartOf, ordered } from '../../admin/officers/ordering.ts';
import { partRows } from '../../admin/officers/parts-table.ts';
import {
  isLatest,
  isPeriod,
  kindOf,
  nextPeriod,
  periodName,
  periodOfKind,
  periodWords,
} from '../../admin/officers/periods.ts';
import { positionOf, scaleOf, tensOf } from '../../admin/officers/plot-scale.ts';
import type { IndicatorLine } from '../../shared/contract/indicator.ts';
import { previousPeriod } from '../../shared/statistics/period.ts';

const seed = 20261114;
const property = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void): void => {
  console.info(`seed ${seed}`);
  fc.assert(fc.property(arbitrary, holds), { seed });
};

describe('figures in words', () => {
  test('a share is percent, a mean is points, with the language’s comma', () => {
    expect(formatFigure('shareSatisfied', '0.923077', 'vi')).toBe('92,3%');
    expect(formatFigure('shareSatisfied', '0.923077', 'en')).toBe('92.3%');
    expect(formatFigure('meanHundred', '85.416667', 'vi')).toBe('85,4');
    expect(formatInterval('shareSatisfied', ['0.861000', '0.959000'], 'vi')).toBe('từ 86,1% đến 95,9%');
    expect(formatInterval('meanHundred', ['78.200000', '85.000000'], 'en')).toBe('78.2 to 85.0');
  });

  test('the ends of the scale read as such only when they are reached', () => {
    expect(formatFigure('shareSatisfied', '1.000000', 'vi')).toBe('100%');
    expect(formatFigure('shareSatisfied', '0.999990', 'vi')).toBe('99,9%');
    expect(formatFigure('shareSatisfied', '0.000001', 'en')).toBe('0.1%');
    expect(formatFigure('meanHundred', '0.000000', 'en')).toBe('0');
    // An adjusted figure is a sum and may lie beyond.
    expect(formatFigure('shareSatisfied', '1.002816', 'vi')).toBe('100,3%');
    expect(formatFigure('shareSatisfied', '-0.012000', 'vi')).toBe('−1,2%');
  });

  test('halves are rounded as decimals, not as doubles', () => {
    expect(formatFigure('shareSatisfied', '0.145500', 'en')).toBe('14.6%');
    expect(formatFigure('meanHundred', '1.150000', 'en')).toBe('1.2');
  });

  test('changes carry their sign and unit', () => {
    expect(formatChange('shareSatisfied', '0.032000', 'vi')).toBe('+3,2 điểm phần trăm');
    expect(formatChange('meanHundred', '-1.000000', 'en')).toBe('−1.0 points');
    expect(formatChange('shareSatisfied', '0.000000', 'vi')).toBe('0,0 điểm phần trăm');
    expect(formatChangeInterval('shareSatisfied', ['-0.020000', '0.081000'], 'vi')).toBe(
      'từ −2,0 đến +8,1 điểm phần trăm',
    );
  });

  test('an instant is told in the zone it is written in', () => {
    expect(formatMoment('2026-10-01T22:05:09.120+07:00', 'vi')).toBe('22:05 ngày 1/10/2026');
    expect(formatMoment('2026-10-01T22:05:09+07:00', 'en')).toBe('22:05 on 1 October 2026');
  });
});

describe('periods', () => {
  const period = fc
    .record({ year: fc.integer({ min: 2001, max: 2098 }), kind: fc.nat(2), at: fc.nat(11) })
    .map(({ year, kind, at }) =>
      kind === 0
        ? `${year}`
        : kind === 1
          ? `${year}-Q${(at % 4) + 1}`
          : `${year}-${String(at + 1).padStart(2, '0')}`,
    );

  test('the next undoes the previous and keeps the length', () => {
    property(period, (one) => {
      expect(nextPeriod(previousPeriod(one))).toBe(one);
      expect(previousPeriod(nextPeriod(one))).toBe(one);
      expect(kindOf(nextPeriod(one))).toBe(kindOf(one));
    });
  });

  test('another length stays at the place and does not run ahead of the present', () => {
    expect(periodOfKind('2026-Q3', 'month', '2026-08')).toBe('2026-08');
    expect(periodOfKind('2026', 'month', '2027-01')).toBe('2026-12');
    expect(periodOfKind('2026-08', 'quarter', '2026-08')).toBe('2026-Q3');
    expect(periodOfKind('2026', 'quarter', '2026-02')).toBe('2026-Q1');
    expect(isLatest('2026-Q3', '2026-08')).toBe(true);
    expect(isLatest('2026-07', '2026-08')).toBe(false);
  });

  test('are named as people write them', () => {
    expect(periodName('2026-09', 'vi')).toBe('Tháng 9/2026');
    expect(periodName('2026-Q4', 'vi')).toBe('Quý IV/2026');
    expect(periodWords('2026-09', 'vi')).toBe('tháng 9/2026');
    expect(periodName('2026-09', 'en')).toBe('September 2026');
    expect(periodWords('2026-Q4', 'en')).toBe('Q4 2026');
    expect(['2026-13', '2026-Q5', 'x', ''].filter(isPeriod)).toEqual([]);
  });
});

const line = (
  officer: string,
  name: string,
  interval: [string, string] | null,
  reliable = true,
): IndicatorLine => ({
  officer,
  name,
  state: 'ok',
  n: 40,
  decides: null,
  adjusted: null,
  comparison:
    interval === null
      ? null
      : {
          estimate: ((Number(interval[0]) + Number(interval[1])) / 2).toFixed(6),
          interval,
          reliability: '0.900000',
          reliable,
        },
  visits: 50,
  rate: '0.800000',
});

describe('orders', () => {
  const low = line('CB2', 'Trần Thị An', ['0.200000', '0.400000']);
  const middle = line('CB10', 'Lê Văn Bình', ['0.350000', '0.700000']);
  const high = line('CB1', 'Phạm Văn Ánh', ['0.600000', '0.900000']);
  const unreliable = line('CB3', 'Hồ Thị Dung', ['0.950000', '0.990000'], false);
  const all = [low, middle, high, unreliable];
  const codes = (lines: IndicatorLine[]) => lines.map(({ officer }) => officer);

  test('by code, by given name, by comparison', () => {
    expect(codes(ordered(all, 'code'))).toEqual(['CB1', 'CB2', 'CB3', 'CB10']);
    expect(codes(ordered(all, 'name'))).toEqual(['CB2', 'CB1', 'CB10', 'CB3']);
    expect(codes(ordered(all, 'comparison'))).toEqual(['CB1', 'CB10', 'CB2', 'CB3']);
  });

  test("a pair's own difference decides, whether or not the intervals of the two overlap", () => {
    const differences = (pairs: [string, string][]) =>
      pairs.map(([higher, lower]) => ({
        higher,
        lower,
        difference: '0.400000',
        interval: ['0.100000', '0.700000'] as [string, string],
      }));
    const list = { officers: all, differences: differences([['CB1', 'CB2']]) };
    expect(apartOf(high, list)).toEqual({ above: 1, below: 0, undecided: 1 });
    expect(apartOf(low, list)).toEqual({ above: 0, below: 1, undecided: 1 });
    expect(apartOf(middle, list)).toEqual({ above: 0, below: 0, undecided: 2 });
    expect(apartOf(unreliable, list)).toBeNull();
    const overlapping = { officers: all, differences: differences([['CB1', 'CB10']]) };
    expect(apartOf(middle, overlapping)).toEqual({ above: 0, below: 1, undecided: 1 });
  });
});

test('the shown parts sum to the shown figure', () => {
  const part = fc.integer({ min: -400_000, max: 400_000 });
  property(fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), part, part, part), (millionths) => {
    const decimal = (value: number) => (value / 1e6).toFixed(6);
    const [centreLevel, procedureMix, mode, own] = millionths.map(decimal) as [
      string,
      string,
      string,
      string,
    ];
    const rows = partRows('shareSatisfied', {
      comparable: true,
      mayFeedKpi: false,
      reference: '2025-09..2026-08',
      observed: decimal(millionths.reduce((sum, value) => sum + value, 0)),
      expected: '0.000000',
      adjusted: null,
      standardError: '0.000000',
      parts: { centreLevel, procedureMix, strataMix: { mode }, own },
      support: { shared: '1.000000', known: '1.000000' },
      explanation: { vi: [], en: [] },
    });
    const total = rows.pop();
    expect(total?.part).toBe('observed');
    expect(rows.reduce((sum, { units }) => sum + units, 0)).toBe(total?.units);
    const rounding = rows.find((row) => row.part === 'rounding')?.units ?? 0;
    expect(Math.abs(rounding)).toBeLessThanOrEqual(2);
  });
});

test('a scale holds every interval and is whole tens', () => {
  const ends = fc
    .tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  property(fc.array(ends, { minLength: 1, maxLength: 8 }), (intervals) => {
    const scale = scaleOf(intervals);
    expect(scale.from).toBeGreaterThanOrEqual(0);
    expect(scale.to).toBeLessThanOrEqual(100);
    expect(scale.to - scale.from).toBeGreaterThanOrEqual(20);
    const tens = tensOf(scale);
    expect([tens[0], tens[tens.length - 1]]).toEqual([scale.from, scale.to]);
    for (const [low, high] of intervals) {
      expect(low).toBeGreaterThanOrEqual(scale.from);
      expect(high).toBeLessThanOrEqual(scale.to);
      expect(positionOf(low, scale)).toBeLessThanOrEqual(positionOf(high, scale));
    }
  });
  expect(scaleOf([])).toEqual({ from: 0, to: 100 });
});
