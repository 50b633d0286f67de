// The centre's report and the export of rows in a browser against the real server: what is shown is what the server says, in
// both languages, from phone to laptop and on paper; charts have their tables; empty, bad and failing states say so.
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import readSheets from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type UnitReport, unitReportSchema } from '../../shared/contract/unit-report.ts';
import { formatFigure, formatInterval } from '../../shared/reports/figure-text.ts';
import { flat, readPdf } from '../reports/pdf-text.ts';
import { liveDays, sealAt, type Worker, workingDays } from '../reports/report-months.ts';
import { expectAccessible, expectReflow, RunningCentre } from './running-centre.ts';

const shared = ['1.004222', '1.001193'];
const workers: readonly Worker[] = [
  {
    officer: 'CB01',
    counter: 'Q01',
    procedures: shared,
    visits: 9,
    rated: 7,
    levels: [5, 5, 4, 5, 3, 5],
    mode: 'qr',
  },
  {
    officer: 'CB02',
    counter: 'Q02',
    procedures: shared,
    visits: 8,
    rated: 6,
    levels: [4, 5, 2, 5],
    mode: 'kiosk',
  },
  // Two a day: by the week, and too few to be read.
  {
    officer: 'CB03',
    counter: 'Q03',
    procedures: ['1.012817'],
    visits: 3,
    rated: 2,
    levels: [5, 1, 4],
    mode: 'qr',
  },
];

let centre: RunningCentre;
let now = Date.parse('2026-08-03T08:00:00+07:00');
const setNow = (iso: string): void => {
  now = Date.parse(iso);
};
beforeAll(async () => {
  centre = await RunningCentre.start(() => now);
  await centre.addUser('personnel', 'personnel');
}, 180_000);
afterAll(() => centre?.close());

const english = (page: Page) => page.getByRole('button', { name: 'English' }).click();
const reportOf = async (page: Page, period: string): Promise<UnitReport> =>
  unitReportSchema.parse(
    await page.evaluate(async (asked) => (await fetch(`/api/reports/unit?period=${asked}`)).json(), period),
  );
const share = (decimal: string) => formatFigure('shareSatisfied', decimal, 'vi');
const figure = (page: Page, name: string) => page.locator(`[data-figure="${name}"]`);

test('before the first seal the report says why it is empty', async () => {
  const page = await centre.openAs('auditor', '/admin/reports');
  await page.getByText('Chưa có số liệu nào được chốt sổ').waitFor();
  expect(await page.locator('table, .series, [download]').count()).toBe(0);
  await expectReflow(page, 'report, nothing sealed');
  await english(page);
  await page.getByText('Nothing has been sealed yet').waitFor();
  await page.context().close();
});

