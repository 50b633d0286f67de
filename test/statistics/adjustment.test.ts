// The adjustment: parts that sum exactly, support, no extrapolation.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjust } from '../../shared/statistics/adjustment.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import { groupCells } from '../../shared/statistics/grouping.ts';
import { indicatorOf, referenceOf } from '../../shared/statistics/indicator.ts';
import { freezeReference } from '../../shared/statistics/reference.ts';
import { base, cellsOf, centreArbitrary, meanPolicy } from './centre-cells.ts';

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
