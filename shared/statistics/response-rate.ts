// Silence: who was asked, who answered, and what the silent could change. Only the invited tier has a rate, since only
// there is the number asked known; visits that the officer reported by hand have none, for the officer chose them.
import { type Bounds, clamp } from './bounded-interval.ts';

/** Counts of one officer and month, from the ledger's tallies. */
export interface VisitTally {
  officer: string;
  /** Month of the visits, `2026-10`. */
  period: string;
  visits: number;
  invited: number;
  /** Invitations answered. */
  answered: number;
  /** Whether the officer's own button, not the queue or the one-stop software, reported the visits. */
  selfReported: boolean;
}

export interface ResponseRate {
  visits: number;
  invited: number;
  answered: number;
  /** answered / invited; null where nobody was invited or the visits were self-reported. */
  rate: number | null;
}

/** Sums tallies. Self-reported visits are counted but give no rate. */
export function responseRateOf(tallies: readonly VisitTally[]): ResponseRate {
  const total = { visits: 0, invited: 0, answered: 0 };
  const asked = { invited: 0, answered: 0 };
  for (const tally of tallies) {
    total.visits += tally.visits;
    if (tally.selfReported) continue;
    asked.invited += tally.invited;
    asked.answered += tally.answered;
  }
  return {
    visits: total.visits,
    ...asked,
    rate: asked.invited > 0 ? asked.answered / asked.invited : null,
  };
}

export interface TippingPoint {
  /** The boundary the figure would fall below. */
  boundary: number;
  /** Mean of the silent that would bring the whole to the boundary, and how far below the answered that is. */
  silentFigure: number;
  difference: number;
}

/**
 * Why there is no tipping point: the policy names no boundary; the figure lies below the lowest; everyone asked has
 * answered; even the least value for all the silent leaves the whole above the boundary.
 */
export type TippingNone = 'no-boundaries' | 'none-below' | 'nobody-silent' | 'out-of-reach';

/**
 * How much less satisfied the silent would have to be for the figure to fall by one points step: to the nearest boundary
 * reached. A boundary itself still gives its points, so a figure that lies on one falls with any silent citizen who is less
 * satisfied: a difference of 0. The reason instead, where they cannot.
 */
export function tippingPoint(
  figure: number,
  { invited, answered }: { invited: number; answered: number },
  boundaries: readonly number[],
  bounds: Bounds,
): TippingPoint | TippingNone {
  if (boundaries.length === 0) return 'no-boundaries';
  const silent = invited - answered;
  if (silent <= 0) return 'nobody-silent';
  const reached = boundaries.filter((boundary) => boundary <= figure);
  if (reached.length === 0) return 'none-below';
  const boundary = Math.max(...reached);
  const silentFigure = (boundary * invited - figure * answered) / silent;
  if (silentFigure < bounds.lo) return 'out-of-reach';
  return { boundary, silentFigure, difference: figure - silentFigure };
}

/** The whole's figure if the silent differed from the answered by up to `delta` either way. */
export function plausibleRange(
  figure: number,
  { invited, answered }: { invited: number; answered: number },
  delta: number,
  bounds: Bounds,
): [number, number] {
  const silentShare = invited > answered ? (invited - answered) / invited : 0;
  const whole = (silentFigure: number): number =>
    figure + silentShare * (clamp(silentFigure, bounds) - figure);
  return [whole(figure - delta), whole(figure + delta)];
}

/** The whole's figure if every silent citizen had given the least, or the greatest, answer: for the appendix. */
export function worstCase(
  figure: number,
  counts: { invited: number; answered: number },
  bounds: Bounds,
): [number, number] {
  return plausibleRange(figure, counts, bounds.hi - bounds.lo, bounds);
}
