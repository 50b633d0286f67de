// Officers' pages in a browser against the real server, over two months of its clock: before anything is sealed, the list,
// one officer's evidence, the own page and what it may not reach.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IndicatorList, OfficerIndicator } from '../../shared/contract/indicator.ts';
import { CentreOfMonths } from './officer-months.ts';
import { expectAccessible, expectReflow, type RunningCentre } from './running-centre.ts';

let months: CentreOfMonths;
let centre: RunningCentre;
beforeAll(async () => {
  months = await CentreOfMonths.start();
  centre = months.centre;
});
afterAll(() => centre?.close());

const english = (page: Page) => page.getByRole('button', { name: 'English' }).click();
const row = (page: Page, officer: string) => page.locator(`[data-officer="${officer}"]`);
const compared = (page: Page) =>
  page.locator('[data-compared]').evaluateAll((rows) => rows.map((one) => one.getAttribute('data-compared')));
const answerOf = <T>(page: Page, path: string): Promise<{ status: number; body: T }> =>
  page.evaluate(async (asked) => {
    const response = await fetch(asked);
    return { status: response.status, body: await response.json() };
  }, path);

test('before the first seal there is no figure, only the reason why', async () => {
  await months.openDay();
  const page = await centre.openAs('manager', '/admin/officers');
  await page.getByText('Chưa có số liệu nào được chốt sổ').waitFor();
  expect(await page.locator('table').count()).toBe(0);
  await expectReflow(page, 'officers, nothing sealed');
  await english(page);
  await page.getByText('Nothing has been sealed yet').waitFor();
  await page.context().close();

  const own = await centre.openAs('canbo03', '/admin/result');
  await own.getByText('Chưa đủ dữ liệu').waitFor();
  await own.getByText('Chưa có phản hồi nào được công bố').first().waitFor();
  expect(await own.locator('.figure-value, table').count()).toBe(0);
  await expectReflow(own, 'own result, nothing sealed');
  await own.context().close();
});

test('the list gives each officer a state, and a figure with its interval where there is one', async () => {
  await months.live();
  const page = await centre.openAs('manager', '/admin/officers');
  await row(page, 'CB01').waitFor();
  const { body } = await answerOf<IndicatorList>(page, '/api/indicators');
  expect(body.period).toBe('2026-09');
  expect(body.officers.map(({ officer, state, n }) => [officer, state, n])).toEqual([
    ['CB01', 'ok', 48],
    ['CB02', 'ok', 48],
    ['CB03', 'ok', 48],
    ['CB04', 'insufficient-data', 16],
    ['CB06', 'not-comparable', 48],
  ]);
  const cells = async (officer: string) =>
    (await row(page, officer).locator('td').allInnerTexts()).map((text) =>
      text
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/ 10% 100%$/, ''),
    );
  expect(await cells('CB03')).toEqual([
    'Đủ dữ liệu',
    '48',
    '87,5% Đã điều chỉnh: 87,8%',
    'từ 74,9% đến 94,5%',
    '80% 60 lượt phục vụ',
  ]);
  expect(await cells('CB04')).toEqual([
    'Chưa đủ dữ liệu mới có 16 phản hồi',
    '16',
    'Chưa nêu kết quả',
    '–',
    '80% 20 lượt phục vụ',
  ]);
  expect((await cells('CB06')).slice(0, 3)).toEqual(['Không so sánh được', '48', '75,0%']);
  // The drawing says what the text says: 74,9% to 94,5% on a scale from 10 to 100.
  const drawn = await row(page, 'CB03')
    .locator('.plot-line')
    .evaluate((line) => [
      Number.parseFloat(line.getAttribute('x1') ?? ''),
      Number.parseFloat(line.getAttribute('x2') ?? ''),
    ]);
  expect(drawn[0]).toBeCloseTo((100 * (74.9275 - 10)) / 90, 2);
  expect(drawn[1]).toBeCloseTo((100 * (94.515 - 10)) / 90, 2);
  await page.getByText(`Số liệu tính lúc 22:00 ngày 8/9/2026, từ ${body.treeSize} dòng trong sổ.`).waitFor();
  await expectReflow(page, 'officers');
  await page.setViewportSize({ width: 768, height: 1024 });
  await expectAccessible(page, 'officers, tablet');
  await english(page);
  await row(page, 'CB03').getByText('74.9% to 94.5%').waitFor();
  await expectReflow(page, 'officers, English');
  await page.context().close();
});

