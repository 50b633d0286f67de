// Sheets from ledger entries: entered figures there and back, the hand-computed ward through the ledger, the indicator's rules,
// the modes that count.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type MonthFiguresBody, monthFiguresBody } from '../../shared/contract/kpi.ts';
import { countedCells } from '../../shared/kpi/counted-cells.ts';
import { toDecimalText } from '../../shared/kpi/exact.ts';
import { currentFigures, figuresEntryOf, monthFiguresOfEntry } from '../../shared/kpi/figures-entry.ts';
import { indicatorPolicyOf, stepBoundaries } from '../../shared/kpi/indicator-rules.ts';
import { type ActivePolicy, policyForPeriod } from '../../shared/kpi/ledger-rules.ts';
import { ledgerSheets } from '../../shared/kpi/ledger-sheets.ts';
import { openEntryBytes, parseLeaf, type TallyEntry } from '../../shared/ledger/entry.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import { circular, decree, draft } from './presets.ts';

const by = { by: 'u-01', at: '2026-11-01T08:00:00+07:00', revision: 0, reason: '' };
const decimal = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 99 }))
  .map(([whole, part]) => (whole === 100 ? '100' : `${whole}.${String(part).padStart(2, '0')}`));
const text = fc.string({ minLength: 1, maxLength: 30 });
const name = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8})?$/);
const body = fc
  .record(
    {
      officer: fc.constantFrom('CB01', 'CB02'),
      month: fc.constantFrom('2026-10', '2026-11'),
      daysWorked: fc.integer({ min: 0, max: 40 }).map((half) => half / 2),
      workingDays: fc.constant(22),
      source: text,
      unit: text,
      group: text,
      position: text,
      handedOver: fc.constant(true),
      general: fc.record({ points: decimal, of: fc.constant('100') }),
      figures: fc.dictionary(
        name,
        fc.oneof(fc.record({ percent: decimal }), fc.record({ achieved: decimal, assigned: decimal })),
        { minKeys: 1, maxKeys: 5, noNullPrototype: true },
      ),
      indices: fc.dictionary(name, decimal, { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
      marks: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }).map((marks) => marks.sort()),
      work: fc.array(
        fc.record({
          product: text,
          assigned: decimal,
          completed: decimal,
          failedChecks: fc.constant(3),
          failedChecksObjective: fc.integer({ min: 0, max: 3 }),
          delays: fc.constant(2),
          delaysObjective: fc.integer({ min: 0, max: 2 }),
        }),
        { minLength: 1, maxLength: 12 },
      ),
    },
    { requiredKeys: ['officer', 'month', 'daysWorked', 'workingDays', 'source'] },
  )
  .map((one) => monthFiguresBody.parse(one));

/** Decimals without padding: 07.50 and 7.5 are one figure. */
const plain = (one: MonthFiguresBody): unknown =>
  JSON.parse(JSON.stringify(one), (_, value) =>
    typeof value === 'string' && /^\d+\.\d+$/.test(value) ? String(Number(value)) : value,
  );

describe('entered figures in the ledger', () => {
  it('come back as they were entered', () => {
    fc.assert(
      fc.property(body, (one) => {
        const leaf = parseLeaf(openEntryBytes(figuresEntryOf(one, by)));
        if (leaf.kind !== 'open' || leaf.entry.kind !== 'figures') throw new Error('is no figures entry');
        const back = monthFiguresOfEntry(leaf.entry)!;
        const { source, unit, group, position, work, ...rest } = one;
        const { source: s, unit: u, group: g, position: p, work: w, ...restBack } = back;
        expect([s, u, g, p]).toEqual([source, unit, group, position]);
        expect(plain(restBack as MonthFiguresBody)).toEqual(plain(rest as MonthFiguresBody));
        expect(w?.map(({ product }) => product)).toEqual(work?.map(({ product }) => product));
        expect(w?.map(({ product: _, ...numbers }) => plain(numbers as never))).toEqual(
          work?.map(({ product: _, ...numbers }) => plain(numbers as never)),
        );
      }),
      { seed: 335, verbose: 1 },
    );
  });

  it('count by their last revision, whatever the order of the night', () => {
    const first = { officer: 'CB01', month: '2026-10', daysWorked: 22, workingDays: 22, source: 'a' };
    const entries = [0, 1, 2].map((revision) =>
      figuresEntryOf({ ...first, source: `r${revision}` }, { ...by, revision, reason: 'x' }),
    );
    for (const order of [entries, [...entries].reverse()]) {
      expect([...currentFigures(order).values()].map(({ body: { source } }) => source)).toEqual(['r2']);
    }
  });
});

