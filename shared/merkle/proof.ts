// Inclusion and consistency proofs: building them from stored nodes, and verifying them from nothing but the proof.
// RFC 6962 sections 2.1.1 and 2.1.2 (construction), RFC 9162 sections 2.1.3.2 and 2.1.4.2 (verification).
// A root hash does not bind the number of leaves: proofs of trees of neighbouring sizes can have the same form. So sizes
// and roots always come in pairs out of a checkpoint that somebody signed, never from whoever offers the proof.
import { completeSubtrees, type SubtreeId } from './compact-range.ts';
import { hashBytes, hashNode, type Sha256, sameBytes, sha256 } from './hash.ts';

export type ProofErrorCode =
  /** The sizes or the index cannot belong to any tree. */
  | 'out-of-range'
  /** A hash of the proof or a root does not have 32 bytes. */
  | 'hash-length'
  /** The proof has more or fewer hashes than the sizes call for. */
  | 'proof-length'
  /** The proof leads to another root than the one given. */
  | 'root-mismatch'
  /** Consistency only: the proof leads to another root of the smaller tree than the one given. */
  | 'earlier-root-mismatch';

export class ProofError extends Error {
  override name = 'ProofError';
  readonly code: ProofErrorCode;
  constructor(code: ProofErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Gives the hash of a complete subtree of the tree. */
export type ReadNode = (subtree: SubtreeId) => Uint8Array;

/**
 * Hashes from the sibling of the leaf up to the child of the root.
 * Requires 0 <= leafIndex < treeSize, and every complete subtree of that tree readable.
 */
export function inclusionProof(
  leafIndex: number,
  treeSize: number,
  read: ReadNode,
  hash: Sha256 = sha256,
): Uint8Array[] {
  checkSize(treeSize);
  if (!Number.isSafeInteger(leafIndex) || leafIndex < 0 || leafIndex >= treeSize) {
    throw new ProofError('out-of-range', `leaf ${leafIndex} is not in a tree of ${treeSize} leaves`);
  }
  const path: Uint8Array[] = [];
  let start = 0;
  let end = treeSize;
  while (end - start > 1) {
    const split = start + splitPoint(end - start);
    if (leafIndex < split) {
      path.push(rangeHash(split, end, read, hash));
      end = split;
    } else {
      path.push(rangeHash(start, split, read, hash));
      start = split;
    }
  }
  return path.reverse();
}

/**
 * Hashes that lead from the root of the first `earlierSize` leaves to the root of `treeSize` leaves.
 * Requires 0 <= earlierSize <= treeSize; empty when earlierSize is 0 or equals treeSize.
 */
export function consistencyProof(
  earlierSize: number,
  treeSize: number,
  read: ReadNode,
  hash: Sha256 = sha256,
): Uint8Array[] {
  checkSize(treeSize);
  checkSize(earlierSize);
  if (earlierSize > treeSize) {
    throw new ProofError('out-of-range', `a tree of ${treeSize} leaves has no prefix of ${earlierSize}`);
  }
  if (earlierSize === 0 || earlierSize === treeSize) return [];
  const path: Uint8Array[] = [];
  let start = 0;
  let end = treeSize;
  // SUBPROOF of the RFC, from the root down: descend towards the boundary until a node ends exactly there.
  while (end !== earlierSize) {
    const split = start + splitPoint(end - start);
    if (earlierSize <= split) {
      path.push(rangeHash(split, end, read, hash));
      end = split;
    } else {
      path.push(rangeHash(start, split, read, hash));
      start = split;
    }
  }
  // When the whole earlier tree is one node of the later one, its hash is known to the verifier.
  if (start !== 0) path.push(rangeHash(start, end, read, hash));
  return path.reverse();
}

/**
 * Checks that `leafHash` stands at `leafIndex` of the tree with that size and root.
 * @throws ProofError
 */
export function verifyInclusion(
  claim: { leafHash: Uint8Array; leafIndex: number; treeSize: number; rootHash: Uint8Array },
  proof: readonly Uint8Array[],
  hash: Sha256 = sha256,
): void {
  const { leafHash, leafIndex, treeSize, rootHash } = claim;
  checkSize(treeSize);
  if (!Number.isSafeInteger(leafIndex) || leafIndex < 0 || leafIndex >= treeSize) {
    throw new ProofError('out-of-range', `leaf ${leafIndex} is not in a tree of ${treeSize} leaves`);
  }
  checkHashes([leafHash, rootHash, ...proof]);
  let index = leafIndex;
  let last = treeSize - 1;
  let node = leafHash;
  for (const sibling of proof) {
    if (last === 0) throw new ProofError('proof-length', 'the inclusion proof has too many hashes');
    if (index % 2 === 1 || index === last) {
      node = hashNode(sibling, node, hash);
      while (index % 2 === 0 && index !== 0) {
        index = half(index);
        last = half(last);
      }
    } else {
      node = hashNode(node, sibling, hash);
    }
    index = half(index);
    last = half(last);
  }
  if (last !== 0) throw new ProofError('proof-length', 'the inclusion proof has too few hashes');
  if (!sameBytes(node, rootHash)) {
    throw new ProofError('root-mismatch', `the proof of leaf ${leafIndex} leads to another root`);
  }
}

/**
 * Checks that the tree of `treeSize` leaves begins with the tree of `earlierSize` leaves.
 * An earlier size of 0 is consistent with everything; equal sizes need equal roots; both take an empty proof.
 * @throws ProofError
 */
export function verifyConsistency(
  claim: { earlierSize: number; earlierRoot: Uint8Array; treeSize: number; rootHash: Uint8Array },
  proof: readonly Uint8Array[],
  hash: Sha256 = sha256,
): void {
  const { earlierSize, earlierRoot, treeSize, rootHash } = claim;
  checkSize(earlierSize);
  checkSize(treeSize);
  if (earlierSize > treeSize) {
    throw new ProofError('out-of-range', `a tree of ${treeSize} leaves has no prefix of ${earlierSize}`);
  }
  checkHashes([earlierRoot, rootHash, ...proof]);
  if (earlierSize === 0 || earlierSize === treeSize) {
    if (proof.length > 0) throw new ProofError('proof-length', 'the consistency proof must be empty');
    if (earlierSize === treeSize && !sameBytes(earlierRoot, rootHash)) {
      throw new ProofError('root-mismatch', `two trees of ${treeSize} leaves have different roots`);
    }
    return;
  }
  let index = earlierSize - 1;
  let last = treeSize - 1;
  while (index % 2 === 1) {
    index = half(index);
    last = half(last);
  }
  // An earlier tree that is one complete subtree starts from its own root, which the proof leaves out.
  const hashes = index === 0 ? [earlierRoot, ...proof] : proof;
  const [first, ...rest] = hashes;
  if (first === undefined) throw new ProofError('proof-length', 'the consistency proof has too few hashes');
  let earlier = first;
  let later = first;
  for (const sibling of rest) {
    if (last === 0) throw new ProofError('proof-length', 'the consistency proof has too many hashes');
    if (index % 2 === 1 || index === last) {
      earlier = hashNode(sibling, earlier, hash);
      later = hashNode(sibling, later, hash);
      while (index % 2 === 0 && index !== 0) {
        index = half(index);
        last = half(last);
      }
    } else {
      later = hashNode(later, sibling, hash);
    }
    index = half(index);
    last = half(last);
  }
  if (last !== 0) throw new ProofError('proof-length', 'the consistency proof has too few hashes');
  if (!sameBytes(earlier, earlierRoot)) {
    throw new ProofError('earlier-root-mismatch', 'the proof leads to another root of the earlier tree');
  }
  if (!sameBytes(later, rootHash)) throw new ProofError('root-mismatch', 'the proof leads to another root');
}

/** Hash of leaves [start, end) of the tree; `start` is a multiple of the largest power of two in the range. */
function rangeHash(start: number, end: number, read: ReadNode, hash: Sha256): Uint8Array {
  const subtrees = completeSubtrees(end - start);
  let node: Uint8Array | undefined;
  let from = end;
  for (const { height } of subtrees.reverse()) {
    from -= 2 ** height;
    const left = read({ height, index: from / 2 ** height });
    node = node === undefined ? left : hashNode(left, node, hash);
  }
  return node!;
}

/** Largest power of two smaller than `size`, for size >= 2. */
function splitPoint(size: number): number {
  const [largest] = completeSubtrees(size - 1);
  return 2 ** largest!.height;
}

/** Halves beyond 32 bits, where `>>` would not. */
function half(value: number): number {
  return Math.floor(value / 2);
}

function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0)
    throw new ProofError('out-of-range', `${size} is no tree size`);
}

function checkHashes(hashes: readonly Uint8Array[]): void {
  for (const { length } of hashes) {
    if (length !== hashBytes)
      throw new ProofError('hash-length', `a hash has ${length} bytes, not ${hashBytes}`);
  }
}
