// The results of a closed survey. A question's share is that of levels 4 and 5 among its answers. The index of a factor is the
// same share among all answers to its satisfaction questions, the whole's among those of all factors. So every number follows
// from the counts that are shown: a mean over respondents would tell how those answered who left a question out. A question
// that too few answered is in no index.
//
// Intervals are Wilson's at 95% (statistics/proportion.ts). For an index they are taken over the answers of the question that
// most gave, not over all answers: those of one respondent go together, and more questions are not more respondents. They
// say nothing about who did not answer; a survey by open link is no random sample.
import type {
  QuestionResult,
  SurveyAnswers,
  SurveyContent,
  SurveyQuestion,
  SurveyResults,
  SurveyShare,
} from '../contract/field-surveys.ts';
import { wilsonInterval, wilsonScore } from '../statistics/proportion.ts';
import { satisfiedFrom } from './levels.ts';
import { answersOf } from './questions.ts';

/**
 * @param forms answers of each respondent, in the order of the questions
 * @param minimum respondents below which a question, a factor or the whole shows nothing but that
 */
export function surveyResults(
  content: SurveyContent,
  forms: readonly SurveyAnswers[],
  minimum: number,
): Pick<SurveyResults, 'overall' | 'factors'> {
  const all: number[][] = [];
  let first = 0;
  const factors = content.factors.map(({ label, questions }) => {
    const from = first;
    first += questions.length;
    const asked = questions.flatMap(({ kind }, place) => (kind === 'satisfaction' ? [from + place] : []));
    const shown = asked.map((place) => givenTo(place, forms)).filter((given) => given.length >= minimum);
    all.push(...shown);
    return {
      label,
      index: asked.length === 0 ? null : indexOf(shown, minimum),
      questions: questions.map((question, place) => questionResult(question, forms, from + place, minimum)),
    };
  });
  return { overall: indexOf(all, minimum), factors };
}

const givenTo = (place: number, forms: readonly SurveyAnswers[]): number[] =>
  forms.flatMap((answers) => answers[place] ?? []);

/** @param shown answers to each question whose counts are shown */
function indexOf(shown: readonly number[][], minimum: number): SurveyShare {
  if (shown.length === 0) return { state: 'insufficient-data', minimum };
  const given = shown.flat();
  const share = given.filter((level) => level >= satisfiedFrom).length / given.length;
  const n = Math.max(...shown.map(({ length }) => length));
  return { state: 'ok', n, share, interval: [...wilsonScore(share * n, n)] };
}

function questionResult(
  question: SurveyQuestion,
  forms: readonly SurveyAnswers[],
  place: number,
  minimum: number,
): QuestionResult {
  const { kind, label } = question;
  const given = givenTo(place, forms);
  const n = given.length;
  if (n < minimum) {
    const none: SurveyShare = { state: 'insufficient-data', minimum };
    return { kind, label, counts: null, n: null, satisfied: kind === 'choice' ? null : none };
  }
  const counts = answersOf(question).map((answer, index) => ({
    label: answer,
    count: given.filter((value) => value === index + 1).length,
  }));
  if (kind === 'choice') return { kind, label, counts, n, satisfied: null };
  const satisfied = given.filter((level) => level >= satisfiedFrom).length;
  return {
    kind,
    label,
    counts,
    n,
    satisfied: { state: 'ok', n, share: satisfied / n, interval: [...wilsonInterval(satisfied, n)] },
  };
}
