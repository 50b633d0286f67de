// The live board in a browser against the real server: what moves and what does not, outages, links that are revoked.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

let centre: RunningCentre;
beforeAll(async () => {
  centre = await RunningCentre.start();
});
afterAll(() => centre?.close());

const wallSize = { viewport: { width: 1920, height: 1080 } };
const figure = (page: Page, name: string) => page.locator(`[data-figure="${name}"] .figure-value`);
const openWall = async (label: string) => {
  const { id, token } = await centre.context.access.createBoardLink(label);
  return { id, token, page: await centre.open(`/admin/board#link=${token}`, wallSize) };
};

test('counts move at once, levels with the fifth rating of a second officer', async () => {
  const page = await centre.openAs('manager', '/admin/board');
  await figure(page, 'visits').filter({ hasText: /^0$/ }).waitFor();
  await figure(page, 'rate').filter({ hasText: 'Chưa đủ dữ liệu' }).waitFor();
  await expectReflow(page, 'board, empty');
  for (let rated = 1; rated <= 4; rated++) {
    await centre.rate(await centre.closeVisit('Q01', 'CB01'), 5);
    await figure(page, 'responses')
      .filter({ hasText: new RegExp(`^${rated}$`) })
      .waitFor();
  }
  expect(await page.locator('table.levels').count()).toBe(0);
  await centre.rate(await centre.closeVisit('Q02', 'CB02'), 2);
  await page.locator('table.levels').waitFor();
  const rows = await page.locator('table.levels tbody tr').allInnerTexts();
  expect(rows.map((row) => row.split(/\s{2,}|\t|\n/).filter((cell) => cell.trim() !== ''))).toEqual([
    ['Rất hài lòng', '4', '80%'],
    ['Hài lòng', '0', '0%'],
    ['Bình thường', '0', '0%'],
    ['Không hài lòng', '1', '20%'],
    ['Rất không hài lòng', '0', '0%'],
  ]);
  const widths = await page
    .locator('.levels-fill')
    .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('width'))));
  expect(widths).toEqual([80, 0, 0, 20, 0]);
  await figure(page, 'rate').filter({ hasText: '100%' }).waitFor();
  expect(await page.locator('tr[data-counter="Q01"] td').allInnerTexts()).toEqual(['Cán bộ 01', '4', '4']);
  await page.getByText('DỮ LIỆU MẪU', { exact: true }).waitFor();
  await expectReflow(page, 'board');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Satisfied and very satisfied: 80%').waitFor();
  await expectReflow(page, 'board, English');
  await page.context().close();
});

test('a wall needs no session, its token is in no request, and revoking clears it', async () => {
  const { token } = await centre.context.access.createBoardLink('Sảnh tầng 2');
  const links = centre.context.stores.access.boardLinks();
  const id = links.find((link) => link.label === 'Sảnh tầng 2')?.id ?? '';
  const context = await centre.browser.newContext(wallSize);
  const page = await context.newPage();
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.goto(`${centre.url}/admin/board#link=${token}`);
  await figure(page, 'responses').filter({ hasText: /^5$/ }).waitFor();
  expect(requested.length).toBeGreaterThan(3);
  expect(requested.filter((url) => url.includes(token))).toEqual([]);
  await expectAccessible(page, 'wall');
  await page.getByRole('button', { name: 'Dừng lật trang' }).focus();
  await expectAccessible(page, 'wall with its button shown');
  expect(await centre.context.access.revokeBoardLink(id)).toBe(true);
  await page.getByText('Liên kết này không còn hiệu lực').waitFor();
  expect(await page.locator('.figure, .levels, .wall-counters').count()).toBe(0);
  await expectAccessible(page, 'wall, link revoked');
  await context.close();
});

test('an address that carries the token as a query is put right', async () => {
  const { token } = await centre.context.access.createBoardLink('Sảnh tầng 3');
  const page = await centre.open(`/admin/board?link=${token}`, wallSize);
  await figure(page, 'visits').waitFor();
  expect(new URL(page.url()).search).toBe('');
  expect(new URL(page.url()).hash).toBe(`#link=${token}`);
  await page.context().close();
});

