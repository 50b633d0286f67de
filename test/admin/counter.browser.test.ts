// The officer's one-button page in a browser against the real server: one press is one visit, and nothing of an
// invitation ever reaches the officer's screen.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

let centre: RunningCentre;
beforeAll(async () => {
  centre = await RunningCentre.start();
});
afterAll(() => centre?.close());

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };
const state = (page: Page, kind: string) => page.locator(`.done-${kind}`);
/** A press whatever the state: playwright would wait for a button that says it is not ready. */
const press = (page: Page) => page.locator('.done').dispatchEvent('click');
const recorded = (officer: string) => {
  const { calendar, stores, clock } = centre.context;
  return stores.visits
    .visitsOnDay(calendar.dayOf(clock()))
    .filter((row) => row.officer === officer)
    .reduce((sum, row) => sum + row.visits, 0);
};

test('choose once, press, press again at once, lose the line, reload, sign in anew: every visit counts once', async () => {
  const page = await centre.open('/admin/', phone);
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/')) bodies.push(response.text().catch(() => ''));
  });
  await centre.signIn(page, 'canbo03');
  await page.getByRole('heading', { name: 'Chọn thủ tục' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/admin/counter');
  await expectReflow(page, 'choice of procedure');
  await page.getByRole('searchbox').fill('khong co gi');
  await page.getByText('Không có thủ tục nào khớp').waitFor();
  await expectAccessible(page, 'no procedure found');
  await page.getByRole('searchbox').fill('thuong tru');
  await page.keyboard.press('Enter');
  await page.getByText('Đăng ký thường trú').waitFor();
  await expectReflow(page, 'ready');

  await press(page);
  await press(page);
  await state(page, 'recorded').waitFor();
  await press(page);
  await page.locator('[data-visits-today="1"]').waitFor();
  await expectAccessible(page, 'recorded');
  expect(await page.getByRole('status').first().innerText()).toContain('Hôm nay 1 lượt.');
  await state(page, 'ready').waitFor();
  expect(recorded('CB03')).toBe(1);

  await page.context().setOffline(true);
  await press(page);
  await state(page, 'failed').waitFor();
  await expectReflow(page, 'not confirmed');
  await page.context().setOffline(false);
  await page.reload();
  await state(page, 'failed').waitFor();
  await press(page);
  await state(page, 'recorded').waitFor();
  await state(page, 'ready').waitFor();
  expect(recorded('CB03')).toBe(2);

  // The answer is lost after the server has recorded the visit.
  let isLost = true;
  await page.route('**/api/counter/visits', async (route) => {
    if (!isLost) return route.continue();
    isLost = false;
    await route.fetch();
    await route.abort();
  });
  await press(page);
  await page.locator('[data-visits-today="3"]').waitFor();
  expect(recorded('CB03')).toBe(3);
  await state(page, 'ready').waitFor();

  await page.context().clearCookies();
  await press(page);
  await page.getByText('Phiên làm việc đã hết hạn').waitFor();
  await centre.signIn(page, 'canbo03');
  await state(page, 'failed').waitFor();
  await press(page);
  await page.locator('[data-visits-today="4"]').waitFor();
  expect(recorded('CB03')).toBe(4);

  const seen = (await Promise.all(bodies)).join('\n');
  expect(seen).toContain('visitsToday');
  expect(seen).not.toMatch(/invitation|\/r\/|expiresAt|"code":"\d{7}"/);
  await page.context().close();
});

test('the procedure is remembered; another one can be chosen with the keyboard', async () => {
  const page = await centre.openAs('canbo03', '/admin/counter');
  await page.getByRole('button', { name: /Đăng ký tạm trú/ }).click();
  await page.reload();
  await page.getByText('Đăng ký tạm trú').waitFor();
  await page.getByRole('button', { name: 'Đổi thủ tục' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Vừa dùng' }).waitFor();
  await expectAccessible(page, 'choice with recent ones');
  await page.keyboard.press('Escape');
  await page.getByText('Đăng ký tạm trú').waitFor();
  await page.context().close();
});

test('off duty is said, and ends by itself when the duty is there', async () => {
  await centre.putRoster({
    officers: [{ code: 'CB90', name: 'Cán bộ 90' }],
    counters: [{ code: 'Q90', name: 'Quầy 90' }],
  });
  await centre.addUser('canbo90', 'officer', 'CB90');
  const page = await centre.openAs('canbo90', '/admin/', phone);
  await page.getByText('Hiện anh/chị không có ca trực tại quầy nào').waitFor();
  expect(await page.locator('.done').count()).toBe(0);
  await expectReflow(page, 'off duty');
  const from = new Date(Date.now() - 60_000).toISOString();
  await centre.putRoster({ duty: [{ counter: 'Q90', officer: 'CB90', from }] });
  await page.getByRole('button', { name: 'Kiểm tra lại' }).click();
  await page.getByRole('heading', { name: 'Chọn thủ tục' }).waitFor();
  await page.context().close();
});

test('a server that cannot be reached at the start is said, and tried again', async () => {
  const page = await centre.openAs('canbo03', '/admin/counter');
  await page.getByRole('heading', { name: 'Chọn thủ tục' }).waitFor();
  await page.route('**/api/session', (route) => route.abort());
  await page.reload();
  await page.getByText('Không kết nối được với máy chủ').waitFor();
  await expectAccessible(page, 'server away');
  await page.unroute('**/api/session');
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await page.getByRole('heading', { name: 'Chọn thủ tục' }).waitFor();
  await page.context().close();
});
