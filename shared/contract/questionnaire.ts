// The questionnaire as citizens see it. A version never changes its meaning; a changed text is a new version.
import { z } from 'zod';

export const labelSchema = z.object({ vi: z.string(), en: z.string() });
export type Label = z.infer<typeof labelSchema>;

export const itemKinds = ['faces', 'choice', 'tags'] as const;

export const itemSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  kind: z.enum(itemKinds),
  /** Ordered answers, worst first for `faces`; the answer on the wire is `value`. */
  scale: z
    .array(z.object({ value: z.number().int().min(0).max(99), label: labelSchema }))
    .min(2)
    .max(12),
  required: z.boolean(),
  labels: labelSchema,
});
export type Item = z.infer<typeof itemSchema>;

export const questionnaireSchema = z
  .object({ version: z.string().min(1).max(32), items: z.array(itemSchema).min(1).max(12) })
  .meta({ id: 'Questionnaire' });
export type Questionnaire = z.infer<typeof questionnaireSchema>;

/** Answers by item id: one value for `faces` and `choice`, several for `tags`. */
export const answersSchema = z.record(
  z.string().max(32),
  z.union([z.number().int().min(0).max(99), z.array(z.number().int().min(0).max(99)).max(12)]),
);
export type Answers = z.infer<typeof answersSchema>;

/**
 * Checks answers against the questionnaire: only known items, only values on the scale.
 * @param needRequired true for a new response, false for a later completion.
 * @returns the first thing wrong, or null.
 */
export function answersProblem(
  questionnaire: Questionnaire,
  answers: Answers,
  needRequired: boolean,
): { path: string; message: string } | null {
  for (const item of questionnaire.items) {
    const answer = answers[item.id];
    if (answer === undefined) {
      if (needRequired && item.required) return { path: `answers.${item.id}`, message: 'is required' };
      continue;
    }
    if (Array.isArray(answer) !== (item.kind === 'tags')) {
      return {
        path: `answers.${item.id}`,
        message: item.kind === 'tags' ? 'must be a list' : 'must be one value',
      };
    }
    const values = Array.isArray(answer) ? answer : [answer];
    if (new Set(values).size !== values.length)
      return { path: `answers.${item.id}`, message: 'names a value twice' };
    for (const value of values) {
      if (!item.scale.some((step) => step.value === value)) {
        return { path: `answers.${item.id}`, message: `${value} is not on the scale` };
      }
    }
  }
  const known = new Set(questionnaire.items.map((item) => item.id));
  const unknown = Object.keys(answers).find((id) => !known.has(id));
  return unknown === undefined
    ? null
    : { path: `answers.${unknown}`, message: 'is not an item of this questionnaire' };
}
