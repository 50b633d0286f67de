// The page of the rating questions in a browser against the real server: a draft is begun, mended, previewed, compared
// and put into use; a manager reads.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

let centre: RunningCentre;
const now = Date.parse('2026-10-14T09:00:00+07:00');
beforeAll(async () => {
  centre = await RunningCentre.start(() => now);
});
afterAll(() => centre?.close());

test('an administrator adds a question, sees it as citizens will, and puts it into use', async () => {
  const page = await centre.openAs('administrator', '/admin/questionnaires');
  await page.getByText('Chưa có bản nháp').waitFor();
  await expectReflow(page, 'versions');
  await page.getByRole('button', { name: 'Soạn bản nháp' }).click();
  await page.getByText('Hãy đặt tên cho bản nháp.').waitFor();
  await page.getByLabel('Tên bản nháp').fill('Thêm thời gian chờ');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Lưu bản nháp' }).waitFor();
  await page.getByText('Không khác gì.').waitFor();

  // The words of an answer once used cannot be typed over; the question's own can.
  expect(await page.getByRole('textbox', { name: /Ý 1/ }).count()).toBe(0);
  await page.getByRole('button', { name: 'Thêm câu chọn một ý' }).click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-items-4-labels-vi');
  await page.getByRole('button', { name: 'Kiểm tra và áp dụng' }).click();
  await page.getByText('Còn 7 chỗ phải sửa').waitFor();
  await expectReflow(page, 'faults');
  await page.getByRole('link', { name: 'Câu 5, tiếng Việt:', exact: true }).press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-items-4-labels-vi');
  await page.keyboard.type('Thời gian chờ có hợp lý không?');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Was the waiting time acceptable?');
  await page.keyboard.press('Tab');
  expect(await page.getByLabel('Mã câu hỏi').inputValue()).toBe('waiting-time-acceptable');
  await page.getByLabel('Ý 1, tiếng Việt', { exact: true }).fill('Không');
  await page.getByLabel('Ý 1, tiếng Anh', { exact: true }).fill('No');
  await page.getByLabel('Ý 2, tiếng Việt', { exact: true }).fill('Có');
  await page.getByText('Còn 1 chỗ phải sửa').waitFor();
  await page.getByLabel('Ý 2, tiếng Anh', { exact: true }).fill('Yes');
  await page.getByText(/Còn \d+ chỗ/).waitFor({ state: 'detached' });

  // Moved up by the keyboard, with the focus staying on the button; removed, and taken back.
  await page.getByRole('button', { name: 'Đưa lên: Câu 5' }).press('Enter');
  await page.getByRole('heading', { name: 'Câu 4 · Thời gian chờ' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain(
    'Đưa lên: Câu 4',
  );
  await page.getByRole('button', { name: 'Bỏ: Câu 3' }).click();
  await page.getByText('Đã bỏ “Ông/Bà phải đến thêm').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Câu 3 · Ông/Bà phải đến thêm' }).waitFor();

  const phone = page.frameLocator('.preview-phone');
  await phone.getByText('Thời gian chờ có hợp lý không?').waitFor();
  await page.getByLabel('Ngôn ngữ xem thử').selectOption('en');
  await phone.getByText('Was the waiting time acceptable?').waitFor();
  await page.getByLabel('Màn hình').selectOption('items');
  const kiosk = page.frameLocator('.preview-kiosk iframe');
  await kiosk.getByText('Was the waiting time acceptable?').waitFor();
  await page.getByLabel('Ngôn ngữ xem thử').selectOption('vi');
  await kiosk.getByText('Thời gian chờ có hợp lý không?').waitFor();
  await page.getByLabel('Màn hình').selectOption('faces');
  await kiosk.getByText('Rất hài lòng', { exact: true }).waitFor();

  // Leaving asks first; the answer no keeps what was typed.
  const asked = new Promise<string>((resolve) =>
    page.once('dialog', (dialog) => {
      resolve(dialog.message());
      void dialog.dismiss();
    }),
  );
  await page.getByRole('link', { name: 'Về danh sách phiên bản' }).click();
  expect(await asked).toContain('chưa được lưu');
  await page.getByRole('button', { name: 'Lưu bản nháp' }).click();
  await page.getByText('Đã lưu.').waitFor();

  await page.getByRole('button', { name: 'Kiểm tra và áp dụng' }).click();
  await page.getByText('Áp dụng bộ câu hỏi này?').waitFor();
  await expectAccessible(page, 'asked before it is put into use');
  await expectReflow(page, 'asked before it is put into use');
  await page.getByRole('button', { name: 'Áp dụng ngay' }).click();
  await page.getByText('Đã áp dụng phiên bản 2026-2.').waitFor();
  expect(centre.context.currentQuestionnaire().items.map(({ id }) => id)).toEqual([
    'officer',
    'guidance',
    'extra-contacts',
    'waiting-time-acceptable',
    'reasons',
  ]);
  await expectReflow(page, 'published');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Version 2026-2 is in use.').waitFor();
  await expectAccessible(page, 'published, English');

  await page.getByRole('link', { name: 'See version 2026-1' }).click();
  await page.getByText('Compared with the version in use (2026-2)').waitFor();
  await page.getByText('Question removed').waitFor();
  await expectReflow(page, 'an old version');
  await page.context().close();
});

test('what two people change at once is not written over; a manager reads', async () => {
  const { id, revision, items } = await centre.context.questionnaires.begin(
    { trail: 'cli', name: 'administrator' },
    { name: 'Hai người' },
  );
  const page = await centre.openAs('administrator', `/admin/questionnaires?draft=${id}`);
  await page.getByLabel('Câu hỏi, tiếng Việt').first().fill('Hướng dẫn có dễ hiểu không?');
  await page.getByText('Sửa lời câu hỏi').waitFor();
  await centre.context.questionnaires.save({ trail: 'cli', name: 'x' }, id, {
    revision,
    name: 'Hai người',
    items,
  });
  await page.getByRole('button', { name: 'Lưu bản nháp' }).click();
  await page.getByText('Người khác đã lưu bản nháp này').waitFor();
  await expectReflow(page, 'changed by somebody else');
  await page.getByRole('button', { name: 'Tải lại bản nháp' }).click();
  await page.getByText('Không khác gì.').waitFor();

  const reader = await centre.openAs('manager', `/admin/questionnaires?draft=${id}`);
  await reader.getByText('Chỉ người quản trị hệ thống sửa').waitFor();
  expect(await reader.getByRole('button', { name: 'Lưu bản nháp' }).count()).toBe(0);
  await expectReflow(reader, 'a draft to read');

  await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  await page.getByText('Bỏ bản nháp “Hai người”?').waitFor();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Bỏ bản nháp' }).click();
  await page.getByText('Chưa có bản nháp').waitFor();
  await reader.reload();
  await reader.getByText('Bản nháp này không còn nữa.').waitFor();
  await expectAccessible(reader, 'a draft that is gone');
  await page.context().close();
  await reader.context().close();
});

test('the preview of a kiosk is framed by this server alone and holds nothing of its own', async () => {
  const answer = await fetch(`${centre.url}/kiosk-preview/`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
  const kiosk = await fetch(`${centre.url}/kiosk/`);
  expect(kiosk.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  const page = await centre.open('/kiosk-preview/');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  expect(await page.locator('#app').textContent()).toBe('');
  await page.context().close();
});
