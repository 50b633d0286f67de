// Somebody who only knows C2SP tlog-tiles and the verifier key: mirrors the log by plain GETs, rebuilds the root from the
// entries, and follows it as it grows. Caching as the specification asks.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { parseVerifierKey } from '../../shared/ledger/note.ts';
import { CompactRange } from '../../shared/merkle/compact-range.ts';
import { hashLeaf, sameBytes } from '../../shared/merkle/hash.ts';
import { consistencyProof, verifyConsistency } from '../../shared/merkle/proof.ts';
import {
  decodeEntryBundle,
  decodeHashTile,
  nodeReader,
  tilePath,
  tilesOfTree,
  tileWidth,
} from '../../shared/merkle/tile.ts';
import { TestServer, takeRating } from '../support/server.ts';
import { sealAt } from './centre-with-receipts.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server?.stop());

async function ratings(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const visit = {
      externalId: `m-${server.clock.at}-${i}`,
      officer: 'CB01',
      counter: 'Q01',
      procedure: '1.004222',
    };
    await takeRating(server.context, visit, 1 + (i % 5));
  }
}

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/log/${path}`, { headers });

interface Mirror {
  checkpoint: string;
  treeSize: number;
  rootHash: Uint8Array;
  tiles: Map<string, Uint8Array>;
}

/** Fetches everything a checkpoint covers and checks every byte of it against the signed root. */
async function mirror(): Promise<Mirror> {
  const key = parseVerifierKey(await (await get('key')).text());
  const checkpoint = await (await get('checkpoint')).text();
  const { treeSize, rootHash } = openCheckpoint(checkpoint, [key]);
  const tiles = new Map<string, Uint8Array>();
  const rebuilt = new CompactRange();
  for (const tile of tilesOfTree(treeSize)) {
    const answer = await get(tilePath(tile));
    expect([tilePath(tile), answer.status]).toEqual([tilePath(tile), 200]);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    tiles.set(tilePath(tile), bytes);
    if (tile.level === 'entries') {
      for (const entry of decodeEntryBundle(bytes, tile.width)) rebuilt.append(hashLeaf(entry));
    } else if (tile.level === 0) {
      const leaves = decodeEntryBundle(tiles.get(tilePath({ ...tile, level: 'entries' }))!, tile.width).map(
        (entry) => hashLeaf(entry),
      );
      const hashes = decodeHashTile(bytes, tile.width);
      expect(hashes.every((hash, i) => sameBytes(hash, leaves[i]!))).toBe(true);
    }
  }
  expect(rebuilt.size).toBe(treeSize);
  expect(sameBytes(rebuilt.root(), rootHash)).toBe(true);
  return { checkpoint, treeSize, rootHash, tiles };
}

describe('the log as others read it', () => {
  test('says that there is nothing yet, and nobody may keep that', async () => {
    for (const path of ['tile/0/000.p/1', 'tile/entries/000', 'tile/0/000']) {
      const answer = await get(path);
      expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 404, 'no-store']);
    }
    expect((await (await get('checkpoint')).text()).split('\n')[1]).toBe('0');
  });

  test('is mirrored by plain GETs, its root rebuilt, and followed over two nights', async () => {
    await ratings(260);
    sealAt(server, '2026-10-14T22:00:00+07:00');
    const first = await mirror();
    expect(first.treeSize).toBeGreaterThan(tileWidth);
    server.clock.set('2026-10-15T09:00:00+07:00');
    await ratings(40);
    sealAt(server, '2026-10-15T22:00:00+07:00');
    const second = await mirror();
    expect(second.treeSize).toBeGreaterThan(first.treeSize);

    // Full tiles are the same bytes for ever; a partial one of before is still there, and the beginning of the new one.
    for (const [path, bytes] of first.tiles) {
      const again = new Uint8Array(await (await get(path)).arrayBuffer());
      expect(sameBytes(again, bytes), path).toBe(true);
    }
    // What joins the two follows from the tiles alone.
    const hashTiles = (level: number, index: number) => {
      const [, bytes] = [...second.tiles].find(([path]) =>
        [tileWidth, ...Array.from({ length: 255 }, (_, i) => i + 1)].some(
          (width) => path === tilePath({ level, index, width }),
        ),
      )!;
      return decodeHashTile(bytes, bytes.length / 32);
    };
    verifyConsistency(
      {
        earlierSize: first.treeSize,
        earlierRoot: first.rootHash,
        treeSize: second.treeSize,
        rootHash: second.rootHash,
      },
      consistencyProof(first.treeSize, second.treeSize, nodeReader(hashTiles)),
    );
  });

  test('keeps headers and refusals apart', async () => {
    const checkpoint = await get('checkpoint');
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(checkpoint.headers.get('cache-control')).toBe('no-cache');
    const size = Number((await checkpoint.text()).split('\n')[1]);
    // Wider than what is published, empty, under another name, or beyond the tree.
    const width = size % tileWidth;
    for (const path of [
      `tile/0/001.p/${width + 1}`,
      'tile/0/001',
      'tile/0/001.p/0',
      'tile/0/0',
      'tile/0/x000/000',
      'tile/64/000',
      'tile/00/000',
      'tile/2/000.p/1',
      'tile/entries/999',
      'tile/0/000.p/256',
      'tile/..%2f..%2fkey',
    ]) {
      const answer = await get(path);
      expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 404, 'no-store']);
    }
    for (const [encoding, want] of [
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const answer = await get('tile/entries/000', { 'accept-encoding': encoding });
      expect(answer.headers.get('content-encoding')).toBe(want);
      expect(answer.headers.get('vary')).toContain('Accept-Encoding');
      expect(decodeEntryBundle(new Uint8Array(await answer.arrayBuffer()), tileWidth)).toHaveLength(
        tileWidth,
      );
    }
  });

  test('lets no cache keep a proof, whether there is one or not', async () => {
    const tag = server.context.file.sqlite
      .prepare<[], { tag: string }>('SELECT lower(hex(tag)) AS tag FROM openings LIMIT 1')
      .get()!.tag;
    const form = (body: string) =>
      fetch(`${server.url}/log/proof`, { method: 'POST', body: new URLSearchParams({ tag: body }) });
    for (const answer of [
      await get(`proof?tag=${tag}`),
      await get(`proof?tag=${'0'.repeat(64)}`),
      await get('proof?tag=x'),
      await form(tag),
      await form('0'.repeat(64)),
      await form('x'),
    ]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    expect(await (await form('0'.repeat(64))).json()).toMatchObject({ standing: 'unknown' });
  });
});
