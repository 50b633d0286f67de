// Opens the centre's one SQLite file: durability pragmas, numbered forward-only migrations, and the write token.
// WAL with synchronous=FULL: a committed transaction survives a power cut. secure_delete overwrites what is deleted.
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import spine from './migrations/0001-spine.sql?raw';
import log from './migrations/0002-log.sql?raw';
import access from './migrations/0003-access.sql?raw';
import kpi from './migrations/0004-kpi.sql?raw';
import webhooks from './migrations/0005-webhooks.sql?raw';
import alerts from './migrations/0006-alerts.sql?raw';
import surveys from './migrations/0007-surveys.sql?raw';
import faces from './migrations/0008-faces.sql?raw';
import printers from './migrations/0012-printers.sql?raw';
import paper from './migrations/0013-paper.sql?raw';

export type Sqlite = SqliteDatabase.Database;

/** In order, never edited once released: a data directory remembers how many it has had. */
const migrations: readonly string[] = [
  spine,
  log,
  access,
  kpi,
  webhooks,
  alerts,
  surveys,
  faces,
  printers,
  paper,
];
/** Migrations this program knows: the user_version of a file that is up to date. */
export const schemaVersion = migrations.length;

/**
 * Proof that a write transaction is open. Every store method that writes asks for one, so that nothing writes outside
 * `transact`; what has been written is durable when `transact` returns.
 */
export interface Tx {
  readonly __open: unique symbol;
}

export interface DataFile {
  sqlite: Sqlite;
  /**
   * Runs `work` in one IMMEDIATE transaction; durable on return, rolled back whole when it throws. Within a transaction
   * that is open already it is a savepoint: undone alone when it throws, durable with the transaction around it.
   */
  transact<T>(work: (tx: Tx) => T): T;
  close(): void;
}

export const databasePath = (dataDir: string): string => join(dataDir, 'langnghe.sqlite');

/** Opens or creates the file and brings it to the newest schema. Throws StorageError. */
export function openDataFile(dataDir: string, options: { create: boolean; busyMs?: number }): DataFile {
  const path = databasePath(dataDir);
  if (!existsSync(path) && !options.create) {
    throw new StorageError('no-data', `${dataDir} holds no data (langnghe.sqlite is missing)`);
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const sqlite = new SqliteDatabase(path, { timeout: options.busyMs ?? 5000 });
  chmodSync(path, 0o600);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('secure_delete = ON');
  // INSERT OR REPLACE fires the delete triggers of append-only rows only with this on.
  sqlite.pragma('recursive_triggers = ON');
  sqlite.pragma('temp_store = MEMORY');
  sqlite.pragma('cache_size = -32000');
  // Fewer, larger checkpoints: pages that many responses touch are copied into the file once, not every few batches.
  sqlite.pragma('wal_autocheckpoint = 8000');
  migrate(sqlite);
  const token = {} as Tx;
  return {
    sqlite,
    transact: (work) => sqlite.transaction(() => work(token)).immediate(),
    close: () => sqlite.close(),
  };
}

function migrate(sqlite: Sqlite): void {
  const version = sqlite.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) {
    throw new StorageError(
      'newer-schema',
      `the data directory was written by a newer version (schema ${version}, this program knows ${migrations.length})`,
    );
  }
  for (let next = version; next < migrations.length; next += 1) {
    sqlite
      .transaction(() => {
        if ((sqlite.pragma('user_version', { simple: true }) as number) !== next) return;
        sqlite.exec(migrations[next]!);
        sqlite.pragma(`user_version = ${next + 1}`);
      })
      .immediate();
  }
}

export class StorageError extends Error {
  override name = 'StorageError';
  readonly code: 'no-data' | 'newer-schema' | 'in-use' | 'secrets-unreadable' | 'settings-unreadable';
  constructor(code: StorageError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** True when SQLite gave up waiting for another writer. */
export const isBusy = (error: unknown): boolean =>
  error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY');
