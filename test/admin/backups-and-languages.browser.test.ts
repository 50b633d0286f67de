// Backups and languages in a browser against the real server: no backup, a fresh one, an old one; languages switched off
// and on, an unreviewed one after a second look; both languages, phone, failures, without accessibility faults.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en as backupsEn, vi as backupsVi } from '../../admin/backups/texts.ts';
import { en as languagesEn, vi as languagesVi } from '../../admin/languages/texts.ts';
import { noteBackup } from '../../server/storage/backup-note.ts';
import { dayMs } from '../support/server.ts';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

/** When set, pictures of the pages' states are written into this folder. */
const pictures = process.env.LANGNGHE_PICTURES;

let centre: RunningCentre;
beforeAll(async () => {
  centre = await RunningCentre.start();
});
afterAll(() => centre?.close());

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

test.each<[string, Record<string, string>, Record<string, string>]>([
  ['backups', backupsVi, backupsEn],
  ['languages', languagesVi, languagesEn],
])('%s: both languages have the same texts with the same placeholders', (_name, own, other) => {
  const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const [key, text] of Object.entries(own)) {
    expect([key, placeholders(other[key]!)]).toEqual([key, placeholders(text)]);
  }
});

test('backups: none known, then a fresh one, then one of eight days, with the commands', async () => {
  await centre.rate(await centre.closeVisit('Q03', 'CB03'), 5);
  const page = await centre.openAs('administrator', '/admin/backups');
  await page.getByText('Chưa biết bản sao lưu nào').waitFor();
  await page.getByText('1 lượt đánh giá đã nhận sẽ mất').waitFor();
  await page.getByText('Trong đó, của ngày chưa chốt').waitFor();
  await expectReflow(page, 'none');
  await picture(page, 'backups-none');
  await page.getByText(/backup --data DIR --out langnghe-\d{4}-\d\d-\d\d\.backup/).waitFor();
  await page.getByText(/restore langnghe-\d{4}-\d\d-\d\d\.backup --data DIR/).waitFor();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Sao chép' }).first().press('Enter');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^npm run -s langnghe -- backup /,
  );

  noteBackup(centre.dataDir, { at: Date.now(), responses: 0, bytes: 2_400_000 });
  await page.reload();
  await page.getByText('Bản sao lưu còn mới').waitFor();
  await page.getByText('2 MB').waitFor();
  noteBackup(centre.dataDir, { at: Date.now() - 8 * dayMs, responses: 0, bytes: 2_400_000 });
  await page.reload();
  await page.getByText('Bản sao lưu gần nhất đã quá bảy ngày').waitFor();
  await expectAccessible(page, 'old');
  await picture(page, 'backups-old');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('The last backup is older than seven days').waitFor();
  await expectReflow(page, 'English');
  await picture(page, 'backups-english');
  await page.goto(`${centre.url}/admin/setup`);
  await page.getByText('The backup is old.').waitFor();
  await page.getByRole('link', { name: 'State of backups' }).click();
  await page.getByRole('heading', { level: 1, name: 'Backups' }).waitFor();

  await page.route('**/api/backups', (route) => route.abort());
  await page.reload();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await expectAccessible(page, 'failed');
  await page.unroute('**/api/backups');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'State' }).waitFor();
  await page.context().close();
});

test('backups: an auditor reads them on a phone, a manager has no such page', async () => {
  const page = await centre.openAs('auditor', '/admin/backups', { viewport: { width: 360, height: 740 } });
  await page.getByRole('heading', { name: 'Hiện trạng' }).waitFor();
  await expectAccessible(page, 'phone');
  await picture(page, 'backups-phone');
  await page.context().close();
  const manager = await centre.openAs('manager', '/admin/backups');
  await manager.getByText('Trang này không dành cho vai trò của anh/chị').waitFor();
  await manager.context().close();
});

test('languages: off and on again, an unreviewed one after a second look', async () => {
  const page = await centre.openAs('administrator', '/admin/languages');
  const hmong = page.locator('[data-language="hmn"]');
  await hmong.getByText('Chưa ai đọc').waitFor();
  await page.locator('[data-language="vi"]').getByText('Luôn bật').waitFor();
  expect(await page.locator('[data-language="vi"]').getByRole('button').count()).toBe(0);
  await hmong.locator('summary').press('Enter');
  await hmong.getByText('Nhập mã trên phiếu', { exact: true }).waitFor();
  await expectReflow(page, 'languages');
  await picture(page, 'languages');

  await page.getByRole('button', { name: 'Tắt: English' }).click();
  await page.getByText('Đã tắt English trên máy đánh giá.').waitFor();
  expect(centre.context.policy().kioskLanguages).toEqual(['vi']);
  await page.getByRole('button', { name: 'Bật: English' }).press('Enter');
  await page.getByText('Đã bật English trên máy đánh giá.').waitFor();

  await page.getByRole('button', { name: 'Bật: Hmoob' }).click();
  await page.getByRole('alertdialog').waitFor();
  await expectReflow(page, 'asked');
  await picture(page, 'languages-asked');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('alertdialog').count()).toBe(0);
  expect(centre.context.policy().kioskLanguages).toEqual(['vi', 'en']);
  await page.getByRole('button', { name: 'Bật: Hmoob' }).click();
  await page.getByRole('button', { name: 'Vẫn bật' }).click();
  await page.getByText('Đã bật Hmoob trên máy đánh giá.').waitFor();
  expect(centre.context.policy().kioskLanguages).toEqual(['vi', 'en', 'hmn']);

  await page.route('**/api/languages/*', (route) => route.abort());
  await page.getByRole('button', { name: 'Tắt: Hmoob' }).click();
  await page.getByRole('alert').waitFor();
  await expectAccessible(page, 'failed');
  await page.unroute('**/api/languages/*');
  await page.getByRole('group').getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Languages' }).waitFor();
  await expectReflow(page, 'English');
  await picture(page, 'languages-english');
  await page.context().close();
});

test('languages: a manager reads them on a phone and switches none', async () => {
  const page = await centre.openAs('manager', '/admin/languages', { viewport: { width: 360, height: 740 } });
  await page.getByText('Chỉ quản trị hệ thống bật, tắt được ngôn ngữ.').waitFor();
  expect(await page.locator('[data-language] button').count()).toBe(0);
  await expectAccessible(page, 'phone');
  await picture(page, 'languages-phone');
  await page.context().close();
});
