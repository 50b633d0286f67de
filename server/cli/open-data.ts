// Opens an existing data directory for a command: beside a server that may be running on it (SQLite lets both write), or
// alone, as whatever signs for the log must.
import { existsSync } from 'node:fs';
import { type Context, createContext } from '../context.ts';
import { KeyFileError } from '../ledger/key-file.ts';
import { LogError } from '../ledger/tree.ts';
import { orderServer } from '../server.ts';
import { databasePath, StorageError } from '../storage/database.ts';
import { takeDataDirectory } from '../storage/exclusive.ts';
import { InputError } from './command.ts';

/** Runs `work` on the directory and closes it; afterwards a running server reads its boards anew. */
export async function withData<T>(dataDir: string, work: (context: Context) => Promise<T> | T): Promise<T> {
  let context: Context;
  try {
    context = createContext({ dataDir, create: false, publicUrl: () => 'http://localhost' });
  } catch (error) {
    if (error instanceof StorageError) throw new InputError(error.message);
    throw error;
  }
  try {
    return await work(context);
  } finally {
    await context.close();
    await orderServer(dataDir, 'reload').catch(() => null);
  }
}

/**
 * Runs `work` on the directory while no server runs on it, and none can be started. Nothing has been repaired when `work`
 * begins: `finishInterrupted` does that.
 */
export async function withDataAlone<T>(
  dataDir: string,
  work: (context: Context) => Promise<T> | T,
): Promise<T> {
  // Taking a directory makes it; one without data must stay as it is.
  if (!existsSync(databasePath(dataDir))) throw new InputError(`${dataDir} holds no data`);
  try {
    const exclusive = takeDataDirectory(dataDir);
    try {
      return await withData(dataDir, work);
    } finally {
      exclusive.release();
    }
  } catch (error) {
    const known = error instanceof StorageError || error instanceof LogError || error instanceof KeyFileError;
    if (known) throw new InputError(error.message);
    throw error;
  }
}

/** What a starting server does first: the rest of a seal or a checkpoint that was cut off. Needs the directory alone. */
export function finishInterrupted(context: Context): void {
  context.seal.finish();
  context.log.tree.advance();
}
