// Devices and board links in a browser against the real server.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

let centre: RunningCentre;
beforeAll(async () => {
  centre = await RunningCentre.start();
});
afterAll(() => centre?.close());

test('a device is paired by its code, shown, and revoked after a second look', async () => {
  const page = await centre.openAs('administrator', '/admin/devices');
  await page.getByText('Chưa có thiết bị nào').waitFor();
  await expectReflow(page, 'devices, none');
  await page.getByRole('button', { name: 'Tạo mã ghép' }).click();
  await page.getByText('Hãy chọn quầy đặt máy.').waitFor();
  await expectAccessible(page, 'counter missing');
  await page.getByLabel('Quầy', { exact: true }).selectOption('Q05');
  await page.getByRole('button', { name: 'Tạo mã ghép' }).click();
  const code = await page.locator('.secret-code').innerText();
  expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  await expectReflow(page, 'pairing code');

  const id = await centre.pairDevice(code, 'Máy quầy 05');
  await page.getByText('Đã ghép “Máy quầy 05”.').waitFor();
  const row = page.locator(`[data-device="${id}"]`);
  await row.getByText('Mất tín hiệu').waitFor();
  await expectReflow(page, 'devices');

  const revoke = row.getByRole('button', { name: 'Thu hồi Máy quầy 05' });
  await revoke.click();
  await page.getByRole('alertdialog').waitFor();
  await expectReflow(page, 'revoke asked');
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  expect(await revoke.evaluate((button) => button === document.activeElement)).toBe(true);
  expect(centre.context.stores.access.device(id)?.revoked).toBe(0);
  await revoke.click();
  await page.getByRole('button', { name: 'Thu hồi thiết bị' }).click();
  await page.getByText('Đã thu hồi “Máy quầy 05”.').waitFor();
  expect(centre.context.stores.access.device(id)?.revoked).toBe(1);
  await page.getByLabel('Hiện cả thiết bị đã thu hồi (1)').check();
  await row.getByText('Đã thu hồi').waitFor();
  await expectReflow(page, 'devices, revoked shown');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Rating devices' }).first().waitFor();
  await expectReflow(page, 'devices, English');
  await page.context().close();
});

test('a manager sees devices and changes none', async () => {
  const page = await centre.openAs('manager', '/admin/devices');
  await page.getByText('Chỉ người quản trị hệ thống ghép và thu hồi thiết bị.').waitFor();
  expect(await page.getByRole('button', { name: /Thu hồi|Tạo mã/ }).count()).toBe(0);
  await page.context().close();
});

test('a link is shown once, opens the wall, and is revoked', async () => {
  const page = await centre.openAs('manager', '/admin/links');
  await page.getByText('Chưa có liên kết nào').waitFor();
  await expectReflow(page, 'links, none');
  await page.getByRole('button', { name: 'Tạo liên kết' }).click();
  await page.getByText('Hãy đặt tên').waitFor();
  await expectAccessible(page, 'label missing');
  await page.getByLabel('Tên màn hình').fill('Sảnh tầng 1');
  await page.keyboard.press('Enter');
  const url = await page.getByLabel('Địa chỉ').inputValue();
  expect(new URL(url).hash).toMatch(/^#link=[A-Za-z0-9_-]{20,}$/);
  expect(new URL(url).search).toBe('');
  await expectReflow(page, 'link created');
  const wall = await (await centre.browser.newContext()).newPage();
  await wall.goto(url);
  await wall.locator('[data-figure="visits"]').waitFor();

  await page.reload();
  await page.getByRole('rowheader', { name: 'Sảnh tầng 1' }).waitFor();
  expect(await page.content()).not.toContain(new URL(url).hash.slice('#link='.length));
  await page.getByRole('button', { name: 'Thu hồi Sảnh tầng 1' }).click();
  await expectReflow(page, 'revoke link asked');
  await page.getByRole('button', { name: 'Thu hồi liên kết' }).click();
  await page.getByText('Đã thu hồi liên kết “Sảnh tầng 1”.').waitFor();
  await wall.getByText('Liên kết này không còn hiệu lực').waitFor();
  await wall.context().close();
  await page.context().close();
});

test('a failed call is said and can be tried again', async () => {
  const page = await centre.openAs('administrator', '/admin/links');
  await page.getByRole('heading', { name: 'Liên kết màn hình' }).waitFor();
  await page.route('**/api/board-links', (route) =>
    route.fulfill({
      status: 503,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '2' },
      body: JSON.stringify({ type: '', title: '', status: 503, code: 'overloaded' }),
    }),
  );
  await page.reload();
  await page.getByText('Máy chủ đang bận').waitFor();
  await expectReflow(page, 'call failed');
  await page.unroute('**/api/board-links');
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await page.getByText('Máy chủ đang bận').waitFor({ state: 'detached' });
  await page.context().close();
});
