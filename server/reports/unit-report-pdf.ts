// The unit's report on paper, A4, in the form of an office's report: the same numbers in the same words as the screen's, each
// chart above its table, how it was made, room to sign. Pure: the same report gives the same bytes.
import type { UnitReport } from '../../shared/contract/unit-report.ts';
import {
  formatDayOf,
  formatFigure,
  formatInterval,
  formatMoment,
  hundred,
} from '../../shared/reports/figure-text.ts';
import { dateText, periodText } from './kpi-words.ts';
import { addOfficialHead, addSignatures, addTitle } from './pdf/official-blocks.ts';
import { Paper, type Paragraph, styles } from './pdf/paper.ts';
import { addBarSeries, addPointSeries, addShareBars } from './pdf/series.ts';
import { addTable, type TableCell, type TableColumn } from './pdf/table.ts';
import { addFacts, nameOf } from './sheet-pdf.ts';

type Estimate = NonNullable<UnitReport['level']['shareSatisfied']>;
type Group = UnitReport['modes'][number]['group'];

const share = (decimal: string): string => formatFigure('shareSatisfied', decimal, 'vi');
const interval = ({ interval: ends }: Estimate): string => formatInterval('shareSatisfied', ends, 'vi');
const rate = (decimal: string | null): string => (decimal === null ? 'Không tính' : share(decimal));
const count = (n: number): string => new Intl.NumberFormat('vi-VN').format(n);
const percent = (decimal: string): number => hundred('shareSatisfied', decimal);
const pointOf = (estimate: Estimate | null) =>
  estimate === null
    ? null
    : {
        value: percent(estimate.value),
        interval: [percent(estimate.interval[0]), percent(estimate.interval[1])] as const,
      };

export const insufficientText = 'Chưa đủ dữ liệu';

export const standingText: Record<UnitReport['standing'], string> = {
  running: 'Kỳ đang diễn ra, số liệu còn thay đổi mỗi đêm',
  settling: 'Kỳ đã hết ngày, phản hồi còn có thể đến',
  over: 'Kỳ đã kết thúc, không còn phản hồi nào có thể đến',
};

const levelWords = ['Rất không hài lòng', 'Không hài lòng', 'Bình thường', 'Hài lòng', 'Rất hài lòng'];
const modeWords: Record<UnitReport['modes'][number]['mode'], string> = {
  kiosk: 'Máy tại quầy',
  qr: 'Mã QR',
  paper: 'Phiếu giấy',
  link: 'Đường liên kết',
};
const stateWords: Record<UnitReport['officers'][number]['state'], string> = {
  ok: 'Đủ dữ liệu',
  'insufficient-data': insufficientText,
  'not-comparable': 'Không so sánh được',
};

/** Bytes of the document. */
export function unitReportPdf(report: UnitReport): Promise<Buffer> {
  const { centre, period, asOf } = report;
  const checkpoint = asOf.checkpoint;
  const paper = new Paper({
    landscape: false,
    title: `Báo cáo mức độ hài lòng ${period}`,
    author: centre.name,
    createdAt: new Date(asOf.computedAt),
    foot: `Báo cáo mức độ hài lòng · kỳ ${period} · ${checkpoint === null ? 'chưa ký điểm kiểm tra' : `điểm kiểm tra ${checkpoint.treeSize} dòng, mã gốc ${checkpoint.rootHash.slice(0, 16)}…`}`,
  });
  addOfficialHead(paper, centre.name);
  addTitle(paper, 'BÁO CÁO MỨC ĐỘ HÀI LÒNG CỦA NGƯỜI DÂN', [`Kỳ báo cáo: ${periodText(period)}`]);
  addHead(paper, report);
  addCounts(paper, report);
  addLevel(paper, report);
  addVisits(paper, report);
  addWeeks(paper, report);
  addHistory(paper, report);
  addGroups(paper, report);
  addOfficers(paper, report);
  addDecisions(paper, report);
  addMethod(paper, report);
  addSignatures(paper, [
    { capacity: 'NGƯỜI LẬP BÁO CÁO', how: '(Ký, ghi rõ họ tên)' },
    { capacity: 'NGƯỜI ĐỨNG ĐẦU ĐƠN VỊ', how: '(Ký, ghi rõ họ tên, đóng dấu)' },
  ]);
  return paper.finish();
}

