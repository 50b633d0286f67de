// An officer's indicator for a period: everything `GET /api/officers/:id/indicator` answers, as a pure function of the
// officer's own cells and tallies, the policy and a frozen reference. No other officer's response enters, so excluding
// one changes nothing here.
import type { IndicatorResponse } from '../contract/indicator.ts';
import { type Adjustment, adjust } from './adjustment.ts';
import { breakdownOf } from './breakdown.ts';
import type { Cell } from './cell.ts';
import { explain } from './explanation.ts';
import { boundsOf, type Figure, hundredPerLevel, toHundred } from './figure.ts';
import { groupCells, selectCells } from './grouping.ts';
import type { IndicatorPolicy } from './indicator-policy.ts';
import { type OwnFigures, ownFigures } from './own-figures.ts';
import { changeBetween, type IntervalEstimate, meanOfMonths, monthsOf, previousPeriod } from './period.ts';
import { differenceOfPublished, published, publishedInterval, sumOfPublished } from './published.ts';
import { freezeReference, type Reference } from './reference.ts';
import { compareWithReference } from './reference-comparison.ts';
import { plausibleRange, responseRateOf, tippingPoint, type VisitTally, worstCase } from './response-rate.ts';
import { isComparable, type StateReason, stateOf } from './state.ts';
import type { VariancePrior } from './variance-posterior.ts';

const comparisonLabel = {
  vi: 'Chỉ để so sánh giữa các cán bộ; không phải kết quả của cán bộ.',
  en: "For comparing officers only; not the officer's result.",
};

/**
 * The indicator of one officer. `cells` and `tallies` may hold other officers and periods; only this officer's in the
 * period and the one before are read. `reference` must be of the policy's figure (RangeError otherwise).
 * `batchMinimum`: responses that the seal publishes together at least, by procedure too; absent, no table by procedure
 * and mode is given.
 */
export function indicatorOf(input: {
  cells: readonly Cell[];
  tallies: readonly VisitTally[];
  policy: IndicatorPolicy;
  reference?: Reference;
  batchMinimum?: number;
  officer: string;
  period: string;
}): IndicatorResponse {
  const { policy, reference, officer, period } = input;
  if (reference !== undefined && reference.figure !== policy.figure) {
    throw new RangeError(`reference is of ${reference.figure}, the policy decides by ${policy.figure}`);
  }
  const months = monthsOf(period);
  const theirs = input.cells.filter((cell) => cell.officer === officer);
  const select = (of: readonly string[], withExcluded = false): Cell[] =>
    selectCells(theirs, { item: policy.item, tiers: policy.tiers, months: of, withExcluded });
  const cells = select(months);
  const own = ownFigures(cells, policy.confidence);
  const byMonth = monthlyFigures(cells, months, policy);
  const decides = decidingFigure(own, byMonth, policy);
  const adjustment = adjustmentOf(cells, policy, reference);
  const { state, reasons } = stateOf(
    policy.state,
    { n: own.n, interval: decides?.interval ?? null },
    adjustment?.support,
  );
  const all = select(months, true);
  const withExcluded = ownFigures(all, policy.confidence);
  const scale = displayScale(policy.figure);
  const comparison =
    adjustment === undefined
      ? undefined
      : compareWithReference(officer, adjustment, reference!, policy.confidence);
  return {
    officer,
    period,
    months,
    method: 'indicator-1',
    figure: policy.figure === 'shareSatisfied' ? 'shareSatisfied' : 'meanHundred',
    item: policy.item,
    tiers: [...policy.tiers],
    confidence: published(policy.confidence),
    state,
    reasons: reasons.map(publishedReason),
    own: {
      n: own.n,
      levels: own.levels,
      decides: publishedEstimate(decides),
      shareSatisfied: publishedEstimate(own.shareSatisfied),
      meanHundred: publishedMean(own),
      months: byMonth.map(({ month, n, figure }) => ({ month, n, decides: publishedEstimate(figure) })),
      flagged: cells.reduce((sum, cell) => sum + (cell.flagged ? cell.count : 0), 0),
    },
    withExcluded: {
      n: withExcluded.n,
      excluded: withExcluded.n - own.n,
      shareSatisfied: publishedEstimate(withExcluded.shareSatisfied),
    },
    breakdown: input.batchMinimum === undefined ? null : breakdownOf(all, input.batchMinimum),
    response: responsePart(input.tallies, officer, months, decides?.value, policy),
    adjustment:
      adjustment === undefined ? null : publishedAdjustment(adjustment, policy, reference!, own, scale),
    comparison:
      comparison === undefined
        ? null
        : {
            label: comparisonLabel,
            estimate: published(scale.level(comparison.estimate)),
            standardError: published(scale.slope * comparison.standardError),
            interval: publishedInterval([
              scale.level(comparison.interval[0]),
              scale.level(comparison.interval[1]),
            ]),
            reliability: published(comparison.reliability),
            reliable: state === 'ok' && comparison.reliability >= policy.reliabilityMin,
          },
    trend: trendOf(select, decides, adjustment, period, policy, reference),
  };
}

