// Data of a page that is read when it opens, again at intervals while it is looked at, and on demand.
import { type Signal, useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';

export interface Polled<T> {
  /** Last good answer; stays through later failures. */
  data: T | null;
  /** Failure of the last call, null after a good one. */
  error: unknown;
}

/**
 * @param read one call; a newer call's answer wins over an older one's
 * @param everyMs interval; the page in the background is not refreshed until it is looked at again
 */
export function usePolled<T>(
  read: () => Promise<T>,
  everyMs: number,
): { state: Signal<Polled<T>>; refresh: () => Promise<void> } {
  const state = useSignal<Polled<T>>({ data: null, error: null });
  const latest = useRef(0);
  const reader = useRef(read);
  reader.current = read;

  const refresh = useCallback(async () => {
    latest.current += 1;
    const own = latest.current;
    try {
      const data = await reader.current();
      if (own === latest.current) state.value = { data, error: null };
    } catch (error) {
      if (own === latest.current) state.value = { data: state.peek().data, error };
    }
  }, [state]);

  useEffect(() => {
    const whenSeen = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    whenSeen();
    const timer = setInterval(whenSeen, everyMs);
    document.addEventListener('visibilitychange', whenSeen);
    return () => {
      latest.current += 1;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', whenSeen);
    };
  }, [refresh, everyMs]);

  return { state, refresh };
}
