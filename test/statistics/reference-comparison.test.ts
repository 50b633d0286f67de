// The published comparison, against a frozen reference: shrinkage, when it may be shown, differences of pairs.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjust } from '../../shared/statistics/adjustment.ts';
import { groupCells } from '../../shared/statistics/grouping.ts';
import { indicatorsOf, referenceOf } from '../../shared/statistics/indicator.ts';
import type { IndicatorPolicy } from '../../shared/statistics/indicator-policy.ts';
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
