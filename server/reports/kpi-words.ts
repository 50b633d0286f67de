// Vietnamese words of KPI reports for what the sheets hold as stable codes, and numbers as Vietnamese text writes them.
import { exact, isDecimal, toDecimalText, toFixedText } from '../../shared/kpi/exact.ts';
import type { Certainty, LevelName } from '../../shared/kpi/policy-schema.ts';

export const levelWords: Record<LevelName, string> = {
  excellent: 'Hoàn thành xuất sắc nhiệm vụ',
  good: 'Hoàn thành tốt nhiệm vụ',
  completed: 'Hoàn thành nhiệm vụ',
  'not-completed': 'Không hoàn thành nhiệm vụ',
};

export const certaintyWords: Record<Certainty, string> = {
  published: 'theo văn bản, tin đã công bố',
  repository: 'theo cách hiểu trong một kho mã nguồn công khai',
  recalled: 'chưa kiểm chứng',
  chosen: 'do đơn vị chọn, không tìm thấy quy định',
};

export const lineStateWords = {
  counted: 'Tính điểm',
  'left-out': 'Không tính, trọng số chia cho tiêu chí khác',
  held: 'Chờ quyết định',
  missing: 'Chưa có số liệu',
  evidence: 'Minh chứng, không tính điểm',
} as const;

export const standingWords = {
  attested: 'Số liệu kê khai',
  'from-responses': 'Từ phản hồi của người dân',
} as const;

const noteWords: Record<string, string> = {
  'no-evidence': 'chưa có phản hồi',
  'too-few-responses': 'quá ít phản hồi',
  'interval-too-wide': 'khoảng tin cậy quá rộng',
  'response-rate-too-low': 'tỷ lệ phản hồi thấp',
  'self-reported-share-too-high': 'tỷ lệ lượt tự ghi nhận cao',
  'unchecked:responses': 'chưa kiểm tra được số phản hồi',
  'unchecked:interval': 'chưa kiểm tra được khoảng tin cậy',
  'unchecked:response-rate': 'chưa kiểm tra được tỷ lệ phản hồi',
  'unchecked:self-reported-share': 'chưa kiểm tra được tỷ lệ lượt tự ghi nhận',
};

/** A line's note in words; the code itself where it is a new one. */
export const noteText = (note: string): string => noteWords[note] ?? note;

/** A sheet's sentence with the codes in its brackets in words. */
export const sentenceText = (text: string): string =>
  text.replace(
    /\(([a-z-]+(?:, [a-z-]+)*)\)/g,
    (_, codes: string) => `(${codes.split(', ').map(noteText).join(', ')})`,
  );

const inputWords: Record<string, string> = {
  points: 'điểm',
  of: 'trên',
  weight: 'trọng số',
  share: 'tỷ trọng phần',
  percent: 'tỷ lệ (%)',
  achieved: 'đạt',
  assigned: 'được giao',
  figure: 'chỉ số',
  period: 'kỳ',
  value: 'giá trị',
  responses: 'số phản hồi',
  interval: 'khoảng 95 %',
  invited: 'lượt mời',
  answered: 'lượt trả lời',
  visits: 'lượt phục vụ',
  selfReportedVisits: 'lượt tự ghi nhận',
};

const figureWords: Record<string, string> = {
  'share-satisfied': 'tỷ lệ hài lòng',
  mean: 'điểm trung bình',
  adjusted: 'tỷ lệ đã hiệu chỉnh',
};

/** 1/3 reads well, 8600/103 does not. */
const readableFraction = 5;
/** Places the sheets give a decimal that has no end. */
const endlessDecimal = /\.\d{12}$/;

/** A stored number as Vietnamese text writes it; a fraction that does not read well becomes a decimal behind "≈". */
export function numberText(stored: string): string {
  if (/^-?\d+(\.\d+)?$/.test(stored)) return stored.replace('.', ',');
  if (/^-?\d+\/\d+$/.test(stored) && stored.length > readableFraction) {
    return `≈${toFixedText(exact(stored), 4).replace('.', ',')}`;
  }
  return stored;
}

/** Points for a table: exact where the decimal has an end, else four places behind "≈". `fraction` is the exact value. */
export function pointsText(points: string, fraction?: string): string {
  const value = exact(fraction ?? points);
  return isDecimal(value) && !(fraction === undefined && endlessDecimal.test(points))
    ? toDecimalText(value).replace('.', ',')
    : `≈${toFixedText(value, 4).replace('.', ',')}`;
}

/** The inputs of a line, `tỷ lệ (%) 95; trọng số 1`. */
export function inputsText(inputs: Record<string, string>): string {
  return Object.entries(inputs)
    .map(([name, value]) => {
      const shown =
        name === 'figure'
          ? (figureWords[value] ?? value)
          : name === 'interval'
            ? value.split('..').map(numberText).join(' đến ')
            : numberText(value);
      return `${inputWords[name] ?? name} ${shown}`;
    })
    .join('; ');
}

const romanQuarters = ['I', 'II', 'III', 'IV'];

/** `2026-10` -> `tháng 10 năm 2026`, `2026-Q4` -> `quý IV năm 2026`, `2026` -> `năm 2026`. */
export function periodText(period: string): string {
  const [year, part] = period.split('-');
  if (part === undefined) return `năm ${year}`;
  if (part.startsWith('Q')) return `quý ${romanQuarters[Number(part.slice(1)) - 1] ?? part} năm ${year}`;
  return `tháng ${part} năm ${year}`;
}

/** `2026-11-05T09:00:00+07:00` -> `05/11/2026`. */
export function dateText(instant: string): string {
  const [year, month, day] = instant.slice(0, 10).split('-');
  return `${day}/${month}/${year}`;
}
