// Addresses that stand in a printed QR code: version 4 at level M holds 62 bytes (ISO/IEC 18004, byte mode).
import { Refusal } from '../refusal.ts';

const slipUrlBytesMax = 62;

/** The address, when a printed code can carry it. Refuses with invalid-request. */
export function checkSlipUrl(url: string): string {
  const bytes = Buffer.byteLength(url);
  if (bytes > slipUrlBytesMax) {
    throw new Refusal(
      'invalid-request',
      `the public address is too long to be printed: ${bytes} bytes, at most ${slipUrlBytesMax}`,
    );
  }
  return url;
}
