// The list by level as a workbook and as a PDF: for each officer the level, how far it is from the next, what it would be at
// the ends of the satisfaction interval, and in words how sure the line is. It decides nothing and says so.
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import {
  type LevelList,
  type LevelListLine,
  type Sureness,
  surenessOf,
} from '../../shared/kpi/level-list.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import type { KpiColumn, OfficerName } from './kpi-rows.ts';
import { levelWords, noteText, periodText, pointsText, sentenceText } from './kpi-words.ts';
import { sheet, workbook } from './kpi-xlsx.ts';
import { addOfficialHead, addSignatures, addTitle } from './pdf/official-blocks.ts';
import { Paper, styles } from './pdf/paper.ts';
import { addTable, type TableCell, type TableColumn } from './pdf/table.ts';
import { addFacts, addReading, addStanding, footOf, nameOf, policyLine } from './sheet-pdf.ts';

export interface LevelListReport {
  centre: { name: string; sample: boolean };
  closed: FeedPeriod;
  policy: Policy;
  list: LevelList;
  officerName: OfficerName;
}

export const surenessWords: Record<Sureness, string> = {
  withheld: 'Chưa có mức',
  'may-still-move': 'Còn có thể đổi: kỳ chốt tạm tính',
  'depends-on-interval': 'Không chắc: mức đổi trong khoảng tin cậy của mức độ hài lòng',
  'not-all-checked': 'Chưa đủ căn cứ: có phần bị bỏ qua hoặc chưa kiểm tra được',
  'rests-on-attested': 'Dựa vào số liệu kê khai, chưa được chứng minh',
  'from-responses-alone': 'Tính hết từ phản hồi, kiểm chứng được',
};

export const purpose =
  'Danh sách này nêu minh chứng cho người có thẩm quyền xem xét khen thưởng, tiền lương, luân chuyển, thôi việc; tự nó không quyết định việc gì.';

const columns: KpiColumn[] = [
  { name: 'officer', heading: 'Cán bộ', numeric: false, width: 16 },
  { name: 'name', heading: 'Họ và tên', numeric: false, width: 28 },
  { name: 'level', heading: 'Mức', numeric: false, width: 28 },
  { name: 'total', heading: 'Tổng điểm', numeric: true, width: 16 },
  { name: 'to_boundary', heading: 'Cách ranh giới mức', numeric: true, width: 16 },
  { name: 'at_interval', heading: 'Mức ở hai đầu khoảng tin cậy', numeric: false, width: 34 },
  { name: 'sureness', heading: 'Mức độ chắc chắn', numeric: false, width: 44 },
  { name: 'doubts', heading: 'Chi tiết', numeric: false, width: 70 },
];

/** Bytes of the workbook. */
export function levelListXlsx({ list, closed, officerName, policy }: LevelListReport): Promise<Buffer> {
  const rows = list.lines.map((line) => [
    line.officer,
    officerName(line.officer) ?? '',
    levelText(line),
    line.total ?? '',
    line.toBoundary ?? '',
    intervalText(line),
    surenessWords[surenessOf(line, list.final)],
    detailText(line, closed),
  ]);
  const about = [
    ['Mục đích', purpose],
    ['Kỳ đánh giá', periodText(closed.period)],
    ['Bản', String(closed.version)],
    ['Trạng thái', list.final ? 'đã chốt' : 'tạm tính'],
    ['Quy định áp dụng', policyLine(policy)],
    ['Mã băm SHA-256 của bảng', closed.tableHash],
  ];
  return workbook([
    sheet('Theo mức', columns, rows),
    sheet(
      'Thông tin',
      [
        { name: 'what', heading: 'Thông tin', numeric: false, width: 28 },
        { name: 'value', heading: 'Nội dung', numeric: false, width: 90 },
      ],
      about,
    ),
  ]);
}

