// Forms that the pages for citizens post: the rating itself by each way in, and the code that goes on from a kiosk. What a
// form of optional items holds depends on the questionnaire: a field an item by its id, and `comment`.
import { z } from 'zod';
import { codeSchema, localeSchema } from './common.ts';

/** POST /r/:token and POST /c/:counter. */
export const ratingFormSchema = z.object({
  officer: z.coerce.number().int().min(1).max(5),
  responseId: z.uuid(),
  locale: localeSchema.default('vi').catch('vi'),
});

/** POST /r/presence. */
export const presenceFormSchema = ratingFormSchema.extend({
  counter: codeSchema,
  presence: z.string().min(1).max(100),
});

/** POST /r/more: the code that a kiosk showed, as it was typed. */
export const sayMoreFormSchema = z.object({ code: z.string().max(20), locale: localeSchema.optional() });

/** POST /r/thanks and /r/more/answers; an item may stand several times. `payment` where the question is asked. */
export const completionFormSchema = z
  .object({
    locale: localeSchema.optional(),
    comment: z.string().optional(),
    payment: z.string().optional(),
    paymentText: z.string().optional(),
  })
  .catchall(z.union([z.string(), z.array(z.string())]));

/** POST /s/:id: the page's own id, and `q1`, `q2`, … with the number of the answer chosen. */
export const fieldSurveyFormSchema = z
  .object({ formId: z.uuid() })
  .catchall(z.string().regex(/^([1-9]\d?)?$/));

/** What stands behind the address of any of these pages; else it is as the browser asks. */
export const pageQuerySchema = z.object({ lang: z.enum(['vi', 'en']).optional() });
