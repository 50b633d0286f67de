// A factor of a survey's draft with its questions.
import {
  type SurveyFactor,
  type SurveyQuestion,
  surveyQuestionCharsMax,
  surveyTitleCharsMax,
} from '../../shared/contract/field-surveys.ts';
import type { Label } from '../../shared/contract/questionnaire.ts';
import type { SurveyFault } from '../../shared/field-survey/faults.ts';
import { moved } from '../questionnaires/draft-changes.ts';
import { FaultLine, fieldId, languages, Pair } from './SurveyFields.tsx';
import { text } from './texts.ts';

interface FactorCardProps {
  factor: SurveyFactor;
  place: number;
  /** Questions before this factor. */
  first: number;
  isLast: boolean;
  faults: readonly SurveyFault[];
  onChange: (factor: SurveyFactor) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

const noLabel = (): Label => ({ vi: '', en: '' });

export function FactorCard({
  factor,
  place,
  first,
  isLast,
  faults,
  onChange,
  onMove,
  onRemove,
}: FactorCardProps) {
  const at = `factors.${place}`;
  const name = text('factor', { n: place + 1 });
  const { questions } = factor;
  const setQuestions = (next: SurveyQuestion[]) => onChange({ ...factor, questions: next });
  return (
    <fieldset class="card question">
      <legend class="visually-hidden">{name}</legend>
      <div class="question-head">
        <h3>{name}</h3>
        <Moves name={name} isFirst={place === 0} isLast={isLast} onMove={onMove} onRemove={onRemove} />
      </div>
      <Pair
        path={`${at}.label`}
        names={['factorVi', 'factorEn']}
        value={factor.label}
        charsMax={surveyTitleCharsMax}
        faults={faults}
        onInput={(label) => onChange({ ...factor, label })}
      />
      <ol class="survey-questions">
        {questions.map((question, index) => (
          <li key={index}>
            <div class="question-head">
              <h4>
                {text('question', { n: first + index + 1 })} ({text(`kind.${question.kind}`)})
              </h4>
              <Moves
                name={text('question', { n: first + index + 1 })}
                isFirst={index === 0}
                isLast={index === questions.length - 1}
                onMove={(by) => setQuestions(moved(questions, index, by))}
                onRemove={() => setQuestions(questions.filter((_, other) => other !== index))}
              />
            </div>
            <QuestionFields
              at={`${at}.questions.${index}`}
              question={question}
              faults={faults}
              onChange={(next) => setQuestions(questions.map((one, other) => (other === index ? next : one)))}
            />
          </li>
        ))}
      </ol>
      <FaultLine faults={faults.filter(({ path }) => path === `${at}.questions`)} />
      <div class="row" id={fieldId(`${at}.questions`)} tabIndex={-1}>
        <button
          type="button"
          class="button"
          onClick={() =>
            setQuestions([...questions, { kind: 'satisfaction', label: noLabel(), answers: [] }])
          }
        >
          {text('addSatisfaction')}
        </button>
        <button
          type="button"
          class="button"
          onClick={() =>
            setQuestions([
              ...questions,
              { kind: 'choice', label: noLabel(), answers: [noLabel(), noLabel()] },
            ])
          }
        >
          {text('addChoice')}
        </button>
      </div>
    </fieldset>
  );
}

interface QuestionFieldsProps {
  at: string;
  question: SurveyQuestion;
  faults: readonly SurveyFault[];
  onChange: (question: SurveyQuestion) => void;
}

function QuestionFields({ at, question, faults, onChange }: QuestionFieldsProps) {
  const { kind, label, answers } = question;
  const setAnswers = (language: keyof Label, lines: string[]) => {
    const length = Math.max(lines.length, answers.filter((one) => one[other(language)] !== '').length);
    onChange({
      ...question,
      answers: Array.from({ length }, (_, index) => ({
        ...(answers[index] ?? noLabel()),
        [language]: lines[index] ?? '',
      })),
    });
  };
  const own = faults.filter(({ path }) => path.startsWith(`${at}.answers`));
  return (
    <>
      <Pair
        path={`${at}.label`}
        names={['questionVi', 'questionEn']}
        value={label}
        charsMax={surveyQuestionCharsMax}
        faults={faults}
        onInput={(words) => onChange({ ...question, label: words })}
      />
      {kind === 'choice' && (
        <>
          <div class="question-pair">
            {languages.map((language) => (
              <div key={language} class="field">
                <label for={fieldId(`${at}.answers.${language}`)}>
                  {text(language === 'vi' ? 'answersVi' : 'answersEn')}
                </label>
                <textarea
                  id={fieldId(`${at}.answers.${language}`)}
                  lang={language}
                  rows={4}
                  value={answers.map((answer) => answer[language]).join('\n')}
                  aria-invalid={own.length > 0}
                  onChange={(event) =>
                    setAnswers(
                      language,
                      event.currentTarget.value
                        .split('\n')
                        .map((line) => line.trim())
                        .filter((line) => line !== ''),
                    )
                  }
                />
              </div>
            ))}
          </div>
          <FaultLine faults={own} />
        </>
      )}
    </>
  );
}

const other = (language: keyof Label): keyof Label => (language === 'vi' ? 'en' : 'vi');

interface MovesProps {
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

const Moves = ({ name, isFirst, isLast, onMove, onRemove }: MovesProps) => (
  <div class="row">
    <button
      type="button"
      class="button-quiet button-small"
      aria-label={text('upOf', { name })}
      aria-disabled={isFirst}
      onClick={() => {
        if (!isFirst) onMove(-1);
      }}
    >
      {text('up')}
    </button>
    <button
      type="button"
      class="button-quiet button-small"
      aria-label={text('downOf', { name })}
      aria-disabled={isLast}
      onClick={() => {
        if (!isLast) onMove(1);
      }}
    >
      {text('down')}
    </button>
    <button
      type="button"
      class="button-quiet button-small"
      aria-label={text('removeOf', { name })}
      onClick={onRemove}
    >
      {text('remove')}
    </button>
  </div>
);
