// From a prefix of the ledger to a period's sheets: responses (as cells), tallies, entered figures, policies, weights and
// decisions in, one table out. The server closes a period with it and an auditor recomputes the same from a bundle.

import type { IndicatorResponse } from '../contract/indicator.ts';
import { canonicalBytes } from '../ledger/commitment.ts';
import { fromUtf8 } from '../ledger/encoding.ts';
import type { OpenEntry, TallyEntry } from '../ledger/entry.ts';
import { answeredOf, type TableInput, type TableMethod } from '../ledger/published-table.ts';
import type { Cell } from '../statistics/cell.ts';
import { indicatorsOf } from '../statistics/indicator.ts';
import type { IndicatorPolicy } from '../statistics/indicator-policy.ts';
import { type Reference, referenceSchema } from '../statistics/reference.ts';
import { releasedCells } from '../statistics/released-cells.ts';
import { countedCells } from './counted-cells.ts';
import { monthFiguresOf } from './entered-figures.ts';
import { exact, hundred, multiply, toDecimalText } from './exact.ts';
import { type CurrentFigures, currentFigures } from './figures-entry.ts';
import { indicatorPolicyOf } from './indicator-rules.ts';
import {
  type ActivePolicy,
  activatedPolicies,
  adjustedTemplate,
  holdDecision,
  type PositionChange,
  positionChanges,
} from './ledger-rules.ts';
import { type MonthFigures, periodFigures } from './months.ts';
import type { Attestation, OfficerFigures } from './officer-figures.ts';
import { lastDayOfPeriod, monthsOf, quarterOf } from './period.ts';
import type { Policy } from './policy-schema.ts';
import { positionOf } from './position.ts';
import type { HoldDecision, SatisfactionEvidence } from './satisfaction.ts';
import { fitTo } from './simulation.ts';
import { type UnitTable, unitTable } from './unit-table.ts';

/** Name and version under which a close states how its table follows. */
export const kpiMethod = 'kpi/1';

/** Reference entries of the centre itself. */
export const centreReferenceId = 'centre';

export interface LedgerPrefix {
  /** Cells of the whole prefix, or at least of the period and of its quarter. */
  cells: readonly Cell[];
  tallies: readonly TallyEntry[];
  entries: readonly OpenEntry[];
}

/**
 * What the ledger says of every officer with a figure, a visit or a response in the period, ready for sheets under `active`.
 * `minimum` is the smallest group whose levels may be read. Sorted by officer. Throws RangeError, naming the officer, where
 * figures do not fit the policy.
 */
export function officersFigures(
  prefix: LedgerPrefix,
  period: string,
  active: ActivePolicy,
  minimum: number,
): OfficerFigures[] {
  const { policy } = active;
  const months = monthsOf(period);
  const evidence = new EvidenceSource(prefix, policy, minimum);
  const ofPeriod = evidence.of(period);
  const pooled =
    policy.satisfaction.onInsufficient.rule === 'pool' && months.length === 1
      ? evidence.of(quarterOf(period))
      : new Map<string, SatisfactionEvidence>();
  const entered = new Map<string, CurrentFigures[]>();
  for (const one of currentFigures(prefix.entries).values()) {
    if (!months.includes(one.body.month)) continue;
    const known = entered.get(one.body.officer);
    if (known === undefined) entered.set(one.body.officer, [one]);
    else known.push(one);
  }
  const changes = positionChanges(prefix.entries);
  const officers = [...new Set([...entered.keys(), ...evidence.officersOf(period)])].sort(byCodeUnit);
  return officers.map((officer) => {
    const own = entered.get(officer) ?? [];
    const satisfaction = ofPeriod.get(officer);
    const put = together(officer, own, { period, months, active, evidence, satisfaction, changes });
    const quarter = pooled.get(officer);
    if (quarter !== undefined) put.pooledSatisfaction = quarter;
    const decision = evidence.decisionOn(officer, period);
    if (decision !== undefined) put.decision = decision;
    return put;
  });
}

/** The sheets of a period; of some officers alone where `officers` is given. Throws RangeError as officersFigures. */
export function ledgerSheets(
  prefix: LedgerPrefix,
  period: string,
  active: ActivePolicy,
  minimum: number,
  officers?: readonly string[],
): { figures: OfficerFigures[]; table: UnitTable } {
  const all = officersFigures(prefix, period, active, minimum);
  const figures = officers === undefined ? all : all.filter(({ officer }) => officers.includes(officer));
  return { figures, table: unitTable(period, figures, active.policy) };
}

/**
 * Method `kpi/1`: a row a sheet, by officer. Parameters: `policy` (number of the activated policy), `minimum`, and
 * `officers` where a version holds the sheets of some officers alone.
 */
