// What a frame of the live board does to the state it follows. Apart from the schemas: a wall shows its first figures
// before zod has arrived.
import type { BoardFrame, BoardState } from './contract/board.ts';

/** Applies a frame to the state it follows. */
export function applyFrame(state: BoardState, frame: BoardFrame): BoardState {
  return { ...state, ...frame.changes } as BoardState;
}
