// Months of boards and nights: whatever the order of arrival, no sum of groups and batches leaves fewer than the minimum. The
// smallest cut is found by another method, over all that was released of the whole month and not over what is kept of it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupsOf } from '../../server/live/level-groups.ts';
import type { Overlap } from '../../server/seal/overlap.ts';
import { publishable, type Waiting } from '../../server/seal/publishable-groups.ts';
import { addDays, monthOf } from '../../shared/calendar.ts';
import { isReleased } from '../../shared/statistics/released-cells.ts';
import { fewestToldApart } from '../secrecy/overlap.ts';
import { type Arrival, arrivalParts } from './arrivals.ts';

const minimum = 5;
const firstDay = '2026-10-01';
const seed = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000);

interface TierArrival extends Arrival {
  tier: 'invited' | 'walk-up';
}
const arrivals: fc.Arbitrary<TierArrival[]> = fc.array(
  fc.record({
    ...arrivalParts(6),
    tier: fc.constantFrom('invited' as const, 'invited' as const, 'invited' as const, 'walk-up' as const),
  }),
  { minLength: 60, maxLength: 260, size: 'max' },
);

interface Told {
  pairs: [string | null, string | null][];
  published: number;
  released: number;
  rowsKept: number;
}

/** Lives through the month; `isBlind` publishes as if there were no board. */
function lived(all: readonly TierArrival[], isBlind = false): Told {
  const group = new Map<string, string>();
  const batch = new Map<string, string>();
  let waiting: Waiting[] = [];
  let overlap: Overlap[] = [];
  let published = 0;
  let released = 0;
  let rowsKept = 0;
  for (const night of [...Array(14).keys(), 60]) {
    const today = addDays(firstDay, night);
    const journal = all.flatMap((one, k) =>
      one.day + one.late === night ? [{ ...one, k, level: 3, receivedDay: today }] : [],
    );
    const groups = groupsOf(journal, { minimum, officersMinimum: 2 });
    const fresh = journal.map(({ k, officer, mode, procedure, tier, day }, index): Waiting => {
      const name = groups[index];
      if (name !== undefined) group.set(String(k), name);
      const when = addDays(firstDay, day);
      return {
        tag: Buffer.from(String(k)),
        entry: {
          kind: 'response',
          v: 1,
          officer,
          counter: 'q1',
          procedure,
          mode,
          tier,
          when,
          period: monthOf(when),
          questionnaire: '1',
          answers: { officer: 3 },
          flags: [],
        },
        ...(name === undefined || isBlind ? {} : { group: name }),
      };
    });
    const result = publishable([...waiting, ...fresh], {
      today,
      groupMinimum: minimum,
      procedureMinimum: minimum,
      arrivalDays: 5,
      fieldOf: () => '',
      overlap,
    });
    for (const { tag, entry } of result.published) {
      published += 1;
      if (!isReleased(entry)) continue;
      released += 1;
      const { officer, tier, mode, when, procedure } = entry;
      batch.set(tag.toString(), JSON.stringify([night, officer, tier, mode, when, procedure]));
    }
    ({ waiting, overlap } = result);
    rowsKept = Math.max(rowsKept, overlap.length);
  }
  expect(waiting).toEqual([]);
  expect(overlap).toEqual([]);
  const pairs = all.map((_, k): [string | null, string | null] => [
    group.get(String(k)) ?? null,
    batch.get(String(k)) ?? null,
  ]);
  return { pairs, published, released, rowsKept };
}

test('board and ledger together tell no fewer than the minimum apart', () => {
  console.log(`overlap seed ${seed}`);
  let [responses, released, blindly, leaks] = [0, 0, 0, 0];
  fc.assert(
    fc.property(arrivals, (all) => {
      const told = lived(all);
      expect(told.published).toBe(all.length);
      expect(fewestToldApart(told.pairs)).toBeGreaterThanOrEqual(minimum);
      const blind = lived(all, true);
      // What was seen on the board is the same; only the nights looked away.
      const fewest = fewestToldApart(blind.pairs.map(([, batch], k) => [told.pairs[k]![0], batch]));
      responses += all.length;
      released += told.released;
      blindly += blind.released;
      leaks += fewest < minimum ? 1 : 0;
    }),
    { seed, numRuns: 120 },
  );
  console.log(
    `${responses} responses, ${released} released; without weighing ${blindly}, with ${leaks} of 120 months telling fewer than ${minimum} apart`,
  );
  expect(leaks).toBeGreaterThan(20);
  expect(released).toBeGreaterThan(0.9 * blindly);
});

test('keeps little of the past', () => {
  const all = Array.from(
    { length: 2600 },
    (_, k): TierArrival => ({
      day: Math.floor(k / 260),
      late: 0,
      officer: `o${(k * 7919) % 12}`,
      mode: k % 4 === 0 ? 'qr' : 'kiosk',
      procedure: `p${(k * 31) % 2}`,
      tier: 'invited',
    }),
  );
  const { rowsKept, released } = lived(all);
  expect(rowsKept).toBeLessThan(100);
  expect(released).toBeGreaterThan(2400);
});
