// The officer's responses by procedure and by mode, counts of every level, so that nobody learns the answers of fewer
// citizens than the seal's minimum: not from one table, not from the rest of a table, not from two nights.
//
// The seal publishes responses in batches of at least the minimum that share officer, tier, mode, `when` and procedure label
// (what is rarer is already coarsened). A table here only ever adds up whole batches, and never splits one. Whatever is
// added and subtracted, over tables, months and nights, what remains is a sum of whole batches again. Excluded responses
// stay in: taking one out would show which one it was.
// When not to use: on cells that did not pass such a seal; then there is no table (null).
import type { Cell, Mode } from './cell.ts';
import { levelMax, levelMin } from './figure.ts';

export interface BreakdownGroup<Name extends string> {
  name: Name;
  n: number;
  /** Responses of level 1, 2, 3, 4, 5. */
  levels: number[];
}

export interface Breakdown {
  /** Responses that every batch holds at least. */
  minimum: number;
  /** Responses in each of the two tables, excluded ones among them. */
  n: number;
  excluded: number;
  /** By published label: a code, `field:NAME` or `other`; the largest first. */
  procedures: BreakdownGroup<string>[];
  modes: BreakdownGroup<Mode>[];
}

/**
 * Tables of one officer's selected cells, with excluded responses, as the seal published them. Null without responses,
 * and where a batch is smaller than `minimum`.
 */
export function breakdownOf(cells: readonly Cell[], minimum: number): Breakdown | null {
  const batches = new Map<string, { procedure: string; mode: Mode; n: number; levels: number[] }>();
  let excluded = 0;
  for (const { tier, period, when, procedure, mode, level, count, excluded: isExcluded } of cells) {
    if (count === 0) continue;
    const key = JSON.stringify([tier, period, when, mode, procedure]);
    const batch = batches.get(key) ?? { procedure, mode, n: 0, levels: noLevels() };
    batch.n += count;
    batch.levels[level - levelMin]! += count;
    batches.set(key, batch);
    if (isExcluded) excluded += count;
  }
  const all = [...batches.values()];
  if (all.length === 0 || all.some(({ n }) => n < minimum)) return null;
  return {
    minimum,
    n: all.reduce((sum, { n }) => sum + n, 0),
    excluded,
    procedures: tableOf(all.map(({ procedure, levels }) => ({ name: procedure, levels }))),
    modes: tableOf(all.map(({ mode, levels }) => ({ name: mode, levels }))),
  };
}

function tableOf<Name extends string>(
  parts: readonly { name: Name; levels: readonly number[] }[],
): BreakdownGroup<Name>[] {
  const sums = new Map<Name, number[]>();
  for (const { name, levels } of parts) {
    const sum = sums.get(name) ?? noLevels();
    levels.forEach((count, k) => {
      sum[k]! += count;
    });
    sums.set(name, sum);
  }
  return [...sums]
    .map(([name, levels]) => ({ name, n: levels.reduce((sum, count) => sum + count, 0), levels }))
    .sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1));
}

const noLevels = (): number[] => new Array<number>(levelMax - levelMin + 1).fill(0);
