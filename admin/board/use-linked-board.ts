// The board of a screen on a wall, by a link's token. The page asks for the first figures while its script is still on
// its way (start.ts); the live connection, with socket.io and zod, comes when they are shown.
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { emptyFeed, type FeedState, feedStep } from './board-feed.ts';
import { firstSnapshot } from './first-snapshot.ts';
import { showBoard } from './show-board.ts';

/** A browser remembers that a part of the page did not come: the page is then loaded again after this long. */
const reloadMs = 30_000;

export function useLinkedBoard(link: string): ReadonlySignal<FeedState> {
  const shown = useSignal<FeedState>(emptyFeed);
  useEffect(() => {
    let isHere = true;
    let close = (): void => {};
    const open = async (): Promise<void> => {
      const snapshot = await firstSnapshot();
      if (!isHere) return;
      if (snapshot !== null) {
        shown.value = feedStep(shown.peek(), { kind: 'fetched', snapshot, atMs: Date.now() }).state;
      }
      const { openBoardConnection } = await import('./board-connection.ts');
      if (!isHere) return;
      const connection = openBoardConnection({ origin: '', link, nowMs: Date.now, from: shown.peek() });
      close = showBoard(connection, shown, true);
    };
    open().catch((error: unknown) => {
      console.error(error);
      setTimeout(() => location.reload(), reloadMs);
    });
    return () => {
      isHere = false;
      close();
    };
  }, [link, shown]);
  return shown;
}