test('everything on the wall lies on the screen, whatever its size and however long the names', async () => {
  const name = 'Quầy tiếp nhận hồ sơ đất đai, xây dựng, môi trường và giao thông vận tải';
  await centre.putRoster({ counters: [{ code: 'Q01', name }] });
  const { page } = await openWall('Màn hình thử');
  await page.getByText(name).waitFor();
  for (const [width, height] of [
    [1920, 1080],
    [1280, 720],
    [3840, 2160],
    [1024, 768],
  ] as const) {
    await page.setViewportSize({ width, height });
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll('.wall h1, .wall h2, .wall dd, .wall tbody tr, .wall thead th')]
        .filter((element) => {
          const box = element.getBoundingClientRect();
          const card = element.closest('.card')?.getBoundingClientRect();
          const isIn = box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
          return !isIn || (card !== undefined && box.bottom > card.bottom + 1);
        })
        .map((element) => element.textContent),
    );
    expect([width, height, outside]).toEqual([width, height, []]);
  }
  // 40 px of 1920 is the smallest text, see tokens.css.
  await page.setViewportSize({ width: 1920, height: 1080 });
  const smallest = await page.evaluate(() =>
    Math.min(
      ...[...document.querySelectorAll('.wall *')]
        .filter((element) =>
          [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim()),
        )
        .filter((element) => element.closest('.visually-hidden, .levels thead') === null)
        .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
    ),
  );
  expect(smallest).toBeGreaterThanOrEqual(40);
  await page.context().close();
});

test('signing out in one tab ends the board in the other', async () => {
  const page = await centre.openAs('manager', '/admin/board');
  await figure(page, 'visits').waitFor();
  const other = await page.context().newPage();
  await other.goto(`${centre.url}/admin/links`);
  await other.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByText('Phiên làm việc đã hết hạn').waitFor();
  expect(await page.locator('.figure').count()).toBe(0);
  await page.context().close();
});

test('a wall takes up a new version of its page after the server was started anew, once', async () => {
  const { token } = await centre.context.access.createBoardLink('Sảnh tầng 4');
  const page = await centre.open(`/admin/board#link=${token}`, { ...wallSize, serviceWorkers: 'block' });
  await figure(page, 'visits').waitFor();
  let asked = 0;
  await page.route(`${centre.url}/admin/`, (route) => {
    asked += 1;
    return route.fulfill({
      contentType: 'text/html',
      body: '<script data-version="next"></script>',
    });
  });
  const reloaded = page.waitForEvent('load');
  await centre.stopServer();
  await page.getByText('Mất kết nối').waitFor();
  await centre.startServerAgain();
  await reloaded;
  await figure(page, 'visits').waitFor();
  expect(asked).toBe(1);
  expect(new URL(page.url()).hash).toBe(`#link=${token}`);

  // The served page still has another version than the one that runs: it is not loaded again and again.
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await centre.stopServer();
  await page.getByText('Mất kết nối').waitFor();
  const askedAgain = page.waitForResponse(`${centre.url}/admin/`);
  await centre.startServerAgain();
  await askedAgain;
  await page.getByText('Trực tiếp', { exact: true }).waitFor();
  expect(loads).toBe(0);
  await page.context().close();
});

test('server gone: figures stay with their age, also a screen just switched on waits; server back: all heal', async () => {
  const { page, token } = await openWall('Sảnh tầng 1');
  await figure(page, 'responses').filter({ hasText: /^5$/ }).waitFor();
  await page.waitForFunction(async () => {
    const cache = await caches.open('langnghe-admin-wall');
    const [shell, assets] = [await cache.match('/admin/'), await cache.keys()];
    return shell !== undefined && assets.length > 5;
  });
  const desk = await centre.openAs('manager', '/admin/board');
  await figure(desk, 'responses').waitFor();

  await centre.stopServer();
  await page.getByText('Mất kết nối').waitFor();
  await page.getByText(/Số liệu cách đây \d+ giây/).waitFor();
  await figure(page, 'responses').filter({ hasText: /^5$/ }).waitFor();
  await expectAccessible(page, 'wall, cut off');
  await desk.getByText('Mất kết nối').waitFor();
  await expectAccessible(desk, 'board, cut off');
  const late = await page.context().newPage();
  await late.goto(`${centre.url}/admin/board#link=${token}`);
  await late.getByText('Chưa kết nối được với máy chủ').waitFor();
  await expectAccessible(late, 'wall, no figures yet');

  await centre.startServerAgain();
  await centre.closeVisit('Q03', 'CB03');
  for (const board of [page, desk, late]) {
    await figure(board, 'visits').filter({ hasText: /^6$/ }).waitFor();
    await board.getByText('Trực tiếp', { exact: true }).first().waitFor();
  }
  await page.context().close();
  await desk.context().close();
});
