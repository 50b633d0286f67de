// The comparison estimate: each officer's level over the centre's common mix, shrunken towards the centre by as much as
// the data leave open, averaged over the posterior of the variances. For comparing officers and for finding trouble;
// never an officer's result (that is the officer's own, unshrunken figure).
// When not to use: across centres whose procedures do not overlap; where the number of responses depends on how content
// citizens were.
import { type Bounds, boundedInterval, clamp, defaultOpening } from './bounded-interval.ts';
import { type Design, designOf, knowsOwnVariance, type ResponseGroup } from './design.ts';
import { type Component, halfWidthAround, intervalOf, momentsOf } from './mixture.ts';
import { commonMix, officerLevels } from './profile.ts';
import type { Interval } from './proportion.ts';
import { type PosteriorPoint, type VariancePrior, variancePosterior } from './variance-posterior.ts';

export interface OfficerComparison {
  officer: string;
  n: number;
  /** Posterior mean and standard deviation of the officer's level over the common mix. */
  estimate: number;
  standardError: number;
  interval: Interval;
  /** Share of the estimate's spread that is the officer and not chance: ratio n / (1 + ratio n), averaged. */
  reliability: number;
}

export interface Comparison {
  design: Design;
  points: PosteriorPoint[];
  /** Common mix as a row over the dense columns, and the centre's level there. */
  mix: Float64Array;
  centreLevel: number;
  officers: OfficerComparison[];
}

/**
 * What is assumed of the variances before the officers are told apart, as ratios to the residual variance. Near the end
 * of a scale officers have less room to differ: on a cumulative-logit world the ratio falls in step with the variance of
 * the answers, so its median is 0.3 times that variance (of levels 1..5, or of 0 and 1), at most 0.08; there, reliability
 * 0.70 takes 29 responses, and 45 is published for ratings of persons who serve. A factor of 1.8 either way is ordinary.
 * Procedures: 0.3 times as much, a factor of 7 either way, so that data which show none keep none. The residual counts
 * one squared level more than was seen, so that equal answers are not taken for a world where no other answer can come.
 * Chosen in the calibration bench.
 */
export function weakPrior(design: Design): VariancePrior {
  const variance = (design.sumSquares + 0.25) / design.n;
  const logMean = Math.log(Math.min(0.08, 0.3 * variance));
  return {
    officer: { logMean, logSd: 0.6 },
    procedure: { logMean: logMean + Math.log(0.3), logSd: 2 },
    residual: residualPrior,
  };
}

export const residualPrior = { df: 1, variance: 1 };

/** Compares the officers of the groups. Requires at least one response. */
export function compare(
  groups: readonly ResponseGroup[],
  strataNames: readonly string[],
  options: { level: number; bounds: Bounds; prior?: VariancePrior },
): Comparison {
  const design = designOf(groups, strataNames);
  const points = variancePosterior(design, options.prior ?? weakPrior(design));
  const mix = commonMix(design);
  const mixtures = levelMixtures(design, points, mix);
  let centreLevel = design.mean;
  for (const { weight, solution } of points) {
    for (let k = 0; k < design.size; k++) centreLevel += weight * mix[k]! * solution.dense[k]!;
  }
  const opening = openingFor(design);
  const officers = design.officers.map((officer, i) => {
    const { mean, sd } = momentsOf(mixtures[i]!);
    const n = design.officerN[i]!;
    let reliability = 0;
    for (const { weight, ratios } of points)
      reliability += (weight * ratios.officer * n) / (1 + ratios.officer * n);
    return {
      officer,
      n,
      estimate: clamp(mean, options.bounds),
      standardError: sd,
      interval: boundedInterval(mean, intervalOf(mixtures[i]!, options.level), options.bounds, opening),
      reliability,
    };
  });
  return { design, points, mix, centreLevel, officers };
}

/**
 * How far intervals of the comparison open towards the logit bound (`boundedInterval`). Half of the way makes up for what a
 * centre with few officers does not know of their variance; one that knows it by itself would cover too much by it (above
 * 98% in worlds of 60 officers), so its intervals open 0.4 of the way. Evidence: docs/methods/calibration.md.
 */
export function openingFor(design: Pick<Design, 'officerN'>): number {
  return knowsOwnVariance(design) ? 0.4 : defaultOpening;
}

/** Posterior mixture of every officer's level h'dense + effect. */
export function levelMixtures(
  design: Design,
  points: readonly PosteriorPoint[],
  h: Float64Array,
): Component[][] {
  const mixtures: Component[][] = design.officers.map(() => []);
  for (const { weight, df, solution } of points) {
    const { means, variances } = officerLevels(design, solution, h);
    for (let i = 0; i < means.length; i++) {
      mixtures[i]!.push({ weight, mean: means[i]!, scaleSquared: variances[i]!, df });
    }
  }
  return mixtures;
}

export interface Difference {
  estimate: number;
  standardError: number;
  interval: Interval;
}

/** Officer `first` minus officer `second` (positions in the design), with the uncertainty of the difference itself. */
export function differenceBetween(
  comparison: Pick<Comparison, 'design' | 'points'>,
  first: number,
  second: number,
  level = 0.95,
): Difference {
  const { design, points } = comparison;
  const mixture = points.map(({ weight, df, solution, ratios }): Component => {
    const row = new Float64Array(design.size);
    let scaleSquared = 0;
    for (const [i, sign] of [
      [first, 1],
      [second, -1],
    ] as const) {
      const shrink = ratios.officer / (1 + ratios.officer * design.officerN[i]!);
      scaleSquared += solution.residualVariance * shrink;
      for (let k = design.start[i]!; k < design.start[i + 1]!; k++) {
        row[design.index[k]!]! += sign * shrink * design.value[k]!;
      }
    }
    for (let k = 0; k < design.size; k++) {
      if (row[k] === 0) continue;
      for (let m = 0; m < design.size; m++) {
        scaleSquared += row[k]! * row[m]! * solution.covariance[k * design.size + m]!;
      }
    }
    return { weight, df, mean: solution.officers[first]! - solution.officers[second]!, scaleSquared };
  });
  const { mean, sd } = momentsOf(mixture);
  return { estimate: mean, standardError: sd, interval: intervalOf(mixture, level) };
}

/** Interval around a plug-in estimate that holds `level` of the posterior mixture. */
export function intervalAround(estimate: number, mixture: readonly Component[], level: number): Interval {
  const half = halfWidthAround(mixture, estimate, level);
  return [estimate - half, estimate + half];
}
