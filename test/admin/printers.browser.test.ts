// Printers, posters and forms in a browser against the real server and a printer on a real port: set, tested, failing,
// changed, removed; posters chosen and opened as one document; both languages, without accessibility faults.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en as postersEn, vi as postersVi } from '../../admin/posters/texts.ts';
import { en, vi } from '../../admin/printers/texts.ts';
import { TestPrinter } from '../printing/test-printer.ts';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

/** When set, pictures of the pages' states are written into this folder. */
const pictures = process.env.LANGNGHE_PICTURES;

let centre: RunningCentre;
let printer: TestPrinter;
beforeAll(async () => {
  centre = await RunningCentre.start();
  printer = await TestPrinter.start();
});
afterAll(async () => {
  await centre?.close();
  await printer?.stop();
});

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${pictures}/printers-${name}.png`, fullPage: true });
}

test.each<[string, Record<string, string>, Record<string, string>]>([
  ['printers', vi, en],
  ['posters', postersVi, postersEn],
])('%s: both languages have the same texts with the same placeholders', (_name, own, other) => {
  const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  expect(Object.keys(other).sort()).toEqual(Object.keys(own).sort());
  for (const [key, text] of Object.entries(own)) {
    expect([key, placeholders(other[key]!)]).toEqual([key, placeholders(text)]);
  }
});

test('a printer is set, tested, fails, is changed and removed', async () => {
  const page = await centre.openAs('administrator', '/admin/printers');
  await page.getByText('Chưa có máy in nào').waitFor();
  await expectReflow(page, 'no printers');
  await picture(page, 'empty');

  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Hãy chọn quầy.').waitFor();
  const [counter] = centre.context.stores.roster.counters();
  const name = counter!.name;
  await page.locator('#printer-counter').selectOption({ label: name });
  await page.locator('#printer-host').fill('http://máy in');
  await page.keyboard.press('Enter');
  await page.getByText('Hãy ghi địa chỉ IP hoặc tên máy').waitFor();
  await page.locator('#printer-host').fill('169.254.1.1');
  await page.keyboard.press('Enter');
  await page.getByText('Địa chỉ này không dùng cho máy in được.').waitFor();
  await expectReflow(page, 'address refused');
  await picture(page, 'refused');
  await page.locator('#printer-host').fill('localhost');
  await page.locator('#printer-port').fill('80');
  await page.keyboard.press('Enter');
  await page.getByText('Hãy ghi số từ 1024 đến 65535.').waitFor();
  const questions: string[] = [];
  page.once('dialog', (dialog) => {
    questions.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Bảng trực tiếp' }).click();
  expect(questions).toHaveLength(1);
  await page.locator('#printer-port').fill(String(printer.port));
  await page.keyboard.press('Enter');
  await page.getByText(`Đã lưu máy in của ${name}. Hãy in thử.`).waitFor();

  await page.getByRole('button', { name: `In thử: ${name}` }).click();
  await page.getByText(`Máy in ở ${name} báo đã in xong.`).waitFor();
  await page.getByText('Đã in 1, hỏng 0, đang chờ 0').waitFor();
  expect(printer.jobs).toHaveLength(1);
  await expectReflow(page, 'printed');
  await picture(page, 'printed');

  printer.behaviour = 'cuts';
  await page.getByRole('button', { name: `In thử: ${name}` }).click();
  await page.getByText(`Máy in ở ${name} không in được.`).waitFor();
  await page.getByText('Máy in ngắt kết nối giữa chừng').waitFor();
  await expectReflow(page, 'failed');
  await picture(page, 'failed');

  await page.getByRole('button', { name: `Sửa: ${name}` }).click();
  await page.locator('#printer-host:focus').waitFor();
  await page.getByLabel('In phiếu mỗi khi kết thúc một lượt').uncheck();
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Khi được yêu cầu').waitFor();
  expect(centre.context.printing.lines()).toMatchObject([{ counter: counter!.code, atClose: false }]);

  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Slip printers' }).waitFor();
  await expectReflow(page, 'English');
  await picture(page, 'english');
  await page.getByRole('button', { name: `Remove: ${name}` }).click();
  await page.getByRole('alertdialog').waitFor();
  await expectAccessible(page, 'remove asked');
  await page.getByRole('button', { name: 'Remove the printer' }).click();
  await page.getByText(`The printer of ${name} is removed.`).waitFor();
  expect(centre.context.printing.lines()).toEqual([]);
  await page.context().close();
});

test('a manager sees printers and changes none; nobody else has the page', async () => {
  const page = await centre.openAs('manager', '/admin/printers');
  await page.getByText('Chỉ quản trị hệ thống thay đổi được máy in.').waitFor();
  expect(await page.locator('#printer-host').count()).toBe(0);
  await page.context().close();
  const auditor = await centre.openAs('auditor', '/admin/printers');
  await auditor.getByText('Trang này không dành cho vai trò của anh/chị').waitFor();
  await auditor.context().close();
});

test('posters are chosen, seen and opened as one document with a page a counter', async () => {
  const page = await centre.openAs('manager', '/admin/posters');
  const all = centre.context.stores.roster.counters().length;
  await page.getByRole('link', { name: `Mở bản in (${all} trang)` }).waitFor();
  await expectReflow(page, 'posters');
  await picture(page, 'posters');
  await page.getByRole('button', { name: 'Bỏ chọn tất cả' }).click();
  await page.getByText('Hãy chọn ít nhất một quầy.').waitFor();
  await expectAccessible(page, 'none chosen');
  const boxes = page.getByRole('checkbox');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByLabel('A5, đặt trên bàn').check();
  const link = page.getByRole('link', { name: 'Mở bản in (2 trang)' });
  const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  await opened.locator('article').nth(1).waitFor();
  expect(await opened.locator('article').count()).toBe(2);
  const pdf = (await opened.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(2);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Posters and forms' }).waitFor();
  await expectReflow(page, 'English');
  await page.context().close();
});

test('on a phone both pages fit', async () => {
  const page = await centre.openAs('administrator', '/admin/printers', {
    viewport: { width: 360, height: 740 },
  });
  await page.getByText('Thêm máy in').waitFor();
  await expectAccessible(page, 'printers on a phone');
  await page.goto(`${centre.url}/admin/posters`);
  await page.getByText('Quầy cần in').waitFor();
  await expectAccessible(page, 'posters on a phone');
  await picture(page, 'posters-phone');
  await page.context().close();
});
