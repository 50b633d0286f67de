// The QR code of a receipt's link, for a screen. Error correction level L: a screen has no creases, and larger modules
// are read from further away. A link of 180 bytes is version 8, 49 modules a side.
import { create } from 'qrcode/lib/core/qrcode.js';
import { qrPath, quietZoneModules } from '../qr-path.ts';

/** Dark modules as an SVG path in a square of `side` units, the quiet zone included. */
export function receiptQr(link: string): { side: number; path: string } {
  const { modules } = create(link, { errorCorrectionLevel: 'L' });
  return {
    side: modules.size + 2 * quietZoneModules,
    path: qrPath(modules.size, (row, column) => modules.get(row, column) === 1),
  };
}
