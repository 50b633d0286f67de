// Which severed responses are published tonight, and how coarsely. Pure.
//
// Invited responses and others are grouped apart: whoever can send walk-up ratings must not be able to complete a group
// with them and subtract them again. Modes are grouped apart too, because a KPI policy may count some of them only. A group
// (officer, day) goes when it has the minimum; what is left of a week that is over goes as (officer, week), inside its
// month; what is left of a month for which nothing can arrive any more goes as (officer, month). Of all of these an invited
// group stays behind when, with what the live board showed, it would tell fewer than the minimum apart (overlap.ts). What
// is left of the month then goes as its rest, which is in the ledger, because every acknowledged response must reach it,
// and in no figure. So whatever is added and subtracted, over nights and boards, no sum is of fewer than the minimum.
//
// What stays behind is coarsened at once: it keeps its week and its month, no day, procedure or counter. Whoever holds the
// file and the one-stop system's list knows which visits were rated; with a day and a procedure most of those who wait
// would each fit one of them alone.
import { addDays, isoWeekOf, lastDayOfIsoWeek, lastDayOfMonth } from '../../shared/calendar.ts';
import type { ResponseEntry } from '../../shared/ledger/entry.ts';
import { restOf } from '../../shared/statistics/released-cells.ts';
import { type Batch, type BatchRow, NightOverlap, type Overlap } from './overlap.ts';

export interface Waiting {
  tag: Buffer;
  /** Its `when` is the day of the visit, or the week once it has waited a night. */
  entry: ResponseEntry;
  /** The live board's group; none once it has waited a night: the overlap holds the count then. */
  group?: string;
}

export interface PublishingRule {
  today: string;
  groupMinimum: number;
  procedureMinimum: number;
  /** Days after a visit in which its response can still arrive. */
  arrivalDays: number;
  /** Field of a procedure; empty when it has none. */
  fieldOf(procedure: string): string;
  /** Of the night before. */
  overlap: readonly Overlap[];
}

export interface Night {
  /** The responses to publish, with their final entries. */
  published: Waiting[];
  /** Those that wait, with nothing left that is finer than a week. */
  waiting: Waiting[];
  /** For the next night. */
  overlap: Overlap[];
}

interface Group extends Batch {
  members: Waiting[];
  named: Waiting[];
}

export function publishable(candidates: Waiting[], rule: PublishingRule): Night {
  const fresh = candidates.filter(isFresh);
  const board = new NightOverlap(
    rule.overlap,
    fresh.filter(({ entry }) => entry.tier === 'invited').map(({ group }) => group ?? null),
    rule.groupMinimum,
  );
  const published: Waiting[] = [];
  /** Publishes the groups that may go; what is left of `from`. */
  const take = (from: Waiting[], label: (entry: ResponseEntry) => string, parts: Parts): Waiting[] => {
    const groups = groupBy(from, ({ entry }) => [
      entry.officer,
      entry.tier,
      entry.mode,
      entry.period,
      label(entry),
    ]);
    const large = [...groups]
      .filter(([, members]) => members.length >= rule.groupMinimum)
      .map(([key, members]): Group => {
        const named = parts(members, label, rule);
        return { key, members, named, rows: members.map((one, index) => rowOf(one, named[index]!)) };
      });
    const [invited, others] = split(large, ({ members }) => members[0]!.entry.tier === 'invited');
    const gone = [...board.release(invited), ...others];
    published.push(...gone.flatMap(({ named }) => named));
    const isGone = new Set(gone.flatMap(({ members }) => members));
    return from.filter((one) => !isGone.has(one));
  };
  const afterDays = [
    ...take(fresh, ({ when }) => when, withProcedures),
    ...candidates.filter((one) => !isFresh(one)),
  ];
  const [weekOver, weekOpen] = split(afterDays, ({ entry }) => lastDayOfIsoWeek(weekOf(entry)) <= rule.today);
  const afterWeeks = [...take(weekOver, weekOf, coarse), ...weekOpen];
  const [monthOver, monthOpen] = split(
    afterWeeks,
    ({ entry }) => addDays(lastDayOfMonth(entry.period), rule.arrivalDays) < rule.today,
  );
  const rest = take(monthOver, ({ period }) => period, coarse);
  published.push(...coarse(rest, ({ period }) => restOf(period)));
  board.forget(rest.map(waitingKeyOf));
  const waitsOn = (one: Waiting): { group: string | null; key: string } => ({
    group: one.group ?? null,
    key: waitingKeyOf(one),
  });
  return {
    published: published.map(({ tag, entry }) => ({ tag, entry })),
    waiting: coarse(monthOpen, weekOf),
    overlap: board.kept(monthOpen.filter((one) => isFresh(one) && one.entry.tier === 'invited').map(waitsOn)),
  };
}

