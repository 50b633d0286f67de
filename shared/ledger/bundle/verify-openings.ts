// Fourth step: each opening against the commitment of its leaf, and what the opened responses add up to. Chunks of lines are
// checked by jobs (check-openings.ts); here their counts are added to the cells.
import { parseResponseEntry, type ResponseEntry } from '../entry.ts';
import type { LedgerData } from '../ledger-data.ts';
import type { OpeningsCheck } from './check-openings.ts';
import type { VerifyContext } from './context.ts';
import { BundleError, bundleFile, LineError } from './format.ts';
import { inOrder } from './in-order.ts';
import { lineChunks } from './line-chunks.ts';

/** Some thousands of openings: several of most entries of a day. */
const openingsPerJobBytes = 1_000_000;

export interface OpeningsResult {
  opened: number;
  /** Response leaves for which the bundle has no opening. */
  unopened: number;
  /** Leaf index of the last opening; -1 without any. */
  last: number;
}

/** The plain openings; undefined when the bundle has none that can be read, with the reason in the report. */
export async function openOpenings({
  files,
  options,
  report,
}: VerifyContext): Promise<AsyncIterable<Uint8Array> | undefined> {
  const plain = await files.open(bundleFile.openings);
  if (plain !== undefined) return plain;
  const sealed = await files.open(bundleFile.encryptedOpenings);
  if (sealed === undefined) {
    report.notChecked.push(
      'ratings: the bundle has no openings, so levels and published tables were not recomputed',
    );
    return undefined;
  }
  if (options.decrypt === undefined) {
    report.notChecked.push(
      'ratings: the openings are encrypted and no identity was given, so levels and published tables were not recomputed',
    );
    return undefined;
  }
  return options.decrypt(sealed);
}

/**
 * Checks every opening. Every opened response is added to each of `data` whose prefix holds it, and told to `see`,
 * with how many it is that have this entry.
 */
export async function verifyOpenings(
  { jobs, options, report }: VerifyContext,
  openings: AsyncIterable<Uint8Array>,
  tree: { size: number; readableResponses: number },
  data: readonly LedgerData[],
  see: (entry: ResponseEntry, count: number) => void,
): Promise<OpeningsResult> {
  let opened = 0;
  let named = 0;
  let last = -1;
  const counter = new ResponseCounter(data, see);
  const { bounds, apart } = counter;
  const check = (lines: Uint8Array, after: number) =>
    jobs.run('openings', { lines, after, treeSize: tree.size, bounds, apart });
  try {
    const chunks = lineChunks(openings, options.openingsPerJobBytes ?? openingsPerJobBytes);
    // What came before a chunk is not known while it is checked beside others; in an honest bundle it does not matter.
    for await (const [lines, first] of inOrder(chunks, jobs.underWayMax, (lines) => check(lines, -1))) {
      const checked = first.first !== null && first.first <= last ? await check(lines, last) : first;
      if (checked.first !== null) last = checked.last;
      for (const finding of checked.findings) report.add(finding);
      opened += checked.opened;
      named += checked.named;
      counter.add(checked);
    }
  } catch (error) {
    if (!(error instanceof BundleError || error instanceof LineError)) throw error;
    report.find('opening', `the openings cannot be read: ${error.message}`);
  }
  return { opened, unopened: tree.readableResponses - named, last };
}

class ResponseCounter {
  /** Tree sizes of the data, ascending. */
  readonly bounds: readonly number[];
  /** Tags that some of the data exclude. */
  readonly apart: ReadonlySet<string>;
  readonly #data: readonly LedgerData[];
  readonly #see: (entry: ResponseEntry, count: number) => void;

  constructor(data: readonly LedgerData[], see: (entry: ResponseEntry, count: number) => void) {
    this.#data = data;
    this.#see = see;
    this.bounds = [...new Set(data.map(({ treeSize }) => treeSize))].sort((a, b) => a - b);
    this.apart = new Set(data.flatMap(({ excludedTags }) => [...excludedTags]));
  }

  add({ counted, apart }: OpeningsCheck): void {
    for (const { text, beyond, count } of counted) {
      if (count === 0) continue;
      const entry = parseResponseEntry(text);
      // Beyond so many bounds: in the data of the next one and of all larger ones.
      const treeSizeMin = this.bounds[beyond] ?? Number.POSITIVE_INFINITY;
      for (const data of this.#data) {
        if (data.treeSize >= treeSizeMin) data.addResponse(data.attribute(entry, false), count);
      }
      this.#see(entry, count);
    }
    for (const { text, leafIndex, tag } of apart) {
      const entry = parseResponseEntry(text);
      for (const data of this.#data) {
        if (leafIndex < data.treeSize) data.addResponse(data.attribute(entry, data.excludedTags.has(tag)));
      }
      this.#see(entry, 1);
    }
  }
}
