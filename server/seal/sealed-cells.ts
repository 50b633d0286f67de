// The cells that sealed responses add up to, as the seal counts them and as they are counted again when checked. Exclusions,
// reinstatements and corrections of the ledger decide under which officer a published response counts, and whether.
import { type OpenEntry, openEntrySchema, type ResponseEntry } from '../../shared/ledger/entry.ts';
import { LedgerData, type PlacedEntry } from '../../shared/ledger/ledger-data.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import type { ResponseStore } from '../storage/response-store.ts';

/** Kinds of entries that change how published responses count. */
export const movingKinds = ['exclusion', 'reinstatement', 'correction'] as const;

/** Cells of responses that no decision can have touched yet. */
export function cellsOf(responses: Iterable<{ entry: ResponseEntry }>): Iterable<Cell> {
  const counted = new LedgerData([], 0);
  for (const { entry } of responses) counted.addResponse(counted.attribute(entry, false));
  return counted.cells();
}

/** Cells of published responses under the decisions of the ledger. */
export function countedCellsOf(
  responses: Iterable<{ tag: Uint8Array; entry: ResponseEntry }>,
  decisions: readonly PlacedEntry[],
): Iterable<Cell> {
  const counted = new LedgerData(decisions, Number.POSITIVE_INFINITY);
  for (const { tag, entry } of responses) {
    counted.addResponse(counted.attribute(entry, counted.excludedTags.has(Buffer.from(tag).toString('hex'))));
  }
  return counted.cells();
}

/** The exclusions, reinstatements and corrections of the ledger. */
export function ledgerDecisions(responses: ResponseStore): PlacedEntry[] {
  return movingKinds
    .flatMap((kind) => responses.placedEntries(kind))
    .flatMap(({ leafIndex, leafHash, publicEntry }) => {
      const entry = openEntryOf(publicEntry);
      return entry === undefined ? [] : [{ leafIndex, leafHash, entry }];
    });
}

/** What a leaf of the ledger says; undefined for one that is damaged, which fsck names. */
export function openEntryOf(publicEntry: Buffer): OpenEntry | undefined {
  try {
    const parsed = openEntrySchema.safeParse(JSON.parse(publicEntry.toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const pageLength = 4096;

/** Every published response, in pages. */
export function* publishedResponses(
  responses: ResponseStore,
): Generator<{ tag: Buffer; entry: ResponseEntry }> {
  for (let from = 0; ; ) {
    const page = responses.openings(from, pageLength);
    for (const { tag, entry } of page) yield { tag, entry: JSON.parse(entry) as ResponseEntry };
    if (page.length < pageLength) return;
    from = page.at(-1)!.leafIndex + 1;
  }
}
