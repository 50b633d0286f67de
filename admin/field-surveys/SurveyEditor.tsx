// A draft of a survey: titles, factors and questions; saved as a whole, checked, and opened for some days.
import { batch, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import {
  type FieldSurvey,
  type SurveyContent,
  type SurveyFactor,
  type SurveyQuestion,
  surveyFactorsMax,
  surveyIntroCharsMax,
  surveyQuestionCharsMax,
  surveyResponsesMax,
  surveyTitleCharsMax,
} from '../../shared/contract/field-surveys.ts';
import type { Label } from '../../shared/contract/questionnaire.ts';
import { type SurveyFault, surveyFaults } from '../../shared/field-survey/faults.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { Notice } from '../components/Notice.tsx';
import { useTask } from '../components/use-task.ts';
import { ApiError } from '../http/request.ts';
import { formatDay, locale } from '../i18n/locale.ts';
import { useUnsaved } from '../kpi/use-unsaved.ts';
import { moved } from '../questionnaires/draft-changes.ts';
import { DeleteSurvey } from './DeleteSurvey.tsx';
import { openSurvey, previewUrl, saveSurvey } from './field-surveys-api.ts';
import { type TextKey, text } from './texts.ts';

interface SurveyEditorProps {
  survey: FieldSurvey;
  reload: () => Promise<void>;
  onOpened: (survey: FieldSurvey) => void;
  onDeleted: () => void;
}

const languages = ['vi', 'en'] as const;
const fieldId = (path: string): string => `survey-${path.replaceAll('.', '-')}`;

export function SurveyEditor({ survey, reload, onOpened, onDeleted }: SurveyEditorProps) {
  const content = useSignal(survey.content);
  const saved = useSignal({ revision: survey.revision, content: survey.content });
  const opensOn = useSignal('');
  const closesOn = useSignal('');
  const isChecked = useSignal(false);
  const areDaysMissing = useSignal(false);
  const isAsking = useSignal(false);
  const isSaved = useSignal(false);
  const isOver = useSignal(false);
  const task = useTask();
  const summary = useRef<HTMLDivElement>(null);
  const { id } = survey;
  const isChanged = JSON.stringify(content.value) !== JSON.stringify(saved.value.content);
  useUnsaved(isChanged && !isOver.value);
  const faults = isChecked.value ? surveyFaults(content.value) : [];

  const change = (next: Partial<SurveyContent>) =>
    batch(() => {
      content.value = { ...content.value, ...next };
      isSaved.value = false;
      isAsking.value = false;
    });
  const setFactors = (factors: SurveyFactor[]) => change({ factors });
  const setFactor = (place: number, factor: SurveyFactor) =>
    setFactors(content.value.factors.map((one, index) => (index === place ? factor : one)));
  const save = async () => {
    const stored = await saveSurvey(id, saved.value.revision, content.value);
    batch(() => {
      saved.value = { revision: stored.revision, content: stored.content };
      content.value = stored.content;
      isSaved.value = true;
    });
  };
  const check = () => {
    isChecked.value = true;
    areDaysMissing.value = opensOn.value === '' || closesOn.value === '';
    if (surveyFaults(content.value).length > 0) summary.current?.focus();
    else if (areDaysMissing.value) document.getElementById('survey-opens')?.focus();
    else isAsking.value = true;
  };
  const open = () =>
    task.run(async () => {
      if (isChanged) await save();
      const days = { opensOn: opensOn.value, closesOn: closesOn.value };
      const opened = await openSurvey(id, { revision: saved.value.revision, ...days });
      isOver.value = true;
      onOpened(opened);
    });
  const isConflict = task.failure.value instanceof ApiError && task.failure.value.code === 'draft-changed';
  const { title, intro, link, responsesMax, factors } = content.value;
  let number = 0;

  return (
    <>
      <form
        class="questions-main"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void task.run(save);
        }}
      >
        <div ref={summary} tabIndex={-1} class="fault-summary">
          {faults.length > 0 && <Faults faults={faults} />}
        </div>
        <section class="card" aria-labelledby="survey">
          <h2 id="survey">{saved.value.content.title[locale.value] || saved.value.content.title.vi}</h2>
          <Pair
            path="title"
            names={['titleVi', 'titleEn']}
            value={title}
            charsMax={surveyTitleCharsMax}
            faults={faults}
            onInput={(words) => change({ title: words })}
          />
          <Pair
            path="intro"
            names={['introVi', 'introEn']}
            value={intro}
            charsMax={surveyIntroCharsMax}
            isLong
            faults={faults}
            onInput={(words) => change({ intro: words })}
          />
          <fieldset class="field">
            <legend>{text('link')}</legend>
            {(['open', 'single-use'] as const).map((one) => (
              <label key={one} class="check">
                <input
                  type="radio"
                  name="link"
                  checked={link === one}
                  onChange={() => change({ link: one })}
                />
                {text(`link.${one}`)}
              </label>
            ))}
          </fieldset>
          <div class="field survey-number">
            <label for="survey-max">{text('responsesMax')}</label>
            <input
              id="survey-max"
              type="text"
              inputMode="numeric"
              value={String(responsesMax)}
              onChange={(event) => {
                const wished = Math.round(Number(event.currentTarget.value));
                change({ responsesMax: Math.min(surveyResponsesMax, Math.max(1, wished || 1)) });
              }}
            />
          </div>
        </section>
        {factors.map((factor, place) => {
          const first = number;
          number += factor.questions.length;
          return (
            <FactorCard
              key={place}
              factor={factor}
              place={place}
              first={first}
              isLast={place === factors.length - 1}
              faults={faults}
              onChange={(next) => setFactor(place, next)}
              onMove={(by) => setFactors(moved(factors, place, by))}
              onRemove={() => setFactors(factors.filter((_, index) => index !== place))}
            />
          );
        })}
        <button
          type="button"
          class="button survey-add"
          disabled={factors.length >= surveyFactorsMax}
          onClick={() => setFactors([...factors, { label: { vi: '', en: '' }, questions: [] }])}
        >
          {text('addFactor')}
        </button>
        <section class="card" aria-labelledby="survey-open">
          <h2 id="survey-open">{text('open')}</h2>
          <div class="question-pair">
            <DayField id="survey-opens" label={text('opensOn')} value={opensOn} />
            <DayField id="survey-closes" label={text('closesOn')} value={closesOn} />
          </div>
          <p class="field-error" role="alert">
            {areDaysMissing.value && (opensOn.value === '' || closesOn.value === '') && text('daysMissing')}
          </p>
          {isAsking.value ? (
            <Confirm
              question={text('openAsk', {
                from: formatDay(opensOn.value, locale.value),
                to: formatDay(closesOn.value, locale.value),
              })}
              warning={text('openWarn')}
              yes={text('openYes')}
              busy={task.busy.value}
              onYes={() => void open()}
              onNo={() => {
                isAsking.value = false;
              }}
            />
          ) : (
            <button type="button" class="button survey-add" onClick={check}>
              {text('open')}
            </button>
          )}
        </section>
        {isConflict ? (
          <Notice tone="warning" title={text('conflict')} role="alert">
            <p>{text('conflictHint')}</p>
            <button
              type="button"
              class="button"
              onClick={() => {
                isOver.value = true;
                void reload();
              }}
            >
              {text('reload')}
            </button>
          </Notice>
        ) : (
          task.failure.value !== null && <Failure error={task.failure.value} />
        )}
        <div class="questions-actions">
          <button type="submit" class="button button-primary" aria-disabled={task.busy.value}>
            {task.busy.value ? text('saving') : text('save')}
          </button>
          <a class="button" href={previewUrl(id, locale.value)} target="_blank" rel="noopener">
            {text('preview')}
          </a>
          <span role="status" class="muted">
            {isChanged ? text('unsaved') : isSaved.value ? text('saved') : ''}
          </span>
        </div>
      </form>
      <DeleteSurvey
        id={id}
        name={saved.value.content.title.vi}
        onDeleted={() => {
          isOver.value = true;
          onDeleted();
        }}
      />
    </>
  );
}

