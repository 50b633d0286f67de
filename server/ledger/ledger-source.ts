// The ledger of the data file as a source of bundles.

import type { Opening } from '../../shared/ledger/bundle/format.ts';
import type { LedgerSource } from '../../shared/ledger/bundle/write.ts';
import { canonicalBytes } from '../../shared/ledger/commitment.ts';
import { fromUtf8 } from '../../shared/ledger/encoding.ts';
import { monthsOf } from '../../shared/ledger/ledger-data.ts';
import type { LogStorage } from './log-storage.ts';

export interface StoredOpening {
  leafIndex: number;
  salt: Uint8Array;
  /** JSON of the response entry, canonical or not. */
  entry: string;
}

export interface LedgerSourceOptions {
  storage: LogStorage;
  /** `2026-10`, `2026-Q4`, `2026` or `all`: which openings go out. */
  period: string;
  /** Published tables of the period. */
  tables: readonly { name: string; bytes: Uint8Array }[];
  /** Openings of leaves [from, to) in leaf order. */
  openings: (from: number, to: number) => StoredOpening[];
}

const readLength = 4096;

/** @throws Error when nothing has been sealed */
export function ledgerSource({ storage, period, tables, openings }: LedgerSourceOptions): LedgerSource {
  const last = storage.latestCheckpoint();
  if (last === undefined) throw new Error('nothing has been sealed yet');
  const months = period === 'all' ? undefined : new Set(monthsOf(period));
  return {
    checkpoint: async () => last.note,
    async *checkpoints() {
      for (const { note, number } of storage.checkpoints()) if (number <= last.number) yield note;
    },
    async *publicEntries(from, to) {
      for (let at = from; at < to; at += readLength) {
        yield* storage.publicEntries(at, Math.min(to, at + readLength));
      }
    },
    async *tables() {
      yield* tables;
    },
    async *openings(): AsyncGenerator<Opening> {
      for (let at = 0; at < last.treeSize; at += readLength) {
        for (const { leafIndex, salt, entry } of openings(at, Math.min(last.treeSize, at + readLength))) {
          const value = JSON.parse(entry) as { period: string };
          if (months !== undefined && !months.has(value.period)) continue;
          // The commitment is over the canonical bytes, whatever form the row has.
          yield { leafIndex, salt, entry: fromUtf8(canonicalBytes(value)) };
        }
      }
    },
  };
}
