// What the board's screens derive from its state before showing it.
import type { BoardState, Levels } from '../../shared/contract/board.ts';

export interface LevelRow {
  /** 1 = worst … 5 = best. */
  level: 1 | 2 | 3 | 4 | 5;
  count: number;
  /** Proportion of all shown responses, in [0,1]. */
  share: number;
}

/** Rows best first, as people read such a list; null where there are no levels to show. */
export function levelRows(levels: Levels): LevelRow[] | null {
  if (levels.state !== 'ok' || levels.n === 0) return null;
  return ([5, 4, 3, 2, 1] as const).map((level) => {
    const count = levels.counts[level - 1] ?? 0;
    return { level, count, share: count / levels.n };
  });
}

export interface DeviceCounts {
  all: number;
  online: number;
  dark: number;
}

export function deviceCounts(devices: BoardState['devices']): DeviceCounts {
  const online = devices.filter((device) => device.state === 'online').length;
  return { all: devices.length, online, dark: devices.length - online };
}

/** Items of page `page` (any integer: it wraps around) when `size` fit on one. */
export function pageOf<T>(items: readonly T[], page: number, size: number): { from: number; items: T[] } {
  const pageCount = Math.max(1, Math.ceil(items.length / size));
  const from = (((page % pageCount) + pageCount) % pageCount) * size;
  return { from, items: items.slice(from, from + size) };
}
