// Whether a figure may be read at all. Not enough data is a state, not a number.

/** ok: may be read. insufficient-data: too few, or too uncertain for what it would decide. not-comparable: too little of the work is shared with others. */
export type State = 'ok' | 'insufficient-data' | 'not-comparable';

export interface StateRule {
  /** Least number of responses. */
  responsesMin: number;
  /** Widest interval allowed: the width of one points step, in the figure's own unit. Absent: width does not decide. */
  intervalWidthMax?: number | undefined;
  /** Least share of the reference's weight on procedures shared with others. */
  sharedMin: number;
}

/** Thresholds where no policy says otherwise. */
export const defaultStateRule: StateRule = { responsesMin: 30, sharedMin: 0.25 };

export type StateReason =
  | { code: 'too-few-responses'; n: number; responsesMin: number }
  | { code: 'interval-too-wide'; width: number; intervalWidthMax: number }
  | { code: 'no-interval' }
  | { code: 'too-little-shared'; shared: number; known: number; sharedMin: number };

export interface StateWithReasons {
  state: State;
  reasons: StateReason[];
}

/**
 * The state of an officer's figure. `interval` is the deciding figure's (null where none can be given); `support` is
 * absent where there is no reference to compare with. Too little data is said before too little overlap.
 */
export function stateOf(
  rule: StateRule,
  figure: { n: number; interval: readonly [number, number] | null },
  support?: { shared: number; known: number },
): StateWithReasons {
  const reasons: StateReason[] = [];
  if (figure.n < rule.responsesMin) {
    reasons.push({ code: 'too-few-responses', n: figure.n, responsesMin: rule.responsesMin });
  }
  if (figure.interval === null) {
    if (figure.n > 0 && rule.intervalWidthMax !== undefined) reasons.push({ code: 'no-interval' });
  } else if (rule.intervalWidthMax !== undefined) {
    const width = figure.interval[1] - figure.interval[0];
    if (width > rule.intervalWidthMax) {
      reasons.push({ code: 'interval-too-wide', width, intervalWidthMax: rule.intervalWidthMax });
    }
  }
  const insufficient = reasons.length > 0;
  const comparable = support === undefined || isComparable(rule, support);
  if (!comparable) {
    reasons.push({ code: 'too-little-shared', ...support!, sharedMin: rule.sharedMin });
  }
  return { state: insufficient ? 'insufficient-data' : comparable ? 'ok' : 'not-comparable', reasons };
}

/** Whether enough of the common mix was shared, and enough of the officer's own work is known to the reference. */
export function isComparable(rule: StateRule, support: { shared: number; known: number }): boolean {
  return support.shared >= rule.sharedMin && support.known >= rule.sharedMin;
}
