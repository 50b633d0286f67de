// A witness beside real servers, over real HTTP: it follows, cosigns and hands in; it refuses a log that goes back or shows
// another history, and keeps what proves it; cut off between its state and its cosignature, it goes on.
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { cosignatureTime, openCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { parseNote, parseVerifierKey } from '../../shared/ledger/note.ts';
import { evidenceSchema, formatAddCheckpoint } from '../../shared/ledger/witness.ts';
import { runHere } from '../support/run-here.ts';
import { Clock, procedures, TestServer, takeRating, temporaryFolder, until } from '../support/server.ts';
import { type Finished, runCommand, startCommand } from '../support/spawn.ts';

const witnessName = 'tinh.example.gov.vn/witness';
let made = 0;

/** Rates `count` visits of CB01 and seals them: one more checkpoint. */
async function sealNight(server: TestServer, count = 6): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    made += 1;
    const visit = { externalId: `W-${made}`, officer: 'CB01', counter: 'Q01', procedure: procedures[0].code };
    await takeRating(server.context, visit, 1 + (made % 5));
  }
  server.context.seal.run();
}

async function start(dataDir?: string): Promise<TestServer> {
  const server = await TestServer.start({
    clock: new Clock(),
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  onTestFinished(() => server.stop().catch(() => undefined));
  return server;
}

const checkpointOf = async (server: TestServer) => (await server.ask('GET', '/log/checkpoint')).text;
const logKeyOf = async (server: TestServer) => (await server.ask('GET', '/log/key')).text.trim();

/** A witness that the server's log knows. */
async function newWitness(...servers: TestServer[]): Promise<{ state: string; key: string }> {
  const state = join(temporaryFolder(), 'witness');
  const key = (await runHere(['witness', 'key', '--state', state, '--name', witnessName])).stdout.trim();
  for (const { dataDir } of servers) {
    expect(await runHere(['witness', 'add', '--data', dataDir, key])).toMatchObject({
      code: 0,
      stdout: `${key}\n`,
      stderr: '',
    });
  }
  return { state, key };
}

const runArgs = (server: TestServer, logKey: string, state: string) => [
  ...['witness', 'run', '--url', server.url, '--key', logKey, '--state', state, '--once'],
];

function evidenceIn(state: string): { file: string; evidence: ReturnType<typeof evidenceSchema.parse> }[] {
  return readdirSync(state)
    .filter((name) => statSync(join(state, name)).isDirectory())
    .flatMap((log) =>
      readdirSync(join(state, log, 'evidence')).map((name) => join(state, log, 'evidence', name)),
    )
    .map((file) => ({ file, evidence: evidenceSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) }));
}

const answerOf = ({ stdout }: Finished) => JSON.parse(stdout.trim().split('\n').at(-1)!);

beforeAll(() => {
  made = 0;
});

describe('a witness that follows', () => {
  test('cosigns each checkpoint once; the log carries it, with its time, to everyone', async () => {
    const server = await start();
    const { state, key } = await newWitness(server);
    const logKey = await logKeyOf(server);
    for (const night of [1, 2, 3]) {
      // Beyond one tile by the third night, so that the proof takes several.
      await sealNight(server, night === 3 ? 280 : 6);
      expect(cosignatureTime(parseNote(await checkpointOf(server)), parseVerifierKey(key))).toBeUndefined();
      const before = Math.floor(Date.now() / 1000);
      const ran = await runHere(runArgs(server, logKey, state));
      expect([ran.code, ran.stderr]).toEqual([0, '']);
      const checkpoint = await checkpointOf(server);
      const { treeSize } = openCheckpoint(checkpoint, [parseVerifierKey(logKey)]);
      expect(answerOf(ran)).toEqual({ outcome: 'cosigned', origin: logKey.split('+')[0], treeSize });
      const time = cosignatureTime(parseNote(checkpoint), parseVerifierKey(key))!;
      expect(time).toBeGreaterThanOrEqual(before);
      // Nothing new: nothing is signed again.
      expect((await runHere(runArgs(server, logKey, state))).code).toBe(0);
      expect(await checkpointOf(server)).toBe(checkpoint);
    }
    expect(evidenceIn(state)).toEqual([]);
  });

  test('follows a log that changes its key, when it sees the checkpoint that both keys signed', async () => {
    const server = await start();
    const { state } = await newWitness(server);
    const old = await logKeyOf(server);
    await sealNight(server);
    expect((await runHere(runArgs(server, old, state))).code).toBe(0);
    server.context.log.tree.rotateKey();
    expect((await runHere(runArgs(server, old, state))).code).toBe(0);
    await sealNight(server);
    expect(await logKeyOf(server)).not.toBe(old);
    expect((await runHere(runArgs(server, old, state))).code).toBe(0);
    // The key that was replaced is believed no longer, though it is still given.
    const [folder] = readdirSync(state).filter((name) => statSync(join(state, name)).isDirectory());
    const kept = JSON.parse(readFileSync(join(state, folder!, 'state.json'), 'utf8'));
    expect(kept).toMatchObject({ keys: [await logKeyOf(server)], retired: [old] });
  });

  test('one that missed the change says which key it needs, and goes on with it', async () => {
    const server = await start();
    const { state } = await newWitness(server);
    const old = await logKeyOf(server);
    await sealNight(server);
    expect((await runHere(runArgs(server, old, state))).code).toBe(0);
    server.context.log.tree.rotateKey();
    await sealNight(server);
    const stuck = await runHere(runArgs(server, old, state));
    expect(stuck).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/REFUSED not-authentic: .*another --key/),
    });
    expect(evidenceIn(state)).toEqual([]);
    const both = [...runArgs(server, old, state), '--key', await logKeyOf(server)];
    expect(await runHere(both)).toMatchObject({ code: 0, stderr: '' });
  });

  test('killed between its state and its cosignature, hands the cosignature in on the next round', async () => {
    const server = await start();
    const { state, key } = await newWitness(server);
    const logKey = await logKeyOf(server);
    await sealNight(server);
    for (const point of [
      'witness:before-state',
      'state.json:synced',
      'witness:state-written',
      'witness:handed-in',
    ]) {
      await sealNight(server);
      const killed = await runCommand(runArgs(server, logKey, state), { LANGNGHE_FAULT_POINT: point });
      expect([point, killed.signal]).toEqual([point, 'SIGKILL']);
      const carried = cosignatureTime(parseNote(await checkpointOf(server)), parseVerifierKey(key));
      expect([point, carried === undefined]).toEqual([point, point !== 'witness:handed-in']);
      expect(await runHere(runArgs(server, logKey, state))).toMatchObject({ code: 0, stderr: '' });
      expect(cosignatureTime(parseNote(await checkpointOf(server)), parseVerifierKey(key))).toBeDefined();
    }
    expect(evidenceIn(state)).toEqual([]);
  });
});

