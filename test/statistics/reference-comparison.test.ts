// The published comparison, against a frozen reference: shrinkage, when it may be shown, differences of pairs.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../../bench/simulation/random.ts';
import { drawCentre, drawSample, officerName } from '../../bench/simulation/worlds.ts';
import { adjust } from '../../shared/statistics/adjustment.ts';
import { shownDifferences } from '../../shared/statistics/differences.ts';
import { groupCells } from '../../shared/statistics/grouping.ts';
import { indicatorsOf, referenceOf } from '../../shared/statistics/indicator.ts';
import { defaultIndicatorPolicy, type IndicatorPolicy } from '../../shared/statistics/indicator-policy.ts';
import { freezeReference, priorFrom } from '../../shared/statistics/reference.ts';
import {
  compareWithReference,
  differenceWithReference,
} from '../../shared/statistics/reference-comparison.ts';
import { base, cellsOf, centreArbitrary, meanPolicy } from './centre-cells.ts';

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

test.each([4, 60])(
  'identical officers, %i of them, against a reference: told apart at most at the nominal rate (seed 12)',
  (officers) => {
    const random = randomFrom(12);
    const called = { officers: 0, pairs: 0 };
    const total = { officers: 0, pairs: 0 };
    for (let replicate = 0; replicate < 240 / officers; replicate++) {
      const centre = drawCentre(
        { top: 85, mix: 'mild', n: 'uneven', officers, citizens: 'ordinal', identical: true },
        random,
      );
      const reference = freezeReference(drawSample(centre, random, 4).groups, {
        figure: 'meanRating',
        strata: ['mode'],
        source: 'past',
      });
      const { groups } = drawSample(centre, random);
      const adjustments = Array.from({ length: officers }, (_, k) =>
        adjust(
          groups.filter(({ officer }) => officer === officerName(k)),
          ['mode'],
          reference,
        ),
      );
      const level = Number(reference.centreLevel);
      adjustments.forEach((adjustment, k) => {
        const { interval } = compareWithReference(officerName(k), adjustment, reference);
        total.officers++;
        if (level < interval[0] || level > interval[1]) called.officers++;
        for (const other of adjustments.slice(k + 1)) {
          const difference = differenceWithReference(adjustment, other, reference);
          total.pairs++;
          if (difference.interval[0] > 0 || difference.interval[1] < 0) called.pairs++;
        }
      });
    }
    expect(total).toEqual({ officers: 240, pairs: (240 * (officers - 1)) / 2 });
    expect(called.officers / total.officers).toBeLessThanOrEqual(0.05);
    expect(called.pairs / total.pairs).toBeLessThanOrEqual(0.05);
  },
);

test('differences of pairs: whichever comes first, in the unit that is shown; a third officer moves none of theirs', () => {
  const cells = [
    ['cb01', 60, 0],
    ['cb02', 20, 40],
    ['cb03', 55, 5],
  ].flatMap(([officer, good, bad]) =>
    [
      { level: 5, count: good as number },
      { level: 2, count: bad as number },
    ]
      .filter(({ count }) => count > 0)
      .map((counted) => ({ ...base, officer: officer as string, ...counted })),
  );
  for (const policy of [meanPolicy, defaultIndicatorPolicy]) {
    const reference = referenceOf(cells, policy, ['2026-10']);
    const input = { cells, policy, reference, period: '2026-10' };
    const shown = shownDifferences(input, ['cb01', 'cb02', 'cb03']);
    expect(shown.map(({ higher, lower }) => `${higher} ${lower}`)).toEqual(['cb01 cb02', 'cb03 cb02']);
    expect(shownDifferences(input, ['cb03', 'cb02', 'cb01'])[1]).toEqual(shown[0]);
    const [{ difference, interval }] = shown as [(typeof shown)[0]];
    const estimates = new Map(
      indicatorsOf({ ...input, tallies: [] }).map(({ officer, comparison }) => [
        officer,
        comparison!.estimate,
      ]),
    );
    // The estimates themselves may be kept on the scale; the difference of these two is not.
    expect(Number(difference)).toBeCloseTo(Number(estimates.get('cb01')) - Number(estimates.get('cb02')), 1);
    expect(Number(interval[0])).toBeGreaterThan(0);
    expect(Number(interval[1])).toBeGreaterThan(Number(difference));
    const without = cells.map((cell) => ({ ...cell, excluded: cell.officer === 'cb03' && cell.level === 2 }));
    expect(shownDifferences({ ...input, cells: without }, ['cb01', 'cb02', 'cb03'])[0]).toEqual(shown[0]);
    expect(shownDifferences(input, ['cb01'])).toEqual([]);
  }
});
