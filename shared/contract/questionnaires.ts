// Versions of the questionnaire and drafts of the next one, as the set-up page reads and writes them. A version in use is
// a `Questionnaire`; a draft may be unfinished, so only its size and shape are bound here. What keeps a draft from being
// published is said by shared/questionnaire/faults.ts.
import { z } from 'zod';
import { itemKinds, itemSchema } from './questionnaire.ts';

export const questionCharsMax = 200;
export const answerCharsMax = 100;
export const draftItemsMax = 12;
export const draftAnswersMax = 12;
export const draftNameCharsMax = 80;

/** Marks without a shape of their own, and those that turn the direction of what follows. */
export const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** One line of text; unseen marks go and white space is made one form, so that what looks equal is equal. */
const line = (charsMax: number) =>
  z
    .string()
    .max(charsMax)
    .regex(/^[^\p{Cc}]*$/u, 'has control characters')
    .transform((text) => text.replace(unseen, '').normalize('NFC').replace(/\s+/g, ' ').trim());
const label = (charsMax: number) => z.strictObject({ vi: line(charsMax), en: line(charsMax) });

/** As an item, perhaps unfinished: the id, texts and answers may still be missing. */
export const draftItemSchema = z
  .strictObject({
    id: z.string().max(32),
    kind: z.enum(itemKinds),
    required: z.boolean(),
    labels: label(questionCharsMax),
    scale: z
      .array(z.strictObject({ value: z.int().min(0).max(99), label: label(answerCharsMax) }))
      .max(draftAnswersMax),
  })
  .meta({ id: 'QuestionnaireDraftItem' });

export const draftItemsSchema = z.array(draftItemSchema).max(draftItemsMax);

export const draftSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Version it was begun from. */
  basedOn: z.string(),
  /** Goes up by one with each saving. */
  revision: z.int(),
  changedBy: z.string(),
  /** Day, in the centre's zone. */
  changedOn: z.iso.date(),
});
export type DraftSummary = z.infer<typeof draftSummarySchema>;

export const questionnaireDraftSchema = draftSummarySchema
  .extend({ items: z.array(itemSchema.extend({ id: z.string(), scale: itemSchema.shape.scale.min(0) })) })
  .meta({ id: 'QuestionnaireDraft' });
export type QuestionnaireDraft = z.infer<typeof questionnaireDraftSchema>;

export const questionnaireVersionSchema = z
  .object({
    version: z.string(),
    usedFrom: z.iso.date(),
    /** Day on which the next version took its place; null for the one in use. */
    usedUntil: z.iso.date().nullable(),
    publishedBy: z.string(),
    /** False until the night that puts it into the log. */
    inLog: z.boolean(),
    items: z.array(itemSchema),
  })
  .meta({ id: 'QuestionnaireVersion' });
export type QuestionnaireVersion = z.infer<typeof questionnaireVersionSchema>;

/** Versions newest first: the first one is in use. */
export const questionnaireListSchema = z
  .object({ versions: z.array(questionnaireVersionSchema), drafts: z.array(draftSummarySchema) })
  .meta({ id: 'QuestionnaireList' });
export type QuestionnaireList = z.infer<typeof questionnaireListSchema>;

export const draftBeginSchema = z
  .strictObject({
    name: line(draftNameCharsMax).pipe(z.string().min(1)),
    /** Version to begin from; the one in use when absent. */
    from: z.string().min(1).max(32).optional(),
  })
  .meta({ id: 'QuestionnaireDraftBegin' });

export const draftSaveSchema = z
  .strictObject({
    /** The revision that was changed; another one by now is refused, so that nobody's work is written over. */
    revision: z.int().min(1),
    name: line(draftNameCharsMax).pipe(z.string().min(1)),
    items: draftItemsSchema,
  })
  .meta({ id: 'QuestionnaireDraftSave' });

export const draftPublishSchema = z
  .strictObject({ revision: z.int().min(1) })
  .meta({ id: 'QuestionnaireDraftPublish' });

/** Pages of a phone that show the questionnaire. */
export const previewPages = ['question', 'thanks'] as const;
export const questionnairePreviewSchema = z
  .strictObject({ items: draftItemsSchema, page: z.enum(previewPages), locale: z.enum(['vi', 'en']) })
  .meta({ id: 'QuestionnairePreview' });
export const questionnairePreviewAnswerSchema = z
  .object({ html: z.string() })
  .meta({ id: 'QuestionnairePreviewAnswer' });
