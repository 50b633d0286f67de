// The public log, its receipts, and what watches the server as the OpenAPI document lists them.
import { z } from 'zod';
import { pageQuerySchema } from '../../shared/contract/citizen-forms.ts';
import { consistencyQuerySchema, proofQuerySchema, receiptFormSchema } from '../../shared/contract/log.ts';
import { asked, askedOrMissing, media, missing, type Operation } from './openapi-operation.ts';

/** OpenAPI has a schema of its own for its documents; it is not repeated here. */
const documentSchema = z.looseObject({ openapi: z.literal('3.1.0') });

export const logOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/log/checkpoint',
    summary: 'The signed checkpoint with the cosignatures of witnesses (C2SP tlog-checkpoint).',
    content: [media.text],
    problems: missing,
  },
  {
    method: 'get',
    path: '/log/key',
    summary: 'The key that checkpoints and promises are signed with, as a verifier key (C2SP signed-note).',
    content: [media.text],
    problems: [],
  },
  {
    method: 'get',
    path: '/log/tile/{path}',
    summary:
      'A hash tile (`{L}/{N}`) or a bundle of entries (`entries/{N}`), partial ones as `.p/{W}` behind; slashes stand as they are (C2SP tlog-tiles). Never changes.',
    content: [media.bytes],
    problems: missing,
  },
  {
    method: 'get',
    path: '/log/proof',
    summary: 'The inclusion proof of a receipt (C2SP tlog-proof). For tools: the tag stands in the address.',
    query: proofQuerySchema,
    content: [media.text],
    problems: askedOrMissing,
  },
  {
    method: 'post',
    path: '/log/proof',
    summary:
      'The same, and the tag stands in no address. Not found: `standing` says whether it waits for tonight, for a larger group, or is unknown.',
    form: proofQuerySchema,
    content: [media.text],
    problems: [...askedOrMissing, 'malformed-body', 'body-too-large'],
  },
  {
    method: 'get',
    path: '/log/consistency',
    summary: 'The proof that the log of one size begins as that of another: a base64 hash a line.',
    query: consistencyQuerySchema,
    content: [media.text],
    problems: asked,
  },
  {
    method: 'post',
    path: '/log/cosignature',
    summary:
      'A witness hands in what it cosigned: the checkpoint with its line below (C2SP tlog-cosignature).',
    file: [media.text],
    problems: ['malformed-body', 'forbidden', ...missing, 'body-too-large', 'unsupported-media-type'],
  },
];

export const receiptOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/receipt',
    summary: 'The page on which anybody checks a receipt.',
    query: pageQuerySchema,
    content: [media.html],
    failsWithPage: true,
    problems: [],
  },
  {
    method: 'post',
    path: '/receipt',
    summary: 'The same page with what the server itself finds, for browsers without a script.',
    query: pageQuerySchema,
    form: receiptFormSchema,
    content: [media.html],
    failsWithPage: true,
    problems: asked,
  },
  {
    method: 'get',
    path: '/receipt/verifier.js',
    summary: 'The script that checks in the browser.',
    content: [media.script],
    problems: [],
  },
  {
    method: 'get',
    path: '/receipt/verifier.html',
    summary: 'The page as one file that asks no network, to keep and check with anywhere.',
    query: pageQuerySchema,
    content: [media.html],
    problems: [],
  },
];

export const serviceOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/healthz',
    summary: 'The server answers.',
    content: [media.text],
    problems: [],
  },
  {
    method: 'get',
    path: '/readyz',
    summary: 'The server answers and reads its data.',
    content: [media.text],
    problems: [],
  },
  {
    method: 'get',
    path: '/metrics',
    summary: 'Figures of the server for Prometheus; never of a rating.',
    content: [media.text],
    problems: [],
  },
  {
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This document.',
    answer: { status: 200, schema: documentSchema },
    problems: [],
  },
  {
    method: 'get',
    path: '/api/docs',
    summary: 'This document as a page, with the problem codes.',
    content: [media.html],
    problems: [],
  },
];
