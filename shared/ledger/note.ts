// Signed notes of C2SP signed-note: text, signature lines, and the keys that make and check them.
// Ed25519 (RFC 8032) alone; a signature of any other type is carried along and never trusted.
// Verification follows the strict rules of RFC 8032, so that a key of small order or a second form of the same
// signature is refused and every implementation agrees on what is valid.
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { sameBytes } from '../merkle/hash.ts';
import { fromBase64, fromUtf8, toBase64, toUtf8 } from './encoding.ts';

/** Signature type identifier bytes of signed-note that this code makes or checks. */
export const signatureType = { ed25519: 0x01, cosignature: 0x04 } as const;
export type SignatureType = (typeof signatureType)[keyof typeof signatureType];

export const signaturesMax = 64;
export const noteBytesMax = 1_000_000;

export type NoteErrorCode =
  /** The bytes are not a note. */
  | 'malformed'
  /** A key is not in its textual form, or its id does not belong to it. */
  | 'bad-key'
  /** No signature of a key that is trusted. */
  | 'no-trusted-signature'
  /** A signature line claims a trusted key and does not verify. */
  | 'bad-signature';

export class NoteError extends Error {
  override name = 'NoteError';
  readonly code: NoteErrorCode;
  constructor(code: NoteErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface VerifierKey {
  /** Neither spaces nor `+`; for a log, its origin. */
  name: string;
  type: SignatureType;
  /** 32 bytes. */
  publicKey: Uint8Array;
}

export interface SignerKey extends VerifierKey {
  /** The 32-byte seed of RFC 8032. Secret. */
  seed: Uint8Array;
}

export interface NoteSignature {
  name: string;
  /** First four bytes of the decoded signature. */
  keyId: Uint8Array;
  /** What follows the key id. */
  bytes: Uint8Array;
}

export interface Note {
  /** Ends in a newline. */
  text: string;
  signatures: NoteSignature[];
}

/** First 4 bytes of SHA-256(name || 0x0A || type || public key). */
export function keyIdOf({ name, type, publicKey }: VerifierKey): Uint8Array {
  return sha256(concatBytes(toUtf8(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, 4);
}

/** `name+keyid+base64(type || public key)`: the form in which a key is printed and published. */
export function formatVerifierKey(key: VerifierKey): string {
  return `${key.name}+${bytesToHex(keyIdOf(key))}+${toBase64(concatBytes(Uint8Array.of(key.type), key.publicKey))}`;
}

/** @throws NoteError `bad-key` */
export function parseVerifierKey(text: string): VerifierKey {
  return parseKey(text.trim(), text.trim());
}

/** `PRIVATE+KEY+name+keyid+base64(type || seed)`, the form that Go's sumdb/note reads and writes. */
export function formatSignerKey(key: SignerKey): string {
  const material = toBase64(concatBytes(Uint8Array.of(key.type), key.seed));
  return `PRIVATE+KEY+${key.name}+${bytesToHex(keyIdOf(key))}+${material}`;
}

/** @throws NoteError `bad-key`, whose message does not repeat the key */
export function parseSignerKey(text: string): SignerKey {
  const match = /^PRIVATE\+KEY\+(.+)$/s.exec(text.trim());
  if (match === null) throw new NoteError('bad-key', 'is not a signing key');
  const { name, type, publicKey: seed } = splitKey(match[1]!, 'the signing key');
  const key = signerKey(name, seed, type);
  if (bytesToHex(keyIdOf(key)) !== match[1]!.split('+')[1]) {
    throw new NoteError('bad-key', 'the id of the signing key does not belong to it');
  }
  return key;
}

/** A signer from its name and 32-byte seed. @throws NoteError `bad-key` */
export function signerKey(
  name: string,
  seed: Uint8Array,
  type: SignatureType = signatureType.ed25519,
): SignerKey {
  checkKeyName(name);
  if (seed.length !== 32) throw new NoteError('bad-key', `a seed has 32 bytes, not ${seed.length}`);
  return { name, type, publicKey: ed25519.getPublicKey(seed), seed };
}

/** The same key in another signature type of signed-note; its id differs, so the two are never confused. */
export function asType<K extends VerifierKey>(key: K, type: SignatureType): K {
  return { ...key, type };
}

/** Signs `message` as it is. What the message has to begin with is the caller's protocol. */
export function signBytes(key: SignerKey, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, key.seed);
}

/** Strict RFC 8032 verification; false on anything that is not a valid signature. */
export function verifyBytes(key: VerifierKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  try {
    return ed25519.verify(signature, message, key.publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** Whether a signature of a message by a key holds. Must say what `verifyBytes` says. */
export type SignatureCheck = typeof verifyBytes;

/**
 * True for a public key in its one encoding and not of small order: for such keys every implementation that compares the
 * encoded point R accepts nothing that the strict rules refuse.
 */
export function isSoundPublicKey(publicKey: Uint8Array): boolean {
  try {
    return !ed25519.Point.fromBytes(publicKey, false).isSmallOrder();
  } catch {
    return false;
  }
}

/** The plain Ed25519 signature line over a note's text. Requires a key of type 0x01. */
export function signNoteText(key: SignerKey, text: string): NoteSignature {
  if (key.type !== signatureType.ed25519)
    throw new NoteError('bad-key', 'a note is signed by a key of type 1');
  checkText(text);
  return { name: key.name, keyId: keyIdOf(key), bytes: signBytes(key, toUtf8(text)) };
}

/** `— name base64(key id || signature)` and a newline. */
export function formatSignatureLine({ name, keyId, bytes }: NoteSignature): string {
  return `— ${name} ${toBase64(concatBytes(keyId, bytes))}\n`;
}

export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(formatSignatureLine).join('')}`;
}

/** @throws NoteError `malformed` */
export function parseNote(note: string | Uint8Array): Note {
  const whole = typeof note === 'string' ? note : noteText(note);
  if (whole.length > noteBytesMax) throw new NoteError('malformed', 'the note is too long');
  const boundary = whole.lastIndexOf('\n\n');
  if (boundary < 0) throw new NoteError('malformed', 'the note has no blank line before its signatures');
  const text = whole.slice(0, boundary + 1);
  checkText(text);
  const tail = whole.slice(boundary + 2);
  if (tail === '' || !tail.endsWith('\n')) throw new NoteError('malformed', 'the note has no signature line');
  const lines = tail.slice(0, -1).split('\n');
  if (lines.length > signaturesMax) throw new NoteError('malformed', 'the note has too many signatures');
  return { text, signatures: lines.map(parseSignatureLine) };
}

/** One line, without its newline. @throws NoteError `malformed` */
export function parseSignatureLine(line: string): NoteSignature {
  const match = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line);
  if (match === null) throw new NoteError('malformed', 'a signature line is not one');
  let decoded: Uint8Array;
  try {
    decoded = fromBase64(match[2]!);
  } catch (cause) {
    throw new NoteError('malformed', 'a signature is not base64', { cause });
  }
  if (decoded.length < 5) throw new NoteError('malformed', 'a signature is too short');
  return { name: match[1]!, keyId: decoded.slice(0, 4), bytes: decoded.slice(4) };
}

/** Signature lines that claim this key by name and id. */
export function signaturesOf(note: Note, key: VerifierKey): NoteSignature[] {
  const keyId = keyIdOf(key);
  return note.signatures.filter((line) => line.name === key.name && sameBytes(line.keyId, keyId));
}

/**
 * The trusted keys of type 0x01 that signed the note; at least one.
 * @throws NoteError `bad-signature` when a line claims a trusted key and does not verify, `no-trusted-signature`
 */
export function verifyNote(
  note: Note,
  trusted: readonly VerifierKey[],
  holds: SignatureCheck = verifyBytes,
): VerifierKey[] {
  const message = toUtf8(note.text);
  const signers = trusted.filter((key) => {
    if (key.type !== signatureType.ed25519) return false;
    const lines = signaturesOf(note, key);
    if (lines.some(({ bytes }) => !holds(key, message, bytes))) {
      throw new NoteError('bad-signature', `the signature of ${key.name} does not verify`);
    }
    return lines.length > 0;
  });
  if (signers.length === 0) throw new NoteError('no-trusted-signature', 'no trusted key has signed this');
  return signers;
}

function noteText(bytes: Uint8Array): string {
  if (bytes.length > noteBytesMax) throw new NoteError('malformed', 'the note is too long');
  try {
    return fromUtf8(bytes);
  } catch (cause) {
    throw new NoteError('malformed', 'the note is not UTF-8', { cause });
  }
}

function checkText(text: string): void {
  if (!text.endsWith('\n')) throw new NoteError('malformed', 'the text of a note ends in a newline');
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 && unit !== 0x0a) throw new NoteError('malformed', 'the note has a control character');
  }
}

function checkKeyName(name: string): void {
  if (name === '' || /[\s+]/u.test(name)) {
    throw new NoteError('bad-key', 'a key name is not empty and has neither spaces nor "+"');
  }
}

function splitKey(text: string, what: string): VerifierKey {
  const [name, , ...rest] = text.split('+');
  // Base64 itself may hold "+": only the first two separate.
  const material = rest.join('+');
  let decoded: Uint8Array;
  try {
    decoded = fromBase64(material);
  } catch (cause) {
    throw new NoteError('bad-key', `${what} is not name+id+base64`, { cause });
  }
  checkKeyName(name ?? '');
  const type = decoded[0];
  if (decoded.length !== 33 || (type !== signatureType.ed25519 && type !== signatureType.cosignature)) {
    throw new NoteError('bad-key', `${what} is not an Ed25519 key`);
  }
  return { name: name!, type, publicKey: decoded.slice(1) };
}

function parseKey(text: string, shown: string): VerifierKey {
  const key = splitKey(text, `the key ${JSON.stringify(shown)}`);
  if (text.split('+')[1] !== bytesToHex(keyIdOf(key))) {
    throw new NoteError('bad-key', `the id of the key ${JSON.stringify(shown)} does not belong to it`);
  }
  return key;
}
