// What the log takes in as a cosignature, and whose; over real HTTP.
import { chmodSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { witnessesMax } from '../../server/ledger/cosignatures.ts';
import { cosign, cosignatureTime, signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import {
  formatNote,
  formatSignatureLine,
  formatVerifierKey,
  type NoteSignature,
  parseNote,
  type SignerKey,
  signatureType,
  signerKey,
} from '../../shared/ledger/note.ts';
import { runHere } from '../support/run-here.ts';
import { TestServer, temporaryFolder } from '../support/server.ts';

const witness = signerKey('w.example.vn/a', new Uint8Array(32).fill(7), signatureType.cosignature);
const stranger = signerKey('w.example.vn/b', new Uint8Array(32).fill(8), signatureType.cosignature);
const keyOf = (key: SignerKey) => formatVerifierKey(key);

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await server.rated(4);
  server.context.seal.run();
  await runHere(['witness', 'add', '--data', server.dataDir, keyOf(witness)]);
  return () => server.stop();
});

const checkpoint = async () => (await server.ask('GET', '/log/checkpoint')).text;
const noteWith = async (...signatures: NoteSignature[]) =>
  formatNote({ text: parseNote(await checkpoint()).text, signatures });
const handIn = (body: string, type = 'text/plain') =>
  server.ask('POST', '/log/cosignature', { body, headers: { 'content-type': type } });
const textOf = async () => parseNote(await checkpoint()).text;

describe('a cosignature handed in', () => {
  test('stands on the checkpoint; a later one replaces it, an earlier one does not', async () => {
    for (const [time, stands] of [
      [1000, 1000],
      [3000, 3000],
      [2000, 3000],
    ] as const) {
      expect((await handIn(await noteWith(cosign(witness, await textOf(), time)))).status).toBe(204);
      const now = parseNote(await checkpoint());
      expect(cosignatureTime(now, witness)).toBe(stands);
      expect(now.signatures.filter(({ name }) => name === witness.name)).toHaveLength(1);
    }
  });

  test('is taken from among lines of others, which are not', async () => {
    const text = await textOf();
    const note = await noteWith(cosign(stranger, text, 5000), cosign(witness, text, 5000));
    expect((await handIn(note)).status).toBe(204);
    expect(await checkpoint()).not.toContain(stranger.name);
  });

  test('is refused when it does not verify, and nothing is written', async () => {
    const text = await textOf();
    const before = server.rows();
    const good = cosign(witness, text, 9000);
    const bent = good.bytes.slice();
    bent[20]! ^= 1;
    const forged = cosign({ ...stranger, name: witness.name }, text, 9000);
    const cases: [string, number, string][] = [
      [await noteWith({ ...good, bytes: bent }), 403, 'forbidden'],
      [await noteWith({ ...forged, keyId: good.keyId }), 403, 'forbidden'],
      [await noteWith(cosign(stranger, text, 9000)), 403, 'forbidden'],
      [await checkpoint(), 204, ''],
      [
        signCheckpoint(
          { origin: 'another.example/log', treeSize: 1, rootHash: new Uint8Array(32) },
          [signerKey('another.example/log', new Uint8Array(32).fill(1))],
          1,
        ),
        404,
        'not-found',
      ],
      [`${text.replace(/\n\d+\n/, '\n999\n')}\n${formatSignatureLine(good)}`, 404, 'not-found'],
      ['rubbish', 400, 'malformed-body'],
      [`${text}\n${formatSignatureLine(good).repeat(17)}`, 400, 'malformed-body'],
      ['x'.repeat(20_000), 413, 'body-too-large'],
    ];
    for (const [body, status, code] of cases) {
      const answer = await handIn(body);
      expect([body.slice(0, 200), answer.status, answer.json?.code ?? '']).toEqual([
        body.slice(0, 200),
        status,
        code,
      ]);
    }
    expect((await handIn('{}', 'application/json')).json).toMatchObject({ code: 'unsupported-media-type' });
    expect(server.rows()).toEqual(before);
  });
});

