// The board's connection for as long as a component stands.
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { reloadWhenOutdated } from '../navigation/shell-version.ts';
import { endSession } from '../session/session.ts';
import { openBoardConnection } from './board-connection.ts';
import { emptyFeed, type FeedState } from './board-feed.ts';

/**
 * @param link token of a board link; null = the session's cookie
 * @param isUnattended a wall: takes up a new version of the page by itself when the server has been started anew
 */
export function useBoard(link: string | null, isUnattended: boolean): ReadonlySignal<FeedState> {
  const shown = useSignal<FeedState>(emptyFeed);
  useEffect(() => {
    const connection = openBoardConnection({
      origin: '',
      link,
      nowMs: Date.now,
      onSessionEnded: endSession,
    });
    let epoch: string | null = null;
    const stop = connection.state.subscribe((state) => {
      shown.value = state;
      const current = state.position?.epoch ?? epoch;
      if (isUnattended && epoch !== null && current !== epoch) void reloadWhenOutdated();
      epoch = current;
    });
    return () => {
      stop();
      connection.close();
    };
  }, [link, isUnattended, shown]);
  return shown;
}
