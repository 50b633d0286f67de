// The centre's month as an attacker lives it: knowing who was served by whom and when, and the order of answers, and looking
// at everything after every one of them. Two worlds that differ only in levels that no released group tells apart must look
// the same, byte for byte; three careless aggregations beside them must not.
//
// LANGNGHE_POLLING_SEED chooses the month; LANGNGHE_POLLING_FULL=1 takes the whole size (`npm run -s bench -- polling`).
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Channel } from './observer.ts';
import { fewestToldApart } from './overlap.ts';
import { boardGroups, drawnLevels, type PlannedDay, randomOf, scriptedMonth } from './scripted-month.ts';
import { liveThrough, type Placed, type World } from './world.ts';

const isFull = process.env.LANGNGHE_POLLING_FULL === '1';
const seed = Number(process.env.LANGNGHE_POLLING_SEED ?? Date.now() % 1_000_000);
const minimum = 5;
const plan = scriptedMonth(seed, 22, isFull ? 15 : 8);
const levels = drawnLevels(seed, plan);
const every = isFull ? 4 : 25;
/** Of all worlds: it stands in the log. Half a day from now, so that the schedule never seals in between. */
const sealAt = new Date(Date.now() + 12 * 3_600_000).toLocaleTimeString('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hour: '2-digit',
  minute: '2-digit',
});

/** Everything but the control. */
const honest: readonly Channel[] = ['board', 'alerts', 'plain', 'figures', 'log', 'kpi', 'comments'];
/** What the live board decides. */
const live: readonly Channel[] = ['board', 'plain', 'comments'];
/** What the ledger decides; alerts look at both. */
const published: readonly Channel[] = ['plain', 'figures', 'log', 'kpi', 'comments'];

const rotated = (level: number): number => (level % 5) + 1;

/**
 * Levels permuted at random among responses of the same class; those without a class get another level.
 * @param classOf null where the level was never released
 */
function otherLevels(classOf: (number: number) => string | null, salt: number): Map<number, number> {
  const random = randomOf(seed + salt);
  const classes = new Map<string, number[]>();
  const other = new Map<number, number>();
  for (const [number, level] of levels) {
    const name = classOf(number);
    if (name === null) other.set(number, rotated(level));
    else classes.set(name, [...(classes.get(name) ?? []), number]);
  }
  for (const members of classes.values()) {
    const mixed = members.map((number) => levels.get(number)!);
    for (let k = mixed.length - 1; k > 0; k -= 1) {
      const place = Math.floor(random() * (k + 1));
      [mixed[k], mixed[place]] = [mixed[place]!, mixed[k]!];
    }
    for (const [index, number] of members.entries()) other.set(number, mixed[index]!);
  }
  return other;
}

const moved = (other: ReadonlyMap<number, number>): number =>
  [...levels].filter(([number, level]) => other.get(number) !== level).length;

