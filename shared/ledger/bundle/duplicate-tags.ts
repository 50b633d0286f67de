// Tags that two responses have, and tags that decisions name: looked for in a table that holds 64 bits of each tag, and
// confirmed on the whole tag by reading the leaf again.
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { hashBytes, sameBytes } from '../../merkle/hash.ts';
import { tileWidth } from '../../merkle/tile.ts';
import { parseResponseLeaf } from '../response-leaf.ts';
import type { CollectedTags } from './collect-tags.ts';
import type { VerifyContext } from './context.ts';
import { readEntries, widthOf } from './entry-bundles.ts';
import { inOrder } from './in-order.ts';
import { passesFor, passOf, TagTable, tagsPerPassMax } from './tag-table.ts';

/** Suspicions confirmed on whole tags. */
const confirmationsMax = 50;
/** Tiles read again by one job. */
const tilesPerJob = 16;

/** All tags of a log, a part of them a pass. */
export class DuplicateTags {
  readonly #context: VerifyContext;
  readonly #treeSize: number;
  readonly #passes: number;
  #pass: TagPass;
  #number = 0;

  constructor(context: VerifyContext, treeSize: number) {
    this.#context = context;
    this.#treeSize = treeSize;
    this.#passes = passesFor(treeSize, context.options.tagsPerPassMax ?? tagsPerPassMax);
    this.#pass = new TagPass(context, treeSize, this.#passes);
  }

  /** A tag of the first reading of the log: the one that begins at `at`. */
  add(tags: Uint8Array, at: number, leafIndex: number): void {
    if (passOf(tags, at, this.#passes) === this.#number) this.#pass.add(tags, at, leafIndex);
  }

  /** Reports what occurs twice, reading the log again for what the first reading left out; which of `named` (hex) occur. */
  async finish(named: ReadonlySet<string>): Promise<Set<string>> {
    const present = new Set<string>();
    const unsure: Uint8Array[] = [];
    for (;;) {
      await this.#pass.confirm();
      for (const hex of named) {
        const tag = hexToBytes(hex);
        if (passOf(tag, 0, this.#passes) !== this.#number) continue;
        const found = await this.#pass.holds(tag);
        if (found === true) present.add(hex);
        else if (found === undefined) unsure.push(tag);
      }
      this.#number++;
      if (this.#number === this.#passes) break;
      this.#pass = new TagPass(this.#context, this.#treeSize, this.#passes);
      for await (const { tags, leafIndexes } of this.#collected(this.#number, this.#passes)) {
        for (const [i, leafIndex] of leafIndexes.entries()) this.#pass.add(tags, i * hashBytes, leafIndex);
      }
    }
    if (unsure.length > 0) await this.#search(unsure, present);
    return present;
  }

  /** Tags that share 64 bits with another: rare by chance, and then looked for one by one. */
  async #search(wanted: readonly Uint8Array[], present: Set<string>): Promise<void> {
    for await (const { tags, leafIndexes } of this.#collected(0, 1)) {
      for (let i = 0; i < leafIndexes.length; i++) {
        const tag = tags.subarray(i * hashBytes, (i + 1) * hashBytes);
        if (wanted.some((one) => sameBytes(one, tag))) present.add(bytesToHex(tag));
      }
    }
  }

  async *#collected(pass: number, passes: number): AsyncGenerator<CollectedTags> {
    const { jobs } = this.#context;
    const treeSize = this.#treeSize;
    const tiles = Math.ceil(treeSize / tileWidth);
    function* firsts(): Generator<number> {
      for (let first = 0; first < tiles; first += tilesPerJob) yield first;
    }
    const collect = (first: number) =>
      jobs.run('tags', { first, count: Math.min(tilesPerJob, tiles - first), treeSize, pass, passes });
    for await (const [, collected] of inOrder(firsts(), jobs.underWayMax, collect)) yield collected;
  }
}

class TagPass {
  readonly #context: VerifyContext;
  readonly #treeSize: number;
  readonly #table: TagTable;
  #suspects: { tag: Uint8Array; first: number; second: number }[] = [];
  #beyond = 0;

  constructor(context: VerifyContext, treeSize: number, passes: number) {
    this.#context = context;
    this.#treeSize = treeSize;
    this.#table = new TagTable(Math.ceil(treeSize / passes));
  }

  add(tags: Uint8Array, at: number, leafIndex: number): void {
    const first = this.#table.add(tags, at, leafIndex);
    if (first === undefined) return;
    if (this.#suspects.length < confirmationsMax) {
      this.#suspects.push({ tag: tags.slice(at, at + hashBytes), first, second: leafIndex });
    } else this.#beyond++;
  }

  async confirm(): Promise<void> {
    const { report } = this.#context;
    for (const { tag, first, second } of this.#suspects) {
      const other = await this.#tagAt(first);
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

  /** Whether that tag is among those added; undefined when only another with the same first 64 bits is known to be. */
  async holds(tag: Uint8Array): Promise<boolean | undefined> {
    const leafIndex = this.#table.find(tag);
    if (leafIndex === undefined) return false;
    const other = await this.#tagAt(leafIndex);
    return other !== undefined && sameBytes(other, tag) ? true : undefined;
  }

  /** The tag of a response leaf, read again. */
  async #tagAt(leafIndex: number): Promise<Uint8Array | undefined> {
    const index = Math.floor(leafIndex / tileWidth);
    const { list } = await readEntries(this.#context.files, index, widthOf(index, this.#treeSize));
    const entry = list[leafIndex % tileWidth];
    return entry === undefined ? undefined : parseResponseLeaf(entry)?.tag;
  }
}
