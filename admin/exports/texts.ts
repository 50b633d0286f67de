// Texts of the export of rows; they travel with the page's own chunk. English is typed by the Vietnamese keys.
import { translator } from '../i18n/locale.ts';

export const vi = {
  title: 'Xuất số liệu đã công bố',
  back: 'Báo cáo của trung tâm',
  lead: 'Tải các dòng số liệu đã chốt sổ để tự tính toán: số phản hồi theo từng mức của từng cán bộ, theo ngày (hoặc tuần, tháng), thủ tục và cách trả lời.',
  'form.title': 'Chọn kỳ và định dạng',
  'form.period': 'Kỳ',
  'form.periodBad': 'Hãy ghi tháng như 2026-10, quý như 2026-Q4 hoặc năm như 2026.',
  'form.periodHint': 'Tháng 2026-10, quý 2026-Q4 hoặc năm 2026',
  'form.format': 'Định dạng',
  'form.xlsx': 'Bảng tính Excel (XLSX)',
  'form.xlsxHint': 'Có trang giải thích các cột. Quá 1.048.575 dòng thì sang trang tính thứ hai.',
  'form.csv': 'Văn bản CSV',
  'form.csvHint': 'Cho phần mềm thống kê. UTF-8, phân cách bằng dấu phẩy.',
  'form.start': 'Xuất số liệu',

  'state.running': 'Đang nhận số liệu: {size}',
  'state.starting': 'Đang chuẩn bị số liệu…',
  'state.stop': 'Dừng',
  'state.stopped': 'Đã dừng. Không có tệp nào được lưu.',
  'state.done': 'Đã nhận đủ {size}. Tệp {name} nằm trong thư mục tải xuống.',
  'state.failed': 'Không xuất được số liệu',
  'state.broken':
    'Việc nhận số liệu bị ngắt giữa chừng: mất kết nối, hoặc vừa có lần chốt sổ mới. Không có tệp nào được lưu; hãy xuất lại.',

  'inside.title': 'Trong tệp có gì',
  'inside.rows':
    'Mỗi dòng là số phản hồi của một mức, cho một cán bộ, một ngày (hoặc tuần, tháng), một thủ tục và một cách trả lời.',
  'inside.small':
    'Nhóm có quá ít phản hồi không có trong tệp, hoặc không tách theo thủ tục: cột thủ tục ghi là all.',
  'inside.excluded': 'Phản hồi đã bị loại theo quyết định không có trong tệp.',
  'inside.none': 'Không có tên, số hồ sơ, giờ phút hay lời nhận xét của người dân.',
  'inside.audit': 'Mỗi lần xuất được ghi vào nhật ký truy cập.',
  'inside.columns': 'Các cột',
  'column.officer': 'Mã cán bộ',
  'column.month': 'Tháng của lượt phục vụ',
  'column.when': 'Ngày, tuần hoặc tháng, mịn tới mức được phép công bố',
  'column.procedure': 'Mã thủ tục; field:… là lĩnh vực, other là các thủ tục khác, all là không tách',
  'column.mode': 'Cách trả lời: kiosk, qr, paper, link',
  'column.tier': 'invited là theo lượt mời; presence, walk-up là ngoài lượt mời',
  'column.item': 'Câu hỏi; officer là mức hài lòng với cán bộ phục vụ',
  'column.level': 'Mức trả lời, từ 1 (rất không hài lòng) đến 5 (rất hài lòng)',
  'column.count': 'Số phản hồi',
} as const;

type Key = keyof typeof vi;

export const en: Record<Key, string> = {
  title: 'Export published rows',
  back: "The centre's report",
  lead: 'Download the sealed figures to compute on your own: responses of each level by officer, day (or week, month), procedure and way of answering.',
  'form.title': 'Choose period and format',
  'form.period': 'Period',
  'form.periodBad': 'Write a month such as 2026-10, a quarter such as 2026-Q4 or a year such as 2026.',
  'form.periodHint': 'Month 2026-10, quarter 2026-Q4 or year 2026',
  'form.format': 'Format',
  'form.xlsx': 'Excel workbook (XLSX)',
  'form.xlsxHint':
    'With a sheet that explains the columns. Beyond 1,048,575 rows it goes on in a second sheet.',
  'form.csv': 'CSV text',
  'form.csvHint': 'For statistics programs. UTF-8, separated by commas.',
  'form.start': 'Export',

  'state.running': 'Receiving: {size}',
  'state.starting': 'Preparing…',
  'state.stop': 'Stop',
  'state.stopped': 'Stopped. No file was saved.',
  'state.done': 'All {size} received. The file {name} is in the downloads folder.',
  'state.failed': 'The export failed',
  'state.broken':
    'The transfer broke off: the connection was lost, or a new seal came in between. No file was saved; export again.',

  'inside.title': 'What is in the file',
  'inside.rows':
    'Each row is the number of responses of one level, for one officer, one day (or week, month), one procedure and one way of answering.',
  'inside.small':
    'Groups of too few responses are not in the file, or are not divided by procedure, which then reads all.',
  'inside.excluded': 'Responses excluded by decision are not in the file.',
  'inside.none': 'No names, dossier numbers, times of day or comments of citizens.',
  'inside.audit': 'Every export is written into the audit trail.',
  'inside.columns': 'Columns',
  'column.officer': "Officer's code",
  'column.month': 'Month of the visit',
  'column.when': 'Day, week or month, as fine as may be published',
  'column.procedure': 'Procedure code; field:… is a field, other the others, all not divided',
  'column.mode': 'Way of answering: kiosk, qr, paper, link',
  'column.tier': 'invited is by invitation; presence and walk-up are without',
  'column.item': 'Question; officer is satisfaction with the serving officer',
  'column.level': 'Answer, from 1 (very dissatisfied) to 5 (very satisfied)',
  'column.count': 'Number of responses',
};

export const text = translator({ vi, en });
