// A KPI table as CSV (RFC 4180, UTF-8 with BOM so that spreadsheets read Vietnamese): one row an officer. Machine column
// names, decimals with a point, nothing a spreadsheet would run.
import { byteOrderMark, csvLine } from './csv-text.ts';
import {
  type KpiColumn,
  lineColumns,
  lineRows,
  type OfficerName,
  officerColumns,
  officerRows,
  type ReportTable,
} from './kpi-rows.ts';

/** One row an officer. */
export function kpiCsv(table: Pick<ReportTable, 'sheets'>, nameOf?: OfficerName): string {
  return csv(officerColumns, officerRows(table, nameOf));
}

/** One row a line of each officer's sheet. */
export function kpiLinesCsv(table: Pick<ReportTable, 'sheets'>): string {
  return csv(lineColumns, table.sheets.flatMap(lineRows));
}

const csv = (columns: KpiColumn[], rows: string[][]): string =>
  byteOrderMark + [columns.map(({ name }) => name), ...rows].map(csvLine).join('');
