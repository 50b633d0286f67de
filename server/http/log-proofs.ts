// Beside the tiles of the public log: the proof for a receipt asked for by a form, so that the tag stands in no address
// that a proxy keeps, and consistency proofs for pages that compare with a checkpoint saved earlier. A mirror needs
// neither: both follow from the tiles.
import express, { type Request, type Response, type Router } from 'express';
import { consistencyQuerySchema, proofQuerySchema } from '../../shared/contract/log.ts';
import { type ProblemCode, problemStatus, problemType } from '../../shared/contract/problem.ts';
import type { ReceiptStanding } from '../../shared/contract/receipt-page.ts';
import { toBase64 } from '../../shared/ledger/encoding.ts';
import type { LogStorage } from '../ledger/log-storage.ts';
import type { LogTree } from '../ledger/tree.ts';
import { titleOfProblem } from './problem.ts';

export interface LogProofParts {
  readonly log: { readonly tree: LogTree; readonly storage: LogStorage };
  /** Where the response stands whose tag begins so and that has no proof yet. */
  standingOf(tagPrefix: string): ReceiptStanding;
}

/**
 * - `POST /log/proof` with the form field `tag`: 200 tlog-proof as text; 422; 404 while there is no proof, the member
 *   `standing` telling whether the response waits for tonight's seal, for a larger group, or is not known
 * - `GET /log/consistency?from=&to=`: 200 text, a base64 hash a line, from that size to the other, which is the
 *   checkpoint's when it is not given; 422
 */
export function logProofRoutes({ log, standingOf }: LogProofParts): Router {
  const router = express.Router();
  router.post(
    '/log/proof',
    express.urlencoded({ extended: false, limit: '1kb' }),
    (request: Request, response) => {
      const asked = proofQuerySchema.safeParse(request.body ?? {});
      if (!asked.success) {
        problem(response, 'invalid-request', 'tag is 25 to 64 lower-case hex digits');
        return;
      }
      const { tag } = asked.data;
      const leafIndex = log.storage.leafOfTag(tag);
      if (leafIndex === undefined || leafIndex >= log.tree.publishedSize) {
        problem(response, 'not-found', 'no sealed response has this tag yet', {
          standing: standingOf(tag),
        });
        return;
      }
      text(response).send(log.tree.proof(leafIndex));
    },
  );
  router.get('/log/consistency', (request, response) => {
    const treeSize = log.tree.publishedSize;
    const asked = consistencyQuerySchema.safeParse(request.query);
    const { from, to } = asked.data ?? {};
    const [earlier, later] = [Number(from), Number(to ?? treeSize)];
    if (!(earlier <= later && later <= treeSize)) {
      problem(response, 'invalid-request', `from and to are numbers of leaves from 0 to ${treeSize}`);
      return;
    }
    const lines = log.tree.consistency(earlier, later).map((hash) => `${toBase64(hash)}\n`);
    text(response).send(lines.join(''));
  });
  return router;
}

/** The log is for everybody: the page of an independent agency may read it too. */
function text(response: Response): Response {
  return response
    .set({
      'Cache-Control': 'no-store',
      'Access-Control-Allow-Origin': '*',
      'X-Content-Type-Options': 'nosniff',
    })
    .type('text/plain; charset=utf-8');
}

/** RFC 9457. */
function problem(response: Response, code: ProblemCode, detail: string, more = {}): void {
  const status = problemStatus[code];
  const body = { type: problemType(code), title: titleOfProblem(code), status, code, detail, ...more };
  text(response).status(status).type('application/problem+json').send(JSON.stringify(body));
}
