// The KPI pages in a browser against the real server: a month from figures to final sheets, a petition and its two
// decisions, and the pages that go with it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CentreOfKpiMonth, month, personOf } from './kpi-month.ts';
import { expectAccessible, expectReflow, type RunningCentre } from './running-centre.ts';

let lived: CentreOfKpiMonth;
let centre: RunningCentre;
beforeAll(async () => {
  lived = await CentreOfKpiMonth.start();
  centre = lived.centre;
});
afterAll(() => centre?.close());

const header = 'officer,general,general_of,quantity,quality,progress\n';
const csv = (rows: string) => ({
  name: 'thang-10.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(header + rows),
});

test('figures from a file: every wrong row is named, then all are taken; one is corrected with a reason', async () => {
  const page = await centre.openAs('personnel', `/admin/figures?period=${month}`);
  await page.getByText('Chưa nhập số liệu nào cho tháng 10/2026').waitFor();
  await expectReflow(page, 'figures, none');
  await page.getByRole('link', { name: 'Nhập từ tệp' }).click();
  const file = page.getByLabel('Tệp XLSX hoặc CSV');
  await page.getByRole('button', { name: 'Nhập tệp' }).click();
  await page.getByText('Hãy chọn tệp.').waitFor();
  await file.setInputFiles(csv('CB02,25,27.5,95,90,85\nCB03,25,27.5,195,90,85\nCB99,25,27.5,95,90,85\n'));
  await page.getByLabel('Nguồn số liệu').fill('Sổ theo dõi tháng 10');
  await page.getByRole('button', { name: 'Nhập tệp' }).click();
  await page.getByText('Số liệu chưa đúng. Chưa ghi dòng nào.').waitFor();
  await page.getByRole('rowheader', { name: 'Dòng 3, cột quantity' }).waitFor();
  await page.getByRole('cell', { name: 'Lớn hơn 100.' }).waitFor();
  await expectReflow(page, 'figures, faults');
  await file.setInputFiles(csv('CB02,25,27.5,95,90,85\nCB03,24,27.5,95,90,85\n'));
  await page.getByRole('button', { name: 'Nhập tệp' }).click();
  await page.getByText('Đã đọc 2 dòng: 2 dòng mới').waitFor();

  await page.getByRole('link', { name: 'Đã nhập' }).click();
  await page.getByRole('link', { name: 'Sửa số liệu Cán bộ 03, tháng 10/2026' }).click();
  await page.getByLabel('Điểm tiêu chí chung').fill('25');
  // Leaving now would lose what was typed: the page asks, and stays.
  const asked: string[] = [];
  page.once('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Đã nhập' }).click();
  await page.getByRole('button', { name: 'Ghi số liệu sửa' }).click();
  expect(asked).toEqual(['Nội dung đang nhập chưa được lưu. Rời trang và bỏ nội dung này?']);
  await page.getByText('Hãy điền mục này.').waitFor();
  await expectReflow(page, 'figures, form');
  await page.getByLabel('Lý do sửa').fill('Nhập nhầm điểm');
  await page.keyboard.press('Enter');
  await page.getByText('Đã ghi. Số liệu vào sổ').waitFor();
  await page.getByRole('link', { name: 'Đã nhập' }).click();
  await page.getByText('Lý do sửa: Nhập nhầm điểm').waitFor();
  await expectReflow(page, 'figures');
  await page.context().close();
});

test('a month is closed by one person and confirmed by another, and final after the night', async () => {
  const first = await centre.openAs('personnel', `/admin/periods?period=${month}`);
  await first.getByText('mục của kỳ này vào sổ ở lần chốt sổ đêm tới').first().waitFor();
  lived.seal('2026-11-11T09:10:00+07:00');
  await first.reload();
  await first.getByRole('heading', { name: 'Bản xem trước' }).waitFor();
  await first.getByText('Thiếu số liệu hoặc chưa xếp loại').waitFor();
  await expectReflow(first, 'period, open');
  await first.getByRole('button', { name: 'Chốt kỳ (bước 1 trong 2)' }).click();
  await first.getByRole('alertdialog').waitFor();
  await expectAccessible(first, 'close asked');
  await first.getByRole('button', { name: 'Chốt kỳ', exact: true }).click();
  await first.getByText('Anh/chị đã chốt bản này').waitFor();
  expect(await first.getByRole('button', { name: 'Xác nhận (bước 2 trong 2)' }).count()).toBe(0);
  await expectReflow(first, 'period, closed by me');

  const second = await centre.openAs('manager', `/admin/periods?period=${month}`);
  await second.getByRole('button', { name: 'Xác nhận (bước 2 trong 2)' }).click();
  await second.getByRole('button', { name: 'Xác nhận', exact: true }).click();
  await second.getByText('Đã đủ hai người').waitFor();
  expect(await second.locator('.person[data-state="done"]').count()).toBe(2);
  lived.seal('2026-11-11T09:20:00+07:00');
  await second.reload();
  await second.getByRole('heading', { name: 'Bảng chính thức' }).waitFor();
  await second.getByRole('heading', { name: 'Mở bản mới' }).waitFor();
  await expectReflow(second, 'period, final');
  const workbook = await second.request.get(
    `${centre.url}${await second.getByRole('link', { name: 'Bảng tính (XLSX)' }).getAttribute('href')}`,
  );
  expect(workbook.status()).toBe(200);
  await second.getByRole('link', { name: 'Danh sách kỳ' }).click();
  await second.getByRole('link', { name: 'Tháng 10/2026 Chính thức' }).waitFor();
  await expectReflow(second, 'periods');
  await second.goto(`${centre.url}/admin/sheets?officer=CB03&period=${month}`);
  await second.getByText('Hoàn thành xuất sắc nhiệm vụ').first().waitFor();
  await expectReflow(second, 'sheet for the manager');
  await first.context().close();
  await second.context().close();
});

