// How much of the log a published table of levels may speak of. Pure.
//
// Anyone can subtract an earlier table from a later one. Every batch that the seal publishes has at least the minimum of
// responses of one officer and tier, but for the rest of a month; and an exclusion, a reinstatement or a correction moves
// fewer still. So a table ends before the first night after which the difference
// could be the answers of fewer citizens than the minimum. What it leaves out stays in the log, and in auditors' bundles.
import type { ResponseEntry } from '../../shared/ledger/entry.ts';
import type { PlacedEntry } from '../../shared/ledger/ledger-data.ts';
import { isReleased } from '../../shared/statistics/released-cells.ts';

export interface PublishedSoFar {
  /** Responses of the month. */
  responses: readonly { leafIndex: number; entry: ResponseEntry }[];
  openEntries: readonly PlacedEntry[];
  /** Tree sizes of the checkpoints, smallest first: the ends of nights. */
  sizes: readonly number[];
  minimum: number;
}

const moving: ReadonlySet<string> = new Set(['exclusion', 'reinstatement', 'correction']);

/** The largest of `sizes` up to which every night's difference is large enough; 0 when there is none. */
export function harmlessSize({ responses, openEntries, sizes, minimum }: PublishedSoFar): number {
  const first = Math.min(
    ...openEntries.filter(({ entry }) => moving.has(entry.kind)).map(({ leafIndex }) => leafIndex),
    ...smallBatches(responses, sizes, minimum),
  );
  return Math.max(0, ...sizes.filter((size) => size <= first));
}

/** First leaf of every night that has too few responses of an officer and tier, or such as no figure counts. */
function smallBatches(
  responses: PublishedSoFar['responses'],
  sizes: readonly number[],
  minimum: number,
): number[] {
  const batches = new Map<string, { first: number; count: number }>();
  const rests: number[] = [];
  for (const { leafIndex, entry } of responses) {
    if (!isReleased(entry)) rests.push(leafIndex);
    const night = sizes.find((size) => leafIndex < size) ?? Number.POSITIVE_INFINITY;
    const key = `${night}\t${entry.officer}\t${entry.tier}`;
    const batch = batches.get(key) ?? { first: leafIndex, count: 0 };
    batches.set(key, { first: Math.min(batch.first, leafIndex), count: batch.count + 1 });
  }
  return [
    ...rests,
    ...[...batches.values()].filter(({ count }) => count < minimum).map(({ first }) => first),
  ];
}