/** A heading that does not stand alone at the end of a page. */
function addHeading(paper: Paper, text: string, room = 70): void {
  const heading: Paragraph[] = [{ text, style: { font: 'bold', size: 11.5 } }];
  paper.y += 12;
  paper.keepTogether(paper.heightOf(heading, paper.width) + room);
  paper.add(heading, 3);
}

const note = (text: string): Paragraph => ({ text, style: styles.smallItalic });

function addHead(paper: Paper, { centre, standing, asOf, rules }: UnitReport): void {
  const standings: Paragraph[] = [
    { text: `${standingText[standing]}.`, style: styles.bodyItalic, align: 'center' },
  ];
  if (centre.sample) {
    standings.push({
      text: 'SỐ LIỆU MẪU, không phải kết quả thật.',
      style: styles.bodyBold,
      align: 'center',
    });
  }
  paper.add(standings, 8);
  const { checkpoint, sealedDay } = asOf;
  const { policy } = rules;
  addFacts(paper, [
    ['Số liệu tính đến', sealedDay === null ? 'Chưa chốt sổ lần nào' : `hết ngày ${dateText(sealedDay)}`],
    [
      'Điểm kiểm tra',
      checkpoint === null
        ? 'Chưa ký điểm kiểm tra nào'
        : `${count(checkpoint.treeSize)} dòng trong sổ ${checkpoint.origin}`,
    ],
    ['Mã gốc', checkpoint?.rootHash],
    [
      'Quy định áp dụng',
      policy === null
        ? 'Quy tắc mặc định của hệ thống'
        : `${policy.title.vi} (${policy.id}, bản ${policy.version})`,
    ],
  ]);
}

function addCounts(paper: Paper, { counts, level, rules }: UnitReport): void {
  addHeading(paper, '1. Số liệu chung', 110);
  const shown = rules.figure === 'shareSatisfied' ? level.shareSatisfied : level.meanHundred;
  const figure = (decimal: string): string => formatFigure(rules.figure, decimal, 'vi');
  const rows: TableCell[][] = [
    [
      'Lượt phục vụ',
      count(counts.visits),
      counts.selfReported > 0 ? `trong đó ${count(counts.selfReported)} lượt do cán bộ tự ghi nhận` : '',
    ],
    [
      'Phản hồi theo lượt mời',
      count(counts.responses),
      counts.uninvited.presence + counts.uninvited.walkUp > 0
        ? `ngoài lượt mời: ${count(counts.uninvited.presence + counts.uninvited.walkUp)}`
        : '',
    ],
    [
      'Tỷ lệ phản hồi',
      rate(counts.rate),
      counts.rate === null ? '' : `${count(counts.answered)} trên ${count(counts.invited)} lượt được mời`,
    ],
    level.state === 'ok' && shown !== null
      ? [
          rules.figure === 'shareSatisfied' ? 'Tỷ lệ hài lòng' : 'Điểm trung bình (0–100)',
          [{ text: figure(shown.value), style: styles.cellBold }],
          shown.interval === null
            ? ''
            : `khoảng tin cậy ${formatFigure('shareSatisfied', rules.confidence, 'vi', 0)}: ${formatInterval(rules.figure, shown.interval, 'vi')}`,
        ]
      : [
          'Tỷ lệ hài lòng',
          insufficientText,
          level.n < rules.responsesMin
            ? `mới có ${count(level.n)} phản hồi, cần ${count(rules.responsesMin)}`
            : `mới có ${count(level.n)} phản hồi, khoảng tin cậy còn quá rộng`,
        ],
  ];
  addTable(
    paper,
    [
      { heading: 'Chỉ tiêu', share: 34 },
      { heading: 'Kết quả', share: 20, align: 'right' },
      { heading: 'Ghi chú', share: 46 },
    ],
    rows,
  );
}

