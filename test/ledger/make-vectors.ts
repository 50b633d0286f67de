// Writes shared/contract/vectors/{entry,merkle,note}.json: byte-exact examples from which another language can build the
// same. Run by `npx tsx test/ledger/make-vectors.ts`; the tests check every value again, those of RFC 6962 against
// figures that did not come from this code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { canonicalBytes, commitmentOf, publicEntryBytes, tagOf } from '../../shared/ledger/commitment.ts';
import { fromUtf8 } from '../../shared/ledger/encoding.ts';
import { openEntryBytes } from '../../shared/ledger/entry.ts';
import { formatSignerKey, formatVerifierKey, signerKey } from '../../shared/ledger/note.ts';
import { promiseMessage, signPromise, toWirePromise } from '../../shared/ledger/promise.ts';
import { formatReceiptCode, formatReceiptLink } from '../../shared/ledger/receipt-format.ts';
import { formatTlogProof } from '../../shared/ledger/tlog-proof.ts';
import { rootOf } from '../../shared/merkle/compact-range.ts';
import { hashLeaf } from '../../shared/merkle/hash.ts';
import { consistencyProof, inclusionProof } from '../../shared/merkle/proof.ts';
import { memoryReader } from '../merkle/memory-tree.ts';
import { openEntryExamples, responseExamples } from './examples.ts';

const folder = new URL('../../shared/contract/vectors/', import.meta.url);
mkdirSync(folder, { recursive: true });

function write(name: string, content: unknown): void {
  writeFileSync(new URL(name, folder), `${JSON.stringify(content, null, 2)}\n`);
}

const salt = Uint8Array.from({ length: 32 }, (_, i) => i);
write('entry.json', {
  about:
    'canonical = RFC 8785 bytes of the entry; commitment = SHA-256(salt || canonical); tag = SHA-256(responseId as lower-case text); ' +
    'leaf of a response = canonical {commitment, tag}; leaf of any other entry = its canonical bytes; leafHash = SHA-256(0x00 || leaf). Bytes in hex, texts as they are.',
  responses: responseExamples.map(({ name, responseId, entry }) => {
    const commitment = commitmentOf(salt, entry);
    const tag = tagOf(responseId);
    const leaf = publicEntryBytes(commitment, tag);
    return {
      name,
      entry,
      canonical: fromUtf8(canonicalBytes(entry)),
      salt: bytesToHex(salt),
      commitment: bytesToHex(commitment),
      responseId,
      tag: bytesToHex(tag),
      receiptCode: formatReceiptCode(tag),
      leaf: fromUtf8(leaf),
      leafHash: bytesToHex(hashLeaf(leaf)),
    };
  }),
  openEntries: openEntryExamples.map(({ name, entry }) => ({
    name,
    entry,
    leaf: fromUtf8(openEntryBytes(entry)),
    leafHash: bytesToHex(hashLeaf(openEntryBytes(entry))),
  })),
});

// The eight leaves that certificate transparency implementations share.
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const hashes = leaves.map((leaf) => hashLeaf(hexToBytes(leaf)));
const read = memoryReader(hashes);
const rootAt = (size: number) => bytesToHex(rootOf(hashes.slice(0, size)));
const sizes = leaves.map((_, i) => i + 1);

interface Inclusion {
  name: string;
  leafHash: string;
  leafIndex: number;
  treeSize: number;
  rootHash: string;
  proof: string[];
}
const inclusionHolds: Inclusion[] = sizes.flatMap((treeSize) =>
  Array.from({ length: treeSize }, (_, leafIndex) => ({
    name: `leaf ${leafIndex} of ${treeSize}`,
    leafHash: bytesToHex(hashes[leafIndex]!),
    leafIndex,
    treeSize,
    rootHash: rootAt(treeSize),
    proof: inclusionProof(leafIndex, treeSize, read).map((hash) => bytesToHex(hash)),
  })),
);
interface Consistency {
  name: string;
  earlierSize: number;
  earlierRoot: string;
  treeSize: number;
  rootHash: string;
  proof: string[];
}
const consistencyHolds: Consistency[] = sizes.flatMap((treeSize) =>
  Array.from({ length: treeSize }, (_, i) => ({
    name: `${i + 1} of ${treeSize}`,
    earlierSize: i + 1,
    earlierRoot: rootAt(i + 1),
    treeSize,
    rootHash: rootAt(treeSize),
    proof: consistencyProof(i + 1, treeSize, read).map((hash) => bytesToHex(hash)),
  })),
);

