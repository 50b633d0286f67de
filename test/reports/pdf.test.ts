// The sheet, the unit summary and the list by level on paper: read back by an independent reader with Vietnamese intact,
// A4, numbered, heads repeated, the same bytes each time, and nothing of other officers on an officer's sheet.
import { describe, expect, it } from 'vitest';
import { levelWords } from '../../server/reports/kpi-words.ts';
import { levelListPdf, surenessWords } from '../../server/reports/level-list-report.ts';
import { Paper, styles } from '../../server/reports/pdf/paper.ts';
import { addTable } from '../../server/reports/pdf/table.ts';
import { sheetPdf } from '../../server/reports/sheet-pdf.ts';
import { summaryPdf } from '../../server/reports/summary-pdf.ts';
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import { levelList } from '../../shared/kpi/level-list.ts';
import { flat, readPdf } from './pdf-text.ts';
import { centre, longName, officerName, policy, sampleFigures, samplePeriod } from './sample-period.ts';

const closed = samplePeriod();
const sheetOf = (officer: string, of: FeedPeriod = closed) =>
  sheetPdf({ centre, closed: of, officer, officerName: officerName(officer), policy });

async function textOf(bytes: Buffer): Promise<string> {
  const { pages } = await readPdf(bytes);
  return flat(pages.map(({ text }) => text).join('\n'));
}

describe("an officer's sheet", () => {
  it('holds every line with arithmetic, source and attestation, in composed Vietnamese', async () => {
    const text = await textOf(await sheetOf('CB01'));
    expect(text).toBe(text.normalize('NFC'));
    const sheet = closed.sheets.find(({ officer }) => officer === 'CB01')!;
    expect(sheet.lines.length).toBeGreaterThan(3);
    for (const line of sheet.lines) {
      for (const part of [line.label.vi, line.formula.vi, line.source, line.attestation?.source ?? '']) {
        expect(text).toContain(flat(part.normalize('NFC')));
      }
    }
    for (const words of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'PHIẾU KẾT QUẢ THỰC HIỆN NHIỆM VỤ (KPI)',
      'Kỳ đánh giá: tháng 10 năm 2026',
      'Cán bộ 01 (CB01)',
      'Công chức không giữ chức vụ lãnh đạo',
      'NGƯỜI ĐƯỢC ĐÁNH GIÁ',
      '(Ký, ghi rõ họ tên, đóng dấu)',
      'Bản số 1, chốt ngày 20/11/2026.',
      'SỐ LIỆU MẪU',
      'decree-335-2025, bản 1',
      closed.tableHash,
    ]) {
      expect(text).toContain(words.normalize('NFC'));
    }
    expect(text).not.toContain('TẠM TÍNH');
  });

  it('says why a level is withheld, and shows no total', async () => {
    const text = await textOf(await sheetOf('CB06'));
    expect(text).toContain('TỔNG ĐIỂM VÀ MỨC XẾP LOẠI: CHƯA XÁC ĐỊNH');
    expect(text).toContain('Chưa có số liệu: tiêu chí chung');
    expect(text).not.toContain('MỨC XẾP LOẠI ĐỀ XUẤT');
  });

  it('says what lowered a level', async () => {
    const text = await textOf(await sheetOf('CB05'));
    expect(text).toContain('Căn cứ hạ mức');
    expect(text).toContain(levelWords['not-completed'].toUpperCase());
  });

  it('names no other officer, not even in the warning of a cap', async () => {
    const warned = samplePeriod(26);
    expect(warned.warnings).not.toEqual([]);
    const [one] = warned.warnings[0]!.officers;
    const text = await textOf(await sheetOf(one!, warned));
    expect(text).toContain('Cảnh báo:');
    const others = warned.sheets.filter(({ officer }) => officer !== one && officer.startsWith('CB'));
    for (const { officer } of others) expect(text).not.toContain(officer);
  });

  it('is marked provisional, and which version it replaces and why', async () => {
    const later = samplePeriod(12, {
      version: 2,
      provisional: true,
      reopenReason: 'Kiosk mất mạng gửi muộn',
    });
    const text = await textOf(await sheetOf('CB01', later));
    expect(text).toContain('BẢN TẠM TÍNH');
    expect(text).toContain('Thay bản số 1, lý do mở lại: Kiosk mất mạng gửi muộn');
    expect(text).toContain('bản 2 (tạm tính)');
  });

  it('is A4, with every page numbered and marked, and a name of any length', async () => {
    const { pages } = await readPdf(await sheetOf('CB02'));
    expect(pages.length).toBeGreaterThan(1);
    pages.forEach(({ text, width, height }, index) => {
      expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
      expect(text).toContain(`Trang ${index + 1}/${pages.length}`);
    });
    expect(flat(pages[0]!.text)).toContain(longName.normalize('NFC'));
    // The head of the table is on every page the table reaches.
    expect(pages[1]!.text).toContain('Nội dung và cách tính');
  });

  it('is the same bytes for the same sheet', async () => {
    const [first, second] = [await sheetOf('CB02'), await sheetOf('CB02')];
    expect(first.equals(second)).toBe(true);
    expect((await sheetOf('CB04')).equals(first)).toBe(false);
    const { info } = await readPdf(first);
    expect(info).toMatchObject({ CreationDate: 'D:20261120023000Z', Language: 'vi-VN' });
  });

  it('embeds its font, cut down to the letters used', async () => {
    const bytes = await sheetOf('CB01');
    const source = bytes.toString('latin1');
    expect(source.match(/\/FontFile2/g)?.length).toBeGreaterThanOrEqual(3);
    expect(source).toMatch(/\/BaseFont \/[A-Z]{6}\+BeVietnamPro/);
    expect(bytes.length).toBeLessThan(120_000);
  });

  it('refuses an officer who is not in the version', () => {
    expect(() => sheetOf('CB99')).toThrow(RangeError);
  });
});

