// The table of a version as published, and the entry that puts its hash into the ledger.
import { createHash } from 'node:crypto';
import { kpiPolicyId } from '../../shared/kpi/ledger-rules.ts';
import { kpiMethod } from '../../shared/kpi/ledger-sheets.ts';
import type { Sheet } from '../../shared/kpi/sheet.ts';
import { fromUtf8 } from '../../shared/ledger/encoding.ts';
import { entryLeafHash, type OpenEntry } from '../../shared/ledger/entry.ts';
import { type PublishedTable, tableBytes } from '../../shared/ledger/published-table.ts';
import type { KpiCloseRow } from '../storage/kpi-store.ts';
import { ledgerName } from './actor.ts';

/** File name of a version's table in bundles and in the ledger's close entry. */
export const fileName = (period: string, version: number): string => `${tableName(period, version)}.json`;
const tableName = (period: string, version: number): string => `kpi-${period.toLowerCase()}.v${version}`;

export function tableOf(of: {
  period: string;
  version: number;
  treeSize: number;
  policy: number;
  minimum: number;
  sheets: Sheet[];
  officers?: string[];
}): { tableBytes: string; tableHash: string } {
  const { period, version, treeSize, policy, minimum, sheets, officers } = of;
  const bytes = tableBytes({
    v: 1,
    name: tableName(period, version),
    method: kpiMethod,
    treeSize,
    period,
    parameters: { policy, minimum, ...(officers === undefined ? {} : { officers }) },
    rows: sorted(sheets) as PublishedTable['rows'],
  });
  return { tableBytes: fromUtf8(bytes), tableHash: createHash('sha256').update(bytes).digest('hex') };
}

/** As canonical JSON has them: keys in order, nothing undefined. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

/**
 * The ledger's entry of a close. `before`: the period's versions, oldest first; `entries`: the ledger's, with the policy's.
 */
export function closeEntry(
  row: KpiCloseRow,
  persons: readonly string[],
  before: readonly KpiCloseRow[],
  entries: readonly OpenEntry[],
): OpenEntry {
  const tables: Record<string, string> = {};
  // A version of some officers stands on the tables before it, back to the last whole one.
  if (row.officers !== null) {
    for (const one of before) {
      if (one.version >= row.version) break;
      if (one.officers === null) for (const name of Object.keys(tables)) delete tables[name];
      tables[fileName(one.period, one.version)] = one.tableHash;
    }
  }
  tables[fileName(row.period, row.version)] = row.tableHash;
  const policyEntry = entries.find(
    (entry) => entry.kind === 'policy' && entry.id === kpiPolicyId && entry.version === String(row.policy),
  )!;
  return {
    kind: 'period-close',
    v: 1,
    period: row.period,
    policy: Buffer.from(entryLeafHash(policyEntry)).toString('hex'),
    method: kpiMethod,
    treeSize: row.treeSize,
    tables,
    withheld: row.withheld,
    version: row.version,
    provisional: row.provisional === 1,
    reason: row.reason,
    closedBy: [...new Set(persons.map(ledgerName))].slice(0, 10),
  };
}
