// Published cells a group at a time, in key order, for exports that must not hold a province's year in memory. Between two
// groups the connection is free: an answer that is read slowly keeps no writer waiting.
import type { Cell } from '../../shared/statistics/cell.ts';
import type { Sqlite } from './database.ts';

export class CellExportStore {
  readonly #next;
  readonly #group;

  constructor(sqlite: Sqlite) {
    this.#next = sqlite.prepare<[string, string, string], { when: string; officer: string }>(
      `SELECT when_label AS "when", officer FROM cells
       WHERE published = 1 AND period = ? AND (when_label, officer) > (?, ?) ORDER BY when_label, officer LIMIT 1`,
    );
    this.#group = sqlite.prepare<
      [string, string, string],
      Omit<Cell, 'flagged' | 'excluded'> & { flagged: number; excluded: number }
    >(
      `SELECT period, when_label AS "when", officer, counter, procedure, mode, tier, item, level, flagged, excluded, count
       FROM cells WHERE published = 1 AND period = ? AND when_label = ? AND officer = ?`,
    );
  }

  /** The cells of each officer and label of a month, label by label. */
  *groups(month: string): Generator<Cell[]> {
    let at = { when: '', officer: '' };
    for (;;) {
      const next = this.#next.get(month, at.when, at.officer);
      if (next === undefined) return;
      at = next;
      yield this.#group
        .all(month, next.when, next.officer)
        .map((row) => ({ ...row, flagged: row.flagged === 1, excluded: row.excluded === 1 }));
    }
  }
}
