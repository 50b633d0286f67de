// Device time: milliseconds that only grow, whatever someone does to the wall clock. Inside one run it follows the
// monotonic clock. Between runs only the wall clock is left: the time the device was off is believed up to
// `offMsMax` and never below zero, so a clock set back makes no negative ages and one set far ahead no expired ones.

export interface ClockMark {
  deviceMs: number;
  wallMs: number;
}

export interface DeviceClock {
  now(): number;
  /** What to store now, so that the next run goes on from here. */
  mark(): ClockMark;
}

/** Longest time switched off that is believed: a long holiday. */
export const offMsMax = 14 * 86_400_000;

/**
 * @param stored the last mark of an earlier run, or null.
 * @param wallNow epoch milliseconds; @param monotonicNow milliseconds that never go back within this run.
 */
export function startDeviceClock(
  stored: ClockMark | null,
  wallNow: () => number,
  monotonicNow: () => number,
): DeviceClock {
  const offMs = stored ? Math.min(offMsMax, Math.max(0, wallNow() - stored.wallMs)) : 0;
  const startMs = (stored?.deviceMs ?? 0) + offMs;
  const startMonotonicMs = monotonicNow();
  const now = (): number => startMs + Math.max(0, monotonicNow() - startMonotonicMs);
  return { now, mark: () => ({ deviceMs: now(), wallMs: wallNow() }) };
}
