// The question on unofficial payments. Its answer is no answer of the questionnaire: it is encrypted to the inspectorate's
// key before it is kept, and a record of the same size is kept for every completed form that offered the question,
// answered or not. The centre sees neither text nor count.
import { z } from 'zod';
import { codeSchema } from './common.ts';
import type { Label } from './questionnaire.ts';

/** Bytes of a report before encryption: 400 characters of four bytes fit. */
export const reportBytes = 2048;
/** Bytes that age adds for one X25519 recipient and one chunk: header, nonce, tag. Constant; held by a test. */
export const ageBytes = 200;
/** Length of a sealed report in hex. */
export const sealedReportChars: number = 2 * (reportBytes + ageBytes);
/** A report sealed on a kiosk, in hex: always of one length. */
export const sealedReportSchema = z
  .string()
  .length(sealedReportChars)
  .regex(/^[0-9a-f]+$/, 'is not hex');

/** Longest text of a report, in characters. */
export const reportCharsMax = 400;

/** What the citizen may say; null is no answer. */
export const reportAnswers = ['no', 'hinted', 'asked', 'gave'] as const;
export type ReportAnswer = (typeof reportAnswers)[number];

export const reportSchema = z.strictObject({
  answer: z.enum(reportAnswers).nullable(),
  text: z.string().trim().max(reportCharsMax),
});
export type Report = z.infer<typeof reportSchema>;

export const emptyReport: Report = { answer: null, text: '' };

/** The inspectorate as citizens see it: whom they write to. */
export const inspectorateSchema = z.object({
  name: z.string().min(1).max(200),
  /** age recipient (X25519), `age1…`. */
  recipient: z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/, 'is not an age X25519 recipient'),
});
export type Inspectorate = z.infer<typeof inspectorateSchema>;

/** What the inspectorate finds inside one sealed record: where it was, and what was said there. */
export const reportEnvelopeSchema = z.strictObject({
  v: z.literal(1),
  officer: codeSchema,
  counter: codeSchema,
  day: z.iso.date(),
  /** From a phone, in the clear within the envelope; from a kiosk, sealed on the kiosk. */
  report: z.union([reportSchema, z.strictObject({ sealed: sealedReportSchema })]),
});
export type ReportEnvelope = z.infer<typeof reportEnvelopeSchema>;

export interface ReportTexts {
  question: string;
  consent: string;
  answers: Readonly<Record<ReportAnswer, string>>;
  text: string;
}

/** Wording of the question and of its own consent line; `NAME` is the inspectorate's name. */
export const reportTexts: Readonly<Record<keyof Label, ReportTexts>> = {
  vi: {
    question: 'Ngoài phí, lệ phí theo quy định, Ông/Bà có bị gợi ý hay phải đưa thêm tiền, quà không?',
    consent:
      'Không bắt buộc. Câu trả lời được mã hóa trước khi lưu, chỉ NAME đọc được; trung tâm và cán bộ không đọc được, cũng không biết có ai trả lời.',
    answers: {
      no: 'Không',
      hinted: 'Có bị gợi ý',
      asked: 'Có bị đòi',
      gave: 'Đã phải đưa',
    },
    text: 'Muốn kể rõ hơn (không bắt buộc; xin đừng ghi tên, số điện thoại của Ông/Bà)',
  },
  en: {
    question: 'Beyond the official fees, was any money or gift hinted at, asked for or given?',
    consent:
      'Optional. The answer is encrypted before it is kept and only NAME can read it; the centre and the officers cannot, nor can they tell whether anybody answered.',
    answers: {
      no: 'No',
      hinted: 'It was hinted at',
      asked: 'It was asked for',
      gave: 'I had to give',
    },
    text: 'More about it (optional; please leave out your name and phone number)',
  },
};
