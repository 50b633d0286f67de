// Published counts taken away as rows: nothing of a group smaller than the minimum, nothing a spreadsheet runs, and no more
// memory for a million rows than for a few.
import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import readSheets from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportRows, LedgerGrew } from '../../server/reports/export-rows.ts';
import { xlsxType } from '../../shared/contract/setup.ts';
import type { Cell, Mode, Tier } from '../../shared/statistics/cell.ts';
import { type CellRow, cellRows } from '../../shared/statistics/cell-rows.ts';
import { TestServer } from '../support/server.ts';

const minimum = 5;
const cell = (extra: Partial<Cell>): Cell => ({
  officer: 'CB01',
  counter: 'Q01',
  procedure: 'a',
  mode: 'qr',
  tier: 'invited',
  when: '2026-10-14',
  period: '2026-10',
  item: 'officer',
  level: 5,
  flagged: false,
  excluded: false,
  count: 1,
  ...extra,
});
/** Some 56,000 cells of whole groups. */
function manyCells(period: string): Cell[] {
  const cells: Cell[] = [];
  for (let officer = 0; officer < 400; officer += 1) {
    for (let day = 1; day <= 28; day += 1) {
      for (let level = 1; level <= 5; level += 1) {
        const when = `${period}-${String(day).padStart(2, '0')}`;
        cells.push(cell({ officer: `CB${officer}`, when, period, level, count: level }));
      }
    }
  }
  return cells;
}

const total = (rows: readonly { count: number }[]): number => rows.reduce((sum, { count }) => sum + count, 0);

describe('rows of a group', () => {
  test('of any cells hold parts of at least the minimum, of shown tiers and counted ratings alone', () => {
    const anyCell = fc.record({
      procedure: fc.constantFrom('a', 'b', 'field:C', 'other'),
      counter: fc.constantFrom('Q01', 'Q02'),
      mode: fc.constantFrom<Mode>('qr', 'kiosk', 'paper'),
      tier: fc.constantFrom<Tier>('invited', 'walk-up'),
      item: fc.constantFrom('officer', 'officer', 'waiting'),
      level: fc.integer({ min: 1, max: 5 }),
      flagged: fc.boolean(),
      excluded: fc.boolean(),
      count: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 30 }), (drawn) => {
        const cells = drawn.map(cell);
        const rows = cellRows(cells, ['invited'], minimum);
        const counted = cells.filter(
          ({ item, tier, excluded }) => item === 'officer' && tier === 'invited' && !excluded,
        );
        for (const mode of ['qr', 'kiosk', 'paper'] as const) {
          const [given, ofMode] = [counted, rows].map((some) => some.filter((one) => one.mode === mode));
          expect([0, total(given!)]).toContain(total(ofMode!));
          if (ofMode!.length === 0) expect(total(given!)).toBeLessThan(minimum);
          for (const procedure of new Set((ofMode as CellRow[]).map((row) => row.procedure))) {
            const part = (ofMode as CellRow[]).filter((row) => row.procedure === procedure);
            expect(total(part)).toBeGreaterThanOrEqual(minimum);
            expect(new Set(part.map(({ level }) => level)).size).toBe(part.length);
          }
        }
      }),
      { numRuns: 300, verbose: true },
    );
  });

  test('are not split where one procedure would stand for too few', () => {
    const cells = [cell({ count: 6 }), cell({ procedure: 'b', level: 1, count: 4 })];
    expect(
      cellRows(cells, ['invited'], minimum).map(({ procedure, level, count }) => [procedure, level, count]),
    ).toEqual([
      ['all', 1, 4],
      ['all', 5, 6],
    ]);
    const enough = [cell({ count: 6 }), cell({ procedure: 'b', level: 1, count: 5 })];
    expect(cellRows(enough, ['invited'], minimum).map(({ procedure }) => procedure)).toEqual(['a', 'b']);
    const rest = cell({ when: '2026-10-rest', count: 9 });
    expect(cellRows([rest], ['invited'], minimum)).toEqual([]);
  });
});

