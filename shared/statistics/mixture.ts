// Mixtures of Student t distributions: what a level looks like once the uncertainty of the variances is averaged over.
import { studentCdf, studentQuantile } from './probability.ts';
import type { Interval } from './proportion.ts';

export interface Component {
  /** Weights of a mixture sum to 1. */
  weight: number;
  mean: number;
  /** Scale squared of the t distribution (its variance when df is large). */
  scaleSquared: number;
  df: number;
}

/** Mean and standard deviation of the mixture (df of 2 or less are taken as 2.5, where the variance still exists). */
export function momentsOf(mixture: readonly Component[]): { mean: number; sd: number } {
  let mean = 0;
  for (const part of mixture) mean += part.weight * part.mean;
  let variance = 0;
  for (const part of mixture) {
    const df = Math.max(part.df, 2.5);
    variance += part.weight * ((part.scaleSquared * df) / (df - 2) + (part.mean - mean) ** 2);
  }
  return { mean, sd: Math.sqrt(variance) };
}

/** Equal-tailed interval of the mixture. A mixture without spread gives its mean twice. */
export function intervalOf(mixture: readonly Component[], level: number): Interval {
  const tail = (1 - level) / 2;
  return [quantileOf(mixture, tail), quantileOf(mixture, 1 - tail)];
}

/** Half-width around `centre` that holds `level` of the mixture. */
export function halfWidthAround(mixture: readonly Component[], centre: number, level: number): number {
  const inside = (half: number): number => cdfAt(mixture, centre + half) - cdfAt(mixture, centre - half);
  const [lo, hi] = brackets(mixture, (1 - level) / 4);
  return root((half) => inside(half) - level, 0, Math.max(Math.abs(lo - centre), Math.abs(hi - centre)));
}

/** P(value <= x). */
export function cdfAt(mixture: readonly Component[], x: number): number {
  let sum = 0;
  for (const { weight, mean, scaleSquared, df } of mixture) {
    if (scaleSquared > 0) sum += weight * studentCdf((x - mean) / Math.sqrt(scaleSquared), df);
    else sum += weight * (x >= mean ? 1 : 0);
  }
  return sum;
}

function quantileOf(mixture: readonly Component[], p: number): number {
  const [lo, hi] = brackets(mixture, p);
  return lo === hi ? lo : root((x) => cdfAt(mixture, x) - p, lo, hi);
}

/** The mixture's quantile lies between the least and the greatest quantile of its parts. */
function brackets(mixture: readonly Component[], p: number): [number, number] {
  let lo = Number.POSITIVE_INFINITY;
  let hi = Number.NEGATIVE_INFINITY;
  const reach = new Map<number, number>();
  for (const { mean, scaleSquared, df } of mixture) {
    let t = reach.get(df);
    if (t === undefined) {
      t = Math.abs(studentQuantile(p, df));
      reach.set(df, t);
    }
    const width = Math.sqrt(scaleSquared) * t;
    lo = Math.min(lo, mean - width);
    hi = Math.max(hi, mean + width);
  }
  return [lo, hi];
}

/**
 * Root of an increasing function by regula falsi with the Illinois halving, inside a bracket that encloses it, to a
 * billionth of the bracket: far finer than six published decimals.
 */
function root(increasing: (x: number) => number, low: number, high: number): number {
  let lo = low;
  let hi = high;
  let atLo = increasing(lo);
  let atHi = increasing(hi);
  if (atLo >= 0) return lo;
  if (atHi <= 0) return hi;
  const enough = 1e-9 * (high - low);
  let kept = '';
  for (let count = 0; count < 100 && hi - lo > enough; count++) {
    const next = lo - (atLo * (hi - lo)) / (atHi - atLo);
    const value = increasing(next);
    if (Math.abs(value) < 1e-12) return next;
    if (value < 0) {
      lo = next;
      atLo = value;
      if (kept === 'hi') atHi /= 2;
      kept = 'hi';
    } else {
      hi = next;
      atHi = value;
      if (kept === 'lo') atLo /= 2;
      kept = 'lo';
    }
  }
  return 0.5 * (lo + hi);
}
