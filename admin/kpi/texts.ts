// Words that every KPI page uses: levels, states, how sure a rule is, and refusals of the KPI operations.
import { translator } from '../i18n/locale.ts';

export const vi = {
  'level.excellent': 'Hoàn thành xuất sắc nhiệm vụ',
  'level.good': 'Hoàn thành tốt nhiệm vụ',
  'level.completed': 'Hoàn thành nhiệm vụ',
  'level.not-completed': 'Không hoàn thành nhiệm vụ',
  'level.withheld': 'Chưa xếp loại',

  'state.open': 'Chưa chốt',
  'state.closed': 'Chờ xác nhận',
  'state.confirmed': 'Đã xác nhận, chờ vào sổ',
  'state.final': 'Chính thức',
  provisional: 'Tạm tính',

  'certainty.published': 'Theo văn bản đã công bố',
  'certainty.repository': 'Theo cách hiểu trong kho mã công khai',
  'certainty.recalled': 'Chưa kiểm chứng',
  'certainty.chosen': 'Hệ thống tự đặt, đơn vị cần rà soát',

  'withheld.figures': 'chưa nhập số liệu',
  'withheld.missing-figure': 'thiếu {about}',
  'withheld.nothing-assigned': 'không có việc được giao để tính {about}',
  'withheld.satisfaction-held': 'mức độ hài lòng chờ quyết định',
  'withheld.nothing-left-to-weigh': 'không còn tiêu chí nào để tính {about}',
  'withheld.too-few-months-worked': 'làm việc chưa đủ số tháng',
  'withheld.amounts-and-percentages-mixed': 'các tháng ghi {about} không cùng cách',
  'figure.general': 'điểm tiêu chí chung',
  'figure.quantity': 'số lượng',
  'figure.quality': 'chất lượng',
  'figure.progress': 'tiến độ',
  'figure.coordination': 'phối hợp',
  'figure.satisfaction': 'mức độ hài lòng',

  'table.caption': 'Phiếu của từng cán bộ',
  'table.officer': 'Cán bộ',
  'table.total': 'Tổng điểm',
  'table.level': 'Xếp loại',
  'table.none': 'Chưa có phiếu nào trong kỳ này',
  'table.noneHint': 'Phiếu có sau khi nhập số liệu của cán bộ và có quy định KPI đang áp dụng.',

  'persons.title': 'Hai người cùng làm',
  'persons.me': '{name} (anh/chị)',
  'persons.waiting': 'Đang chờ',
  'persons.later': 'Chưa tới lượt',
  'persons.done': 'Đã xong',
  'persons.by': '{name}, lúc {moment}',

  'problem.second-person-needed': 'Bước này phải do người khác làm: anh/chị đã làm bước thứ nhất.',
  'problem.forbidden':
    'Tài khoản này không được làm việc đó. Người kiến nghị không tự quyết định kiến nghị của mình.',
  'problem.period-not-over': 'Kỳ này chưa kết thúc nên chưa chốt được.',
  'problem.period-not-ready':
    'Kỳ này chưa chốt được: còn số liệu, quyết định hoặc lượt phục vụ chưa vào sổ, hoặc phiếu mời còn hạn.',
  'problem.period-closed': 'Kỳ này đã được chốt. Muốn có bản mới phải ghi lý do.',
  'problem.period-not-closed': 'Không có bản chốt nào đang chờ xác nhận. Có thể người khác vừa xử lý.',
  'problem.period-changed': 'Sổ đã thay đổi sau lúc chốt. Hãy trả lại bản chốt, xem lại rồi chốt mới.',
  'problem.no-policy': 'Chưa có quy định KPI nào có hiệu lực cho kỳ này.',
  'problem.policy-conflict': 'Quy định này có hiệu lực từ ngày thuộc kỳ đã chốt theo quy định khác.',
  'problem.already-decided': 'Việc này đã được xử lý, hoặc đang có kiến nghị khác về cùng nội dung.',
  'problem.group-too-small':
    'Nhóm phản hồi còn quá ít để loại hoặc chuyển mà không lộ từng phản hồi. Hãy chọn nhóm khác.',
  'problem.petition-too-late': 'Đã hết hạn kiến nghị về nội dung này.',
  'problem.calendar-missing': 'Chưa có lịch ngày nghỉ của năm này nên không tính được thời hạn.',
  'problem.figures-conflict': 'Cán bộ đã có số liệu của tháng này. Muốn thay phải ghi lý do.',
  'problem.invalid-figures': 'Số liệu chưa đúng. Chưa ghi dòng nào.',
  'problem.invalid-policy': 'Văn bản quy định chưa đúng. Chưa ghi gì.',
  'problem.invalid-request': 'Nội dung gửi đi chưa đúng.',
  'problem.unknown-officer': 'Không có cán bộ nào mang mã này.',
  'problem.unknown-counter': 'Không có quầy nào mang mã này.',
  'problem.unknown-policy': 'Không có quy định này.',
  'problem.unknown-dispute': 'Không có kiến nghị này.',
  'problem.not-found': 'Không tìm thấy nội dung này.',
  'problem.body-too-large': 'Tệp quá lớn: tối đa 8 MB.',
  'problem.unsupported-media-type': 'Chỉ nhận tệp XLSX hoặc CSV.',
  'note.no-evidence': 'chưa có phản hồi',
  'note.too-few-responses': 'quá ít phản hồi',
  'note.interval-too-wide': 'khoảng tin cậy quá rộng',
  'note.response-rate-too-low': 'tỷ lệ phản hồi thấp',
  'note.self-reported-share-too-high': 'nhiều lượt do cán bộ tự ghi',

  'fault.missing': 'Thiếu mục này.',
  'fault.not-a-number': 'Hãy ghi một số từ 0 trở lên, phần thập phân sau dấu chấm.',
  'fault.above-100': 'Lớn hơn 100.',
  'fault.unknown-officer': 'Không có cán bộ nào mang mã này.',
  'fault.twice': 'Cán bộ có hai dòng của cùng một tháng.',
  'fault.not-begun': 'Tháng này chưa đến.',
  'fault.not-a-month': 'Không phải tháng. Ghi như 2026-10.',
  'fault.days': 'Số ngày làm việc nhiều hơn số ngày công, hoặc nhiều hơn số ngày của tháng.',
  'fault.column': 'Tên cột không dùng được.',
  'fault.no-place': 'Quy định của tháng không dùng số liệu này.',
  'fault.no-position': 'Quy định của tháng không có mẫu vị trí này.',
  'fault.no-mark': 'Quy định của tháng không có kết luận này.',

  'problem.places': 'Chỗ chưa đúng',
  'problem.place': 'Vị trí',
  'problem.why': 'Lý do',
  'problem.row': 'Dòng {row}',
  'problem.rowColumn': 'Dòng {row}, cột {column}',
  'problem.more': 'và {n} chỗ khác',
  'problem.detail': 'Máy chủ ghi: {detail}',

  'form.reason': 'Lý do',
  'form.required': 'Hãy điền mục này.',
  'form.month': 'Tháng',
  'form.back': 'Quay lại danh sách',
  'form.sending': 'Đang gửi…',
  print: 'In trang này',
};

