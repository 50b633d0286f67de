// What a citizen may keep after rating, and what can be checked with it: that the response is in the log. It holds the
// tag and the signed promise, nothing of the rating, so that it can be shown to nobody as proof of how one rated.
//
// Two forms. The short code is for paper and typing: the first 100 bits of the tag with two check signs. The link is
// for a QR code: the whole receipt after `#`, which browsers keep to themselves, so no server or proxy logs it.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { hashLeaf, sameBytes } from '../merkle/hash.ts';
import { ProofError, verifyConsistency, verifyInclusion } from '../merkle/proof.ts';
import { openCheckpoint, type VerifiedCheckpoint } from './checkpoint.ts';
import { EncodingError, fromBase32, fromBase64Url, toBase32, toBase64Url } from './encoding.ts';
import { parseLeaf } from './entry.ts';
import { NoteError, type VerifierKey } from './note.ts';
import { type IntakePromise, verifyPromise } from './promise.ts';
import { parseTlogProof } from './tlog-proof.ts';

export class ReceiptError extends Error {
  override name = 'ReceiptError';
}

const codeDigits = 20;
const checkDigits = 2;
/** Hex digits of a tag that a short code holds: enough to find one response among all. */
export const tagPrefixDigits = (codeDigits * 5) / 4;

/** `LN-` and 22 signs in groups, the last two being check signs: `LN-0A1B2-C3D4E-F5G6H-J7K8M-NP`. */
export function formatReceiptCode(tag: Uint8Array): string {
  const digits = toBase32(tag).slice(0, codeDigits);
  const whole = digits + checkSigns(digits);
  return `LN-${whole.match(/.{1,5}/g)!.join('-')}`;
}

/**
 * First 25 hex digits of the tag from a short code as people type it: any case, spaces or none, O for 0.
 * @throws ReceiptError when it is not a code or a sign is wrong
 */
export function parseReceiptCode(text: string): string {
  const signs = text.trim().replace(/^LN/i, '').replaceAll(/[\s-]/g, '');
  if (signs.length !== codeDigits + checkDigits) {
    throw new ReceiptError(
      `a receipt code has ${codeDigits + checkDigits} signs after LN, this has ${signs.length}`,
    );
  }
  let digits: string;
  let bytes: Uint8Array;
  try {
    // 100 bits are twelve bytes and a half: a sign of zeros fills the thirteenth.
    bytes = fromBase32(`${signs.slice(0, codeDigits)}0`);
    digits = toBase32(bytes).slice(0, codeDigits);
  } catch (cause) {
    throw new ReceiptError('a receipt code has only digits and Latin letters without U', { cause });
  }
  const check = signs.slice(codeDigits).toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (checkSigns(digits) !== check) throw new ReceiptError('a sign of the receipt code is wrong');
  return bytesToHex(bytes).slice(0, tagPrefixDigits);
}

/** The two signs that catch mistyping: 10 bits of SHA-256 over the other signs. */
function checkSigns(digits: string): string {
  return toBase32(sha256(new Uint8Array([...digits].map((sign) => sign.charCodeAt(0))))).slice(
    0,
    checkDigits,
  );
}

const payloadVersion = 1;
const payloadBytes = 1 + 32 + 4 + 64;

/** The receipt as an address with everything after `#`. `pageUrl` is that of the public receipt page. */
export function formatReceiptLink(promise: IntakePromise, pageUrl: string): string {
  const mergeBy = new Uint8Array(4);
  new DataView(mergeBy.buffer).setUint32(0, secondsOf(promise.mergeBy));
  const payload = concatBytes(Uint8Array.of(payloadVersion), promise.tag, mergeBy, promise.signature);
  return `${pageUrl}#${toBase64Url(payload)}`;
}

/** Reads a link, its part after `#`, or that with the `#`. @throws ReceiptError */
export function parseReceiptLink(link: string): IntakePromise {
  let payload: Uint8Array;
  try {
    payload = fromBase64Url(link.slice(link.indexOf('#') + 1));
  } catch (cause) {
    if (cause instanceof EncodingError) throw new ReceiptError('is not a receipt', { cause });
    throw cause;
  }
  if (payload.length !== payloadBytes || payload[0] !== payloadVersion)
    throw new ReceiptError('is not a receipt');
  const seconds = new DataView(payload.buffer, payload.byteOffset).getUint32(33);
  return { tag: payload.slice(1, 33), mergeBy: instantOf(seconds), signature: payload.slice(37) };
}

/** What a receipt comes to. None of it depends on, or shows, the rating. */
export type ReceiptState =
  /** Proven: entry `number` of `treeSize` in a checkpoint that the log's key signed. */
  | {
      state: 'in-log';
      number: number;
      treeSize: number;
      signedAtSeconds: number | undefined;
      saved: SavedCheck;
    }
  /** No proof yet, and the promised time has not come. */
  | { state: 'waiting'; mergeBy: string }
  /** No proof although the promised time has passed: the receipt itself, being signed, is evidence. */
  | { state: 'promise-broken'; mergeBy: string }
  /** The receipt was not signed by the key of this log. */
  | { state: 'not-from-this-log' }
  /** What the server gave does not prove inclusion, or contradicts the saved checkpoint. */
  | { state: 'does-not-hold'; reason: string };

