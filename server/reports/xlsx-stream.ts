// A workbook of one long table, written as its rows come: a row is text and numbers, a sheet that is full goes on in the next.
// The library of the other workbooks builds a workbook whole in memory, which a million rows do not fit into.
// Spreadsheet parts after ECMA-376 part 1, chapter 18; text stands in its cell (18.18.11, `inlineStr`).
import { harmlessCell } from './harmless-cell.ts';
import { type ZipEntry, zipOf } from './zip-stream.ts';

/** Rows of a sheet in every program that opens XLSX, its head among them. */
export const sheetRowsMax = 1_048_576;

type Value = string | number;

export interface LongTable {
  /** Name of the first sheet; the next are this with ` 2`, ` 3` behind. */
  name: string;
  columns: readonly { name: string; width: number }[];
  rows: Iterable<readonly (readonly Value[])[]>;
  /** A sheet before the table, asked for when all rows are written: label and text a line. */
  about: {
    name: string;
    lines(written: { rows: number; sheets: number }): readonly (readonly [string, string])[];
  };
  /** Rows a sheet, its head among them. */
  sheetRows?: number;
}

const chunkChars = 64 * 1024;
const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageParts = 'http://schemas.openxmlformats.org/package/2006';
const typeOf = (part: string): string =>
  `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`;

/** Bytes of the workbook, piece by piece. */
export const xlsxOf = (table: LongTable): AsyncGenerator<Buffer> => zipOf(partsOf(table));

function* partsOf(table: LongTable): Generator<ZipEntry> {
  const rowsMax = table.sheetRows ?? sheetRowsMax;
  const source = new Rows(table.rows);
  try {
    let sheets = 0;
    do {
      sheets += 1;
      yield {
        name: `xl/worksheets/sheet${sheets + 1}.xml`,
        content: sheetText(table.columns, source, rowsMax),
      };
    } while (source.hasMore);
    yield* smallParts(table, source.taken, sheets);
  } finally {
    source.close();
  }
}

/** What names and describes the sheets, which is known only when the rows are written; a ZIP's order says nothing. */
function* smallParts(table: LongTable, rows: number, sheets: number): Generator<ZipEntry> {
  yield { name: 'xl/worksheets/sheet1.xml', content: [aboutText(table.about.lines({ rows, sheets }))] };
  const names = [
    table.about.name,
    ...Array.from({ length: sheets }, (_, index) =>
      index === 0 ? table.name : `${table.name} ${index + 1}`,
    ),
  ];
  yield { name: 'xl/styles.xml', content: [stylesText] };
  yield { name: 'xl/workbook.xml', content: [workbookText(names)] };
  yield { name: 'xl/_rels/workbook.xml.rels', content: [workbookRelations(names.length)] };
  yield { name: '_rels/.rels', content: [packageRelations] };
  yield { name: '[Content_Types].xml', content: [contentTypes(names.length)] };
}

/** Rows one by one of a source that gives them by batches. */
class Rows {
  readonly #batches: Iterator<readonly (readonly Value[])[]>;
  #batch: readonly (readonly Value[])[] = [];
  #at = 0;
  taken = 0;

  constructor(batches: Iterable<readonly (readonly Value[])[]>) {
    this.#batches = batches[Symbol.iterator]();
  }

  get hasMore(): boolean {
    while (this.#at >= this.#batch.length) {
      const { done, value } = this.#batches.next();
      if (done === true) return false;
      this.#batch = value;
      this.#at = 0;
    }
    return true;
  }

  /** Lets the source go, read to its end or not. */
  close(): void {
    this.#batches.return?.();
  }

  /** Requires hasMore. */
  take(): readonly Value[] {
    this.taken += 1;
    return this.#batch[this.#at++]!;
  }
}

function* sheetText(columns: LongTable['columns'], source: Rows, rowsMax: number): Generator<string> {
  let chunk = `${xmlHead}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${columnsText(columns.map(({ width }) => width))}<sheetData>`;
  chunk += rowText(
    1,
    columns.map(({ name }) => name),
    1,
  );
  for (let row = 2; row <= rowsMax && source.hasMore; row += 1) {
    chunk += rowText(row, source.take(), 0);
    if (chunk.length < chunkChars) continue;
    yield chunk;
    chunk = '';
  }
  yield `${chunk}</sheetData></worksheet>`;
}

const aboutText = (lines: readonly (readonly [string, string])[]): string =>
  `${xmlHead}<worksheet xmlns="${main}">${columnsText([30, 100])}<sheetData>${lines
    .map(([label, value], index) => rowText(index + 1, [label, value], 2, index === 0 ? 1 : undefined))
    .join('')}</sheetData></worksheet>`;

const columnsText = (widths: readonly number[]): string =>
  `<cols>${widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('')}</cols>`;

/** @param style of text cells: 0 plain, 1 bold, 2 wrapped */
function rowText(row: number, values: readonly Value[], style: number, firstRowStyle?: number): string {
  const cells = values.map((value, index) => {
    const place = `${letters[index]}${row}`;
    if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
    return `<c r="${place}" s="${firstRowStyle ?? style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(harmlessCell(value))}</t></is></c>`;
  });
  return `<row r="${row}">${cells.join('')}</row>`;
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

const xmlMarks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Control characters, halves of surrogate pairs and the two noncharacters that XML 1.0 cannot hold. */
const notInXml =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/** Spreadsheets read `_x0041_` as the letter A: its first mark is written as itself. */
const looksEscaped = /_(?=x[0-9A-Fa-f]{4}_)/g;

const xmlText = (text: string): string =>
  text
    .replace(notInXml, '')
    .replace(looksEscaped, '_x005F_')
    .replace(/[&<>"]/g, (mark) => xmlMarks[mark]!);

const stylesText = `${xmlHead}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font><font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`;

const workbookText = (names: readonly string[]): string =>
  `${xmlHead}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names
    .map((name, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
    .join('')}</sheets></workbook>`;

const workbookRelations = (sheets: number): string =>
  `${xmlHead}<Relationships xmlns="${packageParts}/relationships">${Array.from(
    { length: sheets },
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  ).join(
    '',
  )}<Relationship Id="rId${sheets + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`;

const packageRelations = `${xmlHead}<Relationships xmlns="${packageParts}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

const contentTypes = (sheets: number): string =>
  `${xmlHead}<Types xmlns="${packageParts}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${typeOf('sheet.main')}"/><Override PartName="/xl/styles.xml" ContentType="${typeOf('styles')}"/>${Array.from(
    { length: sheets },
    (_, index) =>
      `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${typeOf('worksheet')}"/>`,
  ).join('')}</Types>`;
