// The CSV and XLSX of a table: the same numbers back, Vietnamese intact, nothing a spreadsheet would run.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv, readXlsx } from '../../server/cli/table.ts';
import { harmlessCell } from '../../server/reports/harmless-cell.ts';
import { kpiCsv, kpiLinesCsv } from '../../server/reports/kpi-csv.ts';
import { kpiXlsx } from '../../server/reports/kpi-xlsx.ts';
import { unitTable } from '../../shared/kpi/unit-table.ts';
import { decree } from './presets.ts';

const period = '2026-10';
const rated = (officer: string, general: string, percent: string) => ({
  officer,
  period,
  unit: 'Phường "mẫu", số 1',
  general: { points: general, of: '30' },
  figures: Object.fromEntries(['quantity', 'quality', 'progress'].map((name) => [name, { percent }])),
});
const table = unitTable(
  period,
  [
    rated('=HYPERLINK("http://x")', '27', '90'),
    rated('@Cán bộ 02', '26.05', '33.333'),
    {
      ...rated('Cán bộ 03', '25', '80'),
      figures: { quantity: { percent: '80' }, quality: { percent: '80' }, progress: { percent: '81' } },
    },
    { officer: '-Cán bộ 04', period },
  ],
  decree,
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpi-reports-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('harmless cells', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+84 90', "'+84 90"],
    ['-x', "'-x"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['＝1', "'＝1"],
    ['-1.5', '-1.5'],
    ['Cán bộ = 1', 'Cán bộ = 1'],
    ['', ''],
  ])('%j becomes %j', (text, harmless) => {
    expect(harmlessCell(text)).toBe(harmless);
  });
});

describe('CSV', () => {
  it('comes back with the same numbers', async () => {
    const path = join(folder, 'table.csv');
    const text = kpiCsv(table);
    await writeFile(path, text);
    expect(text.startsWith('\uFEFF')).toBe(true);
    const { rows } = await readCsv(path);
    expect(rows.map(({ cells }) => cells.total)).toEqual(table.sheets.map(({ total }) => total ?? ''));
    expect(rows.map(({ cells }) => cells.officer)).toEqual([
      "'-Cán bộ 04",
      '\'=HYPERLINK("http://x")',
      "'@Cán bộ 02",
      'Cán bộ 03',
    ]);
    expect(rows[1]?.cells).toMatchObject({
      unit: 'Phường "mẫu", số 1',
      level: 'excellent',
      total: '90',
      total_exact: '',
    });
    expect(rows[3]?.cells).toMatchObject({ total: '81.233333333333', total_exact: '2437/30' });
    expect(rows[0]?.cells.withheld).toContain('Chưa có số liệu');
    await writeFile(path, kpiLinesCsv(table));
    const lines = await readCsv(path);
    expect(lines.rows).toHaveLength(table.sheets.flatMap((sheet) => sheet.lines).length);
  });
});

describe('XLSX', () => {
  it('comes back with the same numbers', async () => {
    const path = join(folder, 'table.xlsx');
    await writeFile(path, await kpiXlsx(table));
    const sheets = await readXlsx(path);
    expect([...sheets.keys()]).toEqual(['Tổng hợp', 'Chi tiết', 'Cảnh báo']);
    const rows = sheets.get('Tổng hợp')?.rows ?? [];
    expect(rows.map(({ cells }) => cells['Tổng điểm'])).toEqual(table.sheets.map(({ total }) => total ?? ''));
    expect(rows.map(({ cells }) => cells['Cán bộ'])).toEqual([
      "'-Cán bộ 04",
      '\'=HYPERLINK("http://x")',
      "'@Cán bộ 02",
      'Cán bộ 03',
    ]);
    expect(rows[1]?.cells['Xếp loại theo điểm']).toBe('Hoàn thành xuất sắc nhiệm vụ');
    const points = sheets.get('Chi tiết')?.rows.map(({ cells }) => cells.Điểm ?? '');
    expect(points).toEqual(table.sheets.flatMap((sheet) => sheet.lines.map((line) => line.points ?? '')));
    expect(sheets.get('Cảnh báo')?.rows).toHaveLength(table.warnings.length);
  });
});
