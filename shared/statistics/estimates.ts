// The whole answer of the `estimate` command for ratings 1..5: each officer's own figures, the adjusted figure and the
// comparison estimate, by the chosen model.

import { adjust } from './adjustment.ts';
import { boundedInterval } from './bounded-interval.ts';
import { compare, intervalAround, levelMixtures, openingFor, weakPrior } from './comparison.ts';
import { knowsOwnVariance, type ResponseGroup } from './design.ts';
import { boundsOf } from './figure.ts';
import { fitDesign, fitMixedModel } from './mixed-model.ts';
import { freezeReference, priorFrom, type Reference } from './reference.ts';
import { compareWithReference } from './reference-comparison.ts';
import { defaultStateRule, isComparable, type State, stateOf } from './state.ts';
import { type VariancePrior, variancePosterior } from './variance-posterior.ts';

/** averaged: shrunken over the posterior of the variances (the default). lmm: plug-in REML, as lme4 prints it. */
export type EstimateModel = 'averaged' | 'lmm';

export interface OfficerEstimate {
  officer: string;
  n: number;
  /** Mean rating 1..5 and share of levels 4 and 5: the officer's own, unshrunken. */
  mean: number;
  shareSatisfied: number;
  /** observed - expected + centre level; null where the officer's work is not comparable. */
  adjusted: number | null;
  /**
   * The comparison estimate on the 1..5 scale. averaged: posterior mean and standard deviation of the level over the
   * common mix. lmm: intercept + effect as lme4's `coef()`, with the conditional standard deviation of `ranef()`.
   */
  estimate: number;
  standardError: number;
  /** For both models it carries the uncertainty of the variances and of the fixed effects. */
  interval: readonly [number, number];
  /** null where officers do not differ at all. */
  reliability: number | null;
  state: State;
}

export interface Estimates {
  model: {
    name: EstimateModel;
    /** What was compared with: the source of a reference, or null for the data themselves. */
    reference: string | null;
    fixed: Record<string, number>;
    varianceComponents: Record<string, number>;
    /** Fixed columns left out because others determine them. */
    dropped: string[];
  };
  officers: OfficerEstimate[];
}

export interface EstimateRequest {
  strata: readonly string[];
  model: EstimateModel;
  level: number;
  /** Responses of level 4 or 5 by officer. */
  satisfied: ReadonlyMap<string, number>;
  /** What the data are, for the reference they make. */
  source: string;
  reference?: Reference;
}

/** Estimates every officer of the groups (of ratings 1..5). Requires at least one response. */
export function estimateOfficers(
  groups: readonly ResponseGroup[],
  request: EstimateRequest,
): { estimates: Estimates; ownReference: Reference } {
  const { strata } = request;
  const ownReference = freezeReference(groups, { figure: 'meanRating', strata, source: request.source });
  const reference = request.reference ?? ownReference;
  const byOfficer = new Map<string, ResponseGroup[]>();
  for (const group of groups) {
    const own = byOfficer.get(group.officer);
    if (own === undefined) byOfficer.set(group.officer, [group]);
    else own.push(group);
  }
  const { model, comparisons } =
    request.model === 'lmm'
      ? byMixedModel(groups, request)
      : request.reference === undefined
        ? byPosterior(groups, request)
        : byReference(byOfficer, request, request.reference);
  const officers = comparisons.map((comparison): OfficerEstimate => {
    const { officer, n } = comparison;
    const adjustment = adjust(byOfficer.get(officer)!, strata, reference);
    const { state } = stateOf(defaultStateRule, { n, interval: null }, adjustment.support);
    return {
      officer,
      n,
      mean: adjustment.observed,
      shareSatisfied: (request.satisfied.get(officer) ?? 0) / n,
      adjusted: isComparable(defaultStateRule, adjustment.support) ? adjustment.adjusted : null,
      estimate: comparison.estimate,
      standardError: comparison.standardError,
      interval: comparison.interval,
      reliability: comparison.reliability,
      state,
    };
  });
  return { estimates: { model, officers }, ownReference };
}

type Compared = Pick<
  OfficerEstimate,
  'officer' | 'n' | 'estimate' | 'standardError' | 'interval' | 'reliability'
>;

interface Modelled {
  model: Estimates['model'];
  comparisons: Compared[];
}

