// Sheets: formulas, what is missing, findings, positions, simulation, the list by level, and properties over all presets.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sheet as sheetShape } from '../../shared/contract/kpi.ts';
import { add, compare, exact, sum, toExactText } from '../../shared/kpi/exact.ts';
import { levelList } from '../../shared/kpi/level-list.ts';
import type { OfficerFigures } from '../../shared/kpi/officer-figures.ts';
import { adjustPosition, positionOf } from '../../shared/kpi/position.ts';
import { sheetOf } from '../../shared/kpi/sheet.ts';
import { simulate } from '../../shared/kpi/simulation.ts';
import { workFigures } from '../../shared/kpi/work.ts';
import { circular, decree, draft, presets } from './presets.ts';

const percent = fc.integer({ min: 0, max: 10_000 }).map((n) => toExactText(exact(`${n}/100`)));

function officer(
  general: string,
  [a, b, c]: [string, string, string],
  more: Partial<OfficerFigures> = {},
): OfficerFigures {
  return {
    officer: 'Cán bộ 01',
    period: '2026-10',
    general: { points: general, of: '30' },
    figures: { quantity: { percent: a }, quality: { percent: b }, progress: { percent: c } },
    ...more,
  };
}

const leaderFigures = Object.fromEntries(
  ['quantity', 'quality', 'progress', 'd', 'dd', 'e'].map((name, index) => [
    name,
    { percent: String(90 + index) },
  ]),
);

describe('a sheet', () => {
  it('adds general criteria and (a + b + c) / 3 x 70', () => {
    expect(sheetOf(officer('27', ['95', '90', '88']), decree)).toMatchObject({
      total: '90.7',
      level: 'excellent',
    });
    expect(sheetOf(officer('20', ['100', '100', '100']), decree)).toMatchObject({
      total: '90',
      level: 'excellent',
    });
    expect(sheetOf(officer('25', ['80', '80', '81']), decree)).toMatchObject({
      total: '81.233333333333',
      totalExact: '2437/30',
      totalShown: '81.23',
    });
  });

  it('rates a leader by six parts', () => {
    const figures = { ...officer('27', ['0', '0', '0']), position: 'leader', figures: leaderFigures };
    expect(sheetOf(figures, decree).total).toBe('91.75'); // 27 + (90 + ... + 95) / 6 x 0.7 = 27 + 64.75
  });

  it('rates a position without countable products by process criteria', () => {
    const figures = {
      ...officer('24', ['0', '0', '0']),
      position: 'without-countable-products',
      figures: { progress: { percent: '100' }, accuracy: { percent: '90' }, compliance: { percent: '80' } },
    };
    // 24 + 100 x 1/4 x 0.7 + (90 + 80) / 2 x 3/4 x 0.7 = 24 + 17.5 + 44.625
    expect(sheetOf(figures, draft).total).toBe('86.125');
    const served = { period: '2026-10', figures: { 'share-satisfied': '100' }, responses: 50 };
    // 24 + 17.5 + (90 + 80 + 100) / 3 x 3/4 x 0.7 = 41.5 + 47.25
    expect(sheetOf({ ...figures, satisfaction: served }, draft).total).toBe('88.75');
  });

  it('withholds total and level where a needed figure is missing, and says which', () => {
    const { general: _, ...withoutGeneral } = officer('27', ['90', '90', '90']);
    expect(sheetOf(withoutGeneral, decree)).toMatchObject({
      total: null,
      totalShown: null,
      level: null,
      withheld: [{ code: 'missing-figure', about: 'general' }],
    });
    const withoutQuality = officer('27', ['90', '90', '90']);
    delete withoutQuality.figures?.quality;
    expect(sheetOf(withoutQuality, decree).withheld).toMatchObject([
      { code: 'missing-figure', about: 'quality' },
    ]);
    const idle = officer('27', ['90', '90', '90']);
    idle.figures = { ...idle.figures, quantity: { achieved: '0', assigned: '0' } };
    expect(sheetOf(idle, decree).withheld).toMatchObject([{ code: 'nothing-assigned', about: 'quantity' }]);
    expect(sheetOf({ officer: 'x', period: '2026-10', indices: {} }, circular).withheld).toHaveLength(9);
  });

  it('lets a finding lower the level and keeps the points apart', () => {
    const marked = sheetOf(officer('27', ['95', '90', '88'], { marks: ['reprimand-or-heavier'] }), decree);
    expect(marked).toMatchObject({ total: '90.7', levelByPoints: 'excellent', level: 'not-completed' });
    const unitLed = officer('27', ['95', '90', '88'], { marks: ['corruption-in-unit-led'] });
    expect(sheetOf(unitLed, decree).level).toBe('excellent');
    const leader = { ...unitLed, position: 'leader', figures: leaderFigures };
    expect(sheetOf(leader, decree)).toMatchObject({ levelByPoints: 'excellent', level: 'not-completed' });
    expect(() => sheetOf(officer('27', ['95', '90', '88'], { marks: ['typo'] }), decree)).toThrow(
      'knows no mark typo',
    );
  });

  it('refuses figures outside their range', () => {
    expect(() => sheetOf(officer('30.01', ['90', '90', '90']), decree)).toThrow('not between 0 and 30');
    expect(() => sheetOf(officer('27', ['100.01', '90', '90']), decree)).toThrow('not a percentage');
    expect(() => sheetOf({ officer: 'x', period: '2026-10', indices: { i1: '3' } }, circular)).toThrow(
      'i1 3 is not between',
    );
    expect(() => sheetOf({ ...officer('27', ['9', '9', '9']), position: 'nobody' }, decree)).toThrow(
      'no position nobody',
    );
  });

  it('has the shape the feed promises', () => {
    expect(sheetShape.safeParse(sheetOf(officer('25', ['80', '80', '81']), decree)).error).toBeUndefined();
    expect(
      sheetShape.safeParse(sheetOf({ officer: 'x', period: '2026-10' }, circular)).error,
    ).toBeUndefined();
  });
});

