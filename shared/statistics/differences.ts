// Which officers of a centre differ in the comparison: every pair whose difference, with its own uncertainty, is not taken
// for chance. A figure of two officers, so it stands beside their own figures and never among them: excluding a response of
// one may move a difference they share with another, never the other's figures.
// Cost grows with the square of the officers compared: for one centre, not for a province.
import type { Cell } from './cell.ts';
import { selectCells } from './grouping.ts';
import { adjustmentOf, displayScale } from './indicator.ts';
import type { IndicatorPolicy } from './indicator-policy.ts';
import { monthsOf } from './period.ts';
import type { Interval } from './proportion.ts';
import { published, publishedInterval } from './published.ts';
import type { Reference } from './reference.ts';
import { differenceWithReference } from './reference-comparison.ts';

/** In the unit of the policy's figure: proportions for a share, points of 0..100 for a mean. Texts of 6 decimals. */
export interface ShownDifference {
  higher: string;
  lower: string;
  difference: string;
  /** Does not hold 0. */
  interval: [string, string];
}

/**
 * Pairs of the officers `compared` (those whose comparison may be shown) whose interval of the difference does not hold 0,
 * in the order of `compared`. `cells` may hold other officers and periods.
 */
export function shownDifferences(
  input: { cells: readonly Cell[]; policy: IndicatorPolicy; reference: Reference; period: string },
  compared: readonly string[],
): ShownDifference[] {
  const { policy, reference } = input;
  const selected = selectCells(input.cells, {
    item: policy.item,
    tiers: policy.tiers,
    months: monthsOf(input.period),
  });
  const officers = compared.flatMap((officer) => {
    const own = selected.filter((cell) => cell.officer === officer);
    const adjustment = adjustmentOf(own, policy, reference);
    return adjustment === undefined ? [] : [{ officer, adjustment }];
  });
  const { slope } = displayScale(policy.figure);
  const shown = (higher: string, lower: string, estimate: number, [lo, hi]: Interval): ShownDifference => ({
    higher,
    lower,
    difference: published(slope * estimate),
    interval: publishedInterval([slope * lo, slope * hi]),
  });
  return officers.flatMap((first, k) =>
    officers.slice(k + 1).flatMap((second) => {
      const { estimate, interval } = differenceWithReference(
        first.adjustment,
        second.adjustment,
        reference,
        policy.confidence,
      );
      const [lo, hi] = interval;
      if (lo > 0) return [shown(first.officer, second.officer, estimate, interval)];
      if (hi < 0) return [shown(second.officer, first.officer, -estimate, [-hi, -lo])];
      return [];
    }),
  );
}
