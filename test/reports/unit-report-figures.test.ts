// The unit's report as a function: what decisions of two persons leave where it is, what rules withhold, and rates only of
// visits that nobody chose.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TallyEntry } from '../../shared/ledger/entry.ts';
import { type ReportBasis, unitReport } from '../../shared/reports/unit-report.ts';
import type { Cell, Mode } from '../../shared/statistics/cell.ts';
import { indicatorsOf } from '../../shared/statistics/indicator.ts';
import { defaultIndicatorPolicy } from '../../shared/statistics/indicator-policy.ts';

const period = '2026-10';
const minimum = 5;
const rules = defaultIndicatorPolicy;
const modes: readonly Mode[] = ['kiosk', 'qr', 'paper', 'link'];

/** A batch as the seal publishes it: of one officer, label, procedure and counter, of the minimum or more. */
interface Batch {
  officer: string;
  when: string;
  procedure: string;
  counter: string;
  mode: Mode;
  levels: number[];
  excluded: boolean;
}
const batch: fc.Arbitrary<Batch> = fc.record({
  officer: fc.constantFrom('CB01', 'CB02'),
  when: fc.constantFrom('2026-10-05', '2026-10-06', '2026-10-12', '2026-W42', '2026-W44', '2026-10'),
  procedure: fc.constantFrom('a', 'b', 'other'),
  counter: fc.constantFrom('Q01', 'Q02'),
  mode: fc.constantFrom<Mode>('kiosk', 'qr'),
  levels: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: minimum, maxLength: 12 }),
  excluded: fc.boolean(),
});
const cellsOf = (batches: readonly Batch[]): Cell[] =>
  batches.flatMap(({ levels, ...rest }) =>
    levels.map((level) => ({
      ...rest,
      tier: 'invited' as const,
      period,
      item: 'officer',
      level,
      flagged: false,
      count: 1,
    })),
  );
const basisOf = (cells: readonly Cell[], extra: Partial<ReportBasis> = {}): ReportBasis => ({
  cells,
  rules,
  modes,
  ...extra,
});
const reportOf = (cells: readonly Cell[], tallies: readonly TallyEntry[] = [], basis = basisOf(cells)) =>
  unitReport({
    period,
    basis,
    indicators: indicatorsOf({ cells, tallies: [], policy: rules, period, batchMinimum: minimum }),
    tallies,
    history: [{ month: period, basis }],
    contests: 0,
  });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const tally = (extra: Partial<TallyEntry>): TallyEntry => ({
  kind: 'tally',
  v: 1,
  day: '2026-10-05',
  officer: 'CB01',
  procedure: 'a',
  revision: 0,
  visits: { integrated: 10, selfReported: 0 },
  invited: 10,
  answered: { kiosk: 2, qr: 4, paper: 0, link: 0 },
  uninvited: { presence: 0, walkUp: 0 },
  control: null,
  ...extra,
});

