// The bytes that outsiders recompute: canonical entry, salted commitment, the citizen's tag, the public entry and its
// leaf hash. RFC 8785 (JSON canonicalisation), SHA-256 (FIPS 180-4), leaf hash RFC 6962 section 2.1.
// Knows nothing of the kinds of entries, of storage or of the tree.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalizeJson from 'canonicalize';
import type { Sha256 } from '../merkle/hash.ts';

export const saltBytes = 32;

/** RFC 8785 text of a JSON value; throws TypeError on what JSON cannot hold (NaN, Infinity, undefined at the root). */
export function canonicalText(value: unknown): string {
  const text = (canonicalizeJson as unknown as (value: unknown) => string | undefined)(value);
  if (text === undefined) throw new TypeError('value has no canonical JSON form');
  return text;
}

/** RFC 8785 bytes of a JSON value; throws as `canonicalText`. */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8ToBytes(canonicalText(value));
}

/**
 * SHA-256(salt[32] || JCS(entry)): binds the entry, reveals nothing of it without the salt. `canonical` are the entry's
 * canonical bytes, where the caller has them already.
 */
export function commitmentOf(
  salt: Uint8Array,
  entry: unknown,
  hash: Sha256 = sha256,
  canonical: Uint8Array = canonicalBytes(entry),
): Uint8Array {
  if (salt.length !== saltBytes) throw new RangeError(`salt has ${salt.length} bytes, needs ${saltBytes}`);
  return hash(concatBytes(salt, canonical));
}

/** SHA-256 of the responseId as lower-case UUID text: what a citizen keeps to find the response in the log. */
export function tagOf(responseId: string): Uint8Array {
  return sha256(utf8ToBytes(responseId.toLowerCase()));
}

/** Public entry of a response as it stands in the log: canonical JSON of {commitment, tag}, both hex. */
export function publicEntryBytes(commitment: Uint8Array, tag: Uint8Array): Uint8Array {
  // The two names in canonical order, and hex needs no escapes: this text is its own canonical form.
  return utf8ToBytes(`{"commitment":"${bytesToHex(commitment)}","tag":"${bytesToHex(tag)}"}`);
}

/** RFC 6962 leaf hash: SHA-256(0x00 || entry). */
export function leafHashOf(entry: Uint8Array, hash: Sha256 = sha256): Uint8Array {
  return hash(concatBytes(Uint8Array.of(0), entry));
}
