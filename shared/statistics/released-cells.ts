// Which published cells may be read for figures of an officer. Pure.
//
// Every batch the seal publishes under one label may be told: it has at least the minimum of responses of one officer, tier
// and mode, and with what the live board showed it tells no fewer apart (server/seal/publishable-groups.ts). What is left of
// a month in the end is in the ledger under a label of its own, and is left out here: otherwise the difference between the
// figures before and after its night would be the answers of fewer citizens than the minimum.
import type { Cell } from './cell.ts';

/** Label of what is left of the month `2026-10`. */
export const restOf = (month: string): string => `${month}-rest`;

export const isReleased = ({ when, period }: { when: string; period: string }): boolean =>
  when !== restOf(period);

export const releasedCells = (cells: readonly Cell[]): Cell[] => cells.filter(isReleased);
