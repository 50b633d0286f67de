// Which severed responses are published tonight, and how coarsely. Pure.
//
// Invited responses and others are grouped apart: whoever can send walk-up ratings must not be able to complete a group
// with them and subtract them again. A group (officer, day) goes when it has the minimum; what is left of a week that is
// over goes as (officer, week), inside its month; what is left of a month for which nothing can arrive any more goes as
// (officer, month) whatever its size, because every acknowledged response must reach the ledger (readers of cells hide
// small groups). Every batch that is published under one label has at least the minimum, so no difference of two nights
// is smaller; only the month's last batch can be.
//
// What stays behind is coarsened at once: it keeps its week and its month, no day, procedure or counter. Whoever holds the
// file and the one-stop system's list knows which visits were rated; with a day and a procedure most of those who wait
// would each fit one of them alone.
import { addDays, isoWeekOf, lastDayOfIsoWeek, lastDayOfMonth } from '../../shared/calendar.ts';
import type { ResponseEntry } from '../../shared/ledger/entry.ts';

export interface Waiting {
  tag: Buffer;
  /** Its `when` is the day of the visit, or the week once it has waited a night. */
  entry: ResponseEntry;
}

export interface PublishingRule {
  today: string;
  groupMinimum: number;
  procedureMinimum: number;
  /** Days after a visit in which its response can still arrive. */
  arrivalDays: number;
  /** Field of a procedure; empty when it has none. */
  fieldOf(procedure: string): string;
}

export interface Night {
  /** The responses to publish, with their final entries. */
  published: Waiting[];
  /** Those that wait, with nothing left that is finer than a week. */
  waiting: Waiting[];
}

export function publishable(candidates: Waiting[], rule: PublishingRule): Night {
  const published: Waiting[] = [];
  const take = (from: Waiting[], label: (entry: ResponseEntry) => string, minimum: number): Waiting[] => {
    const rest: Waiting[] = [];
    for (const group of groupBy(from, ({ entry }) => [
      entry.officer,
      entry.tier,
      entry.period,
      label(entry),
    ])) {
      if (group.length < minimum) rest.push(...group);
      else published.push(...coarsen(group, label, rule));
    }
    return rest;
  };
  const [fresh, coarse] = split(candidates, ({ entry }) => isDay(entry.when));
  const afterDays = [...take(fresh, (entry) => entry.when, rule.groupMinimum), ...coarse];
  const [weekOver, weekOpen] = split(afterDays, ({ entry }) => lastDayOfIsoWeek(weekOf(entry)) <= rule.today);
  const afterWeeks = [...take(weekOver, weekOf, rule.groupMinimum), ...weekOpen];
  const [monthOver, monthOpen] = split(
    afterWeeks,
    ({ entry }) => addDays(lastDayOfMonth(entry.period), rule.arrivalDays) < rule.today,
  );
  take(monthOver, (entry) => entry.period, 1);
  return {
    published,
    waiting: monthOpen.map(({ tag, entry }) => ({
      tag,
      entry: { ...entry, when: weekOf(entry), procedure: 'other', counter: 'other' },
    })),
  };
}

const isDay = (when: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(when);
const weekOf = ({ when }: ResponseEntry): string => (isDay(when) ? isoWeekOf(when) : when);

function split<T>(items: T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** Labels of a group, coarse enough that no procedure, and no counter within a procedure, stands for a few responses. */
function coarsen(group: Waiting[], label: (entry: ResponseEntry) => string, rule: PublishingRule): Waiting[] {
  const procedures = coarseLabels(
    group.map(({ entry }) => entry.procedure),
    rule.procedureMinimum,
    (procedure) => {
      const field = rule.fieldOf(procedure);
      return field === '' ? 'other' : `field:${field}`;
    },
  );
  const named = group.map(({ tag, entry }, index) => ({
    tag,
    entry: { ...entry, when: label(entry), procedure: procedures[index]! },
  }));
  return groupBy(named, ({ entry }) => [entry.procedure]).flatMap((alike) => {
    const counters = coarseLabels(
      alike.map(({ entry }) => entry.counter),
      rule.procedureMinimum,
      () => 'other',
    );
    return alike.map(({ tag, entry }, index) => ({ tag, entry: { ...entry, counter: counters[index]! } }));
  });
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

function groupBy<T>(items: T[], keyOf: (item: T) => string[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
