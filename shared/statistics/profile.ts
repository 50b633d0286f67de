// The profiled REML criterion of the mixed model at given variance ratios, and the solution there.
// Bates, Maechler, Bolker & Walker (2015), J. Stat. Softw. 67(1), equations 34-42, with the officers' block eliminated
// by hand. Ratios are variances over the residual variance; a ratio of exactly 0 removes its effect exactly.
import type { Design } from './design.ts';
import { factorise, invert, solveLower, solveUpper } from './matrix.ts';

export interface Ratios {
  officer: number;
  procedure: number;
}

export interface Profile {
  ratios: Ratios;
  /** REML criterion: -2 log restricted likelihood, profiled over beta and the residual variance. */
  criterion: number;
  /** log-determinants of the criterion: of the random effects' block and of X'V^-1 X. */
  logDeterminant: number;
  /** Penalised residual sum of squares. */
  residualSumSquares: number;
  residualDf: number;
  /** Factor of the dense system with procedures scaled by the square root of their ratio. */
  factor: Float64Array;
  /** Forward solution L^-1 r. */
  forward: Float64Array;
}

export interface Solution {
  ratios: Ratios;
  residualVariance: number;
  /** Procedure effects, then fixed effects, of values minus the design's mean. */
  dense: Float64Array;
  /** Their joint covariance given the variances, beta flat. */
  covariance: Float64Array;
  /** BLUPs of the officers. */
  officers: Float64Array;
}

/**
 * The criterion at the given ratios. Adds `priorSumSquares` to the residual sum of squares and `priorDf` to its degrees
 * of freedom (both 0 for REML). Throws when the fixed columns are dependent (`designOf` sees to it that they are not).
 */
export function profileAt(design: Design, ratios: Ratios, priorSumSquares = 0, priorDf = 0): Profile {
  const { size, officerN, officerSum, start, index, value } = design;
  const procedureCount = design.procedures.length;
  const system = Float64Array.from(design.cross);
  const right = Float64Array.from(design.rhs);
  let remaining = design.sumSquares;
  let logDeterminant = 0;
  if (ratios.officer > 0) {
    for (let i = 0; i < officerN.length; i++) {
      const a = 1 + ratios.officer * officerN[i]!;
      const weight = ratios.officer / a;
      logDeterminant += Math.log(a);
      const sum = officerSum[i]!;
      remaining -= weight * sum * sum;
      const end = start[i + 1]!;
      for (let k = start[i]!; k < end; k++) {
        const row = index[k]! * size;
        const scaled = weight * value[k]!;
        right[index[k]!]! -= scaled * sum;
        for (let m = start[i]!; m <= k; m++) system[row + index[m]!]! -= scaled * value[m]!;
      }
    }
  }
  const scale = Math.sqrt(ratios.procedure);
  for (let i = 0; i < size; i++) {
    const rowScale = i < procedureCount ? scale : 1;
    right[i]! *= rowScale;
    for (let j = 0; j <= i; j++) system[i * size + j]! *= rowScale * (j < procedureCount ? scale : 1);
    if (i < procedureCount) system[i * size + i]! += 1;
  }
  if (factorise(system, size) !== -1) throw new Error('fixed columns of the design are dependent');
  solveLower(system, size, right);
  for (let i = 0; i < size; i++) {
    remaining -= right[i]! ** 2;
    logDeterminant += 2 * Math.log(system[i * size + i]!);
  }
  const residualDf = design.n - design.columns.length + priorDf;
  const residualSumSquares = Math.max(remaining, 0) + priorSumSquares;
  return {
    ratios,
    criterion: logDeterminant + residualDf * (1 + Math.log((2 * Math.PI * residualSumSquares) / residualDf)),
    logDeterminant,
    residualSumSquares,
    residualDf,
    factor: system,
    forward: right,
  };
}

