// A KPI table as an XLSX workbook: officers, then the lines of every sheet, then warnings. A decimal is a number cell only
// when the number says exactly the same; else it stays text, so that nothing is lost on the way back.
import writeExcelFile, { type Cell, type SheetData } from 'write-excel-file/node';
import { harmlessCell } from './harmless-cell.ts';
import {
  type KpiColumn,
  lineColumns,
  lineRows,
  type OfficerName,
  officerColumns,
  officerRows,
  type ReportTable,
} from './kpi-rows.ts';

export interface KpiWorkbook {
  officerName?: OfficerName;
  /** What the table is: label and value, on a sheet of its own. */
  about?: readonly (readonly [string, string])[];
}

const aboutColumns: KpiColumn[] = [
  { name: 'what', heading: 'Thông tin', numeric: false, width: 28 },
  { name: 'value', heading: 'Nội dung', numeric: false, width: 80 },
];

/** Bytes of the workbook. */
export async function kpiXlsx(table: ReportTable, { officerName, about }: KpiWorkbook = {}): Promise<Buffer> {
  const warningColumns: KpiColumn[] = [
    { name: 'warning', heading: 'Cảnh báo', numeric: false, width: 100 },
    { name: 'officers', heading: 'Cán bộ', numeric: false, width: 60 },
  ];
  const warnings = table.warnings.map(({ text, officers }) => [text.vi, officers.join(', ')]);
  const sheets = [
    sheet('Tổng hợp', officerColumns, officerRows(table, officerName)),
    sheet('Chi tiết', lineColumns, table.sheets.flatMap(lineRows)),
    sheet('Cảnh báo', warningColumns, warnings),
    ...(about === undefined
      ? []
      : [
          sheet(
            'Thông tin',
            aboutColumns,
            about.map((fact) => [...fact]),
          ),
        ]),
  ];
  return workbook(sheets);
}

/** Bytes of sheets made by `sheet`. */
export function workbook(sheets: ReturnType<typeof sheet>[]): Promise<Buffer> {
  return writeExcelFile(sheets, { fontFamily: 'Times New Roman', fontSize: 11 }).toBuffer();
}

/** A sheet with its head kept in view. */
export function sheet(name: string, columns: KpiColumn[], rows: string[][]) {
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
  if (numeric && String(Number(text)) === text)
    return { value: Number(text), type: Number, alignVertical: 'top' };
  return {
    value: harmlessCell(text),
    type: String,
    wrap: true,
    alignVertical: 'top',
  };
}
