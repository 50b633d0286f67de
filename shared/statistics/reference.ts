// The frozen reference: what is expected of a mix of procedures and modes, the centre's (or province's) common mix and
// level, and how much officers differ. Taken from the cells of the last twelve months and fixed in a ledger entry before
// a period opens; from then on an officer's expected figure moves with nothing but the officer's own mix.
// Every number in it is a decimal text (6 decimals; variances 12), so that it reads the same on every machine.
import { z } from 'zod';
import { compare, residualPrior, weakPrior } from './comparison.ts';
import { distinct, officerResponsesMin, type ResponseGroup } from './design.ts';
import { boundsOf, type Figure, figures } from './figure.ts';
import { published } from './published.ts';
import type { VariancePrior } from './variance-posterior.ts';

export const referenceMethod = 'reference-1';

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

/** An effect relative to the centre's level; effects weighted by their shares sum to 0 within a factor. */
const effectSchema = z.object({
  effect: decimal,
  standardError: decimal,
  /** Share of the reference's responses: the weight in the common mix. */
  share: decimal,
});

const logRatioSchema = z.object({ logMean: decimal, logSd: decimal });

export const referenceSchema = z.object({
  method: z.literal(referenceMethod),
  figure: z.enum(figures),
  /** What it was taken from: `2026-01..2026-12`. */
  source: z.string(),
  n: z.int().positive(),
  /** Officers with at least `officerResponsesMin` responses. */
  officers: z.int().nonnegative(),
  centreLevel: decimal,
  centreLevelStandardError: decimal,
  procedures: z.record(
    z.string(),
    effectSchema.extend({
      /** How many officers served it with at least `servedMin` responses, and who when it was one alone. */
      officers: z.int().nonnegative(),
      soleOfficer: z.string().optional(),
    }),
  ),
  /** By stratum name, then level. */
  strata: z.record(z.string(), z.record(z.string(), effectSchema)),
  varianceComponents: z.object({ officer: decimal, procedure: decimal, residual: decimal }),
  /** Natural logarithm of the officers' variance over the residual variance: posterior mean and standard deviation. */
  officerRatio: logRatioSchema,
  procedureRatio: logRatioSchema,
});

export type Reference = z.infer<typeof referenceSchema>;
type ReferenceEffect = z.infer<typeof effectSchema>;

/** Responses from which an officer counts as having served a procedure. */
export const servedMin = 3;

/**
 * Freezes a reference. Requires at least one response. `prior` replaces the weak prior of the variances: a centre too
 * small to know its own takes those of its province by `priorFrom`.
 */
