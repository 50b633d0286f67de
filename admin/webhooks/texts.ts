// Texts of the webhooks page; they travel with the page's own chunk. English is typed by the Vietnamese keys.
import { translator } from '../i18n/locale.ts';

export const vi = {
  title: 'Kết nối hệ thống khác',
  intro:
    'Khi một kỳ KPI được chốt hoặc có cảnh báo, máy chủ gửi tin tới các địa chỉ dưới đây (webhook), có chữ ký để bên nhận kiểm tra. Bên nhận không trả lời thì máy chủ gửi lại nhiều lần trong khoảng một ngày; sau đó việc gửi dừng lại ở danh sách “không gửi được” cho tới khi có người bấm gửi lại.',

  addTitle: 'Thêm địa chỉ nhận',
  url: 'Địa chỉ nhận',
  urlHint: 'Bắt đầu bằng https://, ví dụ: https://kpi.example.gov.vn/webhook',
  urlMissing: 'Hãy ghi địa chỉ bắt đầu bằng https://.',
  urlRefused:
    'Không dùng được địa chỉ này. Cần https:// (http:// chỉ dùng cho chương trình trên chính máy chủ), không kèm tên và mật khẩu.',
  description: 'Tên gọi (không bắt buộc)',
  descriptionHint: 'Ví dụ: Hệ thống KPI của tỉnh',
  types: 'Gửi những gì',
  typesMissing: 'Hãy chọn ít nhất một loại.',
  add: 'Thêm địa chỉ',
  adding: 'Đang thêm…',

  'type.kpi.period.closed': 'Một kỳ được chốt (bảng chung, mã băm)',
  'type.kpi.sheet.final': 'Phiếu KPI của từng cán bộ',
  'type.alert.raised': 'Có cảnh báo mới (chỉ tên quy tắc và địa chỉ trang)',
  'type.webhook.ping': 'Thư thử',

  secretTitle: 'Khóa ký của {name}',
  secretOnce:
    'Khóa chỉ hiện một lần này. Hãy chép sang hệ thống nhận ngay; bên nhận dùng khóa để kiểm tra chữ ký.',
  secretOverlap: 'Trong 24 giờ tới, mỗi thư mang chữ ký của cả khóa cũ và khóa mới.',
  secret: 'Khóa ký',
  secretDone: 'Đã chép, đóng lại',

  empty: 'Chưa có địa chỉ nhận nào',
  emptyHint: 'Hệ thống khác vẫn có thể tự lấy số liệu đã chốt bằng khóa truy cập có quyền kpi:read.',

  'state.enabled': 'Đang gửi',
  'state.disabled': 'Đã tắt',
  gone: 'Máy chủ đã tự tắt vì bên nhận báo không dùng địa chỉ này nữa (410).',
  gets: 'Nhận',
  waiting: 'Chờ gửi',
  dead: 'Không gửi được',
  last: 'Lần gần nhất',
  never: 'Chưa gửi gì',

  ping: 'Gửi thử',
  pinged: 'Đã đưa thư thử vào hàng đợi. Kết quả hiện ở danh sách bên dưới.',
  disable: 'Tắt',
  disabledNow: 'Đã tắt. Trong lúc tắt, không có gì được đưa vào hàng đợi cho địa chỉ này.',
  enable: 'Bật',
  enabledNow: 'Đã bật. Những gì đang chờ được gửi tiếp.',
  renew: 'Đổi khóa ký',
  renewAsk: 'Đổi khóa ký của “{name}”? Khóa cũ hết hiệu lực sau 24 giờ.',
  renewYes: 'Đổi khóa',
  remove: 'Xóa',
  removeAsk: 'Xóa “{name}”? Những thư đang chờ và không gửi được của địa chỉ này cũng mất.',
  removeYes: 'Xóa địa chỉ',
  removed: 'Đã xóa “{name}”.',
  show: 'Xem các lần gửi',
  hide: 'Ẩn các lần gửi',
  of: '{action}: {name}',

  deliveries: 'Các lần gửi tới {name}',
  onlyDead: 'Chỉ hiện thư không gửi được',
  noDeliveries: 'Chưa có lần gửi nào',
  noDead: 'Không có thư nào không gửi được',
  message: 'Thư',
  made: 'Lúc phát sinh',
  state: 'Trạng thái',
  attempts: 'Số lần gửi',
  actions: 'Thao tác',
  'delivery.pending': 'Chờ gửi',
  'delivery.delivered': 'Đã nhận',
  'delivery.dead': 'Không gửi được',
  next: 'sẽ gửi lại lúc {time}',
  status: 'Bên nhận trả lời {status}',
  'failure.status': 'bên nhận báo lỗi',
  'failure.redirect': 'bên nhận chuyển sang địa chỉ khác',
  'failure.timeout': 'bên nhận không trả lời kịp',
  'failure.unresolved': 'không tìm thấy tên máy',
  'failure.certificate': 'chứng thư TLS không hợp lệ',
  'failure.connection': 'không kết nối được',
  'failure.address-refused': 'tên máy dẫn tới địa chỉ không được phép',
  'failure.secret-unreadable': 'không đọc được khóa ký; hãy đổi khóa',
  'failure.queue-full': 'hàng đợi đã đầy',
  replay: 'Gửi lại',
  replayed: 'Đã đưa {n} thư vào hàng đợi.',
  replayAll: 'Gửi lại mọi thư không gửi được ({n})',
  more: 'Xem thêm',
} as const;

