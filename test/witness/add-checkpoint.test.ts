// A log that pushes its checkpoints to a witness: add-checkpoint of C2SP tlog-witness, over a real socket, case by case as
// the specification lists them.
import { readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { Cosigner } from '../../server/witness/cosigner.ts';
import { witnessServer } from '../../server/witness/listen.ts';
import { WitnessedLogFolder } from '../../server/witness/witness-folder.ts';
import { cosignatureTime, signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { parseNote, signatureType, signerKey } from '../../shared/ledger/note.ts';
import { formatAddCheckpoint } from '../../shared/ledger/witness.ts';
import { rootOf } from '../../shared/merkle/compact-range.ts';
import { hashLeaf } from '../../shared/merkle/hash.ts';
import { consistencyProof } from '../../shared/merkle/proof.ts';
import { memoryReader } from '../merkle/memory-tree.ts';
import { temporaryFolder } from '../support/server.ts';

const logKey = signerKey('log.example.vn/a', new Uint8Array(32).fill(1));
const witness = signerKey('witness.example.vn', new Uint8Array(32).fill(2), signatureType.cosignature);
const leaves = Array.from({ length: 20 }, (_, i) => hashLeaf(Uint8Array.of(i)));
const forked = leaves.with(3, hashLeaf(Uint8Array.of(99)));
const checkpoint = (size: number, of = leaves, key = logKey) =>
  signCheckpoint({ origin: key.name, treeSize: size, rootHash: rootOf(of.slice(0, size)) }, [key], 1_000);
const request = (oldSize: number, size: number, of = leaves) =>
  formatAddCheckpoint({
    oldSize,
    proof: oldSize > size ? [] : consistencyProof(oldSize, size, memoryReader(of)),
    checkpoint: checkpoint(size, of),
  });

let url: string;
let folder: WitnessedLogFolder;
let refusals: string[];
beforeEach(async () => {
  folder = new WitnessedLogFolder(temporaryFolder(), logKey.name);
  refusals = [];
  const cosigner = new Cosigner({ key: witness, folder, given: [logKey], now: () => 2_000 });
  const server = witnessServer(cosigner, ({ reason }) => refusals.push(reason));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return () => void server.close();
});

async function push(body: string, path = '/add-checkpoint', method = 'POST') {
  const response = await fetch(`${url}${path}`, { method, ...(method === 'POST' && { body }) });
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
}

test('cosigns a first checkpoint and what extends it; the state is there before the answer', async () => {
  for (const [oldSize, size] of [
    [0, 3],
    [3, 3],
    [3, 8],
    [8, 20],
  ] as const) {
    const { status, text } = await push(request(oldSize, size));
    expect(status).toBe(200);
    expect(cosignatureTime(parseNote(checkpoint(size) + text), witness)).toBe(2_000);
    expect(folder.state()?.checkpoint).toBe(checkpoint(size));
  }
});

test('another old size is answered with the one that is held', async () => {
  await push(request(0, 8));
  for (const body of [request(0, 8), request(3, 12), request(0, 12), request(0, 3), request(3, 3)]) {
    expect(await push(body)).toEqual({ status: 409, text: '8\n', type: 'text/x.tlog.size' });
  }
  expect(folder.state()?.checkpoint).toBe(checkpoint(8));
  expect(refusals).toEqual([]);
});

test('a second root of one size is kept as evidence, whatever old size comes with it', async () => {
  await push(request(0, 8));
  for (const oldSize of [8, 0, 3]) expect((await push(request(oldSize, 8, forked))).status).toBe(409);
  expect(refusals).toEqual(['split-view', 'split-view', 'split-view']);
  expect(readdirSync(join(folder.path, 'evidence'))).toHaveLength(1);
  expect(folder.state()?.checkpoint).toBe(checkpoint(8));
});

test('a proof that does not hold, a stranger, another origin, and what is no request', async () => {
  await push(request(0, 8));
  expect((await push(request(8, 12, forked))).status).toBe(422);
  const stranger = signerKey(logKey.name, new Uint8Array(32).fill(5));
  const foreign = signerKey('log.example.vn/b', new Uint8Array(32).fill(5));
  const of = (key: typeof logKey) =>
    formatAddCheckpoint({ oldSize: 8, proof: [], checkpoint: checkpoint(12, leaves, key) });
  expect((await push(of(stranger))).status).toBe(403);
  expect((await push(of(foreign))).status).toBe(404);
  expect((await push(request(9, 8))).status).toBe(400);
  expect((await push('old 8\n\nrubbish')).status).toBe(400);
  expect((await push('')).status).toBe(400);
  expect((await push('x'.repeat(100_000))).status).toBe(413);
  expect((await push(request(8, 12), '/elsewhere')).status).toBe(404);
  expect((await push('', '/add-checkpoint', 'GET')).status).toBe(405);
  expect(folder.state()?.checkpoint).toBe(checkpoint(8));
  expect(readdirSync(join(folder.path, 'evidence'))).toEqual([]);
});
