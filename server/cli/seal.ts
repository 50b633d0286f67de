// `seal`: what the night does, now; by the running server if there is one.
import { existsSync } from 'node:fs';
import { orderServer } from '../server.ts';
import { databasePath, StorageError } from '../storage/database.ts';
import { takeDataDirectory } from '../storage/exclusive.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { withData } from './open-data.ts';

export const registerSeal: RegisterCommand = (program, cli) => {
  program
    .command('seal')
    .description('sever the open day and publish what is large enough, now')
    .requiredOption('--data <dir>', 'data directory')
    .action(async ({ data }: { data: string }) => {
      const byServer = await orderServer(data, 'seal');
      const report = byServer ?? (await sealHere(data));
      cli.answer(`${JSON.stringify(report)}\n`);
    });
};

async function sealHere(dataDir: string): Promise<unknown> {
  // Taking a directory makes it; one without data must stay as it is.
  if (!existsSync(databasePath(dataDir))) throw new InputError(`${dataDir} holds no data`);
  try {
    const exclusive = takeDataDirectory(dataDir);
    try {
      return await withData(dataDir, (context) => context.seal.run());
    } finally {
      exclusive.release();
    }
  } catch (error) {
    if (error instanceof StorageError) throw new InputError(error.message);
    throw error;
  }
}
