// The figures a wall shows before zod is there: read by hand, as strictly as the contract where the screen reads them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSnapshot } from '../../admin/board/first-snapshot.ts';
import { boardSnapshotSchema } from '../../shared/contract/board.ts';
import { changesArbitrary, plainBoard } from './board-states.ts';

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`first-snapshot seed ${seed}`);

const fullBoard = {
  ...plainBoard,
  responseRate: { state: 'ok', value: 0.5, n: 8 },
  levels: { state: 'ok', n: 5, counts: [0, 0, 1, 2, 2], shareSatisfied: 0.8 },
  devices: [
    {
      id: '6f1c2a52-6f0b-4c62-9d6c-0f2b8a1f3c11',
      label: 'Quầy 1',
      counter: 'Q1',
      state: 'online',
      outboxSize: 0,
    },
  ],
};

test('every snapshot of the contract is taken', () => {
  fc.assert(
    fc.property(fc.constantFrom(plainBoard, fullBoard), changesArbitrary, fc.nat(), (board, changes, seq) => {
      const snapshot: unknown = JSON.parse(
        JSON.stringify({ epoch: 'e', seq, board: { ...board, ...changes } }),
      );
      expect(boardSnapshotSchema.safeParse(snapshot).success).toBe(true);
      expect(isSnapshot(snapshot)).toBe(true);
    }),
    { seed },
  );
});

/** The value with what stands at `path` replaced. */
function replaced(value: unknown, [key, ...rest]: readonly string[], instead: unknown): unknown {
  if (key === undefined) return instead;
  if (Array.isArray(value))
    return value.map((one, index) => (`${index}` === key ? replaced(one, rest, instead) : one));
  const fields = value as Record<string, unknown>;
  return { ...fields, [key]: replaced(fields[key], rest, instead) };
}

const paths = (value: unknown, at: string[] = []): string[][] =>
  typeof value !== 'object' || value === null
    ? [at]
    : [at, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, key]))];

test('a value of another kind at any place that the screen reads is refused', () => {
  const snapshot = { epoch: 'e', seq: 3, board: fullBoard };
  // The wall shows nothing of these.
  const unread = new Set([
    'board.counters.0.officer',
    'board.devices.0.counter',
    'board.devices.0.outboxSize',
  ]);
  let refused = 0;
  for (const path of paths(snapshot)) {
    if (unread.has(path.join('.'))) continue;
    for (const instead of [path.at(-1) === 'sample' ? 'no' : true, -1.5, { other: 1 }]) {
      const broken = replaced(snapshot, path, instead);
      expect([path.join('.'), instead, isSnapshot(broken)]).toEqual([path.join('.'), instead, false]);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(60);
});
