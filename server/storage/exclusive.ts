// One server per data directory. The operating system holds the lock (through a second, empty SQLite file), so that it
// goes with the process, however that ends; there is no stale lock to clean up.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { isBusy, StorageError } from './database.ts';

export const lockFileName = 'server.lock';

export interface Exclusive {
  release(): void;
}

/** Takes the directory for this process, or throws StorageError('in-use') at once. */
export function takeDataDirectory(dataDir: string): Exclusive {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = new SqliteDatabase(join(dataDir, lockFileName), { timeout: 0 });
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

/** True while another process holds the directory. Makes nothing; what it says may be over on return. */
export function isServed(dataDir: string): boolean {
  if (!existsSync(join(dataDir, lockFileName))) return false;
  try {
    takeDataDirectory(dataDir).release();
    return false;
  } catch (error) {
    if (error instanceof StorageError && error.code === 'in-use') return true;
    throw error;
  }
}
