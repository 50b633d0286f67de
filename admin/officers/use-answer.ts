// An answer to what the address asks for: read anew when that changes, without taking the controls off the screen.
import { useEffect, useRef } from 'preact/hooks';
import { type Polled, usePolled } from '../components/use-polled.ts';

// Figures move with the night's seal only.
const everyMs = 300_000;

/** @param asked names what `read` reads; an answer to anything else is not shown */
export function useAnswer<T>(
  asked: string,
  read: () => Promise<T>,
): Polled<T> & { refresh: () => Promise<void> } {
  const { state, refresh } = usePolled(async () => ({ asked, answer: await read() }), everyMs);
  const shown = useRef(asked);
  useEffect(() => {
    if (shown.current === asked) return;
    shown.current = asked;
    state.value = { data: null, error: null };
    void refresh();
  }, [asked, refresh, state]);
  const { data, error } = state.value;
  if (shown.current !== asked) return { data: null, error: null, refresh };
  return { data: data?.asked === asked ? data.answer : null, error, refresh };
}
