// The compact range [0, size) of a Merkle tree: the roots of its maximal complete subtrees, largest first. Enough to
// append leaves and to compute the root in memory that grows with the logarithm of the tree (RFC 9162 section 2.1.2).
import { emptyRoot, hashBytes, hashNode, type Sha256, sha256 } from './hash.ts';

/** Told of every complete subtree as it comes into being: height 0 is a leaf, index counts subtrees of that height. */
export type VisitNode = (height: number, index: number, hash: Uint8Array) => void;

export class CompactRange {
  readonly #hash: Sha256;
  #size = 0;
  /** Roots of the complete subtrees, largest first: one for each bit set in the size. */
  #roots: Uint8Array[] = [];

  constructor(hash: Sha256 = sha256) {
    this.#hash = hash;
  }

  /**
   * The range of a tree of `size` leaves from the roots of its complete subtrees, largest first.
   * @throws RangeError when their number is not the number of bits set in the size
   */
  static from(size: number, roots: Uint8Array[], hash: Sha256 = sha256): CompactRange {
    if (roots.length !== completeSubtrees(size).length) {
      throw new RangeError(`${roots.length} subtree roots given for a tree of ${size} leaves`);
    }
    const range = new CompactRange(hash);
    range.#size = size;
    range.#roots = [...roots];
    return range;
  }

  get size(): number {
    return this.#size;
  }

  /** Roots of the complete subtrees, largest first. */
  get roots(): Uint8Array[] {
    return [...this.#roots];
  }

  /** Appends one leaf hash; `visit` sees the leaf and every subtree that it completes, smallest first. */
  append(leafHash: Uint8Array, visit?: VisitNode): void {
    if (leafHash.length !== hashBytes) throw new RangeError(`leaf hash has ${leafHash.length} bytes`);
    let index = this.#size;
    let node = leafHash;
    visit?.(0, index, node);
    for (let height = 1; index % 2 === 1; height++) {
      node = hashNode(this.#roots.pop()!, node, this.#hash);
      index = (index - 1) / 2;
      visit?.(height, index, node);
    }
    this.#roots.push(node);
    this.#size++;
  }

  /** Root hash of the tree as it stands; the empty tree has one too. */
  root(): Uint8Array {
    if (this.#roots.length === 0) return emptyRoot(this.#hash);
    let root = this.#roots.at(-1)!;
    for (let i = this.#roots.length - 2; i >= 0; i--) root = hashNode(this.#roots[i]!, root, this.#hash);
    return root;
  }
}

/** A complete subtree: `2^height` leaves from `index * 2^height`. */
export interface SubtreeId {
  height: number;
  index: number;
}

/** The maximal complete subtrees of a tree of `size` leaves, largest first. */
export function completeSubtrees(size: number): SubtreeId[] {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${size} is no tree size`);
  const subtrees: SubtreeId[] = [];
  let start = 0;
  while (start < size) {
    const height = Math.floor(Math.log2(size - start));
    // log2 of a number just below a power of two may round up for sizes beyond 2^48.
    const exact = 2 ** height > size - start ? height - 1 : height;
    subtrees.push({ height: exact, index: start / 2 ** exact });
    start += 2 ** exact;
  }
  return subtrees;
}

/** Root of a list of leaf hashes held in memory. */
export function rootOf(leafHashes: Iterable<Uint8Array>, hash: Sha256 = sha256): Uint8Array {
  const range = new CompactRange(hash);
  for (const leafHash of leafHashes) range.append(leafHash);
  return range.root();
}