export const kpiTable: TableMethod = ({ period, parameters, cells, tallies, entries }: TableInput) => {
  const active = activatedPolicies(entries).find(({ number }) => number === parameters.policy);
  if (active === undefined || typeof parameters.minimum !== 'number') return [];
  const months = new Set([
    ...monthsOf(period),
    ...monthsOf(period).flatMap((month) => monthsOf(quarterOf(month))),
  ]);
  const officers = Array.isArray(parameters.officers) ? (parameters.officers as string[]) : undefined;
  const prefix = {
    cells: [...cells].filter((cell) => months.has(cell.period)),
    tallies: [...tallies],
    entries,
  };
  return ledgerSheets(prefix, period, active, parameters.minimum, officers).table.sheets;
};

/** The frozen reference of a period that fits the figure: that of its first month that has one. */
export function referenceFor(
  period: string,
  entries: readonly OpenEntry[],
  figure: IndicatorPolicy['figure'],
): Reference | undefined {
  const frozen = new Map<string, Reference>();
  for (const entry of entries) {
    if (entry.kind !== 'reference' || entry.id !== centreReferenceId) continue;
    const reference = referenceSchema.parse(entry.document);
    if (reference.figure === figure) frozen.set(entry.version, reference);
  }
  const month = monthsOf(period).find((one) => frozen.has(one));
  return month === undefined ? undefined : frozen.get(month);
}

/** Evidence by officer, period after period, from one prefix under one policy. */
class EvidenceSource {
  readonly #prefix: LedgerPrefix;
  readonly #policy: Policy;
  readonly #minimum: number;
  readonly #indicators: IndicatorPolicy;
  readonly #known = new Map<string, Map<string, SatisfactionEvidence>>();

  constructor(prefix: LedgerPrefix, policy: Policy, minimum: number) {
    this.#prefix = prefix;
    this.#policy = policy;
    this.#minimum = minimum;
    this.#indicators = indicatorPolicyOf(policy);
  }

  /** Officers with a visit or a response in the period. */
  officersOf(period: string): string[] {
    const months = new Set(monthsOf(period));
    return [
      ...new Set([
        ...this.#prefix.cells.filter((cell) => months.has(cell.period)).map(({ officer }) => officer),
        ...this.#prefix.tallies
          .filter(({ day }) => months.has(day.slice(0, 7)))
          .map(({ officer }) => officer),
      ]),
    ].filter((officer) => officer !== 'unknown');
  }