describe('the rules of the indicator', () => {
  it('are those of the policy in force', () => {
    const rules = indicatorPolicyOf(decree);
    expect(rules).toMatchObject({
      figure: 'shareSatisfied',
      tiers: ['invited'],
      state: { responsesMin: 30, intervalWidthMax: 0.3 },
      periodRule: 'pooled',
      stepBoundaries: [0.2, 0.4, 0.6, 0.8, 1],
      adjustedFeedsKpi: false,
    });
    const byMean = { ...decree, satisfaction: { ...decree.satisfaction, figure: 'mean' as const } };
    expect(indicatorPolicyOf(byMean)).toMatchObject({
      figure: 'meanRating',
      state: { intervalWidthMax: 30 },
      stepBoundaries: [20, 40, 60, 80, 100],
    });
    for (const policy of [draft, circular]) {
      expect(indicatorPolicyOf(policy).state.responsesMin).toBe(policy.satisfaction.minimumResponses);
    }
  });

  it('have a boundary wherever points change', () => {
    const nearest = { kind: 'steps', max: '2.5', step: '0.5', rounding: 'nearest' } as const;
    expect(stepBoundaries(nearest).map(toDecimalText)).toEqual(['10', '30', '50', '70', '90']);
    const rows = [
      { from: '0', points: '0' },
      { from: '60', points: '1' },
      { from: '85.5', points: '2' },
    ];
    expect(stepBoundaries({ kind: 'table', max: '2', rows }).map(toDecimalText)).toEqual(['60', '85.5']);
    const line = { kind: 'linear', max: '2.5', from: '50', to: '100' } as const;
    expect(stepBoundaries(line).map(toDecimalText)).toEqual(['50', '100']);
  });

  it('follow the policy of the last day of a period, the later effective first', () => {
    const active = (number: number, effective: string): ActivePolicy => ({
      number,
      effective,
      policy: decree,
    });
    const policies = [active(1, '2026-01-01'), active(2, '2026-11-15'), active(3, '2026-11-01')];
    const numbers = ['2025-12', '2026-10', '2026-11', '2026-Q4', '2026'].map(
      (period) => policyForPeriod(period, policies)?.number,
    );
    expect(numbers).toEqual([undefined, 1, 2, 2, 2]);
  });
});

const cell = (officer: string, mode: Cell['mode'], count: number, level = 5): Cell => ({
  officer,
  counter: 'Q01',
  procedure: 'other',
  mode,
  tier: 'invited',
  when: '2026-11-02',
  period: '2026-11',
  item: 'officer',
  level,
  flagged: false,
  excluded: false,
  count,
});

describe('modes that count', () => {
  it('give no figure where they would tell fewer than five apart', () => {
    const cells = [cell('A', 'qr', 20), cell('A', 'kiosk', 1), cell('B', 'qr', 20), cell('B', 'kiosk', 5)];
    expect(countedCells(cells, ['kiosk', 'qr', 'paper', 'link'], 5).cells).toHaveLength(4);
    const { cells: counted, withheld } = countedCells(cells, ['qr'], 5);
    expect([...withheld]).toEqual(['A']);
    expect(counted.map(({ officer, count }) => [officer, count])).toEqual([['B', 20]]);
    const excluded = [...cells.slice(2), { ...cell('B', 'kiosk', 3), excluded: true }];
    expect([...countedCells(excluded, ['qr'], 5).withheld]).toEqual([]);
    const left = [cell('B', 'qr', 20), cell('B', 'kiosk', 2), { ...cell('B', 'kiosk', 3), excluded: true }];
    expect([...countedCells(left, ['qr'], 5).withheld]).toEqual(['B']);
  });
});

interface WardMonth {
  general?: number;
  amounts?: [number, number, number, number];
  work?: MonthFiguresBody['work'];
  unit?: string;
  handedOver?: boolean;
  daysWorked?: number;
}
const ward = parse(readFileSync(new URL('../fixtures/kpi/ward-2026-q4.yaml', import.meta.url), 'utf8')) as {
  unit: string;
  group: string;
  days: Record<string, number>;
  officers: {
    officer: string;
    months?: Record<string, WardMonth>;
    everyMonth?: WardMonth;
    marks?: Record<string, string[]>;
  }[];
};