test('an officer petitions, two others decide, and the sheet has a new version', async () => {
  const officer = await centre.openAs('canbo03', `/admin/sheet?period=${month}`);
  // 42 of 50 satisfied: 2 of 2.5 points; 25 + 2 + 63
  await officer.getByText('Nhận kiến nghị về phiếu này đến hết ngày 16/11/2026.').waitFor();
  expect(await officer.locator('.sheet-result .figure-value').innerText()).toBe('90,00');
  await expectReflow(officer, 'own sheet');
  await officer.getByRole('link', { name: 'Kiến nghị về phiếu này' }).click();
  await officer.getByRole('radio', { name: /Một nhóm phản hồi trong ngày/ }).check();
  await officer.getByRole('button', { name: 'Gửi kiến nghị' }).click();
  await officer.getByText('Hãy điền mục này.').first().waitFor();
  await expectReflow(officer, 'petition form, faults');
  await officer.getByLabel('Mã quầy').fill('Q03');
  await officer.getByLabel('Ngày', { exact: true }).fill('2026-10-14');
  await officer.getByText('Nhận kiến nghị về tháng 10/2026 đến hết ngày 16/11/2026.').waitFor();
  await officer.getByLabel('Lý do').selectOption('outside-my-control');
  await officer.getByLabel('Trình bày').fill('Phần mềm gián đoạn cả buổi sáng.');
  await officer.getByRole('button', { name: 'Gửi kiến nghị' }).click();
  await officer.getByText('Đã gửi kiến nghị KN-2026-0001.').waitFor();
  await expectReflow(officer, 'petition sent');

  const first = await centre.openAs('personnel', '/admin/petitions');
  await first.getByText('Hạn giải quyết: hết ngày 26/11/2026').waitFor();
  await expectReflow(first, 'petitions');
  await first.getByRole('link', { name: 'Nhóm phản hồi ở quầy Q03 ngày 14/10/2026' }).click();
  await first.getByRole('radio', { name: /Loại nhóm phản hồi/ }).check();
  await first.getByText('Quầy Q03, 14/10/2026: 20 phản hồi').waitFor({ state: 'attached' });
  await first.getByLabel('Giải thích').fill('Có biên bản sự cố.');
  await expectReflow(first, 'proposal');
  await first.getByRole('button', { name: 'Gửi đề xuất (bước 1 trong 2)' }).click();
  await first.getByText('Anh/chị đã đề xuất').waitFor();
  expect(await first.getByRole('button', { name: 'Phê duyệt (bước 2 trong 2)' }).count()).toBe(0);

  const second = await centre.openAs('manager', '/admin/petitions?id=KN-2026-0001');
  await second.getByRole('button', { name: 'Phê duyệt (bước 2 trong 2)' }).click();
  await expectReflow(second, 'approval asked');
  await second.getByRole('button', { name: 'Phê duyệt', exact: true }).click();
  await second.getByText('Quyết định vào sổ ở lần chốt sổ đêm tới.').waitFor();
  lived.seal('2026-11-11T09:30:00+07:00');
  lived.seal('2026-11-11T09:40:00+07:00');
  await officer.reload();
  await officer.getByText('Quyết định đã vào sổ đêm 11/11/2026.').waitFor();
  await officer.goto(`${centre.url}/admin/sheet?period=${month}`);
  // 30 of 30: the whole 2.5.
  await officer.getByText('90,50').first().waitFor();
  await officer.getByLabel('Bản').selectOption('1');
  await officer.getByText('90,00').first().waitFor();
  for (const page of [officer, first, second]) await page.context().close();
});

