// What decides: an officer's own figures, unshrunken. They read the officer's cells alone, so no other officer's case
// can move them. Share satisfied with its Wilson interval; mean level on 0..100 with a standard error clustered by
// officer-day (answers of one day share a queue, a broken printer, a bad morning); the whole distribution; n.
import { boundedInterval } from './bounded-interval.ts';
import type { Cell } from './cell.ts';
import { boundsOf, hundredPerLevel, levelMax, levelMin, satisfiedLevelMin, toHundred } from './figure.ts';
import { studentQuantile } from './probability.ts';
import { type Interval, wilsonInterval } from './proportion.ts';

export interface OwnFigures {
  n: number;
  /** Responses of level 1, 2, 3, 4, 5. */
  levels: number[];
  /** Absent where n is 0. */
  shareSatisfied?: { value: number; interval: Interval };
  meanHundred?: MeanHundred;
}

export interface MeanHundred {
  value: number;
  /** Clustered by day; absent with fewer than two days, where it cannot be known. */
  standardError?: number;
  interval?: Interval;
  clusters: number;
  /** Clustered over independent variance of the mean: above 1, the days differ more than chance would make them. */
  designEffect?: number;
}

/** Figures of one officer's selected cells. Days the seal coarsened to a week or a month count as one cluster. */
export function ownFigures(cells: readonly Cell[], level: number): OwnFigures {
  const levels = new Array<number>(levelMax - levelMin + 1).fill(0);
  const clusters = new Map<string, { n: number; sum: number }>();
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const cell of cells) {
    levels[cell.level - levelMin]! += cell.count;
    n += cell.count;
    sum += cell.count * cell.level;
    squares += cell.count * cell.level ** 2;
    const cluster = clusters.get(cell.when) ?? { n: 0, sum: 0 };
    cluster.n += cell.count;
    cluster.sum += cell.count * cell.level;
    clusters.set(cell.when, cluster);
  }
  if (n === 0) return { n, levels };
  const satisfied = levels.slice(satisfiedLevelMin - levelMin).reduce((a, b) => a + b, 0);
  return {
    n,
    levels,
    shareSatisfied: { value: satisfied / n, interval: wilsonInterval(satisfied, n, level) },
    meanHundred: clusteredMean(n, sum, squares, [...clusters.values()], level),
  };
}

/**
 * Linearised variance of a mean over clusters with the factor G / (G - 1) and t on G - 1 degrees of freedom (Cochran,
 * Sampling Techniques, 3rd ed., section 9A.2; the "CR1" form). Its interval counts at least one answer a level off in
 * all, so that a run of equal answers is not taken for certainty, and is opened at the ends of the scale.
 */
function clusteredMean(
  n: number,
  sum: number,
  squares: number,
  clusters: readonly { n: number; sum: number }[],
  level: number,
): MeanHundred {
  const mean = sum / n;
  const value = toHundred(mean);
  const count = clusters.filter((cluster) => cluster.n > 0).length;
  if (count < 2) return { value, clusters: count };
  let between = 0;
  for (const cluster of clusters) between += (cluster.sum - cluster.n * mean) ** 2;
  const variance = ((count / (count - 1)) * between) / n ** 2;
  const independent = Math.max(0, squares - n * mean * mean) / (n - 1) / n;
  const spread = Math.sqrt(Math.max(variance, 1 / n ** 2));
  const half = studentQuantile(0.5 + level / 2, count - 1) * spread;
  const [lo, hi] = boundedInterval(mean, [mean - half, mean + half], boundsOf('meanRating'));
  return {
    value,
    standardError: hundredPerLevel * Math.sqrt(variance),
    interval: [toHundred(lo), toHundred(hi)],
    clusters: count,
    ...(independent > 0 ? { designEffect: variance / independent } : {}),
  };
}