export type WebhookText = keyof typeof vi;

export const en: Record<WebhookText, string> = {
  title: 'Connected systems',
  intro:
    'When a KPI period becomes final or an alert is raised, the server tells the addresses below (webhooks), signed so that the receiver can check them. Where nobody answers it tries again for about a day; then the message stays among the undeliverable ones until somebody sends it again.',

  addTitle: 'Add a receiver',
  url: 'Address',
  urlHint: 'Begins with https://, for example https://kpi.example.gov.vn/webhook',
  urlMissing: 'Write an address that begins with https://.',
  urlRefused:
    'This address cannot be used. It must be https:// (http:// only for a program on this very server), without name and password.',
  description: 'Name (optional)',
  descriptionHint: 'For example: KPI system of the province',
  types: 'What is sent',
  typesMissing: 'Choose at least one kind.',
  add: 'Add the address',
  adding: 'Adding…',

  'type.kpi.period.closed': 'A period became final (table and hash)',
  'type.kpi.sheet.final': "Each officer's KPI sheet",
  'type.alert.raised': 'A new alert (its rule and the page alone)',
  'type.webhook.ping': 'Test message',

  secretTitle: 'Signing secret of {name}',
  secretOnce:
    'The secret is shown only this once. Copy it into the receiving system now; it checks the signatures with it.',
  secretOverlap: 'For the next 24 hours every message carries signatures of the former and the new secret.',
  secret: 'Signing secret',
  secretDone: 'Copied, close this',

  empty: 'No receivers yet',
  emptyHint: 'Other systems can also fetch what is final with an access key of the scope kpi:read.',

  'state.enabled': 'Sending',
  'state.disabled': 'Disabled',
  gone: 'The server disabled it: the receiver said that the address is no longer used (410).',
  gets: 'Gets',
  waiting: 'Waiting',
  dead: 'Undeliverable',
  last: 'Most recent',
  never: 'Nothing sent yet',

  ping: 'Send a test',
  pinged: 'A test message is queued. Its outcome shows in the list below.',
  disable: 'Disable',
  disabledNow: 'Disabled. Nothing is queued for this address while it is.',
  enable: 'Enable',
  enabledNow: 'Enabled. What was waiting goes on.',
  renew: 'New secret',
  renewAsk: 'Make a new secret for “{name}”? The former one stops after 24 hours.',
  renewYes: 'Make a new secret',
  remove: 'Delete',
  removeAsk: 'Delete “{name}”? What waits for it and what could not be delivered goes too.',
  removeYes: 'Delete the address',
  removed: '“{name}” is deleted.',
  show: 'Show deliveries',
  hide: 'Hide deliveries',
  of: '{action}: {name}',

  deliveries: 'Deliveries to {name}',
  onlyDead: 'Only undeliverable ones',
  noDeliveries: 'Nothing was sent yet',
  noDead: 'Nothing is undeliverable',
  message: 'Message',
  made: 'When it arose',
  state: 'State',
  attempts: 'Attempts',
  actions: 'Actions',
  'delivery.pending': 'Waiting',
  'delivery.delivered': 'Received',
  'delivery.dead': 'Undeliverable',
  next: 'tried again at {time}',
  status: 'The receiver answered {status}',
  'failure.status': 'the receiver reports an error',
  'failure.redirect': 'the receiver points to another address',
  'failure.timeout': 'the receiver did not answer in time',
  'failure.unresolved': 'the name was not found',
  'failure.certificate': 'the TLS certificate is not valid',
  'failure.connection': 'no connection',
  'failure.address-refused': 'the name leads to an address that is not allowed',
  'failure.secret-unreadable': 'the secret cannot be read; make a new one',
  'failure.queue-full': 'the queue was full',
  replay: 'Send again',
  replayed: 'Queued: {n}.',
  replayAll: 'Send all undeliverable ones again ({n})',
  more: 'Show more',
};

export const wt = translator({ vi, en });

/** The words of a code the server answers; the code itself where this page does not know it. */
export const codeText = (kind: 'type' | 'failure', code: string): string => {
  const key = `${kind}.${code}`;
  return key in vi ? wt(key as WebhookText) : code;
};