/** Effects and their covariance at a profile's ratios; `residualVariance` defaults to the profile's own. */
export function solutionAt(
  design: Design,
  profile: Profile,
  residualVariance = profile.residualSumSquares / profile.residualDf,
): Solution {
  const { size } = design;
  const procedureCount = design.procedures.length;
  const scale = Math.sqrt(profile.ratios.procedure);
  const scaleOf = (i: number): number => (i < procedureCount ? scale : 1);
  const dense = Float64Array.from(profile.forward);
  solveUpper(profile.factor, size, dense);
  for (let i = 0; i < size; i++) dense[i]! *= scaleOf(i);
  const covariance = invert(profile.factor, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) covariance[i * size + j]! *= residualVariance * scaleOf(i) * scaleOf(j);
  }
  const officers = new Float64Array(design.officers.length);
  for (let i = 0; i < officers.length; i++) {
    let expected = 0;
    for (let k = design.start[i]!; k < design.start[i + 1]!; k++) {
      expected += design.value[k]! * dense[design.index[k]!]!;
    }
    const weight = profile.ratios.officer / (1 + profile.ratios.officer * design.officerN[i]!);
    officers[i] = weight * (design.officerSum[i]! - expected);
  }
  return { ratios: profile.ratios, residualVariance, dense, covariance, officers };
}

/**
 * Conditional variances of the officers' and procedures' effects given the variances and beta: what lme4's
 * `ranef(condVar = TRUE)` reports (squared here only; take roots for standard deviations).
 */
export function conditionalVariances(
  design: Design,
  profile: Profile,
  residualVariance: number,
): { officers: Float64Array; procedures: Float64Array } {
  const procedureCount = design.procedures.length;
  const block = new Float64Array(procedureCount * procedureCount);
  for (let i = 0; i < procedureCount; i++) {
    for (let j = 0; j <= i; j++) block[i * procedureCount + j] = profile.factor[i * design.size + j]!;
  }
  const inverse = invert(block, procedureCount);
  const { officer, procedure } = profile.ratios;
  const officers = design.officerN.map((n, i) => {
    const weight = officer / (1 + officer * n);
    let spread = 0;
    for (let k = design.start[i]!; k < design.start[i + 1]!; k++) {
      if (design.index[k]! >= procedureCount) break;
      for (let m = design.start[i]!; m < design.start[i + 1]!; m++) {
        if (design.index[m]! >= procedureCount) break;
        spread +=
          design.value[k]! *
          design.value[m]! *
          inverse[design.index[k]! * procedureCount + design.index[m]!]!;
      }
    }
    return residualVariance * (weight + weight * weight * procedure * spread);
  });
  const procedures = new Float64Array(procedureCount);
  for (let i = 0; i < procedureCount; i++) {
    procedures[i] = residualVariance * procedure * inverse[i * procedureCount + i]!;
  }
  return { officers, procedures };
}

/**
 * Mean and variance, given the variances, of officer i's level h'dense + effect_i for every officer; `h` is a row over
 * the dense columns. The mean includes the design's mean.
 */
export function officerLevels(
  design: Design,
  solution: Solution,
  h: Float64Array,
): { means: Float64Array; variances: Float64Array } {
  const { size } = design;
  const { covariance, dense } = solution;
  const towards = new Float64Array(size);
  let level = design.mean;
  let levelVariance = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) towards[i]! += covariance[i * size + j]! * h[j]!;
    level += h[i]! * dense[i]!;
  }
  for (let i = 0; i < size; i++) levelVariance += h[i]! * towards[i]!;
  const means = new Float64Array(design.officers.length);
  const variances = new Float64Array(design.officers.length);
  for (let i = 0; i < means.length; i++) {
    const weight = solution.ratios.officer / (1 + solution.ratios.officer * design.officerN[i]!);
    let cross = 0;
    let spread = 0;
    for (let k = design.start[i]!; k < design.start[i + 1]!; k++) {
      const row = design.index[k]! * size;
      cross += design.value[k]! * towards[design.index[k]!]!;
      for (let m = design.start[i]!; m < design.start[i + 1]!; m++) {
        spread += design.value[k]! * design.value[m]! * covariance[row + design.index[m]!]!;
      }
    }
    means[i] = level + solution.officers[i]!;
    variances[i] =
      weight * solution.residualVariance +
      Math.max(0, levelVariance - 2 * weight * cross + weight * weight * spread);
  }
  return { means, variances };
}

/** The row of the centre's own mix: shares of procedures and means of the fixed columns over all responses. */
export function commonMix(design: Design): Float64Array {
  const intercept = design.procedures.length;
  const mix = new Float64Array(design.size);
  for (let i = 0; i < design.size; i++) mix[i] = design.cross[i * design.size + intercept]! / design.n;
  return mix;
}
