// The keys of comments, one each, in a file of their own (comment-keys.sqlite, 0600) that no backup holds: destroying a
// key here makes the text unreadable wherever a copy of the database lies. Losing this file loses the comments, never a
// rating.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';

export const commentKeysFileName = 'comment-keys.sqlite';

export interface CommentKey {
  /** 16 random bytes, named by the sealed text. */
  id: Buffer;
  /** 32 random bytes. */
  key: Buffer;
}

export class CommentKeys {
  readonly #sqlite: SqliteDatabase.Database;

  constructor(dataDir: string) {
    const path = join(dataDir, commentKeysFileName);
    this.#sqlite = new SqliteDatabase(path, { timeout: 5000 });
    chmodSync(path, 0o600);
    // Not WAL: a log file would keep keys that were destroyed. The rollback journal goes with each transaction.
    this.#sqlite.pragma('journal_mode = DELETE');
    this.#sqlite.pragma('synchronous = FULL');
    this.#sqlite.pragma('secure_delete = ON');
    this.#sqlite.exec(
      'CREATE TABLE IF NOT EXISTS keys (id BLOB PRIMARY KEY, key BLOB NOT NULL) STRICT, WITHOUT ROWID',
    );
  }

  key(id: Buffer): Buffer | null {
    return (
      this.#sqlite.prepare<[Buffer], { key: Buffer }>('SELECT key FROM keys WHERE id = ?').get(id)?.key ??
      null
    );
  }
  /** Durable on return. */
  add(keys: readonly CommentKey[]): void {
    const add = this.#sqlite.prepare<[CommentKey]>('INSERT INTO keys (id, key) VALUES (@id, @key)');
    this.#sqlite.transaction(() => {
      for (const row of keys) add.run(row);
    })();
  }
  /** Destroys a key; its bytes are overwritten on return. */
  destroy(id: Buffer): void {
    this.#sqlite.prepare('DELETE FROM keys WHERE id = ?').run(id);
  }
  /** Destroys all keys but those named. */
  keepOnly(ids: readonly Buffer[]): void {
    const known = new Set(ids.map((id) => id.toString('hex')));
    const all = this.#sqlite.prepare<[], { id: Buffer }>('SELECT id FROM keys').all();
    for (const { id } of all) if (!known.has(id.toString('hex'))) this.destroy(id);
  }
  close(): void {
    this.#sqlite.close();
  }
}
