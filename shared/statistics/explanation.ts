// The adjustment in words for the officer it concerns, Vietnamese and English: the centre's level, the mix of
// procedures, the mix of modes, what is the officer's own. Each sentence carries one part; the parts sum to the figure.
import type { Adjustment } from './adjustment.ts';
import { type Figure, hundredPerLevel, toHundred } from './figure.ts';

export interface Explanation {
  vi: string[];
  en: string[];
}

const strataVi: Record<string, string> = {
  mode: 'cách gửi đánh giá (máy tại quầy, mã QR, giấy, đường liên kết)',
  tier: 'hình thức mời đánh giá',
  counter: 'quầy làm việc',
};
const strataEn: Record<string, string> = {
  mode: 'the ways people answered (kiosk, QR, paper, link)',
  tier: 'the ways people were asked',
  counter: 'the counters',
};

/** Sentences for one officer's adjustment; `comparable` says whether the adjusted figure stands. */
export function explain(figure: Figure, adjustment: Adjustment, comparable: boolean): Explanation {
  const { parts, support } = adjustment;
  const say = unitOf(figure);
  const vi: string[] = [];
  const en: string[] = [];
  vi.push(`Mức chung của trung tâm trong kỳ tham chiếu: ${say.level(parts.centreLevel, 'vi')}.`);
  en.push(`The centre's level in the reference: ${say.level(parts.centreLevel, 'en')}.`);
  vi.push(
    `Các thủ tục được giao thường được đánh giá ${direction(parts.procedureMix, 'vi')} mức chung: ${say.change(parts.procedureMix, 'vi')}.`,
  );
  en.push(
    `The procedures given are usually rated ${direction(parts.procedureMix, 'en')} the centre's level: ${say.change(parts.procedureMix, 'en')}.`,
  );
  for (const [name, part] of Object.entries(parts.strataMix)) {
    vi.push(`Ảnh hưởng của ${strataVi[name] ?? name}: ${say.change(part, 'vi')}.`);
    en.push(`The effect of ${strataEn[name] ?? name}: ${say.change(part, 'en')}.`);
  }
  vi.push(`Phần còn lại là của riêng cán bộ: ${say.change(parts.own, 'vi')}.`);
  en.push(`What remains is the officer's own part: ${say.change(parts.own, 'en')}.`);
  vi.push(`Cộng các phần trên bằng kết quả đã ghi nhận: ${say.level(adjustment.observed, 'vi')}.`);
  en.push(`These parts together are the figure as recorded: ${say.level(adjustment.observed, 'en')}.`);
  if (comparable) {
    vi.push(
      `Kết quả đã điều chỉnh, bằng mức chung cộng phần của riêng cán bộ: ${say.level(adjustment.adjusted, 'vi')}.`,
    );
    en.push(
      `Adjusted, the centre's level plus the officer's own part: ${say.level(adjustment.adjusted, 'en')}.`,
    );
  } else {
    vi.push(
      `Chỉ ${number(100 * Math.min(support.shared, support.known), 'vi')}% công việc có thể so sánh với người khác, nên không nêu kết quả điều chỉnh; kết quả đã ghi nhận được giữ nguyên.`,
    );
    en.push(
      `Only ${number(100 * Math.min(support.shared, support.known), 'en')}% of the work can be compared with others, so no adjusted figure is given; the figure as recorded stands.`,
    );
  }
  return { vi, en };
}

type Language = 'vi' | 'en';

function unitOf(figure: Figure): {
  level(value: number, language: Language): string;
  change(value: number, language: Language): string;
} {
  if (figure === 'shareSatisfied') {
    return {
      level: (value, language) =>
        language === 'vi'
          ? `${number(100 * value, 'vi')}% hài lòng`
          : `${number(100 * value, 'en')}% satisfied`,
      change: (value, language) =>
        `${signed(100 * value, language)} ${language === 'vi' ? 'điểm phần trăm' : 'percentage points'}`,
    };
  }
  return {
    level: (value, language) =>
      language === 'vi'
        ? `${number(toHundred(value), 'vi')} điểm trên thang 0-100`
        : `${number(toHundred(value), 'en')} points of 0-100`,
    change: (value, language) =>
      `${signed(hundredPerLevel * value, language)} ${language === 'vi' ? 'điểm' : 'points'}`,
  };
}

function direction(part: number, language: Language): string {
  if (Math.abs(part) < 5e-7) return language === 'vi' ? 'ngang' : 'at';
  if (part > 0) return language === 'vi' ? 'cao hơn' : 'above';
  return language === 'vi' ? 'thấp hơn' : 'below';
}

function number(value: number, language: Language): string {
  const text = Math.abs(value) < 0.005 ? '0.00' : value.toFixed(2);
  return language === 'vi' ? text.replace('.', ',') : text;
}

function signed(value: number, language: Language): string {
  const text = number(Math.abs(value), language);
  return `${Math.abs(value) < 0.005 ? '' : value > 0 ? '+' : '−'}${text}`;
}