test('an order by comparison is offered where a difference is shown, each with an interval of its own', async () => {
  const page = await centre.openAs('auditor', '/admin/officers?period=2026-09');
  await page.getByText('Chỉ để so sánh', { exact: true }).waitFor();
  const order = page.locator('#comparison-order');
  expect(await compared(page)).toEqual(['CB01', 'CB02', 'CB03', 'CB04', 'CB06']);
  await order.selectOption({ label: 'Theo mức so sánh' });
  expect(await compared(page)).toEqual(['CB01', 'CB03', 'CB02', 'CB04', 'CB06']);
  await page.getByText('Hai con số khác nhau chưa đủ để nói ai hơn ai').waitFor();
  expect(await page.locator('[data-compared] .plot').count()).toBe(3);
  expect(await page.locator('[data-compared="CB01"] td').last().innerText()).toBe(
    'cao hơn 1 người; chưa phân biệt được với 1 người',
  );
  await page.getByText('Từng mức chênh lệch').click();
  const differences = page.locator('.differences li');
  expect(await differences.allInnerTexts()).toEqual([
    expect.stringMatching(
      /^.+ \(CB01\) cao hơn .+ \(CB02\): [\d,]+ điểm phần trăm \(từ \+[\d,]+ đến \+[\d,]+ điểm phần trăm\)\.$/,
    ),
    expect.stringMatching(/^.+ \(CB03\) cao hơn .+ \(CB02\): /),
  ]);
  await expectAccessible(page, 'differences');
  await page.locator('[data-compared="CB04"]').getByText('Chưa đủ dữ liệu để so sánh').waitFor();
  await page.locator('[data-compared="CB06"]').getByText('Công việc có quá ít phần chung').waitFor();
  expect(await page.locator('#results-order option').allInnerTexts()).toEqual(['Theo mã', 'Theo tên']);

  // The month before has no reference: nothing is compared, the figures stand.
  await page.getByRole('button', { name: 'Kỳ trước' }).click();
  await page.getByText('Kỳ này chưa có số liệu tham chiếu').waitFor();
  expect(new URL(page.url()).search).toBe('?period=2026-08');
  await row(page, 'CB04').getByText('Đủ dữ liệu').waitFor();
  expect(await page.locator('#comparison-order').count()).toBe(0);
  await page.context().close();
});