describe('a month of polling', () => {
  let first: World;
  const board = boardGroups(plan, minimum);
  /** What is in some figure: not what waits, nor the rest of a month. */
  const released = new Map<number, Placed>();

  beforeAll(async () => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    });
    const started = Date.now();
    first = await liveThrough({ plan, levels, every, policy: { sealAt }, toTheClose: true });
    for (const [number, placed] of first.placed) if (placed !== null) released.set(number, placed);
    console.log(
      `seed ${seed}: ${levels.size} responses, ${board.size} on the board, ${released.size} in released batches, ${first.requests} requests, ${first.seen.size} changes seen, exclusions ${first.excluded}, ${first.overSocket} frames over a socket, ${Date.now() - started} ms`,
    );
  }, 600_000);
  afterAll(() => {
    vi.useRealTimers();
  });

  test('releases no batch smaller than the minimum', () => {
    expect(Math.min(...first.batchSizes)).toBeGreaterThanOrEqual(minimum);
    expect(released.size).toBeGreaterThan(levels.size / 2);
    expect(first.overSocket).toBeGreaterThan(100);
    expect(board.size).toBeGreaterThan(levels.size / 3);
  });

  test('board and nights together tell no fewer than the minimum apart', () => {
    // Two partitions of the same ratings: what any sum of groups less any sum of batches leaves is at least the smallest cut.
    const pairs = plan.flatMap(({ responses }) =>
      responses.map(({ number }): [string | null, string | null] => [
        board.get(number) ?? null,
        released.get(number)?.part ?? null,
      ]),
    );
    const fewest = fewestToldApart(pairs);
    console.log(`board and nights together: the fewest told apart are ${fewest}`);
    expect(fewest).toBeGreaterThanOrEqual(minimum);
    const one: [string, string] = ['1', 'a'];
    expect(fewestToldApart([one, one, one, one, ['1', 'b']])).toBe(1);
    expect(fewestToldApart(Array(5).fill(one))).toBe(5);
  });

  test('the board tells nothing but sums of its groups', async () => {
    const other = otherLevels((number) => board.get(number) ?? null, 1);
    expect(moved(other)).toBeGreaterThan(levels.size / 4);
    const world = await liveThrough({ plan, levels: other, every, policy: { sealAt } });
    expect(first.seen.differences(world.seen, live)).toEqual([]);
    expect(first.seen.differences(world.seen, ['naive'])).not.toEqual([]);
  }, 600_000);

  test('figures, log, sheets and papers tell nothing but sums of released batches', async () => {
    const other = otherLevels((number) => released.get(number)?.cell ?? null, 2);
    expect(moved(other)).toBeGreaterThan(levels.size / 5);
    const world = await liveThrough({ plan, levels: other, every, policy: { sealAt }, toTheClose: true });
    expect(first.seen.differences(world.seen, published)).toEqual([]);
    expect(first.seen.differences(world.seen, ['naive'])).not.toEqual([]);
  }, 600_000);

  test('all of it together tells nothing about what neither released', async () => {
    const other = otherLevels((number) => {
      const [live, placed] = [board.get(number), released.get(number)?.cell];
      return live === undefined && placed === undefined ? null : `${live} ${placed}`;
    }, 3);
    const world = await liveThrough({ plan, levels: other, every, policy: { sealAt }, toTheClose: true });
    expect(first.seen.differences(world.seen, honest)).toEqual([]);
    expect(first.seen.differences(world.seen, ['naive'])).not.toEqual([]);
  }, 600_000);
});

describe('under a policy that counts some modes only', () => {
  const start: PlannedDay[] = scriptedMonth(seed + 1, 12, isFull ? 15 : 9);
  const preset = 'circular-01-2018';
  beforeAll(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    });
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  test('figures and sheets of every night tell nothing but sums of released batches', async () => {
    const drawn = drawnLevels(seed + 1, start);
    const options = { plan: start, every, policy: { sealAt }, preset };
    const one = await liveThrough({ ...options, levels: drawn });
    const random = randomOf(seed + 5);
    const mixed = new Map([...drawn].map(([number, level]) => [number, rotated(level)]));
    const cells = new Map<string, number[]>();
    for (const [number, placed] of one.placed) {
      if (placed !== null) cells.set(placed.cell, [...(cells.get(placed.cell) ?? []), number]);
    }
    for (const members of cells.values()) {
      const given = members.map((number) => drawn.get(number)!).sort(() => random() - 0.5);
      for (const [index, number] of members.entries()) mixed.set(number, given[index]!);
    }
    expect(cells.size).toBeGreaterThan(4);
    const two = await liveThrough({ ...options, levels: mixed });
    expect(one.seen.differences(two.seen, published)).toEqual([]);
    expect(one.seen.differences(two.seen, ['naive'])).not.toEqual([]);
  }, 600_000);
});

describe('before its seal', () => {
  const start: PlannedDay[] = plan.slice(0, 3);
  beforeAll(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    });
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  test('no figure knows anything of the day', async () => {
    const today = new Set(start.at(-1)!.responses.map(({ number }) => number));
    const other = new Map([...levels].map(([n, level]) => [n, today.has(n) ? rotated(level) : level]));
    const one = await liveThrough({
      plan: start,
      levels,
      every: 1,
      policy: { sealAt },
      stopBeforeSeal: true,
    });
    const two = await liveThrough({
      plan: start,
      levels: other,
      every: 1,
      policy: { sealAt },
      stopBeforeSeal: true,
    });
    expect(one.seen.differences(two.seen, published)).toEqual([]);
  }, 300_000);

  test('a board whose groups are too small is found out', async () => {
    const board = boardGroups(start, minimum);
    const other = otherLevels((number) => board.get(number) ?? null, 4);
    const policy = { sealAt, groupMinimum: 2, groupOfficersMinimum: 1 };
    const one = await liveThrough({ plan: start, levels, every: 25, policy });
    const two = await liveThrough({ plan: start, levels: other, every: 25, policy });
    expect(one.seen.differences(two.seen, ['board'])).not.toEqual([]);
    expect(one.seen.differences(two.seen, ['figures'])).not.toEqual([]);
  }, 300_000);
});
