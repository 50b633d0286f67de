// Verification of a bundle, start to end. Streams: what stays in memory are the open entries, the cells, and 64 bits of
// each tag (in several passes beyond some millions), never the responses. Needs no network, no database and no clock.
//
//   files       every file is the one that the manifest names
//   tree        every leaf is hashed, placed, parsed; tiles follow from leaves; no tag twice; order within each night
//   checkpoints signatures, keys and their successors, roots, and the checkpoints that the auditor brought
//   openings    every opening belongs to its leaf
//   counts      visits >= invitations >= answers >= responses in the log, closed periods complete
//   tables      published tables follow, row for row
import { bytesToHex } from '@noble/hashes/utils.js';
import { monthsOf } from '../../statistics/period.ts';
import { parseCheckpointText } from '../checkpoint.ts';
import { LedgerData } from '../ledger-data.ts';
import { NoteError, parseNote } from '../note.ts';
import type { ListedCheckpoint, VerifyContext, VerifyOptions } from './context.ts';
import { BundleError, type BundleFiles, bundleFile } from './format.ts';
import { runHere } from './jobs.ts';
import { ReportBuilder, type VerifyReport } from './report.ts';
import { listCheckpoint, readCheckpoint, readCheckpoints, verifyCheckpoints } from './verify-checkpoints.ts';
import { ResponseCounts, verifyClosedPeriods, verifyReferences, verifyTallies } from './verify-counts.ts';
import {
  type PlacedRelease,
  readManifest,
  verifyFiles,
  verifyReach,
  verifyRelease,
  verifyTilePaths,
} from './verify-files.ts';
import { openOpenings, verifyOpenings } from './verify-openings.ts';
import { prefixesMax, readTables, verifyTables } from './verify-tables.ts';
import { type TreeResult, verifyTree } from './verify-tree.ts';

/**
 * Verifies a bundle. What does not hold is in the report.
 * @throws BundleError when the directory is no bundle, or a checkpoint given is not one
 */
export async function verifyBundle(files: BundleFiles, options: VerifyOptions): Promise<VerifyReport> {
  const report = new ReportBuilder();
  const { hash, runningHash, earlier: earlierFiles } = options;
  const jobs =
    options.jobs ??
    runHere({ files, hash, runningHash, ...(earlierFiles !== undefined && { earlier: earlierFiles }) });
  const context: VerifyContext = { files, options, report, jobs };
  const given = options.checkpoints.map(({ name, text }) => readGiven(name, text));
  const current = await readCheckpoint(context);
  const manifest = await readManifest(context);
  let bytes = 0;
  await report.section(
    () => `${manifest?.manifest.files ?? 0} files are those that the manifest names`,
    async () => {
      bytes = await verifyFiles(context, manifest?.manifest);
      if (current !== undefined) await verifyTilePaths(context, current.treeSize);
    },
  );
  const figures = { origin: current?.origin ?? '', treeSize: 0, responses: 0, openings: 0, cells: 0, bytes };
  if (current !== undefined) {
    const earlier = await readCheckpoints(context);
    const tree = await treeOf(context, current, earlier, given);
    const release = manifest && (await verifyRelease(context, manifest.manifest, tree.openEntries));
    verifyCheckpoints(context, { manifest, current, earlier }, given, tree);
    const content = await verifyContent(context, tree, manifest?.manifest.period ?? 'all', release);
    Object.assign(figures, content, { treeSize: tree.size, responses: tree.responses });
  }
  const { findings, findingCount, holds, notChecked, attested } = report;
  return { findings, findingCount, holds, notChecked, attested, figures };
}

function readGiven(name: string, text: string): ListedCheckpoint {
  try {
    return listCheckpoint(name, text);
  } catch (cause) {
    throw new BundleError(`${name}: ${(cause as Error).message}`, { cause });
  }
}

async function treeOf(
  context: VerifyContext,
  current: ListedCheckpoint,
  earlier: readonly ListedCheckpoint[],
  given: readonly ListedCheckpoint[],
): Promise<TreeResult> {
  const { report, options } = context;
  let tree: TreeResult | undefined;
  await report.section(
    () =>
      `${tree?.size} leaves hash to the tiles above them, are entries, and ${tree?.responses} responses have each its own tag`,
    async () => {
      tree = await verifyTree(context, {
        treeSize: current.treeSize,
        rootSizes: new Set([current, ...earlier, ...given].map(({ treeSize }) => treeSize)),
        batchEnds: [...new Set(earlier.map(({ treeSize }) => treeSize))].sort((a, b) => a - b),
        earlierSize: await earlierSize(options.earlier),
      });
    },
  );
  for (const [name, count] of tree!.unknown) {
    report.notChecked.push(`${count} entries of a kind that this program does not know: ${name}`);
  }
  return tree!;
}

