// Entry point of the command line (and so of the server, which is its command `serve`): turns arguments into a command,
// a failure into one line and an exit code. Each command lives in cli/ under its own name.
import { Command, CommanderError } from 'commander';
import { registerAccounts } from './cli/accounts.ts';
import { terminalQuestions } from './cli/ask.ts';
import { registerAuditBundle } from './cli/audit-bundle.ts';
import { registerBackup } from './cli/backup.ts';
import { type Ask, type CliContext, InputError, type RegisterCommand } from './cli/command.ts';
import { registerEstimate } from './cli/estimate.ts';
import { registerFsck } from './cli/fsck.ts';
import { registerImport } from './cli/import.ts';
import { registerInspectorate } from './cli/inspectorate.ts';
import { registerKey } from './cli/key.ts';
import { registerKpi } from './cli/kpi.ts';
import { registerPolicy } from './cli/policy.ts';
import { registerPrinter } from './cli/printer.ts';
import { registerReplay } from './cli/replay.ts';
import { registerSeal } from './cli/seal.ts';
import { registerServe } from './cli/serve.ts';
import { registerTls } from './cli/tls.ts';
import { registerVerify } from './cli/verify.ts';
import { registerWitness } from './cli/witness.ts';

const commands: RegisterCommand[] = [
  registerServe,
  registerSeal,
  registerKey,
  registerAccounts,
  registerImport,
  registerReplay,
  registerKpi,
  registerPolicy,
  registerEstimate,
  registerAuditBundle,
  registerVerify,
  registerWitness,
  registerFsck,
  registerBackup,
  registerInspectorate,
  registerTls,
  registerPrinter,
];

/** Runs one command line; resolves to the exit code (0 well, 1 a check does not hold, 2 bad input). `ask` answers instead of the terminal. */
export async function main(args: string[], paths: { distDir: string; ask?: Ask }): Promise<number> {
  const questions = terminalQuestions();
  const cli: CliContext = {
    distDir: paths.distDir,
    answer: (text) => void process.stdout.write(text),
    ask: paths.ask ?? questions.ask,
    say: (line) => void process.stderr.write(`${line}\n`),
    exitCode: 0,
  };
  const program = new Command('langnghe')
    .description('Lắng Nghe: citizen feedback for public administration service centres')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ writeErr: (text) => void process.stderr.write(text) });
  for (const register of commands) register(program, cli);
  try {
    await program.parseAsync(args, { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof InputError) {
      cli.say(error.message);
      return 2;
    }
    throw error;
  } finally {
    questions.close();
  }
}
