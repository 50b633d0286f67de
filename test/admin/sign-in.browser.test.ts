// Signing in, pages by role, deep links, languages, the weight of the first load: in a browser, against the real server.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { distDir, expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

let centre: RunningCentre;
beforeAll(async () => {
  centre = await RunningCentre.start();
});
afterAll(() => centre?.close());

test('wrong and missing entries are said, then the page asked for appears', async () => {
  const page = await centre.open('/admin/devices');
  await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
  await expectReflow(page, 'sign-in');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByText('Hãy nhập tên đăng nhập.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('name');
  await expectAccessible(page, 'name missing');
  await centre.signIn(page, 'administrator', 'sai');
  await page.getByText('Tên đăng nhập hoặc mật khẩu không đúng.').waitFor();
  await expectAccessible(page, 'wrong password');
  await centre.signIn(page, 'administrator');
  await page.getByRole('heading', { name: 'Thiết bị đánh giá' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/admin/devices');
  await page.context().close();
});

test('with the keyboard alone: in, to another page, out', async () => {
  const page = await centre.open('/admin/');
  await page.locator('#name').focus();
  await page.keyboard.type('manager');
  await page.keyboard.press('Tab');
  await page.keyboard.type('mat-khau-thu-nghiem');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Trung tâm' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/admin/board');
  const menu = page.getByRole('button', { name: 'Thiết lập' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  expect(await menu.getAttribute('aria-expanded')).toBe('false');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Liên kết màn hình' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Liên kết màn hình' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  expect(await page.title()).toBe('Liên kết màn hình · Lắng Nghe');
  await page.goBack();
  await page.getByRole('heading', { name: 'Trung tâm' }).waitFor();
  await page.getByRole('button', { name: 'Đăng xuất' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Đã đăng xuất.').waitFor();
  expect((await page.request.get(`${centre.url}/api/session`)).status()).toBe(401);
  await page.context().close();
});

test('the language is kept, and an address can name it', async () => {
  const page = await centre.open('/admin/');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  await expectAccessible(page, 'sign-in, English');
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.goto(`${centre.url}/admin/?lang=vi`);
  await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
  await page.context().close();
});

test('a page of another role, and no page at all, are said as such', async () => {
  const page = await centre.openAs('auditor', '/admin/devices');
  await page.getByRole('heading', { name: 'Trang này không dành cho vai trò của anh/chị' }).waitFor();
  await expectReflow(page, 'not allowed');
  await page.goto(`${centre.url}/admin/khong-co`);
  await page.getByRole('heading', { name: 'Không có trang này' }).waitFor();
  await expectAccessible(page, 'not found');
  await page.getByRole('link', { name: 'Về trang đầu' }).click();
  await page.getByRole('heading', { name: 'Trung tâm' }).waitFor();
  await page.context().close();
});

test('an ended session asks to sign in again, in place', async () => {
  const page = await centre.openAs('administrator', '/admin/links');
  await page.getByRole('heading', { name: 'Liên kết màn hình' }).waitFor();
  // Its list would otherwise be what meets the ended session.
  await page.waitForLoadState('networkidle');
  await page.context().clearCookies();
  await page.getByLabel('Tên màn hình').fill('Sảnh');
  await page.getByRole('button', { name: 'Tạo liên kết' }).click();
  await page.getByText('Phiên làm việc đã hết hạn').waitFor();
  await expectAccessible(page, 'session ended');
  await centre.signIn(page, 'administrator');
  await page.getByRole('heading', { name: 'Liên kết màn hình' }).waitFor();
  await page.context().close();
});

test('a session begun anew in another tab does not break this one', async () => {
  const page = await centre.openAs('administrator', '/admin/links');
  await page.getByRole('heading', { name: 'Liên kết màn hình' }).waitFor();
  const other = await page.context().newPage();
  await other.goto(`${centre.url}/admin/`);
  await other.getByRole('button', { name: 'Đăng xuất' }).click();
  await centre.signIn(other, 'administrator');
  await other.getByRole('heading', { name: 'Trung tâm' }).waitFor();
  await page.getByLabel('Tên màn hình').fill('Sảnh');
  await page.getByRole('button', { name: 'Tạo liên kết' }).click();
  await page.getByText('Liên kết chỉ hiện một lần này').waitFor();
  await page.context().close();
});

test('the first load stays within 150 kB compressed, fonts included', async () => {
  for (const [user, path, ready] of [
    ['manager', '/admin/board', '.levels, .empty'],
    ['canbo03', '/admin/counter', '.picker'],
    ['manager', '/admin/officers', '.officers-head'],
    ['canbo03', '/admin/result', '.officers-head'],
  ] as const) {
    const page = await centre.openAs(user, path);
    await page.locator(ready).first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    const urls = await page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name));
    const files = ['/admin/index.html', ...urls.map((url) => new URL(url).pathname)].filter(
      (one, index, all) => /^\/admin\/(assets\/|index)/.test(one) && all.indexOf(one) === index,
    );
    const sizes = files.map((file) => gzipSync(readFileSync(join(distDir, file)), { level: 9 }).length);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    const fontBytes = sizes.reduce(
      (sum, size, index) => sum + (files[index]!.endsWith('.woff2') ? size : 0),
      0,
    );
    console.log(`first load of ${path}: ${bytes} bytes compressed, of them fonts ${fontBytes}`);
    expect(files.some((file) => file.endsWith('.woff2'))).toBe(true);
    expect(bytes).toBeLessThanOrEqual(150_000);
    await page.context().close();
  }
});
