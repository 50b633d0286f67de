// What satisfaction is worth: the mapping, the gates, and each rule on insufficient data.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, exact, toExactText } from '../../shared/kpi/exact.ts';
import type { Mapping } from '../../shared/kpi/policy-schema.ts';
import {
  decideSatisfaction,
  gateEvidence,
  mapFigure,
  type SatisfactionEvidence,
} from '../../shared/kpi/satisfaction.ts';
import { sheetOf } from '../../shared/kpi/sheet.ts';
import { circular, decree, draft, presets } from './presets.ts';

const enough: SatisfactionEvidence = {
  period: '2026-10',
  figures: { 'share-satisfied': '85', mean: '80', adjusted: '84' },
  responses: 30,
  interval: { low: '70', high: '93' },
  invited: 200,
  answered: 40,
  visits: 220,
  selfReportedVisits: 0,
};

describe('the 2.5-by-0.5 rule', () => {
  it.each([
    ['0', '0', '0'],
    ['9.99', '0', '0'],
    ['10', '0', '0.5'],
    ['19.999999', '0', '0.5'],
    ['20', '0.5', '0.5'],
    ['29.99', '0.5', '0.5'],
    ['30', '0.5', '1'],
    ['39.99', '0.5', '1'],
    ['40', '1', '1'],
    ['59.99', '1', '1.5'],
    ['60', '1.5', '1.5'],
    ['79.99', '1.5', '2'],
    ['80', '2', '2'],
    ['89.99', '2', '2'],
    ['90', '2', '2.5'],
    ['99.999999', '2', '2.5'],
    ['100', '2.5', '2.5'],
  ])('%s %% gives %s points down, %s to the nearest step', (figure, down, nearest) => {
    const mapping = decree.satisfaction.mapping;
    if (mapping.kind !== 'steps') throw new Error('the decree maps by steps');
    expect(toExactText(mapFigure(exact(figure), mapping))).toBe(down);
    expect(toExactText(mapFigure(exact(figure), { ...mapping, rounding: 'nearest' }))).toBe(nearest);
  });
});

describe('mappings', () => {
  it.each<[Mapping, string, string]>([
    [{ kind: 'linear', max: '100', from: '0', to: '100' }, '87.5', '87.5'],
    [{ kind: 'linear', max: '10', from: '50', to: '95' }, '50', '0'],
    [{ kind: 'linear', max: '10', from: '50', to: '95' }, '49', '0'],
    [{ kind: 'linear', max: '10', from: '50', to: '95' }, '65', '10/3'],
    [{ kind: 'linear', max: '10', from: '50', to: '95' }, '99', '10'],
    [circular.satisfaction.mapping, '49.99', '0'],
    [circular.satisfaction.mapping, '50', '1'],
    [circular.satisfaction.mapping, '79.99', '1'],
    [circular.satisfaction.mapping, '80', '2'],
  ])('%j at %s gives %s', (mapping, figure, points) => {
    expect(toExactText(mapFigure(exact(figure), mapping))).toBe(points);
  });

  it('never give less for more, and reach the maximum at 100', () => {
    const figure = fc.integer({ min: 0, max: 100_000 }).map((n) => exact(`${n}/1000`));
    for (const { satisfaction } of presets) {
      fc.assert(
        fc.property(figure, figure, (a, b) => {
          const [low, high] = compare(a, b) <= 0 ? [a, b] : [b, a];
          const order = compare(mapFigure(low, satisfaction.mapping), mapFigure(high, satisfaction.mapping));
          expect(order).toBeLessThanOrEqual(0);
        }),
      );
      expect(toExactText(mapFigure(exact('100'), satisfaction.mapping))).toBe(satisfaction.mapping.max);
    }
  });
});

describe('gates', () => {
  it.each<[string, Partial<SatisfactionEvidence>, string]>([
    ['one response too few', { responses: 29 }, 'too-few-responses'],
    ['an interval a little too wide', { interval: { low: '62.999999', high: '93' } }, 'interval-too-wide'],
    ['too low a response rate', { answered: 19 }, 'response-rate-too-low'],
    ['too many self-reported visits', { selfReportedVisits: 45 }, 'self-reported-share-too-high'],
    ['no figure of the kind asked', { figures: { mean: '80' } }, 'no-evidence'],
  ])('%s is not enough', (_, change, reason) => {
    const gate = gateEvidence({ ...enough, ...change }, decree.satisfaction);
    expect(gate).toEqual({ state: 'insufficient', reasons: [reason] });
  });

  it('let evidence through at their very ends', () => {
    const atEnds = { ...enough, interval: { low: '63', high: '93' }, answered: 20, selfReportedVisits: 44 };
    expect(gateEvidence(atEnds, decree.satisfaction)).toMatchObject({ state: 'sufficient', unchecked: [] });
  });

  it('say which of them could not be checked', () => {
    const bare = { period: '2026-10', figures: { 'share-satisfied': '85' } };
    expect(gateEvidence(bare, decree.satisfaction)).toMatchObject({
      state: 'sufficient',
      unchecked: ['responses', 'interval', 'response-rate', 'self-reported-share'],
    });
  });
});

