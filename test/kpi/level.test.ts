// Levels at every boundary of every preset, and the cap.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact, toFixedText } from '../../shared/kpi/exact.ts';
import { bandOf, capAllows, capWarnings, type RatedOfficer } from '../../shared/kpi/level.ts';
import type { LevelName } from '../../shared/kpi/policy-schema.ts';
import { sheetOf } from '../../shared/kpi/sheet.ts';
import { circular, decree, draft, presets } from './presets.ts';

describe('levels', () => {
  it.each([
    ['0', 'not-completed', 'not-completed'],
    ['49.99', 'not-completed', 'not-completed'],
    ['49.999999999999', 'not-completed', 'not-completed'],
    ['50', 'completed', 'completed'],
    ['69.99', 'completed', 'completed'],
    ['70', 'good', 'good'],
    ['89.99', 'good', 'good'],
    ['89.995', 'good', 'good'], // shown as 90.00, and still below it
    ['90', 'excellent', 'good'],
    ['90.000000000001', 'excellent', 'excellent'],
    ['90.01', 'excellent', 'excellent'],
    ['100', 'excellent', 'excellent'],
  ])('%s points: %s under the decree, %s under the draft', (total, underDecree, underDraft) => {
    expect(bandOf(exact(total), decree).level).toBe(underDecree);
    expect(bandOf(exact(total), draft).level).toBe(underDraft);
  });

  it('are decided before rounding', () => {
    const sheet = sheetOf(
      {
        officer: 'Cán bộ 01',
        period: '2026-10',
        general: { points: '19.995', of: '30' },
        figures: { quantity: { percent: '100' }, quality: { percent: '100' }, progress: { percent: '100' } },
      },
      decree,
    );
    expect(sheet).toMatchObject({ total: '89.995', totalShown: '90.00', level: 'good' });
  });

  it.each([
    [0, 'weak', 'not-completed'],
    [5, 'weak', 'not-completed'],
    [6, 'average', 'completed'],
    [8, 'average', 'completed'],
    [9, 'fair', 'completed'],
    [11, 'fair', 'completed'],
    [12, 'good', 'good'],
    [14, 'good', 'good'],
    [15, 'good', 'good'],
    [16, 'excellent', 'excellent'],
    [18, 'excellent', 'excellent'],
  ])('%i of 18 is %s (%s) under the circular', (total, band, level) => {
    const points = Array.from({ length: 9 }, (_, index) => Math.min(2, Math.max(0, total - 2 * index)));
    const indices = Object.fromEntries(points.map((value, index) => [`i${index + 1}`, String(value)]));
    const sheet = sheetOf({ officer: 'Cán bộ 01', period: '2026-10', indices }, circular);
    expect(sheet).toMatchObject({ total: String(total), band: { id: band }, level });
  });

  it('hold every total once', () => {
    for (const policy of presets) {
      const top = Number(policy.totalMax) * 1000;
      fc.assert(
        fc.property(fc.integer({ min: 0, max: top }), (thousandths) => {
          const total = exact(`${thousandths}/1000`);
          const holding = policy.levels.filter((band) => {
            try {
              return bandOf(total, { levels: [band], totalMax: policy.totalMax }) === band;
            } catch {
              return false;
            }
          });
          expect(holding, `${policy.id} ${toFixedText(total, 3)}`).toHaveLength(1);
        }),
        { numRuns: 300 },
      );
      for (const outside of ['-0.01', toFixedText(exact(`${top + 1}/1000`), 3)]) {
        expect(() => bandOf(exact(outside), policy)).toThrow('has no level');
      }
    }
  });
});

describe('the 20 % cap', () => {
  const officers = (good: number, excellent: number, unit = 'Phường mẫu'): RatedOfficer[] => [
    ...Array.from({ length: good }, (_, i) => ({
      officer: `${unit} tốt ${i}`,
      unit,
      level: 'good' as LevelName,
    })),
    ...Array.from({ length: excellent }, (_, i) => ({
      officer: `${unit} xuất sắc ${i}`,
      unit,
      level: 'excellent' as LevelName,
    })),
  ];

  it.each([
    [0, 0],
    [1, 0],
    [4, 0],
    [5, 1],
    [6, 1],
    [9, 1],
    [10, 2],
  ])('of %i rated good allows %i excellent', (good, allowed) => {
    const cap = decree.caps[0];
    if (cap === undefined) throw new Error('the decree has a cap');
    expect(capAllows(cap, good)).toBe(allowed);
    expect(capWarnings(officers(good, allowed), decree)).toEqual([]);
    const warnings = capWarnings(officers(good, allowed + 1), decree);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ count: allowed + 1, base: good, allowed, unit: 'Phường mẫu' });
    expect(warnings[0]?.officers).toHaveLength(allowed + 1);
  });

  it('is counted in each unit and group by itself', () => {
    const both = [...officers(5, 1, 'A'), ...officers(0, 1, 'B')];
    expect(capWarnings(both, decree).map(({ unit }) => unit)).toEqual(['B']);
    const merged = both.map(({ unit: _, ...officer }) => officer);
    expect(capWarnings(merged, decree)).toMatchObject([{ count: 2, base: 5, allowed: 1 }]);
    const split = merged.map((officer, index) => ({ ...officer, group: index % 2 === 0 ? 'x' : 'y' }));
    expect(capWarnings(split, decree).map(({ group }) => group)).toEqual(
      ['x', 'y'].filter((group) =>
        split.some((officer) => officer.group === group && officer.level === 'excellent'),
      ),
    );
  });

  it('moves nobody and counts no withheld officer', () => {
    const withheld: RatedOfficer[] = [{ officer: 'x', level: null }];
    expect(capWarnings([...officers(5, 1), ...withheld], decree)).toEqual([]);
    expect(capWarnings(officers(0, 3), draft)).toEqual([]);
  });
});