function DayField(props: { id: string; label: string; value: { value: string } }) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      <input
        id={props.id}
        type="date"
        value={props.value.value}
        onInput={(event) => {
          props.value.value = event.currentTarget.value;
        }}
      />
    </div>
  );
}

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

function FactorCard({ factor, place, first, isLast, faults, onChange, onMove, onRemove }: FactorCardProps) {
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

interface PairProps {
  path: string;
  names: readonly [vi: TextKey, en: TextKey];
  value: Label;
  charsMax: number;
  isLong?: boolean;
  faults: readonly SurveyFault[];
  onInput: (value: Label) => void;
}

/** One text in both languages. */
function Pair({ path, names, value, charsMax, isLong = false, faults, onInput }: PairProps) {
  return (
    <div class="question-pair">
      {languages.map((language, index) => {
        const id = fieldId(`${path}.${language}`);
        const own = faults.filter((fault) => fault.path === `${path}.${language}`);
        const shared = {
          id,
          lang: language,
          maxLength: charsMax,
          value: value[language],
          'aria-invalid': own.length > 0,
          'aria-describedby': `${id}-error`,
          onInput: (event: { currentTarget: { value: string } }) =>
            onInput({ ...value, [language]: event.currentTarget.value }),
        };
        return (
          <div key={language} class="field">
            <label for={id}>{text(names[index]!)}</label>
            {isLong ? (
              <textarea rows={3} {...shared} />
            ) : (
              <input type="text" autocomplete="off" {...shared} />
            )}
            <FaultLine id={`${id}-error`} faults={own} />
          </div>
        );
      })}
    </div>
  );
}

const FaultLine = ({ id, faults }: { id?: string; faults: readonly SurveyFault[] }) => (
  <p {...(id === undefined ? {} : { id })} class="field-error">
    {[...new Set(faults.map(({ code }) => text(`fault.${code}`)))].join(' ')}
  </p>
);

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

/** Where a fault is, in words, and the field that mends it. */
function placeOf(path: string): { words: string; field: string } {
  const [head, factor, , question, part, ...rest] = path.split('.');
  const language = rest.at(-1) ?? part ?? factor;
  const words = [
    ...(head === 'factors' && factor !== undefined ? [text('factor', { n: Number(factor) + 1 })] : []),
    ...(question !== undefined && !Number.isNaN(Number(question)) && part !== undefined
      ? [text('question', { n: Number(question) + 1 })]
      : []),
    ...(language === 'vi' || language === 'en' ? [text(`language.${language}`)] : []),
  ];
  const field = part === 'answers' ? path.replace(/answers.*/, 'answers.vi') : path;
  return { words: words.length === 0 ? text('whole') : words.join(', '), field: fieldId(field) };
}

function Faults({ faults }: { faults: readonly SurveyFault[] }) {
  return (
    <Notice tone="bad" title={text('faults', { n: faults.length })} role="alert">
      <ul class="fault-list">
        {faults.map(({ path, code }) => {
          const { words, field } = placeOf(path);
          return (
            <li key={`${path} ${code}`}>
              <a
                href={`#${field}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(field)?.focus();
                }}
              >
                {words}:
              </a>{' '}
              {text(`fault.${code}`)}
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
