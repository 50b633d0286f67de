// Paper forms: a page of numbered forms to print, and each form entered, corrected or taken out by its number.
import { useSignal } from '@preact/signals';
import { type FieldSurvey, paperNumberMax, type SurveyAnswers } from '../../shared/contract/field-surveys.ts';
import { answersOf, questionsOf } from '../../shared/field-survey/questions.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { useTask } from '../components/use-task.ts';
import { useUnsaved } from '../components/use-unsaved.ts';
import { ApiError } from '../http/request.ts';
import { locale } from '../i18n/locale.ts';
import { enterPaper, formsUrl, readPaper, removePaper } from './field-surveys-api.ts';
import { text } from './texts.ts';

interface PaperFormsProps {
  survey: FieldSurvey;
  reload: () => Promise<void>;
}

interface Entry {
  number: number;
  answers: SurveyAnswers;
  isKnown: boolean;
  isChanged: boolean;
}

export function PaperForms({ survey, reload }: PaperFormsProps) {
  const first = useSignal('1');
  const count = useSignal('10');
  const number = useSignal(String(survey.paper + 1));
  const entry = useSignal<Entry | null>(null);
  const isMissing = useSignal(false);
  const said = useSignal('');
  const task = useTask();
  const questions = questionsOf(survey.content);
  useUnsaved(entry.value?.isChanged === true);

  const fetchForm = (event: SubmitEvent) => {
    event.preventDefault();
    const wished = Number(number.value);
    isMissing.value = !Number.isInteger(wished) || wished < 1 || wished > paperNumberMax;
    if (isMissing.value) return;
    said.value = '';
    void task.run(async () => {
      const known = await knownAnswers(survey.id, wished);
      entry.value = {
        number: wished,
        answers: known ?? questions.map(() => null),
        isKnown: known !== null,
        isChanged: false,
      };
    });
  };
  const done = async (sentence: string, next: number) => {
    entry.value = null;
    said.value = sentence;
    number.value = String(next);
    await reload();
  };
  const printed = formsUrl(survey.id, locale.value, numberOf(first.value, 1), numberOf(count.value, 10));
  return (
    <section class="card" aria-labelledby="paper">
      <h2 id="paper">{text('paper')}</h2>
      <p>{text('paperLead')}</p>
      <div class="row survey-print">
        <NumberField id="paper-first" label={text('first')} value={first} />
        <NumberField id="paper-count" label={text('count')} value={count} />
        <a class="button" href={printed} target="_blank" rel="noopener">
          {text('print')}
        </a>
      </div>
      <p>{text('entered', { n: survey.paper })}</p>
      {entry.value === null ? (
        <form class="inline-form" onSubmit={fetchForm} noValidate>
          <div>
            <NumberField
              id="paper-number"
              label={text('number')}
              value={number}
              isInvalid={isMissing.value}
            />
            <p id="paper-number-error" class="field-error" role="alert">
              {isMissing.value && text('numberMissing')}
            </p>
          </div>
          <button type="submit" class="button" aria-disabled={task.busy.value}>
            {text('fetch')}
          </button>
        </form>
      ) : (
        <EntryForm
          key={entry.value.number}
          survey={survey}
          entry={entry.value}
          onChange={(answers) => {
            entry.value = { ...entry.value!, answers, isChanged: true };
          }}
          onSave={async (answers) => {
            const { number: own } = entry.value!;
            await enterPaper(survey.id, own, answers);
            await done(text('savedForm', { number: own }), own + 1);
          }}
          onRemove={async () => {
            const { number: own } = entry.value!;
            await removePaper(survey.id, own);
            await done(text('removedForm', { number: own }), own);
          }}
          onLeave={() => {
            entry.value = null;
          }}
        />
      )}
      <p role="status">{said.value}</p>
      {task.failure.value !== null && <Failure error={task.failure.value} />}
    </section>
  );
}

const numberOf = (wished: string, fallback: number): number => {
  const number = Math.round(Number(wished));
  return number >= 1 ? number : fallback;
};

async function knownAnswers(id: string, number: number): Promise<SurveyAnswers | null> {
  try {
    return (await readPaper(id, number)).answers;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-found') return null;
    throw error;
  }
}

interface NumberFieldProps {
  id: string;
  label: string;
  value: { value: string };
  isInvalid?: boolean;
}

const NumberField = ({ id, label, value, isInvalid = false }: NumberFieldProps) => (
  <div class="field survey-number">
    <label for={id}>{label}</label>
    <input
      id={id}
      type="text"
      inputMode="numeric"
      autocomplete="off"
      value={value.value}
      aria-invalid={isInvalid}
      aria-describedby={`${id}-error`}
      onInput={(event) => {
        value.value = event.currentTarget.value;
      }}
    />
  </div>
);

interface EntryFormProps {
  survey: FieldSurvey;
  entry: Entry;
  onChange: (answers: SurveyAnswers) => void;
  onSave: (answers: SurveyAnswers) => Promise<void>;
  onRemove: () => Promise<void>;
  onLeave: () => void;
}

function EntryForm({ survey, entry, onChange, onSave, onRemove, onLeave }: EntryFormProps) {
  const task = useTask();
  const isEmpty = useSignal(false);
  const isAsked = useSignal(false);
  const { number, answers, isKnown } = entry;
  const set = (place: number, answer: number | null) => {
    isEmpty.value = false;
    onChange(answers.map((one, index) => (index === place ? answer : one)));
  };
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    isEmpty.value = answers.every((answer) => answer === null);
    if (!isEmpty.value) void task.run(() => onSave(answers));
  };
  return (
    <form class="survey-entry" onSubmit={save} noValidate>
      <h3>{text('form', { number: String(number) })}</h3>
      <p>{text(isKnown ? 'isKnown' : 'isNew')}</p>
      {questionsOf(survey.content).map((question, place) => (
        <fieldset key={place} class="survey-entry-question">
          <legend>
            {place + 1}. {question.label[locale.value]}
          </legend>
          <div class="survey-entry-answers">
            {answersOf(question).map((answer, index) => (
              <Choice
                key={answer.vi}
                name={`entry-${place}`}
                label={answer[locale.value]}
                isChosen={answers[place] === index + 1}
                onChoose={() => set(place, index + 1)}
              />
            ))}
            <Choice
              name={`entry-${place}`}
              label={text('blank')}
              isChosen={answers[place] === null}
              onChoose={() => set(place, null)}
            />
          </div>
        </fieldset>
      ))}
      <p class="field-error" role="alert">
        {isEmpty.value && text('emptyForm')}
      </p>
      {task.failure.value !== null && <Failure error={task.failure.value} />}
      {isAsked.value && (
        <Confirm
          question={text('removeFormAsk', { number: String(number) })}
          yes={text('removeFormYes')}
          busy={task.busy.value}
          onYes={() => void task.run(onRemove)}
          onNo={() => {
            isAsked.value = false;
          }}
        />
      )}
      <div class="row">
        <button type="submit" class="button button-primary" aria-disabled={task.busy.value}>
          {text('saveForm')}
        </button>
        {isKnown && (
          <button
            type="button"
            class="button"
            onClick={() => {
              isAsked.value = true;
            }}
          >
            {text('removeForm')}
          </button>
        )}
        <button type="button" class="button-quiet" onClick={onLeave}>
          {text('leaveForm')}
        </button>
      </div>
    </form>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  isChosen: boolean;
  onChoose: () => void;
}

const Choice = ({ name, label, isChosen, onChoose }: ChoiceProps) => (
  <label class="check">
    <input type="radio" name={name} checked={isChosen} onChange={onChoose} />
    {label}
  </label>
);
