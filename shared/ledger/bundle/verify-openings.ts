// Fourth step: each opening against the commitment of its leaf, and what the opened responses add up to.
import { bytesToHex } from '@noble/hashes/utils.js';
import { sameBytes } from '../../merkle/hash.ts';
import type { Cell } from '../../statistics/cell.ts';
import { fromUtf8, toUtf8Into } from '../encoding.ts';
import { EntryError, parseResponseEntry, type ResponseEntry } from '../entry.ts';
import type { LedgerData } from '../ledger-data.ts';
import type { VerifyContext } from './context.ts';
import { BundleError, bundleFile, LineError, LineReader, type Opening, parseOpening } from './format.ts';
import { type ResponseLeaf, responseBundles } from './verify-tree.ts';

/** Entries of one text kept parsed: most responses of a day differ in their salt and tag alone. */
const parsedEntriesMax = 20_000;

export interface OpeningsResult {
  opened: number;
  /** Response leaves for which the bundle has no opening. */
  unopened: number;
}

/** The plain openings; undefined when the bundle has none that can be read, with the reason in the report. */
export async function openOpenings({
  files,
  options,
  report,
}: VerifyContext): Promise<LineReader | undefined> {
  const plain = await files.open(bundleFile.openings);
  if (plain !== undefined) return new LineReader(plain);
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
  return new LineReader(options.decrypt(sealed));
}

/**
 * Goes through leaves and openings side by side. Every opened response is added to each of `data` whose prefix holds it,
 * and told to what `see` returned for its entry.
 */
export async function verifyOpenings(
  context: VerifyContext,
  lines: LineReader,
  treeSize: number,
  data: readonly LedgerData[],
  see: (entry: ResponseEntry) => () => void,
): Promise<OpeningsResult> {
  const { report } = context;
  const result: OpeningsResult = { opened: 0, unopened: 0 };
  const counter = new ResponseCounter(context, data, see);
  let opening: Opening | undefined;
  const advance = async () => {
    for (;;) {
      const line = lines.take() ?? ((await lines.fill()) ? lines.take() : undefined);
      if (line === undefined) {
        opening = undefined;
        return;
      }
      const next = parseOpening(line);
      if (next === undefined)
        report.find('opening', `a line of the openings is malformed: ${line.slice(0, 80)}`);
      else if (opening !== undefined && next.leafIndex <= opening.leafIndex) {
        report.find('opening', 'is opened a second time or out of order', next.leafIndex);
      } else {
        opening = next;
        return;
      }
    }
  };
  try {
    await advance();
    for await (const leaves of responseBundles(context, treeSize)) {
      for (const leaf of leaves) {
        while (opening !== undefined && opening.leafIndex < leaf.leafIndex) {
          report.find('opening', 'is opened and is no response', opening.leafIndex);
          await advance();
        }
        if (opening?.leafIndex !== leaf.leafIndex) {
          result.unopened++;
          continue;
        }
        if (counter.count(leaf, opening)) result.opened++;
        await advance();
      }
    }
    if (opening !== undefined) report.find('opening', 'is opened and is no response', opening.leafIndex);
  } catch (error) {
    if (!(error instanceof BundleError || error instanceof LineError)) throw error;
    report.find('opening', `the openings cannot be read: ${error.message}`);
  }
  return result;
}

interface ParsedEntry {
  entry: ResponseEntry;
  /** Tells that one more response with this entry was opened. */
  seen: () => void;
  /** The cells it adds to in each of the data, counted and excluded; looked up when first needed. */
  counted: (Cell[] | undefined)[];
  excluded: (Cell[] | undefined)[];
}

class ResponseCounter {
  readonly #context: VerifyContext;
  readonly #data: readonly LedgerData[];
  readonly #see: (entry: ResponseEntry) => () => void;
  #parsed = new Map<string, ParsedEntry | string>();
  #message = new Uint8Array(4096);
  readonly #hasExclusions: boolean;

  constructor(
    context: VerifyContext,
    data: readonly LedgerData[],
    see: (entry: ResponseEntry) => () => void,
  ) {
    this.#context = context;
    this.#data = data;
    this.#see = see;
    this.#hasExclusions = data.some(({ excludedTags }) => excludedTags.size > 0);
  }

  /** True when the opening belongs to the leaf and is a response entry. */
  count(leaf: ResponseLeaf, { salt, entry: json }: Opening): boolean {
    const { report, options } = this.#context;
    const lengthMax = salt.length + 3 * json.length;
    if (lengthMax > this.#message.length) this.#message = new Uint8Array(2 * lengthMax);
    this.#message.set(salt);
    const length = salt.length + toUtf8Into(json, this.#message.subarray(salt.length));
    if (!sameBytes(options.hash(this.#message.subarray(0, length)), leaf.commitment)) {
      report.find('opening', 'its opening does not match the commitment in the log', leaf.leafIndex);
      return false;
    }
    const parsed = this.#parsed.get(json) ?? this.#parse(this.#message.slice(salt.length, length));
    if (typeof parsed === 'string') {
      report.find('opening', parsed, leaf.leafIndex);
      return false;
    }
    const tag = this.#hasExclusions ? bytesToHex(leaf.tag) : '';
    for (let i = 0; i < this.#data.length; i++) {
      const data = this.#data[i]!;
      if (leaf.leafIndex >= data.treeSize) continue;
      const excluded = this.#hasExclusions && data.excludedTags.has(tag);
      const known = excluded ? parsed.excluded : parsed.counted;
      let cells = known[i];
      if (cells === undefined) {
        cells = data.cellsOf(data.attribute(parsed.entry, excluded));
        known[i] = cells;
      }
      for (const cell of cells) cell.count++;
    }
    parsed.seen();
    return true;
  }

  /** The entry with its cells, or what is wrong with it. */
  #parse(text: Uint8Array): ParsedEntry | string {
    if (this.#parsed.size >= parsedEntriesMax) this.#parsed = new Map();
    // A string of its own: a slice would keep the whole chunk that it was read with.
    const json = fromUtf8(text);
    let parsed: ParsedEntry | string;
    try {
      const entry = parseResponseEntry(json);
      if (/^\d{4}-\d{2}/.test(entry.when) && entry.when.slice(0, 7) !== entry.period) {
        throw new EntryError(`is of ${entry.when} and of the period ${entry.period}`);
      }
      parsed = { entry, seen: this.#see(entry), counted: [], excluded: [] };
    } catch (error) {
      if (!(error instanceof EntryError)) throw error;
      parsed = error.message;
    }
    this.#parsed.set(json, parsed);
    return parsed;
  }
}
