// A newcomer's hour: `serve` on an empty directory, the link it prints, and from there through every step of set-up in a
// browser to a first rating on the board and a first slip on paper.
//
// LANGNGHE_PICTURES=FOLDER keeps a picture of each step at laptop and phone size.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import { launchBrowser } from '../support/browser.ts';
import { temporaryFolder } from '../support/server.ts';
import { startCommand } from '../support/spawn.ts';
import { expectAccessible, expectReflow } from './running-centre.ts';

const hourMs = 600_000;
const name = 'quantri';
const password = 'mot-mat-khau-du-dai';
const pictures = process.env.LANGNGHE_PICTURES;
const phone = { width: 360, height: 740 };
const laptop = { width: 1280, height: 800 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

let pictureNumber = 0;
async function picture(page: Page, what: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  pictureNumber += 1;
  const number = String(pictureNumber).padStart(2, '0');
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(pictures, `${number}-${what}.png`), fullPage: true });
  if (page.viewportSize()?.width !== laptop.width) return;
  await page.setViewportSize(phone);
  await page.screenshot({ path: join(pictures, `${number}-${what}-phone.png`), fullPage: true });
  await page.setViewportSize(laptop);
}

/** Accessible as it stands and at 320 px, with its picture. */
async function look(page: Page, what: string): Promise<void> {
  await expectReflow(page, what);
  await picture(page, what);
}

async function saidBy(command: { said(): string; output(): string }, pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(`${command.said()}\n${command.output()}`);
    if (found !== null) return found[0];
    await pause(100);
  }
}

const button = (page: Page, text: string | RegExp) => page.getByRole('button', { name: text });
const heading = (page: Page, text: string) => page.getByRole('heading', { name: text, level: 1 });
const next = (page: Page) => page.getByRole('navigation', { name: 'Các bước thiết lập' });

async function faultyWorkbook(): Promise<Buffer> {
  const rows = [
    ['Mã cán bộ', 'Họ và tên'],
    ['CB01', 'Cán bộ 01'],
    ['CB01', ''],
  ];
  const data = rows.map((row) => row.map((value) => ({ value, type: String }))) as SheetData;
  return writeExcelFile([{ sheet: 'Cán bộ', data }]).toBuffer();
}

test('from an empty directory to a first rating on the board and a first slip', {
  timeout: hourMs,
}, async () => {
  const dataDir = join(temporaryFolder(), 'data');
  const server = startCommand(['serve', '--data', dataDir, '--port', '0']);
  const link = await saidBy(server, /http:\S+\/admin\/setup#code=\S+/);
  const origin = new URL(link).origin;
  const context = await browser.newContext({ viewport: laptop, acceptDownloads: true });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();

  await firstAdministrator(page, link);
  await nameTheCentre(page);
  await lookAtTheAddress(page, origin);
  await bringInTheRoster(page);
  await choosePolicy(page);
  const kiosk = await pairTheKiosk(page, origin);
  await tryTheWay(page, context, kiosk, origin);
  await printPosters(page, context);

  await heading(page, 'Các bước thiết lập').waitFor();
  await page.getByText('Các bước thiết lập đã xong.').waitFor();
  await page.getByText('Chưa biết bản sao lưu nào của máy chủ này.').waitFor();
  await look(page, 'all-done');
  await button(page, 'English').click();
  await heading(page, 'Set-up steps').waitFor();
  await look(page, 'all-done-english');

  await context.close();
  server.child.kill('SIGTERM');
  expect((await server.finished).code).toBe(0);
});

async function firstAdministrator(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Tên đăng nhập').fill(name);
  await page.locator('#new-password').fill(password);
  await look(page, 'first-administrator');
  await button(page, 'Tạo tài khoản và tiếp tục').click();
  await heading(page, 'Các bước thiết lập').waitFor();
  // The code is used and in no address any more.
  expect(page.url()).not.toContain('code=');
  await page.getByText('Đã xong 0 trên 7 bước').waitFor();
  await look(page, 'steps');
  await page.getByRole('link', { name: 'Bắt đầu: Tên trung tâm và múi giờ' }).click();
}

async function nameTheCentre(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Tên trung tâm' }).fill('');
  await button(page, 'Lưu').click();
  await page.getByText('Hãy nhập tên trung tâm.').waitFor();
  await expectAccessible(page, 'centre without a name');
  await page
    .getByRole('textbox', { name: 'Tên trung tâm' })
    .fill('Trung tâm Phục vụ hành chính công phường Mẫu');
  await page.getByRole('combobox', { name: 'Múi giờ' }).fill('Asia/Nowhere');
  await button(page, 'Lưu').click();
  await page.getByText('Không có múi giờ này.').waitFor();
  await page.getByRole('combobox', { name: 'Múi giờ' }).fill('Asia/Ho_Chi_Minh');
  await button(page, 'Lưu').click();
  await page.getByText('Đã lưu.').waitFor();
  await look(page, 'centre');
  // Saved by itself: whoever comes back finds it.
  await page.reload();
  expect(await page.getByRole('textbox', { name: 'Tên trung tâm' }).inputValue()).toContain('phường Mẫu');
  await next(page).getByRole('link', { name: /^Tiếp/ }).click();
}

async function lookAtTheAddress(page: Page, origin: string): Promise<void> {
  await page.getByText(origin, { exact: true }).waitFor();
  await button(page, 'Kiểm tra địa chỉ').click();
  await page.getByText('gặp đúng máy chủ của trung tâm').waitFor();
  await look(page, 'address');
  await button(page, 'Đã xem, tiếp tục').click();
}

async function bringInTheRoster(page: Page): Promise<void> {
  await heading(page, 'Cán bộ, quầy, thủ tục, phân công').waitFor();
  const [template] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Tải tệp mẫu (Excel)' }).click(),
  ]);
  const bytes = readFileSync(await template.path());
  const choose = async (fileName: string, buffer: Buffer) => {
    const mimeType = 'application/octet-stream';
    await page.getByLabel('Chọn tệp đã điền').setInputFiles({ name: fileName, mimeType, buffer });
    await button(page, 'Kiểm tra tệp').click();
  };
  await choose('loi.xlsx', await faultyWorkbook());
  await page.getByText('Tệp “loi.xlsx” có 1 chỗ cần sửa. Chưa ghi gì.').waitFor();
  await page.getByRole('cell', { name: 'Ô này còn trống.' }).waitFor();
  await look(page, 'roster-faults');
  await choose('danh-muc.xlsx', bytes);
  await page.getByText('Tệp “danh-muc.xlsx” đọc được, không có lỗi. Chưa ghi gì.').waitFor();
  await picture(page, 'roster-checked');
  await button(page, 'Ghi vào danh mục').click();
  await page.getByText('Đã ghi danh mục từ tệp “danh-muc.xlsx”.').waitFor();
  await page.getByText('3 cán bộ, 3 quầy, 3 thủ tục; 3 phân công đang trực').waitFor();
  await page.locator('summary').click();
  await look(page, 'roster-written');
  await next(page).getByRole('link', { name: /^Tiếp/ }).click();
}

