// One officer's KPI sheet on paper: every line with its inputs, its arithmetic in words, where the figure comes from and
// which rule it follows; then total and level, or why the level is withheld; then room to sign. Pure: the same closed
// version gives the same bytes.
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import {
  certaintyWords,
  dateText,
  inputsText,
  levelWords,
  lineStateWords,
  noteText,
  periodText,
  pointsText,
  sentenceText,
  standingWords,
} from './kpi-words.ts';
import { addOfficialHead, addSignatures, addTitle } from './pdf/official-blocks.ts';
import { Paper, type Paragraph, styles } from './pdf/paper.ts';
import { addTable, type TableCell, type TableColumn } from './pdf/table.ts';

type ClosedSheet = FeedPeriod['sheets'][number];
type ClosedLine = ClosedSheet['lines'][number];

export interface SheetPdf {
  centre: { name: string; sample: boolean };
  closed: FeedPeriod;
  /** Code of the officer; must be in the closed version. */
  officer: string;
  /** As the roster has it; the code stands alone where it has none. */
  officerName?: string | undefined;
  /** The policy the version was computed under. */
  policy: Policy;
}

const columns: TableColumn[] = [
  { heading: 'TT', share: 5, align: 'center' },
  { heading: 'Nội dung và cách tính', share: 49 },
  { heading: 'Điểm', share: 13, align: 'right' },
  { heading: 'Tối đa', share: 12, align: 'right' },
  { heading: 'Nguồn số liệu', share: 21 },
];

/** Throws RangeError when the officer is not in the closed version. */
export function sheetPdf({ centre, closed, officer, officerName, policy }: SheetPdf): Promise<Buffer> {
  const sheet = closed.sheets.find((one) => one.officer === officer);
  if (sheet === undefined) throw new RangeError(`${officer} has no sheet in ${closed.period}`);
  const who = nameOf(officer, officerName);
  const paper = new Paper({
    landscape: false,
    title: `Phiếu kết quả KPI ${closed.period}: ${who}`,
    author: centre.name,
    createdAt: new Date(closed.closedAt),
    foot: footOf(closed, who),
  });
  addOfficialHead(paper, centre.name);
  addTitle(paper, 'PHIẾU KẾT QUẢ THỰC HIỆN NHIỆM VỤ (KPI)', [`Kỳ đánh giá: ${periodText(closed.period)}`]);
  addStanding(paper, centre, closed);
  addFacts(paper, [
    ['Họ và tên', who],
    ['Đơn vị', sheet.unit],
    ['Nhóm nhiệm vụ', sheet.group],
    ['Vị trí việc làm', positionTitle(sheet, policy)],
    ['Quy định áp dụng', policyLine(policy)],
  ]);
  addTable(
    paper,
    columns,
    sheet.lines.map((line, index) => rowOf(line, index + 1)),
  );
  paper.y += 8;
  addResult(paper, sheet, closed);
  addReading(paper, closed);
  addSignatures(paper, [
    { capacity: 'NGƯỜI ĐƯỢC ĐÁNH GIÁ', how: '(Ký, ghi rõ họ tên)' },
    { capacity: 'NGƯỜI LẬP PHIẾU', how: '(Ký, ghi rõ họ tên)' },
    { capacity: 'NGƯỜI CÓ THẨM QUYỀN ĐÁNH GIÁ', how: '(Ký, ghi rõ họ tên, đóng dấu)' },
  ]);
  return paper.finish();
}

/** The title of the policy with what identifies it. */
export const policyLine = ({ title, id, version }: Policy): string => `${title.vi} (${id}, bản ${version})`;

function positionTitle(sheet: ClosedSheet, policy: Policy): string | undefined {
  if (policy.kind !== 'general-and-task') return sheet.position;
  return policy.positions.find(({ id }) => id === sheet.position)?.title.vi ?? sheet.position;
}

/** `Cán bộ 01 (CB01)`; the code alone where there is no name. */
export function nameOf(code: string, name: string | undefined): string {
  return name === undefined || name === code ? code : `${name} (${code})`;
}

/** Line at the foot of every page. */
export function footOf(closed: FeedPeriod, what: string): string {
  return `${what} · kỳ ${closed.period}, bản ${closed.version}${closed.provisional ? ' (tạm tính)' : ''} · mã băm bảng ${closed.tableHash.slice(0, 16)}…`;
}

/** Which version this is, whether it may still move, and that a sample is a sample. */
export function addStanding(paper: Paper, centre: { sample: boolean }, closed: FeedPeriod): void {
  const standing: Paragraph[] = [
    {
      text: `Bản số ${closed.version}, chốt ngày ${dateText(closed.closedAt)}.`,
      style: styles.bodyItalic,
      align: 'center',
    },
  ];
  if (closed.version > 1) {
    standing.push({
      text: `Thay bản số ${closed.version - 1}${closed.reopenReason === undefined ? '' : `, lý do mở lại: ${closed.reopenReason}`}.`,
      style: styles.bodyItalic,
      align: 'center',
    });
  }
  if (closed.provisional) {
    standing.push({
      text: 'BẢN TẠM TÍNH: kỳ được chốt trước khi các phiếu mời đánh giá hết hạn, số liệu còn có thể thay đổi.',
      style: styles.bodyBold,
      align: 'center',
    });
  }
  if (centre.sample) {
    standing.push({
      text: 'SỐ LIỆU MẪU, không phải kết quả thật.',
      style: styles.bodyBold,
      align: 'center',
    });
  }
  paper.add(standing, 8);
}

