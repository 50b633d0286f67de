// Second step: every leaf is hashed, compared with the hash tiles and with an earlier copy, parsed, and brought into the
// tree. Resolves to the root at every size that some checkpoint speaks of, and to the open entries.
import { bytesToHex } from '@noble/hashes/utils.js';
import { CompactRange } from '../../merkle/compact-range.ts';
import { compareBytes, hashBytes, hashLeaf, sameBytes } from '../../merkle/hash.ts';
import {
  decodeEntryBundle,
  decodeHashTile,
  entryBytesMax,
  hashesAtLevel,
  TileError,
  tileHeight,
  tilePath,
  tileWidth,
} from '../../merkle/tile.ts';
import { fromUtf8 } from '../encoding.ts';
import { EntryError, parseLeaf } from '../entry.ts';
import type { PlacedEntry } from '../ledger-data.ts';
import type { VerifyContext } from './context.ts';
import { type BundleFiles, bundleFile, formatExtract, LineError, LineReader } from './format.ts';
import { passesFor, passOf, TagTable, tagsPerPassMax } from './tag-table.ts';
import { isResponseLeaf } from './write.ts';

export interface TreeResult {
  /** Leaves that could be read or at least be taken from the hash tile. */
  size: number;
  /** Root by tree size, hex, for the sizes asked for. */
  roots: Map<number, string>;
  openEntries: PlacedEntry[];
  responses: number;
  /** Names of kinds that this code cannot judge, with how many there are. */
  unknown: Map<string, number>;
}

export interface TreePlan {
  treeSize: number;
  /** Sizes at which the root is wanted. */
  rootSizes: ReadonlySet<number>;
  /** Sizes at which one batch of leaves ends and the next begins, ascending. */
  batchEnds: readonly number[];
  /** Leaves of the earlier copy; 0 without one. */
  earlierSize: number;
}

export async function verifyTree(context: VerifyContext, plan: TreePlan): Promise<TreeResult> {
  const { options, report } = context;
  const { treeSize } = plan;
  const range = new CompactRange(options.hash);
  const result: TreeResult = {
    size: 0,
    roots: new Map(),
    openEntries: [],
    responses: 0,
    unknown: new Map(),
  };
  const noteRoot = () => {
    if (plan.rootSizes.has(range.size)) result.roots.set(range.size, bytesToHex(range.root()));
  };
  noteRoot();
  const upper = new UpperTiles(context);
  const extract = await ExtractReader.open(context);
  const passes = passesFor(treeSize, options.tagsPerPassMax ?? tagsPerPassMax);
  const tags = new DuplicateTags(context, treeSize, passes);
  let batch = 0;
  let before: Uint8Array | undefined;

  for (let index = 0; index * tileWidth < treeSize; index++) {
    const width = Math.min(tileWidth, treeSize - index * tileWidth);
    const { entries, hashes } = await readBundle(context, index, width);
    const earlier = await readEarlierTile(options.earlier, index, plan.earlierSize);
    for (let i = 0; i < width; i++) {
      const leafIndex = index * tileWidth + i;
      const entry = entries[i];
      const leafHash = hashes[i];
      if (leafHash === undefined) {
        report.find('leaf', 'neither the entry nor its hash is there', leafIndex);
        return result;
      }
      const known = earlier[i];
      if (known !== undefined && !sameBytes(known, leafHash)) {
        report.find('changed-leaf', 'is not the leaf that stood here in the earlier copy', leafIndex);
      }
      while (plan.batchEnds[batch] !== undefined && plan.batchEnds[batch]! <= leafIndex) {
        batch++;
        before = undefined;
      }
      if (before !== undefined && compareBytes(before, leafHash) >= 0) {
        report.find('order', 'does not follow the leaf before it in the order of leaf hashes', leafIndex);
      }
      before = leafHash;
      range.append(leafHash, (height, at, hash) => {
        if (height % tileHeight === 0 && height > 0) upper.add(height / tileHeight, at, hash);
      });
      noteRoot();
      if (entry === undefined) continue;
      if (isResponseLeaf(entry)) result.responses++;
      else await extract?.expect(leafIndex, entry);
      placeLeaf(context, result, { leafIndex, leafHash, entry }, (tag) => {
        if (passOf(tag, passes) === 0) tags.add(tag, leafIndex);
      });
    }
    await upper.check();
  }
  result.size = range.size;
  await upper.checkPartial(treeSize);
  await extract?.expectEnd();
  await tags.confirm();
  for (let pass = 1; pass < passes; pass++) await findDuplicateTags(context, treeSize, pass, passes);
  return result;
}

function placeLeaf(
  { report }: VerifyContext,
  result: TreeResult,
  { leafIndex, leafHash, entry }: { leafIndex: number; leafHash: Uint8Array; entry: Uint8Array },
  seeTag: (tag: Uint8Array) => void,
): void {
  try {
    const leaf = parseLeaf(entry);
    if (leaf.kind === 'response') seeTag(leaf.tag);
    else if (leaf.kind === 'open') result.openEntries.push({ leafIndex, leafHash, entry: leaf.entry });
    else result.unknown.set(leaf.name, (result.unknown.get(leaf.name) ?? 0) + 1);
  } catch (error) {
    if (!(error instanceof EntryError)) throw error;
    report.find('entry', error.message, leafIndex);
  }
}

