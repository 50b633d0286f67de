// Opens an existing data directory for a command, beside a server that may be running on it: SQLite lets both write.
import { type Context, createContext } from '../context.ts';
import { orderServer } from '../server.ts';
import { StorageError } from '../storage/database.ts';
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
