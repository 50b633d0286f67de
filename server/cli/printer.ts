// `printer set`, `printer remove`, `printer list`: where a counter's slips are printed.
import { isIP } from 'node:net';
import { papers, printerCommandSets, printerSettingSchema } from '../../shared/contract/printers.ts';
import { isForbiddenAddress } from '../printing/send-to-printer.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { withData } from './open-data.ts';

interface SetOptions {
  data: string;
  counter: string;
  address: string;
  paper: string;
  commandSet: string;
  onRequest?: boolean;
}

/** `10.0.0.5`, `10.0.0.5:9100`, `printer.local:9100` or `[fe00::1]:9100`. */
function addressOf(text: string): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text);
  if (match === null) throw new InputError(`--address: "${text}" is not HOST or HOST:PORT`);
  return { host: (match[1] ?? match[2])!, port: Number(match[3] ?? 9100) };
}

export const registerPrinter: RegisterCommand = (program, cli) => {
  const printer = program.command('printer').description('printers of slips, on the side of the citizen');

  printer
    .command('set')
    .description('print the slips of a counter on a network printer')
    .requiredOption('--data <dir>', 'data directory')
    .requiredOption('--counter <code>', 'code of the counter')
    .requiredOption('--address <host:port>', 'address of the printer; port 9100 when it is left out')
    .option('--paper <width>', papers.join(' | '), '80mm')
    .option('--command-set <name>', printerCommandSets.join(' | '), 'escpos')
    .option('--on-request', 'print only when asked for, not whenever a visit is closed')
    .action(async (options: SetOptions) => {
      const setting = printerSettingSchema.safeParse({
        ...addressOf(options.address),
        paper: options.paper,
        commandSet: options.commandSet,
        atClose: options.onRequest !== true,
      });
      if (!setting.success) {
        const { path, message } = setting.error.issues[0]!;
        throw new InputError(`${path.join('.')}: ${message}`);
      }
      const { host } = setting.data;
      if (isIP(host) !== 0 && isForbiddenAddress(host)) {
        throw new InputError(`--address: ${host} is no address of a printer`);
      }
      await withData(options.data, ({ file, stores, audit }) => {
        if (stores.roster.counter(options.counter) === undefined) {
          throw new InputError(`no counter has the code ${options.counter}`);
        }
        file.transact((tx) => {
          stores.printers.putPrinter(tx, { ...setting.data, counter: options.counter });
          const { port, atClose } = setting.data;
          audit.record(tx, {
            actor: 'cli',
            action: 'printer.set',
            subject: `counter:${options.counter}`,
            detail: { host, port, atClose },
          });
        });
      });
    });

  printer
    .command('remove')
    .description('print no more at a counter')
    .requiredOption('--data <dir>', 'data directory')
    .requiredOption('--counter <code>', 'code of the counter')
    .action(async (options: { data: string; counter: string }) => {
      await withData(options.data, ({ file, stores, audit }) => {
        file.transact((tx) => {
          if (!stores.printers.removePrinter(tx, options.counter)) {
            throw new InputError(`counter ${options.counter} has no printer`);
          }
          audit.record(tx, {
            actor: 'cli',
            action: 'printer.remove',
            subject: `counter:${options.counter}`,
          });
        });
      });
    });

  printer
    .command('list')
    .description('printers as JSON')
    .requiredOption('--data <dir>', 'data directory')
    .action(async (options: { data: string }) => {
      const found = await withData(options.data, ({ stores }) => stores.printers.printers());
      cli.answer(`${JSON.stringify(found, null, 2)}\n`);
    });
};
