// Sentences of the paper form, in both languages.
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';

export interface PaperFormTexts {
  title: string;
  howTo: string;
  many: string;
  fold: string;
  handOver: string;
  copyCode: string;
  cutOff: string;
}

export const paperFormTexts: Readonly<Record<SurveyLocale, PaperFormTexts>> = {
  vi: {
    title: 'Phiếu đánh giá',
    howTo: 'Đánh dấu × vào ô chọn; câu nào không muốn trả lời, xin để trống.',
    many: 'có thể chọn nhiều ô',
    fold: 'Gấp đôi phiếu, chữ vào trong, rồi bỏ vào thùng phiếu.',
    handOver: 'Không đưa cho cán bộ tiếp nhận. Người nhập phiếu không làm ở quầy.',
    copyCode:
      'Xin chép 7 chữ số của phiếu mã đánh giá vào đây, hoặc ghim phiếu mã kèm theo. Bỏ vào thùng ngay hôm nay.',
    cutOff: 'Số này để mỗi lượt chỉ tính một lần; được cắt bỏ và hủy sau khi nhập.',
  },
  en: {
    title: 'Rating form',
    howTo: 'Put an × into the box; leave blank what you do not want to answer.',
    many: 'several boxes possible',
    fold: 'Fold the form, writing inside, and drop it into the box.',
    handOver: 'Do not hand it to the officer. Whoever types it in does not work at a counter.',
    copyCode: 'Please copy the 7 digits of your slip, or pin the slip to the form. Drop it today.',
    cutOff: 'It lets each visit count once; it is cut off and destroyed after typing in.',
  },
};
