// Months to a period where the policy's other choices decide: a transfer inside a month, leave, means instead of sums,
// amounts beside percentages, satisfaction by month, and what people may enter.
import { describe, expect, it } from 'vitest';
import { policyFaults } from '../../server/kpi/figures.ts';
import { monthFiguresBody, petitionBody } from '../../shared/contract/kpi.ts';
import { monthFiguresOf } from '../../shared/kpi/entered-figures.ts';
import { type MonthFigures, periodFigures } from '../../shared/kpi/months.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import { poolEvidence } from '../../shared/kpi/satisfaction.ts';
import { sheetOf } from '../../shared/kpi/sheet.ts';
import { circular, decree, draft } from './presets.ts';

const under = <P extends Policy>(policy: P, change: Partial<Policy['aggregation']>): P => ({
  ...policy,
  aggregation: { ...policy.aggregation, ...change },
});

function month(period: string, percents: string, more: Partial<MonthFigures> = {}): MonthFigures {
  return {
    officer: 'Cán bộ 01',
    period,
    daysWorked: 20,
    workingDays: 20,
    general: { points: '27', of: '30' },
    figures: Object.fromEntries(
      ['quantity', 'quality', 'progress'].map((name) => [name, { percent: percents }]),
    ),
    ...more,
  };
}

const amounts = (achieved: string, assigned: string) =>
  Object.fromEntries(['quantity', 'quality', 'progress'].map((name) => [name, { achieved, assigned }]));

describe('a transfer inside a month', () => {
  const entries = [
    month('2026-10', '90', { unit: 'B', daysWorked: 5, general: { points: '20', of: '30' } }),
    month('2026-10', '60', {
      unit: 'Z',
      daysWorked: 15,
      general: { points: '24', of: '30' },
      handedOver: true,
    }),
    month('2026-11', '80', { unit: 'B', general: { points: '27', of: '30' } }),
  ];

  it('weighs the two entries by days worked and counts the month once', () => {
    const { figures } = periodFigures(entries, '2026-Q4', under(decree, { task: 'mean-of-months-worked' }));
    // October (20 x 5 + 24 x 15) / 20 = 23 points and (90 x 5 + 60 x 15) / 20 = 67.5 %; with November 25 and 73.75
    expect(figures).toMatchObject({ unit: 'B', general: { points: '25', of: '30' } });
    expect(figures.figures?.quality).toEqual({ percent: '73.75' });
  });

  it('knows the last unit although the old one sorts behind it', () => {
    const october = entries.slice(0, 2);
    const own = periodFigures(october, '2026-10', under(decree, { transfer: 'last-unit-only' }));
    expect(own.figures).toMatchObject({ unit: 'B', general: { points: '20' } });
    expect(own.months.map(({ unit, use }) => [unit, use])).toEqual([
      ['Z', 'other-unit'],
      ['B', 'counted'],
    ]);
  });
});

describe('amounts', () => {
  const entries = [
    month('2026-10', '', { figures: amounts('90', '100') }),
    month('2026-11', '', { figures: amounts('10', '50'), daysWorked: 10.5, workingDays: 21 }),
  ];

  it('sum over sum, or the mean of the months, as the policy says', () => {
    expect(periodFigures(entries, '2026-Q4', decree).figures.figures?.quantity).toEqual({
      achieved: '100',
      assigned: '150',
    });
    const means = periodFigures(entries, '2026-Q4', under(decree, { task: 'mean-of-months-worked' }));
    expect(means.figures.figures?.quantity).toEqual({ percent: '55' });
  });

  it('are cut to the days worked where the policy scales them', () => {
    const scaled = periodFigures(entries, '2026-Q4', under(decree, { leave: 'scaled-to-days-worked' }));
    expect(scaled.figures.figures?.quantity).toEqual({ achieved: '100', assigned: '125' });
  });

  it('beside percentages have no sum, and the sheet says so', () => {
    const mixed = [entries[0] as MonthFigures, month('2026-11', '80')];
    const { figures } = periodFigures(mixed, '2026-Q4', decree);
    const sheet = sheetOf(figures, decree);
    expect(sheet.total).toBeNull();
    expect(sheet.withheld.map(({ code }) => code)).toContain('amounts-and-percentages-mixed');
  });

  it('missing in one worked month are missing in the period', () => {
    const second = month('2026-11', '80');
    delete second.figures?.quality;
    const sheet = sheetOf(periodFigures([month('2026-10', '80'), second], '2026-Q4', decree).figures, decree);
    expect(sheet.withheld).toMatchObject([{ code: 'missing-figure', about: 'quality' }]);
  });

  it('that need not be there are taken over the months that have them', () => {
    const first = month('2026-10', '80');
    first.figures = { ...first.figures, coordination: { percent: '70' } };
    const { figures } = periodFigures([first, month('2026-11', '80')], '2026-Q4', draft);
    expect(figures.figures?.coordination).toEqual({ percent: '70' });
  });
});