  /** What two persons decided where the policy held. */
  decisionOn(officer: string, period: string): HoldDecision | undefined {
    return holdDecision(this.#prefix.entries, officer, period);
  }

  of(period: string): Map<string, SatisfactionEvidence> {
    const known = this.#known.get(period);
    if (known !== undefined) return known;
    const months = new Set(monthsOf(period));
    const released = releasedCells(
      inFixedOrder(this.#prefix.cells.filter((cell) => months.has(cell.period))),
    );
    const { cells } = countedCells(released, this.#policy.satisfaction.modes, this.#minimum);
    const tallies = this.#prefix.tallies.filter(({ day }) => months.has(day.slice(0, 7)));
    const reference = referenceFor(period, this.#prefix.entries, this.#indicators.figure);
    const evidence = new Map<string, SatisfactionEvidence>();
    const counts = countsByOfficer(tallies);
    for (const [officer, count] of counts)
      evidence.set(officer, { period, figures: {}, responses: 0, ...count });
    for (const indicator of indicatorsOf({
      cells,
      tallies: [],
      policy: this.#indicators,
      period,
      ...(reference === undefined ? {} : { reference }),
    })) {
      evidence.set(indicator.officer, evidenceOf(indicator, counts.get(indicator.officer)));
    }
    this.#known.set(period, evidence);
    return evidence;
  }
}

/** Sums of floating-point numbers depend on their order: the same cells give the same figures wherever they come from. */
function inFixedOrder(cells: readonly Cell[]): Cell[] {
  return cells
    .map((cell) => [fromUtf8(canonicalBytes({ ...cell, count: 0 })), cell] as const)
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, cell]) => cell);
}

interface VisitCounts {
  invited: number;
  answered: number;
  visits: number;
  selfReportedVisits: number;
}

function countsByOfficer(tallies: readonly TallyEntry[]): Map<string, VisitCounts> {
  const counts = new Map<string, VisitCounts>();
  for (const tally of tallies) {
    const known = counts.get(tally.officer) ?? { invited: 0, answered: 0, visits: 0, selfReportedVisits: 0 };
    counts.set(tally.officer, {
      invited: known.invited + tally.invited,
      answered: known.answered + answeredOf(tally),
      visits: known.visits + tally.visits.integrated + tally.visits.selfReported,
      selfReportedVisits: known.selfReportedVisits + tally.visits.selfReported,
    });
  }
  return counts;
}

const percent = (proportion: string): string => toDecimalText(multiply(hundred, exact(proportion)));
const plain = (value: string): string => toDecimalText(exact(value));

/** Published figures (6 decimals) as a policy reads them: shares become percentages, means stand on 0-100 already. */
function evidenceOf(indicator: IndicatorResponse, counts: VisitCounts | undefined): SatisfactionEvidence {
  const { own, adjustment } = indicator;
  const evidence: SatisfactionEvidence = {
    period: indicator.period,
    figures: {},
    responses: own.n,
    ...counts,
  };
  if (own.shareSatisfied !== null) evidence.figures['share-satisfied'] = percent(own.shareSatisfied.value);
  if (own.meanHundred !== null) evidence.figures.mean = plain(own.meanHundred.value);
  if (indicator.figure === 'shareSatisfied' && adjustment !== null && adjustment.adjusted !== null) {
    const value = Number(adjustment.adjusted);
    // A model may point beyond the scale; a figure never does.
    evidence.figures.adjusted = value < 0 ? '0' : value > 1 ? '100' : percent(adjustment.adjusted);
  }
  const shown = indicator.figure === 'shareSatisfied' ? own.shareSatisfied : own.meanHundred;
  if (shown !== null && shown.interval !== null) {
    const asWritten = indicator.figure === 'shareSatisfied' ? percent : plain;
    const [low, high] = shown.interval;
    evidence.interval = { low: asWritten(low), high: asWritten(high) };
  }
  return evidence;
}

interface PeriodParts {
  period: string;
  months: readonly string[];
  active: ActivePolicy;
  evidence: EvidenceSource;
  satisfaction: SatisfactionEvidence | undefined;
  changes: readonly PositionChange[];
}

/** One officer's months as figures of the period. */
function together(officer: string, own: readonly CurrentFigures[], parts: PeriodParts): OfficerFigures {
  const { period, active, satisfaction } = parts;
  const { policy } = active;
  if (own.length === 0) {
    return { officer, period, ...(satisfaction === undefined ? {} : { satisfaction }) };
  }
  const entries = own.map((one) => monthOf(one, parts));
  const [single] = entries;
  const rules = policy.aggregation;
  const plainMonth =
    parts.months.length === 1 && entries.length === 1 && single!.daysWorked >= rules.monthWorkedDaysMin;
  if (plainMonth) return { ...single!, period };
  // Within one month nobody can have worked several.
  const ruled: Policy =
    parts.months.length === 1 ? { ...policy, aggregation: { ...rules, monthsWorkedMin: 1 } } : policy;
  const { figures } = periodFigures(entries, period, ruled, satisfaction);
  return { ...figures, attestations: joinedAttestations(entries) };
}

/** The figures of one entry with the month's own evidence; what the policy has no place for is left out. */
function monthOf({ entry, body }: CurrentFigures, parts: PeriodParts): MonthFigures {
  const { policy, number } = parts.active;
  const month = monthFiguresOf(body, { by: entry.enteredBy, at: entry.at ?? '' }, policy);
  const { figures } = fitTo(month, policy);
  const fitted: MonthFigures = { ...month, ...figures };
  for (const name of ['marks', 'position'] as const) if (figures[name] === undefined) delete fitted[name];
  // What citizens said here belongs to the months worked here, not to those another unit handed over.
  const evidence = body.handedOver === true ? undefined : parts.evidence.of(body.month).get(body.officer);
  if (evidence !== undefined) fitted.satisfaction = evidence;
  const decision = parts.evidence.decisionOn(body.officer, body.month);
  if (decision !== undefined) fitted.decision = decision;
  if (policy.kind === 'general-and-task') {
    const adjusted = adjustedTemplate(parts.changes, {
      officer: body.officer,
      position: positionOf(policy, fitted.position).id,
      day: lastDayOfPeriod(body.month),
      policy,
      policyNumber: number,
    });
    if (adjusted !== undefined) fitted.adjusted = adjusted;
  }
  return fitted;
}

/** Who entered the months' figures, from which sources, and when last. */
function joinedAttestations(entries: readonly MonthFigures[]): Record<string, Attestation> {
  const joined: Record<string, Attestation> = {};
  for (const entry of [...entries].sort((a, b) => byCodeUnit(a.period, b.period))) {
    for (const [name, one] of Object.entries(entry.attestations ?? {})) {
      const known = joined[name];
      joined[name] =
        known === undefined
          ? one
          : {
              by: listed(known.by, one.by),
              source: listed(known.source, one.source),
              at: one.at > known.at ? one.at : known.at,
            };
    }
  }
  return joined;
}

function listed(known: string, more: string): string {
  return known.split('; ').includes(more) ? known : `${known}; ${more}`;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
