// The public receipt page: GET and POST /receipt, its script, and the page as one file to keep. A receipt arrives in the
// body of a form or stays behind `#` in the browser: it stands in no address. Nothing of a check is kept.
import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import express, { type Request, type Response, Router } from 'express';
import type {
  ReceiptLocale,
  ReceiptPage,
  ReceiptResult,
  RenderReceiptPage,
} from '../../shared/contract/receipt-page.ts';
import { parseVerifierKey } from '../../shared/ledger/note.ts';
import { checkReceipt } from '../../shared/ledger/receipt.ts';
import {
  ReceiptError,
  readReceipt,
  receiptCharsMax,
  tagDigitsOf,
} from '../../shared/ledger/receipt-format.ts';
import { receiptResult } from '../../shared/ledger/receipt-result.ts';
import type { Context } from '../context.ts';
import { logKeys } from '../ledger/log-keys.ts';

export interface ReceiptPageParts {
  render: RenderReceiptPage;
  /** Text of the script that checks in the browser. */
  script: string;
}

const formBytesMax = 4096;

export function receiptRoutes(
  context: Context,
  { render, script }: ReceiptPageParts,
  report: (error: unknown) => void,
): Router {
  const router = Router();
  const { log, stores, centre } = context;
  const version = sha256Hex(script).slice(0, 16);
  const scriptPath = `/receipt/verifier.js?v=${version}`;
  const packedScript = gzipSync(script, { level: 9 });

  const pageOf = (
    request: Request,
    delivery: ReceiptPage['delivery'],
    receipt = '',
    result: ReceiptResult | null = null,
  ): ReceiptPage => ({
    locale: localeOf(request),
    centre: { name: centre.name, sample: centre.sample },
    publicUrl: context.publicUrl(),
    origin: log.tree.origin,
    keys: logKeys(log.tree, log.storage),
    keyFingerprint: sha256Hex(`${log.tree.verifierKey}\n`),
    receipt,
    result,
    delivery,
  });

  const send = (
    request: Request,
    response: Response,
    status: number,
    receipt?: string,
    result?: ReceiptResult,
  ): void => {
    const nonce = randomBytes(12).toString('base64');
    const page = pageOf(request, { kind: 'linked', scriptPath, nonce }, receipt, result);
    response.status(status).set({
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'X-Robots-Tag': 'noindex',
      Vary: 'Accept-Encoding, Accept-Language',
    });
    sendHtml(request, response, render(page));
  };

  /** What the server itself finds; for browsers without a script. */
  const check = (text: string): ReceiptResult => {
    const receipt = readReceipt(text);
    const digits = tagDigitsOf(receipt);
    const leafIndex = log.storage.leafOfTag(digits);
    const sealed = leafIndex !== undefined && leafIndex < log.tree.publishedSize;
    const keys = logKeys(log.tree, log.storage).map(parseVerifierKey);
    const proof = sealed ? log.tree.proof(leafIndex) : undefined;
    const state = checkReceipt(receipt, { proof }, keys, Math.floor(context.clock() / 1000));
    return receiptResult(state, {
      standing: stores.responses.standingOf(digits),
      checkedBy: 'server',
      keyFrom: 'page',
      online: true,
    });
  };

  router.get('/receipt', (request, response) => send(request, response, 200));

  /** 200 with the page in whatever state; 422 when the text is no receipt; 500. */
  router.post(
    '/receipt',
    express.urlencoded({ extended: false, limit: formBytesMax, parameterLimit: 10 }),
    (request, response) => {
      const given: unknown = (request.body as { receipt?: unknown } | undefined)?.receipt;
      const text = typeof given === 'string' ? given.trim() : '';
      const shown = text.slice(0, receiptCharsMax);
      try {
        send(request, response, 200, shown, check(text));
      } catch (error) {
        if (error instanceof ReceiptError) {
          const result = { state: 'malformed', part: 'receipt', reason: error.message } as const;
          send(request, response, 422, shown, result);
          return;
        }
        report(error);
        send(request, response, 500, shown, { state: 'server-failure' });
      }
    },
  );

  router.get('/receipt/verifier.js', (request, response) => {
    response.set({
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': request.query.v === version ? 'public, max-age=31536000, immutable' : 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
    });
    if (takesGzip(request)) response.set('Content-Encoding', 'gzip').send(packedScript);
    else response.send(script);
  });

  /** The same page as one file that asks no network: for checking when and where one likes. */
  router.get('/receipt/verifier.html', (request, response) => {
    const savedOn = context.calendar.dayOf(context.clock());
    const page = pageOf(request, { kind: 'single-file', script, savedOn });
    response.set({
      'Content-Disposition': 'attachment; filename="kiem-tra-bien-nhan.html"',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      Vary: 'Accept-Encoding, Accept-Language',
    });
    sendHtml(request, response, render(page));
  });

  return router;
}

function sendHtml(request: Request, response: Response, text: string): void {
  response.set({
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  const html = Buffer.from(text);
  if (takesGzip(request)) response.set('Content-Encoding', 'gzip').send(gzipSync(html, { level: 9 }));
  else response.send(html);
}

const takesGzip = (request: Request): boolean =>
  /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));

const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `?lang=` first, then what the browser asks for; Vietnamese unless English is asked for plainly. */
function localeOf(request: Request): ReceiptLocale {
  const asked = request.query.lang;
  if (asked === 'en' || asked === 'vi') return asked;
  return request.acceptsLanguages('vi', 'en') === 'en' ? 'en' : 'vi';
}