/** Label and value pairs, one a line; what is not known is left out. */
export function addFacts(paper: Paper, facts: readonly (readonly [string, string | undefined])[]): void {
  const labelWidth = paper.width * 0.32;
  for (const [label, value] of facts) {
    if (value === undefined || value === '') continue;
    const left: Paragraph[] = [{ text: `${label}:`, style: styles.body }];
    const right: Paragraph[] = [{ text: value, style: styles.bodyBold }];
    const height = Math.max(
      paper.heightOf(left, labelWidth - 6),
      paper.heightOf(right, paper.width - labelWidth),
    );
    paper.keepTogether(height);
    paper.setAt(left, paper.left, paper.y, labelWidth - 6);
    paper.setAt(right, paper.left + labelWidth, paper.y, paper.width - labelWidth);
    paper.y += height + 2;
  }
  paper.y += 6;
}

function rowOf(line: ClosedLine, number: number): TableCell[] {
  const content: Paragraph[] = [
    { text: line.label.vi, style: styles.cellBold },
    { text: line.formula.vi, style: styles.cell },
  ];
  if (Object.keys(line.inputs).length > 0) {
    content.push({ text: `Số liệu: ${inputsText(line.inputs)}.`, style: styles.small });
  }
  if (line.notes.length > 0) {
    content.push({ text: `Lưu ý: ${line.notes.map(noteText).join('; ')}.`, style: styles.small });
  }
  content.push({
    text: `Căn cứ: ${line.source} (${certaintyWords[line.certainty]}).`,
    style: styles.smallItalic,
  });
  const origin: Paragraph[] = [{ text: standingWords[line.standing], style: styles.cell }];
  if (line.attestation !== undefined) {
    const { by, source, at } = line.attestation;
    origin.push({ text: `Người nhập: ${by}`, style: styles.small });
    origin.push({ text: `Nguồn: ${source}`, style: styles.small });
    origin.push({ text: `Ngày nhập: ${dateText(at)}`, style: styles.small });
  }
  const points =
    line.points === null
      ? [{ text: lineStateWords[line.state], style: styles.small }]
      : pointsText(line.points, line.pointsExact);
  return [String(number), content, points, line.state === 'evidence' ? '' : pointsText(line.max), origin];
}

function addResult(paper: Paper, sheet: ClosedSheet, closed: FeedPeriod): void {
  const result: Paragraph[] = [];
  if (sheet.total === null) {
    result.push({ text: 'TỔNG ĐIỂM VÀ MỨC XẾP LOẠI: CHƯA XÁC ĐỊNH', style: styles.bodyBold });
    result.push(
      ...sheet.withheld.map(
        ({ text }): Paragraph => ({ text: `– ${sentenceText(text.vi)}.`, style: styles.body }),
      ),
    );
  } else {
    result.push({
      text: `TỔNG ĐIỂM: ${pointsText(sheet.total, sheet.totalExact)}${sheet.totalExact === undefined ? '' : ` (đúng bằng ${sheet.totalExact})`}`,
      style: styles.bodyBold,
    });
    result.push({ text: `Xếp loại theo điểm: ${sheet.band?.label.vi ?? ''}.`, style: styles.body });
    result.push(
      ...sheet.marks.map(
        ({ label, source, certainty }): Paragraph => ({
          text: `Căn cứ hạ mức: ${label.vi} (${source}; ${certaintyWords[certainty]}).`,
          style: styles.body,
        }),
      ),
    );
    if (sheet.level !== null) {
      result.push({
        text: `MỨC XẾP LOẠI ĐỀ XUẤT: ${sheet.marks.length === 0 ? (sheet.band?.label.vi ?? levelWords[sheet.level]) : levelWords[sheet.level]}`.toUpperCase(),
        style: styles.bodyBold,
      });
    }
  }
  // Who else stands at the level is not this officer's to read: the text of a warning counts and names nobody.
  result.push(
    ...closed.warnings
      .filter(({ officers }) => officers.includes(sheet.officer))
      .map(({ text }): Paragraph => ({ text: `Cảnh báo: ${text.vi}.`, style: styles.body })),
  );
  paper.add(result, 6);
}

/** How to read the sheet: what is proven, what is attested, who decides. */
export function addReading(paper: Paper, closed: FeedPeriod): void {
  paper.add(
    [
      {
        text: `“${standingWords['from-responses']}”: tính lại được từ nhật ký công khai của trung tâm; ai cũng kiểm tra được bằng lệnh verify. “${standingWords.attested}”: do người nhập chịu trách nhiệm, phần mềm không chứng minh được là đúng.`,
        style: styles.smallItalic,
      },
      {
        text: 'Mức xếp loại ở đây chỉ suy ra từ điểm và căn cứ nêu trên. Người có thẩm quyền quyết định mức cuối cùng.',
        style: styles.smallItalic,
      },
      { text: `Mã băm SHA-256 của bảng đã chốt: ${closed.tableHash}`, style: styles.smallItalic },
    ],
    2,
  );
}
