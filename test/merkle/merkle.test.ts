import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import vectors from '../../shared/contract/vectors/merkle.json' with { type: 'json' };
import { fromBase64 } from '../../shared/ledger/encoding.ts';
import { CompactRange, completeSubtrees, rootOf } from '../../shared/merkle/compact-range.ts';
import { emptyRoot, hashLeaf } from '../../shared/merkle/hash.ts';
import {
  consistencyProof,
  inclusionProof,
  ProofError,
  verifyConsistency,
  verifyInclusion,
} from '../../shared/merkle/proof.ts';
import { definedRoot, memoryReader } from './memory-tree.ts';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
beforeAll(() => console.log(`merkle properties: seed ${seed}`));
const options = { seed, numRuns: 60 };

/** Distinct leaf hashes of a tree of that size. */
function someLeaves(size: number): Uint8Array[] {
  return Array.from({ length: size }, (_, i) => hashLeaf(Uint8Array.of(i >> 16, i >> 8, i)));
}

function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = bytes.slice();
  changed[bit >> 3]! ^= 1 << (bit & 7);
  return changed;
}

describe('known answers', () => {
  // Roots and proofs of the eight leaves as in testdata/ of transparency-dev/merkle (consistency/2, consistency/3,
  // inclusion/2), which took them from the reference implementation of RFC 6962.
  const hashes = vectors.leaves.map((leaf) => hashLeaf(hexToBytes(leaf)));
  const read = memoryReader(hashes);
  const known = (base64: string[]) => base64.map(fromBase64);

  it('gives the roots of the eight-leaf tree', () => {
    expect(rootOf(hashes)).toEqual(fromBase64('XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg='));
    expect(rootOf(hashes.slice(0, 6))).toEqual(fromBase64('duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8='));
    expect(rootOf(hashes.slice(0, 5))).toEqual(fromBase64('Tju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ='));
    expect(rootOf(hashes.slice(0, 2))).toEqual(fromBase64('+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU='));
    expect(emptyRoot()).toEqual(
      hexToBytes('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
    );
  });

  it('gives the inclusion proof of leaf 5 of 8', () => {
    expect(inclusionProof(5, 8, read)).toEqual(
      known([
        'vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=',
        'yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=',
        '037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=',
      ]),
    );
  });

  it('gives the consistency proofs of 6 to 8 and of 2 to 5', () => {
    expect(consistencyProof(6, 8, read)).toEqual(
      known([
        'DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=',
        'yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=',
        '037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=',
      ]),
    );
    expect(consistencyProof(2, 5, read)).toEqual(
      known(['Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=', 'vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=']),
    );
  });
});

describe('test vectors', () => {
  const bytes = (proof: string[]) => proof.map((hash) => hexToBytes(hash));
  const inclusion = (vector: (typeof vectors.inclusion.holds)[number]) =>
    verifyInclusion(
      { ...vector, leafHash: hexToBytes(vector.leafHash), rootHash: hexToBytes(vector.rootHash) },
      bytes(vector.proof),
    );
  const consistency = (vector: (typeof vectors.consistency.holds)[number]) =>
    verifyConsistency(
      { ...vector, earlierRoot: hexToBytes(vector.earlierRoot), rootHash: hexToBytes(vector.rootHash) },
      bytes(vector.proof),
    );

  it('are as many as the file is meant to have', () => {
    expect(vectors.inclusion.holds).toHaveLength(36);
    expect(vectors.consistency.holds).toHaveLength(36);
    expect(vectors.inclusion.fails.length).toBeGreaterThanOrEqual(23);
    expect(vectors.consistency.fails.length).toBeGreaterThanOrEqual(21);
  });
  it.each(vectors.inclusion.holds)('inclusion holds: $name', (vector) => inclusion(vector));
  it.each(vectors.consistency.holds)('consistency holds: $name', (vector) => consistency(vector));
  it.each(vectors.inclusion.fails)('inclusion fails: $name', (vector) => {
    expect(() => inclusion(vector)).toThrow(ProofError);
  });
  it.each(vectors.consistency.fails)('consistency fails: $name', (vector) => {
    expect(() => consistency(vector)).toThrow(ProofError);
  });
});

describe('compact range', () => {
  it('has the root that the RFC defines', () => {
    for (let size = 0; size <= 70; size++) {
      const leaves = someLeaves(size);
      expect(rootOf(leaves)).toEqual(definedRoot(leaves, emptyRoot()));
    }
  });

  it('goes on from its subtree roots, however the leaves are batched', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 600 }), (size, split) => {
        const leaves = someLeaves(size);
        const cut = Math.min(size, split);
        const first = new CompactRange();
        for (const leaf of leaves.slice(0, cut)) first.append(leaf);
        const second = CompactRange.from(cut, first.roots);
        for (const leaf of leaves.slice(cut)) second.append(leaf);
        expect(second.size).toBe(size);
        expect(second.root()).toEqual(rootOf(leaves));
      }),
      options,
    );
  });

  it('names every complete subtree once, with its hash', () => {
    const leaves = someLeaves(300);
    const read = memoryReader(leaves);
    const range = new CompactRange();
    const seen = new Map<string, Uint8Array>();
    for (const leaf of leaves) {
      range.append(leaf, (height, index, hash) => {
        expect(seen.has(`${height}/${index}`)).toBe(false);
        seen.set(`${height}/${index}`, hash);
      });
    }
    for (let height = 0; 2 ** height <= 300; height++) {
      for (let index = 0; (index + 1) * 2 ** height <= 300; index++) {
        expect(seen.get(`${height}/${index}`)).toEqual(read({ height, index }));
      }
    }
    expect(seen.size).toBe(300 + 150 + 75 + 37 + 18 + 9 + 4 + 2 + 1);
  });

  it('refuses roots that do not fit the size', () => {
    expect(() => CompactRange.from(6, [emptyRoot()])).toThrow(RangeError);
    expect(() => CompactRange.from(-1, [])).toThrow(RangeError);
  });

  it('splits sizes exactly up to 2^53', () => {
    for (const size of [1, 2, 3, 255, 256, 2 ** 48 - 1, 2 ** 52 + 1, Number.MAX_SAFE_INTEGER]) {
      const subtrees = completeSubtrees(size);
      expect(subtrees.reduce((sum, { height }) => sum + 2 ** height, 0)).toBe(size);
      expect(new Set(subtrees.map(({ height }) => height)).size).toBe(subtrees.length);
    }
  });
});