function addLevel(paper: Paper, { level, counts, excluded }: UnitReport): void {
  addHeading(paper, '2. Phân bố mức hài lòng', 110);
  if (level.n === 0) {
    paper.add([{ text: 'Chưa có phản hồi nào được công bố trong kỳ này.', style: styles.body }], 6);
    return;
  }
  addShareBars(
    paper,
    [5, 4, 3, 2, 1].map((one) => {
      const n = level.levels[one - 1]!;
      return {
        name: levelWords[one - 1]!,
        share: n / level.n,
        text: `${count(n)} (${share(String(n / level.n))})`,
      };
    }),
  );
  const notes = [note(`Cộng ${count(level.n)} phản hồi được tính.`)];
  if (counts.unpublished > 0) {
    notes.push(note(`Đã trả lời, chưa công bố vì nhóm còn quá nhỏ: ${count(counts.unpublished)} phản hồi.`));
  }
  if (excluded > 0 && level.withExcluded.shareSatisfied !== null) {
    notes.push(
      note(
        `Nếu tính cả ${count(excluded)} phản hồi đã loại, tỷ lệ hài lòng là ${share(level.withExcluded.shareSatisfied.value)} trên ${count(level.withExcluded.n)} phản hồi.`,
      ),
    );
  }
  paper.add(notes, 2);
}

const shortDay = (day: string): string => `${Number(day.slice(8))}/${Number(day.slice(5, 7))}`;
const days = ({ from, to }: { from: string; to: string }): string =>
  from === to ? shortDay(from) : `${shortDay(from)} – ${shortDay(to)}`;

function addVisits(paper: Paper, { series: { unit, points } }: UnitReport): void {
  const isDay = unit === 'day';
  addHeading(paper, `3. Lượt phục vụ và phản hồi theo ${isDay ? 'ngày' : 'tuần'}`, 140);
  if (points.length === 0) {
    paper.add([{ text: 'Không có lượt phục vụ nào trong kỳ.', style: styles.body }], 6);
    return;
  }
  addBarSeries(
    paper,
    points.map(({ from }) => shortDay(from)),
    points.map(({ visits }) => visits),
    points.map(({ responses }) => responses),
  );
  paper.add([note('Cột nhạt: lượt phục vụ; cột đậm: phản hồi.')], 4);
  addTable(
    paper,
    [
      { heading: isDay ? 'Ngày' : 'Tuần (từ ngày, đến ngày)', share: 34 },
      { heading: 'Lượt phục vụ', share: 22, align: 'right' },
      { heading: 'Phản hồi', share: 22, align: 'right' },
      { heading: 'Tỷ lệ phản hồi', share: 22, align: 'right' },
    ],
    points.map((point) => [
      isDay ? formatDayOf(point.name, 'vi') : `${Number(point.name.slice(6))} (${days(point)})`,
      count(point.visits),
      count(point.responses),
      rate(point.rate),
    ]),
  );
}

const levelColumns: TableColumn[] = [
  { heading: 'Phản hồi nêu mức', share: 18, align: 'right' },
  { heading: 'Tỷ lệ hài lòng', share: 18, align: 'right' },
  { heading: 'Khoảng tin cậy', share: 30 },
];
const levelCells = (group: Group): TableCell[] =>
  group === null
    ? ['0', insufficientText, '–']
    : [count(group.n), share(group.shareSatisfied.value), interval(group.shareSatisfied)];

