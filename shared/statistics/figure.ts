// The figures that may stand for a set of answers, as versioned mappings of the raw level. The raw level is always kept.
import type { Bounds } from './bounded-interval.ts';

/**
 * meanRating: the level itself, 1..5 (shown as 0..100 by `toHundred`). shareSatisfied: 1 for levels 4 and 5, else 0
 * (the formula of the national satisfaction index).
 */
export type Figure = (typeof figures)[number];
export const figures = ['meanRating', 'shareSatisfied'] as const;

export const levelMin = 1;
export const levelMax = 5;
export const satisfiedLevelMin = 4;

/** Value of a level under a figure. Throws RangeError for a level outside 1..5. */
export function levelValue(figure: Figure, level: number): number {
  if (!Number.isInteger(level) || level < levelMin || level > levelMax) {
    throw new RangeError(`level ${level} is not one of ${levelMin}..${levelMax}`);
  }
  return figure === 'meanRating' ? level : level >= satisfiedLevelMin ? 1 : 0;
}

export function boundsOf(figure: Figure): Bounds {
  return figure === 'meanRating' ? { lo: levelMin, hi: levelMax } : { lo: 0, hi: 1 };
}

/** Mean level 1..5 as 0..100 (100/75/50/25/0 for the levels); a difference of levels maps by the slope alone. */
export function toHundred(meanRating: number): number {
  return (meanRating - levelMin) * hundredPerLevel;
}

export const hundredPerLevel = 100 / (levelMax - levelMin);
