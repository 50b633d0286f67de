// Texts of the backups page; they travel with the page's own chunk. English is typed by the Vietnamese keys.
import { translator } from '../i18n/locale.ts';

export const vi = {
  title: 'Sao lưu',
  lead: 'Bản sao lưu là một tệp, từ đó dựng lại được cả trung tâm trên máy khác. Trang này chỉ biết những bản do chính chương trình này tạo.',

  'none.title': 'Chưa biết bản sao lưu nào',
  'none.text':
    'Nếu máy chủ hỏng lúc này, {n} lượt đánh giá đã nhận sẽ mất. Hãy sao lưu sau giờ chốt sổ {time}.',
  'old.title': 'Bản sao lưu gần nhất đã quá bảy ngày',
  'old.text': 'Hãy sao lưu ngay đêm nay, sau giờ chốt sổ {time}.',
  'due.title': 'Đêm qua chưa sao lưu',
  'due.text': 'Nên sao lưu mỗi đêm, sau giờ chốt sổ {time}.',
  'fresh.title': 'Bản sao lưu còn mới',
  'fresh.text': 'Nên sao lưu mỗi đêm, sau giờ chốt sổ {time}.',

  state: 'Hiện trạng',
  last: 'Bản gần nhất',
  lastAt: '{ago} ({when})',
  never: 'Chưa biết',
  size: 'Kích thước tệp',
  held: 'Lượt đánh giá có trong đó',
  since: 'Lượt đánh giá nhận từ đó đến nay',
  sinceAll: 'Lượt đánh giá chưa sao lưu',
  sinceHint: 'Chỉ có trên máy chủ này cho đến lần sao lưu sau.',
  unknown: 'Không rõ: bản này do phiên bản cũ tạo',
  openDay: 'Trong đó, của ngày chưa chốt',
  openDayHint:
    'Trước khi chốt sổ lúc {time} thì chưa sao lưu được: ngày còn mở nối được phiếu với lượt giải quyết.',

  what: 'Trong bản sao lưu có gì',
  has: 'Có',
  'has.data': 'Cơ sở dữ liệu: danh mục, tài khoản, lượt giải quyết, sổ cái và mọi đánh giá đã chốt',
  'has.kpi': 'Số liệu, kỳ, phiếu KPI, kiến nghị và nhật ký truy cập',
  'has.keys': 'Khóa của trung tâm (secrets.json) và khóa ký sổ cái (log-key)',
  hasNot: 'Không có',
  'not.comments':
    'Khóa của các ý kiến (comment-keys.sqlite): ý kiến đã xóa thì không bản sao nào đọc lại được. Muốn giữ ý kiến còn lại, cất riêng một bản mới nhất của tệp này, thay bản trước.',
  'not.tls': 'Chứng thư riêng của trung tâm (thư mục tls): cất riêng, nếu không máy tính bảng phải cài lại.',
  'not.oidc': 'Cấu hình đăng nhập một lần (identity-provider.json).',
  'not.day': 'Ngày chưa chốt sổ.',
  care: 'Ai cầm tệp sao lưu là cầm khóa của trung tâm: cất như khóa, ở máy khác, không gửi qua thư điện tử.',

  how: 'Cách làm',
  make: 'Tạo bản sao lưu',
  makeHint:
    'Chạy trên máy chủ, trong thư mục của chương trình; máy chủ vẫn chạy. DIR là thư mục dữ liệu ghi sau --data khi khởi động.',
  restore: 'Dựng lại từ bản sao lưu',
  restoreHint:
    'Chạy trên máy mới, khi máy chủ chưa chạy. DIR chưa có, trống, hoặc chỉ giữ log-key, log-checkpoint và comment-keys.sqlite của máy cũ.',
  check: 'Kiểm tra sau khi dựng lại',
  checkHint: 'Đọc lại toàn bộ dữ liệu và so với sổ cái, rồi mới khởi động máy chủ.',
} as const;

export type BackupText = keyof typeof vi;

export const en: Record<BackupText, string> = {
  title: 'Backups',
  lead: 'A backup is one file from which the whole centre comes back on another machine. This page knows only those that this program made.',

  'none.title': 'No backup is known',
  'none.text':
    'If the server broke now, {n} responses it has acknowledged would be lost. Make one after the seal at {time}.',
  'old.title': 'The last backup is older than seven days',
  'old.text': 'Make one tonight, after the seal at {time}.',
  'due.title': 'No backup last night',
  'due.text': 'Make one every night, after the seal at {time}.',
  'fresh.title': 'The backup is recent',
  'fresh.text': 'Make one every night, after the seal at {time}.',

  state: 'State',
  last: 'Last one',
  lastAt: '{ago} ({when})',
  never: 'None known',
  size: 'Size of the file',
  held: 'Responses in it',
  since: 'Responses acknowledged since',
  sinceAll: 'Responses in no backup',
  sinceHint: 'They are on this server alone until the next one.',
  unknown: 'Not known: an older version made it',
  openDay: 'Of them, of the open day',
  openDayHint:
    'No backup can be made before the seal at {time}: the open day still joins responses to visits.',

  what: 'What a backup holds',
  has: 'In it',
  'has.data': 'The database: roster, accounts, visits, the log and every sealed response',
  'has.kpi': 'Figures, periods, KPI sheets, petitions and the audit trail',
  'has.keys': "The centre's secrets (secrets.json) and the log's key (log-key)",
  hasNot: 'Not in it',
  'not.comments':
    'The keys of comments (comment-keys.sqlite), so that no copy brings back what was erased. To keep the other comments, keep the newest copy of this file apart, in place of the one before.',
  'not.tls':
    "The centre's own certificate authority (folder tls): keep it apart, or tablets have to be set up again.",
  'not.oidc': 'The settings of single sign-on (identity-provider.json).',
  'not.day': 'A day that is not sealed yet.',
  care: 'Who holds the file holds the keys of the centre: keep it as you keep them, on another machine, and never mail it.',

  how: 'How to',
  make: 'Make a backup',
  makeHint:
    "On the server, in the program's folder; the server may go on running. DIR is the data directory given as --data at the start.",
  restore: 'Come back from one',
  restoreHint:
    'On the new machine, with no server running. DIR is not there, empty, or holds only log-key, log-checkpoint and comment-keys.sqlite of the old machine.',
  check: 'Check what came back',
  checkHint: 'Reads everything and compares it with the log; then start the server.',
};

export const bak = translator({ vi, en });