/** Indicators of every officer who has cells or tallies in the period, in code-unit order; the cells are split once. */
export function indicatorsOf(input: {
  cells: readonly Cell[];
  tallies: readonly VisitTally[];
  policy: IndicatorPolicy;
  reference?: Reference;
  batchMinimum?: number;
  period: string;
}): IndicatorResponse[] {
  const cells = byOfficer(input.cells);
  const tallies = byOfficer(input.tallies);
  const months = new Set(monthsOf(input.period));
  const present = (officer: string): boolean =>
    (cells.get(officer) ?? []).some((cell) => months.has(cell.period)) ||
    (tallies.get(officer) ?? []).some((tally) => months.has(tally.period));
  return [...new Set([...cells.keys(), ...tallies.keys()])]
    .filter(present)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((officer) =>
      indicatorOf({
        ...input,
        officer,
        cells: cells.get(officer) ?? [],
        tallies: tallies.get(officer) ?? [],
      }),
    );
}

/**
 * Freezes the reference a policy adjusts by, from the cells of the given months (usually the twelve before the period
 * opens). `prior` carries the variances of a larger unit (`priorFrom`). Throws RangeError where no response is selected.
 */
export function referenceOf(
  cells: readonly Cell[],
  policy: IndicatorPolicy,
  months: readonly string[],
  prior?: VariancePrior,
): Reference {
  const selected = selectCells(cells, { item: policy.item, tiers: policy.tiers, months });
  return freezeReference(groupCells(selected, policy.figure, policy.strata), {
    figure: policy.figure,
    strata: policy.strata,
    source: months.length > 1 ? `${months[0]}..${months.at(-1)}` : (months[0] ?? ''),
    ...(prior === undefined ? {} : { prior }),
  });
}

function byOfficer<T extends { officer: string }>(records: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    const group = groups.get(record.officer);
    if (group === undefined) groups.set(record.officer, [record]);
    else group.push(record);
  }
  return groups;
}

interface MonthFigure {
  month: string;
  n: number;
  figure: IntervalEstimate | undefined;
}

function monthlyFigures(
  cells: readonly Cell[],
  months: readonly string[],
  policy: IndicatorPolicy,
): MonthFigure[] {
  return months.map((month) => {
    const own = ownFigures(
      cells.filter((cell) => cell.period === month),
      policy.confidence,
    );
    return { month, n: own.n, figure: figureOf(own, policy.figure) };
  });
}

/** A figure with its interval; a mean whose spread cannot be known has the whole scale for its interval. */
function figureOf(own: OwnFigures, figure: Figure): IntervalEstimate | undefined {
  if (figure === 'shareSatisfied') return own.shareSatisfied;
  if (own.meanHundred === undefined) return undefined;
  return { value: own.meanHundred.value, interval: own.meanHundred.interval ?? [0, 100] };
}

function decidingFigure(
  own: OwnFigures,
  byMonth: readonly MonthFigure[],
  policy: IndicatorPolicy,
): IntervalEstimate | undefined {
  if (policy.periodRule === 'pooled' || byMonth.length === 1) return figureOf(own, policy.figure);
  const worked = byMonth.map(({ figure }) => figure).filter((figure) => figure !== undefined);
  return worked.length === 0 ? undefined : meanOfMonths(worked);
}

/** The adjustment of one officer's selected cells; undefined without a reference or without responses. */
export function adjustmentOf(
  cells: readonly Cell[],
  policy: IndicatorPolicy,
  reference: Reference | undefined,
): Adjustment | undefined {
  if (reference === undefined) return undefined;
  const groups = groupCells(cells, policy.figure, policy.strata);
  return groups.length === 0 ? undefined : adjust(groups, policy.strata, reference);
}

/** From the scale the model works on to the scale that is shown: ratings 1..5 become 0..100, shares stay. */
export function displayScale(figure: Figure): { level(value: number): number; slope: number } {
  return figure === 'shareSatisfied'
    ? { level: (value) => value, slope: 1 }
    : { level: toHundred, slope: hundredPerLevel };
}

