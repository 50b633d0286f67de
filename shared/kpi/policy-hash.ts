// What a policy's activation and a period's close name beside id and version: the hash of the document as loaded, so that two
// documents of one version cannot pass for each other.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalBytes } from '../ledger/commitment.ts';
import type { Policy } from './policy-schema.ts';

/** SHA-256 over the RFC 8785 bytes of the loaded policy, hex: comments and the order of keys do not change it. */
export function policyHash(policy: Policy): string {
  return bytesToHex(sha256(canonicalBytes(policy)));
}
