// Adjustment for the work an officer was given: observed - expected + centre level, expected from a frozen reference.
// Additive and exact, so that every part can be said in words; nothing is shrunken and no other officer's case enters.
// When not to use: where the officer's procedures hardly overlap with the reference (the support check below), or where
// an officer alone served a procedure, which leaves the procedure and the officer impossible to tell apart.
import type { ResponseGroup } from './design.ts';
import { type Reference, servedMin } from './reference.ts';

export interface Adjustment {
  n: number;
  observed: number;
  expected: number;
  /** observed - expected + centreLevel. Not bounded by the scale: the parts would no longer sum. */
  adjusted: number;
  /**
   * Standard error of the mix parts together: what the reference leaves open in `adjusted`, where the centre's level
   * cancels. The officer's own chance is not in it.
   */
  mixStandardError: number;
  parts: AdjustmentParts;
  support: Support;
}

/** observed = centreLevel + procedureMix + sum(strataMix) + own; adjusted = centreLevel + own. */
export interface AdjustmentParts {
  centreLevel: number;
  procedureMix: number;
  strataMix: Record<string, number>;
  own: number;
}

export interface Support {
  /** Share of the reference's weight on procedures that the officer served (n >= 3) and someone else served too. */
  shared: number;
  /** Share of the officer's own responses on procedures the reference knows. */
  known: number;
}

/**
 * Adjusts one officer's responses; `groups` hold that officer alone, strata in the order of `strataNames`. A procedure or
 * stratum level the reference does not know counts as average, and `support.known` says how much that was.
 * Requires at least one response.
 */
export function adjust(
  groups: readonly ResponseGroup[],
  strataNames: readonly string[],
  reference: Reference,
): Adjustment {
  let n = 0;
  let sum = 0;
  for (const group of groups) {
    n += group.n;
    sum += group.sum;
  }
  if (!(n > 0)) throw new RangeError('no responses to adjust');
  const centreLevel = Number(reference.centreLevel);
  let variance = 0;

  const withProcedures = Object.keys(reference.procedures).length > 0;
  const procedureSpread = Math.sqrt(Number(reference.varianceComponents.procedure));
  let procedureMix = 0;
  let known = 0;
  let shared = 0;
  for (const [procedure, count] of countsBy(groups, (group) => group.procedure ?? '')) {
    const share = count / n;
    const entry = Object.hasOwn(reference.procedures, procedure)
      ? reference.procedures[procedure]
      : undefined;
    if (entry === undefined) {
      if (withProcedures) variance += (share * procedureSpread) ** 2;
      continue;
    }
    known += share;
    procedureMix += share * Number(entry.effect);
    variance += (share * Number(entry.standardError)) ** 2;
    const byOthers =
      entry.officers >= 2 || (entry.officers === 1 && entry.soleOfficer !== groups[0]!.officer);
    if (count >= servedMin && byOthers) shared += Number(entry.share);
  }

  const strataMix: Record<string, number> = {};
  let expected = centreLevel + procedureMix;
  for (const [name, levels] of Object.entries(reference.strata)) {
    const position = strataNames.indexOf(name);
    let part = 0;
    for (const [level, count] of countsBy(groups, (group) => group.strata[position] ?? '')) {
      const share = count / n;
      const entry = Object.hasOwn(levels, level) ? levels[level] : undefined;
      if (entry === undefined) continue;
      part += share * Number(entry.effect);
      variance += (share * Number(entry.standardError)) ** 2;
    }
    strataMix[name] = part;
    expected += part;
  }
  const observed = sum / n;
  const own = observed - expected;
  return {
    n,
    observed,
    expected,
    adjusted: centreLevel + own,
    mixStandardError: Math.sqrt(variance),
    parts: { centreLevel, procedureMix, strataMix, own },
    support: withProcedures ? { shared: Math.min(1, shared), known } : { shared: 1, known: 1 },
  };
}

function countsBy(
  groups: readonly ResponseGroup[],
  keyOf: (group: ResponseGroup) => string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(keyOf(group), (counts.get(keyOf(group)) ?? 0) + group.n);
  return counts;
}
