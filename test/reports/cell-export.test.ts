// Published counts taken away as rows: nothing of a group smaller than the minimum, nothing a spreadsheet runs, and no more
// memory for a million rows than for a few.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

describe('GET /api/exports/cells.csv', () => {
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

  test('refuses what is no period', async () => {
    const answer = await server.ask('GET', '/api/exports/cells.csv?period=2026-13', { headers });
    expect([answer.status, answer.json.code]).toEqual([422, 'invalid-request']);
  });

  test('is written as it is read: a slow reader of many rows makes the server hold few', async () => {
    const cells: Cell[] = [];
    for (let officer = 0; officer < 400; officer += 1) {
      for (let day = 1; day <= 28; day += 1) {
        for (let level = 1; level <= 5; level += 1) {
          const when = `2025-02-${String(day).padStart(2, '0')}`;
          cells.push(cell({ officer: `CB${officer}`, when, period: '2025-02', level, count: level }));
        }
      }
    }
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
