// Which published cells may be read for figures of an officer. Pure.
//
// Every batch the seal publishes under one label has at least the minimum of responses of one officer and tier, but for
// the month's last one. That one, when smaller, is left out here: otherwise the difference between the figures before
// and after its night would be the answers of fewer citizens than the minimum.
import type { Cell } from './cell.ts';

const ratingItem = 'officer';

export interface Released {
  cells: Cell[];
  /** Responses left out, by officer and month (`officer\tmonth`). */
  withheld: Map<string, number>;
}

export function releasedCells(cells: readonly Cell[], groupMinimum: number): Released {
  const lastBatch = new Map<string, number>();
  const batchOf = (cell: Cell): string => `${cell.officer}\t${cell.period}\t${cell.tier}`;
  const isLastBatch = (cell: Cell): boolean => cell.when === cell.period;
  for (const cell of cells) {
    if (!isLastBatch(cell) || cell.item !== ratingItem) continue;
    lastBatch.set(batchOf(cell), (lastBatch.get(batchOf(cell)) ?? 0) + cell.count);
  }
  const withheld = new Map<string, number>();
  const released = cells.filter((cell) => {
    if (!isLastBatch(cell) || (lastBatch.get(batchOf(cell)) ?? 0) >= groupMinimum) return true;
    if (cell.item === ratingItem) {
      const key = `${cell.officer}\t${cell.period}`;
      withheld.set(key, (withheld.get(key) ?? 0) + cell.count);
    }
    return false;
  });
  return { cells: released, withheld };
}
