// Random UUIDs where crypto.randomUUID is missing: it needs HTTPS, getRandomValues does not.

/** A version 4 UUID (RFC 9562 5.4) from 16 random bytes, which are changed in place. */
export function uuidFrom(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError('a UUID is made of 16 bytes');
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const newRequestId = (): string => uuidFrom(crypto.getRandomValues(new Uint8Array(16)));
