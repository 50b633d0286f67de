// Sentences of the receipt on the kiosk, in a file of their own: they are loaded with it, when somebody wants one.
interface ReceiptScreenTexts {
  title: string;
  text: string;
  /** The server has signed. */
  signed: string;
  /** It has not yet, or there is no line. */
  unsigned: string;
  nobody: string;
  qr: string;
}

const texts: Readonly<Record<'vi' | 'en', ReceiptScreenTexts>> = {
  vi: {
    title: 'Biên nhận',
    text: 'Quét mã bằng điện thoại, chụp lại, hoặc chép mã chữ. Từ ngày mai, dùng mã để xem đánh giá đã vào sổ công khai chưa.',
    signed: 'Đã có chữ ký của máy chủ: nếu đánh giá không vào sổ, biên nhận này là bằng chứng.',
    unsigned:
      'Chưa có chữ ký của máy chủ (đang gửi, hoặc máy mất mạng). Lúc này mã chỉ để tìm đánh giá về sau, chưa chứng minh được gì. Có thể đợi vài giây.',
    nobody: 'Biên nhận không cho biết Ông/Bà chấm mức nào. Không ai được đòi xem.',
    qr: 'Mã QR của biên nhận',
  },
  en: {
    title: 'Receipt',
    text: 'Scan the code with your phone, photograph it, or copy the letters. From tomorrow it shows whether the rating is in the public log.',
    signed: 'Signed by the server: should the rating not enter the log, this receipt is the evidence.',
    unsigned:
      'Not signed by the server yet (being sent, or no network). For now the code only helps to find the rating later and proves nothing. You may wait a few seconds.',
    nobody: 'The receipt does not show how you rated. Nobody may demand to see it.',
    qr: 'QR code of the receipt',
  },
};

/** Only these two have been worded; another language reads it in Vietnamese, marked. */
export function receiptTextsOf(locale: string): ReceiptScreenTexts {
  if (locale === 'vi' || locale === 'en') return texts[locale];
  return { ...texts.vi, title: `${texts.vi.title} (vi)` };
}
