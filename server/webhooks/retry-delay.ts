// How long a failed webhook waits: 10 s, then four times as long each time up to 12 h, each shortened by up to half at random
// so that many that failed together do not come back together. Nine attempts take between 13 and 28 hours.

export const attemptsMax = 9;
const firstDelayMs = 10_000;
const factor = 4;
export const retryDelayMsMax = 12 * 3_600_000;

/**
 * Wait before the next attempt.
 * @param attempts attempts made so far, >= 1
 * @param random in [0, 1)
 * @param retryAfterMs what the receiver asked for (Retry-After), kept up to the longest delay
 */
export function retryDelayMs(attempts: number, random: number, retryAfterMs = 0): number {
  const whole = Math.min(retryDelayMsMax, firstDelayMs * factor ** (attempts - 1));
  const jittered = Math.round(whole / 2 + (whole / 2) * random);
  return Math.max(jittered, Math.min(retryAfterMs, retryDelayMsMax));
}
