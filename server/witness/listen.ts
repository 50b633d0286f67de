// POST /add-checkpoint of C2SP tlog-witness: for logs that push their checkpoints to a witness instead of being followed.
// Anybody may ask; a checkpoint that the log's key did not sign changes nothing and is not kept.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { openCheckpoint, parseCheckpointText } from '../../shared/ledger/checkpoint.ts';
import { NoteError, parseNote } from '../../shared/ledger/note.ts';
import { type AddCheckpoint, type Evidence, parseAddCheckpoint } from '../../shared/ledger/witness.ts';
import type { Cosigner } from './cosigner.ts';

/** 63 proof lines and a checkpoint with 16 signatures fit many times. */
const bodyBytesMax = 64 * 1024;
const requestMs = 30_000;
const connectionsMax = 256;

export interface Answer {
  status: 200 | 400 | 403 | 404 | 405 | 409 | 413 | 422;
  body: string;
  type?: string;
}

/** Told of each refusal of something that the log signed. */
export type Refused = (evidence: Evidence, file: string | undefined) => void;

export function witnessServer(cosigner: Cosigner, refused: Refused): Server {
  const server = createServer((request, response) => {
    void handle(cosigner, refused, request).then(
      (answer) => send(response, answer),
      () => response.destroy(),
    );
  });
  server.requestTimeout = requestMs;
  server.headersTimeout = requestMs;
  server.maxConnections = connectionsMax;
  return server;
}

async function handle(cosigner: Cosigner, refused: Refused, request: IncomingMessage): Promise<Answer> {
  if (request.url !== '/add-checkpoint') return { status: 404, body: 'not found\n' };
  if (request.method !== 'POST') return { status: 405, body: 'POST alone\n' };
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyBytesMax) return { status: 413, body: 'too long\n' };
    chunks.push(chunk);
  }
  return addCheckpoint(cosigner, refused, Buffer.concat(chunks).toString('utf8'));
}

/** The answer to the body of an `add-checkpoint` request. */
export function addCheckpoint(cosigner: Cosigner, refused: Refused, body: string): Answer {
  let request: AddCheckpoint;
  let treeSize: number;
  try {
    request = parseAddCheckpoint(body);
    const stated = parseCheckpointText(parseNote(request.checkpoint).text);
    if (stated.origin !== cosigner.origin) return { status: 404, body: 'this origin is not known here\n' };
    treeSize = stated.treeSize;
  } catch (error) {
    if (error instanceof NoteError) return { status: 400, body: `${error.message}\n` };
    throw error;
  }
  const { log, heldSize } = cosigner.view();
  try {
    openCheckpoint(request.checkpoint, log.keys);
  } catch (error) {
    if (error instanceof NoteError) return { status: 403, body: `${error.message}\n` };
    throw error;
  }
  if (request.oldSize > treeSize)
    return { status: 400, body: 'the old size is larger than the checkpoint\n' };
  // Of the size held there is nothing to prove: whatever old size was given, a second root is seen and kept.
  const oldSize = treeSize === heldSize ? heldSize : request.oldSize;
  const proof = treeSize === heldSize ? [] : request.proof;
  const result = cosigner.cosign({ checkpoint: request.checkpoint, oldSize, proof, successions: [] });
  if (result.outcome === 'cosigned') {
    return request.oldSize === oldSize ? { status: 200, body: result.signatureLine } : sizeConflict(heldSize);
  }
  if (result.outcome === 'conflict') return sizeConflict(result.heldSize);
  const { evidence } = result;
  // Anyone can send an old checkpoint, or a false proof of a true one: neither says anything about the log.
  if (evidence.reason === 'split-view') {
    refused(evidence, cosigner.keep(evidence));
    return sizeConflict(heldSize);
  }
  return { status: 422, body: `${evidence.explanation}\n` };
}

/** What the specification has a client read its next old size from. */
function sizeConflict(heldSize: number): Answer {
  return { status: 409, body: `${heldSize}\n`, type: 'text/x.tlog.size' };
}

function send(response: ServerResponse, { status, body, type }: Answer): void {
  // A body that was not read to its end must not be taken for the next request.
  if (status === 413) response.shouldKeepAlive = false;
  response.writeHead(status, { 'content-type': type ?? 'text/plain; charset=utf-8' });
  response.end(body);
}