describe('satisfaction of a period', () => {
  const served = (period: string, share: string, responses: number) => ({
    period,
    figures: { 'share-satisfied': share },
    responses,
  });
  const entries = [
    month('2026-10', '90', { satisfaction: served('2026-10', '100', 30) }), // 2.5 points
    month('2026-11', '90', { satisfaction: served('2026-11', '60', 90) }), // 1.5 points
    month('2026-12', '90', { satisfaction: served('2026-12', '100', 3) }), // too few
  ];

  it('is of the pooled responses, or the mean of the months in which it counted', () => {
    // 30 + 54 + 3 = 87 of 123 satisfied: 70.7 %, 1.5 points; 27 / 30 x 27.5 = 24.75
    expect(sheetOf(periodFigures(entries, '2026-Q4', decree).figures, decree).total).toBe('89.25');
    const byMonth = under(decree, { satisfaction: 'mean-of-months' });
    // (2.5 + 1.5) / 2 = 2
    expect(sheetOf(periodFigures(entries, '2026-Q4', byMonth).figures, byMonth).total).toBe('89.75');
  });

  it('counts a month that two persons let count, and takes none of their answers for the quarter’s', () => {
    const byMonth = {
      ...under(decree, { satisfaction: 'mean-of-months' }),
      satisfaction: { ...decree.satisfaction, onInsufficient: { rule: 'hold' as const } },
    };
    const [october, november, december] = entries as [MonthFigures, MonthFigures, MonthFigures];
    const decided = { ...december, decision: { choice: 'count' as const, entry: 'aa' } };
    const { figures } = periodFigures([october, november, decided], '2026-Q4', byMonth);
    // (2.5 + 1.5 + 2.5) / 3
    expect(figures.monthlySatisfaction).toEqual(['2.5', '1.5', '2.5']);
    expect(figures.decision).toBeUndefined();
    const alone = periodFigures([decided], '2026-Q4', { ...byMonth, aggregation: decree.aggregation });
    expect(sheetOf(alone.figures, byMonth)).toMatchObject({
      total: null,
      withheld: [{ code: 'satisfaction-held' }],
    });
  });

  it('prefers the indicator’s own evidence to counts put together', () => {
    const { figures } = periodFigures(entries, '2026-Q4', decree, served('2026-Q4', '85', 123));
    expect(sheetOf(figures, decree).total).toBe('89.75');
  });

  it('pools counts and averages, and nothing it cannot', () => {
    const pooled = poolEvidence('2026-Q4', [
      { ...served('2026-10', '50', 10), invited: 100, interval: { low: '40', high: '60' } },
      { ...served('2026-11', '100', 30), invited: 50 },
    ]);
    expect(pooled).toEqual({
      period: '2026-Q4',
      figures: { 'share-satisfied': '175/2' },
      responses: 40,
      invited: 150,
    });
    expect(poolEvidence('2026-Q4', [{ period: '2026-10', figures: {} }])).toBeUndefined();
  });
});

