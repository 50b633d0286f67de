// Connected systems in a browser against the real server and a real receiver: added, tested, failing, sent again, renewed,
// disabled, deleted; by mouse and keyboard, in both languages, without accessibility faults.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en, vi } from '../../admin/webhooks/texts.ts';
import { until } from '../support/server.ts';
import { Receiver, verified } from '../webhooks/receiver.ts';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

/** When set, pictures of the page's states are written into this folder. */
const pictures = process.env.LANGNGHE_PICTURES;

let centre: RunningCentre;
let receiver: Receiver;
beforeAll(async () => {
  centre = await RunningCentre.start();
  receiver = await Receiver.start();
});
afterAll(async () => {
  await centre?.close();
  await receiver?.stop();
});

test('both languages have the same texts with the same placeholders', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort());
  for (const [key, text] of Object.entries(vi)) {
    expect([key, placeholders(en[key as keyof typeof en])]).toEqual([key, placeholders(text)]);
  }
});

test('a receiver is added, tested, fails, gets its message after all, and is deleted', async () => {
  const page = await centre.openAs('administrator', '/admin/webhooks');
  const picture = async (name: string): Promise<void> => {
    if (pictures !== undefined)
      await page.screenshot({ path: `${pictures}/webhooks-${name}.png`, fullPage: true });
  };
  await page.getByText('Chưa có địa chỉ nhận nào').waitFor();
  await expectReflow(page, 'no receivers');
  await picture('empty');

  await page.getByRole('button', { name: 'Thêm địa chỉ', exact: true }).click();
  await page.getByText('Hãy ghi địa chỉ bắt đầu bằng https://.').waitFor();
  await page.getByLabel('Địa chỉ nhận', { exact: true }).fill('http://kpi.example.gov.vn/');
  await page.keyboard.press('Enter');
  await page.getByText('Không dùng được địa chỉ này.').waitFor();
  await expectAccessible(page, 'address refused');

  await page.getByLabel('Địa chỉ nhận', { exact: true }).fill(receiver.url);
  await page.getByLabel('Tên gọi (không bắt buộc)').fill('Hệ thống KPI của tỉnh');
  await page.keyboard.press('Enter');
  const secret = await page.getByLabel('Khóa ký', { exact: true }).inputValue();
  expect(secret).toMatch(/^whsec_/);
  await expectReflow(page, 'secret shown');
  await picture('secret');
  await page.reload();
  const card = page.getByRole('region', { name: 'Hệ thống KPI của tỉnh', exact: true });
  await card.waitFor();
  expect(await page.content()).not.toContain(secret);

  receiver.answer = 503;
  await card.getByRole('button', { name: 'Gửi thử: Hệ thống KPI của tỉnh' }).click();
  await card.getByText('Bên nhận trả lời 503; bên nhận báo lỗi; sẽ gửi lại lúc').waitFor();
  await expectReflow(page, 'a message waits');
  await picture('waiting');

  receiver.answer = 410;
  await card.getByRole('button', { name: /^Gửi lại: Thư thử/ }).click();
  await card.getByText('bên nhận báo không dùng địa chỉ này nữa (410)').waitFor();
  await card.getByRole('button', { name: 'Gửi lại mọi thư không gửi được (1)' }).waitFor();
  await expectReflow(page, 'a dead letter');
  await picture('dead');

  receiver.answer = 204;
  await card.getByRole('button', { name: 'Bật: Hệ thống KPI của tỉnh' }).click();
  await card.getByText('Đã bật.').waitFor();
  await card.getByRole('button', { name: 'Gửi lại mọi thư không gửi được (1)' }).click();
  await card.getByText('Đã nhận', { exact: true }).waitFor();
  verified(secret, receiver.received.at(-1)!, Date.now());

  await card.getByRole('button', { name: 'Đổi khóa ký: Hệ thống KPI của tỉnh' }).click();
  await expectReflow(page, 'renew asked');
  await card.getByRole('button', { name: 'Đổi khóa', exact: true }).click();
  const renewed = await page.getByLabel('Khóa ký', { exact: true }).inputValue();
  expect(renewed).not.toBe(secret);
  await card.getByRole('button', { name: 'Gửi thử: Hệ thống KPI của tỉnh' }).click();
  await until(() => receiver.received.length === 4, 'the second test message');
  for (const key of [secret, renewed]) verified(key, receiver.received.at(-1)!, Date.now());

  await card.getByRole('button', { name: 'Tắt: Hệ thống KPI của tỉnh' }).click();
  await card.getByText('Đã tắt', { exact: true }).waitFor();
  expect(await card.getByRole('button', { name: /^Gửi thử/ }).count()).toBe(0);

  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Connected systems' }).first().waitFor();
  await expectReflow(page, 'English');
  await picture('english');
  await card.getByRole('button', { name: /^Delete:/ }).click();
  await page.getByRole('alertdialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await card.getByRole('button', { name: /^Delete:/ }).click();
  await page.getByRole('button', { name: 'Delete the address' }).click();
  await page.getByText('“Hệ thống KPI của tỉnh” is deleted.').waitFor();
  expect(centre.context.webhooks.endpoints()).toEqual([]);
  await page.context().close();
});

test('only administrators have the page', async () => {
  const page = await centre.openAs('manager', '/admin/webhooks');
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.getByLabel('Địa chỉ nhận', { exact: true }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Kết nối hệ thống khác' }).count()).toBe(0);
  await page.context().close();
});
