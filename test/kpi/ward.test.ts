// A whole ward, a month and a quarter, against sheets computed by hand.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { monthFiguresOf } from '../../shared/kpi/entered-figures.ts';
import { type MonthFigures, periodFigures } from '../../shared/kpi/months.ts';
import type { SatisfactionEvidence } from '../../shared/kpi/satisfaction.ts';
import { unitTable, unitTableHash } from '../../shared/kpi/unit-table.ts';
import { decree } from './presets.ts';

interface WardMonth {
  unit?: string;
  handedOver?: boolean;
  daysWorked?: number;
  general?: number;
  amounts?: [number, number, number, number];
  work?: never;
  satisfaction?: number;
  responses?: number;
  visits?: number;
  selfReportedVisits?: number;
}
interface Expected {
  total: string;
  exact?: string;
  level: string;
  levelByPoints?: string;
  leftOut?: string[];
}
interface Ward {
  unit: string;
  group: string;
  month: string;
  quarter: string;
  days: Record<string, number>;
  officers: {
    officer: string;
    months?: Record<string, WardMonth>;
    everyMonth?: WardMonth;
    quarterEvidence?: { satisfaction: number; responses: number };
    marks?: Record<string, string[]>;
    month?: Expected;
    quarter: Expected;
  }[];
  caps: Record<'month' | 'quarter', { count: number; base: number; allowed: number }>;
}

const ward = parse(
  readFileSync(new URL('../fixtures/kpi/ward-2026-q4.yaml', import.meta.url), 'utf8'),
) as Ward;

function evidenceOf(period: string, month: WardMonth): SatisfactionEvidence | undefined {
  if (month.satisfaction === undefined || month.responses === undefined) return undefined;
  return {
    period,
    figures: { 'share-satisfied': String(month.satisfaction) },
    responses: month.responses,
    ...(month.visits === undefined ? {} : { visits: month.visits }),
    ...(month.selfReportedVisits === undefined ? {} : { selfReportedVisits: month.selfReportedVisits }),
  };
}

function monthsOf(officer: Ward['officers'][number]): MonthFigures[] {
  return Object.keys(ward.days).flatMap((period) => {
    const month = officer.months?.[period] ?? officer.everyMonth;
    if (month === undefined) return [];
    const workingDays = ward.days[period] as number;
    const [assigned, ...achieved] = month.amounts ?? [];
    const figures =
      assigned === undefined
        ? undefined
        : Object.fromEntries(
            ['quantity', 'quality', 'progress'].map((name, index) => [
              name,
              { achieved: String(achieved[index]), assigned: String(assigned) },
            ]),
          );
    const marks = officer.marks?.[period];
    const entry = monthFiguresOf(
      {
        officer: officer.officer,
        month: period,
        unit: month.unit ?? ward.unit,
        group: ward.group,
        daysWorked: month.daysWorked ?? workingDays,
        workingDays,
        source: 'phiếu theo dõi tháng',
        ...(month.handedOver === undefined ? {} : { handedOver: month.handedOver }),
        ...(month.general === undefined ? {} : { general: { points: String(month.general), of: '27.5' } }),
        ...(figures === undefined ? {} : { figures }),
        ...(month.work === undefined ? {} : { work: month.work }),
        ...(marks === undefined ? {} : { marks }),
      },
      { by: 'Quản lý 01', at: '2026-12-31T16:00:00+07:00' },
      decree,
    );
    const evidence = evidenceOf(period, month);
    return [evidence === undefined ? entry : { ...entry, satisfaction: evidence }];
  });
}

const entries = new Map(ward.officers.map((officer) => [officer.officer, monthsOf(officer)]));

function monthTable() {
  const figures = [...entries.values()].flatMap((months) =>
    months.filter(({ period }) => period === ward.month),
  );
  return unitTable(ward.month, figures, decree);
}

function quarterTable(order: (months: MonthFigures[]) => MonthFigures[] = (months) => months) {
  const figures = ward.officers.map(({ officer, quarterEvidence }) => {
    const evidence = quarterEvidence === undefined ? undefined : evidenceOf(ward.quarter, quarterEvidence);
    return periodFigures(order(entries.get(officer) ?? []), ward.quarter, decree, evidence).figures;
  });
  return unitTable(ward.quarter, figures, decree);
}