it('indices of a period are the mean of its months, and 15.5 is above 15', () => {
  const indices = (points: number[]) =>
    Object.fromEntries(points.map((value, index) => [`i${index + 1}`, String(value)]));
  const entries = [
    month('2026-10', '', { indices: indices([2, 2, 2, 2, 2, 2, 2, 1, 0]) }),
    month('2026-11', '', { indices: indices([2, 2, 2, 2, 2, 2, 2, 1, 1]) }),
  ];
  const { figures } = periodFigures(entries, '2026-Q4', circular);
  expect(sheetOf(figures, circular)).toMatchObject({ total: '15.5', level: 'excellent' });
});

describe('what people enter', () => {
  const body = {
    officer: 'Cán bộ 01',
    month: '2026-10',
    daysWorked: 20,
    workingDays: 22,
    source: 'phần mềm một cửa',
  };
  const item = {
    product: 'p',
    assigned: '10',
    completed: '8',
    failedChecks: 1,
    failedChecksObjective: 0,
    delays: 0,
    delaysObjective: 0,
  };
  const entered = { by: 'Quản lý 01', at: '2026-11-02T09:00:00+07:00' };

  it('is marked with who, from where and when, figure by figure', () => {
    const parsed = monthFiguresBody.parse({ ...body, general: { points: '27', of: '30' }, work: [item] });
    const figures = monthFiguresOf(parsed, entered, decree);
    expect(figures.figures?.quality).toEqual({ achieved: '6', assigned: '10' });
    expect(figures.attestations?.quality).toEqual({ ...entered, source: 'phần mềm một cửa' });
    expect(Object.keys(figures.attestations ?? {}).sort()).toEqual([
      'general',
      'progress',
      'quality',
      'quantity',
    ]);
    const sheet = sheetOf(figures, decree);
    expect(sheet.lines.find(({ id }) => id === 'quality.quality')?.attestation).toEqual(
      figures.attestations?.quality,
    );
  });

  it('is refused where it says the same twice or has no place', () => {
    const twice = monthFiguresBody.parse({ ...body, figures: { quality: { percent: '90' } }, work: [item] });
    expect(() => monthFiguresOf(twice, entered, decree)).toThrow('quality is entered twice');
    expect(() =>
      monthFiguresOf(monthFiguresBody.parse({ ...body, work: [item] }), entered, circular),
    ).toThrow('no task part');
  });

  it.each([
    [{ daysWorked: 20.3 }],
    [{ month: '2026-Q4' }],
    [{ figures: { quality: { percent: '100.5' } } }],
    [{ figures: { quality: { percent: '9,5' } } }],
    [{ general: { points: '-1', of: '30' } }],
    [{ work: [{ ...item, failedChecksObjective: 2 }] }],
    [{ officer: '' }],
    [{ rating: 5 }],
  ])('has no shape like %j', (change) => {
    expect(monthFiguresBody.safeParse({ ...body, ...change }).success).toBe(false);
  });

  it('petitions name a group of responses and never one', () => {
    const petition = { reason: 'not-my-visit', text: 'Không phải lượt của tôi' };
    const subject = { kind: 'responses', counter: 'Quầy 1', day: '2026-10-14' };
    expect(petitionBody.safeParse({ ...petition, subject }).success).toBe(true);
    expect(petitionBody.safeParse({ ...petition, subject: { ...subject, responseId: 'x' } }).success).toBe(
      false,
    );
  });
});

it('an index is entered as one of the values it has, whichever way', () => {
  const entered = (value: string) =>
    policyFaults(
      monthFiguresBody.parse({
        ...{ officer: 'CB01', month: '2026-10', daysWorked: 22, workingDays: 22, source: 'x' },
        indices: { i1: value },
      }),
      circular,
    );
  expect(entered('1')).toEqual([]);
  expect(entered('2.0')).toEqual([]);
  for (const value of ['1.5', '3']) {
    expect(entered(value)).toEqual([{ field: 'i1', message: `${value} is not one of 0, 1, 2` }]);
  }
});
