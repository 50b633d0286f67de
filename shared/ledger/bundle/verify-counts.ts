// Fifth step: the counts. A response needs an invitation, an invitation a visit; no more responses can be in the log
// than were acknowledged, and once a period is closed, no fewer.

import { monthsOf } from '../../statistics/period.ts';
import type { ResponseEntry, TallyEntry } from '../entry.ts';
import type { LedgerData } from '../ledger-data.ts';
import { answeredOf } from '../published-table.ts';
import type { VerifyContext } from './context.ts';

const modes = ['kiosk', 'qr', 'paper', 'link'] as const;

/** Acknowledged or logged, by mode of the invited and by tier of the others. */
type Counts = Record<(typeof modes)[number] | 'presence' | 'walk-up', number>;

const noCounts = (): Counts => ({ kiosk: 0, qr: 0, paper: 0, link: 0, presence: 0, 'walk-up': 0 });

/** Counts opened responses by officer and day, and by officer and month, to be held against the tallies. */
export class ResponseCounts {
  readonly #data: LedgerData;
  readonly #byDay = new OfficerCounts();
  readonly #byMonth = new OfficerCounts();

  constructor(data: LedgerData) {
    this.#data = data;
  }

  /** Counts responses that have this entry. */
  add(entry: ResponseEntry, count: number): void {
    // Tallies know no counter, so a correction cannot move them: both sides are counted as the visit was closed.
    const { officer } = entry;
    const kind = entry.tier === 'invited' ? entry.mode : entry.tier;
    this.#byMonth.of(officer, entry.period)[kind] += count;
    if (entry.when.length === 10) this.#byDay.of(officer, entry.when)[kind] += count;
  }

  /** Responses of these months, by officer. */
  ofMonths(months: readonly string[]): Map<string, number> {
    const sums = new Map<string, number>();
    for (const [officer, when, counts] of this.#byMonth.all()) {
      if (months.includes(when)) sums.set(officer, (sums.get(officer) ?? 0) + total(counts));
    }
    return sums;
  }

