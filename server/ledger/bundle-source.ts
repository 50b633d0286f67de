// The data directory as a bundle reads it: one checkpoint, the leaves below it, the openings of a period and the tables
// that can be published of it. Reads through stores, in pages; writes nothing.
import type { Opening } from '../../shared/ledger/bundle/format.ts';
import type { LedgerSource } from '../../shared/ledger/bundle/write.ts';
import { parseLeaf, parseResponseEntry, type ResponseEntry } from '../../shared/ledger/entry.ts';
import { LedgerData, type PlacedEntry } from '../../shared/ledger/ledger-data.ts';
import { levelsTable, tableBytes } from '../../shared/ledger/published-table.ts';
import { hashLeaf } from '../../shared/merkle/hash.ts';
import { monthsOf } from '../../shared/statistics/period.ts';
import type { OpeningRow } from '../storage/response-store.ts';
import { nativeSha256 } from './bundle-directory.ts';
import { harmlessSize } from './harmless-size.ts';
import type { LogStorage, StoredCheckpoint } from './log-storage.ts';

export interface BundleParts {
  storage: LogStorage;
  /** Openings by leaf, from `leafIndex` on, at most `count`. */
  openings(leafIndex: number, count: number): OpeningRow[];
  checkpoint: StoredCheckpoint;
  /** `2026-10`, `2026-Q4` or `2026`. */
  period: string;
  /** Smallest number of responses whose levels are published. */
  groupMinimum: number;
  /**
   * Tables of closed periods, for auditors alone: a public bundle names them by their digest in the close, and the sheets of
   * officers stay with those who may read them.
   */
  closedTables?: Iterable<{ name: string; bytes: Uint8Array }>;
}

const pageLength = 4096;

export function bundleSource(parts: BundleParts): LedgerSource {
  const { storage, checkpoint, period } = parts;
  const months = new Set(monthsOf(period));
  return {
    // With what witnesses made of it: an auditor may trust them and not the centre.
    checkpoint: async () => checkpoint.note + storage.cosignatures(checkpoint.number).join(''),
    async *checkpoints() {
      for (const { number, note } of [...storage.checkpoints()]) if (number <= checkpoint.number) yield note;
    },
    async *publicEntries(from, to) {
      for (let at = from; at < to; at += pageLength) {
        yield* storage.publicEntries(at, Math.min(to, at + pageLength));
      }
    },
    async *tables() {
      yield* publishedTables(parts);
      yield* parts.closedTables ?? [];
    },
    async *openings() {
      for (const { leafIndex, salt, entry } of rows(parts)) {
        if (months.has(parseResponseEntry(entry).period)) yield { leafIndex, salt, entry } satisfies Opening;
      }
    },
  };
}

/** Openings below the checkpoint. */
function* rows({ openings, checkpoint }: BundleParts): Generator<OpeningRow> {
  for (let from = 0; ; ) {
    const page = openings(from, pageLength);
    for (const row of page) {
      if (row.leafIndex >= checkpoint.treeSize) return;
      yield row;
    }
    if (page.length < pageLength) return;
    from = page.at(-1)!.leafIndex + 1;
  }
}

/**
 * `levels-MONTH.json` for each month of the period that has something to show: `levels/1` of the longest part of the log
 * that no later or earlier table can be subtracted from to less than the minimum. Tables of cells are not published:
 * a cell is one procedure at one counter on one day, and often one citizen.
 */
function* publishedTables(parts: BundleParts): Generator<{ name: string; bytes: Uint8Array }> {
  const { storage, checkpoint, groupMinimum } = parts;
  const responses = new Map<string, { leafIndex: number; tag: string; entry: ResponseEntry }[]>();
  for (const { leafIndex, tag, entry: json } of rows(parts)) {
    const entry = parseResponseEntry(json);
    const known = responses.get(entry.period) ?? [];
    known.push({ leafIndex, tag: tag.toString('hex'), entry });
    responses.set(entry.period, known);
  }
  const sizes = [...storage.checkpoints()]
    .map(({ treeSize }) => treeSize)
    .filter((treeSize) => treeSize <= checkpoint.treeSize);
  const placed = openEntries(parts);
  for (const month of monthsOf(parts.period)) {
    const ofMonth = responses.get(month) ?? [];
    const treeSize = harmlessSize({ responses: ofMonth, openEntries: placed, sizes, minimum: groupMinimum });
    if (treeSize === 0) continue;
    const data = new LedgerData(placed, treeSize);
    for (const { leafIndex, tag, entry } of ofMonth) {
      if (leafIndex < treeSize) data.addResponse(data.attribute(entry, data.excludedTags.has(tag)));
    }
    const parameters = { minimum: groupMinimum };
    const computed = levelsTable({
      period: month,
      parameters,
      cells: data.cells(),
      tallies: [...data.tallies()].map(({ tally }) => tally),
      entries: data.entries,
    });
    // As they will be read back: plain JSON values.
    const tableRows = JSON.parse(JSON.stringify([...computed]));
    if (tableRows.length === 0) continue;
    const name = `levels-${month}`;
    const table = {
      v: 1 as const,
      name,
      method: 'levels/1',
      treeSize,
      period: month,
      parameters,
      rows: tableRows,
    };
    yield { name: `${name}.json`, bytes: tableBytes(table) };
  }
}

/** Open entries below the checkpoint, in leaf order. */
function openEntries({ storage, checkpoint }: BundleParts): PlacedEntry[] {
  const placed: PlacedEntry[] = [];
  for (let from = 0; from < checkpoint.treeSize; from += pageLength) {
    const page = storage.publicEntries(from, Math.min(checkpoint.treeSize, from + pageLength));
    for (const [i, bytes] of page.entries()) {
      const leaf = parseLeaf(bytes);
      if (leaf.kind !== 'open') continue;
      placed.push({ leafIndex: from + i, leafHash: hashLeaf(bytes, nativeSha256), entry: leaf.entry });
    }
  }
  return placed;
}