describe('with two months behind it', () => {
  beforeAll(async () => {
    await liveDays(
      centre.context,
      setNow,
      [...workingDays('2026-08-03', '2026-08-28', 3), ...workingDays('2026-09-01', '2026-09-18')],
      workers,
    );
    sealAt(centre.context, setNow, '2026-09-20T22:00:00+07:00');
    setNow('2026-09-21T08:00:00+07:00');
  }, 120_000);

  test('shows the published figures of the month, each chart with its table', async () => {
    const page = await centre.openAs('manager', '/admin/reports');
    await figure(page, 'visits').waitFor();
    const report = await reportOf(page, '2026-09');
    expect(await figure(page, 'visits').locator('.figure-value').innerText()).toBe(
      new Intl.NumberFormat('vi-VN').format(report.counts.visits),
    );
    expect(await figure(page, 'rate').innerText()).toContain(share(report.counts.rate!));
    expect(await figure(page, 'level').innerText()).toContain(share(report.level.shareSatisfied!.value));
    expect(await figure(page, 'level').innerText()).toContain(
      formatInterval('shareSatisfied', report.level.shareSatisfied!.interval, 'vi'),
    );
    await page.getByText('Kỳ đang diễn ra, số liệu còn thay đổi mỗi đêm').waitFor();
    await page.getByText(report.asOf.checkpoint!.rootHash).waitFor();

    await page.locator('.series canvas').nth(3).waitFor();
    expect(await page.locator('.series[aria-hidden="true"]').count()).toBe(4);
    const days = page.locator('[data-point]');
    expect(await days.count()).toBe(report.series.points.length);
    // In the accessibility tree from the start; on the screen when asked for, by keyboard too.
    await page
      .getByRole('table', { name: 'Lượt phục vụ và phản hồi theo ngày' })
      .waitFor({ state: 'attached' });
    const isSeen = () =>
      days.first().evaluate((row) => (row.closest('.series-table') as HTMLElement).offsetHeight > 40);
    expect(await isSeen()).toBe(false);
    const toggle = page.getByRole('button', { name: 'Hiện bảng số liệu' }).first();
    await toggle.focus();
    await page.keyboard.press('Enter');
    expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    expect(await isSeen()).toBe(true);
    const first = report.series.points[0]!;
    expect(await days.first().locator('td').allInnerTexts()).toEqual([
      String(first.visits),
      String(first.responses),
      share(first.rate!),
    ]);
    const weeks = await page
      .locator('[data-week]')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
      );
    expect(weeks.map((cells) => cells.slice(1))).toEqual(
      report.weeks.points.map(({ n, shareSatisfied: { value, interval } }) => [
        String(n),
        share(value),
        formatInterval('shareSatisfied', interval, 'vi'),
      ]),
    );

    // By code, with the words in the figure's place where there is not enough data.
    expect(
      await page
        .locator('[data-officer]')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-officer'))),
    ).toEqual(['CB01', 'CB02', 'CB03']);
    await page.locator('[data-officer="CB03"]').getByText('Chưa nêu kết quả').waitFor();
    await page.getByText('không xếp hạng').waitFor();
    const other = page.locator('[data-group="other"]');
    expect(await other.innerText()).toContain(share(report.procedures.at(-1)!.group!.shareSatisfied.value));

    await expectAccessible(page, 'report');
    await page.setViewportSize({ width: 360, height: 740 });
    await expectAccessible(page, 'report, phone');
    await expectReflow(page, 'report');
    await english(page);
    await page.getByText('The period is running: figures change every night').waitFor();
    await expectAccessible(page, 'report, phone, English');
    await page.setViewportSize({ width: 1280, height: 800 });
    await expectAccessible(page, 'report, English');
    await page.context().close();
  });

  test('goes to the quarter and back by the address; an empty period and a bad one say so', async () => {
    const page = await centre.openAs('personnel', '/admin/reports?period=2026-09');
    await figure(page, 'visits').waitFor();
    expect(await page.getByRole('button', { name: 'Năm' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Quý' }).click();
    await page.locator('.period-name', { hasText: 'Quý III/2026' }).waitFor();
    const quarter = await reportOf(page, '2026-Q3');
    await figure(page, 'visits')
      .getByText(new Intl.NumberFormat('vi-VN').format(quarter.counts.visits))
      .waitFor();
    expect(new URL(page.url()).search).toBe('?period=2026-Q3');
    await page.getByRole('heading', { name: 'Lượt phục vụ và phản hồi theo tuần' }).waitFor();
    expect(await page.locator('[data-month]').count()).toBe(2);
    await page.getByRole('button', { name: 'Kỳ trước' }).click();
    await page.getByText('Không có số liệu trong quý II/2026').waitFor();
    await expectReflow(page, 'report, empty period');
    for (const bad of ['2026', '2026-13', 'x']) {
      await page.goto(`${centre.url}/admin/reports?period=${bad}`);
      await page.getByText('Kỳ ghi trong địa chỉ không đúng').waitFor();
    }
    await expectReflow(page, 'report, bad period');
    await page.getByRole('link', { name: 'Về kỳ hiện tại' }).click();
    await figure(page, 'visits').waitFor();
    await page.context().close();
  });

  test('is printed whole: tables beside charts, no controls, numbers as on the page', async () => {
    const page = await centre.openAs('manager', '/admin/reports?period=2026-09');
    await page.locator('.series canvas').nth(3).waitFor();
    const report = await reportOf(page, '2026-09');
    await page.emulateMedia({ media: 'print' });
    expect(
      await page
        .locator('.header, .period, .report-actions, .series-switch')
        .filter({ visible: true })
        .count(),
    ).toBe(0);
    const printed = await readPdf(Buffer.from(await page.pdf({ preferCSSPageSize: true })));
    expect(printed.pages.length).toBeGreaterThan(1);
    for (const { width } of printed.pages) expect(Math.round(width)).toBeGreaterThan(590);
    const text = flat(printed.pages.map((one) => one.text).join('\n'));
    for (const { name, rate } of report.series.points) {
      const [year, month, day] = name.split('-').map(Number);
      expect(text).toContain(`${day}/${month}/${year}`);
      expect(text).toContain(share(rate!));
    }
    expect(text).toContain('Báo cáo tháng 9/2026');
    // The drawing keeps its proportions on paper.
    const [drawn, shown] = await page
      .locator('.series canvas')
      .first()
      .evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const box = canvas.getBoundingClientRect();
        return [width / height, box.width / box.height];
      });
    expect(shown).toBeCloseTo(drawn!, 1);
    await page.emulateMedia({ media: 'screen' });

    const paper = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Tải bản PDF' }).click();
    const saved = await paper;
    expect(saved.suggestedFilename()).toBe('bao-cao-2026-09.pdf');
    const server = flat(
      (await readPdf(await readFile(await saved.path()))).pages.map((one) => one.text).join('\n'),
    );
    for (const estimate of [
      report.level.shareSatisfied!,
      ...report.weeks.points.map((one) => one.shareSatisfied),
    ]) {
      for (const words of [
        share(estimate.value),
        formatInterval('shareSatisfied', estimate.interval, 'vi'),
      ]) {
        expect([words, text.includes(words), server.includes(words)]).toEqual([words, true, true]);
      }
    }
    await page.context().close();
  });

  test('charts that cannot be drawn leave their tables', async () => {
    const page = await centre.open('/admin/reports?period=2026-09');
    await page.route('**/series-plot-*', (route) => route.abort());
    await centre.signIn(page, 'manager');
    await page.locator('[data-point]').first().waitFor({ state: 'attached' });
    await page.locator('.series').first().waitFor({ state: 'detached' });
    await expectAccessible(page, 'report without charts');
    await page.context().close();
  });

  test('says what went wrong, and tries again', async () => {
    const page = await centre.open('/admin/reports?period=2026-09');
    let isBroken = true;
    await page.route('**/api/reports/unit?*', (route) => (isBroken ? route.abort() : route.continue()));
    await centre.signIn(page, 'manager');
    const retry = page.getByRole('button', { name: 'Thử lại' });
    await retry.waitFor();
    await expectReflow(page, 'report, unreachable');
    isBroken = false;
    await retry.click();
    await figure(page, 'visits').waitFor();
    await page.context().close();
  });

  test('rows are exported with their size told, as workbook and as text', async () => {
    const page = await centre.openAs('manager', '/admin/reports?period=2026-09');
    await page.getByRole('link', { name: 'Xuất số liệu' }).click();
    await page.getByRole('heading', { name: 'Xuất số liệu đã công bố' }).waitFor();
    await expectReflow(page, 'export');
    const start = page.getByRole('button', { name: 'Xuất số liệu' });
    const files: string[] = [];
    const rows: string[][][] = [];
    for (const format of ['Bảng tính Excel (XLSX)', 'Văn bản CSV']) {
      await page.getByLabel(format).check();
      const download = page.waitForEvent('download');
      await start.click();
      const file = await download;
      files.push(file.suggestedFilename());
      await page.getByText(`Tệp ${file.suggestedFilename()} nằm trong thư mục tải xuống.`).waitFor();
      const bytes = await readFile(await file.path());
      rows.push(
        format.includes('XLSX')
          ? (await readSheets(bytes))[1]!.data.map((row) => row.map(String))
          : parse(bytes, { bom: true }),
      );
    }
    expect(rows[0]!.length).toBeGreaterThan(20);
    expect(rows[1]).toEqual(rows[0]);
    expect(files).toEqual(['o-so-lieu-2026-09.xlsx', 'o-so-lieu-2026-09.csv']);
    await expectAccessible(page, 'export, done');

    await page.getByLabel('Kỳ', { exact: true }).fill('2026-13');
    await start.click();
    await page.getByText('Hãy ghi tháng như 2026-10').waitFor();
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('2026-13');
    await expectReflow(page, 'export, bad period');
    await english(page);
    await page.getByText('Write a month such as 2026-10').waitFor();
    await expectAccessible(page, 'export, English');
    await page.context().close();
  });

  test('an export that is refused, broken off or stopped says so and saves nothing', async () => {
    const page = await centre.openAs('manager', '/admin/export?period=2026-09');
    const start = page.getByRole('button', { name: 'Xuất số liệu' });
    await start.waitFor();
    let saved = 0;
    page.on('download', () => {
      saved += 1;
    });
    await page.route('**/api/exports/*', (route) => route.abort());
    await start.click();
    await page.locator('.notice-bad').waitFor();
    await expectReflow(page, 'export, unreachable');
    await page.unroute('**/api/exports/*');

    // A body that ends before its end, and one that never comes.
    await page.evaluate(() => {
      const real = window.fetch;
      window.fetch = (input, init) => {
        if (!String(input).includes('/api/exports/')) return real(input, init);
        const isStopped = document.querySelector('.notice-bad p:not(.notice-title)') !== null;
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(new Uint8Array(250_000));
            if (!isStopped) setTimeout(() => controller.error(new TypeError('cut off')), 300);
            else
              init?.signal?.addEventListener('abort', () =>
                controller.error(new DOMException('', 'AbortError')),
              );
          },
        });
        return Promise.resolve(new Response(body, { status: 200 }));
      };
    });
    await start.click();
    await page.getByText('Việc nhận số liệu bị ngắt giữa chừng').waitFor();
    await expectAccessible(page, 'export, broken off');
    await start.click();
    await page.getByText('Đang nhận số liệu: 250 kB').waitFor();
    await expectAccessible(page, 'export, receiving');
    await page.getByRole('button', { name: 'Dừng' }).click();
    await page.getByText('Đã dừng. Không có tệp nào được lưu.').waitFor();
    expect(saved).toBe(0);
    await page.context().close();
  });
});

test('neither an officer nor an administrator has these pages', async () => {
  for (const name of ['canbo03', 'administrator']) {
    const page = await centre.openAs(name, '/admin/reports?period=2026-09');
    await page.getByText('Trang này không dành cho vai trò của anh/chị').waitFor();
    expect(await page.evaluate(async () => (await fetch('/api/reports/unit?period=2026-09')).status)).toBe(
      403,
    );
    await page.context().close();
  }
});
