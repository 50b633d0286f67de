// "Say more on your phone": after a tap the kiosk shows a code that lets a phone add to this very response, for a few
// minutes. Kiosk and server make it from the response's tag, each on its own; it tells neither responseId nor rating.
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Crockford's base 32: no letter that is taken for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 10;

/**
 * Ten characters (50 bits) that follow from the responseId. A guess among a hundred open responses succeeds once in
 * 10^13 tries; the server counts wrong ones besides.
 * @param tagHex SHA-256 of the responseId, 64 lower-case hex digits
 */
export function sayMoreCodeOf(tagHex: string): string {
  const digest = sha256(utf8ToBytes(`langnghe/say-more/v1\n${tagHex}`));
  let bits = 0n;
  for (const byte of digest.subarray(0, 8)) bits = (bits << 8n) | BigInt(byte);
  bits >>= 14n;
  let code = '';
  for (let index = 0; index < length; index += 1) {
    code = alphabet[Number(bits & 31n)]! + code;
    bits >>= 5n;
  }
  return code;
}

/** As typed by a person: spaces and hyphens dropped, capitals, look-alikes read as what they mean; null when it is none. */
export function readSayMoreCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return code.length === length && [...code].every((character) => alphabet.includes(character)) ? code : null;
}

/** In two groups of five. */
export const spacedSayMoreCode = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`;
