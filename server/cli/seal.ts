// `seal`: what the night does, now; by the running server if there is one.
import { orderServer } from '../server.ts';
import type { RegisterCommand } from './command.ts';
import { withDataAlone } from './open-data.ts';

export const registerSeal: RegisterCommand = (program, cli) => {
  program
    .command('seal')
    .description('sever the open day and publish what is large enough, now')
    .requiredOption('--data <dir>', 'data directory')
    .action(async ({ data }: { data: string }) => {
      const byServer = await orderServer(data, 'seal');
      const report = byServer ?? (await withDataAlone(data, (context) => context.seal.run()));
      cli.answer(`${JSON.stringify(report)}\n`);
    });
};
