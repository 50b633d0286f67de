// Roster files as offices have them: CSV and XLSX, Vietnamese or English headers, all of a file or nothing of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import type { Context } from '../../server/context.ts';
import { type RosterSheet, readRosterCsv, readRosterWorkbook } from '../../server/roster/roster-file.ts';
import { everyRow, openContext, putSampleRoster, takeRating, temporaryFolder } from '../support/server.ts';

let context: Context;
let folder: string;
beforeEach(async () => {
  ({ context } = await openContext());
  folder = temporaryFolder();
  return () => context.close();
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const importCsv = async (sheet: RosterSheet, text: string | Uint8Array, name = `${sheet}.csv`) =>
  context.roster.put(await readRosterCsv(file(name, text), sheet, context.calendar));

async function workbook(sheets: Record<string, SheetData>, name = 'roster.xlsx'): Promise<string> {
  const path = join(folder, name);
  await writeExcelFile(Object.entries(sheets).map(([sheet, data]) => ({ sheet, data }))).toFile(path);
  return path;
}
const text = (value: string) => ({ value, type: String });
const rowOf = (...values: string[]) => values.map(text);

/** The complaint of an import that must fail, and that it wrote nothing. */
async function complaint(work: () => Promise<unknown>): Promise<string[]> {
  const before = everyRow(context);
  const error = await work().then(
    () => null,
    (thrown: unknown) => thrown as Error,
  );
  expect(error).not.toBeNull();
  expect(error!.name).toBe('InputError');
  expect(everyRow(context)).toEqual(before);
  return error!.message.split('\n');
}

describe('CSV', () => {
  const wanted = [
    { code: 'CB01', name: 'Cán bộ 01', position: 'Công chức tư pháp' },
    { code: 'CB02', name: 'Cán bộ 02', position: '' },
  ];
  const lines = ['CB01,Cán bộ 01,Công chức tư pháp', 'CB02,Cán bộ 02,'];

  test.each<[string, string | Uint8Array]>([
    ['English headers', ['code,name,position', ...lines].join('\n')],
    ['Vietnamese headers', ['Mã cán bộ,Họ và tên,Vị trí việc làm', ...lines].join('\n')],
    ['headers without diacritics, in capitals', ['MA CAN BO,HO TEN,VI TRI', ...lines].join('\r\n')],
    ['a byte-order mark', `\uFEFF${['code,name,position', ...lines].join('\r\n')}\r\n`],
    ['a byte-order mark and quotes', `\uFEFF${['"code","name","position"', ...lines].join('\r\n')}`],
    ['semicolons', ['Mã;Tên;Chức vụ', ...lines].join('\n').replaceAll(',', ';')],
    ['tabs', ['Mã,Tên,Chức vụ', ...lines].join('\n').replaceAll(',', '\t')],
    [
      'columns in another order, and one nobody needs',
      'name,note,code,position\nCán bộ 01,x,CB01,Công chức tư pháp\nCán bộ 02,,CB02,\n',
    ],
    ['decomposed letters in the header', ['Mã,Tên,Vị trí'.normalize('NFD'), ...lines].join('\n')],
    ['empty lines and spaces', ['code , name , position', '', lines[0], '  ', lines[1], '', ''].join('\n')],
    [
      'quoted commas kept whole',
      'code,name,position\nCB01,"Cán bộ 01","Công chức tư pháp"\n"CB02","Cán bộ 02",""',
    ],
  ])('with %s', async (_, content) => {
    expect(await importCsv('officers', content)).toMatchObject({ officers: 2 });
    expect(context.stores.roster.officers()).toEqual(wanted);
  });

  test('of counters, procedures and duty, with Vietnamese headers', async () => {
    await importCsv('officers', 'Mã,Tên\nCB01,Cán bộ 01\n');
    await importCsv('counters', 'Mã quầy;Tên quầy\nQ01;Quầy số 1\n');
    await importCsv('procedures', 'Mã thủ tục,Tên thủ tục,Lĩnh vực\n1.004222,Đăng ký thường trú,Cư trú\n');
    await importCsv('duty', 'Quầy,Cán bộ,Từ,Đến\nQ01,CB01,2026-10-14 07:30,2026-10-14T11:30\n');
    const at = (iso: string) => context.stores.roster.onDuty('Q01', Date.parse(iso));
    expect(at('2026-10-14T07:30:00+07:00')).toBe('CB01');
    expect(at('2026-10-14T07:29:59+07:00')).toBeNull();
    expect(at('2026-10-14T11:30:00+07:00')).toBeNull();
    expect(context.stores.roster.procedure('1.004222')).toEqual({
      code: '1.004222',
      name: 'Đăng ký thường trú',
      field: 'Cư trú',
    });
  });

  test('that is not UTF-8, empty, or without a needed column is refused as a whole', async () => {
    expect(
      await complaint(() => importCsv('officers', Buffer.from('code,name\nCB01,C\xe1n b\xf4\n', 'latin1'))),
    ).toEqual(['officers.csv: is not UTF-8 text; save it as "CSV UTF-8"']);
    expect(await complaint(() => importCsv('officers', ''))).toEqual(['officers.csv: is empty']);
    expect((await complaint(() => importCsv('officers', 'code\nCB01\n')))[0]).toMatch(
      /^officers\.csv, row 1, column name: is missing/,
    );
    expect((await complaint(() => importCsv('officers', 'code,name,mã\nCB01,x,CB02\n')))[0]).toMatch(
      /^officers\.csv, row 1, column mã: means the same as column code/,
    );
    expect((await complaint(() => importCsv('officers', 'code,name,name\nCB01,x,y\n')))[0]).toMatch(
      /^officers\.csv, row 1, column name: appears twice/,
    );
    expect((await complaint(() => importCsv('officers', 'code,name\nCB01,"x\n')))[0]).toMatch(
      /^officers\.csv: not readable as CSV/,
    );
    expect((await complaint(() => importCsv('officers', 'code,name\nCB01,x,y\n')))[0]).toMatch(
      /^officers\.csv, row 2: has 3 values for 2 columns/,
    );
    const missing = join(folder, 'nothing.csv');
    expect(await complaint(() => readRosterCsv(missing, 'officers', context.calendar))).toEqual([
      `${missing}: no such file`,
    ]);
  });

  test('names every bad row with its reason, and takes none of the good ones', async () => {
    const long = 'x'.repeat(65);
    const lines = await complaint(() =>
      importCsv(
        'officers',
        `code,name\nCB01,Cán bộ 01\n,Không mã\nCB03,\n${long},Cán bộ 04\nCB05,Cán bộ 05\nCB01,Lặp lại\n`,
      ),
    );
    expect(lines).toHaveLength(4);
    expect(lines.map((line) => /^officers\.csv, row (\d+)/.exec(line)?.[1])).toEqual(['3', '4', '5', '7']);
    expect(lines.every((line) => line.includes(': '))).toBe(true);
    expect(lines[3]).toBe('officers.csv, row 7: CB01 stands in row 2 already');
  });

  test('names the bad rows of a duty list: no time, an end before its start, the same twice', async () => {
    await putSampleRoster(context);
    const lines = await complaint(() =>
      importCsv(
        'duty',
        [
          'counter,officer,from,to',
          'Q01,CB01,hôm nay,',
          'Q01,CB01,2026-10-14 08:00,2026-10-14 07:00',
          'Q01,CB01,2026-10-15 08:00,',
          'Q01,CB01,2026-10-15 08:00,2026-10-15 12:00',
          'Q01,CB01,2026-02-30 08:00,',
        ].join('\n'),
      ),
    );
    expect(lines).toHaveLength(4);
    expect(lines.map((line) => /row (\d+)/.exec(line)?.[1])).toEqual(['2', '3', '5', '6']);
  });

  test('a duty that names whom nobody knows is refused whole', async () => {
    await putSampleRoster(context);
    const before = everyRow(context);
    const duty = 'counter,officer,from\nQ01,CB01,2026-10-20 08:00\nQ01,CB77,2026-10-20 08:00\n';
    await expect(importCsv('duty', duty)).rejects.toThrow(/CB77/);
    expect(everyRow(context)).toEqual(before);
  });

  test('photos are read from beside the file, and only pictures', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    file('cb01.png', png);
    file('cb02.png', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
    await importCsv('officers', 'code,name,photo\nCB01,Cán bộ 01,cb01.png\n');
    expect(context.stores.roster.photo('CB01')).toEqual({ type: 'image/png', bytes: png });
    const lines = await complaint(() =>
      importCsv('officers', 'code,name,photo\nCB02,Cán bộ 02,cb02.png\nCB03,Cán bộ 03,cb03.png\n'),
    );
    expect(lines).toHaveLength(2);
  });
});

describe('imported again', () => {
  test('updates names and orphans nothing: visits, ratings and tallies keep whom they name', async () => {
    await putSampleRoster(context);
    const visit = { externalId: 'a', officer: 'CB01', counter: 'Q01', procedure: '1.004222' };
    await takeRating(context, visit, 4);
    await context.visits.close({ ...visit, externalId: 'b' }, 'integrated');
    const { officers: _, audit_trail: _trail, ...before } = everyRow(context);
    await importCsv('officers', 'code,name,position\nCB02,Cán bộ Hai,Trưởng quầy\nCB09,Cán bộ 09,\n');
    const { officers: __, audit_trail: __trail, ...after } = everyRow(context);
    expect(after).toEqual(before);
    expect(context.stores.roster.officers().map(({ code, name }) => `${code} ${name}`)).toEqual([
      'CB01 Cán bộ 01',
      'CB02 Cán bộ Hai',
      'CB03 Cán bộ 03',
      'CB09 Cán bộ 09',
    ]);
    expect(context.file.sqlite.pragma('foreign_key_check')).toEqual([]);
  });

  test('with the same content changes nothing', async () => {
    const content = 'Mã,Tên,Vị trí\nCB01,Cán bộ 01,Công chức\n';
    await importCsv('officers', content);
    const rowsButTrail = () => ({ ...everyRow(context), audit_trail: [] });
    const before = rowsButTrail();
    await importCsv('officers', content);
    expect(rowsButTrail()).toEqual(before);
  });
});

describe('XLSX', () => {
  test('with four sheets of Vietnamese names and headers', async () => {
    const path = await workbook({
      'Cán bộ': [rowOf('Mã cán bộ', 'Họ và tên', 'Chức vụ'), rowOf('CB01', 'Cán bộ 01', 'Công chức')],
      Quầy: [rowOf('Mã quầy', 'Tên quầy'), rowOf('Q01', 'Quầy 1')],
      'Thủ tục': [rowOf('Mã', 'Tên', 'Lĩnh vực'), rowOf('1.004222', 'Đăng ký thường trú', 'Cư trú')],
      'Phân công': [
        rowOf('Quầy', 'Cán bộ', 'Từ', 'Đến'),
        [
          text('Q01'),
          text('CB01'),
          { value: new Date('2026-10-14T07:30:00Z'), type: Date, format: 'dd/mm/yyyy hh:mm' },
          null,
        ],
      ],
    });
    const roster = await readRosterWorkbook(path, context.calendar);
    expect(await context.roster.put(roster)).toEqual({ officers: 1, counters: 1, procedures: 1, duty: 1 });
    expect(context.stores.roster.onDuty('Q01', Date.parse('2026-10-14T07:30:00+07:00'))).toBe('CB01');
  });

  test('numbers in code columns are read as they are shown', async () => {
    const path = await workbook({
      officers: [rowOf('code', 'name'), [{ value: 17, type: Number }, text('Cán bộ 17')]],
    });
    await context.roster.put(await readRosterWorkbook(path, context.calendar));
    expect(context.stores.roster.officer('17')?.name).toBe('Cán bộ 17');
  });

  test('names bad rows of every sheet at once, and takes nothing', async () => {
    const path = await workbook({
      officers: [rowOf('code', 'name'), rowOf('CB01', 'Cán bộ 01'), rowOf('CB02', '')],
      counters: [rowOf('code', 'name'), rowOf('Q01', 'Quầy 1'), rowOf('Q01', 'Quầy 1 nữa')],
    });
    const lines = await complaint(async () =>
      context.roster.put(await readRosterWorkbook(path, context.calendar)),
    );
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^roster\.xlsx \[officers\], row 3, column name: /);
    expect(lines[1]).toMatch(/^roster\.xlsx \[counters\], row 3: Q01 stands in row 2 already/);
  });

  test('without a sheet of the roster, or not a workbook, is refused', async () => {
    const none = await workbook({ Sheet1: [rowOf('a'), rowOf('b')] }, 'other.xlsx');
    expect((await complaint(() => readRosterWorkbook(none, context.calendar)))[0]).toMatch(
      /has none of the sheets/,
    );
    const broken = file('broken.xlsx', 'this is no workbook');
    expect((await complaint(() => readRosterWorkbook(broken, context.calendar)))[0]).toMatch(
      /^broken\.xlsx: not readable as XLSX/,
    );
  });
});
