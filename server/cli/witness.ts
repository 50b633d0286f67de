// `witness`: the two sides of witnessing. For the centre whose log is witnessed: `add`, `remove`, `list`, the keys whose
// cosignatures its checkpoint carries. For whoever witnesses, on a machine of their own and without any data of the centre:
// `key`, which makes and prints the witness's key, and `run`, which follows a log.
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvalidArgumentError } from 'commander';
import { formatVerifierKey, type VerifierKey } from '../../shared/ledger/note.ts';
import type { Evidence } from '../../shared/ledger/witness.ts';
import type { Context } from '../context.ts';
import { addWitness, removeWitness, WitnessError } from '../ledger/cosignatures.ts';
import { StorageError } from '../storage/database.ts';
import { type Exclusive, takeDataDirectory } from '../storage/exclusive.ts';
import { urlOf } from '../url.ts';
import { Cosigner } from '../witness/cosigner.ts';
import { followOnce, type Round } from '../witness/follow.ts';
import { witnessServer } from '../witness/listen.ts';
import { LogClient, LogClientError } from '../witness/log-client.ts';
import { WitnessedLogFolder, WitnessFolderError, witnessKey } from '../witness/witness-folder.ts';
import { type CliContext, InputError, type RegisterCommand } from './command.ts';
import { withData } from './open-data.ts';
import { readKey } from './verifier-key.ts';

interface RunOptions {
  url?: URL;
  key: string[];
  state: string;
  once?: true;
  every: number;
  listen?: number;
  host: string;
}

const more = (value: string, before: string[]): string[] => [...before, value];

const readUrl = (text: string): URL => {
  const url = urlOf(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new InvalidArgumentError('a log is https://NAME/log');
  }
  return url;
};

const wholeFrom = (least: number, most: number) => (text: string) => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new InvalidArgumentError(`a whole number from ${least} to ${most}`);
  }
  return number;
};

export const registerWitness: RegisterCommand = (program, cli) => {
  const witness = program
    .command('witness')
    .description('who outside the centre confirms that its log only grows; or to be one');
  witness
    .command('add')
    .description("carry a witness's cosignatures on the log's checkpoint; also beside a running server")
    .argument('<key>', 'verifier key that the witness printed, or a file that holds it')
    .requiredOption('--data <dir>', 'data directory')
    .action(async (text: string, { data }: { data: string }) => {
      const given = formatVerifierKey(await readKey(text));
      const kept = await change(data, ({ log, stores, file, audit }) =>
        file.transact((tx) => {
          const { key, isNew } = addWitness(log.storage, given, stores.centre.logOrigin());
          if (isNew) audit.record(tx, { actor: 'cli', action: 'witness.add', subject: subjectOf(key) });
          return key;
        }),
      );
      cli.answer(`${kept}\n`);
    });
  witness
    .command('remove')
    .description('carry the cosignatures of this witness no longer')
    .argument('<key>', 'its verifier key, or a file that holds it')
    .requiredOption('--data <dir>', 'data directory')
    .action(async (text: string, { data }: { data: string }) => {
      const given = formatVerifierKey(await readKey(text));
      const gone = await change(data, ({ log, file, audit }) =>
        file.transact((tx) => {
          const key = removeWitness(log.storage, given);
          audit.record(tx, { actor: 'cli', action: 'witness.remove', subject: subjectOf(key) });
          return key;
        }),
      );
      cli.answer(`${gone}\n`);
    });
  witness
    .command('list')
    .description('verifier keys of the witnesses')
    .requiredOption('--data <dir>', 'data directory')
    .action(async ({ data }: { data: string }) => {
      const keys = await change(data, ({ log }) => log.storage.witnesses());
      cli.answer(keys.map((key) => `${key}\n`).join(''));
    });
  witness
    .command('key')
    .description("print this witness's verifier key, for `witness add` at the log; made on first run")
    .requiredOption('--state <dir>', "the witness's own directory")
    .option('--name <name>', 'its name for ever, such as example.gov.vn/witness; on first run')
    .action(({ state, name }: { state: string; name?: string }) => {
      cli.answer(`${formatVerifierKey(asInput(() => witnessKey(state, name, randomBytes)))}\n`);
    });
  witness
    .command('run')
    .description(
      'follow a log: verify, cosign, hand in; refuse what does not extend what was seen, and keep the evidence',
    )
    .option('--url <url>', "the log's address, such as https://centre.example.gov.vn/log", readUrl)
    .requiredOption(
      '--key <key>',
      "the log's verifier key, or a file that holds it; may be given again",
      more,
      [],
    )
    .requiredOption('--state <dir>', "the witness's own directory")
    .option('--once', 'one round: exit code 0 cosigned, 1 refused, 2 the log cannot be read')
    .option('--every <seconds>', 'time between rounds', wholeFrom(5, 86_400), 300)
    .option(
      '--listen <port>',
      'take checkpoints that logs push (C2SP tlog-witness), 0 a free port',
      wholeFrom(0, 65_535),
    )
    .option('--host <name>', 'address to listen on', '127.0.0.1')
    .action(async (options: RunOptions) => {
      if (options.url === undefined && options.listen === undefined) {
        throw new InputError(
          'witness run needs --url to follow a log, --listen to be told of checkpoints, or both',
        );
      }
      if (options.once && (options.url === undefined || options.listen !== undefined)) {
        throw new InputError('--once goes with --url and without --listen');
      }
      await run(cli, options);
    });
};