function addWeeks(paper: Paper, { weeks, excluded }: UnitReport): void {
  addHeading(paper, '4. Tỷ lệ hài lòng theo tuần', 140);
  if (weeks.points.length === 0) {
    paper.add([{ text: 'Chưa đủ dữ liệu để nêu mức theo tuần.', style: styles.body }], 6);
  } else {
    addPointSeries(
      paper,
      weeks.points.map(days),
      weeks.points.map(({ shareSatisfied }) => pointOf(shareSatisfied)),
    );
    paper.add(
      [
        note(
          'Vạch đứng là khoảng tin cậy: hai khoảng còn chồng lên nhau thì chưa thể nói tuần nào hơn tuần nào.',
        ),
      ],
      4,
    );
    addTable(
      paper,
      [{ heading: 'Tuần (từ ngày, đến ngày)', share: 34 }, ...levelColumns],
      weeks.points.map((point) => [`${Number(point.name.slice(6))} (${days(point)})`, ...levelCells(point)]),
    );
  }
  const notes: Paragraph[] = [];
  if (weeks.noWeek > 0) {
    notes.push(note(`${count(weeks.noWeek)} phản hồi chỉ được công bố theo tháng nên không thuộc tuần nào.`));
  }
  if (excluded > 0) {
    notes.push(note(`Số liệu tuần vẫn gồm ${count(excluded)} phản hồi đã bị loại.`));
  }
  paper.add(notes, 2);
}

const monthText = (month: string): string => `${Number(month.slice(5))}/${month.slice(0, 4)}`;

function addHistory(paper: Paper, { history, months }: UnitReport): void {
  addHeading(paper, `5. Mười hai tháng đến ${periodText(months.at(-1)!)}`, 140);
  if (history.length === 0) {
    paper.add([{ text: 'Không có tháng nào có số liệu.', style: styles.body }], 6);
    return;
  }
  if (history.some(({ shareSatisfied }) => shareSatisfied !== null)) {
    addPointSeries(
      paper,
      history.map(({ month }) => monthText(month)),
      history.map(({ shareSatisfied }) => pointOf(shareSatisfied)),
    );
  }
  addTable(
    paper,
    [
      { heading: 'Tháng', share: 14 },
      { heading: 'Lượt phục vụ', share: 15, align: 'right' },
      { heading: 'Tỷ lệ phản hồi', share: 15, align: 'right' },
      { heading: 'Phản hồi được tính', share: 16, align: 'right' },
      { heading: 'Tỷ lệ hài lòng', share: 15, align: 'right' },
      { heading: 'Khoảng tin cậy', share: 25 },
    ],
    history.map(({ month, visits, rate: asked, n, shareSatisfied }) => [
      monthText(month),
      count(visits),
      rate(asked),
      count(n),
      shareSatisfied === null ? '–' : share(shareSatisfied.value),
      shareSatisfied === null ? insufficientText : interval(shareSatisfied),
    ]),
  );
}

const fieldMark = 'field:';

function procedureText({ label, name }: UnitReport['procedures'][number]): string {
  if (label === 'other') return 'Các thủ tục khác';
  if (label.startsWith(fieldMark)) return `Lĩnh vực ${label.slice(fieldMark.length)}, các thủ tục khác`;
  return name ?? label;
}

function addGroups(paper: Paper, report: UnitReport): void {
  const { modes, procedures, rules, ungrouped } = report;
  addHeading(paper, '6. Theo cách trả lời và theo thủ tục', 100);
  paper.add(
    [
      note(
        `Mức chỉ nêu cho những nhóm phản hồi công bố trọn vẹn, mỗi nhóm từ ${count(rules.groupMinimum)} phản hồi trở lên.`,
      ),
    ],
    4,
  );
  const modeRows: TableCell[][] = modes
    .filter(({ responses, group }) => responses > 0 || group !== null)
    .map(({ mode, responses, group }) => [modeWords[mode], count(responses), ...levelCells(group)]);
  addTable(
    paper,
    [
      { heading: 'Cách trả lời', share: 30 },
      { heading: 'Phản hồi đã nhận', share: 16, align: 'right' },
      ...levelColumns,
    ],
    modeRows,
  );
  paper.y += 8;
  addTable(
    paper,
    [
      { heading: 'Thủ tục', share: 36 },
      { heading: 'Lượt phục vụ', share: 14, align: 'right' },
      { heading: 'Phản hồi đã nhận', share: 15, align: 'right' },
      ...levelColumns,
    ],
    procedures.map((line) => [
      procedureText(line),
      count(line.visits),
      count(line.responses),
      ...levelCells(line.group),
    ]),
  );
  paper.y += 2;
  paper.add(
    [
      note(
        'Thủ tục có quá ít phản hồi trong ngày được nêu mức ở dòng lĩnh vực hoặc “các thủ tục khác”; ở các dòng đó số phản hồi nêu mức có thể lớn hơn số phản hồi đã nhận.',
      ),
    ],
    2,
  );
  if (ungrouped > 0) {
    paper.add(
      [note(`${count(ungrouped)} phản hồi đã công bố không được chia theo cách trả lời và thủ tục.`)],
      2,
    );
  }
}

