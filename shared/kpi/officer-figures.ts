// What a sheet is computed from: one officer's figures of one period, with who entered them.
import { compare, divide, type Exact, exact, hundred, multiply, smaller, zero } from './exact.ts';
import type { GeneralAndTaskPolicy, PositionTemplate } from './policy-schema.ts';
import { positionOf } from './position.ts';
import type { HoldDecision, SatisfactionEvidence } from './satisfaction.ts';
import type { Withheld } from './sheet-line.ts';

/** An entered figure: a percentage 0-100, or an amount achieved out of an amount assigned. Exact text. */
export type Figure = { percent: string } | { achieved: string; assigned: string };

/** Who entered a figure, from which source, when; shown as attested, not proven. */
export interface Attestation {
  by: string;
  source: string;
  at: string;
}

export interface OfficerFigures {
  officer: string;
  /** `2026-10`, `2026-Q4`, `2026`. */
  period: string;
  unit?: string;
  /** Officers with similar tasks, for caps. */
  group?: string;
  /** Position template; the policy's default where absent. */
  position?: string;
  /** A manager's adjusted template, where there is one; takes the place of `position`. */
  adjusted?: PositionTemplate;
  /** Points given for the general criteria a person rates, and of how many; satisfaction is not among them. */
  general?: { points: string; of: string };
  figures?: Record<string, Figure>;
  indices?: Record<string, string>;
  satisfaction?: SatisfactionEvidence;
  /** Evidence of the enclosing quarter, for policies that pool. */
  pooledSatisfaction?: SatisfactionEvidence;
  /** Mapped values of the months' satisfaction, for policies that average them; takes the place of the evidence. */
  monthlySatisfaction?: string[];
  /** Of this period alone: a month's says nothing of its quarter. */
  decision?: HoldDecision;
  /** Findings that decide the level by themselves (policy.overrides). */
  marks?: string[];
  /** By figure name, `general` and index ids included. */
  attestations?: Record<string, Attestation>;
  /** Reasons found while a period was put together (months.ts) that withhold the sheet. */
  withheld?: Withheld[];
}

/** The template this officer's task part follows. */
export function templateOf(figures: OfficerFigures, policy: GeneralAndTaskPolicy): PositionTemplate {
  return figures.adjusted ?? positionOf(policy, figures.position);
}

/** A figure as a percentage, at most 100; undefined where nothing was assigned. Throws RangeError outside its range. */
export function percentOf(figure: Figure): Exact | undefined {
  if ('percent' in figure) {
    const percent = exact(figure.percent);
    if (compare(percent, zero) < 0 || compare(percent, hundred) > 0) {
      throw new RangeError(`${figure.percent} is not a percentage between 0 and 100`);
    }
    return percent;
  }
  const [achieved, assigned] = [exact(figure.achieved), exact(figure.assigned)];
  if (compare(achieved, zero) < 0 || compare(assigned, zero) < 0)
    throw new RangeError('an amount is below 0');
  if (compare(assigned, zero) === 0) return undefined;
  return smaller(hundred, multiply(hundred, divide(achieved, assigned)));
}
