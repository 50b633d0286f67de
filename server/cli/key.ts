// `key` prints the verifier key of the centre's log; `rotate-key` puts another in its place.

import { formatVerifierKey } from '../../shared/ledger/note.ts';
import { LogFolder } from '../ledger/key-file.ts';
import { isServed } from '../storage/exclusive.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { finishInterrupted, withDataAlone } from './open-data.ts';

export const registerKey: RegisterCommand = (program, cli) => {
  program
    .command('key')
    .description("print the verifier key of the centre's log, for auditors and witnesses")
    .requiredOption('--data <dir>', 'data directory')
    .action(async ({ data }: { data: string }) => {
      cli.answer(`${isServed(data) ? keyInForce(data) : await keyOfLog(data)}\n`);
    });
  program
    .command('rotate-key')
    .description('sign with a new key from now on; the ledger names it, and the old key signs that')
    .requiredOption('--data <dir>', 'data directory')
    .action(async ({ data }: { data: string }) => {
      const [before, after] = await withDataAlone(data, (context) => {
        finishInterrupted(context);
        const { tree } = context.log;
        const old = tree.verifierKey;
        tree.rotateKey();
        return [old, tree.verifierKey];
      });
      cli.say(`replaces ${before}; checkpoints until now are verified with that one`);
      cli.answer(`${after}\n`);
    });
};

/** Opens the log, which makes the key on first run and the next origin's after a restored backup. */
function keyOfLog(dataDir: string): Promise<string> {
  return withDataAlone(dataDir, (context) => {
    finishInterrupted(context);
    return context.log.tree.verifierKey;
  });
}

/** A running server has its log open: what its key file says is so. */
function keyInForce(dataDir: string): string {
  const key = new LogFolder(dataDir).keys().at(-1);
  if (key === undefined) throw new InputError(`the server on ${dataDir} is still starting; ask again`);
  return formatVerifierKey(key);
}