const flip = (hex: string) => `${(Number.parseInt(hex[0]!, 16) ^ 8).toString(16)}${hex.slice(1)}`;
const rubbish = 'ff'.repeat(32);
const a = inclusionHolds.find(({ name }) => name === 'leaf 5 of 8')!;
const inclusionFails = [
  { ...a, name: 'leaf index plus 1', leafIndex: 6 },
  { ...a, name: 'leaf index minus 1', leafIndex: 4 },
  { ...a, name: 'leaf index xor 2', leafIndex: 7 },
  { ...a, name: 'leaf index equals tree size', leafIndex: 8 },
  { ...a, name: 'negative leaf index', leafIndex: -1 },
  { ...a, name: 'tree size doubled', treeSize: 16 },
  { ...a, name: 'tree size halved', treeSize: 4 },
  { ...a, name: 'leaf hash with one bit flipped', leafHash: flip(a.leafHash) },
  { ...a, name: 'root with one bit flipped', rootHash: flip(a.rootHash) },
  { ...a, name: 'root of seven leaves', rootHash: rootAt(7) },
  { ...a, name: 'leaf and root swapped', leafHash: a.rootHash, rootHash: a.leafHash },
  { ...a, name: 'empty proof', proof: [] },
  { ...a, name: 'truncated proof', proof: a.proof.slice(0, -1) },
  { ...a, name: 'proof without its first hash', proof: a.proof.slice(1) },
  { ...a, name: 'trailing garbage', proof: [...a.proof, rubbish] },
  { ...a, name: 'trailing root', proof: [...a.proof, a.rootHash] },
  { ...a, name: 'preceding garbage', proof: [rubbish, ...a.proof] },
  { ...a, name: 'preceding leaf hash', proof: [a.leafHash, ...a.proof] },
  { ...a, name: 'proof reversed', proof: [...a.proof].reverse() },
  { ...a, name: 'proof hash of 31 bytes', proof: [a.proof[0]!.slice(2), ...a.proof.slice(1)] },
  ...a.proof.map((hash, i) => ({
    ...a,
    name: `proof hash ${i} with one bit flipped`,
    proof: a.proof.with(i, flip(hash)),
  })),
];
const b = consistencyHolds.find(({ name }) => name === '6 of 8')!;
const c = consistencyHolds.find(({ name }) => name === '4 of 8')!;
const consistencyFails = [
  { ...b, name: 'earlier size plus 1', earlierSize: 7 },
  { ...b, name: 'earlier size minus 1', earlierSize: 5 },
  { ...b, name: 'earlier size beyond the tree', earlierSize: 9 },
  { ...b, name: 'tree size doubled', treeSize: 16 },
  { ...b, name: 'size and root of seven leaves', treeSize: 7, rootHash: rootAt(7) },
  { ...b, name: 'earlier root with one bit flipped', earlierRoot: flip(b.earlierRoot) },
  { ...b, name: 'root with one bit flipped', rootHash: flip(b.rootHash) },
  { ...b, name: 'roots swapped', earlierRoot: b.rootHash, rootHash: b.earlierRoot },
  { ...b, name: 'empty proof', proof: [] },
  { ...b, name: 'truncated proof', proof: b.proof.slice(0, -1) },
  { ...b, name: 'trailing garbage', proof: [...b.proof, rubbish] },
  { ...b, name: 'preceding garbage', proof: [rubbish, ...b.proof] },
  { ...b, name: 'preceding earlier root', proof: [b.earlierRoot, ...b.proof] },
  { ...b, name: 'trailing root', proof: [...b.proof, b.rootHash] },
  { ...c, name: 'power of two: preceding earlier root', proof: [c.earlierRoot, ...c.proof] },
  { ...c, name: 'power of two: earlier root of three leaves', earlierRoot: rootAt(3) },
  { ...b, name: 'same size, different roots', earlierSize: 8, earlierRoot: rootAt(7), proof: [] },
  { ...b, name: 'same size, proof not empty', earlierSize: 8, earlierRoot: b.rootHash },
  ...b.proof.map((hash, i) => ({
    ...b,
    name: `proof hash ${i} with one bit flipped`,
    proof: b.proof.with(i, flip(hash)),
  })),
];
write('merkle.json', {
  about:
    'RFC 6962 section 2.1 over eight leaves. Hashes and leaves in hex; proofs as in sections 2.1.1 and 2.1.2.',
  leaves,
  leafHashes: hashes.map((hash) => bytesToHex(hash)),
  roots: Object.fromEntries([0, ...sizes].map((size) => [size, rootAt(size)])),
  inclusion: { holds: inclusionHolds, fails: inclusionFails },
  consistency: { holds: consistencyHolds, fails: consistencyFails },
});

const key = signerKey(
  'log.example.vn/trung-tam-01',
  Uint8Array.from({ length: 32 }, (_, i) => 255 - i),
);
const publicLeaf = publicEntryBytes(
  commitmentOf(salt, responseExamples[0]!.entry),
  tagOf(responseExamples[0]!.responseId),
);
const noteLeaves = [hashLeaf(publicLeaf), ...hashes.slice(1, 5)];
const checkpoint = signCheckpoint(
  { origin: key.name, treeSize: noteLeaves.length, rootHash: rootOf(noteLeaves) },
  [key],
  1_791_000_000,
);
const promise = signPromise(key, tagOf(responseExamples[0]!.responseId), '2026-10-15T17:00:00Z');
write('note.json', {
  about:
    'C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof; the promise and the receipt of this project. The key is an example and secret no more.',
  signerKey: formatSignerKey(key),
  verifierKey: formatVerifierKey(key),
  checkpoint,
  checkpointSeconds: 1_791_000_000,
  proof: formatTlogProof({
    extra: publicLeaf,
    leafIndex: 0,
    inclusion: inclusionProof(0, noteLeaves.length, memoryReader(noteLeaves)),
    checkpoint,
  }),
  promiseMessage: fromUtf8(promiseMessage(key.name, promise.tag, promise.mergeBy)),
  promise: toWirePromise(promise),
  receiptCode: formatReceiptCode(promise.tag),
  receiptLink: formatReceiptLink(promise, 'https://log.example.vn/receipt'),
});
