// The rows of an export of published cells, in batches as they are read: one file never mixes two states of the ledger.
import { monthsOf } from '../../shared/kpi/period.ts';
import { type CellRow, cellRows } from '../../shared/statistics/cell-rows.ts';
import type { Indicators } from '../indicators/indicators.ts';
import type { Services } from '../services.ts';

export const exportColumns = [
  { name: 'officer', width: 18, about: 'Mã cán bộ' },
  { name: 'month', width: 10, about: 'Tháng của lượt phục vụ' },
  { name: 'when', width: 12, about: 'Ngày, tuần hoặc tháng, mịn tới mức được phép công bố' },
  {
    name: 'procedure',
    width: 24,
    about: 'Mã thủ tục; field:… là lĩnh vực, other là các thủ tục khác, all là không tách theo thủ tục',
  },
  {
    name: 'mode',
    width: 10,
    about: 'Cách trả lời: kiosk, qr, paper, link',
  },
  { name: 'tier', width: 10, about: 'invited là theo lượt mời; presence, walk-up là ngoài lượt mời' },
  { name: 'item', width: 10, about: 'Câu hỏi: officer là mức hài lòng với cán bộ phục vụ' },
  { name: 'level', width: 8, about: 'Mức trả lời, từ 1 (rất không hài lòng) đến 5 (rất hài lòng)' },
  { name: 'count', width: 10, about: 'Số phản hồi' },
] as const satisfies readonly { name: keyof CellRow; width: number; about: string }[];

export const valuesOf = (row: CellRow): (string | number)[] => exportColumns.map(({ name }) => row[name]);

/** The ledger grew while the rows were read: what was written is of no use. */
export class LedgerGrew extends Error {}

const batchRows = 500;

/** Throws LedgerGrew. */
export function* exportRows(
  services: Services,
  indicators: Indicators,
  period: string,
): Generator<CellRow[]> {
  const { stores } = services;
  const { groupMinimum } = services.policy();
  const treeSize = stores.responses.ledgerLength();
  let batch: CellRow[] = [];
  for (const month of monthsOf(period)) {
    const tiers = indicators.shownTiers(month);
    for (const group of stores.cellExport.groups(month)) {
      batch.push(...cellRows(group, tiers, groupMinimum));
      if (batch.length < batchRows) continue;
      yield batch;
      if (stores.responses.ledgerLength() !== treeSize) throw new LedgerGrew();
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
