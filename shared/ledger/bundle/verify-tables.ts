// Last step: the published tables, bound by the period's closing entry and recomputed from the ledger.
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalBytes } from '../commitment.ts';
import { fromUtf8 } from '../encoding.ts';
import type { LedgerData, PlacedEntry } from '../ledger-data.ts';
import { type PublishedTable, parseTable, TableError, type TableMethod } from '../published-table.ts';
import type { VerifyContext } from './context.ts';
import { tableFolder } from './format.ts';

const tableBytesMax = 256 * 1024 * 1024;
/** Different ledger prefixes that the tables of one bundle may be of: each is computed apart. */
export const prefixesMax = 32;
/** Rows named in one table; the rest are counted. */
const rowsNamedMax = 20;

export interface ReadTable {
  path: string;
  table: PublishedTable;
}

/** What a closing entry says of a table. */
interface StatedTable {
  digest: string;
  leafIndex: number;
  /** Leaves that the closing entry says everything was computed from. */
  treeSize: number;
  period: string;
}

/** Reads the tables and compares their digests with what the closing entries state. */
export async function readTables(
  context: VerifyContext,
  openEntries: readonly PlacedEntry[],
  covers: (period: string) => boolean,
): Promise<ReadTable[]> {
  const { files, options, report } = context;
  const stated = statedTables(context, openEntries);
  const missing = new Set(stated.keys());
  const tables: ReadTable[] = [];
  const unbound: string[] = [];
  for await (const path of files.list()) {
    if (!path.startsWith(tableFolder)) continue;
    const bytes = await files.read(path, tableBytesMax);
    if (bytes === undefined) continue;
    const name = path.slice(tableFolder.length);
    missing.delete(name);
    const bound = stated.get(name);
    if (bound === undefined) unbound.push(name);
    else if (bound.digest !== bytesToHex(options.hash(bytes))) {
      report.find('table', `${path} is not the table that the period was closed with`, bound.leafIndex);
    }
    try {
      const table = parseTable(bytes);
      if (`${table.name}.json` !== name) report.find('table', `${path} is the table ${table.name}`);
      if (bound !== undefined && table.treeSize > bound.treeSize) {
        report.find(
          'table',
          `${path} is of ${table.treeSize} leaves, its period was closed over ${bound.treeSize}`,
          bound.leafIndex,
        );
      }
      tables.push({ path, table });
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      report.find('table', `${path} ${error.message}`);
    }
  }
  if (unbound.length > 0) {
    report.notChecked.push(`binding: no closing entry of the log states the digest of ${unbound.join(', ')}`);
  }
  const absent = [...missing].filter((name) => covers(stated.get(name)!.period));
  if (absent.length > 0) {
    report.notChecked.push(
      `tables that a period was closed with and the bundle does not hold: ${absent.join(', ')}`,
    );
  }
  return tables;
}

/** By file name, what the closing entries say; and whether they can say it. */
function statedTables(
  { report }: VerifyContext,
  openEntries: readonly PlacedEntry[],
): Map<string, StatedTable> {
  const policies = new Map(
    openEntries
      .filter(({ entry }) => entry.kind === 'policy')
      .map(({ leafHash, leafIndex }) => [bytesToHex(leafHash), leafIndex]),
  );
  const stated = new Map<string, StatedTable>();
  for (const { entry, leafIndex } of openEntries) {
    if (entry.kind !== 'period-close') continue;
    const { period, treeSize } = entry;
    if (!policies.has(entry.policy)) {
      report.find('reference', `closes ${period} under a policy that is not in the log`, leafIndex);
    }
    if (treeSize > leafIndex) {
      report.find(
        'reference',
        `closes ${period} over ${treeSize} leaves, of which not all came before it`,
        leafIndex,
      );
    }
    for (const [name, digest] of Object.entries(entry.tables)) {
      const before = stated.get(name);
      if (before !== undefined && before.digest !== digest) {
        report.find(
          'table',
          `${name} was closed in leaf ${before.leafIndex} with another content`,
          leafIndex,
        );
      }
      stated.set(name, { digest, leafIndex, treeSize, period });
    }
  }
  return stated;
}

/** Recomputes each table from the data of its prefix and names the rows that differ. */
export function verifyTables(
  { options, report }: VerifyContext,
  tables: readonly ReadTable[],
  dataOf: (treeSize: number) => LedgerData | undefined,
): void {
  let recomputed = 0;
  for (const { path, table } of tables) {
    const method = options.methods.get(table.method);
    const data = dataOf(table.treeSize);
    if (method === undefined) {
      report.notChecked.push(`${path}: this program does not know the method ${table.method}`);
    } else if (data === undefined) {
      report.find('table', `${path} speaks of ${table.treeSize} leaves, which the bundle cannot give`);
    } else if (compareRows(report, path, table, [...rowsOf(table, method, data)])) {
      recomputed++;
    }
  }
  if (recomputed > 0) report.holds.push(`${recomputed} published tables follow from the ledger, row for row`);
}

function rowsOf(table: PublishedTable, method: TableMethod, data: LedgerData): Iterable<unknown> {
  return method({
    period: table.period,
    parameters: table.parameters,
    cells: data.cells(),
    tallies: [...data.tallies()].map(({ tally }) => tally),
    entries: data.entries,
  });
}

function compareRows(
  report: { find(code: 'table', message: string): void },
  path: string,
  table: PublishedTable,
  expected: unknown[],
): boolean {
  let different = 0;
  const text = (row: unknown) => (row === undefined ? 'nothing' : fromUtf8(canonicalBytes(row)));
  for (let i = 0; i < Math.max(expected.length, table.rows.length); i++) {
    const [published, computed] = [text(table.rows[i]), text(expected[i])];
    if (published === computed) continue;
    different++;
    if (different <= rowsNamedMax) {
      report.find('table', `${path} row ${i + 1} says ${published}, the ledger gives ${computed}`);
    }
  }
  if (different > rowsNamedMax)
    report.find('table', `${path}: ${different - rowsNamedMax} further rows differ`);
  return different === 0;
}
