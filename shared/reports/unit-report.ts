// A unit's report for a month or a quarter, from a prefix of the ledger alone. Pure.
//
// It tells nothing that its readers cannot read elsewhere: officers' figures and their tables of whole batches as the
// officers' pages show them, sums of published batches over officers, and tallies and contests, which are public.
// Series of levels by week add up whole batches over all officers and leave excluded responses in: so neither an exclusion
// nor a correction, from one night to the next, moves them by fewer citizens than a batch.
import { addDays, isoWeekOf, lastDayOfIsoWeek, lastDayOfMonth } from '../calendar.ts';
import type { IndicatorResponse } from '../contract/indicator.ts';
import type { UnitReport } from '../contract/unit-report.ts';
import type { TallyEntry } from '../ledger/entry.ts';
import { answeredOf } from '../ledger/published-table.ts';
import type { Cell, Mode } from '../statistics/cell.ts';
import { levelMax, levelMin, satisfiedLevelMin } from '../statistics/figure.ts';
import type { IndicatorPolicy } from '../statistics/indicator-policy.ts';
import { ownFigures } from '../statistics/own-figures.ts';
import { monthsOf } from '../statistics/period.ts';
import { wilsonInterval } from '../statistics/proportion.ts';
import { published, publishedInterval } from '../statistics/published.ts';
import { responseRateOf, type VisitTally } from '../statistics/response-rate.ts';
import { stateOf } from '../statistics/state.ts';

/** What figures of a period read of the ledger. */
export interface ReportBasis {
  /** Released cells of the item, tiers, modes and months that count, excluded ones among them. */
  cells: readonly Cell[];
  rules: IndicatorPolicy;
  /** Modes that count. */
  modes: readonly Mode[];
}

export interface UnitReportInput {
  period: string;
  basis: ReportBasis;
  /** Of the period, every officer. */
  indicators: readonly IndicatorResponse[];
  /** Tallies in force, at least of the period and of the months of `history`. */
  tallies: readonly TallyEntry[];
  /** Months up to the period's last, in order, each with its own basis. */
  history: readonly { month: string; basis: ReportBasis }[];
  /** Contests of the period's months. */
  contests: number;
}

/** What follows from the ledger; who, when and under which names is the server's to add. */
export type UnitFigures = Pick<
  UnitReport,
  | 'method'
  | 'counts'
  | 'level'
  | 'series'
  | 'weeks'
  | 'history'
  | 'modes'
  | 'ungrouped'
  | 'contests'
  | 'excluded'
> & {
  procedures: Omit<UnitReport['procedures'][number], 'name'>[];
  officers: Omit<UnitReport['officers'][number], 'name'>[];
};

type Levelled = NonNullable<UnitReport['modes'][number]['group']>;
type VisitCounts = Pick<UnitReport['counts'], 'visits' | 'responses' | 'invited' | 'answered' | 'rate'>;

const allModes: readonly Mode[] = ['kiosk', 'qr', 'paper', 'link'];

/** Throws RangeError when `period` is not one. */
export function unitReport(input: UnitReportInput): UnitFigures {
  const { period, basis, indicators } = input;
  const { rules } = basis;
  const months = monthsOf(period);
  const inPeriod = new Set(months);
  const tallies = input.tallies.filter(({ day }) => inPeriod.has(day.slice(0, 7)));
  const counted = ownFigures(
    basis.cells.filter(({ excluded }) => !excluded),
    rules.confidence,
  );
  const all = ownFigures(basis.cells, rules.confidence);
  const groups = groupsOf(indicators, rules.confidence);
  return {
    method: 'unit-report-1',
    counts: countsOf(tallies, basis, all.n),
    level: levelOf(counted, all, rules),
    series: seriesOf(tallies, period),
    weeks: weeksOf(basis.cells, period, rules.confidence),
    history: input.history.map(({ month, basis: own }) => historyLine(month, own, input.tallies)),
    modes: allModes.map((mode) => ({
      mode,
      responses: tallies.reduce((sum, tally) => sum + tally.answered[mode], 0),
      group: groups.modes.get(mode) ?? null,
    })),
    procedures: proceduresOf(tallies, groups.procedures),
    ungrouped: all.n - groups.n,
    officers: officersOf(indicators, tallies),
    contests: input.contests,
    excluded: all.n - counted.n,
  };
}

/**
 * Tallies as the response rate takes them. Where visits of one officer, day and procedure were announced both ways, the
 * tally does not say which of them were answered: all of them count as reported by hand, and give no rate.
 */
