// POST /log/cosignature: where a witness hands in what it cosigned. Open to anybody: the cosignature is what admits it
// (ledger/cosignatures.ts). The body is a checkpoint as /log/checkpoint gives it with the witness's line below, so that
// there is no doubt which one was cosigned.
import express, { type Request, Router } from 'express';
import { takeCosignatures } from '../ledger/cosignatures.ts';
import type { LogStorage } from '../ledger/log-storage.ts';
import { Refusal } from '../refusal.ts';

/** A checkpoint of three lines and sixteen signatures has some 3 kB. */
const bodyLimit = '16kb';

export function cosignatureRoutes({ log }: { log: { readonly storage: LogStorage } }): Router {
  const router = Router();
  router.post(
    '/log/cosignature',
    express.text({ type: 'text/plain', limit: bodyLimit, defaultCharset: 'utf-8' }),
    (request: Request, response) => {
      if (typeof request.body !== 'string') {
        throw new Refusal(
          'unsupported-media-type',
          'the body must be text/plain: a checkpoint with a cosignature',
        );
      }
      takeCosignatures(log.storage, request.body);
      response.set('Cache-Control', 'no-store').status(204).end();
    },
  );
  return router;
}
