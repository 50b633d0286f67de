// Published tables and the methods that recompute them from a ledger prefix. A method, once it has closed a period,
// stays here under its name and version. Estimates become text with six decimals before anything compares them.
import { z } from 'zod';
import type { Cell } from '../statistics/cell.ts';
import { monthsOf } from '../statistics/period.ts';
import { canonicalBytes } from './commitment.ts';
import { fromUtf8 } from './encoding.ts';
import type { OpenEntry, TallyEntry } from './entry.ts';

export const publishedTableSchema = z.strictObject({
  v: z.literal(1),
  /** As in the file name, without `.json`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,80}$/),
  method: z.string().min(1).max(64),
  /** Number of leaves the table was computed from. */
  treeSize: z.int().min(0),
  period: z.string().max(16),
  parameters: z.record(z.string(), z.json()),
  rows: z.array(z.json()),
});
export type PublishedTable = z.infer<typeof publishedTableSchema>;

export interface TableInput {
  period: string;
  parameters: Record<string, unknown>;
  /** Every cell of the prefix, of all periods. */
  cells: Iterable<Cell>;
  /** Every tally in force, of all days. */
  tallies: Iterable<TallyEntry>;
  /** Every other open entry: policies, references, figures, decisions. */
  entries: readonly OpenEntry[];
}

/** The rows of a table, in their order, as JSON values. Deterministic: same input, same bytes. */
export type TableMethod = (input: TableInput) => Iterable<unknown>;

export class TableError extends Error {
  override name = 'TableError';
}

/** The bytes of a table file. */
export function tableBytes(table: PublishedTable): Uint8Array {
  return canonicalBytes(publishedTableSchema.parse(table));
}

/** @throws TableError when it is not a table in canonical form */
export function parseTable(bytes: Uint8Array): PublishedTable {
  let text: string;
  let value: unknown;
  try {
    text = fromUtf8(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw new TableError('is not JSON', { cause });
  }
  const parsed = publishedTableSchema.safeParse(value);
  if (!parsed.success) throw new TableError(`is not a published table: ${parsed.error.issues[0]?.message}`);
  if (fromUtf8(canonicalBytes(parsed.data)) !== text) throw new TableError('is not in canonical form');
  return parsed.data;
}

/** `cells/1`: the cells of the period as they are, sorted by all that names them. */
export const cellsTable: TableMethod = ({ period, cells }) => {
  const months = new Set(monthsOf(period));
  return [...cells]
    .filter((cell) => months.has(cell.period))
    .map((cell) => [fromUtf8(canonicalBytes({ ...cell, count: 0 })), cell] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, cell]) => cell);
};

/**
 * `levels/1`: for every officer with a visit or a response in the period, how the item `officer` was answered in
 * responses by invitation. Exclusions are left out of the levels and counted beside them. Parameter `minimum`: with
 * fewer counted responses the row says so and gives no level (default 5).
 */
export const levelsTable: TableMethod = ({ period, parameters, cells, tallies }) => {
  const months = new Set(monthsOf(period));
  const minimum = typeof parameters.minimum === 'number' ? parameters.minimum : 5;
  const rows = new Map<
    string,
    { visits: number; invited: number; answered: number; levels: number[]; excluded: number }
  >();
  const row = (officer: string) => {
    let found = rows.get(officer);
    if (found === undefined) {
      found = { visits: 0, invited: 0, answered: 0, levels: [0, 0, 0, 0, 0], excluded: 0 };
      rows.set(officer, found);
    }
    return found;
  };
  for (const tally of tallies) {
    if (!months.has(tally.day.slice(0, 7))) continue;
    const of = row(tally.officer);
    of.visits += tally.visits.integrated + tally.visits.selfReported;
    of.invited += tally.invited;
    of.answered += answeredOf(tally);
  }
  for (const cell of cells) {
    if (!months.has(cell.period) || cell.item !== 'officer' || cell.tier !== 'invited') continue;
    const of = row(cell.officer);
    if (cell.excluded) of.excluded += cell.count;
    else of.levels[cell.level - 1]! += cell.count;
  }
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([officer, { visits, invited, answered, levels, excluded }]) => {
      const n = levels.reduce((sum, count) => sum + count, 0);
      const base = {
        officer,
        visits,
        invited,
        answered,
        responseRate: ratio(answered, invited),
        n,
        excluded,
      };
      if (n < minimum) return { ...base, state: 'insufficient-data' };
      const sum = levels.reduce((total, count, i) => total + count * (i + 1), 0);
      const satisfied = levels[3]! + levels[4]!;
      return { ...base, state: 'ok', levels, mean: ratio(sum, n), shareSatisfied: ratio(satisfied, n) };
    });
};

export const builtInMethods: ReadonlyMap<string, TableMethod> = new Map([
  ['cells/1', cellsTable],
  ['levels/1', levelsTable],
]);

/** Redeemed invitations of a tally over all modes. */
export function answeredOf({ answered }: Pick<TallyEntry, 'answered'>): number {
  return answered.kiosk + answered.qr + answered.paper + answered.link;
}

/** a / b with six decimals, half up, in exact arithmetic; null when b is 0. Requires integers >= 0. */
function ratio(a: number, b: number): string | null {
  if (b === 0) return null;
  const millionths = (BigInt(a) * 2_000_000n + BigInt(b)) / (2n * BigInt(b));
  return `${millionths / 1_000_000n}.${String(millionths % 1_000_000n).padStart(6, '0')}`;
}
