// What a closed survey shows, and what it does not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resultsCsv } from '../../server/field-surveys/results-csv.ts';
import type { SurveyAnswers, SurveyContent } from '../../shared/contract/field-surveys.ts';
import { surveyFaults } from '../../shared/field-survey/faults.ts';
import { answersFault, questionsOf } from '../../shared/field-survey/questions.ts';
import { surveyResults } from '../../shared/field-survey/results.ts';
import { surveyTemplate } from '../../shared/field-survey/templates.ts';
import { wilsonInterval, wilsonScore } from '../../shared/statistics/proportion.ts';

const label = (vi: string, en = vi) => ({ vi, en });
const asked = (text: string) => ({ kind: 'satisfaction' as const, label: label(text), answers: [] });
/** Questions 0, 1 of factor A; 2 of factor B; 3 a choice of B. */
const content: SurveyContent = {
  title: label('Khảo sát', 'Survey'),
  intro: label(''),
  factors: [
    { label: label('A'), questions: [asked('a1'), asked('a2')] },
    {
      label: label('B'),
      questions: [
        asked('b1'),
        { kind: 'choice', label: label('b2'), answers: [label('Có', 'Yes'), label('Không', 'No')] },
      ],
    },
  ],
  link: 'open',
  responsesMax: 100,
};

describe('results', () => {
  const forms: SurveyAnswers[] = [
    [5, 1, null, 1],
    [4, 4, 2, 1],
    [3, null, 5, 2],
    [5, 5, 5, null],
    [1, 2, null, null],
  ];

  test('a question counts its own answers, with the interval of the project', () => {
    const { factors } = surveyResults(content, forms, 4);
    const [a1, a2] = factors[0]!.questions;
    expect(a1!.counts!.map(({ count }) => count)).toEqual([1, 0, 1, 1, 2]);
    expect(a1!.satisfied).toEqual({ state: 'ok', n: 5, share: 0.6, interval: [...wilsonInterval(3, 5)] });
    expect(a2).toMatchObject({ n: 4, satisfied: { share: 0.5 } });
  });

  test('an index is the mean of each respondent’s own share; factors weigh the same overall', () => {
    const { factors, overall } = surveyResults(content, forms, 3);
    // Own shares of A: 1/2, 1, 0, 1, 0; of B: -, 0, 1, 1, -.
    expect(factors[0]!.index).toMatchObject({ state: 'ok', n: 5, share: 0.5 });
    expect(factors[0]!.index).toHaveProperty('interval', [...wilsonScore(2.5, 5)]);
    expect(factors[1]!.index).toMatchObject({ n: 3, share: 2 / 3 });
    // Own means: 1/2, 1/2, 1/2, 1, 0.
    expect(overall).toMatchObject({ n: 5, share: 0.5 });
  });

  test('what too few answered shows neither counts nor their number', () => {
    const { factors, overall } = surveyResults(content, forms, 5);
    const none = { state: 'insufficient-data', minimum: 5 };
    expect(factors[0]!.questions[1]).toMatchObject({ counts: null, n: null, satisfied: none });
    expect(factors[1]!.index).toEqual(none);
    expect(factors[1]!.questions[1]).toMatchObject({ counts: null, n: null, satisfied: null });
    expect(overall.state).toBe('ok');
    const all = surveyResults(content, forms.slice(0, 4), 5);
    expect(JSON.stringify(all)).not.toMatch(/"share"|"count":|"interval"/);
  });

  test('what too few answered is in no index, so that none can be subtracted to it', () => {
    const most: SurveyAnswers[] = Array.from({ length: 9 }, () => [5, null, null, null]);
    for (const last of [
      [5, 1, null, null],
      [5, null, 1, null],
    ] satisfies SurveyAnswers[]) {
      const shown = surveyResults(content, [...most, last], 5);
      const other = surveyResults(content, [...most, last.map((level) => (level === 1 ? 5 : level))], 5);
      expect(shown).toEqual(other);
      expect(shown.overall).toMatchObject({ state: 'ok', n: 10, share: 1 });
    }
  });

  test('the table names every row and leaves out what is not shown', () => {
    const base = {
      id: 'x',
      title: content.title,
      opensOn: '2026-10-14',
      closesOn: '2026-10-20',
      answered: 5,
    };
    const csv = resultsCsv({ ...base, ...surveyResults(content, forms, 5) });
    expect(csv.startsWith('\uFEFFrow,factor,question,text_vi,text_en,n,value,lower,upper\r\n')).toBe(true);
    expect(csv).toContain('question,1,1,a1,a1,5,0.6000,');
    expect(csv).toContain('answer,1,1,Rất hài lòng,Very satisfied,5,2,,\r\n');
    expect(csv).toContain('question,1,2,a2,a2,,,,\r\n');
    expect(csv).not.toContain('answer,1,2');
    const evil = { ...content, title: label('=cmd()') };
    expect(resultsCsv({ ...base, title: evil.title, ...surveyResults(evil, forms, 5) })).toContain("'=cmd()");
  });

  test('the order of forms tells nothing: any order gives the same', () => {
    const form = fc.tuple(
      ...[5, 5, 5, 2].map((most) => fc.option(fc.integer({ min: 1, max: most }), { nil: null })),
    );
    fc.assert(
      fc.property(fc.array(form, { maxLength: 20 }), fc.integer({ min: 2, max: 6 }), (some, minimum) => {
        const once = surveyResults(content, some, minimum);
        const again = surveyResults(content, [...some].reverse(), minimum);
        for (const [index, factor] of once.factors.entries()) {
          const same = again.factors[index]!;
          expect(same.questions).toEqual(factor.questions);
          expect(same.index!.state).toBe(factor.index!.state);
          if (factor.index!.state === 'ok' && same.index!.state === 'ok') {
            expect(same.index!.share).toBeCloseTo(factor.index!.share, 12);
            expect(factor.index!.interval[0]).toBeGreaterThanOrEqual(0);
            expect(factor.index!.interval[1]).toBeLessThanOrEqual(1);
          }
          for (const { n } of factor.questions) expect(n === null || n >= minimum).toBe(true);
        }
      }),
      { numRuns: 200, verbose: 1 },
    );
  });
});

