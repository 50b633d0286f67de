// A QR code as one SVG path, a run of dark modules each: small, and sharp at any size.

/** Modules of white around the code that readers need (ISO/IEC 18004, 5.3.8). */
export const quietZoneModules = 4;

/** Path in module units with the quiet zone around it, so in a box of size + 8. */
export function qrPath(size: number, isDark: (row: number, column: number) => boolean): string {
  let path = '';
  for (let row = 0; row < size; row += 1) {
    let column = 0;
    while (column < size) {
      const start = column;
      while (column < size && isDark(row, column)) column += 1;
      if (column > start) {
        path += `M${start + quietZoneModules} ${row + quietZoneModules}h${column - start}v1h${start - column}z`;
      }
      column += 1;
    }
  }
  return path;
}
