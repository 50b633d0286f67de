// The results of a closed survey. A question's share is that of levels 4 and 5 among its answers. A respondent's share of a
// factor is that of levels 4 and 5 among the satisfaction questions of the factor that the respondent answered; the
// factor's index is the mean of it over respondents. Overall, each respondent's mean over the factors answered, each
// weighing the same. A question that too few answered is in no index, and a factor without an index not in the whole:
// what is not shown could be subtracted otherwise.
//
// Intervals are Wilson's at 95% (statistics/proportion.ts). For an index, a mean over n respondents of values in [0, 1],
// they are taken as if each value were 0 or 1, which is the widest that a mean of p allows (variance p(1-p)/n): never too
// narrow on that account. They say nothing about who did not answer; a survey by open link is no random sample.
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
  const ownShares: number[][] = forms.map(() => []);
  let first = 0;
  const factors = content.factors.map(({ label, questions }) => {
    const from = first;
    first += questions.length;
    const asked = questions.flatMap(({ kind }, place) => (kind === 'satisfaction' ? [from + place] : []));
    const places = asked.filter((place) => givenTo(place, forms).length >= minimum);
    const shares = forms.flatMap((answers, respondent) => {
      const given = places.flatMap((place) => answers[place] ?? []);
      if (given.length === 0) return [];
      const share = given.filter((level) => level >= satisfiedFrom).length / given.length;
      ownShares[respondent]!.push(share);
      return [share];
    });
    return {
      label,
      index: asked.length === 0 ? null : meanShare(shares, minimum),
      questions: questions.map((question, place) => questionResult(question, forms, from + place, minimum)),
    };
  });
  const means = ownShares.flatMap((shares) => (shares.length === 0 ? [] : [mean(shares)]));
  return { overall: meanShare(means, minimum), factors };
}

const givenTo = (place: number, forms: readonly SurveyAnswers[]): number[] =>
  forms.flatMap((answers) => answers[place] ?? []);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function meanShare(shares: readonly number[], minimum: number): SurveyShare {
  if (shares.length < minimum) return { state: 'insufficient-data', minimum };
  const n = shares.length;
  const share = Math.min(1, mean(shares));
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
