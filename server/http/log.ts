// GET /log/…: the transparency log as C2SP tlog-tiles describes it, for anyone, without a key: checkpoint, hash tiles,
// entry bundles, the proof for a receipt, the verifier key. Tiles and bundles never change under their address and may be
// kept for ever; that there is no such tile yet may not be kept at all.
import { gzipSync } from 'node:zlib';
import { type Request, type Response, Router } from 'express';
import { proofQuerySchema } from '../../shared/contract/log.ts';
import { encodeEntryBundle, hashesAtLevel, parseTilePath, tileWidth } from '../../shared/merkle/tile.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { queryOf } from './request.ts';

const forever = 'public, max-age=31536000, immutable';
/** A proof is of one receipt, and an absence ends tonight: neither belongs in anybody's cache. */
const notKept = 'no-store';

export function logRoutes(context: Context): Router {
  const router = Router();
  const { log } = context;

  const open = (response: Response, cacheControl: string): Response =>
    response.set({
      'Cache-Control': cacheControl,
      'Access-Control-Allow-Origin': '*',
      'X-Content-Type-Options': 'nosniff',
    });

  router.get('/log/checkpoint', (_request, response) => {
    const checkpoint = log.tree.checkpoint();
    if (checkpoint === undefined) {
      open(response, notKept);
      throw new Refusal('not-found', 'nothing has been sealed yet');
    }
    open(response, 'no-cache').type('text/plain').send(checkpoint);
  });

  /** The key that checkpoints and promises are signed with. */
  router.get('/log/key', (_request, response) => {
    open(response, 'no-cache').type('text/plain').send(`${log.tree.verifierKey}\n`);
  });

  /**
   * 200 a tlog-proof; 404 while the response waits, or when the tag is not known. `tag` may be its first 25 digits.
   * For tools: pages ask by POST (log-proofs.ts), which leaves the tag in no address.
   */
  router.get('/log/proof', (request, response) => {
    open(response, notKept);
    const { tag } = queryOf(request, proofQuerySchema);
    const leafIndex = log.storage.leafOfTag(tag);
    if (leafIndex === undefined || leafIndex >= log.tree.publishedSize) {
      throw new Refusal('not-found', 'no sealed response has this tag yet');
    }
    response.type('text/plain').send(log.tree.proof(leafIndex));
  });

  router.get('/log/tile/{*path}', (request: Request, response) => {
    const tile = parseTilePath(request.path.slice('/log/'.length));
    const missing = () => {
      open(response, notKept);
      return new Refusal('not-found', 'the log has no such tile');
    };
    if (tile === undefined) throw missing();
    const { level, index, width } = tile;
    const from = index * tileWidth;
    const published = hashesAtLevel(log.tree.publishedSize, level === 'entries' ? 0 : level);
    if (from + width > published) throw missing();
    if (level === 'entries') {
      const bundle = encodeEntryBundle(log.storage.publicEntries(from, from + width));
      open(response, forever).set('Vary', 'Accept-Encoding').type('application/octet-stream');
      // Hex and base64 pack well, hashes do not.
      if (/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) {
        response.set('Content-Encoding', 'gzip').send(gzipSync(bundle));
      } else {
        response.send(Buffer.from(bundle));
      }
      return;
    }
    const hashes = log.storage.tile(level, index);
    if (hashes === undefined || hashes.length < width * 32) throw missing();
    open(response, forever)
      .type('application/octet-stream')
      .send(Buffer.from(hashes.subarray(0, width * 32)));
  });

  return router;
}
