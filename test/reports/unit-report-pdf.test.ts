// The unit's report on paper: the numbers of the page, in the page's own writing, read back by an independent reader; the form
// of an office's report; heads of tables repeated; the same bytes each time.
import { describe, expect, test } from 'vitest';
import { insufficientText, standingText, unitReportPdf } from '../../server/reports/unit-report-pdf.ts';
import { type UnitReport, unitReportSchema } from '../../shared/contract/unit-report.ts';
import { formatFigure, formatInterval } from '../../shared/reports/figure-text.ts';
import { flat, readPdf } from './pdf-text.ts';

const group = (n: number, satisfied: number) => ({
  n,
  levels: [n - satisfied, 0, 0, 0, satisfied],
  shareSatisfied: {
    value: (satisfied / n).toFixed(6),
    interval: [(satisfied / n - 0.05).toFixed(6), (satisfied / n + 0.02).toFixed(6)] as [string, string],
  },
});
const counts = { visits: 412, responses: 260, invited: 400, answered: 250, rate: '0.625000' };

/** A quarter in which everything that a report can hold is there. */
function sampleReport(extra: Partial<UnitReport> = {}): UnitReport {
  return unitReportSchema.parse({
    method: 'unit-report-1',
    centre: { name: 'Trung tâm mẫu', sample: true },
    period: '2026-Q3',
    months: ['2026-07', '2026-08', '2026-09'],
    standing: 'settling',
    asOf: {
      sealedDay: '2026-10-02',
      treeSize: 1367,
      checkpoint: { origin: 'log.example/mau', treeSize: 1367, rootHash: 'q'.repeat(43).concat('=') },
      computedAt: '2026-10-02T22:00:05+07:00',
    },
    rules: {
      policy: {
        number: 3,
        id: 'decree-335-2025',
        version: 1,
        title: { vi: 'Đánh giá công chức', en: 'Rating of civil servants' },
      },
      figure: 'shareSatisfied',
      tiers: ['invited'],
      confidence: '0.950000',
      responsesMin: 30,
      groupMinimum: 5,
    },
    counts: {
      ...counts,
      selfReported: 12,
      uninvited: { presence: 3, walkUp: 4 },
      published: 240,
      unpublished: 20,
    },
    level: {
      state: 'ok',
      n: 235,
      levels: [3, 7, 20, 70, 135],
      shareSatisfied: { value: '0.872340', interval: ['0.823456', '0.909876'] },
      meanHundred: { value: '84.840426', interval: null },
      withExcluded: {
        n: 240,
        shareSatisfied: { value: '0.854167', interval: ['0.80', '0.89'].map((x) => `${x}0000`) },
      },
    },
    series: {
      unit: 'week',
      points: Array.from({ length: 14 }, (_, k) => ({
        name: `2026-W${27 + k}`,
        from: '2026-07-01',
        to: '2026-07-05',
        ...counts,
        visits: 100 + k,
      })),
    },
    weeks: {
      points: Array.from({ length: 14 }, (_, k) => ({
        name: `2026-W${27 + k}`,
        from: '2026-07-01',
        to: '2026-07-05',
        ...group(40 + k, 30),
      })),
      noWeek: 11,
    },
    history: Array.from({ length: 12 }, (_, k) => ({
      month: `2026-${String(k + 1).padStart(2, '0')}`,
      ...counts,
      n: 60 + k,
      shareSatisfied: k === 2 ? null : group(60 + k, 50).shareSatisfied,
    })),
    modes: [
      { mode: 'kiosk', responses: 100, group: group(90, 80) },
      { mode: 'qr', responses: 150, group: null },
      { mode: 'paper', responses: 10, group: null },
      { mode: 'link', responses: 0, group: null },
    ],
    procedures: [
      { label: '1.004222', name: 'Đăng ký thường trú', visits: 300, responses: 200, group: group(190, 170) },
      { label: 'field:Hộ tịch', name: null, visits: 100, responses: 50, group: null },
      { label: 'other', name: null, visits: 12, responses: 10, group: group(50, 30) },
    ],
    ungrouped: 7,
    officers: Array.from({ length: 40 }, (_, k) => ({
      officer: `CB${String(k + 1).padStart(2, '0')}`,
      name: `Cán bộ ${k + 1}`,
      ...counts,
      state: k === 1 ? 'insufficient-data' : 'ok',
      n: 30 + k,
      decides: k === 1 ? null : group(30 + k, 25).shareSatisfied,
    })),
    contests: 6,
    excluded: 5,
    ...extra,
  });
}

const textOf = async (bytes: Buffer): Promise<string> =>
  flat((await readPdf(bytes)).pages.map(({ text }) => text).join('\n'));

