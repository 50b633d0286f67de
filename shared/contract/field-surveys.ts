// Stand-alone field surveys: questions of a centre's own, answered by link or on paper. Kept apart from ratings: no visit,
// no officer, no KPI, not in the log. Only counts leave the server, and levels only when the survey is closed.
import { z } from 'zod';
import { unseen } from './questionnaires.ts';

export const surveyTitleCharsMax = 120;
export const surveyIntroCharsMax = 600;
export const surveyQuestionCharsMax = 250;
export const surveyAnswerCharsMax = 100;
export const surveyFactorsMax = 12;
/** Questions of all factors together. */
export const surveyQuestionsMax = 40;
export const surveyAnswersMax = 12;
export const surveyResponsesMax = 20_000;
/** Links that work once, handed out for one survey. */
export const surveyLinksMax = 5_000;
/** Links made by one call. */
export const surveyLinksAtOnceMax = 500;
export const paperNumberMax = 9_999;

const line = (charsMax: number) =>
  z
    .string()
    .max(charsMax)
    .regex(/^[^\p{Cc}]*$/u, 'has control characters')
    .transform((text) => text.replace(unseen, '').normalize('NFC').replace(/\s+/g, ' ').trim());
const label = (charsMax: number) => z.strictObject({ vi: line(charsMax), en: line(charsMax) });

/** `satisfaction`: five levels, 1 to 5, the same for all. `choice`: one of its own answers, 1 and up, or none. */
export const surveyQuestionKinds = ['satisfaction', 'choice'] as const;

export const surveyQuestionSchema = z.strictObject({
  kind: z.enum(surveyQuestionKinds),
  label: label(surveyQuestionCharsMax),
  /** Of a choice; none of a satisfaction question. */
  answers: z.array(label(surveyAnswerCharsMax)).max(surveyAnswersMax),
});
export type SurveyQuestion = z.infer<typeof surveyQuestionSchema>;

export const surveyFactorSchema = z.strictObject({
  label: label(surveyTitleCharsMax),
  questions: z.array(surveyQuestionSchema).max(surveyQuestionsMax),
});
export type SurveyFactor = z.infer<typeof surveyFactorSchema>;

/** A draft may be unfinished; what keeps it from being opened is said by shared/field-survey/faults.ts. */
export const surveyContentSchema = z
  .strictObject({
    title: label(surveyTitleCharsMax),
    intro: label(surveyIntroCharsMax),
    factors: z.array(surveyFactorSchema).max(surveyFactorsMax),
    /** `open`: one address for all, as often as it is opened. `single-use`: addresses that each take one answer. */
    link: z.enum(['open', 'single-use']),
    responsesMax: z.int().min(1).max(surveyResponsesMax),
  })
  .meta({ id: 'FieldSurveyContent' });
export type SurveyContent = z.infer<typeof surveyContentSchema>;

export const surveyTemplates = ['five-factor', 'empty'] as const;

/** `scheduled`: opened, its first day not yet come. `ended`: its last day is over, paper forms can still be entered. */
export const surveyStandings = ['draft', 'scheduled', 'open', 'ended', 'closed'] as const;
export type SurveyStanding = (typeof surveyStandings)[number];

export const surveySummarySchema = z.object({
  id: z.string(),
  title: z.object({ vi: z.string(), en: z.string() }),
  standing: z.enum(surveyStandings),
  opensOn: z.iso.date().nullable(),
  closesOn: z.iso.date().nullable(),
  /** Answered forms, by link and on paper. */
  answered: z.int(),
});
export type SurveySummary = z.infer<typeof surveySummarySchema>;

export const surveyListSchema = z
  .object({ surveys: z.array(surveySummarySchema) })
  .meta({ id: 'FieldSurveyList' });

export const fieldSurveySchema = surveySummarySchema
  .extend({
    revision: z.int(),
    content: surveyContentSchema,
    /** Address of the survey with an open link; null with links that work once. */
    url: z.string().nullable(),
    /** Links that work once: made, and used. */
    links: z.object({ made: z.int(), used: z.int() }),
    /** Paper forms entered and not yet mixed with the other answers; 0 after the close. */
    paper: z.int(),
    changedBy: z.string(),
    changedOn: z.iso.date(),
  })
  .meta({ id: 'FieldSurvey' });
