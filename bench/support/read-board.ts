// What a manager's board asks the server for, over HTTP, of a centre whose ledger holds a given number of ratings: the
// board's snapshot and the officers' figures of the month. Ratings are put in as the seal leaves them: leaves, and cells.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cell } from '../../shared/statistics/cell.ts';
import { monthsOf } from '../../shared/statistics/period.ts';
import { drawFrom, type Random } from '../simulation/random.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const embed = (await import(join(root, 'dist/server/embed.js'))) as typeof import('../../server/embed.ts');

export interface BoardCentre {
  cells: number;
  /** Both calls, one after the other; milliseconds. The first reader after a restart waits for what is computed. */
  read(): Promise<number>;
  close(): Promise<void>;
}

const officerCodes = Array.from({ length: 20 }, (_, k) => `CB${String(k + 1).padStart(2, '0')}`);
const procedureCodes = Array.from({ length: 12 }, (_, k) => `P${k + 1}`);
const lastMonth = '2026-10';
const readMonths = ['2021', '2022', '2023', '2024', '2025', '2026']
  .flatMap(monthsOf)
  .filter((month) => month <= lastMonth);

/** @param ratings put into the ledger, spread over six years, or over the last month where there are few */
export async function openBoardCentre(ratings: number, random: Random): Promise<BoardCentre> {
  const dataDir = mkdtempSync(join(tmpdir(), 'langnghe-bench-'));
  const server = await embed.startServer({
    dataDir,
    distDir: join(root, 'dist'),
    host: '127.0.0.1',
    port: 0,
    behindProxy: false,
    newCentre: { name: 'Trung tâm mẫu', zone: 'Asia/Ho_Chi_Minh', sample: true },
    clock: () => Date.parse(`${lastMonth}-31T08:00:00+07:00`),
    logLevel: 'error',
  });
  const { context, url } = server;
  await context.roster.put({
    officers: officerCodes.map((code, k) => ({ code, name: `Cán bộ ${k + 1}`, position: 'Công chức' })),
    counters: [{ code: 'Q01', name: 'Quầy 01' }],
    procedures: procedureCodes.map((code) => ({ code, name: `Thủ tục ${code}`, field: 'Lĩnh vực' })),
    duty: [],
  });
  const cells = sealedCells(ratings, ratings < 1e5 ? [lastMonth] : readMonths, random);
  fill(context, cells, ratings);
  const password = randomBytes(16).toString('hex');
  await context.access.createUser({ name: 'manager', role: 'manager', officer: null, password });
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'manager', password }),
  });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0]!;
  return {
    cells: cells.length,
    async read() {
      const from = performance.now();
      for (const path of ['/api/board', `/api/indicators?period=${lastMonth}`]) {
        const answer = await fetch(url + path, { headers: { cookie } });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      }
      return performance.now() - from;
    },
    async close() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type Context = Awaited<ReturnType<typeof embed.startServer>>['context'];

function fill({ file, stores }: Context, cells: readonly Cell[], ratings: number): void {
  const rowsAtOnce = 50_000;
  for (let done = 0; done < ratings; done += rowsAtOnce) {
    const rows = Array.from({ length: Math.min(rowsAtOnce, ratings - done) }, () => ({
      kind: 'response',
      publicEntry: randomBytes(64),
      leafHash: randomBytes(32),
      opening: null,
    }));
    file.transact((tx) => stores.responses.publish(tx, rows));
  }
  file.transact((tx) => {
    stores.responses.addPublishedCells(tx, cells);
    stores.seals.begin(tx, `${lastMonth}-30`, ratings);
  });
}

/** Days of twelve responses an officer, of one procedure and mode; the last days take what is left. */
function sealedCells(ratings: number, months: readonly string[], random: Random): Cell[] {
  const cells: Cell[] = [];
  const perMonth = Math.ceil(ratings / months.length / officerCodes.length);
  let left = ratings;
  for (const period of [...months].reverse()) {
    for (const officer of officerCodes) {
      let open = Math.min(perMonth, left);
      left -= open;
      for (let day = 1; open > 0; day++) {
        const ofDay = Math.min(open, Math.max(12, Math.ceil(perMonth / 22)));
        open -= ofDay;
        const levels = [0, 0, 0, 0, 0];
        for (let k = 0; k < ofDay; k++) levels[drawFrom(random, [0.02, 0.03, 0.05, 0.2, 0.7])]!++;
        const procedure = procedureCodes[Math.floor(random() * procedureCodes.length)]!;
        levels.forEach((count, k) => {
          if (count === 0) return;
          cells.push({
            officer,
            counter: 'Q01',
            procedure,
            mode: 'qr',
            tier: 'invited',
            when: `${period}-${String(day).padStart(2, '0')}`,
            period,
            item: 'officer',
            level: k + 1,
            flagged: false,
            excluded: false,
            count,
          });
        });
      }
    }
  }
  return cells;
}
