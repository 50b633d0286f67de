// The public log over real HTTP: another party mirrors it by plain GETs and recomputes it.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logRoutes } from '../../server/http/log.ts';
import { LogTree } from '../../server/ledger/tree.ts';
import { openCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { fromBase64 } from '../../shared/ledger/encoding.ts';
import { parseVerifierKey } from '../../shared/ledger/note.ts';
import { checkReceipt } from '../../shared/ledger/receipt.ts';
import { rootOf } from '../../shared/merkle/compact-range.ts';
import { hashLeaf } from '../../shared/merkle/hash.ts';
import { verifyConsistency } from '../../shared/merkle/proof.ts';
import { decodeEntryBundle, decodeHashTile, tilePath, tilesOfTree } from '../../shared/merkle/tile.ts';
import { type OpenLogFile, openLogFile } from './log-file.ts';
import { night, random, TestLedger } from './test-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'langnghe-log-http-'));
let file: OpenLogFile;
let log: LogTree;
let server: Server;
let url: string;
const ledger = new TestLedger();
let early: string;

/** Puts the rows and openings of one night into the data file, as the seal does. */
function sealNight(day: string, responses: number): void {
  const before = ledger.leaves.length;
  const made = night({ day, responses, officers: 5 }, random(3));
  ledger.seal(made.responses, made.tallies);
  file.store.transact(() => {
    const leaves = ledger.leaves.slice(before);
    file.store.append(
      leaves.map(({ bytes, hash, open }) => ({
        kind: open?.kind ?? 'response',
        publicEntry: bytes,
        leafHash: hash,
      })),
    );
    const insert = file.sqlite.prepare(
      'INSERT INTO openings (tag, leaf_index, salt, entry) VALUES (?, ?, ?, ?)',
    );
    for (const [i, { response }] of leaves.entries()) {
      if (response !== undefined) insert.run(response.tag, before + i, response.salt, response.json);
    }
  });
  log.advance();
}

beforeAll(async () => {
  file = openLogFile(folder);
  log = LogTree.open({
    storage: file.store,
    folder,
    origin: 'log.example.vn/trung-tam-01',
    clock: () => 1_790_000_000,
    random: (bytes) => new Uint8Array(bytes).fill(4),
  });
  const app = express().use(logRoutes({ tree: log, storage: file.store }));
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sealNight('2026-10-13', 300);
  early = log.checkpoint()!;
  sealNight('2026-10-14', 500);
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  file.close();
  rmSync(folder, { recursive: true, force: true });
});

const bytesOf = async (response: globalThis.Response) => new Uint8Array(await response.arrayBuffer());

describe('the public log', () => {
  it('can be mirrored by plain GETs', async () => {
    const checkpoint = await fetch(`${url}/log/checkpoint`);
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(checkpoint.headers.get('cache-control')).toBe('public, max-age=5');
    const { treeSize, rootHash } = openCheckpoint(await checkpoint.text(), [
      parseVerifierKey(log.verifierKey),
    ]);
    expect(treeSize).toBe(ledger.leaves.length);
    const leafHashes: Uint8Array[] = [];
    for (const tile of tilesOfTree(treeSize)) {
      const response = await fetch(`${url}/log/${tilePath(tile)}`);
      expect(response.status, tilePath(tile)).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      const bytes = await bytesOf(response);
      if (tile.level === 'entries')
        leafHashes.push(...decodeEntryBundle(bytes, tile.width).map((entry) => hashLeaf(entry)));
      if (tile.level === 0) {
        expect(decodeHashTile(bytes, tile.width)).toEqual(
          leafHashes.slice(tile.index * 256, tile.index * 256 + tile.width),
        );
      }
    }
    expect(rootOf(leafHashes)).toEqual(rootHash);
  });

  it('still gives the partial tiles of an earlier checkpoint, and nothing beyond the last', async () => {
    const size = Number(early.split('\n')[1]);
    const width = size % 256;
    const index = Math.floor(size / 256);
    const old = await fetch(`${url}/log/${tilePath({ level: 0, index, width })}`);
    expect(decodeHashTile(await bytesOf(old), width)).toHaveLength(width);
    const now = ledger.leaves.length;
    for (const path of [
      tilePath({ level: 0, index: Math.floor(now / 256), width: 256 }),
      tilePath({ level: 'entries', index: Math.floor(now / 256), width: (now % 256) + 1 }),
      tilePath({ level: 0, index: 999, width: 256 }),
      tilePath({ level: 63, index: 0, width: 1 }),
      'tile/0/0',
      'tile/0/x000/000',
      'tile/',
    ]) {
      const response = await fetch(`${url}/log/${path}`);
      expect(response.status, path).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'not-found', status: 404 });
    }
  });

  it('proves a receipt, by whole tag and by short code, in an address or in a form', async () => {
    const at = ledger.leaves.findIndex(({ response }) => response !== undefined);
    const tag = Buffer.from(ledger.leaves[at]!.response!.tag).toString('hex');
    const keys = [parseVerifierKey(log.verifierKey)];
    const consistency = (await (await fetch(`${url}/log/consistency?from=${early.split('\n')[1]}`)).text())
      .trimEnd()
      .split('\n')
      .map(fromBase64);
    for (const given of [tag, tag.slice(0, 25)]) {
      for (const response of [
        await fetch(`${url}/log/proof?tag=${given}`),
        await fetch(`${url}/log/proof`, { method: 'POST', body: new URLSearchParams({ tag: given }) }),
      ]) {
        expect(response.status).toBe(200);
        expect(response.headers.get('cache-control')).toBe('no-store');
        const evidence = { proof: await response.text(), savedCheckpoint: early, consistency };
        expect(checkReceipt({ tagPrefix: tag.slice(0, 25) }, evidence, keys, 0)).toMatchObject({
          state: 'in-log',
          number: at + 1,
          saved: 'consistent',
        });
      }
    }
    expect((await fetch(`${url}/log/proof?tag=${'0'.repeat(64)}`)).status).toBe(404);
    for (const bad of ['', tag.slice(0, 24), tag.toUpperCase(), `${tag}0`, 'x'.repeat(64)]) {
      expect((await fetch(`${url}/log/proof?tag=${bad}`)).status, bad).toBe(400);
    }
    for (const bad of ['-1', 'x', '999999999', '']) {
      expect((await fetch(`${url}/log/consistency?from=${bad}`)).status, bad).toBe(400);
    }
  });

  it('proves that it grew', async () => {
    const keys = [parseVerifierKey(log.verifierKey)];
    const [before, now] = [openCheckpoint(early, keys), openCheckpoint(log.checkpoint()!, keys)];
    const lines = (await (await fetch(`${url}/log/consistency?from=${before.treeSize}`)).text())
      .trimEnd()
      .split('\n');
    verifyConsistency(
      {
        earlierSize: before.treeSize,
        earlierRoot: before.rootHash,
        treeSize: now.treeSize,
        rootHash: now.rootHash,
      },
      lines.map(fromBase64),
    );
  });
});
