// Ledger entries decided by day, waiting for the next seal, which takes all of them in its own transaction.
import type { Sqlite, Tx } from './database.ts';

export interface PendingRow {
  kind: string;
  leafHash: Buffer;
  /** Canonical JSON. */
  entry: string;
}

export class PendingStore {
  readonly #sqlite: Sqlite;
  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** False when the same entry waits, or is in the ledger, already. */
  put(_tx: Tx, row: PendingRow): boolean {
    return (
      this.#sqlite
        .prepare(
          `INSERT OR IGNORE INTO pending_entries (kind, leaf_hash, entry)
           SELECT @kind, @leafHash, @entry WHERE NOT EXISTS (SELECT 1 FROM ledger WHERE leaf_hash = @leafHash)`,
        )
        .run(row).changes === 1
    );
  }
  /** In the order in which they were decided. */
  all(): PendingRow[] {
    return this.#sqlite
      .prepare<[], PendingRow>('SELECT kind, leaf_hash AS leafHash, entry FROM pending_entries ORDER BY id')
      .all();
  }
  length(): number {
    return this.#sqlite.prepare<[], { n: number }>('SELECT count(*) AS n FROM pending_entries').get()!.n;
  }
  isPending(leafHash: Buffer): boolean {
    return (
      this.#sqlite.prepare('SELECT 1 FROM pending_entries WHERE leaf_hash = ?').get(leafHash) !== undefined
    );
  }
  /** Takes all but those that are in the ledger already, which are dropped. */
  take(tx: Tx): PendingRow[] {
    const known = this.#sqlite.prepare('SELECT 1 FROM ledger WHERE leaf_hash = ?');
    const rows = this.all().filter(({ leafHash }) => known.get(leafHash) === undefined);
    this.clear(tx);
    return rows;
  }
  clear(_tx: Tx): void {
    this.#sqlite.prepare('DELETE FROM pending_entries').run();
  }
}
