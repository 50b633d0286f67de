// A long table written as it comes: read back by an independent reader and by LibreOffice, going on in further sheets, with
// text that no spreadsheet runs, and no more of it read ahead than is on its way.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import readSheets from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { type LongTable, xlsxOf } from '../../server/reports/xlsx-stream.ts';
import { zipOf } from '../../server/reports/zip-stream.ts';
import { temporaryFolder } from '../support/server.ts';

async function bytesOf(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

const table = (rows: LongTable['rows'], extra: Partial<LongTable> = {}): LongTable => ({
  name: 'Số liệu',
  columns: [
    { name: 'officer', width: 12 },
    { name: 'count', width: 8 },
  ],
  rows,
  about: {
    name: 'Thông tin',
    lines: ({ rows: written, sheets }) => [
      ['Nội dung', '=1+1'],
      ['Số dòng', `${written} trên ${sheets}`],
    ],
  },
  ...extra,
});
const sheetsOf = async (bytes: Buffer) =>
  (await readSheets(bytes)).map(({ sheet, data }) => [sheet, data] as const);

describe('a workbook', () => {
  test('goes on in the next sheet where one is full, each with its head', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 6 }),
        fc.integer({ min: 2, max: 6 }),
        async (batches, sheetRows) => {
          let next = 0;
          const rows = batches.map((size) => Array.from({ length: size }, () => [`CB${next++}`, next]));
          const all = rows.flat();
          const [about, ...sheets] = await sheetsOf(await bytesOf(xlsxOf(table(rows, { sheetRows }))));
          const expected = Math.max(1, Math.ceil(all.length / (sheetRows - 1)));
          expect(sheets.map(([name]) => name)).toEqual(
            Array.from({ length: expected }, (_, k) => (k === 0 ? 'Số liệu' : `Số liệu ${k + 1}`)),
          );
          for (const [, data] of sheets) {
            expect(data.length).toBeLessThanOrEqual(sheetRows);
            expect(data[0]).toEqual(['officer', 'count']);
          }
          expect(sheets.flatMap(([, data]) => data.slice(1))).toEqual(all);
          expect(about![0]).toBe('Thông tin');
          expect(about![1]).toContainEqual(['Số dòng', `${all.length} trên ${expected}`]);
        },
      ),
      { numRuns: 60, verbose: true },
    );
  });

  test('holds any text as text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 20 }),
            fc.constantFrom('=2+3', '@x', '_x0041_', '<a&"b">', 'Đăng ký', '-1', '\ud800', ' a '),
          ),
          { minLength: 1, maxLength: 8 },
        ),
        async (texts) => {
          const bytes = await bytesOf(xlsxOf(table([texts.map((text, k) => [`x${text}`, k])])));
          const [, [, data]] = (await sheetsOf(bytes)) as [unknown, readonly [string, unknown[][]]];
          const shown = data!.slice(1).map(([text]) => String(text));
          texts.forEach((text, k) => {
            // Control characters and halves of letters cannot stand in XML; line ends and outer blanks are the reader's.
            if (/[\p{Cc}\p{Cs}\ufffe\uffff]|\s$/u.test(text)) return;
            // The reader does not undo `_x005F_`, by which a text that looks escaped is kept.
            expect(shown[k]!.replaceAll('_x005F_', '_')).toBe(`x${text}`);
          });
        },
      ),
      { numRuns: 100, verbose: true },
    );
  });

  test('runs nothing: what begins like a formula stands behind an apostrophe', async () => {
    const bytes = await bytesOf(
      xlsxOf(
        table([
          [
            ['=2+3', 1],
            ['+a', 2],
            ['-1', 3],
            ['@x', 4],
          ],
        ]),
      ),
    );
    const [about, [, data]] = (await sheetsOf(bytes)) as [
      readonly [string, unknown[][]],
      readonly [string, unknown[][]],
    ];
    expect(data.slice(1)).toEqual([
      ["'=2+3", 1],
      ["'+a", 2],
      ['-1', 3],
      ["'@x", 4],
    ]);
    expect(about[1][0]).toEqual(['Nội dung', "'=1+1"]);
  });

  test('is the same bytes for the same rows', async () => {
    const make = () => bytesOf(xlsxOf(table([[['CB01', 1]]])));
    expect((await make()).equals(await make())).toBe(true);
  });

  test('opens in LibreOffice with every row', { timeout: 120_000 }, async () => {
    if (spawnSync('soffice', ['--version']).status !== 0) {
      console.warn(
        'soffice is not installed: the streamed workbook is not opened in LibreOffice in this run',
      );
      return;
    }
    const folder = temporaryFolder();
    const rows = Array.from({ length: 3000 }, (_, k) => [`Cán bộ <${k}>`, k]);
    writeFileSync(join(folder, 'long.xlsx'), await bytesOf(xlsxOf(table([rows], { sheetRows: 2001 }))));
    spawnSync(
      'soffice',
      [
        `-env:UserInstallation=file://${folder}/profile`,
        '--headless',
        '--convert-to',
        'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1',
        '--outdir',
        folder,
        join(folder, 'long.xlsx'),
      ],
      { stdio: 'ignore', timeout: 110_000 },
    );
    const { readFileSync } = await import('node:fs');
    const read = (sheet: string) =>
      parse(readFileSync(join(folder, `long-${sheet}.csv`), 'utf8'), { bom: true }) as string[][];
    expect([...read('Số liệu').slice(1), ...read('Số liệu 2').slice(1)]).toEqual(
      rows.map((row) => row.map(String)),
    );
  });

  test('asks for rows as fast as they are taken, and lets go of them when nobody takes more', async () => {
    let asked = 0;
    let isClosed = false;
    function* endless(): Generator<[string, number][]> {
      try {
        for (;;) {
          asked += 1;
          yield Array.from({ length: 1000 }, (_, k) => [`CB${asked} ${Math.sin(asked * 1000 + k)}`, k]);
        }
      } finally {
        isClosed = true;
      }
    }
    const pieces = xlsxOf(table(endless()));
    let taken = 0;
    for await (const piece of pieces) {
      taken += piece.length;
      if (taken > 300_000) break;
    }
    // A thousand rows are some 20 kB deflated; what is on its way is bounded by the buffers of the deflater.
    expect(asked).toBeLessThan(60);
    expect(isClosed).toBe(true);
  });

  test('breaks off with the error of its rows', async () => {
    function* broken(): Generator<[string, number][]> {
      yield [['CB01', 1]];
      throw new RangeError('the ledger grew');
    }
    await expect(bytesOf(xlsxOf(table(broken())))).rejects.toThrow('the ledger grew');
  });
});

test('an archive is one that unzip finds no fault with', async () => {
  if (spawnSync('unzip', ['-v']).status !== 0) {
    console.warn('unzip is not installed: the archive is not tested by it in this run');
    return;
  }
  const file = join(temporaryFolder(), 'a.zip');
  writeFileSync(
    file,
    await bytesOf(
      zipOf([
        { name: 'trống.txt', content: [] },
        { name: 'thư mục/dài.txt', content: Array.from({ length: 500 }, (_, k) => `dòng ${k}\n`.repeat(50)) },
      ]),
    ),
  );
  const { status, stdout } = spawnSync('unzip', ['-t', file], { encoding: 'utf8' });
  expect([status, stdout.match(/OK/g)?.length]).toEqual([0, 2]);
});
