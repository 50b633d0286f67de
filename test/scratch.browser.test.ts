import { afterAll, beforeAll, test } from 'vitest';
import { RunningCentre, expectAccessible } from './admin/running-centre.ts';
let centre: RunningCentre;
const now = Date.parse('2026-10-14T09:00:00+07:00');
beforeAll(async () => { centre = await RunningCentre.start(() => now); });
afterAll(() => centre?.close());
test('look', async () => {
  const page = await centre.openAs('administrator', '/admin/questionnaires');
  page.on('console', (m) => console.log('CONSOLE', m.type(), m.text()));
  page.on('pageerror', (m) => console.log('PAGEERROR', m));
  await page.getByText('Chưa có bản nháp').waitFor();
  await page.screenshot({ path: '/tmp/sv/q1.png', fullPage: true });
  const check = async (s: string) => { try { await expectAccessible(page, s); } catch (e) { console.log('AXE', s, JSON.stringify((e as any).actual)); } };
  await check('overview');
  await page.getByLabel('Tên bản nháp').fill('Thêm câu hỏi về thời gian chờ');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Lưu bản nháp' }).waitFor();
  await page.waitForTimeout(800);
  await page.screenshot({ path: '/tmp/sv/q2.png', fullPage: true });
  await check('draft');
  for (const one of ['question', 'faces', 'items']) {
    await page.locator('#preview-screen').selectOption(one);
    await page.waitForTimeout(800);
    await page.locator('.preview').screenshot({ path: `/tmp/sv/p-${one}.png` });
    await check(one);
  }
  await page.getByRole('button', { name: 'Thêm câu chọn một ý' }).click();
  await page.getByRole('button', { name: 'Kiểm tra và áp dụng' }).click();
  await page.waitForTimeout(500);
  await page.screenshot({ path: '/tmp/sv/q3.png', fullPage: true });
  await check('faults');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.waitForTimeout(500);
  await page.screenshot({ path: '/tmp/sv/q3m.png', fullPage: true });
  await check('faults phone');
});
