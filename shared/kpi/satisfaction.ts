// From the indicator's evidence to what a policy lets it be worth: the gates (enough responses, narrow enough interval,
// response rate, self-reported visits), the rule on insufficient data, and the mapping to points.
// The figure is the officer's own, unshrunken; nothing here looks at another officer.
import {
  add,
  compare,
  divide,
  type Exact,
  exact,
  floor,
  hundred,
  larger,
  multiply,
  nearest,
  one,
  smaller,
  subtract,
  zero,
} from './exact.ts';
import type { FigureName, Mapping, SatisfactionPolicy } from './policy-schema.ts';

/** What the indicator says of one officer in one period. Figures and interval on 0-100, as decimal text of 6 places or fewer. */
export interface SatisfactionEvidence {
  /** Period the evidence is of: `2026-10`, `2026-Q4`. */
  period: string;
  figures: Partial<Record<FigureName, string>>;
  /** Responses of the policy's tiers and modes; absent = not known, and the gate is not checked. */
  responses?: number;
  /** 95 % interval of the policy's figure. */
  interval?: { low: string; high: string };
  /** Of the invited tier. */
  invited?: number;
  answered?: number;
  visits?: number;
  /** Visits opened by the officer's own button. */
  selfReportedVisits?: number;
}

export type InsufficientReason =
  | 'no-evidence'
  | 'too-few-responses'
  | 'interval-too-wide'
  | 'response-rate-too-low'
  | 'self-reported-share-too-high';

export type UncheckedGate = 'responses' | 'interval' | 'response-rate' | 'self-reported-share';

export type GateResult =
  | { state: 'sufficient'; figure: Exact; unchecked: UncheckedGate[] }
  | { state: 'insufficient'; reasons: InsufficientReason[] };

/** A person's answer where the policy holds: count the evidence all the same, or leave it out. */
export interface HoldDecision {
  choice: 'count' | 'leave-out';
  /** Ledger entry of the decision (two persons). */
  entry: string;
}

export type SatisfactionOutcome =
  | {
      use: 'counted';
      value: Exact;
      figure: Exact;
      evidence: SatisfactionEvidence;
      unchecked: UncheckedGate[];
    }
  | { use: 'left-out'; reasons: InsufficientReason[] }
  | { use: 'held'; reasons: InsufficientReason[] };

/** Whether the evidence is enough for the policy. A gate whose input is not known is reported unchecked, not failed. */
export function gateEvidence(
  evidence: SatisfactionEvidence | undefined,
  policy: SatisfactionPolicy,
): GateResult {
  const text = evidence?.figures[policy.figure];
  if (evidence === undefined || text === undefined)
    return { state: 'insufficient', reasons: ['no-evidence'] };
  const reasons: InsufficientReason[] = [];
  const unchecked: UncheckedGate[] = [];

  if (evidence.responses === undefined) unchecked.push('responses');
  else if (evidence.responses < policy.minimumResponses) reasons.push('too-few-responses');

  if (policy.intervalWidthMax !== null) {
    if (evidence.interval === undefined) unchecked.push('interval');
    else {
      const width = subtract(exact(evidence.interval.high), exact(evidence.interval.low));
      if (compare(width, exact(policy.intervalWidthMax)) > 0) reasons.push('interval-too-wide');
    }
  }
  if (policy.responseRateMin !== null) {
    const rate = proportion(evidence.answered, evidence.invited);
    if (rate === undefined) unchecked.push('response-rate');
    else if (compare(rate, exact(policy.responseRateMin)) < 0) reasons.push('response-rate-too-low');
  }
  if (policy.selfReportedShareMax !== null) {
    const share = proportion(evidence.selfReportedVisits, evidence.visits);
    if (share === undefined) unchecked.push('self-reported-share');
    else if (compare(share, exact(policy.selfReportedShareMax)) > 0)
      reasons.push('self-reported-share-too-high');
  }
  return reasons.length > 0
    ? { state: 'insufficient', reasons }
    : { state: 'sufficient', figure: figureOf(text), unchecked };
}

/**
 * Applies the policy's rule on insufficient data: own evidence, else (rule `pool`) that of the quarter, else leave out or
 * hold. A decision counts only where the policy holds; `count` without any figure is not possible and stays held.
 */