test('a policy is looked at, tried on a past month, proposed by one person and activated by another', async () => {
  const first = await centre.openAs('personnel', '/admin/policies');
  await first.getByText('Đang áp dụng cho tháng này').waitFor();
  await expectReflow(first, 'policies');
  await first.getByRole('link', { name: 'Mẫu có sẵn' }).click();
  await first.getByText('Xem toàn văn và căn cứ').nth(1).click();
  await first.getByText('Theo cách hiểu trong kho mã công khai').first().waitFor();
  await expectReflow(first, 'presets');
  await first.getByRole('link', { name: 'Thử trước' }).click();
  await first.getByLabel('Quy định', { exact: true }).selectOption('preset:draft-2025');
  await first.getByLabel('Kỳ đã qua').fill(month);
  await first.getByRole('button', { name: 'Tính thử' }).click();
  await first.getByText('với quy định đang áp dụng decree-335-2025').waitFor();
  await expectReflow(first, 'simulation');
  await first.getByRole('link', { name: 'Đề xuất', exact: true }).click();
  await first.getByLabel('Quy định', { exact: true }).selectOption('file');
  await first.getByLabel('Chọn tệp YAML').setInputFiles({
    name: 'quy-dinh.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from('schema: langnghe-kpi-policy/1\nkind: general-and-task\n'),
  });
  await first.getByRole('button', { name: 'Đề xuất (bước 1 trong 2)' }).click();
  await first.getByText('Văn bản quy định chưa đúng. Chưa ghi gì.').waitFor();
  await expectReflow(first, 'proposal, faults');
  await first.getByLabel('Quy định', { exact: true }).selectOption('preset:circular-01-2018');
  await first.getByLabel('Có hiệu lực từ ngày').fill('2027-01-01');
  await first.getByRole('button', { name: 'Đề xuất (bước 1 trong 2)' }).click();
  await first.getByText('Đã đề xuất quy định số 2.').waitFor();
  await first.getByRole('link', { name: 'Quy định của đơn vị' }).click();
  await first.getByText('Anh/chị đã đề xuất quy định này').waitFor();
  expect(await first.getByRole('button', { name: 'Kích hoạt (bước 2 trong 2)' }).count()).toBe(0);

  const second = await centre.openAs('manager', '/admin/policies');
  await second.getByRole('button', { name: 'Kích hoạt (bước 2 trong 2)' }).click();
  await expectAccessible(second, 'activation asked');
  await second.getByRole('button', { name: 'Kích hoạt', exact: true }).click();
  await second.getByText('Đã kích hoạt').nth(1).waitFor();
  await second.getByRole('link', { name: 'Xem toàn văn và căn cứ' }).first().click();
  await second.getByRole('heading', { name: /^Số 2:/ }).waitFor();
  await expectReflow(second, 'policy');
  for (const page of [first, second]) await page.context().close();
});

test('a level that the policy holds back is answered by two persons', async () => {
  const { policies, figures } = centre.context.kpi;
  const preset = policies.presets().find(({ id }) => id === 'decree-335-2025')!;
  const yaml = preset.yaml.replace('{ rule: renormalise }', '{ rule: hold }');
  const { number } = await policies.propose({ yaml, effectiveFrom: '2026-11-01' }, personOf('personnel'));
  await policies.activate(number, personOf('manager'));
  lived.seal('2026-11-11T10:00:00+07:00');
  const percent = (value: string) => ({ percent: value });
  const row = {
    officer: 'CB02',
    month: '2026-11',
    daysWorked: 21,
    workingDays: 21,
    general: { points: '25', of: '27.5' },
    figures: { quantity: percent('95'), quality: percent('90'), progress: percent('85') },
    source: 'Sổ theo dõi tháng 11',
  };
  await figures.enter([row], personOf('personnel'), '');
  lived.seal('2026-11-11T10:10:00+07:00');
  const first = await centre.openAs('personnel', '/admin/periods?period=2026-11');
  await first.getByRole('heading', { name: 'Mức hài lòng chờ quyết định: hai người' }).waitFor();
  await first.getByRole('button', { name: 'Đề xuất cách tính (bước 1 trong 2)' }).click();
  await first.getByText('Hãy điền mục này.').waitFor();
  await first.getByText('Mức độ hài lòng chưa đủ dữ liệu (chưa có phản hồi), chờ quyết định').waitFor();
  await expectReflow(first, 'held level');
  await first.getByLabel('Lý do').fill('Mới chuyển quầy, chưa có phản hồi.');
  await first.keyboard.press('Enter');
  await first.getByRole('heading', { name: 'Cán bộ 02 (CB02): Không tính' }).waitFor();
  expect(await first.getByRole('button', { name: 'Duyệt cách tính (bước 2 trong 2)' }).count()).toBe(0);
  const second = await centre.openAs('manager', '/admin/periods?period=2026-11');
  await second.getByRole('button', { name: 'Duyệt cách tính (bước 2 trong 2)' }).click();
  await second.locator('.hold .person[data-state="done"]').nth(1).waitFor();
  await expectReflow(second, 'held level, answered');
  lived.seal('2026-11-11T10:20:00+07:00');
  await second.reload();
  await second.getByRole('heading', { name: 'Bản xem trước' }).waitFor();
  await second.getByText('Hoàn thành xuất sắc nhiệm vụ').first().waitFor();
  for (const page of [first, second]) await page.context().close();
});
