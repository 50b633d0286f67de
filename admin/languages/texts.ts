// Texts of the languages page; they travel with the page's own chunk. English is typed by the Vietnamese keys.
import { translator } from '../i18n/locale.ts';

export const vi = {
  title: 'Ngôn ngữ',
  lead: 'Tiếng Việt luôn có trên máy đánh giá. Các ngôn ngữ khác bật ở đây; mỗi máy đổi theo trong vài phút, không cần khởi động lại.',
  readOnly: 'Chỉ quản trị hệ thống bật, tắt được ngôn ngữ.',
  empty: 'Không có gói ngôn ngữ nào',
  emptyHint: 'Máy chủ chưa có màn hình của máy đánh giá. Hãy cài lại chương trình cho đủ.',

  language: 'Ngôn ngữ',
  complete: 'Đã dịch',
  percent: '{percent} %',
  all: 'Đủ {wanted} câu',
  some: '{there} trong {wanted} câu',
  missing: 'Xem {n} câu còn thiếu',
  missingHint: 'Câu còn thiếu hiện bằng tiếng Việt, có ghi (vi).',
  reviewed: 'Người biết tiếng đã đọc',
  'reviewed.yes': 'Đã đọc',
  'reviewed.no': 'Chưa ai đọc',
  kiosk: 'Trên máy đánh giá',
  'kiosk.yes': 'Đang bật',
  'kiosk.no': 'Đang tắt',
  always: 'Luôn bật',
  phone: 'Trên điện thoại',
  'phone.yes': 'Có',
  'phone.no': 'Không có',
  phoneHint: 'Trang đánh giá trên điện thoại có sẵn tiếng Việt và tiếng Anh, không đổi theo trang này.',

  on: 'Bật',
  off: 'Tắt',
  action: 'Việc',
  of: '{action}: {name}',
  ask: 'Bật {name} khi chưa có người biết tiếng đọc lại?',
  askWarning:
    'Gói này đã dịch {percent} %, chưa ai đọc trên màn hình. Câu sai có thể làm người dân chấm nhầm. Máy sẽ ghi rõ bản dịch chưa được kiểm tra.',
  askYes: 'Vẫn bật',
  turnedOn: 'Đã bật {name} trên máy đánh giá.',
  turnedOff: 'Đã tắt {name} trên máy đánh giá.',
  refused:
    'Không bật được: một máy có nhiều nhất {n} ngôn ngữ, hoặc gói đã khác trước. Hãy xem lại danh sách.',
  withoutPack: 'Quy định phục vụ kể cả ngôn ngữ không có gói: {languages}',
  withoutPackHint: 'Không máy nào hiện các ngôn ngữ này.',
  remove: 'Bỏ {language}',
  how: 'Thêm ngôn ngữ khác',
  howText:
    'Mỗi gói là một tệp văn bản trong kiosk/languages của chương trình. Người biết tiếng dịch, đọc trên màn hình, ghi "reviewed": true, rồi dựng lại chương trình. Lệnh này kể ra câu còn thiếu:',
} as const;

export type LanguageText = keyof typeof vi;

export const en: Record<LanguageText, string> = {
  title: 'Languages',
  lead: 'Vietnamese is always on the kiosks. The others are switched on here; every kiosk follows within minutes, without a restart.',
  readOnly: 'Only administrators can switch languages.',
  empty: 'No language packs',
  emptyHint: "The server lacks the kiosk's screens. Install the whole program.",

  language: 'Language',
  complete: 'Translated',
  percent: '{percent}%',
  all: 'All {wanted} texts',
  some: '{there} of {wanted} texts',
  missing: 'Show the {n} missing texts',
  missingHint: 'A missing text is shown in Vietnamese, marked (vi).',
  reviewed: 'Read by a speaker',
  'reviewed.yes': 'Yes',
  'reviewed.no': 'By nobody yet',
  kiosk: 'On kiosks',
  'kiosk.yes': 'On',
  'kiosk.no': 'Off',
  always: 'Always on',
  phone: 'On phones',
  'phone.yes': 'Yes',
  'phone.no': 'No',
  phoneHint: 'The rating page on phones has Vietnamese and English built in; this page does not change it.',

  on: 'Switch on',
  off: 'Switch off',
  action: 'Action',
  of: '{action}: {name}',
  ask: 'Switch {name} on although no speaker has read it?',
  askWarning:
    'The pack is {percent}% translated and nobody has read it on the screen. A wrong sentence can make citizens rate amiss. Kiosks will say that it has not been reviewed.',
  askYes: 'Switch it on',
  turnedOn: '{name} is on.',
  turnedOff: '{name} is off.',
  refused:
    'It was not switched on: a kiosk has {n} languages at most, or the pack is another by now. Look at the list again.',
  withoutPack: 'The service policy names languages without a pack: {languages}',
  withoutPackHint: 'No kiosk shows them.',
  remove: 'Take out {language}',
  how: 'Another language',
  howText:
    'A pack is a plain file in kiosk/languages of the program. A speaker translates it, reads it on the screen, writes "reviewed": true, and the program is built again. This command names what is missing:',
};

export const lang = translator({ vi, en });
