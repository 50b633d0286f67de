// Second step: every leaf is hashed, compared with the hash tiles and with an earlier copy, parsed, and brought into the
// tree. Tiles are checked by jobs (check-tiles.ts); here their subtrees become one tree. Resolves to the root at every size
// that some checkpoint speaks of, and to the open entries.
import { bytesToHex } from '@noble/hashes/utils.js';
import { CompactRange } from '../../merkle/compact-range.ts';
import { compareBytes, hashBytes } from '../../merkle/hash.ts';
import { tileHeight, tileWidth } from '../../merkle/tile.ts';
import { EntryError, parseLeaf } from '../entry.ts';
import type { PlacedEntry } from '../ledger-data.ts';
import { type OtherLeaf, outOfOrder, type TileCheck } from './check-tiles.ts';
import type { VerifyContext } from './context.ts';
import { DuplicateTags } from './duplicate-tags.ts';
import { ExtractReader } from './extract-reader.ts';
import { inOrder } from './in-order.ts';
import { UpperTiles } from './upper-tiles.ts';
import { isResponseLeaf } from './write.ts';

export interface TreeResult {
  /** Leaves that could be read or at least be taken from the hash tile. */
  size: number;
  /** Root by tree size, hex, for the sizes asked for. */
  roots: Map<number, string>;
  openEntries: PlacedEntry[];
  /** Leaves that look like responses. */
  responses: number;
  /** Those among them that can be read again, with their place in the log being certain. */
  readableResponses: number;
  /** Tags, hex, that an exclusion names and some response has. */
  excludedPresent: ReadonlySet<string>;
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

/** Tiles of one job: enough to be worth handing over, few enough for their open entries to lie in memory together. */
const tilesPerJob = 8;

export async function verifyTree(context: VerifyContext, plan: TreePlan): Promise<TreeResult> {
  const { jobs } = context;
  const builder = await TreeBuilder.open(context, plan);
  const check = (first: number) => jobs.run('tiles', tilesInput(plan, first));
  for await (const [first, checks] of inOrder(firstTiles(plan.treeSize), jobs.underWayMax, check)) {
    for (const [i, tile] of checks.entries()) {
      await builder.add(first + i, tile);
      if (tile.brokenOff) return builder.result;
    }
  }
  return builder.finish();
}

/** One by one: a checkpoint may state any number of leaves, and the files break off before them. */
function* firstTiles(treeSize: number): Generator<number> {
  const tiles = Math.ceil(treeSize / tileWidth);
  for (let first = 0; first < tiles; first += tilesPerJob) yield first;
}

function tilesInput({ treeSize, rootSizes, batchEnds, earlierSize }: TreePlan, first: number) {
  const count = Math.min(tilesPerJob, Math.ceil(treeSize / tileWidth) - first);
  const [from, to] = [first * tileWidth, (first + count) * tileWidth];
  const within = (size: number) => size >= from && size <= to;
  return {
    first,
    count,
    treeSize,
    earlierSize,
    rootSizes: [...rootSizes].filter(within),
    batchEnds: batchEnds.filter(within),
  };
}

/** Joins what is known of each tile, in their order. */
class TreeBuilder {
  readonly result: TreeResult = {
    size: 0,
    roots: new Map(),
    openEntries: [],
    responses: 0,
    readableResponses: 0,
    excludedPresent: new Set(),
    unknown: new Map(),
  };
  readonly #context: VerifyContext;
  readonly #plan: TreePlan;
  readonly #batchEnds: ReadonlySet<number>;
  readonly #upper: UpperTiles;
  readonly #tags: DuplicateTags;
  readonly #extract: ExtractReader | undefined;
  #range: CompactRange;
  /** Hash of the leaf before the next tile. */
  #before: Uint8Array | undefined;
  #readable = 0;

  static async open(context: VerifyContext, plan: TreePlan): Promise<TreeBuilder> {
    return new TreeBuilder(context, plan, await ExtractReader.open(context));
  }

  private constructor(context: VerifyContext, plan: TreePlan, extract: ExtractReader | undefined) {
    this.#context = context;
    this.#plan = plan;
    this.#extract = extract;
    this.#batchEnds = new Set(plan.batchEnds);
    this.#upper = new UpperTiles(context);
    this.#tags = new DuplicateTags(context, plan.treeSize);
    this.#range = new CompactRange(context.options.hash);
    this.#noteRoot(this.#range);
  }

  async add(index: number, tile: TileCheck): Promise<void> {
    const { report } = this.#context;
    const first = index * tileWidth;
    const [firstHash, lastHash] = tile.ends;
    if (this.#before !== undefined && firstHash !== undefined && !this.#batchEnds.has(first)) {
      if (compareBytes(this.#before, firstHash) >= 0) report.add(outOfOrder(first));
    }
    this.#before = lastHash;
    for (const finding of tile.findings) report.add(finding);
    this.#addSubtrees(tile);
    for (const [i, place] of tile.places.entries()) this.#tags.add(tile.tags, i * hashBytes, first + place);
    this.result.responses += tile.responses;
    this.#readable += tile.readable;
    for (const leaf of tile.others) await this.#place(leaf);
    await this.#upper.check();
  }

  #addSubtrees(tile: TileCheck): void {
    const { hash } = this.#context.options;
    const before = this.#range;
    for (const { size, roots } of tile.subtrees) {
      if (size === tileWidth) {
        before.appendSubtree(tileHeight, roots[0]!, (height, at, root) => this.#upper.add(height, at, root));
        this.#range = before;
      } else this.#range = CompactRange.from(before.size + size, [...before.roots, ...roots], hash);
      this.#noteRoot(this.#range);
    }
  }

  #noteRoot(range: CompactRange): void {
    if (this.#plan.rootSizes.has(range.size)) this.result.roots.set(range.size, bytesToHex(range.root()));
  }

  async #place({ leafIndex, leafHash, bytes }: OtherLeaf): Promise<void> {
    if (!isResponseLeaf(bytes)) await this.#extract?.expect(leafIndex, bytes);
    const { unknown, openEntries } = this.result;
    try {
      const leaf = parseLeaf(bytes);
      if (leaf.kind === 'open') openEntries.push({ leafIndex, leafHash, entry: leaf.entry });
      else if (leaf.kind === 'unknown') unknown.set(leaf.name, (unknown.get(leaf.name) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof EntryError)) throw error;
      this.#context.report.find('entry', error.message, leafIndex);
    }
  }

  /** After the last tile. */
  async finish(): Promise<TreeResult> {
    this.result.size = this.#range.size;
    this.result.readableResponses = this.#readable;
    await this.#upper.checkPartial(this.#plan.treeSize);
    await this.#extract?.expectEnd();
    const named = this.result.openEntries.flatMap(({ entry }) =>
      entry.kind === 'exclusion' ? [entry.tag] : [],
    );
    this.result.excludedPresent = await this.#tags.finish(new Set(named));
    return this.result;
  }
}