export type KpiKey = keyof typeof vi;

export const en: Record<KpiKey, string> = {
  'level.excellent': 'Excellent completion of duties',
  'level.good': 'Good completion of duties',
  'level.completed': 'Completion of duties',
  'level.not-completed': 'Duties not completed',
  'level.withheld': 'No level yet',

  'state.open': 'Not closed',
  'state.closed': 'Awaiting confirmation',
  'state.confirmed': 'Confirmed, enters the log tonight',
  'state.final': 'Final',
  provisional: 'Provisional',

  'certainty.published': 'From a published text',
  'certainty.repository': 'As read in a public repository',
  'certainty.recalled': 'Not verified',
  'certainty.chosen': 'Set by this system: check before use',

  'withheld.figures': 'no figures entered',
  'withheld.missing-figure': '{about} missing',
  'withheld.nothing-assigned': 'nothing was assigned to measure {about}',
  'withheld.satisfaction-held': 'satisfaction waits for a decision',
  'withheld.nothing-left-to-weigh': 'no criterion left to count for {about}',
  'withheld.too-few-months-worked': 'too few months worked',
  'withheld.amounts-and-percentages-mixed': '{about} is written in different ways over the months',
  'figure.general': 'points of the general criteria',
  'figure.quantity': 'quantity',
  'figure.quality': 'quality',
  'figure.progress': 'progress',
  'figure.coordination': 'coordination',
  'figure.satisfaction': 'satisfaction',

  'table.caption': 'Sheet of each officer',
  'table.officer': 'Officer',
  'table.total': 'Total',
  'table.level': 'Level',
  'table.none': 'No sheet in this period yet',
  'table.noneHint': 'Sheets appear once figures are entered and a KPI policy is in force.',

  'persons.title': 'Two persons',
  'persons.me': '{name} (you)',
  'persons.waiting': 'Waiting',
  'persons.later': 'Later',
  'persons.done': 'Done',
  'persons.by': '{name}, {moment}',

  'problem.second-person-needed': 'Another person has to do this: you did the first step.',
  'problem.forbidden': 'This account may not do that. Petitioners do not decide on their own petitions.',
  'problem.period-not-over': 'The period is not over yet.',
  'problem.period-not-ready':
    'The period cannot be closed yet: figures, decisions or visits are not in the log, or invitations still run.',
  'problem.period-closed': 'The period is closed. Another version needs a reason.',
  'problem.period-not-closed': 'No close awaits confirmation. Somebody may just have dealt with it.',
  'problem.period-changed':
    'The log has changed since the close. Take the close back, look again, and close anew.',
  'problem.no-policy': 'No KPI policy is in force for this period.',
  'problem.policy-conflict': 'The policy would be in force in a period that is closed under another.',
  'problem.already-decided': 'This has been dealt with, or another petition about the same is open.',
  'problem.group-too-small':
    'The group is too small to be left out or moved without revealing single responses. Choose another.',
  'problem.petition-too-late': 'The time to petition about this is over.',
  'problem.calendar-missing':
    'There is no calendar of days off for this year, so the deadline cannot be told.',
  'problem.figures-conflict': 'The officer has figures for this month. Replacing them needs a reason.',
  'problem.invalid-figures': 'The figures are not right. No row was taken.',
  'problem.invalid-policy': 'The policy document is not right. Nothing was taken.',
  'problem.invalid-request': 'What was sent is not right.',
  'problem.unknown-officer': 'No officer has this code.',
  'problem.unknown-counter': 'No counter has this code.',
  'problem.unknown-policy': 'There is no such policy.',
  'problem.unknown-dispute': 'There is no such petition.',
  'problem.not-found': 'Not found.',
  'problem.body-too-large': 'The file is too large: 8 MB at most.',
  'problem.unsupported-media-type': 'Only XLSX or CSV files are taken.',
  'note.no-evidence': 'no responses',
  'note.too-few-responses': 'too few responses',
  'note.interval-too-wide': 'interval too wide',
  'note.response-rate-too-low': 'response rate too low',
  'note.self-reported-share-too-high': 'too many visits reported by the officer',

  'fault.missing': 'This is missing.',
  'fault.not-a-number': 'Write a number from 0 up, with a point before decimals.',
  'fault.above-100': 'Above 100.',
  'fault.unknown-officer': 'No officer has this code.',
  'fault.twice': 'The officer has two rows for the same month.',
  'fault.not-begun': 'This month has not begun.',
  'fault.not-a-month': 'This is no month. Write it as 2026-10.',
  'fault.days': 'More days than the month has working days, or days at all.',
  'fault.column': 'This name of a column cannot be used.',
  'fault.no-place': 'The policy of the month has no use for this figure.',
  'fault.no-position': 'The policy of the month has no such position.',
  'fault.no-mark': 'The policy of the month knows no such mark.',

  'problem.places': 'What is not right',
  'problem.place': 'Place',
  'problem.why': 'Reason',
  'problem.row': 'Row {row}',
  'problem.rowColumn': 'Row {row}, column {column}',
  'problem.more': 'and {n} more',
  'problem.detail': 'The server says: {detail}',

  'form.reason': 'Reason',
  'form.required': 'Please fill this in.',
  'form.month': 'Month',
  'form.back': 'Back to the list',
  'form.sending': 'Sending…',
  print: 'Print this page',
};