/** The published parts sum to the published figure in every decimal: the own part is what the others leave. */
function publishedAdjustment(
  adjustment: Adjustment,
  policy: IndicatorPolicy,
  reference: Reference,
  figures: OwnFigures,
  scale: ReturnType<typeof displayScale>,
): NonNullable<IndicatorResponse['adjustment']> {
  const { parts, support } = adjustment;
  const comparable = isComparable(policy.state, support);
  const sampling = samplingError(figures, policy.figure);
  const observed = published(scale.level(adjustment.observed));
  const centreLevel = published(scale.level(parts.centreLevel));
  const procedureMix = published(scale.slope * parts.procedureMix);
  const strataMix = Object.fromEntries(
    Object.entries(parts.strataMix).map(([name, part]) => [name, published(scale.slope * part)]),
  );
  const expected = sumOfPublished([centreLevel, procedureMix, ...Object.values(strataMix)]);
  const own = differenceOfPublished(observed, expected);
  return {
    comparable,
    mayFeedKpi: policy.adjustedFeedsKpi && comparable,
    reference: reference.source,
    observed,
    expected,
    adjusted: comparable ? sumOfPublished([centreLevel, own]) : null,
    standardError: published(Math.hypot(sampling, scale.slope * adjustment.mixStandardError)),
    parts: { centreLevel, procedureMix, strataMix, own },
    support: { shared: published(support.shared), known: published(support.known) },
    explanation: explain(policy.figure, adjustment, comparable),
  };
}

/** Standard error of the officer's own figure: for a share from its Wilson centre, so that it is never 0. */
function samplingError(own: OwnFigures, figure: Figure): number {
  if (figure === 'meanRating') return own.meanHundred?.standardError ?? 0;
  const share = (own.n * (own.shareSatisfied?.value ?? 0) + 2) / (own.n + 4);
  return Math.sqrt((share * (1 - share)) / (own.n + 4));
}

function responsePart(
  tallies: readonly VisitTally[],
  officer: string,
  months: readonly string[],
  figure: number | undefined,
  policy: IndicatorPolicy,
): IndicatorResponse['response'] {
  const response = responseRateOf(
    tallies.filter((tally) => tally.officer === officer && months.includes(tally.period)),
  );
  if (response.rate === null || figure === undefined) {
    return {
      ...response,
      rate: response.rate === null ? null : published(response.rate),
      tippingPoint: null,
      tippingNone: response.rate === null ? 'no-rate' : 'no-figure',
      plausible: null,
      worstCase: null,
    };
  }
  const bounds = policy.figure === 'shareSatisfied' ? boundsOf('shareSatisfied') : { lo: 0, hi: 100 };
  const tipping = tippingPoint(figure, response, policy.stepBoundaries, bounds);
  return {
    ...response,
    rate: published(response.rate),
    tippingPoint:
      typeof tipping === 'string'
        ? null
        : {
            boundary: published(tipping.boundary),
            silentFigure: published(tipping.silentFigure),
            difference: published(tipping.difference),
          },
    tippingNone: typeof tipping === 'string' ? tipping : null,
    plausible: {
      delta: published(policy.silentDelta),
      range: publishedInterval(plausibleRange(figure, response, policy.silentDelta, bounds)),
    },
    worstCase: publishedInterval(worstCase(figure, response, bounds)),
  };
}

function trendOf(
  select: (months: readonly string[]) => Cell[],
  decides: IntervalEstimate | undefined,
  adjustment: Adjustment | undefined,
  period: string,
  policy: IndicatorPolicy,
  reference: Reference | undefined,
): IndicatorResponse['trend'] {
  const previous = previousPeriod(period);
  const months = monthsOf(previous);
  const cells = select(months);
  const earlier = decidingFigure(
    ownFigures(cells, policy.confidence),
    monthlyFigures(cells, months, policy),
    policy,
  );
  if (earlier === undefined || decides === undefined) return null;
  const change = changeBetween(earlier, decides);
  const before = adjustmentOf(cells, policy, reference);
  const both =
    adjustment !== undefined &&
    before !== undefined &&
    isComparable(policy.state, adjustment.support) &&
    isComparable(policy.state, before.support);
  return {
    previous,
    change: published(change.value),
    interval: publishedInterval(change.interval),
    adjustedChange: both
      ? published(displayScale(policy.figure).slope * (adjustment.adjusted - before.adjusted))
      : null,
  };
}

function publishedEstimate(
  figure: { value: number; interval?: readonly [number, number] } | undefined,
): { value: string; interval: [string, string] | null } | null {
  if (figure === undefined) return null;
  return {
    value: published(figure.value),
    interval: figure.interval === undefined ? null : publishedInterval(figure.interval),
  };
}

function publishedMean(own: OwnFigures): IndicatorResponse['own']['meanHundred'] {
  const mean = own.meanHundred;
  if (mean === undefined) return null;
  return {
    ...publishedEstimate(mean)!,
    standardError: mean.standardError === undefined ? null : published(mean.standardError),
    clusters: mean.clusters,
    designEffect: mean.designEffect === undefined ? null : published(mean.designEffect),
  };
}

function publishedReason(reason: StateReason): IndicatorResponse['reasons'][number] {
  switch (reason.code) {
    case 'interval-too-wide':
      return {
        code: reason.code,
        width: published(reason.width),
        intervalWidthMax: published(reason.intervalWidthMax),
      };
    case 'too-little-shared':
      return {
        code: reason.code,
        shared: published(reason.shared),
        known: published(reason.known),
        sharedMin: published(reason.sharedMin),
      };
    default:
      return reason;
  }
}
