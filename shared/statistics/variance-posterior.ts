// How far the variance ratios can be known: their posterior under a weakly informative prior, as weighted points.
// A plug-in fit acts as if they were known; with 4-15 officers, the size of real centres, they are not, and REML lands
// on exactly 0 often. Averaging over the points carries that uncertainty into estimates and intervals (Gelman, Bayesian
// Data Analysis 3rd ed., section 5.4; Rue, Martino & Chopin 2009 for the grid). The fixed effects are flat, the
// residual variance has p(s2) ~ 1/s2 with `priorDf` prior observations of variance `priorVariance`.
import type { Design } from './design.ts';
import { minimise } from './newton.ts';
import { profileAt, type Ratios, type Solution, solutionAt } from './profile.ts';

/** Log-normal priors of the variance ratios (effect variance over residual variance), natural logarithms. */
export interface VariancePrior {
  officer: { logMean: number; logSd: number };
  procedure: { logMean: number; logSd: number };
  residual: { df: number; variance: number };
}

/** One point of the posterior of the variances with the effects there. */
export interface PosteriorPoint {
  weight: number;
  ratios: Ratios;
  df: number;
  solution: Solution;
}

const logMin = -16;
const logMax = 8;

/**
 * Points of the posterior, heaviest first, weights summing to 1. Designs with many officers get a coarser grid: their
 * posterior is narrow and nearly normal.
 */
export function variancePosterior(design: Design, prior: VariancePrior): PosteriorPoint[] {
  const withProcedure = design.procedures.length > 1;
  const profile = (logs: readonly number[]) =>
    profileAt(
      design,
      { officer: Math.exp(logs[0]!), procedure: withProcedure ? Math.exp(logs[1]!) : 0 },
      prior.residual.df * prior.residual.variance,
      prior.residual.df,
    );
  const priorTerm = (logs: readonly number[]): number =>
    ((logs[0]! - prior.officer.logMean) / prior.officer.logSd) ** 2 +
    (withProcedure ? ((logs[1]! - prior.procedure.logMean) / prior.procedure.logSd) ** 2 : 0);
  const objective = (logs: number[]): number => profile(logs).criterion + priorTerm(logs);

  const from = withProcedure ? [prior.officer.logMean, prior.procedure.logMean] : [prior.officer.logMean];
  const mode = minimise(objective, from, logMin, logMax);
  const many = design.officers.length > 300;
  const offsets = many ? [-2, -1, 0, 1, 2] : [-3, -2, -1, 0, 1, 2, 3];
  const axes = axesOf(mode.hessian, mode.at.length);
  const places: number[][] = [];
  for (const a of offsets) {
    if (!withProcedure) places.push([mode.at[0]! + a * axes[0]![0]!]);
    else
      for (const b of offsets) {
        places.push(mode.at.map((centre, i) => centre + a * axes[0]![i]! + b * axes[1]![i]!));
      }
  }
  const heights = places.map((logs) => {
    const found = profile(logs);
    return { found, height: -0.5 * (found.criterion + priorTerm(logs) - mode.value) };
  });
  const top = Math.max(...heights.map(({ height }) => height));
  const used = heights.filter(({ height }) => height > top - 9);
  const total = used.reduce((sum, { height }) => sum + Math.exp(height - top), 0);
  return used
    .map(({ found, height }) => ({
      weight: Math.exp(height - top) / total,
      ratios: found.ratios,
      df: found.residualDf,
      solution: solutionAt(design, found),
    }))
    .sort((a, b) => b.weight - a.weight);
}

/** Directions of one posterior standard deviation: of -2 log density with this matrix of second derivatives. */
function axesOf(hessian: readonly number[], size: number): number[][] {
  const deviation = (curvature: number): number => Math.sqrt(2 / Math.max(curvature, 0.05));
  if (size === 1) return [[deviation(hessian[0]!)]];
  const [a, b, d] = [hessian[0]!, hessian[1]!, hessian[3]!];
  const angle = 0.5 * Math.atan2(2 * b, a - d);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const first = a * c * c + 2 * b * c * s + d * s * s;
  const second = a * s * s - 2 * b * c * s + d * c * c;
  return [
    [c * deviation(first), s * deviation(first)],
    [-s * deviation(second), c * deviation(second)],
  ];
}
