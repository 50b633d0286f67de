// Byte encodings that neither ECMAScript nor the hash library brings in the strict form the log formats need:
// base64 of RFC 4648 section 4 (padded, no other form accepted), its URL-safe form without padding (section 5),
// Crockford's base 32 for what people read aloud, and strict UTF-8.
import { utf8ToBytes } from '@noble/hashes/utils.js';

// Both runtimes have it (WHATWG Encoding); the language library alone does not declare it.
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

declare const TextEncoder: new () => {
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
};
const textEncoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class EncodingError extends Error {
  override name = 'EncodingError';
}

const standardAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const urlAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Without I, L, O and U, which people take for other signs. */
const crockfordAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function toBase64(bytes: Uint8Array): string {
  const digits = toDigits(bytes, 6, standardAlphabet);
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}

/** @throws EncodingError unless `text` is exactly what `toBase64` writes for the bytes returned */
export function fromBase64(text: string): Uint8Array {
  const digits = text.replace(/={1,2}$/, '');
  const bytes = fromDigits(digits, 6, standardAlphabet);
  if (toBase64(bytes) !== text) throw new EncodingError('is not base64');
  return bytes;
}

export function toBase64Url(bytes: Uint8Array): string {
  return toDigits(bytes, 6, urlAlphabet);
}

/** @throws EncodingError unless `text` is exactly what `toBase64Url` writes for the bytes returned */
export function fromBase64Url(text: string): Uint8Array {
  const bytes = fromDigits(text, 6, urlAlphabet);
  if (toBase64Url(bytes) !== text) throw new EncodingError('is not base64url');
  return bytes;
}

/** Crockford base 32, most significant bits first, the last digit filled with zero bits. */
export function toBase32(bytes: Uint8Array): string {
  return toDigits(bytes, 5, crockfordAlphabet);
}

/** Reads what people type: lower case, O for 0, I and L for 1. @throws EncodingError on any other sign */
export function fromBase32(text: string): Uint8Array {
  const digits = text.toUpperCase().replaceAll('O', '0').replaceAll('I', '1').replaceAll('L', '1');
  const bytes = fromDigits(digits, 5, crockfordAlphabet);
  if (toBase32(bytes) !== digits) throw new EncodingError('is not base 32');
  return bytes;
}

export function toUtf8(text: string): Uint8Array {
  return utf8ToBytes(text);
}

/** Writes UTF-8 at the start of `target`, which has at least 3 bytes a UTF-16 unit; the number of bytes written. */
export function toUtf8Into(text: string, target: Uint8Array): number {
  return textEncoder.encodeInto(text, target).written;
}

/** @throws EncodingError when the bytes are not UTF-8; a byte order mark is kept as a character */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return utf8Decoder.decode(bytes);
  } catch {
    throw new EncodingError('is not UTF-8 text');
  }
}

function toDigits(bytes: Uint8Array, bitsPerDigit: number, alphabet: string): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= bitsPerDigit) {
      bits -= bitsPerDigit;
      text += alphabet[(buffer >> bits) & (2 ** bitsPerDigit - 1)];
    }
    buffer &= 2 ** bits - 1;
  }
  if (bits > 0) text += alphabet[(buffer << (bitsPerDigit - bits)) & (2 ** bitsPerDigit - 1)];
  return text;
}

function fromDigits(text: string, bitsPerDigit: number, alphabet: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * bitsPerDigit) / 8));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const sign of text) {
    const digit = alphabet.indexOf(sign);
    if (digit < 0) throw new EncodingError(`has the sign ${JSON.stringify(sign)}`);
    buffer = (buffer << bitsPerDigit) | digit;
    bits += bitsPerDigit;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (buffer >> bits) & 0xff;
    }
    buffer &= 2 ** bits - 1;
  }
  return bytes;
}
