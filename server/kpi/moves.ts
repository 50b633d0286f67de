// Which groups of responses may be excluded, taken back or given to another officer without telling anyone how a few citizens
// rated. Pure.
//
// Whoever keeps the figures from before and after can subtract them. So in every month and tier, and within and without the
// modes that a policy counts where it does not count all, what moves is nobody or at least the minimum, and so is what
// stays. Groups are whole (counter, officer, when) groups as the seal published them: of two decisions one never takes a part
// of what another took.
import type { ResponseEntry } from '../../shared/ledger/entry.ts';
import type { LedgerData } from '../../shared/ledger/ledger-data.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import { isReleased } from '../../shared/statistics/released-cells.ts';

export interface GroupName {
  /** As the visits were closed. */
  officer: string;
  counter: string;
  when: string;
}

export interface PublishedResponse {
  /** Hex. */
  tag: string;
  entry: ResponseEntry;
}

export interface MoveRule {
  minimum: number;
  /** Tiers whose figures anybody sees or may come to see. */
  tiers: readonly Cell['tier'][];
  /** Modes that the policy counts. */
  modes: readonly Cell['mode'][];
}

export type Move =
  | { state: 'allowed'; responses: PublishedResponse[] }
  | { state: 'refused'; reason: string };

/**
 * The responses that an exclusion of the group takes: those that count now, of every tier with enough of them.
 * `published` are all responses of the officer's months that the group lies in; `data` the decisions in force.
 */
export function exclusionOf(
  group: GroupName,
  published: readonly PublishedResponse[],
  data: LedgerData,
  rule: MoveRule,
): Move {
  const counted = released(published).filter(
    ({ tag, entry }) => !data.excludedTags.has(tag) && data.attribute(entry, false).officer === group.officer,
  );
  const inGroup = counted.filter(({ entry }) => belongs(entry, group));
  const perTier = countBy(inGroup, ({ entry }) => `${entry.period}\t${entry.tier}`);
  const taken = inGroup.filter(
    ({ entry }) =>
      rule.tiers.includes(entry.tier) && perTier.get(`${entry.period}\t${entry.tier}`)! >= rule.minimum,
  );
  if (taken.length === 0)
    return { state: 'refused', reason: `holds fewer than ${rule.minimum} responses that count` };
  const fault = differenceFault(taken, counted, rule);
  return fault === undefined ? { state: 'allowed', responses: taken } : { state: 'refused', reason: fault };
}

/** Whether the whole group may go to another officer: of every tier that anybody sees, nobody or enough. */
export function correctionOf(
  group: GroupName,
  published: readonly PublishedResponse[],
  data: LedgerData,
  rule: MoveRule,
): Move {
  const all = released(published);
  const inGroup = published.filter(({ entry }) => belongs(entry, group));
  const now = new Set(inGroup.map(({ entry }) => data.attribute(entry, false).officer));
  const [owner] = now;
  if (owner === undefined) return { state: 'refused', reason: 'holds no published response' };
  if (inGroup.some((one) => !all.includes(one))) {
    return { state: 'refused', reason: `holds fewer than ${rule.minimum} responses` };
  }
  const seen = inGroup.filter(({ entry }) => rule.tiers.includes(entry.tier));
  const theirs = all.filter(
    ({ entry }) => rule.tiers.includes(entry.tier) && data.attribute(entry, false).officer === owner,
  );
  const counting = ({ tag }: PublishedResponse): boolean => !data.excludedTags.has(tag);
  const fault =
    differenceFault(seen, theirs, rule) ??
    differenceFault(seen.filter(counting), theirs.filter(counting), rule);
  return fault === undefined ? { state: 'allowed', responses: inGroup } : { state: 'refused', reason: fault };
}

export const belongs = (entry: ResponseEntry, { officer, counter, when }: GroupName): boolean =>
  entry.officer === officer && entry.counter === counter && entry.when === when;

/** Without the rest of the month: it is in no figure, so nothing of it can move. */
const released = (published: readonly PublishedResponse[]): PublishedResponse[] =>
  published.filter(({ entry }) => isReleased(entry));

/** What a difference before and after would tell; undefined when it tells nothing about fewer than the minimum. */
function differenceFault(
  moved: readonly PublishedResponse[],
  before: readonly PublishedResponse[],
  { minimum, modes }: MoveRule,
): string | undefined {
  const views: ((entry: ResponseEntry) => string)[] = [
    ({ period, tier }) => `${period}\t${tier}`,
    ({ period, tier, mode }) => `${period}\t${tier}\t${modes.includes(mode)}`,
  ];
  for (const view of views) {
    const [all, gone] = [before, moved].map((some) => countBy(some, ({ entry }) => view(entry)));
    for (const [key, count] of gone!) {
      const stays = (all!.get(key) ?? 0) - count;
      if (count < minimum)
        return `moves ${count} responses of one kind, and fewer than ${minimum} could be told apart`;
      if (stays > 0 && stays < minimum) {
        return `would leave ${stays} responses of the month, and fewer than ${minimum} could be told apart`;
      }
    }
  }
  return undefined;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
