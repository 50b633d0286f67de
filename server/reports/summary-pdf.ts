// A unit's results of one closed month or quarter on paper: a row an officer, how many stand at each level, what the caps
// warn of, and of the points how many are computed from responses and how many rest on what people entered. Pure.
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import { add, type Exact, exact, sum, toExactText, toFixedText, zero } from '../../shared/kpi/exact.ts';
import { type LevelName, levelNames, type Policy } from '../../shared/kpi/policy-schema.ts';
import {
  certaintyWords,
  levelWords,
  lineStateWords,
  noteText,
  periodText,
  pointsText,
  sentenceText,
} from './kpi-words.ts';
import { addOfficialHead, addSignatures, addTitle } from './pdf/official-blocks.ts';
import { Paper, type Paragraph, styles } from './pdf/paper.ts';
import { addTable, type TableCell, type TableColumn } from './pdf/table.ts';
import { addFacts, addReading, addStanding, footOf, nameOf, policyLine } from './sheet-pdf.ts';

type ClosedSheet = FeedPeriod['sheets'][number];

export interface SummaryPdf {
  centre: { name: string; sample: boolean };
  closed: FeedPeriod;
  /** Name of an officer as the roster has it. */
  officerName(code: string): string | undefined;
  /** The policy the version was computed under. */
  policy: Policy;
}

const columns: TableColumn[] = [
  { heading: 'TT', share: 4, align: 'center' },
  { heading: 'Họ và tên', share: 20 },
  { heading: 'Đơn vị, nhóm', share: 15 },
  { heading: 'Điểm từ phản hồi', share: 9, align: 'right' },
  { heading: 'Điểm từ số liệu kê khai', share: 10, align: 'right' },
  { heading: 'Tổng điểm', share: 9, align: 'right' },
  { heading: 'Mức theo điểm và căn cứ', share: 17 },
  { heading: 'Ghi chú', share: 26 },
];

export function summaryPdf({ centre, closed, officerName, policy }: SummaryPdf): Promise<Buffer> {
  const paper = new Paper({
    landscape: true,
    title: `Bảng tổng hợp KPI ${closed.period}`,
    author: centre.name,
    createdAt: new Date(closed.closedAt),
    foot: footOf(closed, 'Bảng tổng hợp KPI'),
  });
  addOfficialHead(paper, centre.name);
  addTitle(paper, 'BẢNG TỔNG HỢP KẾT QUẢ THỰC HIỆN NHIỆM VỤ (KPI)', [
    `Kỳ đánh giá: ${periodText(closed.period)}`,
  ]);
  addStanding(paper, centre, closed);
  addFacts(paper, [
    ['Quy định áp dụng', policyLine(policy)],
    ['Số cán bộ trong bảng', String(closed.sheets.length)],
  ]);
  addTable(
    paper,
    columns,
    closed.sheets.map((sheet, index) => rowOf(sheet, index + 1, officerName(sheet.officer))),
  );
  paper.y += 10;
  addDistribution(paper, closed.sheets);
  addWarnings(paper, closed);
  addShares(paper, closed.sheets);
  addReading(paper, closed);
  addSignatures(paper, [
    { capacity: 'NGƯỜI LẬP BẢNG', how: '(Ký, ghi rõ họ tên)' },
    { capacity: 'NGƯỜI KIỂM TRA, XÁC NHẬN', how: '(Ký, ghi rõ họ tên)' },
    { capacity: 'NGƯỜI ĐỨNG ĐẦU ĐƠN VỊ', how: '(Ký, ghi rõ họ tên, đóng dấu)' },
  ]);
  return paper.finish();
}

function rowOf(sheet: ClosedSheet, number: number, name: string | undefined): TableCell[] {
  const notes: Paragraph[] = [
    ...sheet.withheld.map(({ text }) => sentenceText(text.vi)),
    ...sheet.marks.map(({ label }) => `Căn cứ hạ mức: ${label.vi}`),
    ...sheet.lines
      .filter(({ state }) => state === 'left-out')
      .map(({ label, notes: reasons }) =>
        [`${label.vi}: ${lineStateWords['left-out'].toLowerCase()}`, ...reasons.map(noteText)].join('; '),
      ),
  ].map((text) => ({ text, style: styles.small }));
  const level =
    sheet.level === null
      ? 'Chưa xếp loại'
      : sheet.marks.length === 0
        ? (sheet.band?.label.vi ?? levelWords[sheet.level])
        : levelWords[sheet.level];
  return [
    String(number),
    nameOf(sheet.officer, name),
    [sheet.unit, sheet.group].filter((text) => text !== undefined).join(', '),
    shownPoints(pointsOf(sheet, 'from-responses')),
    shownPoints(pointsOf(sheet, 'attested')),
    sheet.total === null ? '—' : pointsText(sheet.total, sheet.totalExact),
    level,
    notes,
  ];
}

