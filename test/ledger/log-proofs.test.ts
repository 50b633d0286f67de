// Proofs over real HTTP, from a real data file.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logProofRoutes } from '../../server/http/log-proofs.ts';
import { LogTree } from '../../server/ledger/tree.ts';
import { fromBase64 } from '../../shared/ledger/encoding.ts';
import { parseVerifierKey } from '../../shared/ledger/note.ts';
import { checkReceipt } from '../../shared/ledger/receipt.ts';
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
  const app = express().use(
    logProofRoutes({ log: { tree: log, storage: file.store }, standingOf: () => 'group' }),
  );
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

const ask = (tag: string) =>
  fetch(`${url}/log/proof`, { method: 'POST', body: new URLSearchParams({ tag }) });

describe('proofs for a page', () => {
  it('are of a receipt, by whole tag or short code, and of growth since a saved checkpoint', async () => {
    const at = ledger.leaves.findIndex(({ response }) => response !== undefined);
    const tag = Buffer.from(ledger.leaves[at]!.response!.tag).toString('hex');
    const keys = [parseVerifierKey(log.verifierKey)];
    const lines = await (await fetch(`${url}/log/consistency?from=${early.split('\n')[1]}`)).text();
    const consistency = lines.trimEnd().split('\n').map(fromBase64);
    for (const given of [tag, tag.slice(0, 25)]) {
      const response = await ask(given);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      const evidence = { proof: await response.text(), savedCheckpoint: early, consistency };
      expect(checkReceipt({ tagPrefix: tag.slice(0, 25) }, evidence, keys, 0)).toMatchObject({
        state: 'in-log',
        number: at + 1,
        saved: 'consistent',
      });
    }
    const size = Number(early.split('\n')[1]);
    const between = await (await fetch(`${url}/log/consistency?from=5&to=${size}`)).text();
    expect(between).toBe(
      log
        .consistency(5, size)
        .map((hash) => `${Buffer.from(hash).toString('base64')}\n`)
        .join(''),
    );
    const unknown = await ask('0'.repeat(64));
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({
      code: 'not-found',
      status: 404,
      standing: 'group',
    });
    for (const bad of ['', tag.slice(0, 24), tag.toUpperCase(), `${tag}0`, 'x'.repeat(64)]) {
      expect((await ask(bad)).status, bad).toBe(422);
    }
    for (const bad of ['-1', 'x', '999999999', '', '3&to=2', '0&to=999999999', '0&to=x', '0&to=']) {
      expect((await fetch(`${url}/log/consistency?from=${bad}`)).status, bad).toBe(422);
    }
  });
});