/** Leaves of the earlier copy. */
async function earlierSize(earlier: BundleFiles | undefined): Promise<number> {
  if (earlier === undefined) return 0;
  const bytes = await earlier.read(bundleFile.checkpoint, 100_000);
  if (bytes === undefined) throw new BundleError('the earlier copy has no file "checkpoint"');
  try {
    return parseCheckpointText(parseNote(bytes).text).treeSize;
  } catch (cause) {
    if (cause instanceof NoteError) throw new BundleError(`the earlier copy: ${cause.message}`, { cause });
    throw cause;
  }
}

/** Openings, counts and tables. */
async function verifyContent(
  context: VerifyContext,
  tree: TreeResult,
  period: string,
  release: PlacedRelease | undefined,
): Promise<{ openings: number; cells: number }> {
  const { report } = context;
  const whole = new LedgerData(tree.openEntries, tree.size);
  const covers = (of: string) =>
    period === 'all' || monthsOf(of).every((one) => monthsOf(period).includes(one));
  const tables = await readTables(context, tree.openEntries, covers);
  await report.section(
    () => 'the tallies are possible: answers <= invitations <= visits, responses <= answers',
    async () => verifyTallies(context, whole, tree.responses),
  );
  checkReferences(context, tree);
  const plain = await openOpenings(context);
  if (plain === undefined) return { openings: 0, cells: 0 };

  const prefixes = new Map<number, LedgerData>([[tree.size, whole]]);
  for (const { path, table } of tables) {
    if (prefixes.has(table.treeSize) || table.treeSize > tree.size) continue;
    if (prefixes.size > prefixesMax)
      report.find('table', `${path}: too many different prefixes in one bundle`);
    else prefixes.set(table.treeSize, new LedgerData(tree.openEntries, table.treeSize));
  }
  // Cells of the whole log are counted for themselves alone only where no table asks for those of a part.
  const wanted = new Set(tables.map(({ table }) => table.treeSize));
  const counted = [...prefixes.values()].filter(({ treeSize }) => wanted.size === 0 || wanted.has(treeSize));
  const counts = new ResponseCounts(whole);
  let opened = { opened: 0, unopened: 0, last: -1 };
  await report.section(
    () => `${opened.opened} openings match the commitments in the log`,
    async () => {
      opened = await verifyOpenings(context, plain, tree, counted, (entry, count) =>
        counts.add(entry, count),
      );
    },
  );
  if (release !== undefined) verifyReach(context, release, opened.last);
  if (opened.unopened > 0 && period === 'all') {
    report.find('opening', `${opened.unopened} responses are not opened in a bundle of everything`);
  } else if (opened.unopened > 0) {
    report.notChecked.push(`${opened.unopened} responses are not opened: the bundle is of ${period}`);
  }
  await report.section(
    () => 'no officer has more responses in the log than were acknowledged, and closed periods are complete',
    async () => {
      counts.compareWithTallies(context);
      // With openings of one period alone, only that period can be complete.
      const covered = (month: string) => period === 'all' || monthsOf(period).includes(month);
      verifyClosedPeriods(context, whole, counts, covered);
    },
  );
  verifyTables(context, tables, (treeSize) => prefixes.get(treeSize));
  const cells = Math.max(0, ...counted.map((data) => [...data.cells()].length));
  return { openings: opened.opened, cells };
}

/** Every tag that an exclusion names must be that of a response in the log. */
function checkReferences(context: VerifyContext, tree: TreeResult): void {
  const named: { tag: string; leafIndex: number }[] = [];
  const exclusions = new Set<string>();
  for (const { entry, leafHash, leafIndex } of tree.openEntries) {
    if (entry.kind !== 'exclusion') continue;
    named.push({ tag: entry.tag, leafIndex });
    exclusions.add(bytesToHex(leafHash));
  }
  for (const { entry, leafIndex } of tree.openEntries) {
    if (entry.kind === 'reinstatement' && !exclusions.has(entry.exclusion)) {
      context.report.find('reference', 'reinstates what no exclusion in the log excluded', leafIndex);
    }
  }
  verifyReferences(context, named, tree.excludedPresent);
}