export function freezeReference(
  groups: readonly ResponseGroup[],
  options: { figure: Figure; strata: readonly string[]; source: string; prior?: VariancePrior },
): Reference {
  const { design, points, mix, centreLevel } = compare(groups, options.strata, {
    level: 0.95,
    bounds: boundsOf(options.figure),
    ...(options.prior === undefined ? {} : { prior: options.prior }),
  });
  const { size } = design;
  const procedureCount = design.procedures.length;
  /** Posterior mean and standard deviation of row'dense. */
  const contrast = (row: Float64Array): { mean: number; sd: number } => {
    const used = [...row.keys()].filter((k) => row[k] !== 0);
    let mean = 0;
    let square = 0;
    for (const { weight, solution } of points) {
      let value = 0;
      let variance = 0;
      for (const k of used) {
        value += row[k]! * solution.dense[k]!;
        for (const m of used) variance += row[k]! * row[m]! * solution.covariance[k * size + m]!;
      }
      mean += weight * value;
      square += weight * (value * value + Math.max(0, variance));
    }
    return { mean, sd: Math.sqrt(Math.max(0, square - mean * mean)) };
  };
  const effectOf = (row: Float64Array, share: number): ReferenceEffect => {
    const { mean, sd } = contrast(row);
    return { effect: published(mean), standardError: published(sd), share: published(share) };
  };

  const procedures: Reference['procedures'] = {};
  const serving = servingOfficers(groups);
  design.procedures.forEach((name, k) => {
    const row = new Float64Array(size);
    for (let other = 0; other < procedureCount; other++) row[other] = -mix[other]!;
    row[k]! += 1;
    const served = serving.get(name) ?? [];
    procedures[name] = {
      ...effectOf(row, mix[k]!),
      officers: served.length,
      ...(served.length === 1 ? { soleOfficer: served[0]! } : {}),
    };
  });

  const strata: Reference['strata'] = {};
  for (const [name, levels] of design.levels) {
    const shares = new Map<string, number>();
    const position = options.strata.indexOf(name);
    for (const group of groups) {
      const level = group.strata[position]!;
      shares.set(level, (shares.get(level) ?? 0) + group.n / design.n);
    }
    const columnOf = (level: string): number => design.columns.indexOf(name + level);
    strata[name] = {};
    for (const level of levels) {
      const row = new Float64Array(size);
      for (const other of levels.slice(1)) {
        const column = columnOf(other);
        if (column !== -1) row[procedureCount + column]! -= shares.get(other) ?? 0;
      }
      const own = columnOf(level);
      if (own > 0) row[procedureCount + own]! += 1;
      strata[name][level] = effectOf(row, shares.get(level) ?? 0);
    }
  }

  let residual = 0;
  let officerVariance = 0;
  let procedureVariance = 0;
  for (const { weight, ratios, solution } of points) {
    residual += weight * solution.residualVariance;
    officerVariance += weight * ratios.officer * solution.residualVariance;
    procedureVariance += weight * ratios.procedure * solution.residualVariance;
  }
  const logOf = (factor: 'officer' | 'procedure') => {
    if (factor === 'procedure' && procedureCount < 2) {
      const { logMean, logSd } = (options.prior ?? weakPrior(design)).procedure;
      return { logMean: published(logMean), logSd: published(logSd) };
    }
    let mean = 0;
    let square = 0;
    for (const { weight, ratios } of points) {
      mean += weight * Math.log(ratios[factor]);
      square += weight * Math.log(ratios[factor]) ** 2;
    }
    return { logMean: published(mean), logSd: published(Math.sqrt(Math.max(0, square - mean * mean))) };
  };
  return {
    method: referenceMethod,
    figure: options.figure,
    source: options.source,
    n: design.n,
    officers: [...design.officerN].filter((n) => n >= officerResponsesMin).length,
    centreLevel: published(centreLevel),
    centreLevelStandardError: published(contrast(mix).sd),
    procedures,
    strata,
    varianceComponents: {
      officer: published(officerVariance, 12),
      procedure: published(procedureVariance, 12),
      residual: published(residual, 12),
    },
    officerRatio: logOf('officer'),
    procedureRatio: logOf('procedure'),
  };
}

/** The prior of the variances that a reference stands for, for data with too few officers to know their own. */
export function priorFrom(reference: Reference): VariancePrior {
  const prior = ({ logMean, logSd }: { logMean: string; logSd: string }) => ({
    logMean: Number(logMean),
    logSd: Math.max(0.05, Number(logSd)),
  });
  return {
    officer: prior(reference.officerRatio),
    procedure: prior(reference.procedureRatio),
    residual: residualPrior,
  };
}

function servingOfficers(groups: readonly ResponseGroup[]): Map<string, string[]> {
  const counts = new Map<string, Map<string, number>>();
  for (const { procedure, officer, n } of groups) {
    if (procedure === undefined) continue;
    const byOfficer = counts.get(procedure) ?? new Map<string, number>();
    byOfficer.set(officer, (byOfficer.get(officer) ?? 0) + n);
    counts.set(procedure, byOfficer);
  }
  const serving = new Map<string, string[]>();
  for (const [procedure, byOfficer] of counts) {
    const names = [...byOfficer].filter(([, n]) => n >= servedMin).map(([officer]) => officer);
    serving.set(procedure, distinct(names));
  }
  return serving;
}
