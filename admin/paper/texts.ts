// Texts of the pages about forms on paper; they travel with the pages' own chunk. English is typed by the Vietnamese keys.
import { translator } from '../i18n/locale.ts';

export const vi = {
  title: 'Nhập phiếu giấy',
  lead: 'Dành cho người không phục vụ tại quầy. Màn hình không cho biết phiếu của quầy nào, cán bộ nào; phiếu đã gửi không xem lại được.',

  startTitle: 'Bắt đầu một đợt',
  startHint: 'Mở thùng phiếu, đếm số tờ, rồi xếp thành một chồng.',
  forms: 'Số tờ phiếu đã đếm',
  formsBad: 'Hãy ghi số tờ, từ 1 đến {max}.',
  few: 'Dưới {n} phiếu: số liệu công bố sau đó có thể cho người nhập đoán được phiếu của cán bộ nào. Nếu phiếu còn hạn, nên để dành nhập cùng đợt sau.',
  start: 'Bắt đầu nhập',
  starting: 'Đang mở đợt…',

  printTitle: 'In phiếu trắng',
  printHint:
    'Đặt phiếu trắng, bút và thùng phiếu ở nơi khuất tầm nhìn của quầy. Người dân chép 7 chữ số của phiếu mã đánh giá, hoặc ghim phiếu mã vào.',
  printA5: 'Một phiếu, khổ A5',
  printA4: 'Hai phiếu trên khổ A4',
  newTab: '(mở trong thẻ mới)',

  closedTitle: 'Các đợt đã nhập',
  closedNone: 'Chưa có đợt nào.',
  batch: 'Đợt',
  day: 'Ngày',
  who: 'Người nhập',
  counted: 'Số tờ',
  taken: 'Đã nhận',

  batchTitle: 'Đợt {n}',
  progress: 'Đã nhận {taken} trên {forms} tờ',
  sheet: 'Tờ thứ {n}',
  allSeen: 'Đã qua hết chồng phiếu',
  number: 'Số của phiếu',
  numberHint: 'Quét mã, hoặc gõ 9 chữ số in trên phiếu (7 chữ số nếu là phiếu chép tay), rồi nhấn Enter.',
  'number.wrong-digit': 'Có chữ số sai. Hãy xem lại số trên phiếu.',
  'number.not-a-number':
    'Đây không phải số của phiếu: cần 9 hoặc 7 chữ số. Nếu quét mã mà ra chữ lạ, hãy tắt bộ gõ tiếng Việt.',
  go: 'Tiếp',
  questionnaire: 'Mẫu phiếu (in ở chân phiếu)',
  keys: 'Bàn phím',
  keysDigits: 'chọn ô có số đó trên phiếu',
  keysZero: 'bỏ chọn',
  keysEnter: 'sang câu sau; câu để trống thì bỏ qua',
  keysBack: 'về câu trước',
  keysEscape: 'bỏ tờ đang nhập, làm lại từ số phiếu',
  keysUndo: 'lấy lại tờ vừa xong',
  needed: 'Câu này cần có trả lời. Nếu người dân không đánh dấu, nhấn Esc và để riêng tờ này.',
  many: '(có thể chọn nhiều)',
  finishForm: 'Xong tờ này',
  nextItem: 'Câu sau',

  held: 'Đã xong tờ {n}, số {number}',
  heldHint: 'Sẽ gửi khi sang tờ sau, hoặc sau vài giây.',
  undo: 'Lấy lại tờ này',
  undone: 'Đã lấy lại. Hãy nhập lại tờ này từ đầu.',
  waiting: 'Đang gửi: {n} tờ',
  trouble: 'Chưa gửi được {n} tờ. Máy tự gửi lại; xin đừng đóng trang.',
  retry: 'Gửi lại ngay',
  stopped: 'Có quá nhiều tờ chưa gửi được. Hãy đợi đến khi gửi xong rồi nhập tiếp.',
  full: 'Đã đủ số tờ của đợt. Nếu còn tờ chưa nhập, kết thúc đợt này rồi mở đợt mới.',

  asideTitle: 'Tờ để riêng ({n})',
  asidePlace: 'Tờ thứ',
  asideNumber: 'Số của phiếu',
  asideReason: 'Lý do',
  'reason.already-rated': 'Lượt này đã được đánh giá rồi.',
  'reason.invitation-expired': 'Đã hết hạn nhận.',
  'reason.unknown-code':
    'Không có lượt nào còn đánh giá được mang số này. Phiếu chép 7 chữ số chỉ nhập được trong ngày.',
  'reason.unknown-invitation': 'Không có lượt nào còn đánh giá được mang mã này.',
  'reason.not-yet-open': 'Lượt này chưa đến lúc đánh giá. Hãy nhập vào hôm sau.',
  'reason.code-ambiguous': 'Trùng số với một phiếu khác nên không nhập được.',
  'reason.batch-full': 'Nhiều hơn số tờ đã đếm của đợt. Hãy nhập trong đợt mới.',
  'reason.response-id-conflict': 'Tờ này đã được gửi với nội dung khác.',
  'reason.other': 'Máy chủ không nhận ({code}).',

  finish: 'Kết thúc đợt',
  finishing: 'Đang kết thúc…',
  finishAsk: 'Kết thúc đợt {n}?',
  finishShort: 'Mới nhận {taken} trên {forms} tờ. Những tờ còn lại phải nhập trong đợt khác.',
  finished: 'Đã kết thúc đợt {n}: nhận {taken} trên {forms} tờ.',
  finishedHint:
    'Hãy cắt phần số ở cuối từng phiếu và hủy ngay. Phần còn lại cất trong phong bì niêm phong, hủy khi hết hạn kiến nghị.',
} as const;

