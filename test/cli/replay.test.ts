// A file of ratings driven through the public interface of a server that is killed in the middle: nothing acknowledged
// is lost, nothing counts twice, and the end state is the file's.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type Context, createContext } from '../../server/context.ts';
import { databasePath } from '../../server/storage/database.ts';
import { tagOf } from '../../shared/ledger/commitment.ts';
import {
  ask,
  countOf,
  everyRow,
  putSampleRoster,
  ratingBody,
  takeRating,
  temporaryFolder,
  until,
  zoneAtNoon,
} from '../support/server.ts';
import { runCommand, type SpawnedServer, spawnServer } from '../support/spawn.ts';

const rowCount = 2000;
const zoneArgs = ['--zone', zoneAtNoon()];

interface Row {
  officer: string;
  procedure: string;
  counter: string;
  rating: number;
}

function ratingsFile(folder: string): { path: string; rows: Row[] } {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  const row = fc.record({
    officer: fc.integer({ min: 1, max: 40 }).map((number) => `CB${String(number).padStart(2, '0')}`),
    procedure: fc.constantFrom('P1', 'P1', 'P2', 'P3', 'P4'),
    counter: fc.constantFrom('Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6'),
    rating: fc.integer({ min: 1, max: 5 }),
  });
  const rows = fc.sample(row, { seed, numRuns: rowCount });
  const path = join(folder, 'ratings.csv');
  const lines = rows.map((one) => `${one.officer},${one.procedure},${one.counter},${one.rating}`);
  writeFileSync(path, `officer,procedure,counter,rating\n${lines.join('\n')}\n`);
  return { path, rows };
}

/** A server that ends with the test, however that ends. */
async function serve(dataDir: string, ...args: string[]): Promise<SpawnedServer> {
  const server = await spawnServer(dataDir, { args: [...zoneArgs, ...args] });
  onTestFinished(() => server.kill());
  return server;
}

const portOf = (server: SpawnedServer): string => new URL(server.url).port;

function withContext<T>(dataDir: string, work: (context: Context) => T): Promise<T> {
  const context = createContext({ dataDir, create: false, publicUrl: () => 'http://localhost' });
  return Promise.resolve(work(context)).finally(() => context.close());
}

/** Ratings of each officer and level, sealed or waiting, from the data directory. */
function countsOf(context: Context): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (officer: string, level: number, count: number): void => {
    const key = `${officer} ${level}`;
    counts.set(key, (counts.get(key) ?? 0) + count);
  };
  for (const cell of context.stores.responses.sealedCells()) {
    if (cell.item === 'officer') add(cell.officer, cell.level, cell.count);
  }
  return counts;
}

test('replay, the server killed in the middle, resumed: the end state is that of the file', async () => {
  const dataDir = temporaryFolder();
  const { path, rows } = ratingsFile(temporaryFolder());
  const first = await serve(dataDir);
  const port = portOf(first);
  const replay = () => runCommand(['replay', path, '--url', `http://127.0.0.1:${port}`, '--data', dataDir]);
  const replaying = replay();
  const reader = new SqliteDatabase(databasePath(dataDir), { readonly: true });
  const journal = reader.prepare<[], { n: number }>('SELECT count(*) AS n FROM journal');
  await until(() => journal.get()!.n >= 500, 'a quarter of the file is in the journal', 60_000);
  await first.kill();
  const left = journal.get()!.n;
  expect(left).toBeGreaterThanOrEqual(500);
  expect(left).toBeLessThan(rowCount);
  reader.close();

  const second = await serve(dataDir, '--port', port);
  const resumed = await replaying;
  expect(resumed.code).toBe(0);
  const totals = JSON.parse(resumed.stdout);
  expect(totals).toMatchObject({ rows: rowCount, refused: {} });
  expect(totals.accepted + totals.repeated).toBe(rowCount);
  expect(totals.visitsCreated + totals.visitsKnown).toBe(rowCount);

  const again = await replay();
  expect(JSON.parse(again.stdout)).toMatchObject({
    rows: rowCount,
    visitsCreated: 0,
    visitsKnown: rowCount,
    accepted: 0,
    repeated: rowCount,
    refused: {},
  });

  const sealed = await runCommand(['seal', '--data', dataDir]);
  expect(JSON.parse(sealed.stdout)).toMatchObject({ severed: rowCount });
  const once = await withContext(dataDir, everyRow);
  expect(JSON.parse((await replay()).stdout)).toMatchObject({ accepted: 0, repeated: rowCount, refused: {} });
  const { api_keys: _, audit_trail: _trail, ...after } = await withContext(dataDir, everyRow);
  const { api_keys: __, audit_trail: _trail_, ...before } = once;
  expect(after).toEqual(before);
  expect((await second.stop()).code).toBe(0);

  await withContext(dataDir, (context) => {
    const wanted = new Map<string, number>();
    for (const { officer, rating } of rows) {
      const key = `${officer} ${rating}`;
      wanted.set(key, (wanted.get(key) ?? 0) + 1);
    }
    expect(countsOf(context)).toEqual(wanted);
    expect(countOf(context, 'tags')).toBe(rowCount);
    expect(context.stores.visits.tallies().reduce((sum, { visits }) => sum + visits, 0)).toBe(rowCount);
  });
}, 240_000);