/** Entries of a ward's month as the server makes them. */
const wardEntries = ward.officers.flatMap(({ officer, months, everyMonth, marks }) =>
  Object.entries(ward.days).flatMap(([month, workingDays]) => {
    const own = months?.[month] ?? everyMonth;
    if (own === undefined) return [];
    const [assigned, ...achieved] = own.amounts ?? [];
    const names = ['quantity', 'quality', 'progress'];
    const one = monthFiguresBody.parse({
      officer,
      month,
      unit: own.unit ?? ward.unit,
      group: ward.group,
      daysWorked: own.daysWorked ?? workingDays,
      workingDays,
      source: 'phiếu theo dõi tháng',
      ...(own.handedOver === undefined ? {} : { handedOver: own.handedOver }),
      ...(own.general === undefined ? {} : { general: { points: String(own.general), of: '27.5' } }),
      ...(own.work === undefined ? {} : { work: own.work }),
      ...(marks?.[month] === undefined ? {} : { marks: marks[month] }),
      ...(assigned === undefined
        ? {}
        : {
            figures: Object.fromEntries(
              names.map((figure, index) => [
                figure,
                { achieved: String(achieved[index]), assigned: String(assigned) },
              ]),
            ),
          }),
    });
    return [figuresEntryOf(one, by)];
  }),
);

const active: ActivePolicy = { number: 1, effective: '2026-01-01', policy: decree };
const tally = (officer: string, answered: number): TallyEntry => ({
  kind: 'tally',
  v: 1,
  day: '2026-11-02',
  officer,
  procedure: 'other',
  revision: 0,
  visits: { integrated: answered, selfReported: 0 },
  invited: answered,
  answered: { kiosk: 0, qr: answered, paper: 0, link: 0 },
  uninvited: { presence: 0, walkUp: 0 },
  control: null,
});

describe('a ward through the ledger', () => {
  // Cán bộ 03 and 12 have whole responses that give their satisfaction exactly: 100 % of 40, 40 % of 140 (of 35 the interval would be too wide).
  const cells = [cell('Cán bộ 03', 'qr', 40), cell('Cán bộ 12', 'qr', 56), cell('Cán bộ 12', 'kiosk', 84, 2)];
  const tallies = [tally('Cán bộ 03', 40), tally('Cán bộ 12', 140)];
  const prefix = { cells, tallies, entries: wardEntries };

  it('gives the sheets computed by hand', () => {
    const { table } = ledgerSheets(prefix, '2026-11', active, 5);
    const sheet = (officer: string) => table.sheets.find((one) => one.officer === officer)!;
    expect([sheet('Cán bộ 03').total, sheet('Cán bộ 03').level]).toEqual(['90', 'excellent']);
    expect([sheet('Cán bộ 12').total, sheet('Cán bộ 12').level]).toEqual(['46', 'not-completed']);
    // 24.2 / 27.5 x 30 + 64.4: three responses or none, satisfaction is left out.
    expect(sheet('Cán bộ 08').total).toBe('90.8');
    expect([sheet('Cán bộ 09').levelByPoints, sheet('Cán bộ 09').level]).toEqual(['good', 'not-completed']);
    expect(sheet('Cán bộ 03').lines.find(({ id }) => id.startsWith('quality'))!.attestation).toEqual({
      by: 'u-01',
      source: 'phiếu theo dõi tháng',
      at: '2026-11-01T08:00:00+07:00',
    });
  });

  it('does not care for the order of entries, cells and tallies', () => {
    const wanted = JSON.stringify(ledgerSheets(prefix, '2026-Q4', active, 5).table);
    const shuffled = fc.tuple(
      fc.shuffledSubarray(cells, { minLength: cells.length }),
      fc.shuffledSubarray(tallies, { minLength: tallies.length }),
      fc.shuffledSubarray(wardEntries, { minLength: wardEntries.length }),
    );
    fc.assert(
      fc.property(shuffled, ([c, t, e]) => {
        const { table } = ledgerSheets({ cells: c, tallies: t, entries: e }, '2026-Q4', active, 5);
        expect(JSON.stringify(table)).toBe(wanted);
      }),
      { numRuns: 30, seed: 12, verbose: 1 },
    );
  });

  it('rates the year, and an officer without a word in the ledger not at all', () => {
    const { table } = ledgerSheets(prefix, '2026', active, 5);
    expect(table.sheets).toHaveLength(12);
    expect(ledgerSheets(prefix, '2026-09', active, 5).table.sheets).toEqual([]);
    const some = ledgerSheets(prefix, '2026-11', active, 5, ['Cán bộ 03']);
    expect(some.table.sheets.map(({ officer }) => officer)).toEqual(['Cán bộ 03']);
  });
});