export const kpiText = translator({ vi, en });

/** The text of a composed key, null where there is none. */
export const knownKpiText = (key: string): string | null => (key in vi ? kpiText(key as KpiKey) : null);

/** A figure by its name in policies; the name itself where it is one of the place's own. */
export const figureText = (name: string): string => knownKpiText(`figure.${name}`) ?? name;

/** The same at the beginning of a line. */
export function figureTitle(name: string): string {
  const own = figureText(name);
  return own.charAt(0).toLocaleUpperCase('vi') + own.slice(1);
}

/** What is missing, as the preview names it: `figures`, or `code:about`. */
export function missingText(what: string): string {
  const [code, about = ''] = what.split(':') as [string, string?];
  const key = `withheld.${code}`;
  return key in vi ? kpiText(key as KpiKey, { about: figureText(about) }) : what;
}

/** A sheet's sentence with the codes in its brackets, such as `(no-evidence)`, in words. */
export const sentenceText = (sentence: string): string =>
  sentence.replace(
    /\(([a-z-]+(?:, [a-z-]+)*)\)/g,
    (_, codes: string) =>
      `(${codes
        .split(', ')
        .map((code) => knownKpiText(`note.${code}`) ?? code)
        .join(', ')})`,
  );

/** A level by name; null while it is withheld. */
export const levelText = (level: string | null): string =>
  level === null ? kpiText('level.withheld') : (knownKpiText(`level.${level}`) ?? level);
