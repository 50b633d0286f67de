// In which order officers stand, and which of them can be told apart at all.
import type { IndicatorLine, IndicatorList } from '../../shared/contract/indicator.ts';
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
 * Against how many others a difference is shown, by the interval of the difference itself: whether the intervals of two
 * officers overlap says nothing about it. Null where the officer's comparison may not be shown.
 */
export function apartOf(
  { officer, comparison }: IndicatorLine,
  { officers, differences }: Pick<IndicatorList, 'officers' | 'differences'>,
): Apart | null {
  if (comparison?.reliable !== true) return null;
  const above = differences.filter(({ higher }) => higher === officer).length;
  const below = differences.filter(({ lower }) => lower === officer).length;
  const compared = officers.filter((line) => line.comparison?.reliable === true).length;
  return { above, below, undecided: compared - 1 - above - below };
}

/** A new array; by comparison, those without one stand last, by code. */
export function ordered(lines: readonly IndicatorLine[], order: Order): IndicatorLine[] {
  const byCode = [...lines].sort((a, b) => collator.compare(a.officer, b.officer));
  if (order === 'code') return byCode;
  if (order === 'name') return byCode.sort((a, b) => compareNames(a.name, b.name));
  const level = ({ comparison }: IndicatorLine) =>
    comparison?.reliable === true ? Number(comparison.estimate) : Number.NEGATIVE_INFINITY;
  return byCode.sort((a, b) => (level(a) === level(b) ? 0 : level(b) - level(a)));
}
