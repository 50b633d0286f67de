// The figures that the page asked for before this script was here (start.ts). Read by hand, since the contract's schema
// would have them wait for zod; what does not fit is left to the live connection, which has it.
import type { BoardSnapshot } from '../../shared/contract/board.ts';

/** Longest wait for them; the live connection brings them too. */
const waitMsMax = 5_000;

type Fields = Record<string, unknown>;
const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

const isNamed = (value: unknown): boolean => isRecord(value) && isText(value.code) && isText(value.name);

const isRate = (rate: unknown): boolean =>
  isRecord(rate) &&
  isCount(rate.n) &&
  (rate.state === 'insufficient-data' || (rate.state === 'ok' && isShare(rate.value)));

const isLevels = (levels: unknown): boolean =>
  isRecord(levels) &&
  ((levels.state === 'insufficient-data' && isCount(levels.minimum)) ||
    (levels.state === 'ok' &&
      isCount(levels.n) &&
      isShare(levels.shareSatisfied) &&
      Array.isArray(levels.counts) &&
      levels.counts.length === 5 &&
      levels.counts.every(isCount)));

const isCounterLine = (line: unknown): boolean =>
  isNamed(line) &&
  isRecord(line) &&
  isCount(line.visits) &&
  isCount(line.responses) &&
  (line.officer === null || isNamed(line.officer));

const isDeviceLine = (line: unknown): boolean =>
  isRecord(line) &&
  isText(line.id) &&
  isText(line.label) &&
  (line.state === 'online' || line.state === 'dark');

/** True for a value with everything that the screen reads of a snapshot. */
export function isSnapshot(value: unknown): value is BoardSnapshot {
  if (!isRecord(value) || !isText(value.epoch) || !isCount(value.seq) || !isRecord(value.board)) return false;
  const { centre, day, visits, responses, responseRate, levels, counters, devices } = value.board;
  return (
    isRecord(centre) &&
    isText(centre.name) &&
    typeof centre.sample === 'boolean' &&
    isText(day) &&
    /^\d{4}-\d\d-\d\d$/.test(day) &&
    isCount(visits) &&
    isCount(responses) &&
    isRate(responseRate) &&
    isLevels(levels) &&
    Array.isArray(counters) &&
    counters.every(isCounterLine) &&
    Array.isArray(devices) &&
    devices.every(isDeviceLine)
  );
}

/** The snapshot that the page asked for; null when none came in time or it is not of this version. */
export async function firstSnapshot(): Promise<BoardSnapshot | null> {
  const { boardSnapshot } = globalThis as { boardSnapshot?: Promise<unknown> };
  if (boardSnapshot === undefined) return null;
  const tooLate = new Promise<null>((resolve) => setTimeout(() => resolve(null), waitMsMax));
  const value = await Promise.race([boardSnapshot.catch(() => null), tooLate]);
  return isSnapshot(value) ? value : null;
}
