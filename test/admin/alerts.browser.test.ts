// The alerts page in a browser against the real server.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectReflow, RunningCentre } from './running-centre.ts';

let centre: RunningCentre;
const now = Date.parse('2026-10-14T09:00:00+07:00');
beforeAll(async () => {
  centre = await RunningCentre.start(() => now);
});
afterAll(() => centre?.close());

test('a manager sees what needs somebody and notes what was done; the administrator says what is watched', async () => {
  const office = await centre.openAs('manager', '/admin/alerts');
  await office.getByText('Chưa có cảnh báo nào').waitFor();
  await expectReflow(office, 'alerts, none');
  for (let index = 0; index < 15; index += 1) {
    const number = (index % 2) + 1;
    await centre.rate(await centre.closeVisit(`Q0${number}`, `CB0${number}`), 1);
  }
  await centre.context.live.settled();
  await centre.context.alerts.look();
  await centre.context.alerts.look();
  await office.reload();
  await office.getByText('Nhiều phản hồi không hài lòng liên tiếp ở sảnh').waitFor();
  await office.getByText('Cần xem (1)').waitFor();
  await expectReflow(office, 'alerts, one open');
  await office.getByRole('button', { name: 'Ghi nhận' }).click();
  await office.getByText('Hãy ghi việc đã làm.').waitFor();
  await office.getByLabel('Việc đã làm').fill('Đã mở thêm quầy 5.');
  await office.keyboard.press('Enter');
  await office.getByText('Đã mở thêm quầy 5.').waitFor();
  await office.getByText('Cần xem (0)').waitFor();
  await expectReflow(office, 'alerts, noted');
  await office.getByRole('button', { name: 'English' }).click();
  await office.getByText('A run of dissatisfied responses across the hall').waitFor();
  await expectReflow(office, 'alerts, English');
  await office.getByRole('link', { name: 'Settings' }).click();
  await office.getByText('Only the administrator changes this.').waitFor();
  expect(await office.getByRole('button', { name: 'Save settings' }).count()).toBe(0);
  await office.context().close();

  const admin = await centre.openAs('administrator', '/admin/alerts?part=settings');
  await admin.getByRole('checkbox', { name: 'Gửi thư qua máy chủ thư (SMTP)' }).check();
  await expectReflow(admin, 'alert settings');
  await admin.getByLabel('Máy chủ', { exact: true }).fill('127.0.0.1');
  await admin.getByLabel('Cổng', { exact: true }).fill('9');
  await admin.getByLabel('Địa chỉ gửi đi').fill('langnghe@example.vn');
  await admin.getByLabel('Thư điện tử người nhận, mỗi dòng một địa chỉ').fill('truc');
  // A link inside the application would lose what was typed as closing the tab would: it asks, and the page stays.
  const asked: string[] = [];
  admin.once('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  await admin.getByRole('link', { name: 'Bảng trực tiếp' }).click();
  expect(asked).toEqual(['Nội dung đang nhập chưa được lưu. Rời trang và bỏ nội dung này?']);
  await admin.getByRole('button', { name: 'Lưu cài đặt' }).click();
  await admin.getByText('Máy chủ không nhận nội dung vừa gửi').waitFor();
  await admin.getByLabel('Thư điện tử người nhận, mỗi dòng một địa chỉ').fill('truc@example.vn');
  await admin.getByRole('button', { name: 'Lưu cài đặt' }).click();
  await admin.getByText('Đã lưu.').waitFor();
  await admin.getByRole('button', { name: 'Gửi thư thử' }).click();
  await admin.getByText('Không gửi được: không nối được tới máy chủ thư').waitFor();
  await expectReflow(admin, 'alert settings, mail failed');
  await admin.reload();
  expect(await admin.getByLabel('Cổng', { exact: true }).inputValue()).toBe('9');
  await admin.context().close();
});