describe('the report on paper', () => {
  test('has the form of an office’s report', async () => {
    const report = sampleReport();
    const { pages, info } = await readPdf(await unitReportPdf(report));
    expect(Math.round(pages[0]!.width)).toBe(595);
    expect(Math.round(pages[0]!.height)).toBe(842);
    const first = flat(pages[0]!.text);
    for (const words of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'TRUNG TÂM MẪU',
      'BÁO CÁO MỨC ĐỘ HÀI LÒNG CỦA NGƯỜI DÂN',
      'quý III năm 2026',
      'SỐ LIỆU MẪU',
      standingText.settling,
      'hết ngày 02/10/2026',
      '1.367 dòng trong sổ log.example/mau',
      'Đánh giá công chức (decree-335-2025, bản 1)',
    ]) {
      expect(first).toContain(words.normalize('NFC'));
    }
    const last = flat(pages.at(-1)!.text);
    expect(last).toContain('NGƯỜI LẬP BÁO CÁO');
    expect(last).toContain('(Ký, ghi rõ họ tên, đóng dấu)');
    for (const [index, { text }] of pages.entries()) {
      expect(flat(text)).toContain(`Trang ${index + 1}/${pages.length}`);
    }
    expect(info.Title).toBe('Báo cáo mức độ hài lòng 2026-Q3');
  });

  test('holds every number of the report as the page writes it', async () => {
    const report = sampleReport();
    const text = await textOf(await unitReportPdf(report));
    const share = (decimal: string) => formatFigure('shareSatisfied', decimal, 'vi');
    const estimates = [
      report.level.shareSatisfied,
      ...report.weeks.points.map(({ shareSatisfied }) => shareSatisfied),
      ...report.history.map(({ shareSatisfied }) => shareSatisfied),
      ...[...report.modes, ...report.procedures].map(({ group: one }) => one?.shareSatisfied ?? null),
      ...report.officers.map(({ decides }) => decides),
    ].filter((one) => one !== null);
    expect(estimates.length).toBeGreaterThan(60);
    for (const { value, interval } of estimates) {
      expect(text).toContain(share(value));
      expect(text).toContain(formatInterval('shareSatisfied', interval!, 'vi'));
    }
    for (const words of [
      '412',
      'trong đó 12 lượt do cán bộ tự ghi nhận',
      'ngoài lượt mời: 7',
      '250 trên 400 lượt được mời',
      share(counts.rate),
      'Nếu tính cả 5 phản hồi đã loại, tỷ lệ hài lòng là 85,4% trên 240 phản hồi',
      'chưa công bố vì nhóm còn quá nhỏ: 20 phản hồi',
      '11 phản hồi chỉ được công bố theo tháng',
      'Lĩnh vực Hộ tịch, các thủ tục khác',
      '7 phản hồi đã công bố không được chia',
      insufficientText,
      'unit-report-1',
      'Cán bộ 40 (CB40)',
    ]) {
      expect(text).toContain(words.normalize('NFC'));
    }
  });

  test('repeats the head of a table that goes on, and names nobody above another', async () => {
    const { pages } = await readPdf(await unitReportPdf(sampleReport()));
    const withOfficers = pages.filter(({ text }) => /\(CB\d\d\)/.test(text));
    expect(withOfficers.length).toBeGreaterThan(1);
    for (const { text } of withOfficers) expect(flat(text)).toContain('Trạng thái');
    const codes = [
      ...pages
        .map(({ text }) => text)
        .join('\n')
        .matchAll(/\((CB\d\d)\)/g),
    ].map(([, code]) => code);
    expect(codes).toEqual([...codes].sort());
  });

  test('gives no level where there is not enough data', async () => {
    const report = sampleReport();
    const text = await textOf(
      await unitReportPdf({
        ...report,
        weeks: { points: [], noWeek: 0 },
        history: [],
        modes: [],
        procedures: [],
        officers: [],
        excluded: 0,
        level: {
          state: 'insufficient-data',
          n: 0,
          levels: [0, 0, 0, 0, 0],
          shareSatisfied: null,
          meanHundred: null,
          withExcluded: { n: 0, shareSatisfied: null },
        },
      }),
    );
    expect(text).toContain(insufficientText);
    expect(text).toContain('mới có 0 phản hồi, cần 30');
    expect(text).toContain('Chưa có phản hồi nào được công bố trong kỳ này.');
    expect(text).not.toMatch(/NaN|undefined|null/);
  });

  test('is the same bytes for the same report', async () => {
    const [one, two] = await Promise.all([unitReportPdf(sampleReport()), unitReportPdf(sampleReport())]);
    expect(one.equals(two)).toBe(true);
  });
});