test('runs until it is told to stop: takes what logs push, follows what it pulls, keeps its directory to itself', async () => {
  const server = await start();
  const { state, key } = await newWitness(server);
  const logKey = await logKeyOf(server);
  await sealNight(server);
  const args = ['witness', 'run', '--url', server.url, '--key', logKey, '--state', state, '--listen', '0'];
  const running = startCommand(args);
  onTestFinished(() => void running.child.kill('SIGKILL'));
  const carried = async () =>
    cosignatureTime(parseNote(await checkpointOf(server)), parseVerifierKey(key)) !== undefined;
  await until(carried, 'the cosignature is there');
  expect(await runHere(runArgs(server, logKey, state))).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/another witness is running/),
  });
  const { listening } = JSON.parse(running.output().split('\n')[0]!);
  const before = Number((await checkpointOf(server)).split('\n')[1]);
  await sealNight(server);
  const checkpoint = await checkpointOf(server);
  const proof = server.context.log.tree.consistency(before, Number(checkpoint.split('\n')[1]));
  const answer = await fetch(`${listening}/add-checkpoint`, {
    method: 'POST',
    body: formatAddCheckpoint({ oldSize: before, proof, checkpoint }),
  });
  expect(answer.status).toBe(200);
  expect(cosignatureTime(parseNote(checkpoint + (await answer.text())), parseVerifierKey(key))).toBeDefined();
  running.child.kill('SIGTERM');
  expect(await running.finished).toMatchObject({ code: 0, stderr: '' });
});

