// What keeps a draft of a survey from being opened.
import type { SurveyContent } from '../contract/field-surveys.ts';
import { surveyQuestionsMax } from '../contract/field-surveys.ts';
import type { Label } from '../contract/questionnaire.ts';
import { questionsOf } from './questions.ts';

export const surveyFaultCodes = [
  'title-missing',
  'factor-missing',
  'question-missing',
  'answers-few',
  'answers-given',
  'answer-missing',
  'answer-twice',
  'no-questions',
  'many-questions',
] as const;
export type SurveyFaultCode = (typeof surveyFaultCodes)[number];

export interface SurveyFault {
  /** Place in the content: `factors.0.questions.2.label.vi`. */
  path: string;
  code: SurveyFaultCode;
}

const languages = ['vi', 'en'] as const;

/** Every fault, from the top of the form to its end. */
export function surveyFaults(content: SurveyContent): SurveyFault[] {
  const faults: SurveyFault[] = [];
  const needs = (label: Label, path: string, code: SurveyFaultCode): void => {
    for (const language of languages)
      if (label[language] === '') faults.push({ path: `${path}.${language}`, code });
  };
  needs(content.title, 'title', 'title-missing');
  content.factors.forEach((factor, place) => {
    const at = `factors.${place}`;
    needs(factor.label, `${at}.label`, 'factor-missing');
    if (factor.questions.length === 0) faults.push({ path: `${at}.questions`, code: 'no-questions' });
    factor.questions.forEach(({ kind, label, answers }, index) => {
      const here = `${at}.questions.${index}`;
      needs(label, `${here}.label`, 'question-missing');
      if (kind === 'satisfaction') {
        if (answers.length > 0) faults.push({ path: `${here}.answers`, code: 'answers-given' });
        return;
      }
      if (answers.length < 2) faults.push({ path: `${here}.answers`, code: 'answers-few' });
      answers.forEach((answer, number) => {
        needs(answer, `${here}.answers.${number}`, 'answer-missing');
        const isTwice = answers
          .slice(0, number)
          .some((other) => other.vi !== '' && other.vi.toLocaleLowerCase() === answer.vi.toLocaleLowerCase());
        if (isTwice) faults.push({ path: `${here}.answers.${number}.vi`, code: 'answer-twice' });
      });
    });
  });
  const { length } = questionsOf(content);
  if (content.factors.length === 0) faults.push({ path: 'factors', code: 'no-questions' });
  if (length > surveyQuestionsMax) faults.push({ path: 'factors', code: 'many-questions' });
  return faults;
}