describe('levels', () => {
  test('of weeks, modes and procedures stay where they are when groups are excluded', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 12 }), (batches) => {
        const before = reportOf(cellsOf(batches.map((one) => ({ ...one, excluded: false }))));
        const after = reportOf(cellsOf(batches));
        for (const part of ['weeks', 'modes', 'procedures', 'ungrouped'] as const) {
          expect(after[part]).toEqual(before[part]);
        }
        const out = sum(batches.filter(({ excluded }) => excluded).map(({ levels }) => levels.length));
        expect(after.excluded).toBe(out);
        expect(after.level.n).toBe(before.level.n - out);
        expect(after.level.withExcluded).toEqual(before.level.withExcluded);
      }),
      { numRuns: 200, verbose: true },
    );
  });

  test('of the centre and its weeks stay where they are when a group goes to another officer', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 12 }), (batches) => {
        const moved = batches.map((one) => (one.counter === 'Q02' ? { ...one, officer: 'CB02' } : one));
        const [before, after] = [reportOf(cellsOf(batches)), reportOf(cellsOf(moved))];
        for (const part of ['weeks', 'level', 'history'] as const) expect(after[part]).toEqual(before[part]);
      }),
      { numRuns: 200, verbose: true },
    );
  });

  test('are sums of whole groups: none stands for fewer than the minimum, and all add up', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 12 }), (batches) => {
        const cells = cellsOf(batches);
        const report = reportOf(cells);
        const groups = [
          ...report.weeks.points,
          ...report.modes.flatMap(({ group }) => group ?? []),
          ...report.procedures.flatMap(({ group }) => group ?? []),
        ];
        for (const { n, levels } of groups) {
          expect(n).toBeGreaterThanOrEqual(minimum);
          expect(sum(levels)).toBe(n);
        }
        expect(sum(report.weeks.points.map(({ n }) => n)) + report.weeks.noWeek).toBe(cells.length);
        expect(sum(report.procedures.map(({ group }) => group?.n ?? 0)) + report.ungrouped).toBe(
          cells.length,
        );
      }),
      { numRuns: 200, verbose: true },
    );
  });

  test('are no figure below the least number of responses, in the month and in its history', () => {
    const some = (count: number) =>
      cellsOf([
        {
          officer: 'CB01',
          when: '2026-10-05',
          procedure: 'a',
          counter: 'Q01',
          mode: 'qr',
          levels: Array(count).fill(5),
          excluded: false,
        },
      ]);
    const few = reportOf(some(29), [tally({})]);
    expect([few.level.state, few.history[0]!.shareSatisfied]).toEqual(['insufficient-data', null]);
    const enough = reportOf(some(30), [tally({})]);
    expect(enough.level.state).toBe('ok');
    expect(enough.history[0]!.shareSatisfied).toEqual(enough.level.shareSatisfied);
    expect(enough.officers[0]!.decides).not.toBeNull();
    expect(few.officers[0]!.decides).toBeNull();
  });
});

describe('counts', () => {
  test('visits that an officer reported by hand have no rate, and none where both ways are in one tally', () => {
    const { counts, series, officers } = reportOf(
      [],
      [
        tally({}),
        tally({
          day: '2026-10-06',
          visits: { integrated: 0, selfReported: 4 },
          invited: 4,
          answered: { kiosk: 4, qr: 0, paper: 0, link: 0 },
        }),
        tally({
          day: '2026-10-07',
          officer: 'CB02',
          visits: { integrated: 5, selfReported: 1 },
          invited: 6,
          answered: { kiosk: 0, qr: 6, paper: 0, link: 0 },
        }),
      ],
    );
    expect(counts).toMatchObject({
      visits: 20,
      responses: 16,
      invited: 10,
      answered: 6,
      rate: '0.600000',
      selfReported: 5,
    });
    expect(series.points.map(({ rate }) => rate)).toEqual(['0.600000', null, null]);
    expect(officers.map(({ officer, rate }) => [officer, rate])).toEqual([
      ['CB01', '0.600000'],
      ['CB02', null],
    ]);
  });

  test('what went elsewhere in a later tally is on no day; other months are out', () => {
    const { series, counts } = reportOf(
      [],
      [
        tally({
          visits: { integrated: 0, selfReported: 0 },
          invited: 0,
          answered: { kiosk: 0, qr: 0, paper: 0, link: 0 },
        }),
        tally({ day: '2026-09-30' }),
      ],
    );
    expect([series.points, counts.visits]).toEqual([[], 0]);
  });

  test('answers of modes and tiers that do not count are not missed', () => {
    const { counts } = reportOf(
      [],
      [tally({ uninvited: { presence: 2, walkUp: 3 } })],
      basisOf([], { modes: ['qr'] }),
    );
    expect(counts).toMatchObject({ published: 0, unpublished: 4, uninvited: { presence: 2, walkUp: 3 } });
  });
});