test('periods are chosen by keyboard, kept in the address, and empty ones say so', async () => {
  const page = await centre.openAs('manager', '/admin/officers?period=2026-09');
  await row(page, 'CB01').waitFor();
  await page.getByRole('button', { name: 'Quý' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.period-name', { hasText: 'Quý III/2026' }).waitFor();
  await row(page, 'CB01').getByText('88', { exact: true }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Quý');
  await page.getByRole('button', { name: 'Năm' }).click();
  await page.locator('.period-name', { hasText: 'Năm 2026' }).waitFor();
  await page.getByRole('button', { name: 'Kỳ trước' }).click();
  await page.getByText('Không có số liệu trong năm 2025').waitFor();
  await expectReflow(page, 'officers, empty period');
  await page.goBack();
  await row(page, 'CB01').waitFor();

  await page.goto(`${centre.url}/admin/officers?period=2026-13`);
  await page.getByText('Kỳ ghi trong địa chỉ không đúng').waitFor();
  await expectAccessible(page, 'officers, bad period');
  await page.getByRole('link', { name: 'Về kỳ hiện tại' }).click();
  await row(page, 'CB01').waitFor();
  await page.context().close();
});

test('an officer’s page holds the whole evidence, and its parts sum', async () => {
  const page = await centre.openAs('manager', '/admin/officers?period=2026-09');
  await page.getByRole('link', { name: 'Cán bộ 02' }).click();
  await page.getByRole('heading', { name: 'Cách tính' }).waitFor();
  expect(new URL(page.url()).search).toBe('?officer=CB02&period=2026-09');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  const { body } = await answerOf<OfficerIndicator>(page, '/api/officers/CB02/indicator?period=2026-09');
  expect(await page.locator('.deciding .figure-value').innerText()).toBe('25,0%');
  await page.getByText('Khoảng tin cậy 95%: từ 14,8% đến 38,9%').waitFor();
  expect(await page.locator('table.levels tbody td.number').allInnerTexts()).toEqual(
    [...body.indicator.own.levels]
      .reverse()
      .flatMap((count) => [`${count}`, `${(100 * count) / 48}`.replace('.', ',')])
      .map((text, index) => (index % 2 === 0 ? text : `${text.includes(',') ? text : `${text},0`}%`)),
  );
  const parts = (await page.locator('table.parts td').allInnerTexts()).map((text) =>
    Math.round(100 * Number(text.replace('−', '-').replace(',', '.'))),
  );
  expect(parts.slice(0, -1).reduce((sum, part) => sum + part, 0)).toBe(parts[parts.length - 1]);
  for (const sentence of body.indicator.adjustment?.explanation.vi ?? []) {
    await page.getByText(sentence, { exact: true }).waitFor();
  }
  expect(await page.locator('[data-month]').count()).toBe(2);
  await page.getByText('chưa thể nói kết quả đã thay đổi').waitFor();
  await page.getByText('Có 12 người được mời nhưng không trả lời.').waitFor();
  await page.getByText('Chính sách hiện hành chưa quy định ngưỡng điểm').waitFor();
  const groups = await page
    .locator('.breakdown tbody tr')
    .evaluateAll((rows) =>
      rows.map((one) => [...one.querySelectorAll('th, td')].map((cell) => cell.textContent)),
    );
  // Days of eight responses, by turns of one procedure and the other, all through the slip's link.
  const { breakdown } = body.indicator;
  expect(breakdown!.procedures.map(({ name, n }) => [name, n])).toEqual([
    ['1.001193', 24],
    ['1.004222', 24],
  ]);
  expect(groups).toHaveLength(breakdown!.procedures.length + breakdown!.modes.length);
  expect(groups[0]!.slice(1)).toEqual([
    '24',
    ...[...breakdown!.procedures[0]!.levels].reverse().map(String),
    '25,0%',
  ]);
  expect(groups[0]![0]).toBe(body.procedureNames['1.001193']);
  await page.getByText('Chỉ để so sánh giữa các cán bộ; không phải kết quả của cán bộ.').waitFor();
  await expectReflow(page, 'officer');
  await english(page);
  await page.getByText('95% confidence interval: 14.8% to 38.9%').waitFor();
  for (const sentence of body.indicator.adjustment?.explanation.en ?? []) {
    await page.getByText(sentence, { exact: true }).waitFor();
  }
  await expectReflow(page, 'officer, English');
  await page.getByRole('link', { name: 'All officers' }).click();
  await row(page, 'CB01').waitFor();
  expect(new URL(page.url()).search).toBe('?period=2026-09');
  await page.context().close();
});

test('the manager’s board carries the officers as the last seal left them; a wall asks for nothing of the kind', async () => {
  const page = await centre.openAs('manager', '/admin/board');
  await page.locator('.board-below').scrollIntoViewIfNeeded();
  const section = page.locator('[data-section="officers"]');
  await section.getByRole('heading', { name: 'Kết quả của cán bộ, tháng 9/2026' }).waitFor();
  await section.getByText('Tính đến hết ngày 8/9/2026').waitFor();
  await section.getByText('Số liệu tính lúc 22:00 ngày 8/9/2026').waitFor();
  const shown = (officer: string) =>
    section.locator(`[data-officer="${officer}"]`).locator('td').allInnerTexts();
  const before = await shown('CB03');
  expect(before.join(' ')).toContain('từ 74,9% đến 94,5%');
  expect((await shown('CB04')).join(' ')).toContain('Chưa đủ dữ liệu');
  await expectReflow(page, 'board with officers');

  // A response of the open day moves the counts at once, and nothing of an officer's figures.
  await months.openDay();
  await page.locator('[data-figure="responses"] .figure-value', { hasText: '1' }).waitFor();
  await page.reload();
  await page.locator('.board-below').scrollIntoViewIfNeeded();
  await section.locator('[data-officer="CB03"]').waitFor();
  expect(await shown('CB03')).toEqual(before);
  await english(page);
  await section.getByText('Up to and including 8 September 2026').waitFor();
  await section.getByRole('link', { name: 'Cán bộ 03' }).click();
  await page.getByText('95% confidence interval: 74.9% to 94.5%').waitFor();
  expect(new URL(page.url()).search).toBe('?officer=CB03&period=2026-09');

  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${centre.url}/admin/board?view=wall`);
  await page.locator('.wall .figure').first().waitFor();
  await page.waitForLoadState('networkidle');
  expect(asked.filter((path) => /indicator|api\/officers/.test(path))).toEqual([]);
  expect(await page.locator('[data-section="officers"], [data-officer]').count()).toBe(0);
  await page.context().close();

  const { token } = await centre.context.access.createBoardLink('wall');
  for (const path of ['/api/indicators', '/api/officers/CB03/indicator']) {
    for (const query of ['', `?link=${token}`]) {
      const answer = await fetch(`${centre.url}${path}${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect([path, answer.status]).toEqual([path, 401]);
    }
  }
});

test('too few and not comparable are said with their reasons', async () => {
  const page = await centre.openAs('manager', '/admin/officers?officer=CB04&period=2026-09');
  await page.getByText('Có 16 phản hồi, cần ít nhất 30.').waitFor();
  await page.getByText('Tạm tính, chưa dùng để quyết định').waitFor();
  await expectReflow(page, 'officer, too few');
  await page.goto(`${centre.url}/admin/officers?officer=CB06&period=2026-09`);
  await page.getByText('Chỉ 0% khối lượng công việc chung là thủ tục cũng có người khác làm').waitFor();
  await page.getByText('Không nêu kết quả đã điều chỉnh.').waitFor();
  await expectReflow(page, 'officer, not comparable');
  await page.goto(`${centre.url}/admin/officers?officer=CB99&period=2026-09`);
  await page.getByText('Không có số liệu của cán bộ CB99 trong tháng 9/2026').waitFor();
  await expectReflow(page, 'officer, unknown');
  await page.context().close();
});

test('an officer sees the own result, and reaches nobody else’s by any way', async () => {
  const page = await centre.open('/admin/result');
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/officers|indicators/.test(pathname) && pathname.startsWith('/api/')) asked.push(pathname);
  });
  await centre.signIn(page, 'canbo03');
  await page.getByText('Cán bộ 03 · CB03').waitFor();
  expect(await page.locator('.deciding .figure-value').innerText()).toBe('87,5%');
  await expectReflow(page, 'own result');
  await page.getByRole('button', { name: 'Năm' }).click();
  await page.getByText('Có 89 phản hồi, đủ để đọc kết quả.').waitFor();
  await english(page);
  await page.getByText('If you disagree with the result').waitFor();
  await expectReflow(page, 'own result, English');
  await page.getByRole('button', { name: 'Previous period' }).click();
  await page.getByText('No figures of yours in 2025 yet').waitFor();
  await expectReflow(page, 'own result, empty');
  expect([...new Set(asked)]).toEqual(['/api/officers/CB03/indicator']);

  for (const path of [
    '/api/officers/CB02/indicator?period=2026-09',
    '/api/officers/cb02/indicator',
    '/api/indicators',
  ]) {
    expect([path, (await answerOf(page, path)).status]).toEqual([path, 403]);
  }
  await page.goto(`${centre.url}/admin/result?officer=CB02&period=2026-09`);
  await page.getByText('Cán bộ 03 · CB03').waitFor();
  expect(await page.getByText('CB02').count()).toBe(0);
  await page.goto(`${centre.url}/admin/officers?officer=CB02&period=2026-09`);
  await page.getByText('This page is not for your role').waitFor();
  expect([...new Set(asked)].filter((path) => path.startsWith('/api/officers/')).sort()).toEqual([
    '/api/officers/CB02/indicator',
    '/api/officers/CB03/indicator',
    '/api/officers/cb02/indicator',
  ]);
  await page.context().close();

  await centre.addUser('khong-ma', 'officer');
  const without = await centre.openAs('khong-ma', '/admin/result');
  await without.getByText('Tài khoản này chưa gắn với cán bộ nào').waitFor();
  await expectAccessible(without, 'own result, no officer');
  await without.context().close();
});

