// Sentences of the kiosk. Questions and labels of answers are the questionnaire's, not here.
import type { KioskLocale } from './session.ts';

export interface KioskTexts {
  /** Name of the other language, in that language. */
  otherLanguage: string;
  sample: string;
  officer: string;
  counterQuestion: string;
  slipQuestion: string;
  privacyLine: string;
  /** Followed by a time such as 1:05. */
  timeLeft: string;
  idleTitle: string;
  idleTouch: string;
  idleExit: string;
  /** Where a scanner is known to stand. */
  idleExitScanner: string;
  notStoredFull: string;
  notStoredStorage: string;
  thanks: string;
  thanksText: string;
  undo: string;
  itemsTitle: string;
  itemsText: string;
  tagsHint: string;
  send: string;
  skip: string;
  leave: string;
  back: string;
  enterCode: string;
  enterCodeText: string;
  codeUnknown: string;
  codeSpent: string;
  codeClosed: string;
  codeTooMany: string;
  codeOffline: string;
  codeLooking: string;
  erase: string;
  noSlip: string;
  chooseCounter: string;
  largeText: string;
  contrast: string;
}

export const kioskTexts: Readonly<Record<KioskLocale, KioskTexts>> = {
  vi: {
    otherLanguage: 'English',
    sample: 'Dữ liệu mẫu',
    officer: 'Cán bộ',
    counterQuestion: 'Ông/Bà hài lòng thế nào với cán bộ ở quầy này?',
    slipQuestion: 'Ông/Bà hài lòng thế nào với cán bộ ghi trên phiếu?',
    privacyLine: 'Không ghi tên. Cán bộ không biết ai chấm.',
    timeLeft: 'Màn hình giữ thêm',
    idleTitle: 'Xin Ông/Bà cho ý kiến',
    idleTouch: 'Chạm vào đây để đánh giá',
    idleExit: 'Chọn một cách dưới đây',
    idleExitScanner: 'Đưa mã QR trên phiếu vào máy quét, hoặc chọn một cách dưới đây',
    notStoredFull: 'Máy đã đầy, chưa ghi được đánh giá. Xin báo nhân viên hoặc quét mã trên phiếu.',
    notStoredStorage: 'Máy chưa ghi được đánh giá. Xin chạm lại, hoặc quét mã trên phiếu.',
    thanks: 'Cảm ơn Ông/Bà!',
    thanksText: 'Đã ghi nhận.',
    undo: 'Chọn lại',
    itemsTitle: 'Muốn nói thêm?',
    itemsText: 'Không bắt buộc. Câu nào cũng có thể bỏ qua.',
    tagsHint: 'Có thể chọn nhiều ý.',
    send: 'Gửi thêm',
    skip: 'Bỏ qua',
    leave: 'Xong',
    back: 'Quay lại',
    enterCode: 'Nhập mã trên phiếu',
    enterCodeText: '7 chữ số in trên phiếu hôm nay',
    codeUnknown: 'Không thấy mã này. Xin xem lại từng số.',
    codeSpent: 'Phiếu này đã được đánh giá.',
    codeClosed: 'Phiếu này chưa đến giờ hoặc đã hết hạn đánh giá.',
    codeTooMany: 'Thử nhiều lần quá. Xin đợi một phút.',
    codeOffline: 'Máy đang mất mạng. Xin quét mã QR bằng điện thoại, hoặc đánh giá theo quầy.',
    codeLooking: 'Đang tìm…',
    erase: 'Xóa',
    noSlip: 'Không có phiếu: chọn quầy',
    chooseCounter: 'Ông/Bà vừa ở quầy nào?',
    largeText: 'Chữ to',
    contrast: 'Tương phản',
  },
  en: {
    otherLanguage: 'Tiếng Việt',
    sample: 'Sample data',
    officer: 'Officer',
    counterQuestion: 'How satisfied are you with the officer at this counter?',
    slipQuestion: 'How satisfied are you with the officer named on the slip?',
    privacyLine: 'No name is taken. The officer does not learn who rated.',
    timeLeft: 'Screen stays for',
    idleTitle: 'Please tell us how it was',
    idleTouch: 'Touch here to rate',
    idleExit: 'Choose one of these',
    idleExitScanner: 'Hold the QR code of your slip under the scanner, or choose one of these',
    notStoredFull:
      'This device is full; the rating was not recorded. Please tell staff or scan the code on your slip.',
    notStoredStorage: 'The rating was not recorded. Please touch again, or scan the code on your slip.',
    thanks: 'Thank you!',
    thanksText: 'Recorded.',
    undo: 'Choose again',
    itemsTitle: 'Anything more?',
    itemsText: 'Optional. Any question can be skipped.',
    tagsHint: 'More than one may be chosen.',
    send: 'Send these too',
    skip: 'Skip',
    leave: 'Done',
    back: 'Back',
    enterCode: 'Enter the code on the slip',
    enterCodeText: '7 digits printed on today’s slip',
    codeUnknown: 'No such code. Please check each digit.',
    codeSpent: 'This slip has been rated already.',
    codeClosed: 'This slip is not open for rating, or no longer.',
    codeTooMany: 'Too many tries. Please wait a minute.',
    codeOffline: 'No network. Please scan the QR code with your phone, or rate by counter.',
    codeLooking: 'Looking…',
    erase: 'Erase',
    noSlip: 'No slip: choose the counter',
    chooseCounter: 'Which counter were you at?',
    largeText: 'Large text',
    contrast: 'Contrast',
  },
};
