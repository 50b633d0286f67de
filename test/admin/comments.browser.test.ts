// The comments page in a browser against the real server: clear, redact, release, undo, erase, search.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectReflow, RunningCentre } from './running-centre.ts';

let centre: RunningCentre;
const now = Date.parse('2026-10-14T09:00:00+07:00');
beforeAll(async () => {
  centre = await RunningCentre.start(() => now);
  await centre.addUser('nhansu', 'personnel');
});
afterAll(() => centre?.close());

async function write(officer: string, text: string | null): Promise<void> {
  const invitation = await centre.closeVisit('Q01', officer);
  await centre.context.intake.take(
    {
      responseId: randomUUID(),
      invitation,
      questionnaire: centre.context.currentQuestionnaire().version,
      answers: { officer: 4 },
      ...(text === null ? {} : { comment: text }),
      locale: 'vi',
      ageSeconds: 0,
    },
    'qr',
  );
}

test('personnel clear the queue; the manager reads what was released and nothing else', async () => {
  const desk = await centre.openAs('nhansu', '/admin/comments');
  await desk.getByText('Không còn ý kiến nào chờ xử lý').waitFor();
  await expectReflow(desk, 'comments, none waiting');
  const office = await centre.openAs('manager', '/admin/comments');
  await office.getByText('Chưa có ý kiến nào được cho đọc').waitFor();
  expect(await office.getByRole('navigation', { name: 'Phần của trang' }).count()).toBe(0);
  await expectReflow(office, 'comments, none released');

  await write('CB01', 'Cán bộ hướng dẫn rõ, nhưng tôi phải chờ lâu. Gọi tôi số 0912 345 678.');
  for (let n = 0; n < 4; n += 1) await write('CB01', null);
  centre.context.seal.run();

  await desk.reload();
  await desk.getByText('Cán bộ CB01 · 10/2026').waitFor();
  await expectReflow(desk, 'comment to clear');
  await desk.getByRole('button', { name: 'Che “0912 345 678”' }).click();
  expect(await desk.getByLabel('Nội dung').inputValue()).toBe(
    'Cán bộ hướng dẫn rõ, nhưng tôi phải chờ lâu. Gọi tôi số […].',
  );
  await desk.getByLabel('Thời gian chờ').check();
  await desk.getByRole('button', { name: 'Cho đọc' }).click();
  await desk.getByText('Đã cho đọc.').waitFor();
  await expectReflow(desk, 'comment released');
  await desk.getByRole('button', { name: 'Hoàn tác' }).click();
  await desk.getByText('Đã đưa ý kiến trở lại phần chờ xử lý.').waitFor();
  // The first text is gone for good: undo brings the cleared one back.
  expect(await desk.getByLabel('Nội dung').inputValue()).toContain('Gọi tôi số […].');
  expect(await desk.getByLabel('Thời gian chờ').isChecked()).toBe(true);
  await desk.getByLabel('Nội dung').press('Control+Enter');
  await desk.getByText('Đã cho đọc.').waitFor();

  await office.reload();
  await office.getByText('Gọi tôi số […].').waitFor();
  await expectReflow(office, 'comments released');
  await office.getByLabel('Tìm trong ý kiến').fill('cho lau');
  await office.waitForURL(/q=cho/);
  await office.getByText('Tìm thấy 1 ý kiến').waitFor();
  await office.getByLabel('Tìm trong ý kiến').fill('chở');
  await office.getByText('Không có ý kiến nào phù hợp').waitFor();
  await expectReflow(office, 'comments, none found');
  await office.getByRole('button', { name: 'Bỏ điều kiện tìm' }).click();
  await office.getByText('Gọi tôi số […].').waitFor();
  expect(await office.getByRole('button', { name: 'Xóa vĩnh viễn' }).count()).toBe(0);
  await office.getByRole('button', { name: 'English' }).click();
  await office.locator('.comment-tag-list').getByText('Waiting time').waitFor();
  await expectReflow(office, 'comments released, English');

  await desk.getByRole('link', { name: 'Đã cho đọc' }).click();
  await desk.getByRole('button', { name: 'Xóa vĩnh viễn' }).click();
  await desk.getByRole('alertdialog').waitFor();
  await expectReflow(desk, 'erase asked');
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Xóa vĩnh viễn' }).click();
  await desk.getByText('Chưa có ý kiến nào được cho đọc').waitFor();
  expect(centre.context.stores.comments.counts()).toEqual({ waiting: 0, released: 0, erased: 1 });
  await desk.context().close();
  await office.context().close();
});

test('officers and administrators have no such page, and no call of it', async () => {
  for (const name of ['canbo03', 'administrator']) {
    const page = await centre.openAs(name, '/admin/comments');
    await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
    const status = await page.evaluate(async () => (await fetch('/api/comments')).status);
    expect(status).toBe(403);
    await page.context().close();
  }
  const manager = await centre.openAs('manager', '/admin/comments');
  await manager.getByRole('button', { name: 'Đăng xuất' }).waitFor();
  const status = await manager.evaluate(async () => (await fetch('/api/comments?state=waiting')).status);
  expect(status).toBe(403);
  await manager.context().close();
});
