// The questions of a survey as one list, in the order of the form: that order is the order of the answers.

import type { SurveyAnswers, SurveyContent, SurveyQuestion } from '../contract/field-surveys.ts';
import type { Label } from '../contract/questionnaire.ts';
import { satisfactionLevels } from './levels.ts';

export const questionsOf = (content: SurveyContent): SurveyQuestion[] =>
  content.factors.flatMap(({ questions }) => questions);

/** What can be answered, value 1 first. */
export const answersOf = ({ kind, answers }: SurveyQuestion): readonly Label[] =>
  kind === 'satisfaction' ? satisfactionLevels : answers;

/**
 * The first thing wrong with the answers of one form: another number of them than of questions, a value that the question
 * does not have, or no answer at all; null when they fit.
 */
export function answersFault(
  content: SurveyContent,
  answers: SurveyAnswers,
): { path: string; message: string } | null {
  const questions = questionsOf(content);
  if (answers.length !== questions.length) {
    return { path: 'answers', message: `needs ${questions.length} answers or nulls` };
  }
  if (answers.every((answer) => answer === null)) return { path: 'answers', message: 'holds no answer' };
  const wrong = answers.findIndex(
    (answer, index) => answer !== null && (answer < 1 || answer > answersOf(questions[index]!).length),
  );
  return wrong === -1 ? null : { path: `answers.${wrong}`, message: 'is no answer of the question' };
}
