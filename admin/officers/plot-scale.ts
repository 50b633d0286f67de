// The scale that all interval plots of one table share: whole tens around every interval, so that lengths can be compared.

export interface PlotScale {
  from: number;
  to: number;
}

const spanMin = 20;

/** @param intervals ends on 0..100 */
export function scaleOf(intervals: readonly (readonly [number, number])[]): PlotScale {
  const ends = intervals.flat();
  if (ends.length === 0) return { from: 0, to: 100 };
  let from = Math.max(0, Math.floor(Math.min(...ends) / 10) * 10);
  let to = Math.min(100, Math.ceil(Math.max(...ends) / 10) * 10);
  if (to - from < spanMin) {
    to = Math.min(100, from + spanMin);
    from = to - spanMin;
  }
  return { from, to };
}

/** Where a value lies on the scale, 0..100 of its length. */
export const positionOf = (value: number, { from, to }: PlotScale): number =>
  Math.min(100, Math.max(0, (100 * (value - from)) / (to - from)));

/** The tens inside the scale, for its grid. */
export function tensOf({ from, to }: PlotScale): number[] {
  return Array.from({ length: Math.round((to - from) / 10) + 1 }, (_, index) => from + 10 * index);
}
