// Lines of openings, read where they lie among the bytes of the file: an opening is canonical JSON of one form, so that its
// parts are found from its two ends and nothing has to be taken apart.
import { hashBytes } from '../../merkle/hash.ts';
import { readHex } from '../response-leaf.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

const start = ascii('{"entry":');
const middle = ascii(',"leafIndex":');
const saltStart = ascii(',"salt":"');
const saltEnd = ascii('"}');
const saltDigits = 2 * hashBytes;
const saltPartLength = saltStart.length + saltDigits + saltEnd.length;
/** Of the largest safe integer. */
const indexDigitsMax = 16;

/** Where an opening's entry lies, and what stands around it. */
export interface OpeningLine {
  leafIndex: number;
  /** The entry's canonical JSON are the bytes [entryFrom, entryTo). */
  entryFrom: number;
  entryTo: number;
}

/**
 * The opening in the bytes [from, to), a line without its newline, its salt written to the first 32 bytes of `salt`.
 * Undefined when it is not one in canonical form; what lies within the entry is not looked at.
 */
export function readOpeningLine(
  bytes: Uint8Array,
  from: number,
  to: number,
  salt: Uint8Array,
): OpeningLine | undefined {
  const saltAt = to - saltPartLength;
  const entryFrom = from + start.length;
  if (saltAt < entryFrom || !hasBytes(bytes, from, start)) return undefined;
  if (!hasBytes(bytes, saltAt, saltStart) || !hasBytes(bytes, to - saltEnd.length, saltEnd)) return undefined;
  if (!readHex(bytes, saltAt + saltStart.length, salt, 0)) return undefined;
  let leafIndex = 0;
  let at = saltAt;
  for (let unit = 1; at > entryFrom; unit *= 10, at--) {
    const digit = bytes[at - 1]! - 0x30;
    if (!(digit >= 0 && digit <= 9)) break;
    leafIndex += digit * unit;
  }
  const digits = saltAt - at;
  const hasLeadingZero = digits > 1 && bytes[at] === 0x30;
  if (digits === 0 || digits > indexDigitsMax || hasLeadingZero || !Number.isSafeInteger(leafIndex))
    return undefined;
  const entryTo = at - middle.length;
  if (entryTo < entryFrom || !hasBytes(bytes, entryTo, middle)) return undefined;
  return { leafIndex, entryFrom, entryTo };
}

function hasBytes(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
  return true;
}