/** Points of the sheet's counted lines of one standing. */
function pointsOf(sheet: ClosedSheet, standing: 'attested' | 'from-responses'): Exact {
  return sum(
    sheet.lines.flatMap((line) =>
      line.standing === standing && line.points !== null ? [exact(line.pointsExact ?? line.points)] : [],
    ),
  );
}

const shownPoints = (value: Exact): string => {
  const text = toExactText(value);
  return pointsText(text, text);
};

function addDistribution(paper: Paper, sheets: readonly ClosedSheet[]): void {
  const counted: (LevelName | null)[] = [...levelNames, null];
  const rows = counted.map((level): TableCell[] => {
    const count = sheets.filter((sheet) => sheet.level === level).length;
    return [
      level === null ? 'Chưa xếp loại' : levelWords[level],
      String(count),
      sheets.length === 0 ? '—' : `${percent(BigInt(count), BigInt(sheets.length))} %`,
    ];
  });
  addHeading(
    paper,
    'Phân bố mức xếp loại',
    paper.heightOf([{ text: 'Mức', style: styles.cell }], paper.width) * 9,
  );
  addTable(
    paper,
    [
      { heading: 'Mức', share: 60 },
      { heading: 'Số người', share: 20, align: 'right' },
      { heading: 'Tỷ lệ', share: 20, align: 'right' },
    ],
    rows,
  );
  paper.y += 10;
}

function addWarnings(paper: Paper, closed: FeedPeriod): void {
  addHeading(paper, 'Giới hạn tỷ lệ', 40);
  if (closed.warnings.length === 0) {
    paper.add([{ text: 'Không có mức nào vượt giới hạn của quy định.', style: styles.body }], 8);
    return;
  }
  for (const { text, unit, group, officers, source, certainty } of closed.warnings) {
    const where = [unit, group].filter((part) => part !== undefined).join(', ');
    paper.add([
      { text: `– ${where === '' ? '' : `${where}: `}${text.vi}.`, style: styles.body },
      { text: `Gồm: ${officers.join(', ')}.`, style: styles.small },
      { text: `Căn cứ: ${source} (${certaintyWords[certainty]}).`, style: styles.smallItalic },
    ]);
  }
  paper.y += 4;
}

function addShares(paper: Paper, sheets: readonly ClosedSheet[]): void {
  const [proven, attested] = (['from-responses', 'attested'] as const).map((standing) =>
    sheets.map((sheet) => pointsOf(sheet, standing)).reduce(add, zero),
  ) as [Exact, Exact];
  const all = add(proven, attested);
  addHeading(paper, 'Phần kiểm chứng được và phần kê khai', 30);
  paper.add(
    [
      {
        text:
          all.numerator === 0n
            ? 'Chưa có điểm nào được tính.'
            : `Trong tổng số điểm của bảng, ${percentOf(proven, all)} % tính từ phản hồi của người dân, kiểm chứng được; ${percentOf(attested, all)} % dựa trên số liệu kê khai.`,
        style: styles.body,
      },
    ],
    8,
  );
}

/** A heading that does not stand alone at the end of a page. */
function addHeading(paper: Paper, text: string, room: number): void {
  const heading: Paragraph[] = [{ text, style: { font: 'bold', size: 11.5 } }];
  paper.keepTogether(paper.heightOf(heading, paper.width) + room);
  paper.add(heading, 3);
}

const percent = (part: bigint, whole: bigint): string => percentOf(exact(part), exact(whole));

function percentOf(part: Exact, whole: Exact): string {
  const share = {
    numerator: part.numerator * whole.denominator * 100n,
    denominator: part.denominator * whole.numerator,
  };
  return toFixedText(share, 1).replace('.', ',');
}
