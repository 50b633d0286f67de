// Forms on paper: what is printed on one, and the calls by which staff who serve nobody key them (role personnel).
//
// A form is named by its 9 digits, by the 7 of a slip (its own day alone), or by the token of a slip that was scanned.
// Answers never come back, nor whose form it was.
import { z } from 'zod';
import { isFormCode } from '../form-code.ts';
import { isSlipCode } from '../slip-code.ts';
import { tokenSchema } from './common.ts';
import { answersSchema, type Questionnaire, questionnaireSchema } from './questionnaire.ts';

/** Sheets in one batch. */
export const batchFormsMax = 500;

/** What is printed on a form. */
export interface PaperForm {
  centre: { name: string; sample: boolean };
  /** The 9 digits; null on a form with boxes to copy a slip's 7 digits into. */
  code: string | null;
  questionnaire: Questionnaire;
}

/** `a5`: one form. `a4`: one large form with digits, two to be cut apart without. */
export const formSizes = ['a5', 'a4'] as const;
export const formSizeSchema = z.enum(formSizes);
export type FormSize = z.infer<typeof formSizeSchema>;

export const paperFormQuerySchema = z.object({ size: formSizeSchema.default('a5') });

/** One printable document. */
export type RenderPaperForm = (form: PaperForm, size: FormSize, nonce: string) => string;

export const batchRequestSchema = z
  .strictObject({
    /** Sheets counted before keying. */
    forms: z.number().int().min(1).max(batchFormsMax),
  })
  .meta({ id: 'PaperBatchRequest' });

export const paperBatchSchema = z
  .object({
    number: z.number().int().positive(),
    keyedBy: z.string(),
    /** Day on which it was begun, in the centre's zone. */
    day: z.iso.date(),
    forms: z.number().int().positive(),
    taken: z.number().int().nonnegative(),
    closed: z.boolean(),
  })
  .meta({ id: 'PaperBatch' });
export type PaperBatch = z.infer<typeof paperBatchSchema>;

export const paperDeskSchema = z
  .object({
    /** The asking person's own. */
    open: paperBatchSchema.nullable(),
    /** Everybody's closed ones, newest first. */
    closed: z.array(paperBatchSchema),
    /** Newest first: a form is keyed by the questionnaire that is printed on it. */
    questionnaires: z.array(questionnaireSchema).min(1),
    /** Fewer in a batch tell who keys them too much (docs/paper-forms.md). */
    groupMinimum: z.number().int().positive(),
  })
  .meta({ id: 'PaperDesk' });
export type PaperDesk = z.infer<typeof paperDeskSchema>;

export const keyedFormSchema = z
  .strictObject({
    /** Of this sheet alone: sent again after a lost answer, it is the same form. */
    formId: z.uuid(),
    code: z
      .string()
      .refine(
        (code) => isFormCode(code) || isSlipCode(code),
        'is neither the 9 digits of a form nor 7 of a slip',
      )
      .optional(),
    invitation: tokenSchema.optional(),
    questionnaire: z.string().min(1).max(32),
    answers: answersSchema,
  })
  .refine((form) => (form.code === undefined) !== (form.invitation === undefined), {
    message: 'exactly one of code and invitation is needed',
    path: ['code'],
  })
  .meta({ id: 'KeyedForm' });
export type KeyedFormRequest = z.infer<typeof keyedFormSchema>;

export const keyedFormAnswerSchema = z
  .object({ taken: z.number().int().nonnegative() })
  .meta({ id: 'KeyedFormAnswer' });
