// The public log below /log: checkpoint, hash tiles and entry bundles of C2SP tlog-tiles, and proofs for receipts.
// Whatever a signed checkpoint covers never changes and may be kept for ever; only the checkpoint itself is asked for
// again. Nothing here needs a session, says who asked, or is written to a log.
import { createHash } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import { toBase64 } from '../../shared/ledger/encoding.ts';
import {
  encodeEntryBundle,
  hashesAtLevel,
  parseTilePath,
  type TileId,
  tileWidth,
} from '../../shared/merkle/tile.ts';
import type { LogStorage } from '../ledger/log-storage.ts';
import type { LogTree } from '../ledger/tree.ts';

/** Hex digits of a tag that a proof is given for: those of a short receipt code at least. */
const tagPattern = /^[0-9a-f]{25,64}$/;
const checkpointSeconds = 5;
const yearSeconds = 31_536_000;

/**
 * - `GET /log/checkpoint` 200 text/plain; 404 before the first seal
 * - `GET /log/tile/LEVEL/N[.p/W]` 200 octets; 404 for what the checkpoint does not cover
 * - `GET /log/tile/entries/N[.p/W]` 200 octets; 404 likewise
 * - `GET /log/proof?tag=` and `POST /log/proof` with the form field `tag` 200 tlog-proof as text; 400; 404 while the
 *   response waits for its seal. The second form keeps the tag out of addresses.
 * - `GET /log/consistency?from=` 200 text, a base64 hash a line, from that size to the checkpoint's; 400
 */
export function logRoutes({ tree, storage }: { tree: LogTree; storage: LogStorage }): Router {
  const router = express.Router();
  router.get('/log/checkpoint', (_request, response) => {
    const checkpoint = tree.checkpoint();
    if (checkpoint === undefined) return notFound(response, 'nothing has been sealed yet');
    open(response).setHeader('Cache-Control', `public, max-age=${checkpointSeconds}`);
    response.type('text/plain; charset=utf-8').send(checkpoint);
  });
  router.get(/^\/log\/tile\/.*$/, (request, response) => {
    const tile = parseTilePath(request.path.slice('/log/'.length));
    if (tile === undefined || !covers(tree.publishedSize, tile)) {
      return notFound(response, 'the log has no such tile');
    }
    const bytes = tile.level === 'entries' ? entryBundle(storage, tile) : hashTile(storage, tile.level, tile);
    open(response).setHeader('Cache-Control', `public, max-age=${yearSeconds}, immutable`);
    response.setHeader('ETag', `"${createHash('sha256').update(bytes).digest('base64url')}"`);
    response.type('application/octet-stream').send(bytes);
  });
  router.get('/log/proof', (request, response) => proof(response, request.query.tag));
  router.post(
    '/log/proof',
    express.urlencoded({ extended: false, limit: '1kb' }),
    (request: Request, response) => proof(response, (request.body as { tag?: unknown } | undefined)?.tag),
  );
  router.get('/log/consistency', (request, response) => {
    const from = request.query.from;
    const treeSize = tree.publishedSize;
    if (typeof from !== 'string' || !/^(?:0|[1-9]\d{0,14})$/.test(from) || Number(from) > treeSize) {
      return problem(response, 400, 'invalid-request', `from is a number of leaves from 0 to ${treeSize}`);
    }
    open(response).setHeader('Cache-Control', 'no-store');
    const lines = tree.consistency(Number(from), treeSize).map((hash) => `${toBase64(hash)}\n`);
    response.type('text/plain; charset=utf-8').send(lines.join(''));
  });
  return router;

  function proof(response: Response, tag: unknown): void {
    response.setHeader('Cache-Control', 'no-store');
    if (typeof tag !== 'string' || !tagPattern.test(tag)) {
      problem(response, 400, 'invalid-request', 'tag is 25 to 64 lower-case hex digits');
      return;
    }
    const leafIndex = storage.leafOfTag(tag);
    if (leafIndex === undefined || leafIndex >= tree.publishedSize) {
      notFound(response, 'no response with this tag is in the log');
      return;
    }
    open(response).type('text/plain; charset=utf-8').send(tree.proof(leafIndex));
  }
}

/** A tile that the published tree has, or the narrower form that it had at an earlier size. */
function covers(publishedSize: number, { level, index, width }: TileId): boolean {
  const hashes = hashesAtLevel(publishedSize, level === 'entries' ? 0 : level);
  return index * tileWidth + width <= hashes;
}

function hashTile(storage: LogStorage, level: number, { index, width }: TileId): Buffer {
  return Buffer.from(storage.tile(level, index)!.subarray(0, width * 32));
}

function entryBundle(storage: LogStorage, { index, width }: TileId): Buffer {
  const from = index * tileWidth;
  return Buffer.from(encodeEntryBundle(storage.publicEntries(from, from + width)));
}

/** The log is for everybody: a page of an independent agency may read it too. */
function open(response: Response): Response {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  return response;
}

function notFound(response: Response, detail: string): void {
  // A tile that is not there now may be there tomorrow.
  response.setHeader('Cache-Control', 'no-store');
  problem(response, 404, 'not-found', detail);
}

/** RFC 9457. */
function problem(response: Response, status: number, code: string, detail: string): void {
  const body = { type: 'about:blank', title: detail, status, code, detail };
  open(response).status(status).type('application/problem+json').send(JSON.stringify(body));
}
