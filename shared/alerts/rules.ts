// What makes an alert, as a pure function of what the live board shows anyway: figures of the whole hall in released
// groups, rates, devices, a count of contests. No rule sees an officer, a text or a single rating.
//
// The board is looked at again with every frame, so a rule that compares a share with the usual one uses wide limits:
// with z = 3 a hall at its usual level is reported on about one day in two hundred (looks within a day are correlated).
import type { AlertRule } from '../contract/alerts.ts';
import { wilsonInterval } from '../statistics/proportion.ts';

/** A share with its base. */
export interface ShareOf {
  count: number;
  n: number;
}

export interface HallNow {
  isOpen: boolean;
  /** Released responses of today and how many of them were satisfied (4-5). */
  satisfied: ShareOf;
  /** The last released responses, at least `runLength` of them, and how many were dissatisfied (1-2). */
  lastDissatisfied: ShareOf | null;
  /** Invited visits of today and how many were answered. */
  answered: ShareOf;
  /** The same two of the months before; null while there is too little of them. */
  usualSatisfied: ShareOf | null;
  usualAnswered: ShareOf | null;
  devices: readonly { id: string; silentMs: number }[];
  contests: number;
}

export interface RuleLimits {
  darkMs: number;
  contestsMinimum: number;
}

export interface Finding {
  rule: AlertRule;
  /** A device's id, '' for the centre. */
  subject: string;
  evidence: Record<string, number>;
}

/** Responses that the rule of a bad run looks at. */
export const runLength = 10;
const runShareMin = 0.6;
const level = 0.9973; // z = 3
const satisfiedMinimum = 20;
const visitsMinimum = 40;
/** The rate has to be below this part of the usual one, beyond chance: a small drop is not worth a letter. */
const ratePart = 0.6;

const percent = ({ count, n }: ShareOf): number => Math.round((1000 * count) / n) / 10;

/** Everything that holds now. */
export function findingsOf(hall: HallNow, limits: RuleLimits): Finding[] {
  const found: Finding[] = [];
  const { satisfied, usualSatisfied, answered, usualAnswered, lastDissatisfied } = hall;
  if (usualSatisfied !== null && satisfied.n >= satisfiedMinimum) {
    const [, high] = wilsonInterval(satisfied.count, satisfied.n, level);
    if (high < usualSatisfied.count / usualSatisfied.n) {
      const evidence = { today: percent(satisfied), n: satisfied.n, usual: percent(usualSatisfied) };
      found.push({ rule: 'level-low', subject: '', evidence });
    }
  }
  if (lastDissatisfied !== null && lastDissatisfied.count >= runShareMin * lastDissatisfied.n) {
    const evidence = { dissatisfied: lastDissatisfied.count, n: lastDissatisfied.n };
    found.push({ rule: 'bad-run', subject: '', evidence });
  }
  if (usualAnswered !== null && answered.n >= visitsMinimum) {
    const [, high] = wilsonInterval(answered.count, answered.n, level);
    if (high < (ratePart * usualAnswered.count) / usualAnswered.n) {
      const evidence = { today: percent(answered), n: answered.n, usual: percent(usualAnswered) };
      found.push({ rule: 'response-rate-low', subject: '', evidence });
    }
  }
  if (hall.isOpen) {
    for (const { id, silentMs } of hall.devices) {
      if (silentMs < limits.darkMs) continue;
      found.push({ rule: 'kiosk-dark', subject: id, evidence: { minutes: Math.floor(silentMs / 60_000) } });
    }
  }
  if (hall.contests >= limits.contestsMinimum) {
    found.push({ rule: 'contests', subject: '', evidence: { contests: hall.contests } });
  }
  return found;
}

/** Rules whose moment follows from ratings: their instants are kept to the hour. */
export const followsFromRatings = (rule: AlertRule): boolean => rule !== 'kiosk-dark';

/**
 * Dissatisfied among the last released responses.
 * @param groups counts of levels 1..5 of released groups, oldest first
 * @returns null while fewer than `runLength` were released
 */
export function lastOf(groups: readonly (readonly number[])[]): ShareOf | null {
  let n = 0;
  let count = 0;
  for (const counts of [...groups].reverse()) {
    n += counts.reduce((sum, one) => sum + one, 0);
    count += counts[0]! + counts[1]!;
    if (n >= runLength) return { count, n };
  }
  return null;
}