function addOfficers(paper: Paper, { officers, rules }: UnitReport): void {
  addHeading(paper, '7. Cán bộ', 100);
  paper.add(
    [
      note(
        'Xếp theo mã, không xếp hạng: công việc của mỗi người khác nhau, và hai khoảng còn chồng lên nhau thì chưa thể nói ai hơn ai.',
      ),
    ],
    4,
  );
  addTable(
    paper,
    [
      { heading: 'Cán bộ', share: 24 },
      { heading: 'Trạng thái', share: 16 },
      { heading: 'Phản hồi', share: 11, align: 'right' },
      { heading: 'Kết quả', share: 12, align: 'right' },
      { heading: 'Khoảng tin cậy', share: 23 },
      { heading: 'Tỷ lệ phản hồi', share: 14, align: 'right' },
    ],
    officers.map(({ officer, name, state, n, decides, rate: asked }) => [
      nameOf(officer, name ?? undefined),
      stateWords[state],
      count(n),
      decides === null ? '–' : formatFigure(rules.figure, decides.value, 'vi'),
      decides === null || decides.interval === null
        ? '–'
        : formatInterval(rules.figure, decides.interval, 'vi'),
      rate(asked),
    ]),
  );
}

function addDecisions(paper: Paper, { contests, excluded }: UnitReport): void {
  addHeading(paper, '8. Khiếu nại và loại trừ', 60);
  addTable(
    paper,
    [
      { heading: 'Việc', share: 75 },
      { heading: 'Số lượng', share: 25, align: 'right' },
    ],
    [
      ['Người dân báo “không phải tôi trả lời”', count(contests)],
      ['Phản hồi bị loại theo quyết định của hai người', count(excluded)],
    ],
  );
  paper.y += 4;
  paper.add(
    [
      note(
        'Không phản hồi nào bị xóa. Phản hồi bị loại vẫn ở trong sổ, và kết quả được nêu cả khi tính và khi không tính.',
      ),
    ],
    2,
  );
}

function addMethod(paper: Paper, { rules, method, asOf }: UnitReport): void {
  addHeading(paper, '9. Cách lập báo cáo', 90);
  const isInvitedAlone = rules.tiers.every((tier) => tier === 'invited');
  const sentences = [
    `Báo cáo chỉ dùng số liệu đã chốt sổ và công bố; ngày đang mở không nằm trong báo cáo. Phản hồi được công bố theo nhóm từ ${count(rules.groupMinimum)} phản hồi trở lên, và mọi con số cộng trọn các nhóm đó.`,
    isInvitedAlone
      ? 'Chỉ phản hồi theo lượt mời (mã trên phiếu, máy tại quầy) được tính vào mức.'
      : 'Quy định cho tính vào mức cả phản hồi ngoài lượt mời.',
    'Khoảng tin cậy của tỷ lệ tính theo Wilson, mở rộng ở hai đầu thang; giả định các câu trả lời độc lập với nhau.',
    'Tỷ lệ phản hồi lấy từ sổ tổng hợp lượt phục vụ mỗi đêm; lượt do cán bộ tự ghi nhận không có tỷ lệ.',
    'Ai cũng kiểm tra được: điểm kiểm tra nêu trên là công khai, và lệnh verify tính lại từ gói kiểm toán.',
    `Phương pháp ${method}. Tính lúc ${formatMoment(asOf.computedAt, 'vi')}.`,
  ];
  paper.add(
    sentences.map((text): Paragraph => ({ text: `– ${text}`, style: styles.body })),
    4,
  );
}
