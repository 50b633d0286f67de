// A real data file with the ledger's tables as the server has them, and the log's own migration.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { LogStore } from '../../server/storage/log-store.ts';

const ledgerTables = `
CREATE TABLE ledger (
  leaf_index INTEGER PRIMARY KEY, kind TEXT NOT NULL, public_entry BLOB NOT NULL, leaf_hash BLOB NOT NULL UNIQUE
) STRICT;
CREATE TABLE openings (
  tag BLOB PRIMARY KEY, leaf_index INTEGER NOT NULL UNIQUE REFERENCES ledger (leaf_index),
  salt BLOB NOT NULL, entry TEXT NOT NULL
) STRICT, WITHOUT ROWID;`;
const logTables = readFileSync(
  new URL('../../server/storage/migrations/0002-log.sql', import.meta.url),
  'utf8',
);

export interface OpenLogFile {
  sqlite: SqliteDatabase.Database;
  store: LogStore;
  close(): void;
}

export function openLogFile(folder: string): OpenLogFile {
  const sqlite = new SqliteDatabase(join(folder, 'langnghe.sqlite'));
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  if (sqlite.pragma('user_version', { simple: true }) === 0) {
    sqlite.transaction(() => {
      sqlite.exec(ledgerTables);
      sqlite.exec(logTables);
      sqlite.pragma('user_version = 2');
    })();
  }
  const store = new LogStore({ sqlite, transact: (work) => sqlite.transaction(work).immediate() });
  return { sqlite, store, close: () => void sqlite.close() };
}