const pdfColumns: TableColumn[] = [
  { heading: 'TT', share: 4, align: 'center' },
  { heading: 'Họ và tên', share: 18 },
  { heading: 'Mức', share: 16 },
  { heading: 'Tổng điểm', share: 9, align: 'right' },
  { heading: 'Cách ranh giới', share: 9, align: 'right' },
  { heading: 'Mức ở hai đầu khoảng tin cậy', share: 16 },
  { heading: 'Mức độ chắc chắn', share: 28 },
];

/** Bytes of the document; the same list gives the same bytes. */
export function levelListPdf({
  centre,
  closed,
  policy,
  list,
  officerName,
}: LevelListReport): Promise<Buffer> {
  const paper = new Paper({
    landscape: true,
    title: `Danh sách theo mức xếp loại ${closed.period}`,
    author: centre.name,
    createdAt: new Date(closed.closedAt),
    foot: footOf(closed, 'Danh sách theo mức xếp loại'),
  });
  addOfficialHead(paper, centre.name);
  addTitle(paper, 'DANH SÁCH THEO MỨC XẾP LOẠI KÈM MINH CHỨNG', [
    `Kỳ đánh giá: ${periodText(closed.period)}`,
  ]);
  addStanding(paper, centre, closed);
  paper.add([{ text: purpose, style: styles.bodyBold }], 6);
  addFacts(paper, [['Quy định áp dụng', policyLine(policy)]]);
  addTable(
    paper,
    pdfColumns,
    list.lines.map((line, index): TableCell[] => [
      String(index + 1),
      nameOf(line.officer, officerName(line.officer)),
      levelText(line),
      line.total === null ? '—' : pointsText(line.total),
      line.toBoundary === null ? '—' : pointsText(line.toBoundary),
      intervalText(line),
      [
        { text: surenessWords[surenessOf(line, list.final)], style: styles.cellBold },
        { text: detailText(line, closed), style: styles.small },
      ].filter(({ text }) => text !== ''),
    ]),
  );
  paper.y += 8;
  addReading(paper, closed);
  addSignatures(paper, [
    { capacity: 'NGƯỜI LẬP DANH SÁCH', how: '(Ký, ghi rõ họ tên)' },
    { capacity: 'NGƯỜI CÓ THẨM QUYỀN', how: '(Ký, ghi rõ họ tên, đóng dấu)' },
  ]);
  return paper.finish();
}

const levelText = ({ level }: LevelListLine): string =>
  level === null ? 'Chưa xếp loại' : levelWords[level];

function intervalText({ satisfactionInterval }: LevelListLine): string {
  if (satisfactionInterval === undefined) return 'Không tính được';
  const { atLow, atHigh, decidesLevel } = satisfactionInterval;
  const [low, high] = [atLow, atHigh].map((level) => (level === null ? 'chưa xếp loại' : levelWords[level]));
  return decidesLevel ? `${low} đến ${high}` : 'Không đổi';
}

/** The doubts of a line in words: labels of the sheet's own lines in place of their ids. */
function detailText(line: LevelListLine, closed: FeedPeriod): string {
  const own = closed.sheets.find(({ officer }) => officer === line.officer);
  const labelOf = (id: string): string => own?.lines.find((one) => one.id === id)?.label.vi ?? id;
  const of = (kind: string): string[] =>
    line.doubts.filter((doubt) => doubt.startsWith(`${kind}:`)).map((doubt) => doubt.slice(kind.length + 1));
  const parts = [
    ...(own?.withheld ?? []).map(({ text }) => sentenceText(text.vi)),
    ...(own?.marks ?? []).map(({ label }) => `Căn cứ hạ mức: ${label.vi}`),
  ];
  const leftOut = of('left-out');
  if (leftOut.length > 0) parts.push(`Không tính: ${leftOut.map(labelOf).join('; ')}`);
  parts.push(...of('unchecked').map((gate) => noteText(`unchecked:${gate}`)));
  const attested = of('attested');
  if (attested.length > 0) parts.push(`Kê khai: ${attested.map(labelOf).join('; ')}`);
  return parts.join('. ');
}
