// The published table of one period: every officer's sheet, in officer order, with the warnings of the caps, and the hash
// that the period's close puts into the ledger. The order and grouping in which figures arrived leave no trace.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalBytes } from '../ledger/commitment.ts';
import { type CapWarning, capWarnings } from './level.ts';
import type { OfficerFigures } from './officer-figures.ts';
import type { Policy } from './policy-schema.ts';
import { type Sheet, sheetOf } from './sheet.ts';

export interface UnitTable {
  period: string;
  policy: { id: string; version: number };
  sheets: Sheet[];
  warnings: CapWarning[];
}

/** Throws RangeError on an officer who appears twice or figures of another period; see sheetOf for values. */
export function unitTable(period: string, figures: readonly OfficerFigures[], policy: Policy): UnitTable {
  const seen = new Set<string>();
  for (const { officer, period: own } of figures) {
    if (seen.has(officer)) throw new RangeError(`${officer} appears twice`);
    if (own !== period) throw new RangeError(`${officer}: figures are of ${own}, the table is of ${period}`);
    seen.add(officer);
  }
  const sheets = figures.map((officer) => sheetOf(officer, policy)).sort(byOfficer);
  return {
    period,
    policy: { id: policy.id, version: policy.version },
    sheets,
    warnings: capWarnings(sheets, policy),
  };
}

/** SHA-256 over the RFC 8785 bytes of the table, hex. */
export function unitTableHash(table: UnitTable): string {
  return bytesToHex(sha256(canonicalBytes(table)));
}

/** By code unit, the same everywhere: no locale decides an order that is hashed. */
function byOfficer(a: Sheet, b: Sheet): number {
  return a.officer < b.officer ? -1 : a.officer > b.officer ? 1 : 0;
}
