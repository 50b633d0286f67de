// The questionnaire a new centre begins with. Item `officer` is the rating; the others are asked after it, each optional.
import type { Questionnaire } from '../shared/contract/questionnaire.ts';

export const defaultQuestionnaire: Questionnaire = {
  version: '2026-1',
  items: [
    {
      id: 'officer',
      kind: 'faces',
      required: true,
      labels: {
        vi: 'Ông/Bà có hài lòng với cách phục vụ của cán bộ không?',
        en: 'How satisfied are you with the way the officer served you?',
      },
      scale: [
        { value: 1, label: { vi: 'Rất không hài lòng', en: 'Very dissatisfied' } },
        { value: 2, label: { vi: 'Không hài lòng', en: 'Dissatisfied' } },
        { value: 3, label: { vi: 'Bình thường', en: 'Neither satisfied nor dissatisfied' } },
        { value: 4, label: { vi: 'Hài lòng', en: 'Satisfied' } },
        { value: 5, label: { vi: 'Rất hài lòng', en: 'Very satisfied' } },
      ],
    },
    {
      id: 'guidance',
      kind: 'choice',
      required: false,
      labels: { vi: 'Cán bộ hướng dẫn có rõ ràng không?', en: 'Was the guidance clear?' },
      scale: [
        { value: 1, label: { vi: 'Không rõ', en: 'Not clear' } },
        { value: 2, label: { vi: 'Tạm được', en: 'Partly' } },
        { value: 3, label: { vi: 'Rõ ràng', en: 'Clear' } },
      ],
    },
    {
      id: 'extra-contacts',
      kind: 'choice',
      required: false,
      labels: {
        vi: 'Ông/Bà phải đến thêm mấy lần để bổ sung hồ sơ?',
        en: 'How many more times did you have to come to complete the file?',
      },
      scale: [
        { value: 0, label: { vi: 'Không phải đến thêm', en: 'None' } },
        { value: 1, label: { vi: '1 lần', en: 'Once' } },
        { value: 2, label: { vi: 'Từ 2 lần trở lên', en: 'Twice or more' } },
      ],
    },
    {
      id: 'reasons',
      kind: 'tags',
      required: false,
      labels: { vi: 'Điều gì đáng chú ý nhất?', en: 'What stood out?' },
      scale: [
        { value: 1, label: { vi: 'Thái độ phục vụ', en: 'Manner of service' } },
        { value: 2, label: { vi: 'Thời gian chờ', en: 'Waiting time' } },
        { value: 3, label: { vi: 'Giải thích, hướng dẫn', en: 'Explanations' } },
        { value: 4, label: { vi: 'Giấy tờ phải nộp', en: 'Papers required' } },
        { value: 5, label: { vi: 'Chỗ ngồi, trang thiết bị', en: 'Seats and equipment' } },
      ],
    },
  ],
};