describe('the witnesses of a log', () => {
  const run = (...args: string[]) => runHere(['witness', ...args, '--data', server.dataDir]);

  test('are added once, listed, and removed with what they signed', async () => {
    const key = keyOf(stranger);
    for (let time = 0; time < 2; time += 1)
      expect(await run('add', key)).toMatchObject({ code: 0, stdout: `${key}\n` });
    expect((await run('list')).stdout).toBe(
      [keyOf(witness), key]
        .sort()
        .map((one) => `${one}\n`)
        .join(''),
    );
    const text = await textOf();
    expect((await handIn(await noteWith(cosign(stranger, text, 6000)))).status).toBe(204);
    expect(await checkpoint()).toContain(stranger.name);
    expect((await run('remove', key)).code).toBe(0);
    expect(await checkpoint()).not.toContain(stranger.name);
    expect(await run('remove', key)).toMatchObject({ code: 2, stdout: '' });
  });

  test('are no logs, not the log itself, and not too many', async () => {
    const origin = (await server.ask('GET', '/log/key')).text.split('+')[0]!;
    const self = signerKey(origin, new Uint8Array(32).fill(9), signatureType.cosignature);
    const log = signerKey('other.example/log', new Uint8Array(32).fill(9));
    for (const [key, reason] of [
      [keyOf(self), /is this log itself/],
      [keyOf(log), /signs as a log \(type 1\)/],
      [`${keyOf(witness)}A`, /key/],
      ['/nowhere/at-all', /no such file/],
    ] as const) {
      expect(await run('add', key)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(reason),
      });
    }
    for (let number = 2; number <= witnessesMax + 1; number += 1) {
      const key = signerKey(
        `w.example.vn/${number}`,
        new Uint8Array(32).fill(100 + number),
        signatureType.cosignature,
      );
      expect((await run('add', keyOf(key))).code).toBe(number <= witnessesMax ? 0 : 2);
    }
  });
});

describe("a witness's own directory", () => {
  test('has one key, of one name, that nobody else can read', async () => {
    const state = temporaryFolder();
    expect(await runHere(['witness', 'key', '--state', state])).toMatchObject({ code: 2, stdout: '' });
    expect(await runHere(['witness', 'key', '--state', state, '--name', 'has space'])).toMatchObject({
      code: 2,
    });
    const first = await runHere(['witness', 'key', '--state', state, '--name', 'w.example.vn/c']);
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^w\.example\.vn\/c\+[0-9a-f]{8}\+B/),
    });
    expect(await runHere(['witness', 'key', '--state', state])).toEqual(first);
    expect(await runHere(['witness', 'key', '--state', state, '--name', 'w.example.vn/d'])).toMatchObject({
      code: 2,
    });
    chmodSync(`${state}/witness-key`, 0o644);
    expect(await runHere(['witness', 'key', '--state', state])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/0600/),
    });
  });

  test('is asked for a log and its key', async () => {
    const state = temporaryFolder();
    await runHere(['witness', 'key', '--state', state, '--name', 'w.example.vn/c']);
    const other = signerKey('other.example/log', new Uint8Array(32).fill(9));
    const key = (await server.ask('GET', '/log/key')).text.trim();
    for (const args of [
      ['--key', key],
      ['--url', server.url, '--key', key, '--key', keyOf(other), '--once'],
      ['--url', 'ftp://x', '--key', key],
      ['--key', key, '--listen', '0', '--once'],
      ['--url', server.url, '--key', 'rubbish', '--once'],
    ]) {
      expect(await runHere(['witness', 'run', '--state', state, ...args]), args.join(' ')).toMatchObject({
        code: 2,
        stdout: '',
      });
    }
    const unreachable = [
      'witness',
      'run',
      '--state',
      state,
      '--url',
      'http://127.0.0.1:9',
      '--key',
      key,
      '--once',
    ];
    expect(await runHere(unreachable)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/cannot be reached/),
    });
    // This witness was never added: its cosignature is refused, and the answer says so.
    const unknown = ['witness', 'run', '--state', state, '--url', server.url, '--key', key, '--once'];
    expect(await runHere(unknown)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/403 none of the signatures/),
    });
  });
});