test('nothing acknowledged is missing after SIGKILL, and nothing is there twice', async () => {
  const dataDir = temporaryFolder();
  const server = await serve(dataDir);
  const tokens = await withContext(dataDir, async (context) => {
    await putSampleRoster(context);
    const visits = Array.from({ length: 600 }, (_, number) =>
      context.visits.close(
        { externalId: `HS-${number}`, officer: 'CB01', counter: 'Q01', procedure: '1.004222' },
        'integrated',
      ),
    );
    return (await Promise.all(visits)).map(({ token }) => token);
  });
  const acknowledged: string[] = [];
  let killed = false;
  const sending = tokens.map(async (token) => {
    const body = ratingBody(token, 5);
    try {
      const answer = await ask(server.url, 'POST', '/api/responses', { body });
      if (answer.status === 201) acknowledged.push(body.responseId);
    } catch (error) {
      if (!killed) throw error;
    }
  });
  await until(() => acknowledged.length >= 100, 'a hundred ratings are acknowledged');
  killed = true;
  await server.kill();
  await Promise.all(sending);
  expect(acknowledged.length).toBeGreaterThanOrEqual(100);

  await withContext(dataDir, (context) => {
    const kept = new Set(context.stores.responses.journal().map(({ tag }) => tag.toString('hex')));
    const lost = acknowledged.filter((id) => !kept.has(Buffer.from(tagOf(id)).toString('hex')));
    expect(lost).toEqual([]);
    expect(kept.size).toBe(context.stores.responses.journalLength());
    expect(countOf(context, 'spent')).toBe(kept.size);
    expect(countOf(context, 'tags')).toBe(kept.size);
  });
});

test('an import beside a running server is seen by it, and its own writes go on', async () => {
  const dataDir = temporaryFolder();
  const server = await serve(dataDir);
  const key = await withContext(dataDir, async (context) => {
    await putSampleRoster(context);
    return context.access.createApiKey(['visits:write', 'board:read'], 'test');
  });
  const path = join(temporaryFolder(), 'visits.csv');
  const lines = Array.from({ length: 300 }, (_, number) => `I-${number},Q01,CB01,1.004222`);
  writeFileSync(path, `externalId,counter,officer,procedure\n${lines.join('\n')}\n`);
  const importing = runCommand(['import', 'visits', path, '--data', dataDir]);
  const visit = { counter: 'Q02', officer: 'CB02', procedure: '1.004222' };
  let closed = 0;
  let over = false;
  const finished = importing.finally(() => {
    over = true;
  });
  while (!over) {
    const answer = await ask(server.url, 'POST', '/api/visits', {
      key,
      body: { ...visit, externalId: randomUUID() },
    });
    expect(answer.status).toBe(201);
    closed += 1;
  }
  expect(JSON.parse((await finished).stdout)).toEqual({ visits: 300, created: 300 });
  const board = async () => (await ask(server.url, 'GET', '/api/board', { key })).json.board;
  await until(async () => (await board()).visits === 300 + closed, 'the board shows what was imported');
  await server.stop();
  await withContext(dataDir, async (context) => {
    await takeRating(
      context,
      { externalId: 'I-7', officer: 'CB03', counter: 'Q03', procedure: '1.004222' },
      3,
    );
    expect(context.stores.responses.journal().at(-1)).toMatchObject({ officer: 'CB01', counter: 'Q01' });
  });
});