export type FieldSurvey = z.infer<typeof fieldSurveySchema>;

export const surveyBeginSchema = z
  .strictObject({
    template: z.enum(surveyTemplates),
    title: line(surveyTitleCharsMax).pipe(z.string().min(1)),
  })
  .meta({ id: 'FieldSurveyBegin' });

export const surveySaveSchema = z
  .strictObject({ revision: z.int().min(1), content: surveyContentSchema })
  .meta({ id: 'FieldSurveySave' });

export const surveyOpenSchema = z
  .strictObject({ revision: z.int().min(1), opensOn: z.iso.date(), closesOn: z.iso.date() })
  .meta({ id: 'FieldSurveyOpen' });

export const surveyLastDaySchema = z
  .strictObject({ closesOn: z.iso.date() })
  .meta({ id: 'FieldSurveyLastDay' });

export const surveyLinksRequestSchema = z
  .strictObject({ count: z.int().min(1).max(surveyLinksAtOnceMax) })
  .meta({ id: 'FieldSurveyLinksRequest' });
export const surveyLinksSchema = z.object({ urls: z.array(z.string()) }).meta({ id: 'FieldSurveyLinks' });

/** Answers of one form, question by question in the order of the form; null where none was given. */
export const surveyAnswersSchema = z
  .array(z.int().min(1).max(surveyAnswersMax).nullable())
  .max(surveyQuestionsMax);
export type SurveyAnswers = z.infer<typeof surveyAnswersSchema>;

export const paperEntrySchema = z
  .strictObject({ answers: surveyAnswersSchema })
  .meta({ id: 'FieldSurveyPaperEntry' });
export const paperFormSchema = z
  .object({ number: z.int(), answers: surveyAnswersSchema })
  .meta({ id: 'FieldSurveyPaperForm' });
export type PaperForm = z.infer<typeof paperFormSchema>;
export const paperListSchema = z.object({ numbers: z.array(z.int()) }).meta({ id: 'FieldSurveyPaperList' });

const intervalSchema = z.tuple([z.number(), z.number()]);
/** A proportion of satisfied with its interval, or the number of answers that were too few for one. */
export const surveyShareSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('ok'),
    /** Respondents behind it. */
    n: z.int(),
    share: z.number(),
    interval: intervalSchema,
  }),
  z.object({ state: z.literal('insufficient-data'), minimum: z.int() }),
]);
export type SurveyShare = z.infer<typeof surveyShareSchema>;

export const questionResultSchema = z.object({
  kind: z.enum(surveyQuestionKinds),
  label: z.object({ vi: z.string(), en: z.string() }),
  /** By answer; null when too few answered the question. */
  counts: z
    .array(z.object({ label: z.object({ vi: z.string(), en: z.string() }), count: z.int() }))
    .nullable(),
  n: z.int().nullable(),
  /** Null for a choice. */
  satisfied: surveyShareSchema.nullable(),
});
export type QuestionResult = z.infer<typeof questionResultSchema>;

export const surveyResultsSchema = z
  .object({
    id: z.string(),
    title: z.object({ vi: z.string(), en: z.string() }),
    opensOn: z.iso.date(),
    closesOn: z.iso.date(),
    answered: z.int(),
    overall: surveyShareSchema,
    factors: z.array(
      z.object({
        label: z.object({ vi: z.string(), en: z.string() }),
        /** Null where the factor has no question on satisfaction. */
        index: surveyShareSchema.nullable(),
        questions: z.array(questionResultSchema),
      }),
    ),
  })
  .meta({ id: 'FieldSurveyResults' });
export type SurveyResults = z.infer<typeof surveyResultsSchema>;

const printedLocale = z.enum(['vi', 'en']).default('vi');
export const surveyPreviewQuerySchema = z.strictObject({ locale: printedLocale });

const formsAtOnceMax = 200;
/** Numbers first, first + 1, … of `count` forms, at most paperNumberMax. */
export const surveyFormsQuerySchema = z.strictObject({
  locale: printedLocale,
  first: z.coerce.number().int().min(1).max(paperNumberMax).default(1),
  count: z.coerce.number().int().min(1).max(formsAtOnceMax).default(10),
});