export function decideSatisfaction(
  own: SatisfactionEvidence | undefined,
  pooled: SatisfactionEvidence | undefined,
  policy: SatisfactionPolicy,
  decision?: HoldDecision,
): SatisfactionOutcome {
  const counted = (
    evidence: SatisfactionEvidence,
    figure: Exact,
    unchecked: UncheckedGate[],
  ): SatisfactionOutcome => ({
    use: 'counted',
    value: mapFigure(figure, policy.mapping),
    figure,
    evidence,
    unchecked,
  });
  const gate = gateEvidence(own, policy);
  if (gate.state === 'sufficient' && own !== undefined) return counted(own, gate.figure, gate.unchecked);
  const reasons = gate.state === 'insufficient' ? gate.reasons : [];
  const rule = policy.onInsufficient;
  if (rule.rule === 'pool') {
    const pool = gateEvidence(pooled, policy);
    if (pool.state === 'sufficient' && pooled !== undefined)
      return counted(pooled, pool.figure, pool.unchecked);
  }
  const then = rule.rule === 'pool' ? rule.otherwise : rule.rule;
  if (then === 'renormalise') return { use: 'left-out', reasons };
  if (decision?.choice === 'leave-out') return { use: 'left-out', reasons };
  const text = own?.figures[policy.figure];
  if (decision?.choice === 'count' && own !== undefined && text !== undefined)
    return counted(own, figureOf(text), []);
  return { use: 'held', reasons };
}

/** Figure (0-100) to points (0..max). Never falls as the figure rises; reaches max at 100. */
export function mapFigure(figure: Exact, mapping: Mapping): Exact {
  const max = exact(mapping.max);
  switch (mapping.kind) {
    case 'steps': {
      const step = exact(mapping.step);
      const steps = divide(multiply(divide(figure, hundred), max), step);
      return multiply(step, exact(mapping.rounding === 'down' ? floor(steps) : nearest(steps)));
    }
    case 'linear': {
      const from = exact(mapping.from);
      const share = divide(subtract(figure, from), subtract(exact(mapping.to), from));
      return multiply(max, larger(zero, smaller(one, share)));
    }
    case 'table': {
      let points = zero;
      for (const row of mapping.rows) if (compare(figure, exact(row.from)) >= 0) points = exact(row.points);
      return points;
    }
  }
}

/**
 * Evidence of several months as one: counts add up, the share of satisfied is weighted by responses. Only for the share and
 * the mean, which are averages over responses; an adjusted figure or an interval of the whole comes from the indicator.
 */
export function poolEvidence(
  period: string,
  months: readonly SatisfactionEvidence[],
): SatisfactionEvidence | undefined {
  const known = months.filter(({ responses }) => responses !== undefined && responses > 0);
  if (known.length === 0) return undefined;
  const responses = total(known.map((month) => month.responses));
  const pooled: SatisfactionEvidence = { period, figures: {} };
  if (responses !== undefined) pooled.responses = responses;
  for (const name of ['share-satisfied', 'mean'] as const) {
    const parts = known.map(({ figures, responses: n }) =>
      figures[name] === undefined ? undefined : multiply(exact(figures[name]), exact(BigInt(n ?? 0))),
    );
    if (responses === undefined || parts.some((part) => part === undefined)) continue;
    const figure = divide((parts as Exact[]).reduce(add, zero), exact(BigInt(responses)));
    pooled.figures[name] = `${figure.numerator}/${figure.denominator}`;
  }
  for (const name of ['invited', 'answered', 'visits', 'selfReportedVisits'] as const) {
    const count = total(months.map((month) => month[name]));
    if (count !== undefined) pooled[name] = count;
  }
  return pooled;
}

function total(counts: readonly (number | undefined)[]): number | undefined {
  return counts.reduce<number | undefined>(
    (a, b) => (a === undefined || b === undefined ? undefined : a + b),
    0,
  );
}

function figureOf(text: string): Exact {
  const figure = exact(text);
  if (compare(figure, zero) < 0 || compare(figure, hundred) > 0) {
    throw new RangeError(`satisfaction figure ${text} is not between 0 and 100`);
  }
  return figure;
}

function proportion(part: number | undefined, whole: number | undefined): Exact | undefined {
  if (part === undefined || whole === undefined || whole === 0) return undefined;
  return divide(exact(BigInt(part)), exact(BigInt(whole)));
}
