// Sentences of the slip, in both languages: the printed page and the thermal printer carry the same.
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';

export interface SlipTexts {
  question: string;
  scan: string;
  orCode: string;
  once(lastDay: string): string;
}

export const slipTexts: Readonly<Record<SurveyLocale, SlipTexts>> = {
  vi: {
    question: 'Ông/Bà có hài lòng với cán bộ phục vụ?',
    scan: 'Quét mã bằng điện thoại, chạm một lần là xong.',
    orCode: 'Hoặc nhập mã này tại máy đánh giá, hôm nay',
    once: (lastDay) => `Dùng một lần, đến hết ngày ${lastDay}.`,
  },
  en: {
    question: 'Were you satisfied with the officer?',
    scan: 'Scan with your phone; one tap is enough.',
    orCode: 'Or enter this code at the kiosk, today',
    once: (lastDay) => `Works once, until ${lastDay}.`,
  },
};
