// From cells to what the estimators read: which cells count, and groups of them with their sufficient statistics.
import type { Cell, Tier } from './cell.ts';
import type { ResponseGroup } from './design.ts';
import { type Figure, levelValue } from './figure.ts';

/** Strata a policy may name: attributes of a cell that lie outside the officer's control. */
export type StratumName = 'mode' | 'tier' | 'counter';

export interface Selection {
  /** Item id; only `officer` feeds an officer's figures. */
  item: string;
  tiers: readonly Tier[];
  /** Months of the visits. */
  months: readonly string[];
  /** With excluded responses counted again, for the figure shown beside the published one. */
  withExcluded?: boolean;
}

/** The cells a figure is computed from. Flags never decide; exclusions do. */
export function selectCells(cells: readonly Cell[], selection: Selection): Cell[] {
  const months = new Set(selection.months);
  const tiers = new Set(selection.tiers);
  return cells.filter(
    (cell) =>
      cell.item === selection.item &&
      months.has(cell.period) &&
      tiers.has(cell.tier) &&
      (selection.withExcluded === true || !cell.excluded),
  );
}

/** Groups by officer, procedure and strata. Cost and result depend on the cells, not on how many responses they hold. */
export function groupCells(
  cells: Iterable<Cell>,
  figure: Figure,
  strataNames: readonly StratumName[],
): ResponseGroup[] {
  const groups = new Map<string, ResponseGroup>();
  for (const cell of cells) {
    const strata = strataNames.map((name) => cell[name]);
    const value = levelValue(figure, cell.level);
    addTo(groups, cell.officer, cell.procedure, strata, cell.count, value);
  }
  return [...groups.values()];
}

/** Adds `count` responses of one value to the group they belong to. */
export function addTo(
  groups: Map<string, ResponseGroup>,
  officer: string,
  procedure: string | undefined,
  strata: readonly string[],
  count: number,
  value: number,
): void {
  const key = [officer, procedure ?? '', ...strata].join('\u0000');
  let group = groups.get(key);
  if (group === undefined) {
    group = {
      officer,
      strata,
      n: 0,
      sum: 0,
      sumSquares: 0,
      ...(procedure === undefined ? {} : { procedure }),
    };
    groups.set(key, group);
  }
  group.n += count;
  group.sum += count * value;
  group.sumSquares += count * value * value;
}
