// The board's connection for as long as a component stands, by the session's cookie. A wall's link: use-linked-board.ts.
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { endSession } from '../session/session.ts';
import { openBoardConnection } from './board-connection.ts';
import { emptyFeed, type FeedState } from './board-feed.ts';
import { showBoard } from './show-board.ts';

/** @param isUnattended a wall: takes up a new version of the page by itself when the server has been started anew */
export function useBoard(isUnattended: boolean): ReadonlySignal<FeedState> {
  const shown = useSignal<FeedState>(emptyFeed);
  useEffect(
    () =>
      showBoard(
        openBoardConnection({ origin: '', link: null, nowMs: Date.now, onSessionEnded: endSession }),
        shown,
        isUnattended,
      ),
    [isUnattended, shown],
  );
  return shown;
}