export type PaperText = keyof typeof vi;

export const en: Record<PaperText, string> = {
  title: 'Key paper forms',
  lead: 'For staff who serve at no counter. The screen does not tell whose form it is, and a form that was sent cannot be seen again.',

  startTitle: 'Begin a batch',
  startHint: 'Open the ballot box, count the sheets, make one pile of them.',
  forms: 'Sheets counted',
  formsBad: 'Write a number of sheets, from 1 to {max}.',
  few: 'Fewer than {n} forms: what is published later could let whoever keys them guess whose they are. If they are still valid, better keep them for the next batch.',
  start: 'Begin keying',
  starting: 'Opening the batch…',

  printTitle: 'Print blank forms',
  printHint:
    'Keep blank forms, pens and the box out of sight of the counters. People copy the 7 digits of their slip, or pin the slip to the form.',
  printA5: 'One form, A5',
  printA4: 'Two forms on A4',
  newTab: '(opens in a new tab)',

  closedTitle: 'Finished batches',
  closedNone: 'None yet.',
  batch: 'Batch',
  day: 'Day',
  who: 'Keyed by',
  counted: 'Sheets',
  taken: 'Taken',

  batchTitle: 'Batch {n}',
  progress: '{taken} of {forms} sheets taken',
  sheet: 'Sheet {n}',
  allSeen: 'The pile is through',
  number: 'Number of the form',
  numberHint: 'Scan the code, or type the 9 digits printed on the form (7 where copied by hand), then Enter.',
  'number.wrong-digit': 'A digit is wrong. Look at the number again.',
  'number.not-a-number':
    'This is no number of a form: 9 or 7 digits. If a scan gives odd letters, turn Vietnamese typing off.',
  go: 'Next',
  questionnaire: 'Version (at the foot of the form)',
  keys: 'Keyboard',
  keysDigits: 'choose the box with that number on the form',
  keysZero: 'clear',
  keysEnter: 'next question; skips one left blank',
  keysBack: 'previous question',
  keysEscape: 'drop this sheet, begin again at its number',
  keysUndo: 'take back the sheet just done',
  needed: 'This one needs an answer. If nothing was ticked, press Esc and put the sheet aside.',
  many: '(several possible)',
  finishForm: 'Done with this sheet',
  nextItem: 'Next question',

  held: 'Sheet {n} is done, number {number}',
  heldHint: 'It is sent with the next sheet, or in a few seconds.',
  undo: 'Take it back',
  undone: 'Taken back. Key this sheet again from the beginning.',
  waiting: 'Sending: {n}',
  trouble: 'Not sent yet: {n}. It is tried again by itself; please do not close the page.',
  retry: 'Try now',
  stopped: 'Too many sheets are not sent yet. Wait until they are, then go on.',
  full: 'All sheets of the batch are there. If some are left, finish this batch and open another.',

  asideTitle: 'Put aside ({n})',
  asidePlace: 'Sheet',
  asideNumber: 'Number',
  asideReason: 'Why',
  'reason.already-rated': 'This visit has been rated already.',
  'reason.invitation-expired': 'It came too late.',
  'reason.unknown-code':
    'No visit that can still be rated has this number. Seven digits copied by hand are good on their own day only.',
  'reason.unknown-invitation': 'No visit that can still be rated has this code.',
  'reason.not-yet-open': 'It is too early for this visit. Key it tomorrow.',
  'reason.code-ambiguous': 'Another form has the same number, so it cannot be keyed.',
  'reason.batch-full': 'More than the sheets counted. Key it in a new batch.',
  'reason.response-id-conflict': 'This sheet was sent with other content.',
  'reason.other': 'The server refused it ({code}).',

  finish: 'Finish the batch',
  finishing: 'Finishing…',
  finishAsk: 'Finish batch {n}?',
  finishShort: 'Only {taken} of {forms} sheets are taken. The others have to be keyed in another batch.',
  finished: 'Batch {n} is finished: {taken} of {forms} sheets taken.',
  finishedHint:
    'Cut off the strip with the number of every form and destroy it now. Keep the rest in a sealed envelope until the time to petition is over.',
};

export const pt = translator({ vi, en });

/** Why the server refused a sheet, in words. */
export const reasonText = (code: string): string => {
  const key = `reason.${code}`;
  return key in vi ? pt(key as PaperText) : pt('reason.other', { code });
};