describe('the unit summary', () => {
  it('has a row an officer, the distribution, the warning of the cap, and what is proven', async () => {
    const many = samplePeriod(60);
    const { pages } = await readPdf(await summaryPdf({ centre, closed: many, officerName, policy }));
    expect(pages.length).toBeGreaterThan(2);
    for (const { width, height } of pages) {
      expect([Math.round(width), Math.round(height)]).toEqual([842, 595]);
    }
    const tablePages = pages.filter(({ text }) => /Cán bộ \d\d \(CB\d\d\)/.test(text));
    expect(tablePages.length).toBeGreaterThan(2);
    for (const { text } of tablePages) expect(flat(text)).toContain('Điểm từ phản hồi');
    const text = flat(pages.map((page) => page.text).join('\n'));
    for (const { officer } of many.sheets) expect(text).toContain(officerName(officer) ?? officer);
    const excellent = many.sheets.filter(({ level }) => level === 'excellent').length;
    expect(text).toContain(`${levelWords.excellent} ${excellent}`);
    expect(text).toContain(many.warnings[0]!.text.vi);
    expect(text).toMatch(/Trong tổng số điểm của bảng, \d+,\d % tính từ phản hồi/);
    expect(text).toContain('NGƯỜI ĐỨNG ĐẦU ĐƠN VỊ');
  });

  it('of nobody is still a document', async () => {
    const empty = { ...closed, sheets: [], warnings: [] };
    const text = await textOf(await summaryPdf({ centre, closed: empty, officerName, policy }));
    expect(text).toContain('Không có mức nào vượt giới hạn');
    expect(text).toContain('Chưa có điểm nào được tính');
  });
});

describe('the list by level', () => {
  it('says of each line how sure it is, and that it decides nothing', async () => {
    const list = levelList(sampleFigures(), policy, true);
    const text = await textOf(await levelListPdf({ centre, closed, policy, list, officerName }));
    expect(text).toContain('tự nó không quyết định việc gì');
    expect(text).toContain(surenessWords['rests-on-attested']);
    expect(text).toContain(surenessWords.withheld);
    expect(text).toContain(surenessWords['not-all-checked']);
    const early = levelList(sampleFigures(), policy, false);
    expect(await textOf(await levelListPdf({ centre, closed, policy, list: early, officerName }))).toContain(
      surenessWords['may-still-move'],
    );
  });
});

describe('a table', () => {
  it('sets everything of a row higher than a page, and text that no blank breaks', async () => {
    const paper = new Paper({
      landscape: false,
      title: 'Thử',
      author: 'Thử',
      createdAt: new Date('2026-11-20T00:00:00Z'),
      foot: 'Thử',
    });
    const paragraphs = Array.from({ length: 90 }, (_, index) => ({
      text: `Đoạn số ${index + 1}.`,
      style: styles.cell,
    }));
    addTable(
      paper,
      [
        { heading: 'Trái', share: 1 },
        { heading: 'Phải', share: 1 },
      ],
      [
        ['trước', 'x'.repeat(700)],
        ['giữa', paragraphs],
        ['sau', ''],
      ],
    );
    const { pages } = await readPdf(await paper.finish());
    expect(pages.length).toBeGreaterThan(2);
    const text = pages.map((page) => page.text).join('\n');
    for (const { text: paragraph } of paragraphs) expect(text).toContain(paragraph);
    expect(text.replace(/[^x]/g, '')).toHaveLength(700);
    expect(text).toContain('sau');
    for (const page of pages) expect(page.text).toContain('Trái');
  });
});
