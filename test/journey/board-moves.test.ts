// One day in small, in a real browser: a kiosk tap and a phone rating without JavaScript each move an open board (the time
// from sending to showing is printed: it should be well under a second); levels appear only with the fifth response from a second officer; the board heals after the
// server was away.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Centre, kioskContext, phoneContext, trustTestCertificate } from '../kiosk/support/centre.ts';
import { launchBrowser } from '../support/browser.ts';

let browser: Browser;
let centre: Centre;
let boardPage: Page;

beforeAll(async () => {
  browser = await launchBrowser([trustTestCertificate]);
  centre = await Centre.start();
  const { token } = await centre.context.access.createBoardLink('test');
  const context = await browser.newContext({
    viewport: { width: 1920, height: 1080 },
    ignoreHTTPSErrors: true,
    locale: 'vi-VN',
  });
  boardPage = await context.newPage();
  await boardPage.goto(`${centre.url}/admin/board#link=${token}`);
  await boardPage.waitForSelector('[data-figure=responses]');
});
afterAll(async () => {
  await browser.close();
  await centre.remove();
});

const shownResponses = async (): Promise<number> =>
  Number(await boardPage.textContent('[data-figure=responses] .figure-value'));

/** Resolves when the board shows `count` responses; the milliseconds since `sentAt`. */
async function shownAfter(count: number, sentAt: number): Promise<number> {
  await boardPage.waitForFunction(
    (wanted) => document.querySelector('[data-figure=responses] .figure-value')?.textContent === wanted,
    String(count),
    { polling: 20 },
  );
  const ms = performance.now() - sentAt;
  console.info(`response ${count}: ${ms.toFixed(0)} ms from sending to the board`);
  return ms;
}

/** Rates a fresh visit on a phone without JavaScript. */
async function rateByPhone(officer: string, counter: string, level: number): Promise<number> {
  const { url } = await centre.closeVisit(officer, counter);
  const phone = await phoneContext(browser, { javaScriptEnabled: false });
  const page = await phone.newPage();
  await page.goto(url);
  const sentAt = performance.now();
  await page.click(`button[name=officer][value="${level}"]`);
  await page.waitForURL('**/r/thanks');
  await phone.close();
  return sentAt;
}

describe('an open board', () => {
  it('counts a kiosk tap', async () => {
    const context = await kioskContext(browser);
    const page = await context.newPage();
    await centre.pair(page, 'Q01');
    const before = await shownResponses();
    await centre.closeVisit();
    await page.waitForSelector('.faces-screen');
    const sent = page.waitForRequest((request) => request.url().endsWith('/api/responses'));
    await page.locator('.faces button').nth(4).tap();
    await sent;
    await shownAfter(before + 1, performance.now());
    expect(await shownResponses()).toBe(before + 1);
    await context.close();
  });

  it('counts a phone rating without JavaScript', async () => {
    const before = await shownResponses();
    const sentAt = await rateByPhone('CB01', 'Q01', 4);
    await shownAfter(before + 1, sentAt);
    expect(await shownResponses()).toBe(before + 1);
  });

  it('shows no level for four ratings, nor for a fifth of the same officer; a second officer completes the group', async () => {
    const levelsShown = () => boardPage.locator('table.levels').count();
    for (let count = (await shownResponses()) + 1; count <= 5; count += 1) {
      await shownAfter(count, await rateByPhone('CB01', 'Q01', 5));
      expect(await levelsShown()).toBe(0);
    }
    await shownAfter(6, await rateByPhone('CB02', 'Q02', 3));
    await boardPage.waitForSelector('table.levels');
    await shownAfter(7, await rateByPhone('CB02', 'Q02', 1));
    const counts = await boardPage.locator('table.levels tbody tr td:nth-last-child(2)').allTextContents();
    expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(5);
  });

  it('heals by itself when the server was away', async () => {
    await centre.down();
    await boardPage.waitForSelector('[role=status]');
    await centre.up();
    await shownAfter(8, await rateByPhone('CB03', 'Q03', 5));
    expect(await shownResponses()).toBe(8);
  });
});
