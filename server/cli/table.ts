// Reads a CSV or XLSX file into named columns. Rows keep the number a person sees in their editor (the header is row 1),
// so that every complaint can name the place. Whole files are held in memory, within the bounds below.
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { InputError } from './command.ts';

export interface TableRow {
  /** Row number in the file, the header being row 1. */
  row: number;
  /** Trimmed text by column name as written in the header; empty text where the cell is empty. */
  cells: Record<string, string>;
}

export interface Table {
  /** File (and sheet) as named in complaints. */
  file: string;
  columns: string[];
  rows: TableRow[];
}

const fileBytesMax = 256 * 1024 * 1024;
const rowsMax = 2_000_000;

/** Reads one CSV file (UTF-8 with or without BOM; comma, semicolon or tab). Throws InputError. */
export async function readCsv(path: string): Promise<Table> {
  const file = basename(path);
  return csvTable(await readBytes(path, file), file);
}

/** The table of CSV bytes; `file` is how complaints name it. Throws InputError. */
export function csvTable(bytes: Uint8Array, file: string): Table {
  const text = textOf(bytes, file);
  const delimiter = guessDelimiter(text);
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof records;
  } catch (error) {
    throw new InputError(`not readable as CSV (${(error as Error).message})`, { file });
  }
  const [header, ...body] = records;
  if (header === undefined) throw new InputError('is empty', { file });
  return toTable(
    file,
    header.record,
    body.map(({ record, info }) => ({ row: info.lines, values: record })),
  );
}

/** Reads every sheet of an XLSX workbook, by sheet name. Throws InputError. */
export async function readXlsx(path: string): Promise<Map<string, Table>> {
  const file = basename(path);
  return xlsxTables(await readBytes(path, file), file);
}

/** Every filled sheet of a workbook's bytes. Throws InputError. */
export async function xlsxTables(bytes: Uint8Array, file: string): Promise<Map<string, Table>> {
  const { default: readSheets } = await import('read-excel-file/node');
  let sheets: { sheet: string; data: unknown[][] }[];
  try {
    sheets = (await readSheets(Buffer.from(bytes))) as unknown as typeof sheets;
  } catch (error) {
    const reason = `not readable as XLSX (${(error as Error).message})`;
    throw new InputError(reason, { file, fault: 'unreadable' });
  }
  const tables = new Map<string, Table>();
  for (const { sheet, data } of sheets) {
    const name = `${file} [${sheet}]`;
    const values = data.map((cells, index) => ({ row: index + 1, values: cells.map(cellText) }));
    const filled = values.filter(({ values: cells }) => cells.some((cell) => cell !== ''));
    const [header, ...body] = filled;
    if (header === undefined) continue;
    tables.set(sheet, toTable(name, header.values, body));
  }
  return tables;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  // A spreadsheet's date has no zone: its reader gives the written time as if it were UTC.
  if (value instanceof Date) return value.toISOString().slice(0, 19);
  return String(value).trim();
}

async function readBytes(path: string, file: string): Promise<Buffer> {
  const found = await stat(path).catch(() => {
    throw new InputError('no such file', { file: path });
  });
  if (found.isDirectory()) throw new InputError('is a folder, not a file', { file });
  if (found.size > fileBytesMax) throw new InputError(`is larger than ${fileBytesMax} bytes`, { file });
  try {
    return await readFile(path);
  } catch (error) {
    throw new InputError(`cannot be read (${(error as NodeJS.ErrnoException).code})`, { file });
  }
}

function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InputError('is not UTF-8 text; save it as "CSV UTF-8"', { file });
  }
}

function guessDelimiter(text: string): string {
  const line = text.slice(0, text.indexOf('\n') === -1 ? undefined : text.indexOf('\n'));
  const counts = [',', ';', '\t'].map((mark) => [mark, line.split(mark).length] as const);
  counts.sort((a, b) => b[1] - a[1]);
  return counts[0]?.[0] ?? ',';
}

function toTable(file: string, header: string[], body: { row: number; values: string[] }[]): Table {
  const columns = header.map((name) => name.replace(/^\uFEFF/, '').trim());
  while (columns.length > 0 && columns.at(-1) === '') columns.pop();
  const seen = new Set<string>();
  columns.forEach((name, index) => {
    if (name === '')
      throw new InputError(`column ${index + 1} has no name`, { file, row: 1, fault: 'no-column-name' });
    if (seen.has(name))
      throw new InputError('appears twice', { file, row: 1, column: name, fault: 'same-column' });
    seen.add(name);
  });
  if (body.length > rowsMax) throw new InputError(`has more than ${rowsMax} rows`, { file });
  const rows = body.map(({ row, values }) => {
    if (values.slice(columns.length).some((value) => value !== '')) {
      const reason = `has ${values.length} values for ${columns.length} columns`;
      throw new InputError(reason, { file, row, fault: 'too-many-values' });
    }
    const cells: Record<string, string> = {};
    columns.forEach((name, index) => {
      cells[name] = values[index] ?? '';
    });
    return { row, cells };
  });
  return { file, columns, rows };
}
