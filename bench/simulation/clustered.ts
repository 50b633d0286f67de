// Figures of a simulation with their Monte Carlo errors. Officers of one simulated centre share its procedures, its
// reference and its fitted variances, so that the centre, not the officer, is what repeats: errors are linearised over
// centres (Cochran, Sampling Techniques, section 6.4, a ratio of two sums over clusters).

/** Hits and trials of one simulated centre. */
export interface Tally {
  hits: number;
  trials: number;
}

export interface Measured {
  value: number;
  /** One standard error of the simulation. */
  error: number;
}

/** Proportion of hits over all centres. Requires two centres and one trial. */
export function proportionOf(tallies: readonly Tally[]): Measured {
  return pooledProportion([tallies]);
}

/** Proportion of hits over several independent sets of centres; centres vary around the proportion of their own set. */
export function pooledProportion(sets: readonly (readonly Tally[])[]): Measured {
  let hits = 0;
  let trials = 0;
  let squares = 0;
  for (const tallies of sets) {
    const own = sumOf(tallies);
    hits += own.hits;
    trials += own.trials;
    const around = tallies.reduce(
      (sum, tally) => sum + (tally.hits - (own.hits / own.trials) * tally.trials) ** 2,
      0,
    );
    squares += (tallies.length / (tallies.length - 1)) * around;
  }
  return { value: hits / trials, error: Math.sqrt(squares) / trials };
}

/** Root of the ratio of two sums over centres, such as of two RMSEs of the same officers. Requires two centres. */
export function rootRatioOf(above: readonly number[], below: readonly number[]): Measured {
  const total = { above: 0, below: 0 };
  above.forEach((value, k) => {
    total.above += value;
    total.below += below[k]!;
  });
  const ratio = total.above / total.below;
  const around = above.reduce((sum, value, k) => sum + (value - ratio * below[k]!) ** 2, 0);
  const error = Math.sqrt((above.length / (above.length - 1)) * around) / total.below;
  return { value: Math.sqrt(ratio), error: error / (2 * Math.sqrt(ratio)) };
}

function sumOf(tallies: readonly Tally[]): Tally {
  const sum = { hits: 0, trials: 0 };
  for (const { hits, trials } of tallies) {
    sum.hits += hits;
    sum.trials += trials;
  }
  return sum;
}
