// Tree nodes computed straight from a list of leaf hashes: the plain reference that stored trees are compared with.
import type { SubtreeId } from '../../shared/merkle/compact-range.ts';
import { hashNode } from '../../shared/merkle/hash.ts';
import type { ReadNode } from '../../shared/merkle/proof.ts';

export function memoryReader(leafHashes: readonly Uint8Array[]): ReadNode {
  const node = ({ height, index }: SubtreeId): Uint8Array => {
    if (height === 0) {
      const leaf = leafHashes[index];
      if (leaf === undefined) throw new RangeError(`no leaf ${index}`);
      return leaf;
    }
    return hashNode(
      node({ height: height - 1, index: 2 * index }),
      node({ height: height - 1, index: 2 * index + 1 }),
    );
  };
  return node;
}

/** MTH of RFC 6962 section 2.1, word for word. */
export function definedRoot(leafHashes: readonly Uint8Array[], empty: Uint8Array): Uint8Array {
  if (leafHashes.length === 0) return empty;
  if (leafHashes.length === 1) return leafHashes[0]!;
  let split = 1;
  while (split * 2 < leafHashes.length) split *= 2;
  return hashNode(
    definedRoot(leafHashes.slice(0, split), empty),
    definedRoot(leafHashes.slice(split), empty),
  );
}