describe('insufficient data', () => {
  const few = { ...enough, responses: 3 };
  const quarter = { ...enough, period: '2026-Q4', responses: 90, figures: { 'share-satisfied': '70' } };
  const hold = { ...decree.satisfaction, onInsufficient: { rule: 'hold' as const } };
  const pool = {
    ...decree.satisfaction,
    onInsufficient: { rule: 'pool' as const, otherwise: 'hold' as const },
  };

  it('is left out under renormalise, and the other criteria carry the whole weight', () => {
    expect(decideSatisfaction(few, quarter, decree.satisfaction)).toEqual({
      use: 'left-out',
      reasons: ['too-few-responses'],
    });
    const figures = {
      officer: 'Cán bộ 08',
      period: '2026-10',
      general: { points: '24.2', of: '27.5' },
      figures: { quantity: { percent: '92' }, quality: { percent: '92' }, progress: { percent: '92' } },
    };
    expect(sheetOf({ ...figures, satisfaction: few }, decree).total).toBe('90.8');
    expect(sheetOf({ ...figures, satisfaction: enough }, decree).total).toBe('90.6');
  });

  it('is taken from the quarter under pool, else as the policy says', () => {
    expect(decideSatisfaction(few, quarter, pool)).toMatchObject({
      use: 'counted',
      evidence: { period: '2026-Q4' },
    });
    expect(decideSatisfaction(few, { ...quarter, responses: 9 }, pool)).toMatchObject({ use: 'held' });
    expect(decideSatisfaction(few, undefined, draft.satisfaction)).toMatchObject({ use: 'left-out' });
    expect(decideSatisfaction(enough, quarter, pool)).toMatchObject({
      use: 'counted',
      evidence: { period: '2026-10' },
    });
  });

  it('withholds the level under hold until a person decides', () => {
    const figures = {
      officer: 'Cán bộ 08',
      period: '2026-10',
      general: { points: '24', of: '27.5' },
      figures: { quantity: { percent: '90' }, quality: { percent: '90' }, progress: { percent: '90' } },
      satisfaction: few,
    };
    const policy = { ...decree, satisfaction: hold };
    expect(sheetOf(figures, policy)).toMatchObject({
      total: null,
      level: null,
      levelByPoints: null,
      withheld: [{ code: 'satisfaction-held', about: 'satisfaction' }],
    });
    const counted = sheetOf({ ...figures, decision: { choice: 'count', entry: 'e1' } }, policy);
    expect(counted.total).toBe('89'); // 24 + 2 + 63
    const left = sheetOf({ ...figures, decision: { choice: 'leave-out', entry: 'e1' } }, policy);
    expect(left).toMatchObject({ total: '89.181818181818', totalExact: '981/11' }); // 24 / 27.5 x 30 + 63
    const none = {
      ...figures,
      satisfaction: { period: '2026-10', figures: {} },
      decision: { choice: 'count' as const, entry: 'e1' },
    };
    expect(sheetOf(none, policy).level).toBeNull();
  });

  it('fills index 7 of the circular where no value was entered', () => {
    const indices = Object.fromEntries([1, 2, 3, 4, 5, 6, 8, 9].map((n) => [`i${n}`, '2']));
    const base = { officer: 'Cán bộ 01', period: '2026-10', indices };
    expect(sheetOf({ ...base, satisfaction: enough }, circular)).toMatchObject({
      total: '18',
      level: 'excellent',
    });
    expect(sheetOf({ ...base, satisfaction: few }, circular)).toMatchObject({ total: null, level: null });
    expect(sheetOf({ ...base, indices: { ...indices, i7: '0' }, satisfaction: enough }, circular).total).toBe(
      '16',
    );
  });

  it('shows the evidence and counts nothing where the policy says evidence only', () => {
    const satisfaction = { ...decree.satisfaction, target: { kind: 'evidence' as const } };
    const figures = {
      officer: 'Cán bộ 01',
      period: '2026-10',
      general: { points: '27', of: '30' },
      figures: { quantity: { percent: '90' }, quality: { percent: '90' }, progress: { percent: '90' } },
      satisfaction: enough,
    };
    const sheet = sheetOf(figures, { ...decree, satisfaction });
    expect(sheet).toMatchObject({ total: '90', level: 'excellent' });
    expect(sheet.lines.at(-1)).toMatchObject({
      state: 'evidence',
      points: null,
      inputs: { responses: '30' },
    });
  });
});