describe('proofs of any tree', () => {
  const trees = fc.integer({ min: 1, max: 900 }).chain((treeSize) =>
    fc.record({
      treeSize: fc.constant(treeSize),
      leafIndex: fc.integer({ min: 0, max: treeSize - 1 }),
      earlierSize: fc.integer({ min: 0, max: treeSize }),
      bit: fc.nat(255),
    }),
  );

  it('inclusion verifies, and fails with any one bit of any hash changed or at any other index', () => {
    fc.assert(
      fc.property(trees, ({ treeSize, leafIndex, bit }) => {
        const leaves = someLeaves(treeSize);
        const claim = { leafHash: leaves[leafIndex]!, leafIndex, treeSize, rootHash: rootOf(leaves) };
        const proof = inclusionProof(leafIndex, treeSize, memoryReader(leaves));
        verifyInclusion(claim, proof);
        const fails = (changed: Partial<typeof claim>, path = proof) =>
          expect(() => verifyInclusion({ ...claim, ...changed }, path)).toThrow(ProofError);
        fails({ leafHash: flipBit(claim.leafHash, bit) });
        fails({ rootHash: flipBit(claim.rootHash, bit) });
        for (const [i, hash] of proof.entries()) fails({}, proof.with(i, flipBit(hash, bit)));
        for (let power = 1; power <= treeSize; power *= 2) fails({ leafIndex: leafIndex ^ power });
      }),
      options,
    );
  });

  it('consistency verifies, and fails with any one bit of any hash changed', () => {
    fc.assert(
      fc.property(trees, ({ treeSize, earlierSize, bit }) => {
        const leaves = someLeaves(treeSize);
        const claim = {
          earlierSize,
          earlierRoot: rootOf(leaves.slice(0, earlierSize)),
          treeSize,
          rootHash: rootOf(leaves),
        };
        const proof = consistencyProof(earlierSize, treeSize, memoryReader(leaves));
        verifyConsistency(claim, proof);
        const fails = (changed: Partial<typeof claim>, path = proof) =>
          expect(() => verifyConsistency({ ...claim, ...changed }, path)).toThrow(ProofError);
        // The empty tree is a prefix of every tree: there is nothing in it to contradict.
        if (earlierSize > 0) {
          fails({ earlierRoot: flipBit(claim.earlierRoot, bit) });
          fails({ rootHash: flipBit(claim.rootHash, bit) });
        }
        for (const [i, hash] of proof.entries()) fails({}, proof.with(i, flipBit(hash, bit)));
      }),
      options,
    );
  });

  it('a tree with one leaf changed, dropped or moved is consistent with no prefix that held it', () => {
    fc.assert(
      fc.property(trees, ({ treeSize, leafIndex, earlierSize }) => {
        const size = Math.max(earlierSize, leafIndex + 1);
        const leaves = someLeaves(treeSize);
        const altered = leaves.with(leafIndex, hashLeaf(Uint8Array.of(1, 2, 3, 4)));
        const claim = {
          earlierSize: size,
          earlierRoot: rootOf(leaves.slice(0, size)),
          treeSize,
          rootHash: rootOf(altered),
        };
        const forged = consistencyProof(size, treeSize, memoryReader(altered));
        expect(() => verifyConsistency(claim, forged)).toThrow(ProofError);
      }),
      options,
    );
  });

  it('refuses indices and sizes that no tree has', () => {
    const read = memoryReader(someLeaves(4));
    expect(() => inclusionProof(4, 4, read)).toThrow(ProofError);
    expect(() => inclusionProof(-1, 4, read)).toThrow(ProofError);
    expect(() => inclusionProof(0.5, 4, read)).toThrow(ProofError);
    expect(() => consistencyProof(5, 4, read)).toThrow(ProofError);
    expect(() => consistencyProof(1, Number.MAX_SAFE_INTEGER + 1, read)).toThrow(ProofError);
  });
});
