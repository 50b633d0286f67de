// The workbook as LibreOffice opens it: converted back to CSV it holds the same numbers, and what begins like a formula is
// text. Also cells as a program set to another separator would split them.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmlessCell } from '../../server/reports/harmless-cell.ts';
import { kpiCsv, kpiLinesCsv } from '../../server/reports/kpi-csv.ts';
import { kpiXlsx } from '../../server/reports/kpi-xlsx.ts';
import { levelListXlsx } from '../../server/reports/level-list-report.ts';
import { levelList } from '../../shared/kpi/level-list.ts';
import { temporaryFolder } from '../support/server.ts';
import { centre, officerName, policy, sampleFigures, samplePeriod } from './sample-period.ts';

const closed = samplePeriod(26);
const hasOffice = spawnSync('soffice', ['--version']).status === 0;
if (!hasOffice) console.warn('soffice is not installed: workbooks are not opened in LibreOffice in this run');

/** Sheets of a workbook as LibreOffice writes them to CSV (UTF-8, comma; -1 = every sheet). */
function throughOffice(bytes: Buffer, sheets: readonly string[]): Map<string, string[][]> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'table.xlsx'), bytes);
  execFileSync(
    'soffice',
    [
      `-env:UserInstallation=file://${folder}/profile`,
      '--headless',
      '--convert-to',
      'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1',
      '--outdir',
      folder,
      join(folder, 'table.xlsx'),
    ],
    { stdio: 'ignore', timeout: 110_000 },
  );
  return new Map(
    sheets.map((name) => [
      name,
      parse(readFileSync(join(folder, `table-${name}.csv`), 'utf8'), { bom: true, relax_column_count: true }),
    ]),
  );
}

describe.skipIf(!hasOffice)('in LibreOffice', () => {
  it('the table comes back with the same numbers and no formula was run', { timeout: 120_000 }, async () => {
    const table = { ...closed, sheets: closed.sheets.map((sheet) => ({ ...sheet, unit: '=1+1' })) };
    const sheets = throughOffice(await kpiXlsx(table, { officerName, about: [['Bản', '1']] }), [
      'Tổng hợp',
      'Chi tiết',
      'Thông tin',
    ]);
    const [head, ...rows] = sheets.get('Tổng hợp')!;
    const column = (name: string) => rows.map((row) => row[head!.indexOf(name)]);
    expect(column('Tổng điểm')).toEqual(closed.sheets.map(({ total }) => total ?? ''));
    expect(column('Tổng điểm (phân số)')).toEqual(closed.sheets.map(({ totalExact }) => totalExact ?? ''));
    expect(column('Cán bộ')).toEqual(closed.sheets.map(({ officer }) => harmlessCell(officer)));
    expect(column('Đơn vị').every((text) => text === "'=1+1")).toBe(true);
    const [lineHead, ...lineRows] = sheets.get('Chi tiết')!;
    const lines = closed.sheets.flatMap((sheet) => sheet.lines);
    expect(lineRows.map((row) => row[lineHead!.indexOf('Điểm')])).toEqual(
      lines.map(({ points }) => points ?? ''),
    );
    expect(lineRows.map((row) => row[lineHead!.indexOf('Cách tính')])).toEqual(
      lines.map(({ formula }) => harmlessCell(formula.vi)),
    );
    expect(sheets.get('Thông tin')).toContainEqual(['Bản', '1']);
  });

  it('the list by level comes back with the same totals', { timeout: 120_000 }, async () => {
    const list = levelList(sampleFigures(26), policy, true);
    const sheets = throughOffice(await levelListXlsx({ centre, closed, policy, list, officerName }), [
      'Theo mức',
    ]);
    const [head, ...rows] = sheets.get('Theo mức')!;
    expect(rows.map((row) => row[head!.indexOf('Tổng điểm')])).toEqual(
      list.lines.map(({ total }) => total ?? ''),
    );
    expect(rows.every((row) => row[head!.indexOf('Mức độ chắc chắn')] !== '')).toBe(true);
  });

  it('a workbook opens whatever text people entered', { timeout: 120_000 }, async () => {
    const odd = 'a\u0000b\u0001c\uFFFE]]>&<"\u001F\uD800';
    const table = { ...closed, sheets: closed.sheets.slice(0, 1).map((sheet) => ({ ...sheet, unit: odd })) };
    const rows = throughOffice(await kpiXlsx(table), ['Tổng hợp']).get('Tổng hợp')!;
    expect(rows[1]![rows[0]!.indexOf('Đơn vị')]).toBe('abc]]>&<"');
  });
});

describe('CSV', () => {
  it.each([
    ['officers', kpiCsv(closed, officerName)],
    ['lines', kpiLinesCsv(closed)],
  ])('of %s comes back as written', (_name, text) => {
    const rows = parse(text, { bom: true }) as string[][];
    expect(rows.every((row) => row.length === rows[0]!.length)).toBe(true);
  });

  it('holds no cell a spreadsheet would run, at any separator it may be set to', () => {
    const dangerous = fc
      .tuple(
        fc.constantFrom(
          '=',
          '+',
          '-',
          '@',
          '\t=',
          '\r=',
          '\n=',
          '＝',
          'a;=',
          'a\t=',
          'a,=',
          'a\n=',
          '"=',
          'a";=',
        ),
        fc.string({ maxLength: 12 }),
      )
      .map(([start, rest]) => `${start}${rest}`);
    fc.assert(
      fc.property(dangerous, (text) => {
        const [first] = closed.sheets;
        const csv = kpiCsv({ sheets: [{ ...first!, unit: text }] });
        const rows = parse(csv, { bom: true }) as string[][];
        // Another separator: quotes or not, a cell may begin behind any of them.
        const pieces = csv.split(/[;\t]/).map((piece) => piece.replace(/^["\s]+/, ''));
        for (const cell of [...rows.flat(), ...pieces]) {
          const runs = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell);
          expect(runs, JSON.stringify(cell)).toBe(false);
        }
      }),
      { seed: 20261014, numRuns: 300 },
    );
  });
});
