// The promise given with an acknowledged response: by `mergeBy` the log holds an entry with this tag. Signed, so that a
// promise that is not kept is evidence which the citizen holds and the centre cannot deny.
import { bytesToHex } from '@noble/hashes/utils.js';
import { fromBase64, toBase64, toUtf8 } from './encoding.ts';
import {
  NoteError,
  type SignerKey,
  signatureType,
  signBytes,
  type VerifierKey,
  verifyBytes,
} from './note.ts';

export interface IntakePromise {
  /** 32 bytes. */
  tag: Uint8Array;
  /** ISO 8601 instant in UTC with whole seconds, `2026-10-15T17:00:00Z`. */
  mergeBy: string;
  /** 64 bytes, Ed25519. */
  signature: Uint8Array;
}

/** What crosses the wire: tag in hex, signature in base64. */
export interface WirePromise {
  tag: string;
  mergeBy: string;
  signature: string;
}

/** Exactly the bytes that are signed. The first line is reserved: no log may have it as its origin. */
export function promiseMessage(origin: string, tag: Uint8Array, mergeBy: string): Uint8Array {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(mergeBy)) {
    throw new NoteError('malformed', 'mergeBy is not an instant in UTC with whole seconds');
  }
  if (tag.length !== 32) throw new NoteError('malformed', `a tag has 32 bytes, not ${tag.length}`);
  return toUtf8(`langnghe/promise/v1\n${origin}\n${bytesToHex(tag)}\n${mergeBy}\n`);
}

/** Signs with the log's key, whose name is the origin. */
export function signPromise(key: SignerKey, tag: Uint8Array, mergeBy: string): IntakePromise {
  if (key.type !== signatureType.ed25519)
    throw new NoteError('bad-key', 'a promise is signed by a key of type 1');
  return { tag, mergeBy, signature: signBytes(key, promiseMessage(key.name, tag, mergeBy)) };
}

export function verifyPromise(promise: IntakePromise, key: VerifierKey): boolean {
  return verifyBytes(key, promiseMessage(key.name, promise.tag, promise.mergeBy), promise.signature);
}

export function toWirePromise({ tag, mergeBy, signature }: IntakePromise): WirePromise {
  return { tag: bytesToHex(tag), mergeBy, signature: toBase64(signature) };
}

/** @throws NoteError `malformed` */
export function fromWirePromise({ tag, mergeBy, signature }: WirePromise): IntakePromise {
  if (!/^[0-9a-f]{64}$/.test(tag)) throw new NoteError('malformed', 'the tag is not 64 hex digits');
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => Number.parseInt(tag.slice(2 * i, 2 * i + 2), 16));
  try {
    return { tag: bytes, mergeBy, signature: fromBase64(signature) };
  } catch (cause) {
    throw new NoteError('malformed', 'the signature of the promise is not base64', { cause });
  }
}
