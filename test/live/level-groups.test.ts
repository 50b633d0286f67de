// Levels move in groups only. Whoever polls, differences, restarts or seals learns of no fewer than the minimum.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { groupsOf, LevelGroups } from '../../server/live/level-groups.ts';
import type { Levels } from '../../shared/contract/board.ts';
import { dayMs, ratingBody, TestServer, wednesday } from '../support/server.ts';

const rule = { minimum: 5, officersMinimum: 2 };
const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);

type Step = { kind: 'response'; level: number; officer: string } | { kind: 'restart' } | { kind: 'seal' };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('response' as const),
      level: fc.integer({ min: 1, max: 5 }),
      officer: fc.constantFrom('a', 'a', 'a', 'b', 'c', 'unknown'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'seal' as const }) },
);

describe('groups of levels', () => {
  test('any two readings of any day differ by whole groups, across restarts and seals', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        let groups = new LevelGroups(rule);
        let kept: number[] | undefined;
        let journal: { level: number; officer: string }[] = [];
        let named: (string | undefined)[] = [];
        const grouped = () =>
          groupsOf(
            journal.map((row) => ({ ...row, mode: 'qr', tier: 'invited', receivedDay: '2026-10-14' })),
            rule,
            () => kept,
          );
        for (const one of steps) {
          const before = [...groups.released];
          if (one.kind === 'response') {
            groups.add(one);
            journal.push(one);
          } else if (one.kind === 'seal') {
            // What no group holds is in none from here on.
            kept = [...groups.released];
            groups = new LevelGroups(rule, kept);
            journal = [];
            named = [];
          } else {
            groups = new LevelGroups(rule, kept);
            for (const row of journal) groups.add(row);
          }
          const moved = groups.released.map((count, index) => count - before[index]!);
          expect(Math.min(...moved)).toBeGreaterThanOrEqual(0);
          const now = grouped();
          const fresh = now.flatMap((name, index) => (name !== named[index] ? [index] : []));
          expect(fresh.filter((index) => named[index] !== undefined)).toEqual([]);
          expect(fresh).toHaveLength(sum(moved));
          named = now;
          for (const name of new Set(fresh.map((index) => now[index]))) {
            expect(one.kind).toBe('response');
            const group = journal.filter((_, index) => now[index] === name);
            expect(group).toHaveLength(rule.minimum);
            const officers = new Set(group.map(({ officer }) => officer).filter((o) => o !== 'unknown'));
            expect(officers.size).toBeGreaterThanOrEqual(rule.officersMinimum);
          }
          expect(now.filter((name) => name === undefined)).toHaveLength(groups.held);
        }
      }),
      { numRuns: 300, verbose: true },
    );
  });
});

describe('the board', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.stop());
  let day = 0;
  beforeEach(() => {
    // Each test has a day of its own.
    server.clock.set(wednesday);
    server.clock.advance(day * dayMs);
    day += 1;
  });

  const levels = async (): Promise<Levels> =>
    (await server.ask('GET', '/api/board', { key: server.key })).json.board.levels;
  const rateFor = (officer: string, level: number) =>
    server.rated(level, { officer, counter: `Q${officer.slice(2)}` });

  test('4 ratings move no level, a 5th of the same officer neither, one of a second officer does', async () => {
    for (const level of [1, 2, 3, 4]) await rateFor('CB01', level);
    expect(await levels()).toEqual({ state: 'insufficient-data', minimum: 5 });
    await rateFor('CB01', 5);
    expect(await levels()).toEqual({ state: 'insufficient-data', minimum: 5 });
    await rateFor('CB02', 5);
    expect(await levels()).toEqual({
      state: 'ok',
      n: 5,
      counts: [1, 1, 1, 1, 1],
      shareSatisfied: 2 / 5,
    });
    // From then on the latest five stay out.
    for (const level of [1, 1, 1, 1]) await rateFor('CB02', level);
    expect(await levels()).toMatchObject({ n: 5 });
    for (const level of [1, 1, 1, 1]) await rateFor('CB01', level);
    expect(await levels()).toMatchObject({ n: 5 });
    await rateFor('CB03', 4);
    expect(await levels()).toMatchObject({ n: 10, counts: [4, 1, 1, 2, 2] });
  });

  test('walk-up ratings, which anyone can send, neither complete a group nor show in the levels', async () => {
    await rateFor('CB01', 1);
    for (let time = 0; time < 12; time += 1) {
      const counter = time % 2 === 0 ? 'Q02' : 'Q03';
      const body = ratingBody('', 5, { invitation: undefined, counter });
      expect((await server.ask('POST', '/api/responses', { body })).status).toBe(201);
    }
    expect(await levels()).toEqual({ state: 'insufficient-data', minimum: 5 });
    const { board } = (await server.ask('GET', '/api/board', { key: server.key })).json;
    expect(board.responses).toBe(13);
  });

  test('paper forms imported beside a running server do not move a group that was shown', async () => {
    const paper = await server.visit({ externalId: `paper-${day}` });
    await rateFor('CB01', 2);
    await server.context.intake.takePaper(
      [{ externalId: paper.externalId, answers: { officer: 1 } }],
      (refusal) => refusal,
    );
    for (const level of [3, 3, 3]) await rateFor('CB01', level);
    await rateFor('CB02', 4);
    const shown = await levels();
    expect(shown).toMatchObject({ n: 5, counts: [0, 1, 3, 1, 0] });
    server.context.live.reload();
    expect(await levels()).toEqual(shown);
    await server.restart();
    expect(await levels()).toEqual(shown);
  });

  test('a poller that looks after every rating isolates no group, across a restart and a seal at noon', async () => {
    const seed = Date.now() % 1_000_000;
    console.log(`seed ${seed}`);
    const events = fc.sample(
      fc.record({
        level: fc.integer({ min: 1, max: 5 }),
        officer: fc.constantFrom('CB01', 'CB01', 'CB02', 'CB03'),
      }),
      { seed, numRuns: 26 },
    );
    let before = [0, 0, 0, 0, 0];
    for (const [index, { level, officer }] of events.entries()) {
      await rateFor(officer, level);
      if (index === 8) await server.restart();
      if (index === 15) server.context.seal.run();
      if (index === 18) await server.restart();
      if (index === 20) server.context.live.reload();
      const now = await levels();
      const counts = now.state === 'ok' ? now.counts : [0, 0, 0, 0, 0];
      const moved = counts.map((count, place) => count - before[place]!);
      expect(Math.min(...moved)).toBeGreaterThanOrEqual(0);
      expect([index, sum(moved) === 0 || sum(moved) >= 5]).toEqual([index, true]);
      before = counts;
    }
    expect(sum(before)).toBeGreaterThanOrEqual(15);
    const { board } = (await server.ask('GET', '/api/board', { key: server.key })).json;
    expect([board.visits, board.responses]).toEqual([26, 26]);
  });
});