/** Name and id: what tells witnesses apart in the audit trail. */
const subjectOf = (verifierKey: string): string => `witness:${verifierKey.split('+').slice(0, 2).join('+')}`;

async function change<T>(dataDir: string, work: (context: Context) => T): Promise<T> {
  try {
    return await withData(dataDir, work);
  } catch (error) {
    if (error instanceof WitnessError) throw new InputError(error.message);
    throw error;
  }
}

function asInput<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof WitnessFolderError) throw new InputError(error.message);
    throw error;
  }
}

async function run(cli: CliContext, options: RunOptions): Promise<void> {
  const given = await Promise.all(options.key.map(readKey));
  const [first] = given;
  if (first === undefined || given.some(({ name }) => name !== first.name)) {
    throw new InputError('the keys given are of different logs; a witness runs once for each log');
  }
  const key = asInput(() => witnessKey(options.state, undefined, randomBytes));
  const folder = new WitnessedLogFolder(options.state, first.name);
  const exclusive = takeFolder(folder);
  try {
    const cosigner = new Cosigner({ key, folder, given, now: () => Math.floor(Date.now() / 1000) });
    // Read once before anything else: what cannot be read now is bad input, later it is a broken disk.
    asInput(() => cosigner.view());
    if (options.once) await once(cli, new LogClient(options.url!), cosigner);
    else await untilStopped(cli, options, cosigner, given);
  } finally {
    exclusive.release();
  }
}

function takeFolder(folder: WitnessedLogFolder): Exclusive {
  try {
    return takeDataDirectory(folder.path);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'in-use') {
      throw new InputError(`another witness is running on ${folder.path}`);
    }
    throw error;
  }
}

async function once(cli: CliContext, client: LogClient, cosigner: Cosigner): Promise<void> {
  try {
    report(cli, await followOnce(client, cosigner));
  } catch (error) {
    if (!(error instanceof LogClientError)) throw error;
    cli.say(error.message);
    cli.exitCode = 2;
  }
}

/** Rounds until a signal; the exit code says whether anything was refused. */
async function untilStopped(
  cli: CliContext,
  { url, every, listen, host }: RunOptions,
  cosigner: Cosigner,
  given: readonly VerifierKey[],
): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const server = listen === undefined ? undefined : await startListening(cli, cosigner, listen, host);
  if (server !== undefined) {
    const { port } = server.address() as AddressInfo;
    cli.answer(`${JSON.stringify({ listening: `http://${host}:${port}`, origin: given[0]!.name })}\n`);
  }
  const client = url === undefined ? undefined : new LogClient(url);
  let said = '';
  while (!stop.signal.aborted) {
    if (client !== undefined) said = await round(cli, client, cosigner, said);
    await pause(every * 1000, stop.signal);
  }
  if (server !== undefined) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** One round; what was said last, so that a log which stays as it is does not fill the output. */
async function round(
  cli: CliContext,
  client: LogClient,
  cosigner: Cosigner,
  before: string,
): Promise<string> {
  try {
    const done = await followOnce(client, cosigner);
    const now = JSON.stringify({ ...done, isNew: undefined });
    const news = done.outcome === 'cosigned' ? done.isNew : now !== before;
    if (news) report(cli, done);
    return now;
  } catch (error) {
    if (!(error instanceof LogClientError)) throw error;
    if (error.message !== before) cli.say(error.message);
    return error.message;
  }
}

function startListening(cli: CliContext, cosigner: Cosigner, port: number, host: string): Promise<Server> {
  const server = witnessServer(cosigner, (evidence, file) =>
    report(cli, { outcome: 'refused', origin: cosigner.origin, evidence, file }),
  );
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new InputError(error.message)));
    server.listen(port, host, () => resolve(server));
  });
}

/** A JSON line for whoever collects them; a refusal also in words, and in the exit code. */
function report(cli: CliContext, round: Round): void {
  if (round.outcome === 'cosigned') {
    const { origin, treeSize } = round;
    cli.answer(`${JSON.stringify({ outcome: 'cosigned', origin, treeSize })}\n`);
    return;
  }
  const { origin, evidence, file } = round;
  const { reason, explanation } = evidence;
  cli.answer(
    `${JSON.stringify({ outcome: 'refused', origin, reason, explanation, evidence: file ?? null })}\n`,
  );
  cli.say(`REFUSED ${reason}: ${explanation}${hints[reason] ?? ''}`);
  if (file !== undefined) cli.say(`the evidence is kept in ${file}`);
  cli.exitCode = 1;
}

const hints: Partial<Record<Evidence['reason'], string>> = {
  'not-authentic': '; if the log has changed its key, add the new one with another --key',
  'other-origin':
    '; a log that goes on under another name has lost what it signed: ask why before you follow that one',
};

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
