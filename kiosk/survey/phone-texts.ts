// Sentences of the pages that a kiosk's codes open on a phone: rating by presence, and saying more after a tap.
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';

export interface PhoneTexts {
  presenceQuestion: string;
  presenceQuestionHall: string;
  presenceWhere: string;
  presenceWhereChoose: string;
  presenceExpired: string;
  presenceExpiredText: string;
  presenceUsedUp: string;
  presenceUsedUpText: string;
  presenceRepeated: string;
  presenceRepeatedText: string;
  moreTitle: string;
  /** MINUTES stands for a number. */
  moreText: string;
  moreCode: string;
  moreSend: string;
  moreFailed: string;
}

export const phoneTexts: Readonly<Record<SurveyLocale, PhoneTexts>> = {
  vi: {
    presenceQuestion: 'Ông/Bà hài lòng thế nào với cán bộ ở quầy này?',
    presenceQuestionHall: 'Ông/Bà hài lòng thế nào với cán bộ đã phục vụ?',
    presenceWhere: 'Ông/Bà vừa ở quầy nào?',
    presenceWhereChoose: 'Chọn quầy',
    presenceExpired: 'Mã đã đổi',
    presenceExpiredText: 'Mã trên màn hình đổi mỗi nửa phút. Xin quét lại mã đang hiện.',
    presenceUsedUp: 'Mã này đã đủ lượt',
    presenceUsedUpText: 'Xin đợi nửa phút rồi quét mã mới trên màn hình.',
    presenceRepeated: 'Điện thoại này vừa đánh giá quầy đó',
    presenceRepeatedText:
      'Lượt trước đã được ghi nhận. Người khác dùng chung điện thoại xin đánh giá tại máy ở sảnh hoặc bằng phiếu.',
    moreTitle: 'Nói thêm trên điện thoại',
    moreText:
      'Đánh giá ở máy đã được ghi nhận. Nhập mã đang hiện trên máy để nói thêm; mã dùng được trong MINUTES phút.',
    moreCode: 'Mã trên máy, 10 ký tự',
    moreSend: 'Tiếp tục',
    moreFailed:
      'Chưa thấy mã này. Nếu vừa chạm xong, xin đợi vài giây rồi bấm lại. Nếu đã quá giờ thì không nói thêm được nữa; đánh giá vẫn được tính.',
  },
  en: {
    presenceQuestion: 'How satisfied are you with the officer at this counter?',
    presenceQuestionHall: 'How satisfied are you with the officer who served you?',
    presenceWhere: 'Which counter were you at?',
    presenceWhereChoose: 'Choose the counter',
    presenceExpired: 'The code has changed',
    presenceExpiredText: 'The code on the screen changes every half minute. Please scan the one shown now.',
    presenceUsedUp: 'This code has been used often enough',
    presenceUsedUpText: 'Please wait half a minute and scan the new code on the screen.',
    presenceRepeated: 'This phone has just rated that counter',
    presenceRepeatedText:
      'The earlier rating is recorded. Somebody else who shares the phone can rate at the kiosk in the hall or with their slip.',
    moreTitle: 'Say more on your phone',
    moreText:
      'Your rating at the kiosk is recorded. Type the code that the kiosk shows to say more; it is good for MINUTES minutes.',
    moreCode: 'Code on the kiosk, 10 characters',
    moreSend: 'Go on',
    moreFailed:
      'No such code yet. If you have just rated, please wait a few seconds and try again. If the time has passed, nothing can be added any more; the rating counts all the same.',
  },
};
