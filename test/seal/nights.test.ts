// Months as they come in a real centre: seals at noon too, nights that were missed, restarts in between, answers that come
// days late, a minimum that is changed. What the board really showed, from a board of its own that is told one response at a
// time, and everything that was published never tell fewer than the minimum apart, and every response is published once.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupsOf, LevelGroups } from '../../server/live/level-groups.ts';
import type { Overlap } from '../../server/seal/overlap.ts';
import { publishable, type Waiting } from '../../server/seal/publishable-groups.ts';
import { addDays, monthOf } from '../../shared/calendar.ts';
import { isReleased } from '../../shared/statistics/released-cells.ts';
import { fewestToldApart } from '../secrecy/overlap.ts';
import { type Arrival, arrivalParts } from './arrivals.ts';

const firstDay = '2026-09-24';
const seed = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000);
const officersMinimum = 2;

interface CounterArrival extends Arrival {
  counter: string;
}
const arrivals: fc.Arbitrary<CounterArrival[]> = fc.array(
  fc.record({ ...arrivalParts(11), counter: fc.constantFrom('q1', 'q1', 'q2') }),
  { minLength: 120, maxLength: 420, size: 'max' },
);
/** Of each day: is it sealed after some of its responses, is it sealed at night, does the server restart at noon. */
const days = fc.array(
  fc.record({
    noonSeals: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
    isSealedAtNight: fc.constantFrom(true, true, true, false),
    restartsAt: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
  }),
  { minLength: 16, maxLength: 16 },
);
const minima = fc.record({ first: fc.constantFrom(5, 7), later: fc.constantFrom(5, 7), from: fc.nat(14) });

test('noon seals, missed nights, restarts and another minimum', () => {
  console.log(`nights seed ${seed}`);
  let [responses, released] = [0, 0];
  fc.assert(
    fc.property(arrivals, days, minima, (all, plan, { first, later, from }) => {
      const group = new Map<number, string>();
      const part = new Map<number, string>();
      const times = new Map<number, number>();
      let waiting: Waiting[] = [];
      let overlap: Overlap[] = [];
      let journal: (CounterArrival & { k: number; receivedDay: string; level: number; tier: string })[] = [];
      let kept: { day: string; released: number[] } | null = null;
      let serial = 0;
      let lowest = Math.max(first, later);
      for (let day = 0; day <= 75; day += day < 15 ? 1 : 60) {
        const today = addDays(firstDay, day);
        const minimum = day >= from ? later : first;
        lowest = Math.min(lowest, minimum);
        const rule = { minimum, officersMinimum };
        const seal = (): void => {
          const names = groupsOf(journal, rule, (d) => (kept?.day === d ? kept.released : undefined));
          serial += 1;
          const fresh = journal.map(
            ({ k, officer, mode, procedure, counter, day: visit }, index): Waiting => {
              const name = names[index];
              const when = addDays(firstDay, visit);
              return {
                tag: Buffer.from(String(k)),
                entry: {
                  kind: 'response',
                  v: 1,
                  officer,
                  counter,
                  procedure,
                  mode,
                  tier: 'invited',
                  when,
                  period: monthOf(when),
                  questionnaire: '1',
                  answers: { officer: 3 },
                  flags: [],
                },
                ...(name === undefined ? {} : { group: name }),
              };
            },
          );
          const night = publishable([...fresh, ...waiting], {
            today,
            groupMinimum: minimum,
            procedureMinimum: minimum,
            arrivalDays: 5,
            fieldOf: () => '',
            overlap,
          });
          for (const { tag, entry } of night.published) {
            const k = Number(tag.toString());
            times.set(k, (times.get(k) ?? 0) + 1);
            if (isReleased(entry)) {
              released += 1;
              part.set(
                k,
                JSON.stringify([
                  serial,
                  entry.officer,
                  entry.mode,
                  entry.when,
                  entry.period,
                  entry.procedure,
                ]),
              );
            }
          }
          if (journal.length > 0 || night.published.length > 0) {
            ({ waiting, overlap } = night);
            kept = { day: today, released: [...board.released] };
          }
          journal = [];
          board = new LevelGroups(rule, kept?.day === today ? kept.released : undefined);
          shown = [];
        };
        let board = new LevelGroups(rule, undefined);
        /** Of this board since the last seal, by its numbers. */
        let shown: number[] = [];
        const told = (groups: number[][]): void => {
          for (const one of groups) {
            for (const number of one) group.set(shown[number]!, `${today} ${serial} ${one[0]} ${one.length}`);
          }
        };
        const arrived = all.flatMap((one, k) => (one.day + one.late === day ? [{ ...one, k }] : []));
        const ofDay = plan[day];
        arrived.forEach((one, index) => {
          const row = { ...one, receivedDay: today, level: 1 + (one.k % 5), tier: 'invited' };
          journal.push(row);
          if (LevelGroups.takes(row)) {
            shown.push(row.k);
            told(board.add(row));
          }
          if (ofDay?.restartsAt === index) {
            const before = [...board.released];
            board = new LevelGroups(rule, kept?.day === today ? kept.released : undefined);
            for (const again of journal)
              if (again.receivedDay === today && LevelGroups.takes(again)) board.add(again);
            expect(board.released).toEqual(before);
          }
          if (ofDay?.noonSeals.includes(index)) seal();
        });
        if (ofDay?.isSealedAtNight !== false) seal();
      }
      expect([waiting.length, journal.length, overlap.length]).toEqual([0, 0, 0]);
      expect(all.map((_, k) => times.get(k))).toEqual(all.map(() => 1));
      const pairs = all.map((_, k): [string | null, string | null] => [
        group.get(k) ?? null,
        part.get(k) ?? null,
      ]);
      expect(fewestToldApart(pairs)).toBeGreaterThanOrEqual(lowest);
      responses += all.length;
    }),
    { seed, numRuns: 80, endOnFailure: true },
  );
  console.log(`${responses} responses, ${released} released`);
});
