// Published cells as rows that people may take away: of the rating of the officer alone, of responses that count, in groups
// no smaller than the minimum. Pure.
//
// The groups are those whose sums figures give anyway (officer, label, tier, mode), split by procedure where every
// procedure's part is large enough, else not split at all. Counters are left out, and the rest of a month.
import type { Cell, Mode, Tier } from './cell.ts';
import { releasedCells } from './released-cells.ts';

export interface CellRow {
  officer: string;
  /** Month of the visits. */
  month: string;
  /** Day, ISO week or month, as fine as it was published. */
  when: string;
  /** Code, `field:NAME`, `other`; `all` where the group is not split. */
  procedure: string;
  mode: Mode;
  tier: Tier;
  item: 'officer';
  level: number;
  count: number;
}

const ratingItem = 'officer';
const levels = [1, 2, 3, 4, 5];

/**
 * Rows of the cells that share officer, month and label.
 * @param tiers those whose figures are shown
 */
export function cellRows(cells: readonly Cell[], tiers: readonly Tier[], groupMinimum: number): CellRow[] {
  const rated = releasedCells(cells).filter(({ item, tier }) => item === ratingItem && tiers.includes(tier));
  return groupsBy(rated, ({ tier, mode }) => `${tier} ${mode}`).flatMap(([, group]) => {
    if (sizeOf(group) < groupMinimum) return [];
    const counted = group.filter(({ excluded }) => !excluded);
    if (sizeOf(counted) < groupMinimum) return [];
    const parts = groupsBy(counted, ({ procedure }) => procedure);
    const isSplit = parts.every(([, part]) => sizeOf(part) >= groupMinimum);
    return (isSplit ? parts : [['all', counted] as const]).flatMap(([procedure, part]) =>
      rowsOf(procedure, part),
    );
  });
}

function rowsOf(procedure: string, part: readonly Cell[]): CellRow[] {
  const { officer, period: month, when, tier, mode } = part[0]!;
  return levels.flatMap((level) => {
    const count = sizeOf(part.filter((cell) => cell.level === level));
    return count === 0
      ? []
      : [{ officer, month, when, procedure, mode, tier, item: ratingItem, level, count }];
  });
}

const sizeOf = (cells: readonly Cell[]): number => cells.reduce((sum, { count }) => sum + count, 0);

function groupsBy(cells: readonly Cell[], keyOf: (cell: Cell) => string): [string, Cell[]][] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const group = groups.get(keyOf(cell));
    if (group === undefined) groups.set(keyOf(cell), [cell]);
    else group.push(cell);
  }
  return [...groups];
}
