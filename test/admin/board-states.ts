// Boards for the tests of the client: a plain one, and arbitrary changes to it.
import fc from 'fast-check';
import type { BoardFrame, BoardState } from '../../shared/contract/board.ts';

export const plainBoard: BoardState = {
  centre: { name: 'Trung tâm mẫu', sample: true },
  day: '2026-10-14',
  visits: 0,
  responses: 0,
  responseRate: { state: 'insufficient-data', n: 0 },
  levels: { state: 'insufficient-data', minimum: 5 },
  counters: [{ code: 'Q1', name: 'Quầy 1', officer: null, visits: 0, responses: 0 }],
  devices: [],
};

export const changesArbitrary: fc.Arbitrary<BoardFrame['changes']> = fc.record(
  {
    visits: fc.nat(1000),
    responses: fc.nat(1000),
    counters: fc.array(
      fc.record({
        code: fc.constantFrom('Q1', 'Q2', 'Q3'),
        name: fc.constantFrom('Quầy 1', 'Quầy 2'),
        officer: fc.constantFrom(null, { code: 'CB03', name: 'Cán bộ 03' }),
        visits: fc.nat(50),
        responses: fc.nat(50),
      }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

/** The board after each change: `boards[seq]`, from the plain one at 0; and the frames, `frames[seq - 1]` to `seq`. */
export function history(epoch: string, changes: readonly BoardFrame['changes'][]) {
  const boards: BoardState[] = [plainBoard];
  const frames: BoardFrame[] = changes.map((change, index) => {
    boards.push({ ...(boards[index] as BoardState), ...change } as BoardState);
    return { epoch, seq: index + 1, changes: change };
  });
  return { boards, frames };
}
