// First step: the manifest and the digest of every file. Afterwards the bytes are those that were signed, or are reported.
import { sameBytes } from '../../merkle/hash.ts';
import { hashesAtLevel, parseTilePath, type TileId, tileWidth } from '../../merkle/tile.ts';
import type { OpenEntry } from '../entry.ts';
import type { PlacedEntry } from '../ledger-data.ts';
import { type Note, NoteError, parseNote } from '../note.ts';
import type { VerifyContext } from './context.ts';
import {
  bundleFile,
  comparePaths,
  LineError,
  LineReader,
  type Manifest,
  parseManifestText,
  parseSum,
} from './format.ts';
import { inOrder } from './in-order.ts';

type ReleaseEntry = Extract<OpenEntry, { kind: 'release' }>;

const manifestBytesMax = 100_000;

export interface CheckedManifest {
  manifest: Manifest;
  note: Note;
}

/** Reads the manifest; undefined, with a finding, when there is none that can be read. */
export async function readManifest({ files, report }: VerifyContext): Promise<CheckedManifest | undefined> {
  const bytes = await files.read(bundleFile.manifest, manifestBytesMax);
  if (bytes === undefined) {
    report.find('file', 'there is no manifest');
    return undefined;
  }
  try {
    const note = parseNote(bytes);
    return { note, manifest: parseManifestText(note.text) };
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    report.find('manifest', error.message);
    return undefined;
  }
}

/** Files of one job. */
const filesPerJob = 64;
/** Jobs under way: their results are small, and a large file keeps its place in the order for long. */
const jobsAhead = 64;

/** What the comparison of directory and SHA256SUMS comes to, in the order of paths. */
type Compared = { problem: string } | { path: string; digest: string };

/** Compares the directory with SHA256SUMS, and that with the manifest. Resolves to the number of bytes read. */
export async function verifyFiles(context: VerifyContext, manifest: Manifest | undefined): Promise<number> {
  const { files, options, report, jobs } = context;
  const sums = await files.open(bundleFile.sums);
  if (sums === undefined) {
    report.find('file', `there is no ${bundleFile.sums}`);
    return 0;
  }
  const running = options.runningHash();
  const totals = { named: 0 };
  const compared = batches(compareNames(context, new LineReader(watch(sums, running)), totals), filesPerJob);
  const digest = (batch: readonly Compared[]) =>
    jobs.run(
      'digests',
      batch.flatMap((one) => ('path' in one ? [one.path] : [])),
    );
  let bytes = 0;
  const underWayMax = jobs.underWayMax === 1 ? 1 : jobsAhead;
  for await (const [batch, digests] of inOrder(compared, underWayMax, digest)) {
    let at = 0;
    for (const one of batch) {
      if ('problem' in one) {
        report.find('file', one.problem);
        continue;
      }
      const found = digests[at++]!;
      bytes += found.length;
      if (found.digest !== one.digest) report.find('file', `${one.path} is not the file that was signed for`);
    }
  }
  if (manifest !== undefined) {
    if (totals.named !== manifest.files)
      report.find('manifest', `names ${manifest.files} files, ${bundleFile.sums} ${totals.named}`);
    if (!sameBytes(running.digest(), manifest.sums)) {
      report.find('manifest', `${bundleFile.sums} is not the one that the manifest was signed for`);
    }
  }
  return bytes;
}

/** Goes through directory and SHA256SUMS side by side; counts the files named. */
async function* compareNames(
  { files }: VerifyContext,
  lines: LineReader,
  totals: { named: number },
): AsyncGenerator<Compared> {
  const listing = files.list()[Symbol.asyncIterator]();
  const nextPath = async (): Promise<string | undefined> => {
    for (;;) {
      const { value, done } = await listing.next();
      if (done) return undefined;
      if (value !== bundleFile.manifest && value !== bundleFile.sums) return value;
    }
  };
  let path = await nextPath();
  let before = '';
  for (;;) {
    let line: string | undefined;
    try {
      line = await lines.next();
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      yield { problem: `${bundleFile.sums}: ${error.message}` };
    }
    if (line === undefined) break;
    const sum = parseSum(line);
    if (sum === undefined || comparePaths(before, sum.path) >= 0) {
      const shown = line.slice(0, 100);
      yield { problem: `${bundleFile.sums} has a line that is malformed or out of order: ${shown}` };
      continue;
    }
    before = sum.path;
    totals.named++;
    while (path !== undefined && comparePaths(path, sum.path) < 0) {
      yield { problem: `${path} is not named in ${bundleFile.sums}` };
      path = await nextPath();
    }
    if (path !== sum.path) {
      yield { problem: `${sum.path} is missing` };
      continue;
    }
    yield sum;
    path = await nextPath();
  }
  for (; path !== undefined; path = await nextPath()) {
    yield { problem: `${path} is not named in ${bundleFile.sums}` };
  }
}

