// A KPI table as an XLSX workbook: officers, then the lines of every sheet, then warnings. A decimal is a number cell only
// when the number says exactly the same; else it stays text, so that nothing is lost on the way back.
import writeExcelFile, { type Cell, type SheetData } from 'write-excel-file/node';
import type { UnitTable } from '../../shared/kpi/unit-table.ts';
import { harmlessCell } from './harmless-cell.ts';
import { type KpiColumn, lineColumns, lineRows, officerColumns, officerRows } from './kpi-rows.ts';

/** Bytes of the workbook. */
export async function kpiXlsx(table: UnitTable): Promise<Buffer> {
  const warningColumns: KpiColumn[] = [
    { name: 'warning', heading: 'Cảnh báo', numeric: false, width: 100 },
    { name: 'officers', heading: 'Cán bộ', numeric: false, width: 60 },
  ];
  const warnings = table.warnings.map(({ text, officers }) => [text.vi, officers.join(', ')]);
  const sheets = [
    sheet('Tổng hợp', officerColumns, officerRows(table)),
    sheet('Chi tiết', lineColumns, table.sheets.flatMap(lineRows)),
    sheet('Cảnh báo', warningColumns, warnings),
  ];
  return writeExcelFile(sheets, { fontFamily: 'Times New Roman', fontSize: 11 }).toBuffer();
}

function sheet(name: string, columns: KpiColumn[], rows: string[][]) {
  const header: Cell[] = columns.map(({ heading }) => ({ value: heading, fontWeight: 'bold', wrap: true }));
  const body = rows.map((row) => row.map((text, index) => cellOf(text, columns[index]?.numeric === true)));
  return {
    sheet: name,
    data: [header, ...body] as SheetData,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  };
}

function cellOf(text: string, numeric: boolean): Cell {
  if (text === '') return null;
  if (numeric && String(Number(text)) === text) return { value: Number(text), type: Number };
  return { value: harmlessCell(text), type: String };
}
