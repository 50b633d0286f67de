// `audit-bundle`: the log, and what was published of a period, as a directory that `verify` recomputes; for a named
// auditor with the openings of the period, encrypted, released by two persons, and the release in the log first.
import { rm } from 'node:fs/promises';
import { BundleError, type BundleSink } from '../../shared/ledger/bundle/format.ts';
import { writeBundle } from '../../shared/ledger/bundle/write.ts';
import { EntryError, type OpenEntry, openEntryBytes } from '../../shared/ledger/entry.ts';
import type { Context } from '../context.ts';
import { encryptTo } from '../ledger/age.ts';
import { nativeRunningSha256, nativeSha256, newBundleDirectory } from '../ledger/bundle-directory.ts';
import { bundleSource } from '../ledger/bundle-source.ts';
import { LogFolder } from '../ledger/key-file.ts';
import { proveReleasers } from '../ledger/releasers.ts';
import { Refusal } from '../refusal.ts';
import { isServed } from '../storage/exclusive.ts';
import type { Ask } from './command.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { finishInterrupted, withData, withDataAlone } from './open-data.ts';

interface Options {
  data: string;
  period: string;
  out: string;
  openings?: true;
  auditor?: string;
  recipient?: string;
  releasedBy: string[];
}

interface Release {
  auditor: string;
  recipient: string;
  releasedBy: [string, string];
  encrypt: ReturnType<typeof encryptTo>;
}

const more = (value: string, before: string[]): string[] => [...before, value];

export const registerAuditBundle: RegisterCommand = (program, cli) => {
  program
    .command('audit-bundle')
    .description('write the log and what was published of a period, for anyone to verify')
    .requiredOption('--data <dir>', 'data directory')
    .requiredOption('--period <period>', '2026-10, 2026-Q4 or 2026')
    .requiredOption('--out <dir>', 'directory to write; must be empty or not exist')
    .option('--openings', "with the period's ratings, encrypted for an auditor; no server may be running")
    .option('--auditor <name>', 'who receives the openings; stands in the log')
    .option('--recipient <age1…>', "the auditor's age recipient")
    .option(
      '--released-by <account>',
      'who releases them; given twice, two persons, each of whom is asked for the password',
      more,
      [],
    )
    .action(async (options: Options) => {
      if (!/^\d{4}(?:-(?:0[1-9]|1[0-2])|-Q[1-4])?$/.test(options.period)) {
        throw new InputError(`${options.period} is no period such as 2026-10, 2026-Q4 or 2026`);
      }
      const release = releaseOf(options);
      const write = async (context: Context) =>
        cli.answer(`${JSON.stringify(await run(context, options, release, cli.ask))}\n`);
      if (release !== undefined || !isServed(options.data)) {
        await withDataAlone(options.data, async (context) => {
          finishInterrupted(context);
          await write(context);
        });
      } else {
        // What is published never changes, so a bundle of it can be written beside the server.
        await withData(options.data, write);
      }
    });
};

/** What the options say of a release; undefined for a public bundle. */
function releaseOf({ openings, auditor, recipient, releasedBy }: Options): Release | undefined {
  if (openings === undefined) {
    if (auditor !== undefined || recipient !== undefined || releasedBy.length > 0) {
      throw new InputError('--auditor, --recipient and --released-by belong to --openings');
    }
    return undefined;
  }
  const [first, second, third] = releasedBy;
  if (auditor === undefined || recipient === undefined) {
    throw new InputError(
      '--openings needs --auditor and --recipient: openings are released to one named auditor',
    );
  }
  if (first === undefined || second === undefined || third !== undefined || first === second) {
    throw new InputError('--openings needs --released-by twice: two different persons release them');
  }
  try {
    return { auditor, recipient, releasedBy: [first, second], encrypt: encryptTo([recipient]) };
  } catch (error) {
    if (error instanceof BundleError) throw new InputError(error.message);
    throw error;
  }
}

async function run(context: Context, { data, period, out }: Options, release: Release | undefined, ask: Ask) {
  const { storage } = context.log;
  const [key] = new LogFolder(data).keys();
  if (storage.latestCheckpoint() === undefined || key === undefined) {
    throw new InputError(`${data} has no log yet; seal or start the server first`);
  }
  const { treeSize } = storage.latestCheckpoint()!;
  const entry =
    release === undefined ? undefined : releaseEntry(await proven(context, release, ask), period, treeSize);
  const sink = await sinkAt(out);
  // In the log before anything is handed over: a release that failed half-way stays visible.
  if (release !== undefined && entry !== undefined) {
    context.log.tree.append([entry]);
    recordRelease(context, release, period);
  }
  const checkpoint = storage.latestCheckpoint()!;
  try {
    const manifest = await writeBundle(
      bundleSource({
        storage,
        openings: (leafIndex, count) => context.stores.responses.openings(leafIndex, count),
        checkpoint,
        period,
        groupMinimum: context.policy().groupMinimum,
        ...(release !== undefined && { closedTables: context.kpi.periods.tablesWithin(period) }),
      }),
      sink,
      {
        kind: release === undefined ? 'public' : 'auditors',
        period,
        signer: { ...key, name: checkpoint.origin },
        ...(release !== undefined && { encrypt: release.encrypt }),
        hash: nativeSha256,
        runningHash: nativeRunningSha256,
      },
    );
    const { kind, origin, treeSize, files } = manifest;
    return { kind, origin, period, treeSize, files };
  } catch (error) {
    await rm(out, { recursive: true, force: true });
    if (error instanceof BundleError) throw new InputError(`${error.message}; fsck says more`);
    throw error;
  }
}

/** The release with the names of two persons who showed who they are. @throws InputError */
async function proven(context: Context, release: Release, ask: Ask): Promise<Release> {
  try {
    return { ...release, releasedBy: await proveReleasers(context, release.releasedBy, ask) };
  } catch (error) {
    if (error instanceof Refusal) throw new InputError(error.message);
    throw error;
  }
}

/** Beside the log's entry, where administrators look. */
function recordRelease({ file, audit }: Context, { auditor, releasedBy }: Release, period: string): void {
  file.transact((tx) => {
    for (const name of releasedBy) {
      const detail = { auditor, releasedBy };
      audit.record(tx, {
        actor: `user:${name}`,
        action: 'openings.release',
        subject: `period:${period}`,
        detail,
      });
    }
  });
}

/** @throws InputError when a name does not fit */
function releaseEntry(
  { auditor, recipient, releasedBy }: Release,
  period: string,
  treeSize: number,
): OpenEntry {
  const entry: OpenEntry = { kind: 'release', v: 1, auditor, recipient, period, treeSize, releasedBy };
  try {
    openEntryBytes(entry);
    return entry;
  } catch (error) {
    if (error instanceof EntryError) throw new InputError(error.message);
    throw error;
  }
}

async function sinkAt(directory: string): Promise<BundleSink> {
  try {
    return await newBundleDirectory(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof BundleError) throw new InputError(error.message);
    if (code === 'EEXIST' || code === 'ENOTDIR') throw new InputError(`${directory} is not a directory`);
    throw error;
  }
}
