// Checkpoints of C2SP tlog-checkpoint (the log's signed size and root) and cosignature/v1 of C2SP tlog-cosignature
// (somebody's statement that, at a time, this was the largest consistent tree they had seen).
// The log signs each checkpoint twice with its one key: the plain Ed25519 signature that every client reads, and a
// cosignature, which is what gives a checkpoint its time. The two differ in key id and in the first line signed.
import { z } from 'zod';
import { hashBytes } from '../merkle/hash.ts';
import { fromBase64, toBase64, toUtf8 } from './encoding.ts';
import {
  asType,
  formatNote,
  keyIdOf,
  type Note,
  NoteError,
  type NoteSignature,
  parseNote,
  type SignatureCheck,
  type SignerKey,
  signaturesOf,
  signatureType,
  signBytes,
  signNoteText,
  type VerifierKey,
  verifyBytes,
  verifyNote,
} from './note.ts';

export interface Checkpoint {
  origin: string;
  /** Number of leaves. */
  treeSize: number;
  /** 32 bytes. */
  rootHash: Uint8Array;
}

/** First lines of other things that the log's key signs: none may pass for a checkpoint of a log of that name. */
const reservedOrigins = ['cosignature/v1', 'langnghe/promise/v1', 'langnghe/bundle/v1'];

/** A log's origin: a name without scheme, spaces or `+`, with at least one letter; `/2` and so on mark continuations. */
export const originSchema = z
  .string()
  .max(255)
  .regex(/^[^\s+]*\p{L}[^\s+]*$/u, 'an origin has at least one letter and neither spaces nor "+"')
  .refine((origin) => !reservedOrigins.includes(origin), 'this origin is reserved');

/** The three lines that are signed. */
export function formatCheckpointText({ origin, treeSize, rootHash }: Checkpoint): string {
  originSchema.parse(origin);
  if (!Number.isSafeInteger(treeSize) || treeSize < 0) throw new RangeError(`${treeSize} is no tree size`);
  if (rootHash.length !== hashBytes) throw new RangeError(`root hash has ${rootHash.length} bytes`);
  return `${origin}\n${treeSize}\n${toBase64(rootHash)}\n`;
}

/**
 * Reads the text of a note as a checkpoint. Extension lines are allowed and ignored, as the specification asks.
 * Says nothing of who signed it. @throws NoteError `malformed`
 */
export function parseCheckpointText(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin, size, root, ...extensions] = lines;
  if (lines.length < 4 || !origin || extensions.pop() !== '' || extensions.includes('')) {
    throw new NoteError('malformed', 'a checkpoint has an origin, a size and a root hash, each on its line');
  }
  if (!/^(?:0|[1-9]\d{0,15})$/.test(size!) || !Number.isSafeInteger(Number(size))) {
    throw new NoteError('malformed', 'the size of the checkpoint is not a number of leaves');
  }
  let rootHash: Uint8Array;
  try {
    rootHash = fromBase64(root!);
  } catch (cause) {
    throw new NoteError('malformed', 'the root hash of the checkpoint is not base64', { cause });
  }
  if (rootHash.length !== hashBytes) throw new NoteError('malformed', 'the root hash has not 32 bytes');
  return { origin, treeSize: Number(size), rootHash };
}

/** A checkpoint signed by the log. `now` in seconds since 1970; the log's own cosignature carries it. */
export function signCheckpoint(
  checkpoint: Checkpoint,
  keys: readonly SignerKey[],
  nowSeconds: number,
): string {
  const text = formatCheckpointText(checkpoint);
  return formatNote({
    text,
    signatures: keys.flatMap((key) => [signNoteText(key, text), cosign(key, text, nowSeconds)]),
  });
}

/** The cosignature/v1 of a checkpoint's text; any Ed25519 key can make one under its cosignature type. */
export function cosign(key: SignerKey, text: string, nowSeconds: number): NoteSignature {
  const cosigner = asType(key, signatureType.cosignature);
  const signature = signBytes(cosigner, cosignedMessage(text, nowSeconds));
  const bytes = new Uint8Array(8 + signature.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(nowSeconds));
  bytes.set(signature, 8);
  return { name: key.name, keyId: keyIdOf(cosigner), bytes };
}

/**
 * Time, in seconds since 1970, of the latest valid cosignature by that key; undefined when it has not cosigned.
 * @throws NoteError `bad-signature` when a line claims the key and does not verify
 */
export function cosignatureTime(
  note: Note,
  key: VerifierKey,
  holds: SignatureCheck = verifyBytes,
): number | undefined {
  const cosigner = asType(key, signatureType.cosignature);
  let latest: number | undefined;
  for (const { bytes } of signaturesOf(note, cosigner)) {
    const seconds = bytes.length === 72 ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0) : -1n;
    const valid =
      seconds >= 0n &&
      seconds <= BigInt(Number.MAX_SAFE_INTEGER) &&
      holds(cosigner, cosignedMessage(note.text, Number(seconds)), bytes.subarray(8));
    if (!valid) throw new NoteError('bad-signature', `the cosignature of ${key.name} does not verify`);
    if (latest === undefined || Number(seconds) > latest) latest = Number(seconds);
  }
  return latest;
}

export interface VerifiedCheckpoint extends Checkpoint {
  note: Note;
  /** Keys of the log that signed it; at least one. */
  signers: VerifierKey[];
  /** When the log says it signed, in seconds since 1970; undefined when it gave no time. */
  signedAtSeconds: number | undefined;
}

/**
 * Reads a checkpoint and checks it against the log's trusted keys. The origin must be the name of a signing key.
 * @throws NoteError
 */
export function openCheckpoint(
  note: string | Uint8Array,
  trusted: readonly VerifierKey[],
  holds: SignatureCheck = verifyBytes,
): VerifiedCheckpoint {
  const parsed = parseNote(note);
  const checkpoint = parseCheckpointText(parsed.text);
  const keys = trusted.map((key) => asType(key, signatureType.ed25519));
  const signers = verifyNote(
    parsed,
    keys.filter(({ name }) => name === checkpoint.origin),
    holds,
  );
  const times = signers
    .map((key) => cosignatureTime(parsed, key, holds))
    .filter((time) => time !== undefined);
  return {
    ...checkpoint,
    note: parsed,
    signers,
    signedAtSeconds: times.length > 0 ? Math.max(...times) : undefined,
  };
}

function cosignedMessage(text: string, nowSeconds: number): Uint8Array {
  if (!Number.isSafeInteger(nowSeconds) || nowSeconds < 0) throw new RangeError(`${nowSeconds} is no time`);
  return toUtf8(`cosignature/v1\ntime ${nowSeconds}\n${text}`);
}
