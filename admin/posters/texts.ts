// Texts of the page of posters and forms; they travel with the page's own chunk. English is typed by the Vietnamese keys.
import { translator } from '../i18n/locale.ts';

export const vi = {
  title: 'Áp phích và phiếu',
  lead: 'In mã QR dán tại quầy cho người không có phiếu: quét mã là đánh giá quầy đó. Đánh giá này được tính riêng, không gắn với một lượt phục vụ.',
  counters: 'Quầy cần in',
  all: 'Chọn tất cả',
  none: 'Bỏ chọn tất cả',
  size: 'Khổ giấy',
  a4: 'A4, nhìn từ xa',
  a5: 'A5, đặt trên bàn',
  open: 'Mở bản in ({n} trang)',
  newTab: '(mở trong thẻ mới)',
  openHint: 'Trang mở ra là bản xem trước: in bằng lệnh In của trình duyệt, tỷ lệ 100%.',
  chooseFirst: 'Hãy chọn ít nhất một quầy.',
  preview: 'Xem thử: {name}',
  empty: 'Chưa có quầy nào trong danh mục',
  emptyHint: 'Khi đã nạp danh mục quầy, cán bộ và thủ tục, áp phích của từng quầy có ở đây.',
  otherTitle: 'Phiếu',
  slips:
    'Phiếu mang mã của từng lượt được in khi kết thúc lượt: từ phần mềm một cửa, hoặc ở máy in của quầy. Không in trước được.',
  forms: 'Phiếu giấy để trống, cho người muốn viết tay:',
  formsA4: 'Hai phiếu trên khổ A4',
  formsA5: 'Một phiếu, khổ A5',
} as const;

export type PosterText = keyof typeof vi;

export const en: Record<PosterText, string> = {
  title: 'Posters and forms',
  lead: 'QR codes to put up at the counters, for people without a slip: scanning one rates that counter. Such ratings are counted apart and belong to no visit.',
  counters: 'Counters',
  all: 'Choose all',
  none: 'Choose none',
  size: 'Paper',
  a4: 'A4, read from afar',
  a5: 'A5, stands on a desk',
  open: 'Open for printing (pages: {n})',
  newTab: '(opens in a new tab)',
  openHint: "What opens is the preview: print it with the browser's own command, at 100%.",
  chooseFirst: 'Choose at least one counter.',
  preview: 'Preview: {name}',
  empty: 'The roster has no counters yet',
  emptyHint: "Once counters, officers and procedures are in, every counter's poster is here.",
  otherTitle: 'Slips and forms',
  slips:
    'Slips carry the code of one visit and are printed when it is closed: by the one-stop software, or on the printer of the counter. They cannot be printed in advance.',
  forms: 'Blank forms, for whoever would rather write:',
  formsA4: 'Two forms on A4',
  formsA5: 'One form, A5',
};

export const post = translator({ vi, en });
