// The job of the fourth step: some lines of openings, each held against the commitment of its leaf. What the opened
// responses say goes back as counts of equal entries: most responses of a day differ in their salt and tag alone.
import { bytesToHex } from '@noble/hashes/utils.js';
import { hashBytes, sameBytes } from '../../merkle/hash.ts';
import { tileWidth } from '../../merkle/tile.ts';
import { EncodingError, fromUtf8 } from '../encoding.ts';
import { EntryError, parseResponseEntry } from '../entry.ts';
import { readResponseLeaf, responseLeafBytes } from '../response-leaf.ts';
import { ByteMap } from './byte-map.ts';
import { readEntries, widthOf } from './entry-bundles.ts';
import type { BundleFiles } from './format.ts';
import type { JobEnvironment } from './jobs.ts';
import { readOpeningLine } from './opening-line.ts';
import type { Finding } from './report.ts';

export interface OpeningsInput {
  /** Whole lines, each with its newline. */
  lines: Uint8Array;
  /** Leaf of the last opening before these; -1 for none, or where it is not known yet. */
  after: number;
  treeSize: number;
  /** Sizes of the tree, ascending: what is counted is told apart by how many of them its leaf lies beyond. */
  bounds: readonly number[];
  /** Tags, hex, whose responses are not counted but named. */
  apart: ReadonlySet<string>;
}

export interface OpeningsCheck {
  findings: Finding[];
  /** Leaf of the first opening that came after `after`; null when none did. */
  first: number | null;
  /** Leaf of the last opening; `after` when none came after it. */
  last: number;
  /** Openings of leaves that are responses. */
  named: number;
  /** Those among them that match the commitment and are response entries. */
  opened: number;
  /** Canonical text of a response entry, and how many of the opened were of it between the same bounds. */
  counted: { text: string; beyond: number; count: number }[];
  apart: { text: string; leafIndex: number; tag: string }[];
}

const newline = 0x0a;
const lineShownMax = 80;

/** @throws BundleError */
export async function checkOpenings(
  { files, hash }: JobEnvironment,
  { lines, after, treeSize, bounds, apart }: OpeningsInput,
): Promise<OpeningsCheck> {
  const check: OpeningsCheck = {
    findings: [],
    first: null,
    last: after,
    named: 0,
    opened: 0,
    counted: [],
    apart: [],
  };
  const find = (message: string, leafIndex: number) =>
    check.findings.push({ code: 'opening', message, leafIndex });
  const leaves = new CommittedLeaves(files, treeSize);
  const salt = new Uint8Array(hashBytes);
  const messages = new Messages();
  let counts = new ByteMap<CountedEntry>(lines);
  let beyond = 0;
  for (let from = 0, to = lines.indexOf(newline); to >= 0; from = to + 1, to = lines.indexOf(newline, from)) {
    const opening = readOpeningLine(lines, from, to, salt);
    if (opening === undefined) {
      const shown = shownText(lines.subarray(from, to));
      check.findings.push({ code: 'opening', message: `a line of the openings is malformed: ${shown}` });
      continue;
    }
    const { leafIndex, entryFrom, entryTo } = opening;
    if (leafIndex <= check.last) {
      find('is opened a second time or out of order', leafIndex);
      continue;
    }
    check.first ??= leafIndex;
    check.last = leafIndex;
    const index = Math.floor(leafIndex / tileWidth);
    if (leaves.index !== index) await leaves.read(index);
    if (!leaves.take(leafIndex % tileWidth)) {
      find('is opened and is no response', leafIndex);
      continue;
    }
    check.named++;
    const message = messages.ofLength(hashBytes + entryTo - entryFrom);
    message.set(salt);
    message.set(lines.subarray(entryFrom, entryTo), hashBytes);
    if (!sameBytes(hash(message), leaves.commitment)) {
      find('its opening does not match the commitment in the log', leafIndex);
      continue;
    }
    while (bounds[beyond] !== undefined && bounds[beyond]! <= leafIndex) {
      beyond++;
      counts = new ByteMap(lines);
    }
    let entry = counts.get(entryFrom, entryTo);
    if (entry === undefined) {
      entry = readText(lines.subarray(entryFrom, entryTo), beyond);
      counts.add(entryFrom, entryTo, entry);
      if (entry.problem === undefined) check.counted.push(entry);
    }
    if (entry.problem !== undefined) {
      find(entry.problem, leafIndex);
      continue;
    }
    check.opened++;
    const tag = apart.size === 0 ? '' : bytesToHex(leaves.tag);
    if (apart.has(tag)) check.apart.push({ text: entry.text, leafIndex, tag });
    else entry.count++;
  }
  return check;
}

interface CountedEntry {
  text: string;
  /** Why it is no response entry. */
  problem: string | undefined;
  beyond: number;
  count: number;
}

function readText(bytes: Uint8Array, beyond: number): CountedEntry {
  const read: CountedEntry = { text: '', problem: undefined, beyond, count: 0 };
  try {
    read.text = fromUtf8(bytes);
    const { when, period } = parseResponseEntry(read.text);
    // A week may lie in two months; all else lies in one.
    if (when.charAt(5) !== 'W' && when.slice(0, 7) !== period) {
      read.problem = `is of ${when} and of the period ${period}`;
    }
  } catch (error) {
    if (!(error instanceof EntryError || error instanceof EncodingError)) throw error;
    read.problem = error.message;
  }
  return read;
}

/** The beginning of a line for a message. */
function shownText(line: Uint8Array): string {
  try {
    return fromUtf8(line).slice(0, lineShownMax);
  } catch (error) {
    if (error instanceof EncodingError) return 'it is not UTF-8';
    throw error;
  }
}

/** Buffers for messages, one of each length: a hash function is told the length by the view that it is given. */
class Messages {
  readonly #byLength = new Map<number, Uint8Array>();

  ofLength(length: number): Uint8Array {
    let message = this.#byLength.get(length);
    if (message === undefined) {
      message = new Uint8Array(length);
      this.#byLength.set(length, message);
    }
    return message;
  }
}

/** Commitments and tags of the leaves of one tile after the other. */
class CommittedLeaves {
  readonly commitment = new Uint8Array(hashBytes);
  readonly tag = new Uint8Array(hashBytes);
  /** The tile read last. */
  index = -1;
  readonly #files: BundleFiles;
  readonly #treeSize: number;
  #entries: readonly Uint8Array[] = [];

  constructor(files: BundleFiles, treeSize: number) {
    this.#files = files;
    this.#treeSize = treeSize;
  }

  async read(index: number): Promise<void> {
    this.index = index;
    this.#entries = [];
    const width = widthOf(index, this.#treeSize);
    if (width < 1) return;
    const { list, problem } = await readEntries(this.#files, index, width);
    // What cannot be read has been reported with the tree.
    if (problem === undefined) this.#entries = list;
  }

  /** True, with `commitment` and `tag` those of that leaf of the tile, when it is a response. */
  take(place: number): boolean {
    const entry = this.#entries[place];
    if (entry === undefined || entry.length !== responseLeafBytes) return false;
    return readResponseLeaf(entry, 0, this.commitment, this.tag);
  }
}
