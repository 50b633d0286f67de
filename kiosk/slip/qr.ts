// The QR code of a slip: ISO/IEC 18004, error correction level M, quiet zone of four modules. At most version 4 (33
// modules a side), so that an old phone reads it from a thermal printer's paper; a longer address is refused.
import { create } from 'qrcode';
import { qrPath, quietZoneModules } from '../qr-path.ts';

export const qrVersionMax = 4;

export interface QrCode {
  version: number;
  /** Modules a side, without the quiet zone. */
  size: number;
  /** Row by row; true is dark. */
  isDark(row: number, column: number): boolean;
}

/** Throws RangeError when the text needs more than version 4: 62 bytes at level M. */
export function qrOf(text: string): QrCode {
  const { modules, version } = create(text, { errorCorrectionLevel: 'M' });
  if (version > qrVersionMax) {
    throw new RangeError(
      `the address has ${new TextEncoder().encode(text).length} bytes; a slip's code carries at most 62`,
    );
  }
  return { version, size: modules.size, isDark: (row, column) => modules.get(row, column) === 1 };
}

/** Sharp at any size. `side` is any CSS length; absent, it fills its box. */
export function qrSvg(text: string, side?: string): string {
  const code = qrOf(text);
  const full = code.size + 2 * quietZoneModules;
  const box = side === undefined ? '' : ` width="${side}" height="${side}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${full} ${full}"${box} shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${full}v${full}H0z"/><path d="${qrPath(code.size, code.isDark)}"/></svg>`;
}