describe('work', () => {
  const item = {
    product: 'p',
    assigned: '10',
    completed: '8',
    failedChecks: 0,
    failedChecksObjective: 0,
    delays: 0,
    delaysObjective: 0,
  };

  it.each([
    [{}, '8', '8'],
    [{ failedChecks: 1 }, '6', '8'],
    [{ failedChecks: 1, failedChecksObjective: 1 }, '8', '8'],
    [{ failedChecks: 4 }, '0', '8'],
    [{ failedChecks: 7 }, '0', '8'],
    [{ delays: 3, delaysObjective: 1 }, '8', '4'],
  ])('with %j leaves quality %s and progress %s of 8', (change, quality, progress) => {
    const figures = workFigures([{ ...item, ...change }], decree.task);
    expect(figures).toEqual({
      quantity: { achieved: '8', assigned: '10' },
      quality: { achieved: quality, assigned: '10' },
      progress: { achieved: progress, assigned: '10' },
    });
  });

  it('counts objective causes where the policy does not except them', () => {
    const strict = { ...decree.task, objectiveCausesExcepted: false };
    expect(workFigures([{ ...item, delays: 1, delaysObjective: 1 }], strict).progress.achieved).toBe('6');
  });

  it.each([
    [{ failedChecks: 1, failedChecksObjective: 2 }, 'p: more objective causes than failed checks'],
    [{ delaysObjective: 1 }, 'p: more objective causes than delays'],
    [{ delays: -1 }, 'p: delays is not a count'],
    [{ completed: '-1' }, 'p: completed is below 0'],
  ])('refuses %j', (change, reason) => {
    expect(() => workFigures([{ ...item, ...change }], decree.task)).toThrow(reason);
  });
});

describe('positions', () => {
  const weights = (quality: string, satisfaction: string, coordination: string) => ({
    position: 'officer',
    weights: [
      { part: 'quality', criterion: 'quality', weight: quality },
      { part: 'quality', criterion: 'satisfaction', weight: satisfaction },
      { part: 'quality', criterion: 'coordination', weight: coordination },
    ],
  });

  it('take a manager’s weights within the bounds', () => {
    const adjusted = adjustPosition(draft, weights('0.4', '0.35', '0.25'));
    if (adjusted.state !== 'adjusted') throw new Error(JSON.stringify(adjusted));
    expect(positionOf(draft).parts[1]?.criteria[0]?.weight).toBe('0.5');
    const figures = officer('24', ['90', '90', '90'], {
      adjusted: adjusted.position,
      satisfaction: { period: '2026-10', figures: { 'share-satisfied': '100' }, responses: 50 },
    });
    figures.figures = { ...figures.figures, coordination: { percent: '80' } };
    // 24 + (90 + (0.4 x 90 + 0.35 x 100 + 0.25 x 80) + 90) / 3 x 0.7 = 24 + 271 / 3 x 0.7
    expect(sheetOf(figures, draft)).toMatchObject({ totalExact: '2617/30' });
  });

  it.each([
    [weights('0.3', '0.45', '0.25'), '0.3 is more than 0.1 from'],
    [weights('0.5', '0.3', '0.25'), 'sum to 1.05'],
    [{ position: 'nobody', weights: [] }, 'no position nobody'],
    [
      { position: 'officer', weights: [{ part: 'quality', criterion: 'x', weight: '1' }] },
      'no such criterion',
    ],
  ])('refuse others', (adjustment, reason) => {
    const refused = adjustPosition(draft, adjustment);
    expect(
      refused.state === 'refused' && refused.problems.map((problem) => problem.reason).join('; '),
    ).toContain(reason);
  });
});