describe('GET /api/exports/cells', () => {
  let server: TestServer;
  let headers: Record<string, string>;
  beforeAll(async () => {
    server = await TestServer.start();
    ({ headers } = await server.signIn('auditor'));
  });
  afterAll(() => server.stop());
  const put = (cells: Cell[]) =>
    server.context.file.transact((tx) => server.context.stores.responses.addPublishedCells(tx, cells));

  test('gives the rows of the period, harmless in a spreadsheet, and is in the trail', async () => {
    put([
      cell({ count: 4 }),
      cell({ count: 3, level: 2 }),
      cell({ count: 4, mode: 'kiosk' }),
      cell({ officer: '=2+3', procedure: '@field', count: 7 }),
      cell({ officer: 'CB02', count: 4 }),
      cell({ when: '2026-09-01', period: '2026-09', count: 9 }),
    ]);
    const answer = await server.ask('GET', '/api/exports/cells.csv?period=2026-10', { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(parse(answer.text, { bom: true })).toEqual([
      ['officer', 'month', 'when', 'procedure', 'mode', 'tier', 'item', 'level', 'count'],
      ["'=2+3", '2026-10', '2026-10-14', "'@field", 'qr', 'invited', 'officer', '5', '7'],
      ['CB01', '2026-10', '2026-10-14', 'a', 'qr', 'invited', 'officer', '2', '3'],
      ['CB01', '2026-10', '2026-10-14', 'a', 'qr', 'invited', 'officer', '5', '4'],
    ]);
    const quarter = await server.ask('GET', '/api/exports/cells.csv?period=2026-Q3', { headers });
    expect(parse(quarter.text, { bom: true })).toHaveLength(2);
    await server.context.audit.settled();
    const { headers: administrator } = await server.signIn('administrator');
    const trail = await server.ask('GET', '/api/audit', { headers: administrator });
    expect(trail.text).toContain('cells:2026-10');
  });

  test.each(['csv', 'xlsx'])('refuses what is no period: %s', async (format) => {
    const answer = await server.ask('GET', `/api/exports/cells.${format}?period=2026-13`, { headers });
    expect([answer.status, answer.json.code]).toEqual([422, 'invalid-request']);
  });

  /** Puts a leaf into the log, as a seal does. */
  const growLedger = () =>
    server.context.log.tree.append([
      {
        kind: 'roster-change',
        v: 1,
        subject: 'counter',
        code: randomUUID(),
        change: 'added',
        effective: '2026-10-14',
        details: {},
      },
    ]);

  test('never mixes two states of the ledger: its rows end where it grew, the transfer breaks off', async () => {
    put(manyCells('2025-03'));
    const rows = exportRows(server.context, server.context.indicators, '2025-03');
    expect(rows.next().done).toBe(false);
    growLedger();
    expect(() => rows.next()).toThrow(LedgerGrew);

    const answer = await fetch(`${server.url}/api/exports/cells.xlsx?period=2025-03`, { headers });
    const reader = answer.body!.getReader();
    await reader.read();
    growLedger();
    const readOn = async () => {
      while (!(await reader.read()).done);
    };
    await expect(readOn()).rejects.toThrow();
  });

  test('gives the same rows as a workbook', async () => {
    const csv = await server.ask('GET', '/api/exports/cells.csv?period=2026-10', { headers });
    const answer = await fetch(`${server.url}/api/exports/cells.xlsx?period=2026-10`, { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, xlsxType]);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="o-so-lieu-2026-10.xlsx"');
    const [about, rows] = await readSheets(Buffer.from(await answer.arrayBuffer()));
    expect(rows!.data.map((row) => row.map(String))).toEqual(parse(csv.text, { bom: true }));
    expect(about!.data).toContainEqual(['Số dòng xuất ra', `${rows!.data.length - 1}, trên 1 trang`]);
    const empty = await fetch(`${server.url}/api/exports/cells.xlsx?period=2020-01`, { headers });
    expect((await readSheets(Buffer.from(await empty.arrayBuffer())))[1]!.data).toHaveLength(1);
  });

  test('is written as it is read: a slow reader of many rows makes the server hold few', async () => {
    const cells = manyCells('2025-02');
    put(cells);
    const response = await fetch(`${server.url}/api/exports/cells.csv?period=2025-02`, { headers });
    const reader = response.body!.getReader();
    let lines = 0;
    let between = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      lines += Buffer.from(value).toString('latin1').split('\n').length - 1;
      // The server answers others while it writes.
      if (lines > between + 20_000) {
        expect((await server.ask('GET', '/readyz')).status).toBe(200);
        between = lines;
      }
    }
    expect(lines).toBe(cells.length + 1);
  });
});
