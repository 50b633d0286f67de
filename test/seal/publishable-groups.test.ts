// Which responses a night publishes: never a small group under a label, nothing lost, nothing twice, whatever the order.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  coarseLabels,
  type Night,
  type PublishingRule,
  publishable,
  type Waiting,
} from '../../server/seal/publishable-groups.ts';
import { addDays, isoWeekOf, monthOf } from '../../shared/calendar.ts';
import { tagOf } from '../../shared/ledger/commitment.ts';

const fields: Record<string, string> = { p1: 'A', p2: 'A', p3: 'B', p4: '', p5: 'B' };
const arrivalDays = 10;

interface Arrival {
  /** Nights after the visit on which the response arrives. */
  delay: number;
  day: number;
  officer: string;
  counter: string;
  procedure: string;
  tier: 'invited' | 'walk-up';
  mode: 'kiosk' | 'qr';
  level: number;
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  delay: fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, { arbitrary: fc.nat(arrivalDays), weight: 1 }),
  day: fc.nat(40),
  officer: fc.constantFrom('a', 'b', 'c'),
  counter: fc.constantFrom('Q1', 'Q1', 'Q2', 'Q3'),
  procedure: fc.constantFrom('p1', 'p1', 'p2', 'p3', 'p4', 'p5'),
  tier: fc.constantFrom('invited', 'invited', 'invited', 'walk-up'),
  mode: fc.constantFrom('qr', 'qr', 'kiosk'),
  level: fc.integer({ min: 1, max: 5 }),
});

const firstDay = '2026-09-21';

const responseOf = ({ day, officer, counter, procedure, tier, mode, level }: Arrival): Waiting => {
  const when = addDays(firstDay, day);
  return {
    tag: Buffer.from(tagOf(randomUUID())),
    entry: {
      kind: 'response',
      v: 1,
      officer,
      counter,
      procedure: tier === 'walk-up' ? 'other' : procedure,
      mode,
      tier,
      when,
      period: monthOf(when),
      questionnaire: '2026-1',
      answers: { officer: level },
      flags: [],
    },
  };
};

const keyOf = ({ tag }: Pick<Waiting, 'tag'>): string => tag.toString('hex');

const countsOf = (keys: string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

const ruleOf = (today: string, groupMinimum: number, procedureMinimum: number): PublishingRule => ({
  today,
  groupMinimum,
  procedureMinimum,
  arrivalDays,
  fieldOf: (procedure) => fields[procedure] ?? '',
  overlap: [],
});

const minimums = fc.record({
  group: fc.integer({ min: 2, max: 7 }),
  procedure: fc.integer({ min: 1, max: 7 }),
});

describe('a sequence of nights', () => {
  test('publishes everything once, and nothing under a label in numbers below the minimum', () => {
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 1, maxLength: 150 }), minimums, (arrivals, minimum) => {
        const all = arrivals.map((one) => ({
          night: addDays(firstDay, one.day + one.delay),
          response: responseOf(one),
        }));
        const originals = new Map(all.map(({ response }) => [keyOf(response), response.entry]));
        const seen = new Map<string, string>();
        let waiting: Waiting[] = [];
        for (let night = 0; night <= 70; night += 1) {
          const today = addDays(firstDay, night);
          waiting.push(...all.filter((one) => one.night === today).map(({ response }) => response));
          const { published, waiting: left } = publishable(
            waiting,
            ruleOf(today, minimum.group, minimum.procedure),
          );
          for (const { tag, entry } of left) {
            const { when, procedure, counter, ...rest } = entry;
            const {
              when: day,
              procedure: _was,
              counter: _at,
              ...restBefore
            } = originals.get(keyOf({ tag }))!;
            expect([rest, when, procedure, counter]).toEqual([restBefore, isoWeekOf(day), 'other', 'other']);
          }

          const batches = countsOf(
            published.map(({ entry }) => JSON.stringify([entry.officer, entry.tier, entry.mode, entry.when])),
          );
          for (const [label, count] of batches) {
            const [, , , when] = JSON.parse(label) as string[];
            if (!when!.endsWith('-rest')) expect([label, count >= minimum.group]).toEqual([label, true]);
          }
          // Within a batch every combination of labels is large, or is the whole batch.
          const fine = countsOf(
            published.map(({ entry }) =>
              JSON.stringify([
                entry.officer,
                entry.tier,
                entry.mode,
                entry.when,
                entry.procedure,
                entry.counter,
              ]),
            ),
          );
          for (const [label, count] of fine) {
            const whole = batches.get(JSON.stringify((JSON.parse(label) as string[]).slice(0, 4)))!;
            expect([label, count >= minimum.procedure || count === whole]).toEqual([label, true]);
          }
          for (const { tag, entry } of published) {
            const key = tag.toString('hex');
            expect(seen.has(key)).toBe(false);
            seen.set(key, entry.when);
            const { when, procedure, counter, ...rest } = entry;
            const { when: day, procedure: was, counter: at, ...restBefore } = originals.get(key)!;
            expect(rest).toEqual(restBefore);
            expect([day, isoWeekOf(day), monthOf(day), `${monthOf(day)}-rest`]).toContain(when);
            expect(when === day ? [was, `field:${fields[was]}`, 'other'] : ['other']).toContain(procedure);
            expect([at, 'other']).toContain(counter);
          }
          expect(published.length + left.length).toBe(waiting.length);
          waiting = left;
        }
        expect(waiting).toEqual([]);
        expect(seen.size).toBe(all.length);
      }),
      { numRuns: 60, verbose: true },
    );
  });

  test('does not depend on the order in which responses wait', () => {
    const shuffled = fc.array(arrival, { minLength: 1, maxLength: 60 }).chain((arrivals) =>
      fc.tuple(
        fc.constant(arrivals.map(responseOf)),
        fc.shuffledSubarray(
          arrivals.map((_, index) => index),
          { minLength: arrivals.length, maxLength: arrivals.length },
        ),
        fc.nat(70),
      ),
    );
    const canonical = ({ published, waiting }: Night): string[] =>
      [...published, ...waiting]
        .map(({ tag, entry }) => `${tag.toString('hex')} ${JSON.stringify(entry)}`)
        .sort();
    fc.assert(
      fc.property(shuffled, ([responses, order, night]) => {
        const rule = ruleOf(addDays(firstDay, night), 5, 5);
        const again = order.map((index) => responses[index]!);
        expect(canonical(publishable(again, rule))).toEqual(canonical(publishable(responses, rule)));
      }),
      { numRuns: 100, verbose: true },
    );
  });
});

