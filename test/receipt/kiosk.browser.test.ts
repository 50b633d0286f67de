// The receipt on the kiosk: on wish, read by another device from the screen, with and without a line, worth what it says,
// and gone before the next one comes.
import AxeBuilder from '@axe-core/playwright';
import jsQR from 'jsqr';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseVerifierKey } from '../../shared/ledger/note.ts';
import { verifyPromise } from '../../shared/ledger/promise.ts';
import { formatReceiptCode, type Receipt, readReceipt } from '../../shared/ledger/receipt-format.ts';
import { Centre, kioskContext, trustTestCertificate } from '../kiosk/support/centre.ts';
import { launchBrowser } from '../support/browser.ts';

let browser: Browser;
let centre: Centre;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser([trustTestCertificate]);
  centre = await Centre.start();
  context = await kioskContext(browser);
  page = await context.newPage();
  await page.clock.install();
  await centre.pair(page, 'Q01');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
});
afterAll(async () => {
  await browser?.close();
  await centre?.remove();
});

const codePattern = /LN(-[0-9A-Z]{5}){4}-[0-9A-Z]{2}/;

/** What a phone's camera reads from the screen. */
async function scanned(): Promise<{ link: string; receipt: Receipt }> {
  const { data, width, height } = PNG.sync.read(await page.screenshot());
  const link = jsQR(new Uint8ClampedArray(data), width, height)?.data;
  if (link === undefined) throw new Error('no QR code was read from the screen');
  return { link, receipt: readReceipt(link) };
}

async function tapFace(level: number): Promise<void> {
  // A line that the moved clock has cut comes back, and brings the offer.
  for (let seconds = 0; seconds < 60 && !(await page.isVisible('.faces-screen')); seconds += 1) {
    await page.clock.runFor(500);
  }
  await page.clock.runFor(400);
  await page.tap(`.faces button >> nth=${level - 1}`);
  await page.waitForSelector('.thanks-screen');
}

/** Moves the page's clock on, a second at a time, until `condition` holds. */
async function movedUntil(condition: () => boolean): Promise<void> {
  for (let seconds = 0; seconds < 200 && !condition(); seconds += 1) await page.clock.runFor(1_000);
  expect(condition()).toBe(true);
}

/** Nothing of a receipt in the page or in what the device stores beside the rating itself. */
async function expectGone(): Promise<void> {
  expect(await page.content()).not.toMatch(codePattern);
  expect(await page.locator('.receipt svg').count()).toBe(0);
  const stored = await page.evaluate(async () => {
    const texts: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open(name!);
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error);
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const all = db.transaction(store).objectStore(store).getAll();
          all.onsuccess = () => resolve(all.result);
          all.onerror = () => reject(all.error);
        });
        texts.push(JSON.stringify(rows));
      }
      db.close();
    }
    return texts.join('\n');
  });
  expect(stored).toContain('deviceId');
  expect(stored).not.toMatch(/mergeBy|signature|promise/);
}

describe('receipt on the kiosk', () => {
  it('is shown on wish, unsigned until the server has answered, and then signed', async () => {
    const before = centre.journal().length;
    await centre.closeVisit();
    await tapFace(2);
    expect(await page.content()).not.toMatch(codePattern);
    await page.tap('text=Giữ biên nhận');
    await page.waitForSelector('.receipt svg');
    expect(await page.textContent('.receipt')).toContain('Chưa có chữ ký của máy chủ');
    const early = await scanned();
    if (!('tagPrefix' in early.receipt)) throw new Error('there can be no promise yet');

    await page.clock.fastForward(6_000);
    await centre.journalOf(before + 1);
    await page.waitForSelector('text=Đã có chữ ký của máy chủ');
    const { link, receipt } = await scanned();
    expect(link.startsWith(`${centre.context.publicUrl()}/receipt#`)).toBe(true);
    if ('tagPrefix' in receipt) throw new Error('the promise is missing');
    expect(Buffer.from(receipt.tag).toString('hex')).toBe(early.receipt.tagPrefix);
    expect(verifyPromise(receipt, parseVerifierKey(centre.context.log.tree.verifierKey))).toBe(true);
    expect(await page.textContent('.receipt-code')).toBe(formatReceiptCode(receipt.tag));
    expect(centre.context.stores.responses.inJournal(Buffer.from(receipt.tag))).toMatchObject({ level: 2 });

    // Closing leads on to where the thanks would have led.
    await page.tap('text=Đóng biên nhận');
    await page.waitForSelector('.items-screen');
    await page.getByRole('button', { name: 'Bỏ qua' }).tap();
    await page.waitForSelector('.idle-screen');
    await expectGone();
  });

  it('leaves by itself, and the next offer meets nothing of it', async () => {
    await centre.closeVisit();
    await tapFace(3);
    await page.tap('text=Giữ biên nhận');
    await page.waitForSelector('.receipt svg');
    await centre.closeVisit();
    await page.clock.fastForward(44_000);
    expect(await page.locator('.receipt svg').count()).toBe(1);
    await page.clock.fastForward(2_000);
    await page.waitForSelector('.receipt-screen', { state: 'detached' });
    await expectGone();
    await page.clock.fastForward(200_000);
    await page.waitForSelector('.idle-screen');
  });

  it('is there without a line, and says plainly that it proves nothing yet', async () => {
    const { url } = await centre.closeVisit('CB02', 'Q02');
    await centre.down();
    await page.clock.fastForward(200_000);
    await page.waitForSelector('.idle-screen');
    await page.keyboard.type(url);
    await page.keyboard.press('Enter');
    await tapFace(4);
    await page.tap('text=Giữ biên nhận');
    await page.waitForSelector('.receipt svg');
    await page.clock.fastForward(20_000);
    expect(await page.textContent('.receipt')).toContain('chưa chứng minh được gì');
    const { receipt } = await scanned();
    expect('tagPrefix' in receipt && receipt.tagPrefix).toMatch(/^[0-9a-f]{64}$/);
    await page.clock.fastForward(46_000);
    await page.waitForSelector('.idle-screen');
    await expectGone();
    await centre.up();
    // The tag of the kiosk is that of the response that arrives later.
    const tag = Buffer.from('tagPrefix' in receipt ? receipt.tagPrefix : '', 'hex');
    await movedUntil(() => centre.context.stores.responses.inJournal(tag) !== undefined);
    expect(centre.context.stores.responses.inJournal(tag)).toMatchObject({ level: 4 });
    await movedUntil(() => centre.online() > 0);
  });

  it.each([
    [1280, 800],
    [1080, 1920],
    [360, 740],
    [320, 640],
  ])('fits a screen of %d x %d in both languages', async (width, height) => {
    await page.setViewportSize({ width, height });
    for (const language of ['vi', 'en']) {
      await centre.closeVisit();
      if (language === 'en') await page.tap('text=English');
      await tapFace(5);
      await page.tap(language === 'vi' ? 'text=Giữ biên nhận' : 'text=Keep a receipt');
      await page.waitForSelector('.receipt svg');
      await scanned().catch((error: unknown) => {
        // On the narrowest the page scrolls; the code itself is whole all the same.
        if (width > 360) throw error;
      });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect(sideways).toBe(false);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/kiosk-${language}-${width}.png` });
      await page.tap('footer button');
      await page.waitForSelector('.items-screen');
      await page.tap('footer button');
      await page.waitForSelector('.idle-screen');
    }
  });
});
