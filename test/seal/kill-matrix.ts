// The night, killed between every pair of its steps: every named point that a night of each shape reaches, loops at several
// counts. After each kill the directory is opened as a starting server opens it, and must hold: fsck and verify pass, no
// checkpoint ever seen is contradicted, every acknowledged response and comment is there. Then the night is run to its end, and again.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from '../../server/context.ts';
import { nativeRunningSha256, nativeSha256 } from '../../server/ledger/bundle-directory.ts';
import { bundleSource } from '../../server/ledger/bundle-source.ts';
import { checkData } from '../../server/ledger/data-check.ts';
import { verifyBundle } from '../../shared/ledger/bundle/verify.ts';
import { writeBundle } from '../../shared/ledger/bundle/write.ts';
import { parseCheckpointText } from '../../shared/ledger/checkpoint.ts';
import { parseNote, parseVerifierKey, type VerifierKey } from '../../shared/ledger/note.ts';
import { builtInMethods } from '../../shared/ledger/published-table.ts';
import { MemoryBundle } from '../ledger/memory-bundle.ts';
import { temporaryFolder } from '../support/server.ts';
import {
  acknowledgedTags,
  checkpointsIn,
  commentsIn,
  copyOf,
  type NightShape,
  withContext,
} from './night-shapes.ts';

const entry = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

export interface Kill {
  shape: NightShape;
  /** Directory on the eve of the night; copied for each kill. */
  master: string;
  /** As LANGNGHE_FAULT_POINT takes it. */
  point: string;
}

/** What a night came to; `signal` is set when it was killed. */
interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

/** One command of the built program in a process of its own. */
export function runBuilt(
  args: readonly string[],
  env: Record<string, string>,
  killAfterMs?: number,
): Promise<Ended> {
  const script = `import(${JSON.stringify(entry)}).then(async ({ main }) => {
    process.exitCode = await main(${JSON.stringify(args)}, { distDir: '' });
  })`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stderr });
    });
  });
}

const argsOf = ({ command }: NightShape, dataDir: string) => [command, '--data', dataDir];

/** Every point that an undisturbed night of the shape reaches, each at the counts that will be tried. */
export async function killsOf(shape: NightShape): Promise<Kill[]> {
  const master = await shape.make();
  const folder = copyOf(master);
  const list = join(temporaryFolder(), 'points.json');
  const ended = await runBuilt(argsOf(shape, folder), { LANGNGHE_FAULT_LIST: list });
  if (ended.code !== 0) throw new Error(`${shape.name}: ${ended.stderr}`);
  const counts = JSON.parse(readFileSync(list, 'utf8')) as Record<string, number>;
  return Object.entries(counts)
    .filter(([name]) => shape.only?.some((prefix) => name.startsWith(prefix)) ?? true)
    .flatMap(([name, count]) =>
      spread(count, shape.countsMax).map((at) => ({ shape, master, point: `${name}:${at}` })),
    );
}

/** At most `max` of 1..count, the first and the last among them. */
function spread(count: number, max: number): number[] {
  if (count <= max) return Array.from({ length: count }, (_, i) => i + 1);
  return [...new Set(Array.from({ length: max }, (_, i) => 1 + Math.round((i * (count - 1)) / (max - 1))))];
}

/** Kills one night and checks all that must hold after it. @throws with what does not */
export async function killAndCheck(kill: Kill, killAfterMs?: number): Promise<void> {
  const { shape, master, point } = kill;
  const dataDir = copyOf(master);
  try {
    const eve = remember(dataDir, shape);
    const comments = commentsIn(dataDir);
    const env = killAfterMs === undefined ? { LANGNGHE_FAULT_POINT: point } : {};
    const ended = await runBuilt(argsOf(shape, dataDir), env, killAfterMs);
    if (killAfterMs === undefined && ended.signal !== 'SIGKILL') {
      throw new Error(`was not killed: ${ended.code} ${ended.stderr}`);
    }
    // What the killed process left in files counts as seen: it may have been served.
    const seen = [...eve.checkpoints, ...remember(dataDir, shape).checkpoints];
    const acknowledged = { tags: eve.tags, comments };
    await withContext(dataDir, async (context) => {
      restart(context);
      await checkAll(context, dataDir, seen, acknowledged, 'after the restart');
      seen.push(...checkpointsIn(dataDir).slice(-1));
      const report = context.seal.run();
      await checkAll(context, dataDir, seen, acknowledged, 'after the night');
      const again = context.seal.run();
      if (again.treeSize !== report.treeSize || again.severed + again.published > 0) {
        throw new Error(`the night was not over: ${JSON.stringify(again)}`);
      }
      if (context.stores.responses.journalLength() > 0) throw new Error('the journal is not empty');
      if (context.stores.seals.rewritePending()) throw new Error('the file is not rewritten');
    });
  } catch (error) {
    throw new Error(
      `${shape.name}, killed at ${killAfterMs === undefined ? point : `${killAfterMs} ms`}: ${(error as Error).message}`,
      { cause: error },
    );
  } finally {
    rmSync(dirname(dataDir), { recursive: true, force: true });
  }
}