describe('a group', () => {
  const many = (count: number, extra: Partial<Arrival> = {}): Waiting[] =>
    Array.from({ length: count }, () =>
      responseOf({
        delay: 0,
        day: 0,
        officer: 'a',
        counter: 'Q1',
        procedure: 'p1',
        tier: 'invited',
        mode: 'qr',
        level: 3,
        ...extra,
      }),
    );

  test('is not completed by walk-up ratings, which anyone can send', () => {
    const waiting = [...many(1), ...many(4, { tier: 'walk-up' })];
    expect(publishable(waiting, ruleOf(firstDay, 5, 5)).published).toEqual([]);
    const apart = publishable(
      [...many(5), ...many(4, { tier: 'walk-up' })],
      ruleOf(firstDay, 5, 5),
    ).published;
    expect(apart.map(({ entry }) => entry.tier)).toEqual(Array.from({ length: 5 }, () => 'invited'));
  });

  test('does not isolate a response by procedure and counter together', () => {
    const waiting = [
      ...many(5, { procedure: 'p1', counter: 'Q1' }),
      ...many(1, { procedure: 'p1', counter: 'Q2' }),
      ...many(5, { procedure: 'p3', counter: 'Q2' }),
    ];
    const { published } = publishable(waiting, ruleOf(firstDay, 5, 5));
    const combinations = countsOf(published.map(({ entry }) => `${entry.procedure} ${entry.counter}`));
    expect(Math.min(...combinations.values())).toBeGreaterThanOrEqual(5);
  });

  test('of a week is not published before the week is over, nor of a month before nothing can arrive', () => {
    const days = [0, 1, 2, 3, 4].flatMap((day) => many(1, { day }));
    expect(publishable(days, ruleOf('2026-09-26', 5, 5)).published).toEqual([]);
    expect(publishable(days, ruleOf('2026-09-27', 5, 5)).published.map(({ entry }) => entry.when)).toEqual(
      Array.from({ length: 5 }, () => '2026-W39'),
    );
    const one = many(1);
    expect(publishable(one, ruleOf('2026-10-10', 5, 5)).published).toEqual([]);
    expect(publishable(one, ruleOf('2026-10-11', 5, 5)).published.map(({ entry }) => entry.when)).toEqual([
      '2026-09-rest',
    ]);
  });

  test('of a month goes under its own label from the minimum on, and the rest apart', () => {
    const enough = [0, 1, 7, 8, 9].flatMap((day) => many(1, { day }));
    const labels = (from: Waiting[]) =>
      new Set(publishable(from, ruleOf('2026-10-11', 5, 5)).published.map(({ entry }) => entry.when));
    expect(labels(enough)).toEqual(new Set(['2026-09']));
    expect(labels(enough.slice(1))).toEqual(new Set(['2026-09-rest']));
  });

  test('holds one mode only: a policy may count some of them', () => {
    const waiting = [...many(5, { mode: 'kiosk' }), ...many(4)];
    const { published } = publishable(waiting, ruleOf(firstDay, 5, 5));
    expect(published.map(({ entry }) => entry.mode)).toEqual(Array(5).fill('kiosk'));
  });

  test('of a week that two months share is kept apart by month', () => {
    const waiting = [...many(3, { day: 9 }), ...many(3, { day: 10 })];
    expect(waiting.map(({ entry }) => entry.when)).toEqual([
      ...Array.from({ length: 3 }, () => '2026-09-30'),
      ...Array.from({ length: 3 }, () => '2026-10-01'),
    ]);
    expect(publishable(waiting, ruleOf('2026-10-05', 5, 5)).published).toEqual([]);
  });
});

describe('coarse labels', () => {
  test('leave no label for fewer than the minimum unless it is the only one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'other'), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        (labels, minimum) => {
          const coarse = coarseLabels(labels, minimum, (label) => `field:${fields[label] ?? 'none'}`);
          expect(coarse).toHaveLength(labels.length);
          const counts = countsOf(coarse);
          if (counts.size > 1) expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(minimum);
        },
      ),
      { numRuns: 300, verbose: true },
    );
  });
});
