// The time of day as something to render by.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Ticks every `everyMs` while mounted. */
export function useNow(clock: () => number, everyMs = 1000): Signal<number> {
  const now = useSignal(clock());
  useEffect(() => {
    now.value = clock();
    const timer = setInterval(() => {
      now.value = clock();
    }, everyMs);
    return () => clearInterval(timer);
  }, [clock, everyMs, now]);
  return now;
}
