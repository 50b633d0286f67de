// Sentences of a field survey's page and paper form. Questions and answers are the survey's, not here.
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';

interface FieldSurveyTexts {
  title: string;
  otherLanguage: string;
  sample: string;
  privacy: string;
  optional: string;
  send: string;
  empty: string;
  preview: string;
  thanks: string;
  thanksText: string;
  unknown: string;
  unknownText: string;
  early: string;
  earlyText: string;
  over: string;
  overText: string;
  used: string;
  usedText: string;
  full: string;
  fullText: string;
  busy: string;
  busyText: string;
  invalid: string;
  invalidText: string;
  failure: string;
  failureText: string;
  number: string;
  mark: string;
  question: string;
}

export const fieldSurveyTexts: Readonly<Record<SurveyLocale, FieldSurveyTexts>> = {
  vi: {
    title: 'Phiếu khảo sát',
    otherLanguage: 'English',
    sample: 'Dữ liệu mẫu',
    privacy:
      'Không ghi tên, giờ gửi hay địa chỉ mạng. Kết quả chỉ được xem khi khảo sát đã kết thúc, dưới dạng số liệu chung.',
    optional: 'Câu nào cũng có thể bỏ qua.',
    send: 'Gửi phiếu',
    empty: 'Phiếu chưa có câu trả lời nào. Xin chọn ít nhất một câu rồi gửi.',
    preview: 'Xem thử: phiếu này không gửi đi.',
    thanks: 'Cảm ơn Ông/Bà!',
    thanksText: 'Phiếu đã được nhận. Ông/Bà có thể đóng trang này.',
    unknown: 'Không tìm thấy khảo sát',
    unknownText: 'Xin kiểm tra lại đường dẫn, hoặc hỏi nơi đã gửi đường dẫn này.',
    early: 'Khảo sát chưa bắt đầu',
    earlyText: 'Xin mở lại đường dẫn này sau.',
    over: 'Khảo sát đã kết thúc',
    overText: 'Cảm ơn Ông/Bà đã quan tâm. Phiếu không còn được nhận nữa.',
    used: 'Đường dẫn này đã được dùng',
    usedText: 'Mỗi đường dẫn chỉ gửi được một phiếu. Nếu Ông/Bà vừa gửi thì phiếu đã được nhận.',
    full: 'Khảo sát đã đủ số phiếu',
    fullText: 'Cảm ơn Ông/Bà. Khảo sát này không nhận thêm phiếu.',
    busy: 'Xin chờ một phút',
    busyText:
      'Đang có quá nhiều phiếu gửi đến. Phiếu của Ông/Bà chưa được nhận; xin quay lại trang trước và gửi lại sau.',
    invalid: 'Phiếu chưa được nhận',
    invalidText: 'Phiếu không đọc được. Xin mở lại đường dẫn và gửi lại.',
    failure: 'Phiếu chưa được nhận',
    failureText: 'Hệ thống đang bận. Xin quay lại trang trước và gửi lại sau ít phút.',
    number: 'Số phiếu',
    mark: 'Xin đánh dấu X vào một ô ở mỗi dòng. Dòng nào không rõ, xin để trống.',
    question: 'Nội dung',
  },
  en: {
    title: 'Survey',
    otherLanguage: 'Tiếng Việt',
    sample: 'Sample data',
    privacy:
      'No name, time or network address is kept. Results are seen only after the survey has ended, as figures for all.',
    optional: 'Any question can be left out.',
    send: 'Send',
    empty: 'There is no answer yet. Please answer at least one question and send again.',
    preview: 'Preview: this form sends nothing.',
    thanks: 'Thank you!',
    thanksText: 'Your form has been received. You can close this page.',
    unknown: 'No such survey',
    unknownText: 'Please check the address, or ask whoever gave it to you.',
    early: 'The survey has not begun',
    earlyText: 'Please open this address again later.',
    over: 'The survey has ended',
    overText: 'Thank you for your interest. No more forms are taken.',
    used: 'This link has been used',
    usedText: 'Each link takes one form. If you have just sent yours, it has been received.',
    full: 'The survey is complete',
    fullText: 'Thank you. This survey takes no more forms.',
    busy: 'Please wait a minute',
    busyText:
      'Too many forms are coming in. Yours has not been received; please go back and send it again later.',
    invalid: 'The form was not received',
    invalidText: 'It could not be read. Please open the address again and send it once more.',
    failure: 'The form was not received',
    failureText: 'The system is busy. Please go back and send it again in a few minutes.',
    number: 'Form no.',
    mark: 'Please put an X in one box of each line. Leave out what you do not know.',
    question: 'Question',
  },
};
