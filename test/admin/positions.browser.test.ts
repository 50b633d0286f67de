// Positions in a browser against the real server: without a policy, held without a template, weights moved with every
// fault at its field, the change waiting for the night and then in the log; both languages, phone, no accessibility faults.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en, vi } from '../../admin/positions/texts.ts';
import { presetText } from '../../server/kpi/policy-file.ts';
import { personOf } from './kpi-month.ts';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

/** When set, pictures of the page's states are written into this folder. */
const pictures = process.env.LANGNGHE_PICTURES;

/** A policy whose templates have weights to move, with a later end. */
const policyText = presetText('draft-2025')!.replace(/^effectiveTo: .*$/m, 'effectiveTo: 2027-12-31');
let now = Date.parse('2026-10-14T09:00:00+07:00');
let centre: RunningCentre;
beforeAll(async () => {
  centre = await RunningCentre.start(() => now);
});
afterAll(() => centre?.close());

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${pictures}/positions-${name}.png`, fullPage: true });
}

test('both languages have the same texts with the same placeholders', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const key of Object.keys(vi) as (keyof typeof vi)[]) {
    expect([key, placeholders(en[key])]).toEqual([key, placeholders(vi[key])]);
  }
});

test('before there is a policy the page says so and leads to it', async () => {
  const page = await centre.openAs('manager', '/admin/positions');
  await page.getByText('Chưa có quy định KPI nào có hiệu lực').waitFor();
  await page.getByRole('rowheader', { name: 'Công chức tiếp nhận hồ sơ' }).waitFor();
  await expectReflow(page, 'no policy');
  await page.getByRole('link', { name: 'Mở trang Quy định KPI' }).click();
  await page.getByRole('heading', { level: 1, name: 'Quy định KPI' }).waitFor();
  await page.context().close();
});

test('weights are moved within the bounds, faults at their fields, from the night on in the log', async () => {
  const { policies } = centre.context.kpi;
  const { number } = await policies.propose({ yaml: policyText }, personOf('personnel'));
  await policies.activate(number, personOf('administrator'));
  centre.context.seal.run();
  now = Date.parse('2026-10-15T09:00:00+07:00');
  const untitled = { code: 'CB98', name: 'Cán bộ 98' };
  const archive = { code: 'CB97', name: 'Cán bộ 97', position: 'Công chức lưu trữ' };
  await centre.putRoster({ officers: [untitled, archive] });
  const month = { month: '2026-10', daysWorked: 22, workingDays: 22, source: 'Sổ theo dõi' };
  await centre.context.kpi.figures.enter(
    [
      { officer: 'CB97', ...month, position: 'without-countable-products' },
      { officer: 'CB98', ...month },
    ],
    personOf('personnel'),
    '',
  );

  const page = await centre.openAs('manager', '/admin/positions');
  await page.getByText('1 vị trí có cán bộ nhưng chưa có mẫu KPI cùng tên').waitFor();
  const headers = page.locator('[data-position] > th');
  expect(await headers.allTextContents()).toEqual([
    'Công chức lưu trữ',
    'Công chức tiếp nhận hồ sơ',
    'Chưa ghi vị trí',
  ]);
  await page.getByText('Cán bộ 97 (CB97)').waitFor();
  const named = (position: string) =>
    page.locator(`[data-position="${position}"] [data-label="Mẫu trong số liệu gần nhất"]`).innerText();
  expect(await named('Công chức lưu trữ')).toBe('Tháng 10/2026: Vị trí không có sản phẩm đếm được');
  expect(await named('')).toBe('Tháng 10/2026: không ghi, dùng “Công chức tiếp nhận hồ sơ”');
  expect(await named('Công chức tiếp nhận hồ sơ')).toBe('Chưa có số liệu');
  await expectReflow(page, 'templates');
  await picture(page, 'templates');

  const template = page.locator('[data-template="officer"]');
  await template.getByRole('button', { name: /Điều chỉnh tỷ trọng/ }).click();
  await page.locator('#weights-officer:focus').waitFor();
  expect(await page.getByRole('button', { name: /Điều chỉnh tỷ trọng/ }).count()).toBe(0);
  const quality = page.locator('#weights-quality-quality');
  const satisfaction = page.locator('#weights-quality-satisfaction');
  await satisfaction.fill('một phần tư');
  await page.getByText('Tổng: chưa tính được').waitFor();
  await page.getByRole('button', { name: 'Lưu điều chỉnh' }).click();
  await page.getByText('Hãy ghi một số như 0,25 hay 1/3.').waitFor();
  await page.getByText('Hãy ghi lý do.').waitFor();
  await satisfaction.fill('0,9');
  await page.getByRole('button', { name: 'Lưu điều chỉnh' }).click();
  await page.getByText('Ngoài giới hạn của quy định.').waitFor();
  await page.getByText('Các tỷ trọng của phần này phải cộng lại bằng 1.').waitFor();
  expect(await satisfaction.evaluate((input) => input === document.activeElement)).toBe(true);
  await expectReflow(page, 'faults');
  await picture(page, 'faults');

  const questions: string[] = [];
  page.once('dialog', (dialog) => {
    questions.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Bảng trực tiếp' }).click();
  expect(questions).toHaveLength(1);

  // What only the server knows is said at its field too: the policy's own bounds, here passed over in the browser.
  await quality.fill('0,45');
  await satisfaction.fill('0,3');
  await page.getByText('Tổng: 1', { exact: true }).waitFor();
  await page.locator('#weights-reason').fill('Phân công quý IV');
  await page.route('**/api/kpi/positions', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const body = { ...route.request().postDataJSON(), effective: '2026-10-01' };
    return route.continue({ postData: JSON.stringify(body) });
  });
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Lưu điều chỉnh' }).click();
  await page.getByText('Hãy chọn từ hôm nay trở đi.').waitFor();
  await page.unroute('**/api/kpi/positions');
  await page.locator('#weights-reason').focus();
  await page.getByRole('button', { name: 'Lưu điều chỉnh' }).click();
  await page.getByText('Đã lưu. Tỷ trọng mới được tính sau khi vào sổ cái đêm nay.').waitFor();
  await page.getByText('Vào sổ cái đêm nay', { exact: true }).waitFor();
  expect(centre.context.kpi.positions.list().changes).toMatchObject([
    { position: 'officer', officer: null, reason: 'Phân công quý IV', inLog: false },
  ]);
  await picture(page, 'saved');

  centre.context.seal.run();
  now = Date.parse('2026-10-16T09:00:00+07:00');
  await page.reload();
  await page.locator('#password').or(page.getByText('Trong sổ cái')).first().waitFor();
  if (await page.locator('#password').isVisible()) await centre.signIn(page, 'manager');
  await page.getByText('Trong sổ cái').waitFor();
  await page.locator('[data-template="officer"]').getByText('quy định: 0,25').waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'KPI templates of positions' }).waitFor();
  await expectReflow(page, 'English');
  await picture(page, 'english');
  await page.context().close();
});

test('an auditor reads and changes nothing; an officer has no such page; on a phone it fits', async () => {
  const page = await centre.openAs('auditor', '/admin/positions', { viewport: { width: 360, height: 740 } });
  await page.getByText('anh/chị chỉ xem').waitFor();
  expect(await page.getByRole('button', { name: /Điều chỉnh tỷ trọng/ }).count()).toBe(0);
  await expectAccessible(page, 'phone');
  await picture(page, 'phone');
  await page.context().close();
  const officer = await centre.openAs('canbo03', '/admin/positions');
  await officer.getByText('Trang này không dành cho vai trò của anh/chị').waitFor();
  await officer.context().close();
});

test('a failed reading is said, and tried again', async () => {
  const page = await centre.openAs('administrator', '/admin/positions');
  await page.getByRole('heading', { name: 'Mẫu KPI của các vị trí' }).waitFor();
  await page.route('**/api/kpi/positions/held', (route) => route.abort());
  await page.reload();
  await page.getByRole('button', { name: 'Thử lại' }).waitFor();
  await expectAccessible(page, 'failed');
  await page.unroute('**/api/kpi/positions/held');
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await page.getByRole('heading', { name: 'Ai giữ vị trí nào' }).waitFor();
  await page.context().close();
});
