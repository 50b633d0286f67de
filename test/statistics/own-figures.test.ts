// What decides: an officer's own figures, and how they are published.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownFigures } from '../../shared/statistics/own-figures.ts';
import { published } from '../../shared/statistics/published.ts';
import { base } from './centre-cells.ts';

describe('own figures', () => {
  test('463 of 467 very satisfied, as in one real ward', () => {
    const { shareSatisfied, meanHundred, levels } = ownFigures(
      [
        { ...base, count: 463 },
        { ...base, when: '2026-10-02', level: 4, count: 3 },
        { ...base, when: '2026-10-03', level: 2, count: 1 },
      ],
      0.95,
    );
    expect(levels).toEqual([0, 1, 0, 3, 463]);
    expect(shareSatisfied!.value).toBeCloseTo(466 / 467, 12);
    expect(shareSatisfied!.interval[0]).toBeCloseTo(0.9867, 4);
    expect(meanHundred!.value).toBeCloseTo((463 * 100 + 3 * 75 + 25) / 467, 10);
  });

  test('standard error clustered by day by hand: days of 2, 2 and 4', () => {
    const cells = [
      { ...base, when: 'd1', level: 5, count: 2 },
      { ...base, when: 'd2', level: 3, count: 2 },
      { ...base, when: 'd3', level: 4, count: 4 },
    ];
    const mean = 4;
    const between = (2 * (5 - mean)) ** 2 + (2 * (3 - mean)) ** 2 + 0;
    const expected = 25 * Math.sqrt((3 / 2) * (between / 64));
    expect(ownFigures(cells, 0.95).meanHundred!.standardError).toBeCloseTo(expected, 12);
  });

  test('one day: the mean stands, its spread cannot be known', () => {
    const { meanHundred } = ownFigures([{ ...base, count: 40 }], 0.95);
    expect(meanHundred).toEqual({ value: 100, clusters: 1 });
  });

  test('counted once or as repeated cells: the same', () => {
    const whole = ownFigures(
      [
        { ...base, count: 6 },
        { ...base, when: 'd2', level: 3, count: 2 },
      ],
      0.95,
    );
    const repeated = ownFigures(
      [
        ...Array.from({ length: 6 }, () => base),
        ...Array.from({ length: 2 }, () => ({ ...base, when: 'd2', level: 3 })),
      ],
      0.95,
    );
    expect(repeated).toEqual(whole);
  });
});

describe('published numbers', () => {
  test('six decimals, half to even on the decimal as printed, no negative zero', () => {
    expect(published(0.0000005)).toBe('0.000000');
    expect(published(0.0000015)).toBe('0.000002');
    expect(published(-0.0000001)).toBe('0.000000');
    expect(published(0.1 + 0.2)).toBe('0.300000');
    expect(published(1e21)).toBe('1000000000000000000000.000000');
    expect(() => published(Number.NaN)).toThrow(RangeError);
    expect(() => published(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });

  test('reads back within half a unit of the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
        expect(Math.abs(Number(published(value)) - value)).toBeLessThanOrEqual(5.0000001e-7);
        expect(published(value)).toMatch(/^-?\d+\.\d{6}$/);
      }),
    );
  });
});
