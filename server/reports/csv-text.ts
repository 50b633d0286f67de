// Lines of CSV (RFC 4180) that no spreadsheet runs anything of.
import { harmlessAtAnySeparator } from './harmless-cell.ts';

/** Told to spreadsheets, so that they read Vietnamese. */
export const byteOrderMark = '\uFEFF';

export const csvLine = (values: readonly (string | number)[]): string =>
  `${values.map((value) => csvCell(String(value))).join(',')}\r\n`;

function csvCell(text: string): string {
  const harmless = harmlessAtAnySeparator(text);
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