/** What must not be lost. Of a restored database the last checkpoint is lost by design, and the log says so itself. */
function remember(dataDir: string, { lossy }: NightShape): { checkpoints: string[]; tags: string[] } {
  const checkpoints = checkpointsIn(dataDir);
  const names = checkpoints.map((text) => parseCheckpointText(parseNote(text).text));
  return {
    checkpoints: lossy
      ? checkpoints.filter((_, i) => names[i]!.origin.endsWith('/2') || i === 0)
      : checkpoints,
    tags: acknowledgedTags(dataDir),
  };
}

/** What a starting server does before it listens. */
function restart(context: Context): void {
  context.seal.finish();
  context.log.tree.advance();
}

async function checkAll(
  context: Context,
  dataDir: string,
  seen: readonly string[],
  acknowledged: { tags: readonly string[]; comments: number },
  when: string,
): Promise<void> {
  const { damage } = checkData(context, dataDir);
  if (damage.length > 0) throw new Error(`fsck ${when}: ${damage.map(({ message }) => message).join('; ')}`);
  const findings = await verify(context, seen);
  if (findings.length > 0) throw new Error(`verify ${when}: ${findings.join('; ')}`);
  const { responses } = context.stores;
  const present = new Set([
    ...responses.journal().map(({ tag }) => tag.toString('hex')),
    ...responses.waiting().map(({ tag }) => tag.toString('hex')),
    ...responses.openings(0, 1_000_000).map(({ tag }) => tag.toString('hex')),
  ]);
  const missing = acknowledged.tags.filter((tag) => !present.has(tag));
  if (missing.length > 0) throw new Error(`${when} ${missing.length} acknowledged responses are gone`);
  const comments = readableComments(context);
  if (comments !== acknowledged.comments) {
    throw new Error(`${when} ${comments} of ${acknowledged.comments} comments can be read`);
  }
}

/** Comments whose text is there: still in the journal, or apart and under a key that is there. */
function readableComments({ stores, comments }: Context): number {
  const question = { period: null, tag: null, text: '', after: null, limit: 1000 };
  const apart = comments.list({ ...question, state: 'waiting' }).comments;
  const open = stores.responses.journal().filter(({ comment }) => comment !== null);
  return open.length + apart.filter(({ text }) => text !== null).length;
}

/** The auditors' bundle of everything, against every checkpoint seen; what does not hold. */
async function verify(context: Context, seen: readonly string[]): Promise<string[]> {
  const { storage, tree } = context.log;
  const checkpoint = storage.latestCheckpoint();
  if (checkpoint === undefined) return ['the log has no checkpoint'];
  const bundle = new MemoryBundle();
  const openings = (leafIndex: number, count: number) => context.stores.responses.openings(leafIndex, count);
  const groupMinimum = context.policy().groupMinimum;
  const period = context.calendar.dayOf(context.clock()).slice(0, 4);
  await writeBundle(bundleSource({ storage, openings, checkpoint, period, groupMinimum }), bundle, {
    kind: 'auditors',
    period,
    signer: { ...tree.signer, name: checkpoint.origin },
    hash: nativeSha256,
    runningHash: nativeRunningSha256,
  });
  const report = await verifyBundle(bundle, {
    keys: keysOf(storage.entriesOfKind('key'), tree.verifierKey),
    checkpoints: seen.map((text, i) => ({ name: `checkpoint seen ${i + 1}`, text })),
    methods: builtInMethods,
    hash: nativeSha256,
    runningHash: nativeRunningSha256,
  });
  return report.findings.map(({ code, message, leafIndex }) => `${code} ${leafIndex ?? ''} ${message}`);
}

/** The first key of the log: verify finds its successors in the entries. */
function keysOf(entries: { json: string }[], current: string): VerifierKey[] {
  const first = entries[0] === undefined ? undefined : (JSON.parse(entries[0].json) as { replaces: string });
  return [parseVerifierKey(first?.replaces ?? current)];
}