test('on paper there are the figures and their period, and no controls', async () => {
  const page = await centre.openAs('manager', '/admin/officers?officer=CB02&period=2026-09');
  await page.getByRole('heading', { name: 'Cách tính' }).waitFor();
  await page.emulateMedia({ media: 'print' });
  // A4 less its margins, in CSS pixels.
  await page.setViewportSize({ width: 680, height: 1009 });
  await page.locator('.print-line', { hasText: 'Tháng 9/2026' }).waitFor();
  expect(await page.locator('button, select, header, nav').locator('visible=true').count()).toBe(0);
  const outside = await page.evaluate(
    () =>
      [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > 681)
        .length,
  );
  expect(outside).toBe(0);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(sheets).toBeGreaterThan(0);
  expect(sheets).toBeLessThanOrEqual(4);
  await page.context().close();
});

test('a failed call is said and can be tried again', async () => {
  const page = await centre.openAs('manager', '/admin/board');
  await page.route('**/api/indicators*', (route) =>
    route.fulfill({
      status: 503,
      headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify({ type: '', title: '', status: 503, code: 'overloaded' }),
    }),
  );
  await page.getByRole('link', { name: 'Cán bộ' }).click();
  await page.getByText('Máy chủ đang bận').waitFor();
  await expectReflow(page, 'officers, call failed');
  await page.unroute('**/api/indicators*');
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await row(page, 'CB01').waitFor();
  expect(await page.getByText('Máy chủ đang bận').count()).toBe(0);
  await page.context().close();
});
