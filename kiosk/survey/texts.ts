// Sentences of the rating page. Questions and labels of answers are the questionnaire's, not here.
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';

export interface SurveyTexts {
  title: string;
  /** Name of the other language, in that language. */
  otherLanguage: string;
  sample: string;
  officer: string;
  privacyLine: string;
  privacyMore: string;
  sending: string;
  retrying: string;
  thanks: string;
  thanksText: string;
  thanksCompleted: string;
  optionalTitle: string;
  optionalText: string;
  tagsHint: string;
  comment: string;
  commentConsent: string;
  add: string;
  receiptTitle: string;
  receiptText: string;
  receiptNobody: string;
  /** Name of the QR code, for who does not see it. */
  receiptQr: string;
  receiptOpen: string;
  receiptBy: string;
  alreadyRated: string;
  alreadyRatedText: string;
  notMe: string;
  notMeText: string;
  notMeSent: string;
  notYetOpen: string;
  notYetOpenText: string;
  expired: string;
  expiredText: string;
  unknown: string;
  unknownText: string;
  invalid: string;
  invalidText: string;
  back: string;
  contested: string;
  contestedText: string;
  counterQuestion: string;
  /** Walk-up page: whoever has a slip had better use it. */
  counterSlip: string;
  unknownCounter: string;
  unknownCounterText: string;
  busy: string;
  busyText: string;
  tooLate: string;
  tooLateText: string;
  failure: string;
  failureText: string;
  privacyTitle: string;
  privacy: readonly (readonly [heading: string, text: string])[];
}