function visitTallies(tallies: readonly TallyEntry[]): VisitTally[] {
  return tallies.map((tally) => ({
    officer: tally.officer,
    period: tally.day.slice(0, 7),
    visits: tally.visits.integrated + tally.visits.selfReported,
    invited: tally.invited,
    answered: answeredOf(tally),
    selfReported: tally.visits.selfReported > 0,
  }));
}

function visitCounts(tallies: readonly TallyEntry[]): VisitCounts {
  const { rate, ...counts } = responseRateOf(visitTallies(tallies));
  const responses = tallies.reduce((sum, tally) => sum + answeredOf(tally), 0);
  return { ...counts, responses, rate: rate === null ? null : published(rate) };
}

function countsOf(tallies: readonly TallyEntry[], basis: ReportBasis, shown: number): UnitReport['counts'] {
  const sum = (of: (tally: TallyEntry) => number): number =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  const presence = sum(({ uninvited }) => uninvited.presence);
  const walkUp = sum(({ uninvited }) => uninvited.walkUp);
  // Of the responses that could count: those of the modes and tiers that the rules name.
  const invited = sum(({ answered }) => basis.modes.reduce((total, mode) => total + answered[mode], 0));
  const { tiers } = basis.rules;
  const countable =
    (tiers.includes('invited') ? invited : 0) +
    (tiers.includes('presence') ? presence : 0) +
    (tiers.includes('walk-up') ? walkUp : 0);
  return {
    ...visitCounts(tallies),
    selfReported: sum(({ visits }) => visits.selfReported),
    uninvited: { presence, walkUp },
    published: shown,
    unpublished: Math.max(0, countable - shown),
  };
}

type Own = ReturnType<typeof ownFigures>;

function levelOf(counted: Own, all: Own, rules: IndicatorPolicy): UnitReport['level'] {
  const { state } = stateOf(rules.state, {
    n: counted.n,
    interval: decidingInterval(counted, rules),
  });
  const mean = counted.meanHundred;
  return {
    state: state === 'ok' ? 'ok' : 'insufficient-data',
    n: counted.n,
    levels: counted.levels,
    shareSatisfied: publishedEstimate(counted.shareSatisfied),
    meanHundred:
      mean === undefined
        ? null
        : {
            value: published(mean.value),
            interval: mean.interval === undefined ? null : publishedInterval([...mean.interval]),
          },
    withExcluded: { n: all.n, shareSatisfied: publishedEstimate(all.shareSatisfied) },
  };
}

function decidingInterval(own: Own, { figure }: IndicatorPolicy): readonly [number, number] | null {
  if (figure === 'shareSatisfied') return own.shareSatisfied?.interval ?? null;
  return own.meanHundred?.interval ?? null;
}

const publishedEstimate = (
  figure: Own['shareSatisfied'],
): { value: string; interval: [string, string] } | null =>
  figure === undefined
    ? null
    : { value: published(figure.value), interval: publishedInterval([...figure.interval]) };

/** Requires at least one response. */
function levelled(levels: readonly number[], confidence: number): Levelled {
  const n = levels.reduce((sum, count) => sum + count, 0);
  const satisfied = levels.slice(satisfiedLevelMin - levelMin).reduce((sum, count) => sum + count, 0);
  return {
    n,
    levels: [...levels],
    shareSatisfied: {
      value: published(satisfied / n),
      interval: publishedInterval([...wilsonInterval(satisfied, n, confidence)]),
    },
  };
}

