// A citizen's receipt in a real browser: rated on a phone, waiting, sealed, verified by the page, followed over a second
// night, and verified again without any network from what was saved; then one byte changed in each thing saved.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64 } from '../../shared/ledger/encoding.ts';
import { formatVerifierKey, parseVerifierKey, signerKey } from '../../shared/ledger/note.ts';
import { signPromise } from '../../shared/ledger/promise.ts';
import { formatReceiptCode, formatReceiptLink } from '../../shared/ledger/receipt-format.ts';
import { expectAccessible, expectReflow } from '../admin/running-centre.ts';
import { launchBrowser } from '../support/browser.ts';
import { TestServer } from '../support/server.ts';
import { fullDay, rateAndKeep, sealAt } from './centre-with-receipts.ts';

const folder = mkdtempSync(join(tmpdir(), 'langnghe-receipt-'));
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([TestServer.start(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A profile of its own, whose clock is the centre's. Addresses of all its requests are kept. */
async function profile(locale = 'vi-VN'): Promise<{ context: BrowserContext; page: Page; asked: string[] }> {
  const context = await browser.newContext({ locale, viewport: { width: 360, height: 740 } });
  await context.clock.setFixedTime(server.clock.at);
  const page = await context.newPage();
  const asked: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  return { context, page, asked };
}

const stateOf = async (page: Page): Promise<string | null> => {
  await page.waitForSelector('#result [data-state]');
  return page.getAttribute('#result [data-state]', 'data-state');
};
const said = async (page: Page): Promise<string> => {
  await page.waitForSelector('#result [data-state]');
  return (await page.textContent('#result')) ?? '';
};

/** Presses a save button; the file's path. */
async function saved(page: Page, what: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[data-keep="${what}"]`)]);
  const path = join(folder, `${Math.random().toString(36).slice(2)}-${download.suggestedFilename()}`);
  await download.saveAs(path);
  return path;
}

/** Another address of the page, as a second visit of the same browser. */
async function visit(page: Page, link: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(link);
}

describe('from the rating to the proof', () => {
  let link: string;
  let asked: string[];
  const files: Record<string, string> = {};
  let verifier: string;

  test('a phone rates, follows the receipt over two nights, and saves what proves it', async () => {
    const { context, page, asked: addresses } = await profile();
    asked = addresses;
    const { token } = await server.visit();
    for (let i = 0; i < 6; i += 1) await server.rated(1 + (i % 5));
    await page.goto(`${server.url}/r/${token}`);
    await page.click('button[value="4"]');
    await page.waitForURL('**/r/thanks');
    await page.click('summary');
    expect(await page.textContent('details b')).toMatch(/^LN(-[0-9A-Z]{5}){4}-[0-9A-Z]{2}$/);
    link = await page.evaluate(() => document.querySelector<HTMLAnchorElement>('details a')!.href);
    await page.click('details a');
    expect(await stateOf(page)).toBe('waiting');
    expect(await said(page)).toContain('chờ chốt sổ tối nay');

    sealAt(server, '2026-10-14T22:00:00+07:00');
    await visit(page, link);
    expect(await stateOf(page)).toBe('in-log');
    const size = server.context.log.tree.publishedSize;
    expect(await said(page)).toMatch(new RegExp(`Mục số \\d+ trong ${size} mục của sổ\\.`));
    expect(await said(page)).toContain('22:00 ngày 14/10/2026');
    expect(await said(page)).toContain('Trình duyệt này đã tự kiểm tra');
    expect(await said(page)).toContain('Chưa có bản chốt sổ cũ');
    await visit(page, link);
    expect(await said(page)).toContain('Trùng với bản chốt sổ đã lưu');

    server.clock.set('2026-10-15T09:00:00+07:00');
    await fullDay(server);
    sealAt(server, '2026-10-15T22:00:00+07:00');
    await visit(page, link);
    expect(await said(page)).toContain('Khớp với bản chốt sổ đã lưu');
    for (const what of ['proof', 'checkpoint', 'consistency']) files[what] = await saved(page, what);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('a[href*="verifier.html"]'),
    ]);
    verifier = join(folder, 'verifier.html');
    await download.saveAs(verifier);
    files.key = join(folder, 'key.txt');
    writeFileSync(files.key, `${server.context.log.tree.verifierKey}\n`);

    // The same page, its network gone: the server is not reached, the files are enough.
    await context.setOffline(true);
    await page.click('button.main');
    await page.waitForSelector('[data-state=offline]');
    await page.click('#by-files summary');
    await page.setInputFiles('#files', [files.proof!, files.checkpoint!, files.consistency!, files.key]);
    await page.waitForFunction(() => (document.getElementById('keys') as HTMLTextAreaElement).value !== '');
    await page.click('#check-files');
    await page.waitForSelector('[data-state=in-log]');
    expect(await said(page)).toContain('Khớp với bản chốt sổ đã lưu');
    expect(await said(page)).toContain('bằng khóa do Ông/Bà đưa vào');
    await context.close();
  });

  test('left the receipt in no address that a server sees', () => {
    const secret = link.slice(link.indexOf('#') + 1);
    expect(asked.length).toBeGreaterThan(10);
    const tag = Buffer.from(secret, 'base64url').subarray(1, 33).toString('hex');
    for (const url of asked) {
      expect(new URL(url).pathname + new URL(url).search).not.toContain(secret.slice(0, 12));
      expect(url).not.toContain(tag.slice(0, 12));
    }
    expect(server.context.stores.responses.standingOf(tag.slice(0, 25))).toBe('group');
  });

  /** The downloaded page from the disk, in a browser without network, with these files. */
  async function fromDisk(
    texts: Record<string, string>,
    receipt = link,
  ): Promise<{ state: string; text: string }> {
    const context = await browser.newContext({ offline: true });
    await context.clock.setFixedTime(server.clock.at);
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(verifier).href);
    await page.fill('#receipt', receipt);
    for (const [id, text] of Object.entries(texts)) await page.fill(`#${id}`, text);
    await page.click('#check-files');
    const result = { state: (await stateOf(page))!, text: await said(page) };
    expect(requests).toEqual([pathToFileURL(verifier).href]);
    await context.close();
    return result;
  }
  const given = (): Record<string, string> => ({
    proof: readFileSync(files.proof!, 'utf8'),
    checkpoint: readFileSync(files.checkpoint!, 'utf8'),
    consistency: readFileSync(files.consistency!, 'utf8'),
    keys: readFileSync(files.key!, 'utf8'),
  });

  test('the page saved as a file verifies it from the disk, and asks nobody', async () => {
    const { state, text } = await fromDisk(given());
    expect(state).toBe('in-log');
    expect(text).toContain('Khớp với bản chốt sổ đã lưu');
    const { proof } = given();
    expect(await fromDisk({ proof: proof! })).toMatchObject({
      state: 'in-log',
      text: expect.stringContaining('Khóa để kiểm tra do chính trang này đưa ra'),
    });
    expect((await fromDisk({})).state).toBe('no-proof-given');
    const code = formatReceiptCode(Buffer.from(link.split('#')[1]!, 'base64url').subarray(1, 33));
    expect((await fromDisk(given(), code)).state).toBe('in-log');
  });

  /** The text with the character at `at` turned into another of its alphabet. */
  const changed = (text: string, at: number): string =>
    text.slice(0, at) + (text[at] === 'A' ? 'B' : text[at] === '1' ? '2' : 'A') + text.slice(at + 1);
  const signatureAt = (note: string): number =>
    note.indexOf('\u2014') + note.slice(note.indexOf('\u2014')).indexOf('=') - 20;

  test.each([
    [
      'the entry in the proof',
      'proof',
      (text: string) => changed(text, text.indexOf('extra ') + 40),
      /không dẫn đến bản chốt sổ|không mang theo mục/,
    ],
    [
      'a hash of the proof',
      'proof',
      (text: string) => changed(text, text.indexOf('\n', text.indexOf('index')) + 5),
      /không dẫn đến bản chốt sổ/,
    ],
    [
      'the index of the proof',
      'proof',
      (text: string) => text.replace(/index (\d+)/, (_, n) => `index ${Number(n) + 1}`),
      /không dẫn đến bản chốt sổ/,
    ],
    [
      'the root in the proof',
      'proof',
      (text: string) =>
        changed(
          text,
          text.indexOf('\n\n') +
            2 +
            text
              .slice(text.indexOf('\n\n') + 2)
              .split('\n')
              .slice(0, 2)
              .join('\n').length +
            5,
        ),
      /Chữ ký trên bản chốt sổ không đúng/,
    ],
    [
      'the signature in the proof',
      'proof',
      (text: string) => changed(text, signatureAt(text)),
      /Chữ ký trên bản chốt sổ không đúng/,
    ],
    [
      'the size of the saved checkpoint',
      'checkpoint',
      (text: string) => text.replace(/^(.*\n)(\d+)/, (_, a, n) => `${a}${Number(n) - 1}`),
      /Chữ ký trên bản chốt sổ không đúng/,
    ],
    [
      'the signature of the saved checkpoint',
      'checkpoint',
      (text: string) => changed(text, signatureAt(text)),
      /Chữ ký trên bản chốt sổ không đúng/,
    ],
    [
      'a hash between the two',
      'consistency',
      (text: string) => changed(text, 5),
      /không nối tiếp bản đã lưu/,
    ],
  ])('fails, and says why, when one byte is changed in %s', async (_, part, change, reason) => {
    const all = given();
    const bad = change(all[part]!);
    expect(bad).not.toBe(all[part]);
    const { state, text } = await fromDisk({ ...all, [part]: bad });
    expect(state).toBe('does-not-hold');
    expect(text).toMatch(reason);
    expect(text).toContain('Chi tiết kỹ thuật');
  });

  test('fails when a byte of the key or of the promise’s signature is changed', async () => {
    const key = parseVerifierKey(given().keys!);
    const publicKey = key.publicKey.slice();
    publicKey[7]! ^= 1;
    // Its id made to fit: a well-formed key of somebody else.
    const other = formatVerifierKey({ ...key, publicKey });
    expect((await fromDisk({ ...given(), keys: other })).state).toBe('not-from-this-log');
    const code = formatReceiptCode(Buffer.from(link.split('#')[1]!, 'base64url').subarray(1, 33));
    expect((await fromDisk({ ...given(), keys: other }, code)).text).toContain(
      'không có chữ ký của khóa nào',
    );
    // The same byte alone, its id not fitting.
    const torn = given()
      .keys!.trim()
      .replace(
        toBase64(Buffer.concat([Buffer.of(1), key.publicKey])),
        toBase64(Buffer.concat([Buffer.of(1), publicKey])),
      );
    expect((await fromDisk({ ...given(), keys: torn })).state).toBe('malformed');
    const at = link.length - 30;
    const bent = link.slice(0, at) + (link[at] === 'A' ? 'B' : 'A') + link.slice(at + 1);
    expect((await fromDisk(given(), bent)).state).toBe('not-from-this-log');
  });

  test('a server that answers with an old tree is found out by the saved checkpoint', async () => {
    const { context, page } = await profile();
    const treeOfBefore = server.context.log.tree.publishedSize;
    server.clock.set('2026-10-16T09:00:00+07:00');
    await fullDay(server);
    sealAt(server, '2026-10-16T22:00:00+07:00');
    await visit(page, link);
    expect(await stateOf(page)).toBe('in-log');
    // The proof of the night before: properly signed, and not what a log may answer any more.
    const proof = readFileSync(files.proof!, 'utf8');
    await page.route('**/log/proof', (route) =>
      route.fulfill({ status: 200, contentType: 'text/plain', body: proof }),
    );
    await visit(page, link);
    expect(await stateOf(page)).toBe('does-not-hold');
    expect(await said(page)).toContain('sổ ngắn hơn bản đã lưu');
    expect(await page.isVisible('#keep')).toBe(true);
    const kept = await page.evaluate(
      () => Object.entries(localStorage).find(([key]) => key.startsWith('langnghe-checkpoint:'))?.[1],
    );
    expect(Number(kept!.split('\n')[1])).toBe(server.context.log.tree.publishedSize);
    expect(server.context.log.tree.publishedSize).toBeGreaterThan(treeOfBefore);
    await context.close();
  });
});

describe('every state', () => {
  test.each(['vi', 'en'])(
    'reads without sideways scrolling and without an accessibility violation (%s)',
    async (lang) => {
      const { context, page } = await profile();
      const { signer } = server.context.log.tree;
      const tag = new Uint8Array(32).fill(9);
      const base = `${server.url}/receipt?lang=${lang}`;
      const withReceipt = (receipt: string): string => `${base}#${receipt.slice(receipt.indexOf('#') + 1)}`;
      const promised = (mergeBy: string, by = signer): string =>
        withReceipt(formatReceiptLink(signPromise(by, tag, mergeBy), ''));
      const check = async (state: string): Promise<void> => {
        expect(await stateOf(page)).toBe(state);
        await expectAccessible(page, `${state} ${lang}`);
        await expectReflow(page, `${state} ${lang}`);
      };
      await page.goto(base);
      await expectAccessible(page, `form ${lang}`);
      await page.click('#by-files summary');
      await page.click('details:not(#by-files) summary');
      await expectReflow(page, `form open ${lang}`);

      const open = await rateAndKeep(server, 3);
      const lone = await rateAndKeep(server, 3, 'CB03');
      await visit(page, withReceipt(open.link));
      await check('waiting');
      await visit(page, promised('2026-11-30T16:59:59Z'));
      await check('unknown');
      await visit(page, promised('2026-10-01T16:59:59Z'));
      await check('promise-broken');
      const stranger = signerKey(signer.name, new Uint8Array(32).fill(5));
      await visit(page, promised('2026-11-30T16:59:59Z', stranger));
      await check('not-from-this-log');
      await visit(page, base);
      await page.fill('#receipt', formatReceiptCode(tag));
      await page.click('button.main');
      await check('unknown');
      await page.fill('#receipt', 'LN-1234');
      await page.click('button.main');
      await page.waitForSelector('[data-state=malformed]');
      await check('malformed');
      await page.fill('#receipt', open.code);
      await page.click('#by-files summary');
      await page.click('#check-files');
      await page.waitForSelector('[data-state=no-proof-given]');
      await check('no-proof-given');
      await page.fill('#proof', 'c2sp.org/tlog-proof@v1\nindex x\n\n');
      await page.click('#check-files');
      await page.waitForSelector('[data-state=does-not-hold]');
      await check('does-not-hold');
      await page.route('**/log/proof', (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }));
      await page.click('button.main');
      await page.waitForSelector('[data-state=server-failure]');
      await check('server-failure');
      await page.unroute('**/log/proof');
      await page.route('**/log/proof', (route) => route.abort());
      await page.click('button.main');
      await page.waitForSelector('[data-state=offline]');
      await check('offline');
      await page.unroute('**/log/proof');

      const many = await fullDay(server);
      server.context.seal.run();
      await visit(page, withReceipt(lone.link));
      expect(await said(page)).toContain(lang === 'vi' ? 'chờ đủ nhóm' : 'waiting for a larger group');
      await check('waiting');
      await visit(page, withReceipt(many[0]!.link));
      await check('in-log');
      await context.close();
    },
  );

  test('without a script the form answers as well', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      locale: 'en-GB',
      viewport: { width: 320, height: 640 },
    });
    const page = await context.newPage();
    const kept = await rateAndKeep(server, 3);
    await page.goto(`${server.url}/receipt`);
    expect(await page.textContent('noscript')).toContain('JavaScript');
    expect(await page.isVisible('#by-files')).toBe(false);
    await page.fill('#receipt', kept.code);
    await page.click('button.main');
    expect(await stateOf(page)).toBe('waiting');
    expect(page.url()).toBe(`${server.url}/receipt?lang=en`);
    await context.close();
  });
});
