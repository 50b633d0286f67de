// UUIDs of version 8 (RFC 9562, section 5.8): made from bytes that mean something to their maker only.

/** Text of a version 8 UUID from the first 16 of `bytes`. */
export function uuidOf(bytes: Uint8Array): string {
  const copy = Buffer.from(bytes.subarray(0, 16));
  copy[6] = (copy[6]! & 0x0f) | 0x80;
  copy[8] = (copy[8]! & 0x3f) | 0x80;
  const hex = copy.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
