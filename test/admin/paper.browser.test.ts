// Forms on paper keyed in a browser against the real server: by keyboard alone, taken back, refused, over a line that breaks;
// nothing of a form stays on the screen; both languages, without accessibility faults.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/server.ts';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

/** When set, pictures of the page's states are written into this folder. */
const pictures = process.env.LANGNGHE_PICTURES;

let centre: RunningCentre;
let visits = 0;
beforeAll(async () => {
  centre = await RunningCentre.start();
  await centre.addUser('nhansu', 'personnel');
  await centre.addUser('nhansu2', 'personnel');
});
afterAll(() => centre?.close());

/** A visit that was closed: the number on its form, and the 7 digits of its slip. */
async function newForm(officer = 'CB01', counter = 'Q01'): Promise<{ number: string; slip: string }> {
  visits += 1;
  const externalId = `paper-${visits}`;
  const { answer } = await centre.context.visits.close(
    { externalId, officer, counter, procedure: '1.001193' },
    'integrated',
  );
  return {
    number: centre.context.visits.formOf(externalId, 'integrated').code!,
    slip: answer.invitation.code,
  };
}
const journal = () => centre.context.stores.responses.journal();
const answersOf = (place: number) => JSON.parse(journal()[place]!.answers);

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${pictures}/paper-${name}.png`, fullPage: true });
}

/** Types a number, then a key an answer. */
async function type(page: Page, number: string, keys: string): Promise<void> {
  await page.locator('#paper-number').waitFor();
  await page.keyboard.type(`${number}\n`);
  await page.locator('.paper-item-current').waitFor();
  for (const key of keys) await page.keyboard.press(key === '_' ? 'Enter' : key);
}

test('a batch is keyed by keyboard alone, taken back, refused, finished', async () => {
  const page = await centre.openAs('nhansu', '/admin/paper');
  await page.getByText('Chưa có đợt nào.').waitFor();
  await expectReflow(page, 'nothing keyed yet');
  await picture(page, 'start');

  await page.locator('#paper-forms').focus();
  await page.keyboard.type('0\n');
  await page.getByText('Hãy ghi số tờ, từ 1 đến 500.').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('4');
  await page.getByText('Dưới 5 phiếu').waitFor();
  await expectReflow(page, 'few forms');
  await picture(page, 'few');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('6\n');
  await page.getByRole('heading', { name: 'Đợt 1' }).waitFor();
  await expectReflow(page, 'a number is asked for');
  await picture(page, 'number');

  // The number: nonsense, a wrong digit, then as printed.
  await page.keyboard.type('12\n');
  await page.getByText('Đây không phải số của phiếu').waitFor();
  const [first, second, third, fourth, fifth] = await Promise.all([1, 2, 3, 4, 5].map(() => newForm()));
  const { number } = first!;
  await page.keyboard.type(`${number.slice(0, 8)}${(Number(number[8]) + 1) % 10}\n`);
  await page.getByText('Có chữ số sai.').waitFor();
  await expectAccessible(page, 'wrong digit');
  await page.keyboard.type(`${number}\n`);
  await page.locator('.paper-item-current').waitFor();
  // Enter does not pass a rating that is needed; a digit goes on; Backspace goes back.
  await page.keyboard.press('Enter');
  await page.getByText('Câu này cần có trả lời.').waitFor();
  await page.keyboard.press('2');
  await page.keyboard.press('3');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('1');
  await expectReflow(page, 'items');
  await picture(page, 'items');
  await page.keyboard.press('1');
  await page.keyboard.press('5');
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await page.getByText('Đã xong tờ 1').waitFor();
  await expectReflow(page, 'held');
  await picture(page, 'held');
  expect(await page.locator('.page input:checked').count()).toBe(0);
  expect(journal()).toEqual([]);

  // The next number lets it go.
  await type(page, second!.number, '5___');
  await until(() => journal().length === 1, 'the first form');
  expect(answersOf(0)).toEqual({ officer: 2, guidance: 1, 'extra-contacts': 0, reasons: [2, 5] });

  // The one just done is taken back: its number stays, its answers do not.
  await page.keyboard.press('Control+z');
  await page.getByText('Đã lấy lại.').waitFor();
  expect(await page.locator('#paper-number').inputValue()).toBe(
    second!.number.replace(/(\d{3})(?=\d)/g, '$1 '),
  );
  await page.keyboard.press('Enter');
  await page.locator('.paper-item-current').waitFor();
  expect(await page.locator('.page input:checked').count()).toBe(0);
  for (const key of ['1', 'Enter', 'Enter', 'Enter']) await page.keyboard.press(key);

  // A sheet of a rated visit, one that names nobody, the digits of a slip.
  await type(page, number, '4___');
  await type(page, '000000000', '4___');
  await type(page, third!.slip, '3___');
  await page.getByText('Tờ để riêng (2)').waitFor();
  await page.getByText('Lượt này đã được đánh giá rồi.').waitFor();
  await page.getByText(/Không có lượt nào còn đánh giá được mang số này/).waitFor();
  await until(() => journal().length === 2, 'the second form');
  expect(answersOf(1)).toEqual({ officer: 1 });
  await picture(page, 'aside');
  await expectReflow(page, 'some put aside');

  // Escape drops the sheet in hand.
  await page.locator('#paper-number').waitFor();
  await page.keyboard.type(`${fourth!.number}\n`);
  await page.locator('.paper-item-current').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#paper-number').waitFor();

  // Finishing asks, since sheets are missing; the safe answer has the focus.
  await page.getByRole('button', { name: 'Kết thúc đợt' }).click();
  await page.getByText('Những tờ còn lại phải nhập trong đợt khác.').waitFor();
  await expectReflow(page, 'finish asked');
  await page.keyboard.press('Escape');
  await page.locator('#paper-number:focus').waitFor();
  await type(page, fifth!.number, '5___');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('sheets taken').first().waitFor();
  await picture(page, 'english');
  await expectReflow(page, 'English');
  await page.getByRole('button', { name: 'Finish the batch' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Finish the batch' }).click();
  await page.getByText('Batch 1 is finished: 4 of 6 sheets taken.').waitFor();
  await expectReflow(page, 'finished');
  await picture(page, 'finished');
  expect(journal().map(({ level }) => level)).toEqual([2, 1, 3, 5]);
  const trail = centre.context.stores.audit
    .page({ limit: 20 })
    .filter(({ action }) => action.startsWith('paper'));
  expect(trail.map(({ detail }) => JSON.parse(detail!))).toEqual([{ forms: 6, taken: 4 }, { forms: 6 }]);
  await page.context().close();
});

test('a broken line loses nothing and sends nothing twice; leaving asks; nothing of a form is told or kept', async () => {
  const page = await centre.openAs('nhansu2', '/admin/paper');
  const before = journal().length;
  await page.locator('#paper-forms').fill('3');
  await page.keyboard.press('Enter');
  await page.locator('#paper-number').waitFor();
  const forms = await Promise.all([1, 2, 3].map(() => newForm('CB02', 'Q02')));
  let isBroken = true;
  await page.route('**/forms', async (route) => {
    // The server takes the form; its answer is lost on the way.
    if (isBroken) {
      await route.fetch();
      await route.abort();
      return;
    }
    await route.continue();
  });
  await type(page, forms[0]!.number, '1___');
  await type(page, forms[1]!.number, '5___');
  await page.getByText(/Chưa gửi được \d+ tờ/).waitFor();
  await expectAccessible(page, 'not sent');
  await picture(page, 'trouble');
  const questions: string[] = [];
  page.on('dialog', (dialog) => {
    questions.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Bảng trực tiếp' }).click();
  expect(questions).toHaveLength(1);
  await page.getByRole('button', { name: 'Gửi lại ngay' }).click();
  isBroken = false;
  await page.getByText(/Đã nhận [12] trên 3 tờ/).waitFor();
  await type(page, forms[2]!.number, '4___');
  await page.getByText('Đã nhận 3 trên 3 tờ').waitFor();
  await page.getByText('Đã đủ số tờ của đợt.').waitFor();
  await expectAccessible(page, 'full');
  await picture(page, 'full');
  expect(
    journal()
      .slice(before)
      .map(({ level, mode }) => [level, mode]),
  ).toEqual([
    [1, 'paper'],
    [5, 'paper'],
    [4, 'paper'],
  ]);
  // Neither officer nor counter nor answers are anywhere on the page or in what the browser keeps.
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.body.innerText]),
  );
  expect(kept).not.toMatch(/CB02|Cán bộ 02|Quầy 2|Hài lòng/);
  expect(await page.locator('.page input').count()).toBe(0);
  await page.reload();
  await page.getByText('Đã nhận 3 trên 3 tờ').waitFor();
  await page.getByRole('button', { name: 'Kết thúc đợt' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Kết thúc đợt' }).click();
  await page.getByText('Đã kết thúc đợt 2: nhận 3 trên 3 tờ.').waitFor();
  await page.context().close();
});

test('on a phone it is usable too, and the server away is said', async () => {
  const page = await centre.openAs('nhansu', '/admin/paper', { viewport: { width: 360, height: 740 } });
  await page.locator('#paper-forms').fill('5');
  await page.getByRole('button', { name: 'Bắt đầu nhập' }).click();
  await page.locator('#paper-number').fill((await newForm()).number);
  await page.getByRole('button', { name: 'Tiếp' }).click();
  await page.getByRole('radio', { name: 'Hài lòng', exact: true }).check();
  await picture(page, 'phone');
  await expectAccessible(page, 'phone');
  for (const name of ['Câu sau', 'Câu sau', 'Câu sau', 'Xong tờ này']) {
    await page.getByRole('button', { name }).click();
  }
  await page.getByText('Đã xong tờ 1').waitFor();
  await page.context().close();
  const other = await centre.openAs('nhansu2', '/admin/board');
  await other.getByRole('heading', { level: 1 }).waitFor();
  await other.route('**/api/paper-batches', (route) => route.abort());
  await other.getByRole('link', { name: 'Phiếu giấy' }).click();
  await other.getByRole('button', { name: 'Thử lại' }).waitFor();
  await expectAccessible(other, 'failure');
  await other.unroute('**/api/paper-batches');
  await other.getByRole('button', { name: 'Thử lại' }).click();
  await other.locator('#paper-forms').waitFor();
  await other.context().close();
});

test.each(['administrator', 'manager', 'auditor', 'canbo03'])('%s has no such page', async (name) => {
  const page = await centre.openAs(name, '/admin/paper');
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.locator('#paper-forms').count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Phiếu giấy' }).count()).toBe(0);
  await page.context().close();
});
