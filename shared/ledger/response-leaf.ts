// The public leaf of a response, read without a JSON parser and without the schemas of the other entries: most leaves of
// a log are this, and a page that checks one receipt needs nothing else.

/** `{"commitment":"` 64 hex `","tag":"` 64 hex `"}`. */
const responseLeafPattern = { before: '{"commitment":"', between: '","tag":"', after: '"}' };
const hashDigits = 64;
const tagAt = responseLeafPattern.before.length + hashDigits + responseLeafPattern.between.length;
export const responseLeafBytes = tagAt + hashDigits + responseLeafPattern.after.length;

const hashLength = hashDigits / 2;

/** Commitment and tag, 32 bytes each; undefined when the bytes are not exactly the canonical entry of a response. */
export function parseResponseLeaf(
  bytes: Uint8Array,
): { commitment: Uint8Array; tag: Uint8Array } | undefined {
  if (bytes.length !== responseLeafBytes) return undefined;
  const [commitment, tag] = [new Uint8Array(hashLength), new Uint8Array(hashLength)];
  return readResponseLeaf(bytes, 0, commitment, tag) ? { commitment, tag } : undefined;
}

/**
 * Reads `responseLeafBytes` bytes from `at` on, writing 32 bytes each at the start of `commitment` and from `tagOffset` on
 * into `tags`. False, with anything written, when they are not exactly the canonical entry of a response.
 */
export function readResponseLeaf(
  bytes: Uint8Array,
  at: number,
  commitment: Uint8Array,
  tags: Uint8Array,
  tagOffset = 0,
): boolean {
  const { before, between, after } = responseLeafPattern;
  return (
    hasText(bytes, at, before) &&
    hasText(bytes, at + before.length + hashDigits, between) &&
    hasText(bytes, at + tagAt + hashDigits, after) &&
    readHex(bytes, at + before.length, commitment, 0) &&
    readHex(bytes, at + tagAt, tags, tagOffset)
  );
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

/** The 32 bytes that 64 lower-case hex digits from `at` on stand for; false when they are not such digits. */
export function readHex(digits: Uint8Array, at: number, target: Uint8Array, offset: number): boolean {
  for (let i = 0; i < hashLength; i++) {
    const high = hexValues[digits[at + 2 * i]!]!;
    const low = hexValues[digits[at + 2 * i + 1]!]!;
    if (!((high | low) <= 15)) return false;
    target[offset + i] = (high << 4) | low;
  }
  return true;
}
