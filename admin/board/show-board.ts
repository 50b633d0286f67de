// From a connection to what a screen shows.
import type { Signal } from '@preact/signals';
import { reloadWhenOutdated } from '../navigation/shell-version.ts';
import type { BoardConnection } from './board-connection.ts';
import type { FeedState } from './board-feed.ts';

/** Copies the connection's states into `shown` until the function that is returned ends both. */
export function showBoard(
  connection: BoardConnection,
  shown: Signal<FeedState>,
  isUnattended: boolean,
): () => void {
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
}