/** How the proof stands to the checkpoint that the citizen or an observer saved earlier. */
export type SavedCheck = 'none-given' | 'same' | 'consistent' | 'not-compared';

export interface ReceiptEvidence {
  /** C2SP tlog-proof with the public entry as extra data; undefined when the log has given none. */
  proof: string | undefined;
  /** A checkpoint kept from another time or obtained from someone else. */
  savedCheckpoint?: string;
  /** Consistency proof between the saved checkpoint and that of the proof, smaller tree first. */
  consistency?: readonly Uint8Array[];
}

/**
 * Checks a receipt without a network. `trusted` are the log's keys as the citizen knows them, latest last;
 * the clock is the caller's. A receipt known only by its short code has no promise: give its tag prefix instead.
 */
export function checkReceipt(
  receipt: IntakePromise | { tagPrefix: string },
  evidence: ReceiptEvidence,
  trusted: readonly VerifierKey[],
  nowSeconds: number,
): ReceiptState {
  const promise = 'tagPrefix' in receipt ? undefined : receipt;
  if (promise !== undefined && !trusted.some((key) => verifyPromise(promise, key))) {
    return { state: 'not-from-this-log' };
  }
  if (evidence.proof === undefined) {
    if (promise === undefined) return { state: 'does-not-hold', reason: 'the log has no such entry yet' };
    const overdue = secondsOf(promise.mergeBy) < nowSeconds;
    return { state: overdue ? 'promise-broken' : 'waiting', mergeBy: promise.mergeBy };
  }
  try {
    const { checkpoint, leafIndex } = openProof(receipt, evidence.proof, trusted);
    const saved = compareSaved(checkpoint, evidence, trusted);
    const { treeSize, signedAtSeconds } = checkpoint;
    return { state: 'in-log', number: leafIndex + 1, treeSize, signedAtSeconds, saved };
  } catch (error) {
    if (error instanceof NoteError || error instanceof ProofError || error instanceof ReceiptError) {
      return { state: 'does-not-hold', reason: error.message };
    }
    throw error;
  }
}

function openProof(
  receipt: IntakePromise | { tagPrefix: string },
  text: string,
  trusted: readonly VerifierKey[],
): { checkpoint: VerifiedCheckpoint; leafIndex: number } {
  const proof = parseTlogProof(text);
  if (proof.extra === undefined) throw new ReceiptError('the proof does not carry its entry');
  const leaf = readLeaf(proof.extra);
  const mine =
    'tagPrefix' in receipt
      ? bytesToHex(leaf.tag).startsWith(receipt.tagPrefix)
      : sameBytes(leaf.tag, receipt.tag);
  if (!mine) throw new ReceiptError('the proof is of another response');
  const checkpoint = openCheckpoint(proof.checkpoint, trusted);
  verifyInclusion(
    { ...checkpoint, leafHash: hashLeaf(proof.extra), leafIndex: proof.leafIndex },
    proof.inclusion,
  );
  return { checkpoint, leafIndex: proof.leafIndex };
}

function readLeaf(entry: Uint8Array): { tag: Uint8Array } {
  try {
    const leaf = parseLeaf(entry);
    if (leaf.kind === 'response') return leaf;
  } catch (cause) {
    throw new ReceiptError('the proof carries something that is no entry', { cause });
  }
  throw new ReceiptError('the proof carries an entry that is no response');
}

function compareSaved(
  current: VerifiedCheckpoint,
  { savedCheckpoint, consistency }: ReceiptEvidence,
  trusted: readonly VerifierKey[],
): SavedCheck {
  if (savedCheckpoint === undefined) return 'none-given';
  const saved = openCheckpoint(savedCheckpoint, trusted);
  if (saved.origin !== current.origin) return 'not-compared';
  if (saved.treeSize === current.treeSize) {
    if (!sameBytes(saved.rootHash, current.rootHash)) {
      throw new ReceiptError(`the log has shown two different trees of ${saved.treeSize} leaves`);
    }
    return 'same';
  }
  if (consistency === undefined) return 'not-compared';
  const [earlier, later] = saved.treeSize < current.treeSize ? [saved, current] : [current, saved];
  verifyConsistency(
    {
      earlierSize: earlier.treeSize,
      earlierRoot: earlier.rootHash,
      treeSize: later.treeSize,
      rootHash: later.rootHash,
    },
    consistency,
  );
  return 'consistent';
}

/** Seconds since 1970 of an instant written as `2026-10-15T17:00:00Z`. @throws ReceiptError */
export function secondsOf(instant: string): number {
  const wellFormed = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(instant);
  const milliseconds = wellFormed ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new ReceiptError('is not an instant in UTC with whole seconds');
  return milliseconds / 1000;
}

function instantOf(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