/** Two servers on copies of one data directory, the same key in both: the second's history parts after the first night. */
async function forked(nightsOfFirst: number, nightsOfSecond: number) {
  const first = await start();
  await sealNight(first);
  await first.stop();
  const copy = join(temporaryFolder(), 'data');
  cpSync(first.dataDir, copy, { recursive: true });
  const [one, other] = [await start(first.dataDir), await start(copy)];
  for (let night = 0; night < nightsOfFirst; night += 1) await sealNight(one);
  for (let night = 0; night < nightsOfSecond; night += 1) await sealNight(other);
  return { one, other, logKey: await logKeyOf(one), ...(await newWitness(one, other)) };
}

describe('a witness refuses', () => {
  test('a second history of the same size, and keeps both signed checkpoints', async () => {
    const { one, other, logKey, state } = await forked(1, 1);
    expect((await runHere(runArgs(one, logKey, state))).code).toBe(0);
    const [a, b] = [await checkpointOf(one), await checkpointOf(other)];
    const refused = await runHere(runArgs(other, logKey, state));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /^REFUSED split-view: the log has signed two different trees of \d+ leaves/,
    );
    const [kept] = evidenceIn(state);
    expect(answerOf(refused)).toMatchObject({
      outcome: 'refused',
      reason: 'split-view',
      evidence: kept!.file,
    });
    expect(kept!.evidence.offered).toBe(b);
    expect(a).toContain(parseNote(kept!.evidence.held!).text);
    // Anyone who has the log's key alone is convinced: two signed trees of one size.
    const trees = [kept!.evidence.held!, kept!.evidence.offered].map((text) =>
      openCheckpoint(text, [parseVerifierKey(logKey)]),
    );
    expect(trees[0]!.treeSize).toBe(trees[1]!.treeSize);
    expect(Buffer.from(trees[0]!.rootHash).equals(Buffer.from(trees[1]!.rootHash))).toBe(false);
    expect(
      cosignatureTime(
        parseNote(await checkpointOf(other)),
        parseVerifierKey((await runHere(['witness', 'key', '--state', state])).stdout),
      ),
    ).toBeUndefined();
    // Refused again, it is one piece of evidence; the honest history is still followed.
    expect((await runHere(runArgs(other, logKey, state))).code).toBe(1);
    expect(evidenceIn(state)).toHaveLength(1);
    await sealNight(one);
    expect((await runHere(runArgs(one, logKey, state))).code).toBe(0);
  });

  test('a larger tree of another history', async () => {
    const { one, other, logKey, state } = await forked(1, 2);
    expect((await runHere(runArgs(one, logKey, state))).code).toBe(0);
    const refused = await runHere(runArgs(other, logKey, state));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^REFUSED inconsistent/) });
    const [kept] = evidenceIn(state);
    expect(kept!.evidence.proof.length).toBeGreaterThan(0);
    expect(kept!.evidence.offered).toBe(await checkpointOf(other));
  });

  test('a rollback', async () => {
    const { one, other, logKey, state } = await forked(2, 0);
    expect((await runHere(runArgs(one, logKey, state))).code).toBe(0);
    const refused = await runHere(runArgs(other, logKey, state));
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^REFUSED rollback: the log showed/),
    });
    expect(evidenceIn(state).map(({ evidence }) => evidence.reason)).toEqual(['rollback']);
  });

  test('a log that was restored, and goes on under another name: the evidence says so', async () => {
    const { one, other, logKey, state } = await forked(1, 0);
    expect((await runHere(runArgs(one, logKey, state))).code).toBe(0);
    // The restored copy keeps the file of the last checkpoint signed, and so cannot sign a shorter tree under that name.
    const signed = readFileSync(join(one.dataDir, 'log-checkpoint'));
    await other.stop();
    writeFileSync(join(other.dataDir, 'log-checkpoint'), signed, { mode: 0o600 });
    const restored = await start(other.dataDir);
    const refused = await runHere(runArgs(restored, logKey, state));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^REFUSED other-origin: .*\/2/) });
    expect(evidenceIn(state).map(({ evidence }) => evidence.reason)).toEqual(['other-origin']);
  });
});
