// Time in a world passes when the script says so: timers are held, and work that waits for some of them has to be helped on.
import { vi } from 'vitest';

/** After this long (ms) what was put off for a moment has happened. */
export const calmMs = 250;
/** How often (ms) the board looks at the clock. */
export const tickMs = 5000;

/** Lets held timers run until the work, which waits for some of them, is done. */
export async function passing<T>(work: Promise<T>): Promise<T> {
  let isDone = false;
  const ended = work.finally(() => {
    isDone = true;
  });
  for (let turn = 0; !isDone; turn += 1) {
    if (turn % 100 === 99) vi.advanceTimersByTime(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return ended;
}