export const surveyTexts: Readonly<Record<SurveyLocale, SurveyTexts>> = {
  vi: {
    title: 'Đánh giá phục vụ',
    otherLanguage: 'English',
    sample: 'Dữ liệu mẫu',
    officer: 'Cán bộ',
    privacyLine: 'Không ghi tên. Cán bộ không biết ai chấm.',
    privacyMore: 'Xem thêm',
    sending: 'Đang gửi…',
    retrying: 'Mạng yếu. Đang tự gửi lại, xin giữ trang này mở.',
    thanks: 'Cảm ơn Ông/Bà!',
    thanksText: 'Đánh giá đã được ghi nhận. Ông/Bà có thể đóng trang này.',
    thanksCompleted: 'Đã ghi nhận thêm câu trả lời. Ông/Bà có thể đóng trang này.',
    optionalTitle: 'Muốn nói thêm? (không bắt buộc)',
    optionalText: 'Câu nào cũng có thể bỏ qua.',
    tagsHint: 'Có thể chọn nhiều ý.',
    comment: 'Ý kiến khác',
    commentConsent:
      'Chỉ viết khi Ông/Bà muốn. Ý kiến được lưu để cải thiện phục vụ; xin đừng ghi tên, số điện thoại hay số hồ sơ.',
    add: 'Gửi thêm',
    receiptTitle: 'Giữ biên nhận (không bắt buộc)',
    receiptText:
      'Chép mã, hoặc chụp màn hình, để sau này kiểm tra rằng đánh giá đã vào sổ công khai. Biên nhận không cho biết Ông/Bà chấm mức nào.',
    receiptNobody: 'Không ai được đòi xem biên nhận của Ông/Bà.',
    receiptQr: 'Mã QR của biên nhận',
    receiptOpen: 'Mở trang kiểm tra biên nhận',
    receiptBy: 'Vào sổ chậm nhất',
    alreadyRated: 'Lượt này đã được đánh giá',
    alreadyRatedText:
      'Mỗi phiếu chỉ dùng một lần. Nếu chính Ông/Bà đã đánh giá thì đã được ghi nhận, không cần làm gì thêm.',
    notMe: 'Không phải tôi đánh giá',
    notMeText:
      'Nếu Ông/Bà chưa đánh giá lượt này, hãy cho chúng tôi biết. Trung tâm sẽ xem lại, không hỏi tên Ông/Bà.',
    notMeSent: 'Đã có báo rằng người được phục vụ không tự đánh giá lượt này. Trung tâm đang xem lại.',
    notYetOpen: 'Chưa đến giờ đánh giá',
    notYetOpenText: 'Xin mở lại trang này từ:',
    expired: 'Phiếu đã hết hạn',
    expiredText: 'Thời gian đánh giá lượt này đã qua. Cảm ơn Ông/Bà đã quan tâm.',
    unknown: 'Không tìm thấy phiếu',
    unknownText: 'Xin quét lại mã trên phiếu, hoặc gõ đúng từng chữ của địa chỉ in dưới mã.',
    invalid: 'Chưa gửi được',
    invalidText: 'Trang gửi thiếu hoặc sai dữ liệu. Chưa có gì được ghi nhận.',
    back: 'Quay lại đánh giá',
    contested: 'Đã ghi nhận',
    contestedText: 'Cảm ơn Ông/Bà đã báo. Trung tâm sẽ xem lại đánh giá này.',
    counterQuestion: 'Ông/Bà hài lòng thế nào với cán bộ ở quầy này?',
    counterSlip: 'Nếu có phiếu, xin quét mã trên phiếu.',
    unknownCounter: 'Không tìm thấy quầy',
    unknownCounterText: 'Xin quét lại mã trên tấm biển ở quầy, hoặc gõ đúng từng chữ của địa chỉ in dưới mã.',
    busy: 'Xin đợi ít phút',
    busyText:
      'Quầy này đang nhận quá nhiều lượt gửi. Chưa ghi nhận lượt này; xin thử lại sau ít phút, hoặc quét mã trên phiếu.',
    tooLate: 'Không thêm được nữa',
    tooLateText:
      'Đã hết thời gian gửi thêm câu trả lời, hoặc Ông/Bà đã gửi rồi. Đánh giá đã chấm vẫn được ghi nhận.',
    failure: 'Hệ thống đang có lỗi',
    failureText:
      'Lỗi của chúng tôi, không phải của Ông/Bà. Xin thử lại sau ít phút; gửi lại nhiều lần vẫn chỉ tính một lần.',
    privacyTitle: 'Về quyền riêng tư',
    privacy: [
      [
        'Thu thập gì',
        'Mức hài lòng, và những gì Ông/Bà tự chọn thêm. Không tên, số điện thoại, căn cước, địa chỉ mạng.',
      ],
      ['Để làm gì', 'Để cải thiện phục vụ và làm một căn cứ đánh giá cán bộ. Không dùng vào việc khác.'],
      [
        'Ai biết',
        'Cán bộ không biết ai chấm và không thấy từng đánh giá; chỉ thấy kết quả gộp của nhiều người, sau ngày đó.',
      ],
      [
        'Giữ thế nào',
        'Mỗi tối, hệ thống xóa mọi dấu vết nối đánh giá với hồ sơ, với phiếu và với giờ giấc. Trước lúc đó, chỉ người vận hành máy chủ có thể nối được.',
      ],
      ['Đơn vị phụ trách', 'Trung tâm nêu ở đầu trang này.'],
      [
        'Quyền của Ông/Bà',
        'Không đánh giá cũng không sao: hồ sơ không bị ảnh hưởng. Sau khi nối kết đã xóa, không ai, kể cả chúng tôi, tìm lại được đánh giá của riêng một người; ý kiến bằng lời có thể yêu cầu trung tâm xóa.',
      ],
    ],
  },
  en: {
    title: 'Rate the service',
    otherLanguage: 'Tiếng Việt',
    sample: 'Sample data',
    officer: 'Officer',
    privacyLine: 'No name is taken. The officer does not learn who rated.',
    privacyMore: 'More',
    sending: 'Sending…',
    retrying: 'Weak network. Sending again by itself; please keep this page open.',
    thanks: 'Thank you!',
    thanksText: 'Your rating is recorded. You may close this page.',
    thanksCompleted: 'Your further answers are recorded. You may close this page.',
    optionalTitle: 'Anything more? (optional)',
    optionalText: 'Any question can be skipped.',
    tagsHint: 'More than one may be chosen.',
    comment: 'Other remarks',
    commentConsent:
      'Only if you wish. Remarks are kept to improve the service; please leave out names, phone numbers and file numbers.',
    add: 'Send these too',
    receiptTitle: 'Keep a receipt (optional)',
    receiptText:
      'Copy the code, or take a picture of the screen, to check later that the rating is in the public log. It does not reveal which rating you gave.',
    receiptNobody: 'Nobody may demand to see your receipt.',
    receiptQr: 'QR code of the receipt',
    receiptOpen: 'Open the page that checks receipts',
    receiptBy: 'In the log by',
    alreadyRated: 'This visit has been rated',
    alreadyRatedText:
      'Each slip works once. If you rated it yourself, your rating is recorded; nothing more is needed.',
    notMe: 'It was not me',
    notMeText:
      'If you have not rated this visit, tell us. The centre will look into it; your name is not asked.',
    notMeSent:
      'It has been reported that the person served did not give this rating. The centre is looking into it.',
    notYetOpen: 'Not open yet',
    notYetOpenText: 'Please open this page again from:',
    expired: 'This slip has expired',
    expiredText: 'The time to rate this visit has passed. Thank you for your interest.',
    unknown: 'Slip not found',
    unknownText: 'Please scan the code on the slip again, or type the address printed below it exactly.',
    invalid: 'Not sent',
    invalidText: 'The page sent incomplete or wrong data. Nothing has been recorded.',
    back: 'Back to the rating',
    contested: 'Recorded',
    contestedText: 'Thank you for telling us. The centre will look into this rating.',
    counterQuestion: 'How satisfied are you with the officer at this counter?',
    counterSlip: 'If you have a slip, please scan the code on it instead.',
    unknownCounter: 'Counter not found',
    unknownCounterText:
      'Please scan the code on the poster at the counter again, or type the address printed below it exactly.',
    busy: 'Please wait a few minutes',
    busyText:
      'Too much is being sent for this counter. This was not recorded; please try again in a few minutes, or scan the code on your slip.',
    tooLate: 'Nothing more can be added',
    tooLateText:
      'The time to add answers has passed, or you have sent some already. The rating you gave is recorded.',
    failure: 'The system has a fault',
    failureText:
      'The fault is ours, not yours. Please try again in a few minutes; sending several times still counts once.',
    privacyTitle: 'About privacy',
    privacy: [
      [
        'What is taken',
        'The level you choose, and what you choose to add. No name, phone, identity or network address.',
      ],
      ['What for', 'To improve the service and as one piece of evidence in rating officers. Nothing else.'],
      [
        'Who learns it',
        'The officer does not learn who rated and sees no single rating: only results of many people together, after the day.',
      ],
      [
        'How it is kept',
        'Every night the system erases whatever ties a rating to a file, a slip or a time of day. Until then, only the operator of the server could tie them.',
      ],
      ['Who is responsible', 'The centre named at the top of this page.'],
      [
        'Your rights',
        'Not rating is fine: your file is not affected. Once the ties are erased nobody, we included, can find one person’s rating again; the centre erases written remarks on request.',
      ],
    ],
  },
};
