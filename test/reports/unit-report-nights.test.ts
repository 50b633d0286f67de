// A unit's reports of a month and its quarter, kept from every night: two worlds that differ only in who of a batch gave which
// level look the same, every night, before and after groups are excluded; and no such batch is of fewer than the minimum.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Overlap } from '../../server/seal/overlap.ts';
import { publishable, type Waiting } from '../../server/seal/publishable-groups.ts';
import { addDays, monthOf } from '../../shared/calendar.ts';
import { unitReport } from '../../shared/reports/unit-report.ts';
import type { Cell, Mode } from '../../shared/statistics/cell.ts';
import { indicatorsOf } from '../../shared/statistics/indicator.ts';
import { defaultIndicatorPolicy } from '../../shared/statistics/indicator-policy.ts';
import { isReleased } from '../../shared/statistics/released-cells.ts';

const minimum = 5;
const rules = defaultIndicatorPolicy;
const modes: readonly Mode[] = ['kiosk', 'qr', 'paper', 'link'];
const firstDay = '2026-10-26';
const seed = Date.now() % 1_000_000;

const visits = fc.array(
  fc.record({
    day: fc.nat(9),
    late: fc.constantFrom(0, 0, 0, 2),
    officer: fc.constantFrom('a', 'a', 'b'),
    mode: fc.constantFrom<Mode>('kiosk', 'kiosk', 'qr'),
    procedure: fc.constantFrom('p1', 'p1', 'p2'),
    counter: fc.constantFrom('q1', 'q2'),
    level: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 80, maxLength: 240, size: 'max' },
);

test('tell batches alone, from every night together', () => {
  console.log(`unit report nights seed ${seed}`);
  let moved = 0;
  fc.assert(
    fc.property(visits, fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (all, outs) => {
      const part = new Map<number, string>();
      const nights: { k: number; cell: Omit<Cell, 'level' | 'excluded'> }[][] = [];
      let waiting: Waiting[] = [];
      let overlap: Overlap[] = [];
      for (const night of [...Array(14).keys(), 60]) {
        const today = addDays(firstDay, night);
        const fresh = all.flatMap(({ day, late, level, ...rest }, k): Waiting[] => {
          if (day + late !== night) return [];
          const when = addDays(firstDay, day);
          return [
            {
              tag: Buffer.from(String(k)),
              entry: {
                ...rest,
                kind: 'response',
                v: 1,
                tier: 'invited',
                when,
                period: monthOf(when),
                questionnaire: '1',
                answers: { officer: level },
                flags: [],
              },
            },
          ];
        });
        const result = publishable([...waiting, ...fresh], {
          today,
          groupMinimum: minimum,
          procedureMinimum: minimum,
          arrivalDays: 5,
          fieldOf: () => '',
          overlap,
        });
        ({ waiting, overlap } = result);
        nights.push(
          result.published
            .filter(({ entry }) => isReleased(entry))
            .map(({ tag, entry }) => {
              const { officer, counter, procedure, mode, tier, when, period } = entry;
              const cell = { officer, counter, procedure, mode, tier, when, period };
              const k = Number(tag.toString());
              part.set(k, JSON.stringify([night, cell]));
              return { k, cell: { ...cell, item: 'officer', flagged: false, count: 1 } };
            }),
        );
      }
      const batches = new Map<string, number[]>();
      for (const [k, name] of part) batches.set(name, [...(batches.get(name) ?? []), k]);
      for (const members of batches.values()) expect(members.length).toBeGreaterThanOrEqual(minimum);
      const other = new Map<number, number>();
      for (const members of batches.values()) {
        for (const [index, k] of members.entries()) {
          other.set(k, all[members[(index + 1) % members.length]!]!.level);
        }
      }
      moved += [...other].filter(([k, level]) => all[k]!.level !== level).length;
      const isOut = ({ officer, counter, when }: Pick<Cell, 'officer' | 'counter' | 'when'>): boolean =>
        outs[(officer.charCodeAt(0) + counter.charCodeAt(1) + when.charCodeAt(9)) % outs.length]!;
      const told = (levelOf: (k: number) => number): unknown[] =>
        [...nights.keys(), -1].flatMap((last) => {
          const cells = nights
            .slice(0, last === -1 ? undefined : last + 1)
            .flat()
            .map(
              ({ k, cell }): Cell => ({ ...cell, level: levelOf(k), excluded: last === -1 && isOut(cell) }),
            );
          return ['2026-10', '2026-11', '2026-Q4'].map((period) => {
            const own = cells.filter((cell) => period === '2026-Q4' || cell.period === period);
            const basis = { cells: own, rules, modes };
            return unitReport({
              period,
              basis,
              indicators: indicatorsOf({
                cells: own,
                tallies: [],
                policy: rules,
                period,
                batchMinimum: minimum,
              }),
              tallies: [],
              history: ['2026-10', '2026-11'].map((month) => ({
                month,
                basis: { ...basis, cells: cells.filter((cell) => cell.period === month) },
              })),
              contests: 0,
            });
          });
        });
      expect(told((k) => other.get(k)!)).toEqual(told((k) => all[k]!.level));
    }),
    { seed, numRuns: 10, endOnFailure: true },
  );
  expect(moved).toBeGreaterThan(200);
});