/** The default without a reference: the data's own posterior. Variances and fixed effects are posterior means. */
function byPosterior(groups: readonly ResponseGroup[], { strata, level }: EstimateRequest): Modelled {
  const { design, points, officers } = compare(groups, strata, { level, bounds: boundsOf('meanRating') });
  const variances = { officer: 0, procedure: 0, residual: 0 };
  const fixed: Record<string, number> = Object.fromEntries(design.columns.map((name) => [name, 0]));
  for (const { weight, ratios, solution } of points) {
    variances.officer += weight * ratios.officer * solution.residualVariance;
    variances.procedure += weight * ratios.procedure * solution.residualVariance;
    variances.residual += weight * solution.residualVariance;
    design.columns.forEach((name, k) => {
      fixed[name]! += weight * (solution.dense[design.procedures.length + k]! + (k === 0 ? design.mean : 0));
    });
  }
  return {
    model: {
      name: 'averaged',
      reference: null,
      fixed,
      varianceComponents: named(variances, design.procedures.length > 0),
      dropped: design.dropped,
    },
    comparisons: officers,
  };
}

/** Against a frozen reference nothing is fitted; `fixed` is the reference's level and its strata's centred effects. */
function byReference(
  byOfficer: ReadonlyMap<string, ResponseGroup[]>,
  { strata, level }: EstimateRequest,
  reference: Reference,
): Modelled {
  const fixed: Record<string, number> = { '(centre)': Number(reference.centreLevel) };
  for (const [name, levels] of Object.entries(reference.strata)) {
    for (const [stratum, { effect }] of Object.entries(levels)) fixed[`${name}=${stratum}`] = Number(effect);
  }
  const { officer, procedure, residual } = reference.varianceComponents;
  const variances = { officer: Number(officer), procedure: Number(procedure), residual: Number(residual) };
  return {
    model: {
      name: 'averaged',
      reference: reference.source,
      fixed,
      varianceComponents: named(variances, Object.keys(reference.procedures).length > 0),
      dropped: [],
    },
    comparisons: [...byOfficer.keys()]
      .sort((a, b) => (a < b ? -1 : 1))
      .map((name) =>
        compareWithReference(name, adjust(byOfficer.get(name)!, strata, reference), reference, level),
      ),
  };
}

/** REML; with fewer than 30 officers of n >= 10 and a reference at hand, the variance ratios are the reference's. */
function byMixedModel(groups: readonly ResponseGroup[], request: EstimateRequest): Modelled {
  const { strata, level, reference } = request;
  const own = fitMixedModel(groups, strata);
  const frozen = reference !== undefined && !knowsOwnVariance(own.design);
  const fit = frozen ? fitDesign(own.design, ratiosOf(reference)) : own;
  const prior: VariancePrior = frozen ? priorFrom(reference) : weakPrior(own.design);
  const { design } = fit;
  const baseRow = new Float64Array(design.size);
  baseRow[design.procedures.length] = 1;
  const mixtures = levelMixtures(design, variancePosterior(design, prior), baseRow);
  const intercept = fit.fixed[design.columns[0]!]!;
  const ratio = fit.profile.ratios.officer;
  const opening = openingFor(design);
  return {
    model: {
      name: 'lmm',
      reference: frozen ? reference.source : null,
      fixed: fit.fixed,
      varianceComponents: named(fit.variances, design.procedures.length > 0),
      dropped: design.dropped,
    },
    comparisons: fit.officers.map(({ name, effect, conditionalSd }, i) => {
      const estimate = intercept + effect;
      const n = design.officerN[i]!;
      return {
        officer: name,
        n,
        estimate,
        standardError: conditionalSd,
        interval: boundedInterval(
          estimate,
          intervalAround(estimate, mixtures[i]!, level),
          boundsOf('meanRating'),
          opening,
        ),
        reliability: ratio > 0 ? (ratio * n) / (1 + ratio * n) : null,
      };
    }),
  };
}

function ratiosOf({ varianceComponents: { officer, procedure, residual } }: Reference): {
  officer: number;
  procedure: number;
} {
  return { officer: Number(officer) / Number(residual), procedure: Number(procedure) / Number(residual) };
}

/** Variance components by lme4's names. */
function named(
  { officer, procedure, residual }: { officer: number; procedure: number; residual: number },
  withProcedure: boolean,
): Record<string, number> {
  return { officer, ...(withProcedure ? { procedure } : {}), Residual: residual };
}
