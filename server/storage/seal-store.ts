// The record of seals and what the live board keeps of a day once the journal is empty; and the rewriting of the file.
import { reachFaultPoint } from '../fault-point.ts';
import type { Sqlite, Tx } from './database.ts';

/** As seal/overlap.ts reads and writes it. */
export type Overlap = readonly [a: string, b: string, count: number];

export interface BoardDay {
  /** Responses received on the day. */
  responses: number;
  /** Responses received by counter code. */
  counters: Record<string, number>;
  /** Counts of levels 1..5 already shown. */
  released: number[];
}

export class SealStore {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  begin(_tx: Tx, day: string, leaves: number): number {
    const result = this.#sqlite
      .prepare('INSERT INTO seals (day, leaves, rewritten) VALUES (?, ?, 0)')
      .run(day, leaves);
    return Number(result.lastInsertRowid);
  }
  /** True when a seal's transaction is done but its file not yet rewritten. */
  rewritePending(): boolean {
    return this.#sqlite.prepare('SELECT 1 FROM seals WHERE rewritten = 0 LIMIT 1').get() !== undefined;
  }
  markRewritten(_tx: Tx): void {
    this.#sqlite.prepare('UPDATE seals SET rewritten = 1 WHERE rewritten = 0').run();
  }
  lastDay(): string | null {
    return (
      this.#sqlite.prepare<[], { day: string }>('SELECT day FROM seals ORDER BY number DESC LIMIT 1').get()
        ?.day ?? null
    );
  }

  /** Writes every page anew in key order and empties the WAL: nothing of the old order stays in the file. */
  rewriteFile(): void {
    this.#sqlite.exec('VACUUM');
    reachFaultPoint('seal:vacuumed');
    this.truncateWal();
  }
  /** What SQLite itself finds wrong with the file; empty when nothing is. */
  fileDamage(): string[] {
    const damage = this.#sqlite
      .prepare<[], { integrity_check: string }>('PRAGMA integrity_check(20)')
      .all()
      .map((row) => row.integrity_check)
      .filter((line) => line !== 'ok');
    const orphans = this.#sqlite
      .prepare<[], { table: string; parent: string }>('PRAGMA foreign_key_check')
      .all()
      .map(({ table, parent }) => `a row of ${table} names one of ${parent} that is not there`);
    return [...damage, ...new Set(orphans)];
  }
  truncateWal(): void {
    this.#sqlite.pragma('wal_checkpoint(TRUNCATE)');
  }

  overlap(): Overlap[] {
    return this.#sqlite.prepare<[], Overlap>('SELECT a, b, count FROM overlaps ORDER BY a, b').raw().all();
  }
  /** Replaces all of it. */
  keepOverlap(_tx: Tx, rows: Iterable<Overlap>): void {
    this.#sqlite.prepare('DELETE FROM overlaps').run();
    const keep = this.#sqlite.prepare('INSERT INTO overlaps (a, b, count) VALUES (?, ?, ?)');
    for (const row of rows) keep.run(...row);
  }

  boardDay(day: string): BoardDay | null {
    const row = this.#sqlite
      .prepare<[string], { responses: number; counters: string; released: string }>(
        `SELECT responses, counters, released FROM board_days WHERE day = ?`,
      )
      .get(day);
    if (row === undefined) return null;
    return {
      responses: row.responses,
      counters: JSON.parse(row.counters),
      released: JSON.parse(row.released),
    };
  }
  /** Keeps the board of one day; earlier days are of no more use and go. */
  keepBoardDay(_tx: Tx, day: string, board: BoardDay): void {
    this.#sqlite.prepare('DELETE FROM board_days WHERE day <> ?').run(day);
    this.#sqlite
      .prepare(
        `INSERT INTO board_days (day, responses, counters, released)
         VALUES (@day, @responses, @counters, @released)
         ON CONFLICT (day) DO UPDATE SET responses = excluded.responses, counters = excluded.counters,
           released = excluded.released`,
      )
      .run({
        day,
        responses: board.responses,
        counters: JSON.stringify(board.counters),
        released: JSON.stringify(board.released),
      });
  }
}
