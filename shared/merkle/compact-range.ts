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
    this.appendSubtree(0, leafHash, visit);
  }

  /**
   * Appends a complete subtree of `2^height` leaves by its root; `visit` sees it and every subtree that it completes.
   * @throws RangeError when the range does not end where such a subtree can begin
   */
  appendSubtree(height: number, root: Uint8Array, visit?: VisitNode): void {
    if (root.length !== hashBytes) throw new RangeError(`a hash has ${root.length} bytes`);
    let index = this.#size / 2 ** height;
    if (!Number.isInteger(index)) {
      throw new RangeError(`no subtree of height ${height} begins at leaf ${this.#size}`);
    }
    this.#size += 2 ** height;
    let node = root;
    let at = height;
    visit?.(at, index, node);
    while (index % 2 === 1) {
      node = hashNode(this.#roots.pop()!, node, this.#hash);
      index = (index - 1) / 2;
      at++;
      visit?.(at, index, node);
    }
    this.#roots.push(node);
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
