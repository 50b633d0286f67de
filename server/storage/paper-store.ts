// Paper forms: the sums that wait for the night, the day's key of their responseIds, and the batches in which staff key
// them. No row stands for a single form.
import type { Sqlite, Tx } from './database.ts';

export interface PaperBatchRow {
  number: number;
  keyedBy: string;
  /** Day on which it was begun. */
  day: string;
  /** Sheets counted before keying. */
  forms: number;
  /** Forms taken so far. */
  taken: number;
  closed: boolean;
}

type Row = Omit<PaperBatchRow, 'closed'> & { closed: number };

const columns = 'number, keyed_by AS keyedBy, day, forms, taken, closed';
const batchOf = (row: Row): PaperBatchRow => ({ ...row, closed: row.closed === 1 });
/** More are never kept: what is older stands in the audit trail. */
const batchesKeptMax = 1_000;

export class PaperStore {
  readonly #sqlite: Sqlite;
  readonly #key;
  readonly #batch;
  readonly #count;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#key = sqlite.prepare<[], { key: Buffer }>('SELECT key FROM paper_day_key');
    this.#batch = sqlite.prepare<[number], Row>(`SELECT ${columns} FROM paper_batches WHERE number = ?`);
    this.#count = sqlite.prepare<[number]>(
      'UPDATE paper_batches SET taken = taken + 1 WHERE number = ? AND closed = 0',
    );
  }

  /** The open day's key; `fresh` becomes it when there is none. */
  dayKey(_tx: Tx, fresh: Buffer): Buffer {
    const known = this.#key.get();
    if (known !== undefined) return known.key;
    this.#sqlite.prepare('INSERT INTO paper_day_key (one, key) VALUES (1, ?)').run(fresh);
    return fresh;
  }

  batch(number: number): PaperBatchRow | undefined {
    const row = this.#batch.get(number);
    return row === undefined ? undefined : batchOf(row);
  }
  openBatchOf(keyedBy: string): PaperBatchRow | undefined {
    const row = this.#sqlite
      .prepare<[string], Row>(`SELECT ${columns} FROM paper_batches WHERE keyed_by = ? AND closed = 0`)
      .get(keyedBy);
    return row === undefined ? undefined : batchOf(row);
  }
  /** Closed ones, newest first. */
  closedBatches(count: number): PaperBatchRow[] {
    return this.#sqlite
      .prepare<[number], Row>(
        `SELECT ${columns} FROM paper_batches WHERE closed = 1 ORDER BY number DESC LIMIT ?`,
      )
      .all(count)
      .map(batchOf);
  }
  /** Begins a batch and returns its number. Requires that the person has none open: a unique index holds it. */
  openBatch(_tx: Tx, batch: Pick<PaperBatchRow, 'keyedBy' | 'day' | 'forms'>): number {
    const { number } = this.#sqlite
      .prepare<[], { number: number }>('SELECT coalesce(max(number), 0) + 1 AS number FROM paper_batches')
      .get()!;
    this.#sqlite
      .prepare(
        'INSERT INTO paper_batches (number, keyed_by, day, forms) VALUES (@number, @keyedBy, @day, @forms)',
      )
      .run({ ...batch, number });
    this.#sqlite
      .prepare('DELETE FROM paper_batches WHERE closed = 1 AND number <= ?')
      .run(number - batchesKeptMax);
    return number;
  }
  countForm(_tx: Tx, number: number): void {
    this.#count.run(number);
  }
  closeBatch(_tx: Tx, number: number): void {
    this.#sqlite.prepare('UPDATE paper_batches SET closed = 1 WHERE number = ?').run(number);
  }

  /** What the seal does: the sums go into the tallies, the day's key is forgotten. Before tallies are read for the log. */
  sever(_tx: Tx): void {
    this.#sqlite
      .prepare(
        `UPDATE tallies SET paper = paper + keyed_paper.forms FROM keyed_paper
         WHERE (tallies.day, tallies.officer, tallies.counter, tallies.procedure, tallies.source)
             = (keyed_paper.day, keyed_paper.officer, keyed_paper.counter, keyed_paper.procedure, keyed_paper.source)`,
      )
      .run();
    this.#sqlite.prepare('DELETE FROM keyed_paper').run();
    this.#sqlite.prepare('DELETE FROM paper_day_key').run();
  }
}
