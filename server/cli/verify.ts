// `verify DIR2`: recomputes a bundle and says what holds, what does not, what it could not check and what is only the
// centre's word. Works on files alone: no network, no database, nothing of the server.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { publishedMethods } from '../../shared/kpi/table-methods.ts';
import { BundleError } from '../../shared/ledger/bundle/format.ts';
import type { VerifyReport } from '../../shared/ledger/bundle/report.ts';
import { verifyBundle } from '../../shared/ledger/bundle/verify.ts';
import { decryptWith, recipientsOf } from '../ledger/age.ts';
import {
  bundleDirectory,
  nativeRunningSha256,
  nativeSha256,
  statedTreeSize,
} from '../ledger/bundle-directory.ts';
import { nativeSignatureCheck } from '../ledger/native-signature.ts';
import { startVerifyWorkers, threadsFor, type VerifyWorkers } from '../ledger/verify-workers.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { readKey, readText } from './verifier-key.ts';

interface Options {
  key: string[];
  checkpoint: string[];
  witness: string[];
  earlier?: string;
  identity?: string;
  json?: true;
  threads?: number;
}

const more = (value: string, before: string[]): string[] => [...before, value];

export const registerVerify: RegisterCommand = (program, cli) => {
  program
    .command('verify')
    .description('recompute a bundle: leaves, root, signatures, openings, counts, published tables')
    .argument('<bundle>', 'directory written by audit-bundle')
    .option('--key <key>', "the log's verifier key, or a file that holds it; may be given again", more, [])
    .option(
      '--checkpoint <file>',
      'a checkpoint kept from earlier or obtained elsewhere; may be given again',
      more,
      [],
    )
    .option(
      '--witness <key>',
      'verifier key of a witness that must have cosigned the checkpoint; may be given again',
      more,
      [],
    )
    .option(
      '--earlier <directory>',
      'an earlier bundle or mirror of the log, to name every leaf that changed',
    )
    .option('--identity <file>', 'age identity that opens the encrypted openings')
    .option('--json', 'the whole report as JSON')
    .option(
      '--threads <number>',
      'threads beside the first; by default as many as the machine has cores, none for a small log',
      threadCount,
    )
    .action(async (directory: string, options: Options) => {
      const report = await run(directory, options, join(cli.distDir, 'server', 'verify-worker.js'));
      cli.answer(options.json ? `${JSON.stringify(report)}\n` : describeReport(report));
      if (report.findingCount > 0) cli.exitCode = 1;
    });
};

const threadsAskedMax = 64;

function threadCount(text: string): number {
  const count = Number(text);
  if (!/^\d{1,2}$/.test(text) || count > threadsAskedMax) {
    throw new InvalidArgumentError(`needs a number from 0 to ${threadsAskedMax}`);
  }
  return count;
}

async function run(directory: string, options: Options, workerFile: string): Promise<VerifyReport> {
  const keys = await Promise.all(options.key.map(readKey));
  const witnesses = await Promise.all(options.witness.map(readKey));
  const checkpoints = await Promise.all(
    options.checkpoint.map(async (name) => ({ name, text: await readText(name) })),
  );
  const identities = options.identity === undefined ? undefined : await readText(options.identity);
  let workers: VerifyWorkers | undefined;
  const { earlier } = options;
  try {
    const threads = options.threads ?? threadsFor(await statedTreeSize(directory));
    if (threads > 0 && existsSync(workerFile)) {
      workers = startVerifyWorkers(workerFile, threads, {
        directory,
        ...(earlier !== undefined && { earlier }),
      });
    }
    return await verifyBundle(bundleDirectory(directory), {
      ...(workers !== undefined && { jobs: workers }),
      keys,
      checkpoints,
      witnesses,
      ...(earlier !== undefined && { earlier: bundleDirectory(earlier) }),
      ...(identities !== undefined && {
        decrypt: decryptWith(identities),
        recipients: await recipientsOf(identities),
      }),
      methods: publishedMethods,
      hash: nativeSha256,
      runningHash: nativeRunningSha256,
      signatureHolds: nativeSignatureCheck(),
    });
  } catch (error) {
    if (error instanceof BundleError) throw new InputError(error.message, { file: directory });
    if (error instanceof InputError) throw error;
    // Not 1, by which a bundle is found wrong: of this one nothing has been decided.
    throw new InputError(`the verification broke off: ${(error as Error).message}`, { file: directory });
  } finally {
    await workers?.close();
  }
}

/** The last line, which is read by whoever reads no other: what was not checked is not said to hold. */
function resultOf({ findingCount, notChecked }: VerifyReport): string {
  if (findingCount > 0) return `result       DOES NOT HOLD (${findingCount})`;
  if (notChecked.length === 0) return 'result       holds';
  const what = notChecked.map((line) => line.split(':')[0]);
  return `result       what was checked holds; NOT CHECKED: ${what.join(', ')}`;
}

/** The report for people, a line a statement. */
export function describeReport(report: VerifyReport): string {
  const { findings, findingCount, holds, notChecked, attested, figures } = report;
  const lines = [
    `log          ${figures.origin || 'unknown'}`,
    `leaves       ${figures.treeSize}, of which responses ${figures.responses}, opened ${figures.openings}`,
    ...holds.map((line) => `holds        ${line}`),
    ...findings.map(
      ({ code, message, leafIndex }) =>
        `DOES NOT     ${code}: ${leafIndex === undefined ? '' : `leaf ${leafIndex} `}${message}`,
    ),
    ...(findingCount > findings.length ? [`DOES NOT     ${findingCount - findings.length} more`] : []),
    ...notChecked.map((line) => `NOT CHECKED  ${line}`),
    ...attested.map((line) => `attested     ${line}`),
    resultOf(report),
  ];
  return `${lines.join('\n')}\n`;
}