/** Days of a month, weeks of a quarter; only those on which somebody was served. */
function seriesOf(tallies: readonly TallyEntry[], period: string): UnitReport['series'] {
  const unit = monthsOf(period).length === 1 ? 'day' : 'week';
  const parts = new Map<string, TallyEntry[]>();
  for (const tally of tallies) {
    // A tally that went down to nothing was counted elsewhere.
    if (tally.visits.integrated + tally.visits.selfReported === 0) continue;
    const name = unit === 'day' ? tally.day : isoWeekOf(tally.day);
    const part = parts.get(name);
    if (part === undefined) parts.set(name, [tally]);
    else part.push(tally);
  }
  const points = [...parts].sort(byName).map(([name, part]) => ({
    name,
    ...(unit === 'day' ? { from: name, to: name } : weekIn(name, period)),
    ...visitCounts(part),
  }));
  return { unit, points };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Days of the ISO week as far as they lie in the period. */
function weekIn(week: string, period: string): { from: string; to: string } {
  const months = monthsOf(period);
  const sunday = lastDayOfIsoWeek(week);
  const monday = addDays(sunday, -6);
  const first = `${months[0]}-01`;
  const last = lastDayOfMonth(months.at(-1)!);
  return { from: monday < first ? first : monday, to: sunday > last ? last : sunday };
}

function weeksOf(cells: readonly Cell[], period: string, confidence: number): UnitReport['weeks'] {
  const weeks = new Map<string, number[]>();
  let noWeek = 0;
  for (const { when, level, count } of cells) {
    const week = weekOf(when);
    if (week === null) {
      noWeek += count;
      continue;
    }
    const levels = weeks.get(week) ?? noLevels();
    levels[level - levelMin]! += count;
    weeks.set(week, levels);
  }
  const points = [...weeks]
    .filter(([, levels]) => levels.some((count) => count > 0))
    .sort(byName)
    .map(([name, levels]) => ({ name, ...weekIn(name, period), ...levelled(levels, confidence) }));
  return { points, noWeek };
}

/** ISO week of a cell's label; null for a month. */
const weekOf = (when: string): string | null =>
  /^\d{4}-W\d{2}$/.test(when) ? when : /^\d{4}-\d{2}-\d{2}$/.test(when) ? isoWeekOf(when) : null;

function historyLine(
  month: string,
  { cells, rules }: ReportBasis,
  tallies: readonly TallyEntry[],
): UnitReport['history'][number] {
  const own = ownFigures(
    cells.filter(({ excluded }) => !excluded),
    rules.confidence,
  );
  const { state } = stateOf(rules.state, { n: own.n, interval: decidingInterval(own, rules) });
  return {
    month,
    ...visitCounts(tallies.filter(({ day }) => day.startsWith(`${month}-`))),
    n: own.n,
    shareSatisfied: state === 'ok' ? publishedEstimate(own.shareSatisfied) : null,
  };
}

/** Officers' tables of whole batches added up; an officer without such tables is in none. */
function groupsOf(
  indicators: readonly IndicatorResponse[],
  confidence: number,
): { modes: Map<string, Levelled>; procedures: Map<string, Levelled>; n: number } {
  const breakdowns = indicators.flatMap(({ breakdown }) => (breakdown === null ? [] : [breakdown]));
  const added = (groups: readonly { name: string; levels: readonly number[] }[]): Map<string, Levelled> => {
    const sums = new Map<string, number[]>();
    for (const { name, levels } of groups) {
      const sum = sums.get(name) ?? noLevels();
      levels.forEach((count, k) => {
        sum[k]! += count;
      });
      sums.set(name, sum);
    }
    return new Map([...sums].map(([name, levels]) => [name, levelled(levels, confidence)]));
  };
  return {
    modes: added(breakdowns.flatMap(({ modes }) => modes)),
    procedures: added(breakdowns.flatMap(({ procedures }) => procedures)),
    n: breakdowns.reduce((sum, { n }) => sum + n, 0),
  };
}

const noLevels = (): number[] => new Array<number>(levelMax - levelMin + 1).fill(0);

/** The most visited first; what is no procedure's own at the end. */
function proceduresOf(
  tallies: readonly TallyEntry[],
  groups: ReadonlyMap<string, Levelled>,
): UnitFigures['procedures'] {
  const rows = new Map<string, { visits: number; responses: number }>();
  for (const tally of tallies) {
    const visits = tally.visits.integrated + tally.visits.selfReported;
    if (visits === 0) continue;
    const row = rows.get(tally.procedure) ?? { visits: 0, responses: 0 };
    row.visits += visits;
    row.responses += answeredOf(tally);
    rows.set(tally.procedure, row);
  }
  for (const label of groups.keys()) if (!rows.has(label)) rows.set(label, { visits: 0, responses: 0 });
  const rank = (label: string): number => (label === 'other' ? 2 : label.startsWith('field:') ? 1 : 0);
  return [...rows]
    .sort(([a, one], [b, two]) => rank(a) - rank(b) || two.visits - one.visits || (a < b ? -1 : 1))
    .map(([label, counts]) => ({ label, ...counts, group: groups.get(label) ?? null }));
}

function officersOf(
  indicators: readonly IndicatorResponse[],
  tallies: readonly TallyEntry[],
): UnitFigures['officers'] {
  const figures = new Map(indicators.map((one) => [one.officer, one]));
  const served = new Map<string, TallyEntry[]>();
  for (const tally of tallies) {
    if (tally.visits.integrated + tally.visits.selfReported === 0) continue;
    const own = served.get(tally.officer);
    if (own === undefined) served.set(tally.officer, [tally]);
    else own.push(tally);
  }
  return [...new Set([...figures.keys(), ...served.keys()])].sort().map((officer) => {
    const indicator = figures.get(officer);
    const state = indicator?.state ?? 'insufficient-data';
    return {
      officer,
      ...visitCounts(served.get(officer) ?? []),
      state,
      n: indicator?.own.n ?? 0,
      decides: state === 'insufficient-data' ? null : (indicator?.own.decides ?? null),
    };
  });
}
