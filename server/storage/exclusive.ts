// One server per data directory. The operating system holds the lock (through a second, empty SQLite file), so that it
// goes with the process, however that ends; there is no stale lock to clean up.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { isBusy, StorageError } from './database.ts';

export interface Exclusive {
  release(): void;
}

/** Takes the directory for this process, or throws StorageError('in-use') at once. */
export function takeDataDirectory(dataDir: string): Exclusive {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = new SqliteDatabase(join(dataDir, 'server.lock'), { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new StorageError('in-use', `another server is running on ${dataDir}; stop it first`, {
      cause: error,
    });
  }
  return { release: () => lock.close() };
}