async function choosePolicy(page: Page): Promise<void> {
  await page.getByText('phải phê duyệt thì mới có hiệu lực').waitFor();
  await page.getByLabel(/Nghị định 335/).check();
  await look(page, 'policy');
  await button(page, 'Đề xuất bộ đã chọn').click();
  await page.getByText('Đang chờ người thứ hai phê duyệt.').waitFor();
  await expectAccessible(page, 'policy proposed');
  await next(page).getByRole('link', { name: /^Tiếp/ }).click();
}

async function pairTheKiosk(page: Page, origin: string): Promise<Page> {
  await page.getByText('Chưa ghép máy nào.').waitFor();
  await page.getByLabel('Quầy', { exact: true }).selectOption('Q01');
  await button(page, 'Tạo mã ghép').click();
  const code = await page.locator('.secret-code').innerText();
  await look(page, 'pairing');
  const kioskContext = await browser.newContext({ viewport: laptop, hasTouch: true, locale: 'vi-VN' });
  kioskContext.setDefaultTimeout(60_000);
  const kiosk = await kioskContext.newPage();
  // A page may keep its keys over plain HTTP only on localhost.
  await kiosk.goto(`${origin.replace('127.0.0.1', 'localhost')}/kiosk/`);
  await kiosk.fill('#code', code);
  await kiosk.click('button[type=submit]');
  await kiosk.locator('.idle-screen').waitFor();
  await page.getByText('Đã ghép 1 máy, đang kết nối 1.').waitFor();
  await picture(kiosk, 'kiosk-paired');
  await next(page).getByRole('link', { name: /^Tiếp/ }).click();
  return kiosk;
}

async function tryTheWay(page: Page, context: BrowserContext, kiosk: Page, origin: string): Promise<void> {
  await page.getByText('không tính cho cán bộ nào').waitFor();
  await look(page, 'test');
  await page.getByLabel(/Quầy có máy đánh giá/).selectOption('Q01');
  await button(page, 'Tạo lượt thử').click();
  await page.getByText('Máy đánh giá tại quầy đang mời đánh giá lượt này.').waitFor();
  await look(page, 'test-waiting');

  const [slip] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Mở phiếu A6 để in' }).click(),
  ]);
  await slip.getByText('Lượt thử khi thiết lập').waitFor();
  const pdf = await slip.pdf({ preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  if (pictures !== undefined) writeFileSync(join(pictures, 'first-slip.pdf'), pdf);
  await picture(slip, 'slip');
  await slip.close();

  await kiosk.locator('.faces-screen').waitFor();
  await picture(kiosk, 'kiosk-offer');
  await kiosk.locator('.faces button:not([aria-disabled="true"])').last().click();
  await kiosk.locator('.faces-screen').waitFor({ state: 'detached' });
  await page.getByText('Đã nhận đánh giá thử.').waitFor();
  await kiosk.context().close();
  await look(page, 'test-rated');

  const board = await context.newPage();
  await board.goto(`${origin}/admin/board`);
  await board.locator('[data-figure="responses"]').getByText('1', { exact: true }).first().waitFor();
  await board.locator('[data-figure="visits"]').getByText('1', { exact: true }).first().waitFor();
  await picture(board, 'board');
  await board.close();
  await next(page).getByRole('link', { name: /^Tiếp/ }).click();
}

async function printPosters(page: Page, context: BrowserContext): Promise<void> {
  const [poster] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Mở áp phích Quầy 01' }).click(),
  ]);
  await poster.getByText('Quầy 01').first().waitFor();
  await poster.close();
  await look(page, 'posters');
  await button(page, 'Đã in áp phích').click();
}