/** Entries of a bundle with their leaf hashes; where the two files disagree, the hash tile's hash goes into the tree. */
async function readBundle(
  { files, options, report }: VerifyContext,
  index: number,
  width: number,
): Promise<{ entries: (Uint8Array | undefined)[]; hashes: (Uint8Array | undefined)[] }> {
  const first = index * tileWidth;
  const tileAt = tilePath({ level: 0, index, width });
  const tile = await readHashTile(files, tileAt, width);
  if (tile === undefined) report.find('file', `${tileAt} is missing or not a tile of ${width} hashes`);
  const entries = await readEntries(files, index, width);
  const hashes = entries.list.map((entry) => hashLeaf(entry, options.hash));
  if (entries.problem !== undefined)
    report.find('leaf', entries.problem, first + firstDifference(hashes, tile));
  if (tile === undefined) return { entries: entries.list, hashes };
  if (entries.problem !== undefined) {
    // The bundle as a whole is not to be trusted with positions: its entries are left out, the tree goes on.
    return { entries: [], hashes: tile };
  }
  for (const [i, hash] of hashes.entries()) {
    if (!sameBytes(hash, tile[i]!))
      report.find('leaf', 'the entry does not have the hash in the tile', first + i);
  }
  return { entries: entries.list, hashes };
}

function firstDifference(hashes: Uint8Array[], tile: Uint8Array[] | undefined): number {
  const at = hashes.findIndex((hash, i) => tile?.[i] === undefined || !sameBytes(hash, tile[i]));
  return at < 0 ? hashes.length : at;
}

async function readEntries(
  files: BundleFiles,
  index: number,
  width: number,
): Promise<{ list: Uint8Array[]; problem?: string }> {
  const path = tilePath({ level: 'entries', index, width });
  const bytes = await files.read(path, tileWidth * (entryBytesMax + 2));
  if (bytes === undefined) return { list: [], problem: `${path} is missing` };
  try {
    return { list: decodeEntryBundle(bytes, width) };
  } catch (error) {
    if (!(error instanceof TileError)) throw error;
    for (let fewer = 1; fewer <= tileWidth; fewer++) {
      try {
        return { list: decodeEntryBundle(bytes, fewer), problem: `${path}: ${error.message}` };
      } catch {
        // Not that many either.
      }
    }
    return { list: [], problem: `${path}: ${error.message}` };
  }
}

async function readHashTile(
  files: BundleFiles,
  path: string,
  width: number,
): Promise<Uint8Array[] | undefined> {
  const bytes = await files.read(path, tileWidth * hashBytes);
  if (bytes === undefined || bytes.length !== width * hashBytes) return undefined;
  return decodeHashTile(bytes, width);
}

/** Level-0 hashes of the earlier copy at this tile; empty beyond its size. */
async function readEarlierTile(
  earlier: BundleFiles | undefined,
  index: number,
  earlierSize: number,
): Promise<readonly Uint8Array[]> {
  const width = Math.min(tileWidth, earlierSize - index * tileWidth);
  if (earlier === undefined || width < 1) return [];
  return (await readHashTile(earlier, tilePath({ level: 0, index, width }), width)) ?? [];
}

/** Compares the hash tiles above level 0 with what the leaves give. */
class UpperTiles {
  readonly #context: VerifyContext;
  readonly #open = new Map<number, Uint8Array[]>();
  #full: { level: number; index: number; hashes: Uint8Array[] }[] = [];

  constructor(context: VerifyContext) {
    this.#context = context;
  }

  add(level: number, index: number, hash: Uint8Array): void {
    const hashes = this.#open.get(level) ?? [];
    hashes.push(hash);
    this.#open.set(level, hashes);
    if (hashes.length < tileWidth) return;
    this.#full.push({ level, index: Math.floor(index / tileWidth), hashes });
    this.#open.delete(level);
  }

  async check(): Promise<void> {
    const full = this.#full;
    this.#full = [];
    for (const { level, index, hashes } of full) await this.#compare(level, index, hashes);
  }

  async checkPartial(treeSize: number): Promise<void> {
    for (const [level, hashes] of this.#open) {
      await this.#compare(level, Math.floor(hashesAtLevel(treeSize, level) / tileWidth), hashes);
    }
  }

  async #compare(level: number, index: number, hashes: Uint8Array[]): Promise<void> {
    const { files, report } = this.#context;
    const path = tilePath({ level, index, width: hashes.length });
    const stored = await readHashTile(files, path, hashes.length);
    if (stored === undefined)
      report.find('file', `${path} is missing or not a tile of ${hashes.length} hashes`);
    else if (stored.some((hash, i) => !sameBytes(hash, hashes[i]!))) {
      report.find('root', `${path} does not follow from the leaves below it`);
    }
  }
}

/** Compares entries.jsonl with the open entries in the tree. */
class ExtractReader {
  readonly #context: VerifyContext;
  readonly #lines: LineReader;
  #lost = false;