const isDay = (when: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(when);
const isFresh = ({ entry }: Waiting): boolean => isDay(entry.when);
const weekOf = ({ when }: ResponseEntry): string => (isDay(when) ? isoWeekOf(when) : when);
const waitingKeyOf = ({ entry }: Waiting): string =>
  `${entry.officer} ${entry.tier} ${entry.mode} ${entry.period} ${weekOf(entry)}`;

const rowOf = (one: Waiting, named: Waiting): BatchRow => ({
  part: named.entry.procedure,
  from: isFresh(one) ? { group: one.group ?? null } : { waited: waitingKeyOf(one) },
});

type Parts = (members: Waiting[], label: (entry: ResponseEntry) => string, rule: PublishingRule) => Waiting[];

/** What has waited is of no procedure or counter any more, and gives none to those it goes with. */
const coarse = (members: Waiting[], label: (entry: ResponseEntry) => string): Waiting[] =>
  members.map(({ tag, entry }) => ({
    tag,
    entry: { ...entry, when: label(entry), procedure: 'other', counter: 'other' },
  }));

function split<T>(items: T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** Labels of a group, coarse enough that no procedure, and no counter within a procedure, stands for a few responses. */
function withProcedures(
  group: Waiting[],
  label: (entry: ResponseEntry) => string,
  rule: PublishingRule,
): Waiting[] {
  const procedures = coarseLabels(
    group.map(({ entry }) => entry.procedure),
    rule.procedureMinimum,
    (procedure) => {
      const field = rule.fieldOf(procedure);
      return field === '' ? 'other' : `field:${field}`;
    },
  );
  const counters = group.map(({ entry }) => entry.counter);
  for (const procedure of new Set(procedures)) {
    const alike = procedures.flatMap((one, index) => (one === procedure ? [index] : []));
    const named = coarseLabels(
      alike.map((index) => counters[index]!),
      rule.procedureMinimum,
      () => 'other',
    );
    for (const [place, index] of alike.entries()) counters[index] = named[place]!;
  }
  return group.map(({ tag, entry }, index) => ({
    tag,
    entry: { ...entry, when: label(entry), procedure: procedures[index]!, counter: counters[index]! },
  }));
}

/**
 * Replaces labels that fewer than `minimum` share, first by `broader`, then by `other`; then makes `other` itself large
 * enough (or everything `other`), so that no label left in the group stands for fewer than `minimum` responses unless
 * the whole group does.
 */
export function coarseLabels(
  labels: string[],
  minimum: number,
  broader: (label: string) => string,
): string[] {
  const replaceRare = (current: string[], next: (label: string) => string): string[] => {
    const counts = countBy(current);
    return current.map((label) => (counts.get(label)! < minimum && label !== 'other' ? next(label) : label));
  };
  const step = replaceRare(labels, broader);
  let current = replaceRare(step, () => 'other');
  for (;;) {
    const counts = countBy(current);
    const others = counts.get('other') ?? 0;
    if (others === 0 || others >= minimum || counts.size === 1) return current;
    const [smallest] = [...counts]
      .filter(([label]) => label !== 'other')
      .sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
    current = current.map((label) => (label === smallest![0] ? 'other' : label));
  }
}

function countBy(labels: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function groupBy<T>(items: T[], keyOf: (item: T) => string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
