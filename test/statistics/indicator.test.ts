// The officer's indicator: independence of other officers, the published form, what decides, states.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../bench/simulation/random.ts';
import { drawCentre, drawSample, officerName } from '../../bench/simulation/worlds.ts';
import { indicatorSchema } from '../../shared/contract/indicator.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import { selectCells } from '../../shared/statistics/grouping.ts';
import { indicatorOf, indicatorsOf, referenceOf } from '../../shared/statistics/indicator.ts';
import { defaultIndicatorPolicy } from '../../shared/statistics/indicator-policy.ts';
import { sumOfPublished } from '../../shared/statistics/published.ts';
import { referenceSchema } from '../../shared/statistics/reference.ts';
import type { VisitTally } from '../../shared/statistics/response-rate.ts';
import { stateOf } from '../../shared/statistics/state.ts';
import { base, cellsOf, centreArbitrary, meanPolicy } from './centre-cells.ts';

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

  test.each([4, 60])('in centres of %i officers each has the state of its own data (seed 13)', (size) => {
    const random = randomFrom(13);
    const policy = { ...meanPolicy, state: { ...meanPolicy.state, intervalWidthMax: 30 } };
    // One more officer, alone with a procedure of their own.
    const alone = ['2026-10-05', '2026-10-06'].map((when) => ({
      ...base,
      officer: 'alone',
      procedure: 'own',
      when,
      count: 30,
    }));
    const seen = new Set<string>();
    for (let replicate = 0; replicate < 60 / size; replicate++) {
      const centre = drawCentre(
        { top: 85, mix: 'mild', n: 'uneven', officers: size, citizens: 'ordinal' },
        random,
      );
      const cells = [...cellsOfSample(drawSample(centre, random).counted), ...alone];
      const reference = referenceOf(cells.map(inSeptember), policy, ['2026-09']);
      const all = indicatorsOf({ cells, tallies: [], policy, reference, period: '2026-10' });
      expect(all).toHaveLength(size + 1);
      for (const { officer, state, reasons, own, adjustment, comparison } of all) {
        seen.add(state);
        const [lo, hi] = own.decides!.interval!.map(Number) as [number, number];
        const enough = own.n >= 30 && hi - lo <= 30;
        expect(state).toBe(!enough ? 'insufficient-data' : officer === 'alone' ? 'not-comparable' : 'ok');
        expect(reasons.length > 0).toBe(state !== 'ok');
        if (officer === 'alone') expect(adjustment!.adjusted).toBeNull();
        if (state !== 'ok') expect(comparison!.reliable).toBe(false);
      }
    }
    expect([...seen].sort()).toEqual(['insufficient-data', 'not-comparable', 'ok']);
  });
});

/** Cells over ten days of a simulated sample's counts by officer, procedure, mode and level. */
function cellsOfSample(counted: ReadonlyMap<string, number>): Cell[] {
  return [...counted].map(([key, count], k) => {
    const [officer, procedure, mode, level] = key.split('|').map(Number) as [number, number, number, number];
    return {
      ...base,
      officer: officerName(officer),
      procedure: `p${procedure}`,
      mode: mode === 1 ? 'qr' : 'kiosk',
      when: `2026-10-${String(1 + (k % 10)).padStart(2, '0')}`,
      level,
      count,
    };
  });
}

const inSeptember = (cell: Cell): Cell => ({ ...cell, period: '2026-09' });