test('a form fits when every answer is one of its question, and there is one at all', () => {
  expect(answersFault(content, [1, null, 5, 2])).toBeNull();
  expect(answersFault(content, [null, null, null, null])?.path).toBe('answers');
  expect(answersFault(content, [1, 2, 3])?.path).toBe('answers');
  expect(answersFault(content, [6, 1, 1, 1])?.path).toBe('answers.0');
  expect(answersFault(content, [1, 1, 1, 3])?.path).toBe('answers.3');
});

describe('what keeps a survey from being opened', () => {
  test('nothing in the template but the English title', () => {
    const template = surveyTemplate('five-factor', 'Khảo sát');
    expect(template.factors).toHaveLength(5);
    expect(questionsOf(template).length).toBeGreaterThan(14);
    expect(surveyFaults(template)).toEqual([{ path: 'title.en', code: 'title-missing' }]);
    expect(surveyFaults({ ...template, title: label('x') })).toEqual([]);
  });

  test('each fault at its place', () => {
    const codes = (change: Partial<SurveyContent>) =>
      surveyFaults({ ...content, ...change }).map(({ path, code }) => [path, code]);
    expect(codes({ factors: [] })).toEqual([['factors', 'no-questions']]);
    expect(codes({ factors: [{ label: label('A'), questions: [] }] })).toEqual([
      ['factors.0.questions', 'no-questions'],
    ]);
    const choice = (answers: { vi: string; en: string }[]) =>
      codes({
        factors: [{ label: label('A'), questions: [{ kind: 'choice', label: label('q'), answers }] }],
      });
    expect(choice([label('x')])).toEqual([['factors.0.questions.0.answers', 'answers-few']]);
    expect(choice([label('x'), label('X', 'y')])).toEqual([
      ['factors.0.questions.0.answers.1.vi', 'answer-twice'],
    ]);
    expect(choice([label('x'), label('y', '')])).toEqual([
      ['factors.0.questions.0.answers.1.en', 'answer-missing'],
    ]);
    const many = Array.from({ length: 41 }, (_, index) => asked(String(index)));
    expect(codes({ factors: [{ label: label('A'), questions: many }] })).toEqual([
      ['factors', 'many-questions'],
    ]);
  });
});