  private constructor(context: VerifyContext, lines: LineReader) {
    this.#context = context;
    this.#lines = lines;
  }

  static async open(context: VerifyContext): Promise<ExtractReader | undefined> {
    const chunks = await context.files.open(bundleFile.entries);
    if (chunks !== undefined) return new ExtractReader(context, new LineReader(chunks));
    context.report.find('file', `${bundleFile.entries} is missing`);
    return undefined;
  }

  async expect(leafIndex: number, entry: Uint8Array): Promise<void> {
    if (this.#lost) return;
    const line = await this.#next();
    if (`${line}\n` === formatExtract(leafIndex, textOf(entry))) return;
    // After the first difference the rest would only repeat it.
    this.#lost = true;
    this.#context.report.find('file', `${bundleFile.entries} does not repeat this entry`, leafIndex);
  }

  async expectEnd(): Promise<void> {
    if (this.#lost || (await this.#next()) === undefined) return;
    this.#context.report.find('file', `${bundleFile.entries} has entries that are not in the log`);
  }

  /** The next line; something that is no entry where the file is not lines of text. */
  async #next(): Promise<string | undefined> {
    try {
      return await this.#lines.next();
    } catch (error) {
      if (error instanceof LineError) return error.message;
      throw error;
    }
  }
}

/** A leaf that is no text has been reported as no entry; nothing in the extract can repeat it. */
function textOf(entry: Uint8Array): string {
  try {
    return fromUtf8(entry);
  } catch {
    return '';
  }
}

/** Suspicions confirmed on whole tags, by reading the two leaves again. */
const confirmationsMax = 50;

class DuplicateTags {
  readonly #context: VerifyContext;
  readonly #table: TagTable;
  #suspects: { tag: Uint8Array; first: number; second: number }[] = [];
  #beyond = 0;

  readonly #treeSize: number;

  constructor(context: VerifyContext, treeSize: number, passes: number) {
    this.#context = context;
    this.#treeSize = treeSize;
    this.#table = new TagTable(Math.ceil(treeSize / passes));
  }

  add(tag: Uint8Array, leafIndex: number): void {
    const first = this.#table.add(tag, leafIndex);
    if (first === undefined) return;
    if (this.#suspects.length < confirmationsMax) this.#suspects.push({ tag, first, second: leafIndex });
    else this.#beyond++;
  }

  async confirm(): Promise<void> {
    const { report } = this.#context;
    for (const { tag, first, second } of this.#suspects) {
      const other = await readTag(this.#context, first, this.#treeSize);
      if (other !== undefined && sameBytes(other, tag)) {
        report.find(
          'duplicate-tag',
          `has the tag of leaf ${first}: two citizens were given one receipt`,
          second,
        );
      }
    }
    if (this.#beyond > 0) report.find('duplicate-tag', `${this.#beyond} further tags occur twice`);
  }
}

/** The tag of a response leaf, read again. */
async function readTag(
  { files }: VerifyContext,
  leafIndex: number,
  treeSize: number,
): Promise<Uint8Array | undefined> {
  const index = Math.floor(leafIndex / tileWidth);
  const { list } = await readEntries(files, index, Math.min(tileWidth, treeSize - index * tileWidth));
  const entry = list[leafIndex % tileWidth];
  if (entry === undefined || !isResponseLeaf(entry)) return undefined;
  const leaf = parseLeaf(entry);
  return leaf.kind === 'response' ? leaf.tag : undefined;
}

/** A further pass over the response leaves for tags that the first did not look at. */
async function findDuplicateTags(
  context: VerifyContext,
  treeSize: number,
  pass: number,
  passes: number,
): Promise<void> {
  const tags = new DuplicateTags(context, treeSize, passes);
  for await (const { tag, leafIndex } of responseLeaves(context, treeSize)) {
    if (passOf(tag, passes) === pass) tags.add(tag, leafIndex);
  }
  await tags.confirm();
}

export interface ResponseLeaf {
  leafIndex: number;
  commitment: Uint8Array;
  tag: Uint8Array;
}

/** The response leaves again, bundle by bundle; what cannot be read has been reported before and is left out. */
export async function* responseBundles(
  { files }: VerifyContext,
  treeSize: number,
): AsyncGenerator<ResponseLeaf[]> {
  for (let index = 0; index * tileWidth < treeSize; index++) {
    const width = Math.min(tileWidth, treeSize - index * tileWidth);
    const { list, problem } = await readEntries(files, index, width);
    if (problem !== undefined) continue;
    const leaves: ResponseLeaf[] = [];
    for (const [i, entry] of list.entries()) {
      if (!isResponseLeaf(entry)) continue;
      try {
        const leaf = parseLeaf(entry);
        if (leaf.kind !== 'response') continue;
        leaves.push({ leafIndex: index * tileWidth + i, commitment: leaf.commitment, tag: leaf.tag });
      } catch {
        // Reported by verifyTree.
      }
    }
    yield leaves;
  }
}

async function* responseLeaves(context: VerifyContext, treeSize: number): AsyncGenerator<ResponseLeaf> {
  for await (const leaves of responseBundles(context, treeSize)) yield* leaves;
}