  /**
   * Reports every officer and day, or month, with more responses in the log than were acknowledged, and names the last
   * tally of these.
   */
  compareWithTallies({ report }: VerifyContext): void {
    const byDay = new OfficerCounts();
    const byMonth = new OfficerCounts();
    const lastTally = new Map<string, number>();
    for (const { tally, leafIndex } of this.#data.tallies()) {
      const { officer, day } = tally;
      addTally(byDay.of(officer, day), tally);
      addTally(byMonth.of(officer, day.slice(0, 7)), tally);
      for (const when of [day, day.slice(0, 7)]) {
        const key = JSON.stringify([officer, when]);
        lastTally.set(key, Math.max(leafIndex, lastTally.get(key) ?? 0));
      }
    }
    for (const [logged, acknowledged] of [
      [this.#byDay, byDay],
      [this.#byMonth, byMonth],
    ] as const) {
      for (const [officer, when, counts] of logged.all()) {
        const bound = acknowledged.of(officer, when);
        for (const [kind, count] of Object.entries(counts) as [keyof Counts, number][]) {
          if (count <= bound[kind]) continue;
          report.find(
            'count',
            `${officer} ${when}: ${count} responses (${kind}) in the log, ${bound[kind]} acknowledged`,
            lastTally.get(JSON.stringify([officer, when])),
          );
        }
      }
    }
  }
}

/** What the tallies say by themselves, without any opening. */
export function verifyTallies({ report }: VerifyContext, data: LedgerData, responses: number): void {
  let acknowledged = 0;
  let beyondControl = 0;
  let tallies = 0;
  for (const { tally, leafIndex } of data.tallies()) {
    tallies++;
    const visits = tally.visits.integrated + tally.visits.selfReported;
    const answered = answeredOf(tally);
    acknowledged += answered + tally.uninvited.presence + tally.uninvited.walkUp;
    const group = `${tally.officer}, ${tally.procedure} on ${tally.day}`;
    if (answered > tally.invited) {
      report.find('count', `${group}: ${answered} answered of ${tally.invited} invited`, leafIndex);
    }
    if (tally.invited > visits) {
      report.find('count', `${group}: ${tally.invited} invited of ${visits} visits`, leafIndex);
    }
    if (tally.control !== null && visits > tally.control.count) beyondControl++;
  }
  if (responses > acknowledged) {
    report.find(
      'count',
      `the log holds ${responses} responses, the tallies acknowledge only ${acknowledged}`,
    );
  }
  for (const { leafIndex, message } of data.contradictions) report.find('entry', message, leafIndex);
  report.attested.push(
    `${tallies} tallies: visits, invitations and answers are the centre's own counts; the log binds them, nothing in it proves them`,
    `${acknowledged - Math.min(acknowledged, responses)} acknowledged responses are not in the log yet, or never (waiting in small groups or withheld)`,
    'that each response was given by a citizen, and recorded as it was tapped',
  );
  if (beyondControl > 0) {
    report.attested.push(`${beyondControl} tallies have more visits than their outside count`);
  }
}

/** Exclusions and reinstatements must name what is there. */
export function verifyReferences(
  { report }: VerifyContext,
  named: { tag: string; leafIndex: number }[],
  present: ReadonlySet<string>,
): void {
  for (const { tag, leafIndex } of named) {
    if (!present.has(tag)) report.find('reference', `excludes ${tag}, which is not in the log`, leafIndex);
  }
}

/** In a closed period every acknowledged response is in the log, or declared withheld. */
export function verifyClosedPeriods(
  { report }: VerifyContext,
  data: LedgerData,
  counts: ResponseCounts,
  covered: (month: string) => boolean,
): void {
  for (const { close, leafIndex } of data.closes) {
    // What was closed before the last invitations ran out may have been followed by more responses.
    if (close.provisional === true) continue;
    const months = monthsOf(close.period);
    if (!months.every(covered)) continue;
    const acknowledged = new Map<string, number>();
    for (const { tally } of data.tallies()) {
      if (!months.includes(tally.day.slice(0, 7))) continue;
      const all = answeredOf(tally) + tally.uninvited.presence + tally.uninvited.walkUp;
      acknowledged.set(tally.officer, (acknowledged.get(tally.officer) ?? 0) + all);
    }
    const logged = counts.ofMonths(months);
    const [due, there] = [sum(acknowledged), sum(logged)];
    if (there + close.withheld === due) continue;
    const short = [...acknowledged]
      .map(([officer, count]) => ({ officer, missing: count - (logged.get(officer) ?? 0) }))
      .filter(({ missing }) => missing > 0)
      .map(({ officer, missing }) => `${missing} of ${officer}`);
    const named = short.slice(0, officersNamedMax).join(', ');
    const more = short.length > officersNamedMax ? `, and of ${short.length - officersNamedMax} more` : '';
    report.find(
      'count',
      `closes ${close.period} with ${due} acknowledged responses, of which ${there} are in the log and ${close.withheld} withheld${named === '' ? '' : `; not in the log: ${named}${more}`}`,
      leafIndex,
    );
  }
}

const officersNamedMax = 20;

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((all, count) => all + count, 0);

/** Counts by officer and day or month. */
class OfficerCounts {
  readonly #byOfficer = new Map<string, Map<string, Counts>>();

  of(officer: string, when: string): Counts {
    let byWhen = this.#byOfficer.get(officer);
    if (byWhen === undefined) {
      byWhen = new Map();
      this.#byOfficer.set(officer, byWhen);
    }
    let counts = byWhen.get(when);
    if (counts === undefined) {
      counts = noCounts();
      byWhen.set(when, counts);
    }
    return counts;
  }

  *all(): Generator<[officer: string, when: string, counts: Counts]> {
    for (const [officer, byWhen] of this.#byOfficer) {
      for (const [when, counts] of byWhen) yield [officer, when, counts];
    }
  }
}

function addTally(counts: Counts, tally: TallyEntry): void {
  for (const mode of modes) counts[mode] += tally.answered[mode];
  counts.presence += tally.uninvited.presence;
  counts['walk-up'] += tally.uninvited.walkUp;
}

function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
