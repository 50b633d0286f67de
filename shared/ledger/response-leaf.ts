// The public leaf of a response, read without a JSON parser and without the schemas of the other entries: most leaves of
// a log are this, and a page that checks one receipt needs nothing else.

/** `{"commitment":"` 64 hex `","tag":"` 64 hex `"}`. */
const responseLeafPattern = { before: '{"commitment":"', between: '","tag":"', after: '"}' };
const hashDigits = 64;
const tagAt = responseLeafPattern.before.length + hashDigits + responseLeafPattern.between.length;
export const responseLeafBytes = tagAt + hashDigits + responseLeafPattern.after.length;

/** Commitment and tag, 32 bytes each; undefined when the bytes are not exactly the canonical entry of a response. */
export function parseResponseLeaf(
  bytes: Uint8Array,
): { commitment: Uint8Array; tag: Uint8Array } | undefined {
  if (bytes.length !== responseLeafBytes) return undefined;
  const { before, between, after } = responseLeafPattern;
  if (!hasText(bytes, 0, before)) return undefined;
  if (!hasText(bytes, before.length + hashDigits, between)) return undefined;
  if (!hasText(bytes, tagAt + hashDigits, after)) return undefined;
  const commitment = hexBytes(bytes, before.length);
  const tag = hexBytes(bytes, tagAt);
  return commitment === undefined || tag === undefined ? undefined : { commitment, tag };
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Values of the lower-case hex digits by character code; 255 for everything else. */
const hexValues = Uint8Array.from({ length: 256 }, (_, unit) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(unit));
  return value < 0 ? 255 : value;
});

function hexBytes(bytes: Uint8Array, at: number): Uint8Array | undefined {
  const decoded = new Uint8Array(hashDigits / 2);
  for (let i = 0; i < decoded.length; i++) {
    const high = hexValues[bytes[at + 2 * i]!]!;
    const low = hexValues[bytes[at + 2 * i + 1]!]!;
    if ((high | low) > 15) return undefined;
    decoded[i] = (high << 4) | low;
  }
  return decoded;
}
