// What a survey can be begun from. The five factors follow the yearly national index of satisfaction with the services of
// state administrative bodies (SIPAS): access, procedures, officers, results, handling of feedback; the wording is this
// project's own.
import type { SurveyContent, SurveyFactor, SurveyQuestion } from '../contract/field-surveys.ts';

const responsesMaxUsual = 1_000;

const asked = (vi: string, en: string): SurveyQuestion => ({
  kind: 'satisfaction',
  label: { vi, en },
  answers: [],
});
const factor = (vi: string, en: string, ...questions: SurveyQuestion[]): SurveyFactor => ({
  label: { vi, en },
  questions,
});

const fiveFactors = (): SurveyFactor[] => [
  factor(
    'Tiếp cận dịch vụ',
    'Access to the service',
    asked(
      'Biển chỉ dẫn, nơi ngồi chờ và trang thiết bị tại nơi giải quyết thủ tục',
      'Signs, waiting area and equipment where the procedure is handled',
    ),
    asked(
      'Việc tìm thông tin về thủ tục và nơi nộp hồ sơ',
      'Finding information on the procedure and where to file',
    ),
    asked(
      'Việc lấy số, đặt lịch hẹn hoặc nộp hồ sơ qua mạng',
      'Taking a number, booking a time or filing online',
    ),
  ),
  factor(
    'Thủ tục hành chính',
    'Administrative procedures',
    asked('Thành phần hồ sơ, giấy tờ phải nộp', 'The papers that have to be submitted'),
    asked('Mẫu đơn, tờ khai dễ hiểu, dễ điền', 'Forms that are easy to understand and to fill in'),
    asked('Mức phí, lệ phí được công khai và thu đúng', 'Fees published and charged as published'),
    asked('Thời hạn giải quyết theo quy định', 'The time allowed for the procedure'),
  ),
  factor(
    'Công chức, viên chức giải quyết công việc',
    'Officers handling the matter',
    asked('Thái độ giao tiếp lịch sự, tôn trọng', 'Polite and respectful manner'),
    asked('Chú ý lắng nghe, trả lời đầy đủ câu hỏi', 'Listening, and answering questions fully'),
    asked('Hướng dẫn hồ sơ rõ ràng, một lần là đủ', 'Guidance on the file that is clear the first time'),
    asked('Thành thạo công việc, tuân thủ quy định', 'Skilled work according to the rules'),
  ),
  factor(
    'Kết quả cung ứng dịch vụ',
    'Results',
    asked('Kết quả được trả đúng hẹn', 'The result came when it was due'),
    asked('Kết quả đầy đủ, thông tin chính xác', 'The result was complete and correct'),
    asked('Kết quả giải quyết đúng quy định, công bằng', 'The outcome was lawful and fair'),
  ),
  factor(
    'Tiếp nhận và xử lý phản ánh, kiến nghị',
    'Handling of feedback and complaints',
    asked('Cách gửi phản ánh, kiến nghị thuận tiện', 'Easy ways of giving feedback'),
    asked('Phản ánh, kiến nghị được tiếp nhận nghiêm túc', 'Feedback taken seriously'),
    asked('Kết quả xử lý được thông báo kịp thời', 'Told in time what was done about it'),
  ),
];

export function surveyTemplate(name: 'five-factor' | 'empty', title: string): SurveyContent {
  return {
    title: { vi: title, en: '' },
    intro: {
      vi: 'Ông/Bà vui lòng cho biết mức độ hài lòng khi giải quyết công việc tại trung tâm. Câu nào không rõ hoặc không gặp, xin bỏ qua. Phiếu không ghi tên.',
      en: 'Please say how satisfied you were with how your matter was handled at the centre. Leave out what you do not know or did not meet. The form takes no names.',
    },
    factors: name === 'empty' ? [] : fiveFactors(),
    link: 'open',
    responsesMax: responsesMaxUsual,
  };
}
