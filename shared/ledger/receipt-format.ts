// The forms of a receipt. It holds the tag and, once the server has given it, the signed promise: nothing of the rating,
// and not the responseId, from which the tag is made and by which the server would say whether a given rating is the one.
//
// The short code is for paper and typing: the first 100 bits of the tag with two check signs. The link is for a QR
// code: the receipt after `#`, which browsers keep to themselves, so that no server or proxy logs it.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { EncodingError, fromBase32, fromBase64Url, toBase32, toBase64Url } from './encoding.ts';
import type { IntakePromise } from './promise.ts';

export class ReceiptError extends Error {
  override name = 'ReceiptError';
}

/** A receipt as it was read: with its promise, or with as many hex digits of the tag (25 to 64) as it holds. */
export type Receipt = IntakePromise | { tagPrefix: string };

const codeDigits = 20;
const checkDigits = 2;
/** Hex digits of a tag that a short code holds: enough to find one response among all. */
export const tagPrefixDigits = (codeDigits * 5) / 4;
/** Longer than any receipt, its address included; what is longer is refused unread. */
export const receiptCharsMax = 600;

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

const withPromise = { version: 1, bytes: 1 + 32 + 4 + 64 } as const;
const tagAlone = { version: 2, bytes: 1 + 32 } as const;

/**
 * The receipt as an address with everything after `#`. `pageUrl` is that of the public receipt page.
 * @throws ReceiptError when the promise is not of 32 and 64 bytes and an instant
 */
export function formatReceiptLink(promise: IntakePromise, pageUrl: string): string {
  const mergeBy = new Uint8Array(4);
  new DataView(mergeBy.buffer).setUint32(0, secondsOf(promise.mergeBy));
  const payload = concatBytes(Uint8Array.of(withPromise.version), promise.tag, mergeBy, promise.signature);
  if (payload.length !== withPromise.bytes) throw new ReceiptError('is not a promise');
  return `${pageUrl}#${toBase64Url(payload)}`;
}

/** The same before the promise has come, from a kiosk without a line: it finds the response and proves nothing else. */
export function formatTagLink(tag: Uint8Array, pageUrl: string): string {
  return `${pageUrl}#${toBase64Url(concatBytes(Uint8Array.of(tagAlone.version), tag))}`;
}

/** Reads a link, its part after `#`, or that with the `#`. @throws ReceiptError */
export function parseReceiptLink(link: string): Receipt {
  let payload: Uint8Array;
  try {
    payload = fromBase64Url(link.slice(link.indexOf('#') + 1));
  } catch (cause) {
    if (cause instanceof EncodingError) throw new ReceiptError('is not a receipt', { cause });
    throw cause;
  }
  if (payload.length === tagAlone.bytes && payload[0] === tagAlone.version) {
    return { tagPrefix: bytesToHex(payload.subarray(1)) };
  }
  if (payload.length !== withPromise.bytes || payload[0] !== withPromise.version)
    throw new ReceiptError('is not a receipt');
  const seconds = new DataView(payload.buffer, payload.byteOffset).getUint32(33);
  return { tag: payload.slice(1, 33), mergeBy: instantOf(seconds), signature: payload.slice(37) };
}

/** Reads whatever form of a receipt somebody typed, pasted or scanned. @throws ReceiptError */
export function readReceipt(text: string): Receipt {
  const given = text.trim();
  if (given.length > receiptCharsMax) throw new ReceiptError('is too long for a receipt');
  // A code has at most 24 signs besides its separators; the part of a link after `#` is never that short.
  const isLink = given.includes('#') || given.replaceAll(/[\s-]/g, '').length > 30;
  return isLink ? parseReceiptLink(given) : { tagPrefix: parseReceiptCode(given) };
}

/** Hex digits by which the log is asked for a receipt's proof. */
export const tagDigitsOf = (receipt: Receipt): string =>
  'tagPrefix' in receipt ? receipt.tagPrefix : bytesToHex(receipt.tag);

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
