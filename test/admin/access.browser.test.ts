// People, keys, the audit trail, the own account and the links that work once: in a browser, against the real server.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

let centre: RunningCentre;
/** Ahead of the machine's clock: one-time codes are good once, and half a minute is long for a test. */
let aheadMs = 0;
const now = () => Date.now() + aheadMs;
beforeAll(async () => {
  centre = await RunningCentre.start(now);
});
afterAll(() => centre?.close());

/** A picture for people to look at, when a folder for them is named. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.LANGNGHE_SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

const password = 'mot cau de nho';

test('a user is added, chooses a password by the link, is changed and locked', async () => {
  const page = await centre.openAs('administrator', '/admin/users');
  await page.getByRole('heading', { name: 'Người dùng' }).first().waitFor();
  await page.getByRole('rowheader', { name: 'canbo03' }).waitFor();
  await page.getByRole('button', { name: 'Thêm người dùng' }).click();
  await page.getByText('Hãy nhập tên đăng nhập.').waitFor();
  await expectReflow(page, 'users, name missing');
  await page.getByLabel('Tên đăng nhập').fill('canbo05');
  await page.getByLabel('Mã cán bộ').fill('CB99');
  await page.getByRole('button', { name: 'Thêm người dùng' }).click();
  await page.getByText('Không có cán bộ nào mang mã này.').waitFor();
  await page.getByLabel('Mã cán bộ').fill('CB05');
  await page.getByRole('button', { name: 'Thêm người dùng' }).click();
  const url = await page.getByLabel('Địa chỉ').inputValue();
  expect(new URL(url).hash).toMatch(/^#code=[A-Za-z0-9_-]{32}$/);
  await expectReflow(page, 'users, link shown');
  await picture(page, 'users-vi');

  const own = await (await centre.browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await own.goto(url);
  await own.getByRole('heading', { name: 'Đặt mật khẩu' }).waitFor();
  expect(own.url()).not.toContain('code=');
  await own.getByLabel('Mật khẩu mới').fill('ngan');
  await own.getByRole('button', { name: 'Đặt mật khẩu' }).click();
  await own.getByText('Mật khẩu mới cần từ 10 ký tự.').waitFor();
  await expectReflow(own, 'choose password');
  await picture(own, 'choose-password-vi-phone');
  await own.getByLabel('Mật khẩu mới').fill(password);
  await own.getByRole('button', { name: 'Đặt mật khẩu' }).click();
  await own.getByText('Đã đặt mật khẩu cho canbo05').waitFor();
  await expectAccessible(own, 'password chosen');
  await own.getByRole('link', { name: 'Đăng nhập' }).click();
  await centre.signIn(own, 'canbo05', password);
  await own.getByRole('heading', { name: 'Quầy của tôi' }).waitFor();
  const again = await (await centre.browser.newContext()).newPage();
  await again.goto(url);
  await again.getByLabel('Mật khẩu mới').fill(password);
  await again.getByRole('button', { name: 'Đặt mật khẩu' }).click();
  await again.getByText('Liên kết này đã dùng').waitFor();

  await page.getByRole('button', { name: 'Đã đưa liên kết' }).click();
  await page.getByRole('button', { name: 'Sửa canbo05' }).click();
  await expectReflow(page, 'user edited');
  await picture(page, 'user-edit-vi');
  await page.getByRole('button', { name: 'Khóa tài khoản' }).click();
  await page.getByRole('alertdialog').waitFor();
  await expectAccessible(page, 'lock asked');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Khóa tài khoản' }).click();
  await page.getByText('Đã lưu tài khoản canbo05.').waitFor();
  await page.locator('[data-user="canbo05"]').getByText('Đã khóa').waitFor();
  await own.reload();
  await own.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
  await page.getByRole('button', { name: 'Sửa administrator' }).click();
  await page.getByLabel('Vai trò').selectOption('auditor');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Đây là người quản trị duy nhất').waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Users' }).first().waitFor();
  await expectReflow(page, 'users, English');
  await picture(page, 'users-en');
  await Promise.all([page, own, again].map((one) => one.context().close()));
});

test('a key is shown once and revoked after a second look', async () => {
  const page = await centre.openAs('administrator', '/admin/keys');
  await page.getByRole('button', { name: 'Tạo khóa' }).click();
  await page.getByText('Hãy ghi hệ thống sẽ dùng khóa.').waitFor();
  await expectReflow(page, 'keys, label missing');
  await page.getByLabel('Dùng cho hệ thống nào').fill('Phần mềm một cửa');
  await page.getByLabel('Gửi lượt phục vụ').check();
  await page.getByRole('button', { name: 'Tạo khóa' }).click();
  const secret = await page.getByLabel('Khóa', { exact: true }).inputValue();
  expect(secret).toMatch(/^ln_/);
  await expectReflow(page, 'key shown');
  await picture(page, 'keys-vi');
  await page.getByRole('button', { name: 'Đã chép xong' }).click();
  expect(await page.content()).not.toContain(secret);
  await page.getByRole('button', { name: 'Thu hồi Phần mềm một cửa' }).click();
  await page.getByRole('button', { name: 'Thu hồi khóa' }).click();
  await page.locator('.state-revoked').first().waitFor();
  expect(centre.context.access.apiKey(secret)).toBeNull();
  await page.context().close();
});

test('two-step sign-in: turned on, asked for, turned off; the password changed; sessions ended', async () => {
  await centre.addUser('nhansu', 'personnel');
  const page = await centre.openAs('nhansu', '/admin/account');
  await page.getByText('nên bật xác thực hai bước').waitFor();
  await expectReflow(page, 'account');
  await picture(page, 'account-vi');
  const steps = page.getByRole('region', { name: 'Xác thực hai bước' });
  await steps.getByLabel('Mật khẩu hiện tại').fill('sai mat khau');
  await steps.getByRole('button', { name: 'Bật xác thực hai bước' }).click();
  await steps.getByText('Mật khẩu hiện tại không đúng.').waitFor();
  await steps.getByLabel('Mật khẩu hiện tại').fill('mat-khau-thu-nghiem');
  await steps.getByRole('button', { name: 'Bật xác thực hai bước' }).click();
  const secret = (await steps.locator('.access-secret').innerText()).replaceAll(' ', '');
  const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now() });
  await expectReflow(page, 'authenticator being set up');
  await picture(page, 'totp-vi');
  await steps.getByLabel('Mã 6 số').fill('000000');
  await steps.getByRole('button', { name: 'Xác nhận' }).click();
  await steps.getByText('Mã không đúng hoặc đã dùng.').waitFor();
  await steps.getByLabel('Mã 6 số').fill(code());
  await steps.getByRole('button', { name: 'Xác nhận' }).click();
  await steps.getByText('Đã bật xác thực hai bước').waitFor();
  expect(await steps.locator('.access-codes li').count()).toBe(10);
  await expectReflow(page, 'recovery codes');
  await picture(page, 'recovery-codes-vi');
  await steps.getByRole('button', { name: 'Đã cất các mã' }).click();
  await steps.getByText('Còn 10 mã dự phòng').waitFor();

  aheadMs += 60_000;
  const other = await centre.openAs('nhansu', '/admin/account');
  await other.getByLabel('Mã xác thực').waitFor();
  await expectReflow(other, 'second step');
  await picture(other, 'second-step-vi');
  await other.getByLabel('Mã xác thực').fill('999999');
  await other.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await other.getByText('Mã không đúng hoặc đã dùng.').waitFor();
  await expectAccessible(other, 'second step, wrong');
  await other.getByLabel('Mã xác thực').fill(code());
  await other.keyboard.press('Enter');
  await other.getByRole('heading', { name: 'Tài khoản của tôi' }).waitFor();

  const change = other.getByRole('region', { name: 'Mật khẩu', exact: true });
  await change.getByLabel('Mật khẩu hiện tại').fill('mat-khau-thu-nghiem');
  await change.getByLabel('Mật khẩu mới').fill(password);
  await change.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await other.getByText('Đã đổi mật khẩu.').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
  await other.getByRole('button', { name: 'Đăng xuất mọi nơi' }).click();
  await expectAccessible(other, 'sign out everywhere asked');
  await other.getByRole('alertdialog').getByRole('button', { name: 'Đăng xuất mọi nơi' }).click();
  await other.getByText('Đã đăng xuất.').waitFor();
  await Promise.all([page, other].map((one) => one.context().close()));
});

test('a second factor that is demanded leaves the own account only', async () => {
  await centre.addUser('nhansu2', 'personnel');
  await centre.context.accounts.setSettings({ secondFactor: 'required' }, 'cli');
  const page = await centre.openAs('nhansu2', '/admin/officers');
  await page.getByText('Trung tâm yêu cầu vai trò của anh/chị bật xác thực hai bước').waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  await expectAccessible(page, 'second factor demanded');
  await centre.context.accounts.setSettings({ secondFactor: 'optional' }, 'cli');
  await page.context().close();
});

test('the audit trail is searched and paged', async () => {
  const { file, audit } = centre.context;
  file.transact((tx) => {
    for (let index = 0; index < 120; index += 1) {
      audit.record(tx, { actor: 'cli', action: 'test.many', subject: `officer:CB${index}` });
    }
  });
  const page = await centre.openAs('auditor', '/admin/audit');
  await page.getByText('Đang hiện 50 dòng').waitFor();
  await expectReflow(page, 'audit trail');
  await picture(page, 'audit-vi');
  await page.getByRole('button', { name: 'Xem các dòng cũ hơn' }).click();
  await page.getByText('Đang hiện 100 dòng').waitFor();
  await page.getByLabel('Đối tượng').fill('officer:CB119');
  await page.keyboard.press('Enter');
  await page.getByText('Đang hiện 1 dòng').waitFor();
  expect(new URL(page.url()).searchParams.get('subject')).toBe('officer:CB119');
  await page.getByLabel('Từ ngày').fill('2020-01-01');
  await page.getByLabel('Đến hết ngày').fill('2020-01-02');
  await page.getByRole('button', { name: 'Tìm', exact: true }).click();
  await page.getByText('Không có dòng nào').waitFor();
  await expectReflow(page, 'audit trail, none');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('No lines').waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText('50 lines shown').waitFor();
  await picture(page, 'audit-en');
  await page.context().close();
});

test('the first administrator is made by the link of the terminal', async () => {
  const { file, firstAdministrator } = centre.context;
  file.sqlite.exec('DELETE FROM users');
  const code = firstAdministrator.newCode();
  const page = await centre.open('/admin/');
  await page.getByText('Máy chủ chưa có người dùng').waitFor();
  await expectReflow(page, 'nobody yet');
  await page.goto(`${centre.url}/admin/setup`);
  await page.getByText('Liên kết không đầy đủ').waitFor();
  await page.goto('about:blank');
  await page.goto(`${centre.url}/admin/setup#code=${code}`);
  await page.getByRole('heading', { name: 'Tạo tài khoản quản trị đầu tiên' }).waitFor();
  await expectReflow(page, 'first administrator');
  await picture(page, 'setup-vi');
  await page.getByLabel('Tên đăng nhập').fill('quantri');
  await page.getByLabel('Mật khẩu mới').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'quantri · Quản trị hệ thống' }).waitFor();
  await picture(page, 'after-setup-vi');
  await page.context().close();
});
