// The tables by procedure and mode, and whoever tries to learn more from them than the seal's minimum allows: from one
// night, from two, from a table and its total, before and after an exclusion.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Overlap } from '../../server/seal/overlap.ts';
import { publishable, type Waiting } from '../../server/seal/publishable-groups.ts';
import { cellsOf } from '../../server/seal/sealed-cells.ts';
import { addDays } from '../../shared/calendar.ts';
import type { ResponseEntry } from '../../shared/ledger/entry.ts';
import { breakdownOf } from '../../shared/statistics/breakdown.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import { indicatorOf } from '../../shared/statistics/indicator.ts';
import { defaultIndicatorPolicy } from '../../shared/statistics/indicator-policy.ts';
import { releasedCells } from '../../shared/statistics/released-cells.ts';

const minimum = 5;
const firstDay = '2026-10-05';

interface Answer {
  /** Working day of the visit, 0 first, and nights it is late. */
  day: number;
  late: number;
  procedure: string;
  mode: 'kiosk' | 'qr';
  level: number;
}

/** One officer's answers of six working days: mostly one procedure and the kiosk, some of them a few nights late. */
const answersArbitrary = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 5 }),
    late: fc.constantFrom(0, 0, 0, 1, 3),
    procedure: fc.constantFrom('p1', 'p1', 'p2', 'p3', 'p4'),
    mode: fc.constantFrom('kiosk' as const, 'kiosk' as const, 'qr' as const),
    level: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 20, maxLength: 90 },
);

const fieldOf = (procedure: string): string => (procedure === 'p4' ? 'other-field' : 'field');

/** The cells after each night of a month whose responses arrive as given, as the seal publishes and the server reads them. */
function nightsOf(answers: readonly Answer[]): Cell[][] {
  let waiting: Waiting[] = [];
  const published: Waiting[] = [];
  const nights: Cell[][] = [];
  let overlap: Overlap[] = [];
  for (const night of [...Array(10).keys(), 45]) {
    const arrived = answers.flatMap((answer, k): Waiting[] =>
      answer.day + answer.late === night ? [{ tag: Buffer.from(String(k)), entry: entryOf(answer) }] : [],
    );
    const result = publishable([...waiting, ...arrived], {
      today: addDays(firstDay, night),
      groupMinimum: minimum,
      procedureMinimum: minimum,
      arrivalDays: 10,
      fieldOf,
      overlap,
    });
    published.push(...result.published);
    ({ waiting, overlap } = result);
    nights.push(releasedCells([...cellsOf(published)]));
  }
  return nights;
}

function entryOf({ day, procedure, mode, level }: Answer): ResponseEntry {
  return {
    kind: 'response',
    v: 1,
    officer: 'cb01',
    counter: 'q1',
    procedure,
    mode,
    tier: 'invited',
    when: addDays(firstDay, day),
    period: firstDay.slice(0, 7),
    questionnaire: 'q-1',
    answers: { officer: level },
    flags: [],
  };
}

/** Every count of a level that the officer's answer shows after each night, by name. */
function shownIn(nights: readonly Cell[][]): Map<string, number> {
  const shown = new Map<string, number>();
  nights.forEach((cells, night) => {
    const { own, breakdown } = indicatorOf({
      cells,
      tallies: [],
      policy: defaultIndicatorPolicy,
      batchMinimum: minimum,
      officer: 'cb01',
      period: '2026-10',
    });
    const show = (table: string, counts: readonly number[]): void =>
      counts.forEach((count, k) => {
        shown.set(`${night} ${table} ${k + 1}`, count);
      });
    show('own', own.levels);
    expect(breakdown === null).toBe(own.n === 0);
    for (const { name, levels } of breakdown?.procedures ?? []) show(`procedure ${name}`, levels);
    for (const { name, levels } of breakdown?.modes ?? []) show(`mode ${name}`, levels);
  });
  return shown;
}

test('whatever is added and subtracted over tables and nights, at least five answers stay together', () => {
  let compared = 0;
  fc.assert(
    fc.property(answersArbitrary, (answers) => {
      const before = shownIn(nightsOf(answers));
      // Which figures an answer is in shows when that answer alone is another: answers in the same figures everywhere
      // cannot be told apart by any sum or difference of figures.
      const together = new Map<string, number>();
      answers.forEach((answer, k) => {
        const level = answer.level === 5 ? 4 : answer.level + 1;
        const after = shownIn(nightsOf(answers.with(k, { ...answer, level })));
        const moved = [...before.keys()]
          .filter((name) => before.get(name) !== after.get(name))
          .map((name) => name.replace(/ \d$/, ''));
        const figures = [...new Set(moved)].sort().join(', ');
        together.set(figures, (together.get(figures) ?? 0) + 1);
      });
      for (const [figures, count] of together) {
        if (figures === '') continue;
        compared++;
        expect(count, `only ${count} answers are in ${figures}`).toBeGreaterThanOrEqual(minimum);
      }
    }),
    { numRuns: 16, seed: 20260101 },
  );
  expect(compared).toBeGreaterThan(15);
});

const base: Cell = {
  officer: 'cb01',
  counter: 'other',
  procedure: 'p1',
  mode: 'kiosk',
  tier: 'invited',
  when: '2026-10-05',
  period: '2026-10',
  item: 'officer',
  level: 5,
  flagged: false,
  excluded: false,
  count: 6,
};

test('both tables hold every response, the largest group first', () => {
  const cells: Cell[] = [
    base,
    { ...base, level: 2, count: 1 },
    { ...base, procedure: 'field:dat-dai', level: 4, count: 7 },
    { ...base, when: '2026-10-06', mode: 'qr', count: 5 },
  ];
  expect(breakdownOf(cells, minimum)).toEqual({
    minimum,
    n: 19,
    excluded: 0,
    procedures: [
      { name: 'p1', n: 12, levels: [0, 1, 0, 0, 11] },
      { name: 'field:dat-dai', n: 7, levels: [0, 0, 0, 7, 0] },
    ],
    modes: [
      { name: 'kiosk', n: 14, levels: [0, 1, 0, 7, 6] },
      { name: 'qr', n: 5, levels: [0, 0, 0, 0, 5] },
    ],
  });
});

test('an exclusion moves no count of the tables', () => {
  const cells = [base, { ...base, level: 1, count: 1 }];
  const before = breakdownOf(cells, minimum)!;
  const after = breakdownOf(
    cells.map((cell) => ({ ...cell, excluded: cell.level === 1 })),
    minimum,
  )!;
  expect(after).toEqual({ ...before, excluded: 1 });
});

test('no table without responses, or where a batch is smaller than the minimum', () => {
  expect(breakdownOf([], minimum)).toBeNull();
  expect(breakdownOf([base, { ...base, when: '2026-10-06', count: 4 }], minimum)).toBeNull();
  const { breakdown } = indicatorOf({
    cells: [base],
    tallies: [],
    policy: defaultIndicatorPolicy,
    officer: 'cb01',
    period: '2026-10',
  });
  expect(breakdown).toBeNull();
});
