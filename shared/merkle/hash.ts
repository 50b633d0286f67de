// Hashes of the Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1.1): leaf, inner node, empty tree.
// The hash function is passed in, so that a browser uses the portable one and a server its native one.
import { sha256 as portableSha256 } from '@noble/hashes/sha2.js';

export const hashBytes = 32;

/** SHA-256 of a whole message, which the callee does not keep; returns 32 bytes that are the caller's. */
export type Sha256 = (message: Uint8Array) => Uint8Array;

export const sha256: Sha256 = (message) => portableSha256(message);

// Messages are put together in buffers that are used again: a large log has millions, and a hash function keeps none.
const shortLeafMessages: Uint8Array[] = [];
const shortLeafBytesMax = 1024;
const nodeMessage = new Uint8Array(1 + 2 * hashBytes);
nodeMessage[0] = 1;

/** SHA-256(0x00 || entry). */
export function hashLeaf(entry: Uint8Array, hash: Sha256 = sha256): Uint8Array {
  // A hash function is told the length by the view that it is given: short leaves, the most, have one for each length.
  let message = shortLeafMessages[entry.length];
  if (message === undefined) {
    message = new Uint8Array(1 + entry.length);
    if (entry.length <= shortLeafBytesMax) shortLeafMessages[entry.length] = message;
  }
  message.set(entry, 1);
  return hash(message);
}

/** SHA-256(0x01 || left || right); both 32 bytes. */
export function hashNode(left: Uint8Array, right: Uint8Array, hash: Sha256 = sha256): Uint8Array {
  nodeMessage.set(left, 1);
  nodeMessage.set(right, 1 + hashBytes);
  return hash(nodeMessage);
}

/** Root of the tree without leaves: SHA-256 of the empty string. */
export function emptyRoot(hash: Sha256 = sha256): Uint8Array {
  return hash(new Uint8Array(0));
}

/** True when both have the same length and bytes. Not constant-time: everything compared in a log is public. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Order of byte strings as unsigned bytes, shorter first when one is a prefix of the other. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
