// The officer's indicator: independence, exact explanation, states, silence, periods, the published form.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indicatorSchema } from '../../shared/contract/indicator.ts';
import { adjust } from '../../shared/statistics/adjustment.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import { groupCells, selectCells } from '../../shared/statistics/grouping.ts';
import { indicatorOf, indicatorsOf, referenceOf } from '../../shared/statistics/indicator.ts';
import { defaultIndicatorPolicy, type IndicatorPolicy } from '../../shared/statistics/indicator-policy.ts';
import { ownFigures } from '../../shared/statistics/own-figures.ts';
import { changeBetween, meanOfMonths, monthsOf, previousPeriod } from '../../shared/statistics/period.ts';
import { published, sumOfPublished } from '../../shared/statistics/published.ts';
import { freezeReference, priorFrom, referenceSchema } from '../../shared/statistics/reference.ts';
import {
  compareWithReference,
  differenceWithReference,
} from '../../shared/statistics/reference-comparison.ts';
import {
  plausibleRange,
  responseRateOf,
  tippingPoint,
  type VisitTally,
  worstCase,
} from '../../shared/statistics/response-rate.ts';
import { stateOf } from '../../shared/statistics/state.ts';

const base: Cell = {
  officer: 'cb01',
  counter: 'q1',
  procedure: '1.004222',
  mode: 'kiosk',
  tier: 'invited',
  when: '2026-10-01',
  period: '2026-10',
  item: 'officer',
  level: 5,
  flagged: false,
  excluded: false,
  count: 1,
};

/** Random centre of a few officers, procedures, modes and two months. */
const centreArbitrary = fc.array(
  fc.record({
    officer: fc.constantFrom('cb01', 'cb02', 'cb03', 'cb04'),
    procedure: fc.constantFrom('1.004222', '2.000986', 'field:dat-dai', 'other'),
    mode: fc.constantFrom('kiosk' as const, 'qr' as const),
    tier: fc.constantFrom('invited' as const, 'invited' as const, 'walk-up' as const),
    day: fc.integer({ min: 1, max: 28 }),
    month: fc.constantFrom('2026-09', '2026-10'),
    level: fc.integer({ min: 1, max: 5 }),
    excluded: fc.constantFrom(false, false, false, true),
    count: fc.integer({ min: 1, max: 9 }),
  }),
  { minLength: 20, maxLength: 120 },
);

function cellsOf(records: readonly { day: number; month: string }[] & object[]): Cell[] {
  return records.map(({ day, month, ...rest }) => ({
    ...base,
    ...rest,
    period: month,
    when: `${month}-${String(day).padStart(2, '0')}`,
  }));
}

const meanPolicy: IndicatorPolicy = { ...defaultIndicatorPolicy, figure: 'meanRating', silentDelta: 5 };

test('excluding a response of one officer changes no published figure of another, exactly', () => {
  fc.assert(
    fc.property(
      centreArbitrary,
      fc.nat(),
      fc.constantFrom(defaultIndicatorPolicy, meanPolicy),
      (records, pick, policy) => {
        const cells = cellsOf(records);
        const selected = selectCells(cells, { item: 'officer', tiers: policy.tiers, months: ['2026-09'] });
        fc.pre(selected.length > 0);
        const reference = referenceOf(cells, policy, ['2026-09']);
        const at = pick % cells.length;
        const changed = cells.map((cell, k) => (k === at ? { ...cell, excluded: !cell.excluded } : cell));
        const before = indicatorsOf({ cells, tallies: [], policy, reference, period: '2026-10' });
        const after = indicatorsOf({ cells: changed, tallies: [], policy, reference, period: '2026-10' });
        const others = (list: typeof before) => list.filter(({ officer }) => officer !== cells[at]!.officer);
        expect(others(after)).toEqual(others(before));
      },
    ),
    { numRuns: 40 },
  );
});

