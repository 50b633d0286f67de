// In which order officers stand, and which of them can be told apart at all.
import type { IndicatorLine } from '../../shared/contract/indicator.ts';
import { type Figure, hundred } from './figure-text.ts';

export type Order = 'code' | 'name' | 'comparison';

const collator = new Intl.Collator('vi', { numeric: true });

/** Vietnamese lists go by the given name, which stands last. */
function compareNames(a: string, b: string): number {
  const given = (name: string) => /\S*$/.exec(name.trim())?.[0] ?? '';
  return collator.compare(given(a), given(b)) || collator.compare(a, b);
}

type Ends = readonly [number, number];

/** Interval of a comparison that may be shown as one; null otherwise. */
export function comparisonEnds({ comparison }: IndicatorLine, figure: Figure): Ends | null {
  if (comparison === null || !comparison.reliable) return null;
  return [hundred(figure, comparison.interval[0]), hundred(figure, comparison.interval[1])];
}

export interface Apart {
  /** How many others lie clearly below, clearly above, and neither. */
  above: number;
  below: number;
  undecided: number;
}

/**
 * Against how many others the difference is shown: their intervals do not touch. Stricter than the interval of the
 * difference itself, so nobody is called different too easily. Null without a comparison.
 */
export function apartOf(line: IndicatorLine, lines: readonly IndicatorLine[], figure: Figure): Apart | null {
  const own = comparisonEnds(line, figure);
  if (own === null) return null;
  const apart: Apart = { above: 0, below: 0, undecided: 0 };
  for (const other of lines) {
    const ends = other === line ? null : comparisonEnds(other, figure);
    if (ends === null) continue;
    if (own[0] > ends[1]) apart.above += 1;
    else if (own[1] < ends[0]) apart.below += 1;
    else apart.undecided += 1;
  }
  return apart;
}

/** Whether any two officers differ clearly: only then does an order by comparison mean anything. */
export const hasShownDifference = (lines: readonly IndicatorLine[], figure: Figure): boolean =>
  lines.some((line) => (apartOf(line, lines, figure)?.above ?? 0) > 0);

/** A new array; by comparison, those without one stand last, by code. */
export function ordered(lines: readonly IndicatorLine[], order: Order): IndicatorLine[] {
  const byCode = [...lines].sort((a, b) => collator.compare(a.officer, b.officer));
  if (order === 'code') return byCode;
  if (order === 'name') return byCode.sort((a, b) => compareNames(a.name, b.name));
  const level = ({ comparison }: IndicatorLine) =>
    comparison?.reliable === true ? Number(comparison.estimate) : Number.NEGATIVE_INFINITY;
  return byCode.sort((a, b) => (level(a) === level(b) ? 0 : level(b) - level(a)));
}
