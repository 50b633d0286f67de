// Field surveys in a browser against the real server: written, opened, answered on a phone without scripts, entered from
// paper, closed, read.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

let centre: RunningCentre;
const now = Date.parse('2026-10-14T09:00:00+07:00');
beforeAll(async () => {
  centre = await RunningCentre.start(() => now);
  await centre.addUser('personnel', 'personnel');
});
afterAll(() => centre?.close());

test('a survey from the template to its results', async () => {
  const page = await centre.openAs('manager', '/admin/surveys');
  await page.getByText('Chưa có khảo sát').waitFor();
  await expectReflow(page, 'no surveys');
  await page.getByRole('button', { name: 'Soạn khảo sát mới' }).click();
  await page.getByText('Hãy đặt tên cho khảo sát.').waitFor();
  await page.getByLabel('Tên khảo sát, tiếng Việt').fill('Khảo sát hài lòng quý IV');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Mở khảo sát' }).click();
  await page.getByText('Còn 1 chỗ phải sửa').waitFor();
  await expectReflow(page, 'faults of a survey');
  await page.getByRole('link', { name: 'tiếng Anh:' }).press('Enter');
  await page.keyboard.type('Satisfaction survey, fourth quarter');
  await page.getByText(/Còn \d+ chỗ/).waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Thêm nhóm' }).click();
  await page.getByLabel('Tên nhóm, tiếng Việt').last().fill('Về Ông/Bà');
  await page.getByLabel('Tên nhóm, tiếng Anh').last().fill('About you');
  await page.getByRole('button', { name: 'Thêm câu chọn một ý' }).last().click();
  await page.getByLabel('Câu hỏi, tiếng Việt').last().fill('Ông/Bà nộp hồ sơ bằng cách nào?');
  await page.getByLabel('Câu hỏi, tiếng Anh').last().fill('How did you file?');
  await page.getByLabel(/Các ý, tiếng Việt/).fill('Trực tiếp\nQua mạng\nBưu chính');
  await page.getByLabel(/Các ý, tiếng Anh/).fill('In person\nOnline\nBy post');
  const asked = new Promise<void>((resolve) =>
    page.once('dialog', (dialog) => {
      void dialog.dismiss();
      resolve();
    }),
  );
  await page.getByRole('link', { name: 'Về danh sách khảo sát' }).click();
  await asked;
  await page.getByRole('button', { name: 'Lưu', exact: true }).click();
  await page.getByText('Đã lưu.').waitFor();
  const popup = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Xem thử phiếu' }).click();
  const preview = await popup;
  await preview.getByText('Xem thử: phiếu này không gửi đi.').waitFor();
  await preview.close();

  await page.getByLabel('Ngày đầu').fill('2026-10-14');
  await page.getByLabel('Ngày cuối').fill('2026-10-20');
  await page.getByRole('button', { name: 'Mở khảo sát' }).click();
  await page.getByText(/Mở khảo sát từ/).waitFor();
  await expectAccessible(page, 'asked before a survey is opened');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Mở khảo sát' }).click();
  await page.getByRole('heading', { name: 'Thu phiếu' }).waitFor();
  await expectReflow(page, 'an open survey');
  const address = new URL((await page.locator('.survey-address code').textContent()) ?? '').pathname;

  for (let number = 0; number < 5; number += 1) {
    const phone = await centre.open(`${address}?lang=${number === 4 ? 'en' : 'vi'}`, {
      javaScriptEnabled: false,
      viewport: { width: 360, height: 740 },
    });
    const levels = number === 4 ? ['Satisfied', 'Online'] : ['Rất hài lòng', 'Trực tiếp'];
    for (const name of levels) {
      for (const choice of await phone.getByRole('radio', { name, exact: true }).all()) await choice.check();
    }
    await phone.getByRole('button').click();
    await phone.getByRole('heading', { name: number === 4 ? 'Thank you!' : 'Cảm ơn Ông/Bà!' }).waitFor();
    await phone.context().close();
  }

  const clerk = await centre.openAs('personnel', '/admin/surveys');
  await clerk.getByRole('link', { name: 'Khảo sát hài lòng quý IV' }).click();
  await clerk.getByRole('button', { name: 'Nhập phiếu' }).click();
  await clerk.getByText('Phiếu mới.').waitFor();
  await clerk.getByRole('button', { name: 'Lưu phiếu' }).click();
  await clerk.getByText('Phiếu chưa có câu trả lời nào.').waitFor();
  await expectReflow(clerk, 'a paper form being entered');
  await clerk.getByRole('radio', { name: 'Không hài lòng', exact: true }).first().check();
  await clerk.getByRole('button', { name: 'Lưu phiếu' }).click();
  await clerk.getByText('Đã lưu phiếu số 1.').waitFor();
  await clerk.getByLabel('Số phiếu cần nhập hoặc sửa').fill('1');
  await clerk.getByRole('button', { name: 'Nhập phiếu' }).click();
  await clerk.getByText('Phiếu này đã nhập').waitFor();
  expect(await clerk.getByRole('radio', { name: 'Không hài lòng', exact: true }).first().isChecked()).toBe(
    true,
  );
  expect(await clerk.getByRole('button', { name: 'Đóng khảo sát' }).count()).toBe(0);
  await clerk.context().close();

  await page.reload();
  await page.getByRole('button', { name: 'Đóng khảo sát và xem kết quả' }).click();
  await page.getByText('Đóng rồi không mở lại được').waitFor();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Đóng khảo sát' }).click();
  await page.getByRole('heading', { name: 'Kết quả', exact: true }).waitFor();
  await page.getByRole('rowheader', { name: 'Chỉ số chung' }).waitFor();
  await expectAccessible(page, 'results');
  await expectReflow(page, 'results');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('rowheader', { name: 'Overall index' }).waitFor();
  await expectAccessible(page, 'results, English');
  await page.getByRole('button', { name: 'Delete the survey' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No surveys').waitFor();
  await page.context().close();
});

test('the page of a survey, its paper form and its other states are accessible at phone and paper width', async () => {
  const by = { trail: 'cli', name: 'test' } as const;
  const { fieldSurveys } = centre.context;
  const begun = await fieldSurveys.begin(by, { template: 'five-factor', title: 'Khảo sát' });
  const content = { ...begun.content, title: { vi: 'Khảo sát', en: 'Survey' }, link: 'single-use' as const };
  const { id, revision } = await fieldSurveys.save(by, begun.id, begun.revision, content);
  await fieldSurveys.open(by, id, { revision, opensOn: '2026-10-14', closesOn: '2026-10-14' });
  const [url] = await fieldSurveys.makeLinks(by, id, 1);
  const address = new URL(url!).pathname;
  const page = await centre.openAs('manager', `/admin/surveys?survey=${id}`);
  await page.getByText('Đã tạo 1, đã dùng 0.').waitFor();
  await page.getByRole('button', { name: 'Tạo đường dẫn' }).click();
  await page.getByText('20 đường dẫn mới').waitFor();
  await expectReflow(page, 'new links');
  for (const locale of ['vi', 'en']) {
    await page.goto(`${centre.url}/api/field-surveys/${id}/forms?count=2&locale=${locale}`);
    await expectAccessible(page, `paper form, ${locale}`);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${centre.url}${address}?lang=${locale}`);
    await expectAccessible(page, `form, ${locale}`);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expectAccessible(page, `form, ${locale}, wide`);
  }
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('There is no answer yet').waitFor();
  await expectAccessible(page, 'an empty form');
  await page.getByRole('radio', { name: 'Satisfied', exact: true }).first().check();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Thank you!').waitFor();
  await expectAccessible(page, 'thanks');
  await page.goto(`${centre.url}${address}`);
  await page.getByText('Đường dẫn này đã được dùng').waitFor();
  await expectAccessible(page, 'a used link');
  await page.context().close();
});
