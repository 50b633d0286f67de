// The wall for people who are signed in, opened from the manager's board.
import { useBoard } from './use-board.ts';
import { WallBoard } from './WallBoard.tsx';

export function SessionWall() {
  return <WallBoard feed={useBoard(true).value} />;
}
