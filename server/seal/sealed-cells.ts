// The cells that sealed responses add up to, as the seal counts them and as they are counted again when checked.
import type { ResponseEntry } from '../../shared/ledger/entry.ts';
import { LedgerData } from '../../shared/ledger/ledger-data.ts';
import type { Cell } from '../../shared/statistics/cell.ts';

export function cellsOf(responses: Iterable<{ entry: ResponseEntry }>): Iterable<Cell> {
  const counted = new LedgerData([], 0);
  for (const { entry } of responses) counted.addResponse(counted.attribute(entry, false));
  return counted.cells();
}