test('the parts of the explanation sum to the figure within 1e-9, on both figures', () => {
  fc.assert(
    fc.property(
      centreArbitrary,
      fc.constantFrom('meanRating' as const, 'shareSatisfied' as const),
      (records, figure) => {
        const cells = cellsOf(records).map((cell) => ({ ...cell, excluded: false }));
        const groups = groupCells(cells, figure, ['mode']);
        const reference = freezeReference(groups, { figure, strata: ['mode'], source: '2026' });
        for (const officer of new Set(cells.map((cell) => cell.officer))) {
          const own = groups.filter((group) => group.officer === officer);
          const { observed, expected, adjusted, parts } = adjust(own, ['mode'], reference);
          const mix =
            parts.procedureMix + Object.values(parts.strataMix).reduce((sum, part) => sum + part, 0);
          expect(Math.abs(parts.centreLevel + mix + parts.own - observed)).toBeLessThan(1e-9);
          expect(Math.abs(parts.centreLevel + parts.own - adjusted)).toBeLessThan(1e-9);
          expect(Math.abs(observed - expected + parts.centreLevel - adjusted)).toBeLessThan(1e-9);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('every indicator fits its wire schema, its published parts sum in every decimal, and a reference survives JSON', () => {
  fc.assert(
    fc.property(centreArbitrary, fc.constantFrom(defaultIndicatorPolicy, meanPolicy), (records, policy) => {
      const cells = cellsOf(records);
      fc.pre(cells.some((cell) => cell.period === '2026-09' && cell.tier === 'invited' && !cell.excluded));
      const reference = referenceSchema.parse(
        JSON.parse(JSON.stringify(referenceOf(cells, policy, ['2026-09']))) as unknown,
      );
      const tallies: VisitTally[] = [
        { officer: 'cb01', period: '2026-10', visits: 90, invited: 80, answered: 20, selfReported: false },
      ];
      const all = indicatorsOf({
        cells,
        tallies,
        policy: { ...policy, stepBoundaries: policy.figure === 'meanRating' ? [50, 80] : [0.5, 0.8] },
        reference,
        period: '2026-10',
      });
      for (const indicator of all) {
        expect(indicatorSchema.parse(indicator)).toEqual(indicator);
        if (indicator.adjustment === null) continue;
        const { parts, observed, expected } = indicator.adjustment;
        const mixes = [parts.procedureMix, ...Object.values(parts.strataMix)];
        expect(sumOfPublished([parts.centreLevel, ...mixes, parts.own])).toBe(observed);
        expect(sumOfPublished([parts.centreLevel, ...mixes])).toBe(expected);
      }
    }),
    { numRuns: 25 },
  );
});

test('an officer without responses: states, no number in their place', () => {
  const indicator = indicatorOf({
    cells: [base],
    tallies: [],
    policy: defaultIndicatorPolicy,
    officer: 'cb09',
    period: '2026-10',
  });
  expect(indicator).toMatchObject({
    state: 'insufficient-data',
    own: { n: 0, decides: null, shareSatisfied: null, meanHundred: null },
    adjustment: null,
    comparison: null,
    trend: null,
    response: { rate: null },
  });
  expect(indicatorSchema.parse(indicator)).toEqual(indicator);
});

test('flags never change a figure; exclusions do, and are shown beside', () => {
  const cells = [
    { ...base, count: 30 },
    { ...base, level: 1, count: 10, flagged: true },
  ];
  const read = (list: Cell[]) =>
    indicatorOf({
      cells: list,
      tallies: [],
      policy: defaultIndicatorPolicy,
      officer: 'cb01',
      period: '2026-10',
    });
  const flagged = read(cells);
  expect(flagged.own.decides!.value).toBe('0.750000');
  expect(flagged.own.flagged).toBe(10);
  const excluded = read(cells.map((cell) => ({ ...cell, excluded: cell.level === 1 })));
  expect(excluded.own.decides!.value).toBe('1.000000');
  expect(excluded.withExcluded).toMatchObject({ n: 40, excluded: 10, shareSatisfied: { value: '0.750000' } });
});

test('only the invited tier and the officer item decide by default', () => {
  const cells: Cell[] = [
    { ...base, count: 5 },
    { ...base, tier: 'walk-up', level: 1, count: 100 },
    { ...base, item: 'waiting', level: 1, count: 100 },
  ];
  const { own } = indicatorOf({
    cells,
    tallies: [],
    policy: defaultIndicatorPolicy,
    officer: 'cb01',
    period: '2026-10',
  });
  expect(own.n).toBe(5);
  expect(own.decides!.value).toBe('1.000000');
});

describe('support', () => {
  const rows = (officer: string, procedure: string, count: number, level = 5): Cell => ({
    ...base,
    officer,
    procedure,
    count,
    level,
    period: '2026-09',
    when: '2026-09-01',
  });

  test('a procedure that an officer alone serves is not extrapolated to', () => {
    const past = [rows('cb01', 'p', 40), rows('cb02', 'q', 40, 4), rows('cb03', 'q', 40, 3)];
    const reference = referenceOf(past, meanPolicy, ['2026-09']);
    expect(reference.procedures.p).toMatchObject({ officers: 1, soleOfficer: 'cb01' });
    const read = (officer: string) =>
      indicatorOf({
        cells: past.map((cell) => ({ ...cell, period: '2026-10' })),
        tallies: [],
        policy: meanPolicy,
        reference,
        officer,
        period: '2026-10',
      });
    const alone = read('cb01');
    expect(alone.state).toBe('not-comparable');
    expect(alone.adjustment).toMatchObject({
      comparable: false,
      adjusted: null,
      support: { shared: '0.000000' },
    });
    expect(alone.own.decides!.value).toBe('100.000000');
    expect(read('cb02').state).toBe('ok');
  });

  test('fewer than three responses do not count as serving', () => {
    const past = [rows('cb01', 'p', 10), rows('cb02', 'p', 10), rows('cb01', 'q', 2), rows('cb02', 'q', 30)];
    const reference = freezeReference(groupCells(past, 'meanRating', []), {
      figure: 'meanRating',
      strata: [],
      source: 'x',
    });
    const own = groupCells(
      past.filter(({ officer }) => officer === 'cb01'),
      'meanRating',
      [],
    );
    expect(adjust(own, [], reference).support.shared).toBeCloseTo(20 / 52, 5);
  });
});

test('the comparison against a frozen reference shrinks, and a difference has its own interval', () => {
  const groups = groupCells(
    ['cb01', 'cb02', 'cb03', 'cb04'].flatMap((officer, k) =>
      [3, 4, 5].map((level) => ({ ...base, officer, level, count: 10 + (level === 5 ? 5 * k : 0) })),
    ),
    'meanRating',
    ['mode'],
  );
  const reference = freezeReference(groups, { figure: 'meanRating', strata: ['mode'], source: 'x' });
  const [first, last] = ['cb01', 'cb04'].map((officer) =>
    adjust(
      groups.filter((group) => group.officer === officer),
      ['mode'],
      reference,
    ),
  );
  const estimate = compareWithReference('cb04', last!, reference);
  const level = Number(reference.centreLevel);
  expect(estimate.estimate).toBeGreaterThan(level);
  expect(estimate.estimate).toBeLessThan(last!.adjusted);
  const difference = differenceWithReference(last!, first!, reference);
  expect(difference.estimate).toBeGreaterThan(0);
  expect(difference.interval[0]).toBeLessThan(difference.estimate);
  expect(priorFrom(reference).officer.logSd).toBeGreaterThan(0.1);
});

test("a comparison is reliable only where the state is ok and the reliability is at least the policy's", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      centreArbitrary,
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(0.2, 0.5, 0.7),
      (records, responsesMin, reliabilityMin) => {
        const cells = cellsOf(records);
        const policy: IndicatorPolicy = {
          ...meanPolicy,
          reliabilityMin,
          state: { ...meanPolicy.state, responsesMin },
        };
        fc.pre(cells.some((cell) => cell.period === '2026-09' && cell.tier === 'invited' && !cell.excluded));
        const reference = referenceOf(cells, policy, ['2026-09']);
        for (const { state, comparison } of indicatorsOf({
          cells,
          tallies: [],
          policy,
          reference,
          period: '2026-10',
        })) {
          if (comparison === null) continue;
          const enough = Number(comparison.reliability) >= reliabilityMin;
          expect(comparison.reliable).toBe(state === 'ok' && enough);
          seen.add(`${state} ${enough}`);
        }
      },
    ),
    { numRuns: 60, seed: 20260101 },
  );
  // The case that matters was among them.
  expect([...seen]).toContain('insufficient-data true');
});

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

describe('silence', () => {
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
          const next = Math.max(...boundaries.filter((boundary) => boundary < figure));
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
});

describe('periods', () => {
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
});

describe('states', () => {
  const rule = { responsesMin: 30, intervalWidthMax: 0.2, sharedMin: 0.25 };
  test('too few, too wide, too little shared, in that order', () => {
    expect(stateOf(rule, { n: 29, interval: [0.8, 0.9] }).reasons[0]!.code).toBe('too-few-responses');
    expect(stateOf(rule, { n: 30, interval: [0.7, 0.95] }).reasons[0]!.code).toBe('interval-too-wide');
    expect(stateOf(rule, { n: 30, interval: [0.8, 0.9] }, { shared: 0.2, known: 1 }).state).toBe(
      'not-comparable',
    );
    expect(stateOf(rule, { n: 29, interval: [0.8, 0.9] }, { shared: 0.2, known: 1 }).state).toBe(
      'insufficient-data',
    );
    expect(stateOf(rule, { n: 30, interval: [0.8, 0.9] }, { shared: 0.25, known: 0.25 })).toEqual({
      state: 'ok',
      reasons: [],
    });
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
