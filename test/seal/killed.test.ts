// The night killed by SIGKILL at its named points (kill-matrix.ts), and once as a served process with its checkpoint read
// over HTTP. Here a sample drawn from a seed, with every point of every shape in turn over the runs; the whole matrix is
// `npm run -s bench -- kills`.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { orderServer } from '../../server/server.ts';
import { random } from '../ledger/test-ledger.ts';
import { type SpawnedServer, spawnServer } from '../support/spawn.ts';
import { type Kill, killAndCheck, killsOf, runBuilt } from './kill-matrix.ts';
import { acknowledgedTags, checkpointsIn, copyOf, nightShapes } from './night-shapes.ts';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
/** Kills in this run; the bench asks for all, and for moments that no point names. */
const sample =
  process.env.KILLS_SAMPLE === 'all' ? Number.POSITIVE_INFINITY : Number(process.env.KILLS_SAMPLE ?? 24);
const timed = Number(process.env.KILLS_TIMED ?? 2);
const workers = Math.min(2, cpus().length);

let all: Kill[];
beforeAll(async () => {
  console.log(`killed nights: seed ${seed}`);
  all = (await Promise.all(nightShapes.map(killsOf))).flat();
}, 600_000);

const nameOf = ({ point }: Kill) => point.replace(/:\d+$/, '');

test('the matrix has at least 200 kills, over every step of seal, night entries, integration, publication', () => {
  expect(all.length).toBeGreaterThanOrEqual(200);
  const points = new Set(all.map(nameOf));
  for (const step of [
    ...['seal:begin', 'seal:sever-row', 'seal:publish-row', 'seal:before-commit', 'seal:committed'],
    ...['seal:comment-keys-tidied', 'seal:comment-keys', 'seal:comments-kept'],
    ...[
      'night:tallies',
      'night:tally',
      'night:contests',
      'night:policies',
      'night:questionnaires',
      'night:roster',
    ],
    ...['seal:rewriting', 'seal:vacuumed', 'seal:rewritten', 'seal:marking', 'seal:marked', 'seal:done'],
    ...['integrate:batch', 'integrate:tile', 'integrate:commit', 'integrate:done'],
    ...[
      'publish:sign',
      'publish:anchor',
      'log-checkpoint:written',
      'log-checkpoint:synced',
      'log-checkpoint:renamed',
    ],
    ...['publish:store', 'publish:commit', 'publish:done', 'seal:advanced', 'seal:ended'],
    ...['key:make', 'log-key:synced', 'rotate:keys', 'rotate:entry', 'rotate:drop', 'continue:entry'],
  ]) {
    expect(points, step).toContain(step);
  }
});

test('after each, fsck and verify pass, no checkpoint is contradicted, no acknowledged response is missing', async () => {
  const draw = random(seed);
  const drawn = all
    .map((kill) => ({ kill, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, sample)
    .map(
      ({ kill }) =>
        () =>
          killAndCheck(kill),
    );
  const [first] = all;
  const before = performance.now();
  await runBuilt(['seal', '--data', copyOf(first!.master)], {});
  const wholeMs = performance.now() - before;
  const moments = Array.from({ length: timed }, () => Math.round(wholeMs * (0.4 + 0.6 * draw())));
  const jobs = [...drawn, ...moments.map((ms) => () => killAndCheck(first!, ms))];
  const failures: string[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) {
        await job().catch((error: Error) => failures.push(error.message));
      }
    }),
  );
  const result = { points: new Set(all.map(nameOf)).size, kills: drawn.length, timed, failures };
  if (process.env.KILLS_RESULT !== undefined) writeFileSync(process.env.KILLS_RESULT, JSON.stringify(result));
  expect(failures).toEqual([]);
}, 3_600_000);

test.each(['seal:vacuumed', 'log-checkpoint:renamed'])(
  'a server killed in its night at %s serves, once started again, what it signed last',
  async (point) => {
    const dataDir = copyOf(all[0]!.master);
    const tags = acknowledgedTags(dataDir);
    const serve = async (env: Record<string, string> = {}): Promise<SpawnedServer> => {
      const server = await spawnServer(dataDir, { env });
      onTestFinished(() => server.kill());
      return server;
    };
    const checkpointOf = async ({ url }: SpawnedServer) => (await fetch(`${url}/log/checkpoint`)).text();
    const sizeOf = (checkpoint: string) => Number(checkpoint.split('\n')[1]);
    const server = await serve({ LANGNGHE_FAULT_POINT: point });
    const before = await checkpointOf(server);
    await orderServer(dataDir, 'seal').catch(() => null);
    await server.kill();
    const signed = checkpointsIn(dataDir);
    expect(signed).toContain(before);
    const after = await checkpointOf(await serve());
    // Signed and not yet published: published as it is, not signed a second time.
    if (point.startsWith('log-checkpoint')) expect(after).toBe(signed.at(-1));
    expect(sizeOf(after)).toBeGreaterThan(sizeOf(before));
    expect(sizeOf(after)).toBeGreaterThanOrEqual(Math.max(...signed.map(sizeOf)));
    expect(acknowledgedTags(dataDir)).toEqual(tags);
  },
);