function check(table: ReturnType<typeof unitTable>, kind: 'month' | 'quarter'): void {
  const expected = ward.officers.filter((officer) => officer[kind] !== undefined);
  expect(table.sheets.map(({ officer }) => officer)).toEqual(expected.map(({ officer }) => officer));
  for (const [index, officer] of expected.entries()) {
    const sheet = table.sheets[index];
    const want = officer[kind] as Expected;
    expect(
      {
        officer: sheet?.officer,
        total: sheet?.total,
        exact: sheet?.totalExact,
        level: sheet?.level,
        levelByPoints: sheet?.levelByPoints,
        leftOut: sheet?.lines.find(({ state }) => state === 'left-out')?.notes,
      },
      officer.officer,
    ).toEqual({
      officer: officer.officer,
      total: want.total,
      exact: want.exact,
      level: want.level,
      levelByPoints: want.levelByPoints ?? want.level,
      leftOut: want.leftOut,
    });
    for (const line of sheet?.lines ?? []) {
      expect(line.formula.vi).not.toBe('');
      expect(line.source).not.toBe('');
      expect(line.policy).toBe('decree-335-2025 v1');
      if (line.standing === 'attested' && kind === 'month') expect(line.attestation?.by).toBe('Quản lý 01');
    }
  }
  const { count, base, allowed } = ward.caps[kind];
  expect(table.warnings).toHaveLength(1);
  expect(table.warnings[0]).toMatchObject({ count, base, allowed, unit: ward.unit, group: ward.group });
}

describe('a sample ward of 12 officers', () => {
  it('has the sheets computed by hand for the month', () => check(monthTable(), 'month'));

  it('has the sheets computed by hand for the quarter', () => check(quarterTable(), 'quarter'));

  it('does not depend on the order of officers, of months or of batches', () => {
    const month = monthTable();
    const figures = [...entries.values()].flatMap((months) =>
      months.filter(({ period }) => period === ward.month),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(figures, { minLength: figures.length }), (shuffled) => {
        expect(unitTableHash(unitTable(ward.month, shuffled, decree))).toBe(unitTableHash(month));
      }),
      { numRuns: 20 },
    );
    for (const sheet of month.sheets) {
      const alone = figures.filter(({ officer }) => officer === sheet.officer);
      expect(unitTable(ward.month, alone, decree).sheets).toEqual([sheet]);
    }
    expect(unitTableHash(quarterTable((months) => [...months].reverse()))).toBe(
      unitTableHash(quarterTable()),
    );
  });

  it('keeps the months that did not count in sight', () => {
    const leave = periodFigures(entries.get('Cán bộ 06') ?? [], ward.quarter, decree);
    expect(leave.months.map(({ month, use }) => [month, use])).toEqual([
      ['2026-10', 'not-worked'],
      ['2026-11', 'counted'],
      ['2026-12', 'counted'],
    ]);
    const moved = periodFigures(entries.get('Cán bộ 05') ?? [], ward.quarter, decree);
    expect(moved.months.map(({ unit }) => unit)).toEqual(['Phường cũ', 'Phường mẫu', 'Phường mẫu']);
    expect(moved.figures.unit).toBe('Phường mẫu');
  });

  it('counts transfer, unworked months and too short work as the policy says', () => {
    const moved = entries.get('Cán bộ 05') ?? [];
    const lastUnit = {
      ...decree,
      aggregation: { ...decree.aggregation, transfer: 'last-unit-only' as const },
    };
    const own = periodFigures(moved, ward.quarter, lastUnit);
    expect(own.months[0]?.use).toBe('other-unit');
    expect(own.figures.figures?.quantity).toEqual({ achieved: '370', assigned: '400' });

    const leave = entries.get('Cán bộ 06') ?? [];
    const asZero = { ...decree, aggregation: { ...decree.aggregation, unworkedMonths: 'as-zero' as const } };
    expect(periodFigures(leave, ward.quarter, asZero).figures.general?.points).toBe('187/12');

    const twoMonths = { ...decree, aggregation: { ...decree.aggregation, monthsWorkedMin: 2 } };
    const short = periodFigures(entries.get('Cán bộ 07') ?? [], ward.quarter, twoMonths);
    const [sheet] = unitTable(ward.quarter, [short.figures], twoMonths).sheets;
    expect(sheet).toMatchObject({ total: null, level: null, withheld: [{ code: 'too-few-months-worked' }] });
  });

  it('refuses months that do not belong together', () => {
    const [first, second] = entries.get('Cán bộ 02') as [MonthFigures, MonthFigures];
    const other = (entries.get('Cán bộ 03') as MonthFigures[])[1] as MonthFigures;
    expect(() => periodFigures([], ward.quarter, decree)).toThrow('no month');
    expect(() => periodFigures([first, first], ward.quarter, decree)).toThrow('appears twice');
    expect(() => periodFigures([first, other], ward.quarter, decree)).toThrow('mixed');
    expect(() => periodFigures([first], '2026-11', decree)).toThrow('2026-10 is not in 2026-11');
    expect(() => periodFigures([{ ...second, daysWorked: 30 }], ward.quarter, decree)).toThrow(
      '30 days worked of 21',
    );
    expect(() => unitTable(ward.month, [second, second], decree)).toThrow('appears twice');
    expect(() => unitTable(ward.quarter, [second], decree)).toThrow('figures are of 2026-11');
  });
});
