// Which cells count under a KPI policy's modes. The modes of a policy are chosen by people who also see figures over all
// modes: subtracting one from the other must never give the answers of fewer citizens than the minimum. So an officer whose
// responses inside or outside the chosen modes are fewer than that in some month has no figure under such a policy at all.
import type { Cell } from '../statistics/cell.ts';

const allModes = 4;
const ratingItem = 'officer';

export interface CountedCells {
  cells: Cell[];
  /** Officers left out whole, because the chosen modes would tell too few responses apart. */
  withheld: Set<string>;
}

/** `cells` are those of the months of one period, as released (statistics/released-cells.ts). */
export function countedCells(
  cells: readonly Cell[],
  modes: readonly Cell['mode'][],
  groupMinimum: number,
): CountedCells {
  const chosen = new Set(modes);
  if (chosen.size === allModes) return { cells: [...cells], withheld: new Set() };
  const counts = new Map<string, number>();
  const add = (...key: unknown[]): ((count: number) => void) => {
    const text = JSON.stringify(key);
    return (count) => counts.set(text, (counts.get(text) ?? 0) + count);
  };
  for (const { officer, period, tier, mode, item, excluded, count } of cells) {
    if (item !== ratingItem) continue;
    add(officer, period, tier, chosen.has(mode), 'all')(count);
    if (!excluded) add(officer, period, tier, chosen.has(mode), 'counted')(count);
  }
  const withheld = new Set<string>();
  for (const [key, count] of counts) {
    if (count > 0 && count < groupMinimum) withheld.add((JSON.parse(key) as string[])[0]!);
  }
  return {
    cells: cells.filter(({ officer, mode }) => chosen.has(mode) && !withheld.has(officer)),
    withheld,
  };
}
