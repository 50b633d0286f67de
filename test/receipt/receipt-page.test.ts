// The public receipt page as plain HTTP, without a script: every state, and what may never stand in it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signerKey } from '../../shared/ledger/note.ts';
import { fromWirePromise, signPromise } from '../../shared/ledger/promise.ts';
import { formatReceiptCode, formatReceiptLink, formatTagLink } from '../../shared/ledger/receipt-format.ts';
import { TestServer } from '../support/server.ts';
import { fullDay, type KeptReceipt, rateAndKeep, sealAt } from './centre-with-receipts.ts';

let server: TestServer;
let many: KeptReceipt[];
let lone: KeptReceipt;
let open: KeptReceipt;
beforeAll(async () => {
  server = await TestServer.start();
  many = await fullDay(server);
  lone = await rateAndKeep(server, 2, 'CB02');
  sealAt(server, '2026-10-14T22:00:00+07:00');
  server.clock.set('2026-10-15T09:00:00+07:00');
  open = await rateAndKeep(server, 5);
});
afterAll(() => server?.stop());

const post = (receipt: string, lang = 'vi') =>
  server.ask('POST', `/receipt?lang=${lang}`, {
    body: new URLSearchParams({ receipt }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const stateOf = (text: string): string | undefined => /data-state="([^"]+)"/.exec(text)?.[1];

describe('the page without a script', () => {
  test('is small, kept by nobody, framed by nobody, and runs nothing but its own', async () => {
    const { status, headers, text } = await server.ask('GET', '/receipt');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe/);
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\/|\son[a-z]+=|\sstyle=/);
    expect(Buffer.byteLength(text)).toBeLessThan(16_000);
    expect(stateOf(text)).toBeUndefined();
  });

  test.each([
    ['in the log, by link', () => many[3]!.link, 200, 'in-log'],
    ['in the log, by code', () => many[3]!.code, 200, 'in-log'],
    [
      'in the log, by the tag alone',
      () => formatTagLink(fromWirePromise(many[3]!.promise).tag, ''),
      200,
      'in-log',
    ],
    ['in the log, as typed', () => many[3]!.code.toLowerCase().replaceAll('-', ' '), 200, 'in-log'],
    ['waiting for a larger group', () => lone.link, 200, 'waiting'],
    ['waiting for tonight', () => open.code, 200, 'waiting'],
    ['not known', () => formatReceiptCode(new Uint8Array(32)), 200, 'unknown'],
    ['malformed', () => 'LN-12345', 422, 'malformed'],
    ['empty', () => '', 422, 'malformed'],
    ['markup', () => '<script>alert(1)</script>', 422, 'malformed'],
  ])('answers for a receipt %s', async (_, receipt, status, state) => {
    for (const lang of ['vi', 'en']) {
      const answer = await post(receipt(), lang);
      expect([answer.status, stateOf(answer.text)]).toEqual([status, state]);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.text).toContain(`<html lang="${lang}">`);
      expect(answer.text).not.toContain('<script>alert');
    }
  });

  test('gives the number, the size and the time of the seal, and says whose word it is', async () => {
    const { text } = await post(many[0]!.link, 'en');
    const size = server.context.log.tree.publishedSize;
    expect(text).toMatch(new RegExp(`Entry number \\d+ of ${size} in the log`));
    expect(text).toContain('22:00, 14 Oct 2026');
    expect(text).toContain('This is the server’s word');
  });

  test('tells tonight’s seal from a larger group, with the promised time where the receipt has it', async () => {
    const [tonight, group] = [(await post(open.link)).text, (await post(lone.link)).text];
    expect(tonight).toContain('chờ chốt sổ tối nay');
    expect(group).toContain('chờ đủ nhóm');
    for (const text of [tonight, group]) expect(text).toContain('23:59 ngày 12/11/2026');
    expect((await post(open.code)).text).toContain('Mã ngắn không mang theo chữ ký cam kết');
  });

  test('shows a broken promise, and an entry that was promised and is not known', async () => {
    const { signer } = server.context.log.tree;
    const tag = new Uint8Array(32).fill(7);
    const promised = (mergeBy: string) => formatReceiptLink(signPromise(signer, tag, mergeBy), '');
    const broken = await post(promised('2026-10-01T16:59:59Z'));
    expect(stateOf(broken.text)).toBe('promise-broken');
    expect(broken.text).toContain('cơ quan thanh tra');
    const missing = await post(promised('2026-11-30T16:59:59Z'));
    expect(stateOf(missing.text)).toBe('unknown');
    expect(missing.text).toContain('Máy chủ không thấy đánh giá đã cam kết');
    const stranger = signerKey(signer.name, new Uint8Array(32).fill(3));
    const foreign = formatReceiptLink(signPromise(stranger, tag, '2026-11-30T16:59:59Z'), '');
    expect(stateOf((await post(foreign)).text)).toBe('not-from-this-log');
  });

  test('still knows a receipt signed by a key that was replaced', async () => {
    const before = server.context.log.tree.verifierKey;
    server.context.log.tree.rotateKey();
    expect(server.context.log.tree.verifierKey).not.toBe(before);
    expect(stateOf((await post(many[1]!.link)).text)).toBe('in-log');
    expect(stateOf((await post(open.link)).text)).toBe('waiting');
    const { text } = await server.ask('GET', '/receipt');
    expect(text).toContain(before);
    expect(text).toContain(server.context.log.tree.verifierKey);
  });

  test('gives the same answer whatever the rating was', async () => {
    const answers = await Promise.all(many.map(async ({ code }) => (await post(code)).text));
    const plain = answers.map((text, i) =>
      text
        .replaceAll(many[i]!.code, 'CODE')
        .replace(/Mục số [\d.]+/, 'N')
        .replaceAll(/nonce="[^"]+"/g, ''),
    );
    expect(new Set(plain).size).toBe(1);
  });

  test('says that it failed, when it did, and reveals nothing of why', async () => {
    const { sqlite } = server.context.file;
    sqlite.exec('ALTER TABLE openings RENAME TO openings_away');
    try {
      const answer = await post(many[0]!.code);
      expect([answer.status, stateOf(answer.text)]).toEqual([500, 'server-failure']);
      expect(answer.text).not.toMatch(/openings|SqliteError/);
    } finally {
      sqlite.exec('ALTER TABLE openings_away RENAME TO openings');
    }
  });
});

describe('the page as one file', () => {
  test('holds everything, and forbids itself any network', async () => {
    const { status, headers, text } = await server.ask('GET', '/receipt/verifier.html?lang=en');
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toContain('attachment');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text)![1]!;
    expect(policy).toMatch(/default-src &#39;none&#39;/);
    expect(policy).toMatch(/script-src &#39;sha256-/);
    expect(policy).not.toMatch(/connect-src|unsafe|http/);
    expect(text).not.toMatch(/<(script|img|link)[^>]*(src|href)=/);
    expect(text).toContain(server.context.log.tree.verifierKey);
  });

  test('has its script under an address that changes with it', async () => {
    const { text } = await server.ask('GET', '/receipt');
    const path = /<script src="([^"]+)"/.exec(text)![1]!.replaceAll('&amp;', '&');
    const script = await server.ask('GET', path);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await server.ask('GET', '/receipt/verifier.js?v=old')).headers.get('cache-control')).toBe(
      'no-cache',
    );
    expect(Buffer.byteLength(script.text)).toBeLessThan(90_000);
  });
});