describe('properties over the presets', () => {
  const figures = fc.record({
    general: fc.integer({ min: 0, max: 3000 }),
    quantity: percent,
    quality: percent,
    progress: percent,
    coordination: fc.option(percent, { nil: undefined }),
    satisfaction: fc.option(percent, { nil: undefined }),
    indices: fc.array(fc.constantFrom(0, 1, 2), { minLength: 9, maxLength: 9 }),
  });
  type Drawn = typeof figures extends fc.Arbitrary<infer T> ? T : never;

  const toOfficer = (drawn: Drawn): OfficerFigures => ({
    officer: 'Cán bộ 01',
    period: '2026-10',
    general: { points: toExactText(exact(`${drawn.general}/100`)), of: '30' },
    figures: {
      quantity: { percent: drawn.quantity },
      quality: { percent: drawn.quality },
      progress: { percent: drawn.progress },
      ...(drawn.coordination === undefined ? {} : { coordination: { percent: drawn.coordination } }),
    },
    indices: Object.fromEntries(drawn.indices.map((value, index) => [`i${index + 1}`, String(value)])),
    ...(drawn.satisfaction === undefined
      ? {}
      : {
          satisfaction: {
            period: '2026-10',
            figures: { 'share-satisfied': drawn.satisfaction },
            responses: 50,
          },
        }),
  });
  const totalOf = (drawn: Drawn, policy: (typeof presets)[number]) => {
    const sheet = sheetOf(toOfficer(drawn), policy);
    return exact(sheet.totalExact ?? (sheet.total as string));
  };

  it('better evidence never lowers points', () => {
    const higher = fc.tuple(
      figures,
      percent,
      fc.constantFrom(
        'quantity',
        'quality',
        'progress',
        'satisfaction',
        'coordination',
        'general',
        'index' as const,
      ),
      fc.nat(8),
    );
    for (const policy of presets) {
      fc.assert(
        fc.property(higher, ([drawn, value, name, at]) => {
          const better: Drawn = { ...drawn };
          if (name === 'general') better.general = Math.min(3000, drawn.general + 37);
          else if (name === 'index') better.indices = drawn.indices.map((v, i) => (i === at ? 2 : v));
          else {
            const key = name as 'quantity' | 'quality' | 'progress' | 'satisfaction' | 'coordination';
            const before = drawn[key];
            if (before === undefined) return;
            better[key] = compare(exact(value), exact(before)) > 0 ? value : before;
          }
          expect(compare(totalOf(better, policy), totalOf(drawn, policy)), policy.id).toBeGreaterThanOrEqual(
            0,
          );
        }),
        { numRuns: 300 },
      );
    }
  });

  it('renormalised weights sum to 1, whatever is left out', () => {
    fc.assert(
      fc.property(figures, (drawn) => {
        for (const policy of [draft, decree]) {
          const { lines } = sheetOf(toOfficer(drawn), policy);
          for (const part of ['quantity', 'quality', 'progress']) {
            const counted = lines.filter((line) => line.part === part && line.state === 'counted');
            expect(toExactText(sum(counted.map(({ inputs }) => exact(inputs.weight as string))))).toBe('1');
          }
          const general = lines.filter((line) => line.part === 'general').map(({ max }) => exact(max));
          expect(toExactText(sum(general))).toBe('30');
        }
      }),
    );
  });

  it('what is held or missing keeps its weight until it is there', () => {
    const hold = (policy: typeof draft) => ({
      ...policy,
      satisfaction: { ...policy.satisfaction, onInsufficient: { rule: 'hold' as const } },
    });
    const few = { satisfaction: { period: '2026-10', figures: { 'share-satisfied': '100' }, responses: 3 } };
    const held = sheetOf(officer('27', ['95', '90', '88'], few), hold(decree));
    expect(held).toMatchObject({ total: null, withheld: [{ code: 'satisfaction-held' }] });
    const general = held.lines.filter(({ part }) => part === 'general');
    expect(general.map(({ state, max }) => [state, max])).toEqual([
      ['counted', '27.5'],
      ['held', '2.5'],
    ]);
    const quality = sheetOf(officer('27', ['95', '90', '88'], few), hold(draft)).lines.filter(
      ({ part }) => part === 'quality',
    );
    expect(quality.map(({ state, inputs }) => [state, inputs.weight])).toEqual([
      ['counted', '2/3'],
      ['held', '1/3'],
      ['left-out', '0.25'],
    ]);
  });

  it('lines sum to the total, and the total stays in its range', () => {
    fc.assert(
      fc.property(figures, (drawn) => {
        for (const policy of presets) {
          const sheet = sheetOf(toOfficer(drawn), policy);
          const lines = sheet.lines.map((line) => exact(line.pointsExact ?? line.points ?? '0'));
          const total = exact(sheet.totalExact ?? (sheet.total as string));
          expect(compare(lines.reduce(add, exact('0')), total)).toBe(0);
          expect(compare(total, exact(policy.totalMax))).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('satisfaction moves the decree’s total by steps of 0.5 and at most 2.5', () => {
    fc.assert(
      fc.property(figures, percent, percent, (drawn, one, other) => {
        const [a, b] = [one, other].map((satisfaction) => totalOf({ ...drawn, satisfaction }, decree)) as [
          ReturnType<typeof exact>,
          ReturnType<typeof exact>,
        ];
        const halves = toExactText(add(a, { numerator: -b.numerator, denominator: b.denominator }));
        expect(Number.isInteger(Number(halves) * 2)).toBe(true);
        expect(Math.abs(Number(halves))).toBeLessThanOrEqual(2.5);
      }),
    );
  });
});

describe('simulation', () => {
  it('says officer by officer what another policy would have given', () => {
    const people = [
      { ...officer('20', ['100', '100', '100']), officer: 'Cán bộ 02' },
      {
        ...officer('27', ['95', '90', '88']),
        officer: 'Cán bộ 01',
        marks: ['reprimand-or-heavier'],
        position: 'officer',
      },
    ];
    const simulation = simulate('2026-10', people, decree, draft);
    expect(simulation.officers).toMatchObject([
      {
        officer: 'Cán bộ 01',
        current: { total: '90.7', level: 'not-completed' },
        draft: { total: '90.7', level: 'excellent' },
        difference: '0',
        levelChanges: true,
        notes: ['mark-not-in-draft:reprimand-or-heavier'],
      },
      {
        officer: 'Cán bộ 02',
        current: { level: 'excellent' },
        draft: { level: 'good' },
        levelChanges: true,
        notes: [],
      },
    ]);
    expect(simulation.counts.excellent).toEqual({ current: 1, draft: 1 });
    expect(simulation.warnings.current).toHaveLength(1);
    expect(simulation.warnings.draft).toEqual([]);
    expect(simulate('2026-10', people, decree, circular).officers[0]).toMatchObject({
      draft: { total: null },
      difference: null,
    });
  });
});

describe('the list by level', () => {
  it('says how sure each line is and decides nothing', () => {
    const satisfaction = {
      period: '2026-10',
      figures: { 'share-satisfied': '85' },
      responses: 40,
      interval: { low: '75', high: '93' },
    };
    const people = [
      // 24 x 27.5 / 30 + 2 + a little under 66; at the low end 1.5 instead of 2
      { ...officer('24', ['100', '90', '92.857142857142']), officer: 'Cán bộ 01', satisfaction },
      { ...officer('27', ['95', '90', '88']), officer: 'Cán bộ 02' },
      { officer: 'Cán bộ 03', period: '2026-10' },
    ];
    const list = levelList(people, decree, false);
    expect(list.final).toBe(false);
    expect(list.lines.map(({ officer: name }) => name)).toEqual(['Cán bộ 02', 'Cán bộ 01', 'Cán bộ 03']);
    expect(list.lines[0]).toMatchObject({
      level: 'excellent',
      toBoundary: '0.7',
      doubts: expect.arrayContaining(['attested:general', 'left-out:general.satisfaction']),
    });
    expect(list.lines[1]?.satisfactionInterval).toEqual({
      atLow: 'good',
      atHigh: 'good',
      decidesLevel: false,
    });
    expect(list.lines[1]?.doubts).toContain('unchecked:response-rate');
    expect(list.lines[2]).toMatchObject({ level: null, total: null, toBoundary: null });
    const onEdge = levelList(
      [{ ...officer('24', ['95', '95', '95']), officer: 'Cán bộ 04', satisfaction }],
      decree,
      true,
    );
    // 22 + 2 + 66.5 = 90.5, or 90 at the low end
    expect(onEdge.lines[0]).toMatchObject({
      total: '90.5',
      satisfactionInterval: { atLow: 'excellent', atHigh: 'excellent' },
    });
    const below = levelList(
      [{ ...officer('24', ['94', '95', '95']), officer: 'Cán bộ 05', satisfaction }],
      decree,
      true,
    );
    expect(below.lines[0]).toMatchObject({
      level: 'excellent',
      satisfactionInterval: { atLow: 'good', decidesLevel: true },
    });
  });
});