async function* batches<T>(items: AsyncIterable<T>, length: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < length) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Files below tile/ that a tree of that size does not have: left over from a larger or smaller one. */
export async function verifyTilePaths({ files, report }: VerifyContext, treeSize: number): Promise<void> {
  for await (const path of files.list()) {
    if (!path.startsWith('tile/')) continue;
    const tile = parseTilePath(path);
    const belongs = tile !== undefined && hasTile(treeSize, tile);
    if (!belongs) report.find('file', `${path} is no part of a tree of ${treeSize} leaves`);
  }
}

export type PlacedRelease = ReleaseEntry & { leafIndex: number };

/**
 * A public bundle holds no opening, an auditors' bundle does; and the log says to whom they were released. Files that are no
 * part of a bundle are named: they are signed for, and nothing here reads them. Resolves to the release, where there is one.
 */
export async function verifyRelease(
  context: VerifyContext,
  manifest: Manifest,
  openEntries: readonly PlacedEntry[],
): Promise<PlacedRelease | undefined> {
  const { files, report } = context;
  const openings: string[] = [];
  const strange: string[] = [];
  const known: ReadonlySet<string> = new Set(Object.values(bundleFile));
  for await (const path of files.list()) {
    if (path === bundleFile.openings || path === bundleFile.encryptedOpenings) openings.push(path);
    const isPart =
      known.has(path) || path.startsWith('tile/') || /^tables\/[a-z0-9][a-z0-9.-]{0,80}\.json$/.test(path);
    if (!isPart && strange.length < strangeFilesMax) strange.push(path);
  }
  if (manifest.kind === 'public' && openings.length > 0) {
    report.find('manifest', `the bundle is public and holds ${openings.join(', ')}`);
  }
  if (manifest.kind === 'auditors' && openings.length !== 1) {
    report.find(
      'manifest',
      `the bundle is an auditors' one and has ${openings.length} files of openings instead of one`,
    );
  }
  if (strange.length > 0) report.notChecked.push(`files that are no part of a bundle: ${strange.join(', ')}`);
  if (openings.length === 0) return undefined;
  return releaseOf(context, manifest, openings.includes(bundleFile.encryptedOpenings), openEntries);
}

/** The last release of the period, to one of the keys that open the openings where these are known. */
function releaseOf(
  { options: { recipients }, report }: VerifyContext,
  { period }: Manifest,
  isEncrypted: boolean,
  openEntries: readonly PlacedEntry[],
): PlacedRelease | undefined {
  const releases = openEntries.flatMap(({ entry, leafIndex }) =>
    entry.kind === 'release' && entry.period === period ? [{ ...entry, leafIndex }] : [],
  );
  const release = releases
    .filter(({ recipient }) => !isEncrypted || recipients === undefined || recipients.includes(recipient))
    .at(-1);
  if (release !== undefined) {
    const [first, second] = release.releasedBy;
    report.attested.push(
      `leaf ${release.leafIndex}: openings of ${period} released to ${release.auditor} by ${first} and ${second}`,
    );
    return release;
  }
  const other = releases.at(-1);
  if (other !== undefined) {
    const message = `releases the openings of ${period} to ${other.auditor}, under a key other than the one that opens these`;
    report.find('reference', message, other.leafIndex);
  } else if (isEncrypted && period !== 'all') {
    report.find('reference', `openings of ${period} were given out without a release in the log`);
  } else {
    const what = period === 'all' ? 'of everything' : `of ${period}, not encrypted,`;
    report.attested.push(
      `openings ${what} are here without a release in the log that says who received them`,
    );
  }
  return undefined;
}

/** Openings are released as of a tree: what was sealed later needs another release. */
export function verifyReach({ report }: VerifyContext, release: PlacedRelease, lastOpened: number): void {
  const { leafIndex, treeSize, period } = release;
  if (lastOpened < treeSize) return;
  report.find(
    'reference',
    `releases the openings of ${period} among ${treeSize} leaves, and that of leaf ${lastOpened} was given out`,
    leafIndex,
  );
}

const strangeFilesMax = 20;

function hasTile(treeSize: number, { level, index, width }: TileId): boolean {
  const hashes = hashesAtLevel(treeSize, level === 'entries' ? 0 : level);
  return width === Math.min(tileWidth, Math.max(0, hashes - index * tileWidth));
}

async function* watch(
  chunks: AsyncIterable<Uint8Array>,
  running: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    running.update(chunk);
    yield chunk;
  }
}
