// A draft of a survey: titles, factors and questions; saved as a whole, checked, and opened for some days.
import { batch, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import {
  type FieldSurvey,
  type SurveyContent,
  type SurveyFactor,
  surveyFactorsMax,
  surveyIntroCharsMax,
  surveyResponsesMax,
  surveyTitleCharsMax,
} from '../../shared/contract/field-surveys.ts';
import { surveyFaults } from '../../shared/field-survey/faults.ts';
import { Confirm } from '../components/Confirm.tsx';
import { ConflictNotice } from '../components/ConflictNotice.tsx';
import { Failure } from '../components/Failure.tsx';
import { useTask } from '../components/use-task.ts';
import { useUnsaved } from '../components/use-unsaved.ts';
import { ApiError } from '../http/request.ts';
import { formatDay, locale } from '../i18n/locale.ts';
import { moved } from '../questionnaires/draft-changes.ts';
import { DeleteSurvey } from './DeleteSurvey.tsx';
import { FactorCard } from './FactorCard.tsx';
import { openSurvey, previewUrl, saveSurvey } from './field-surveys-api.ts';
import { SurveyFaults } from './SurveyFaults.tsx';
import { Pair } from './SurveyFields.tsx';
import { text } from './texts.ts';

interface SurveyEditorProps {
  survey: FieldSurvey;
  reload: () => Promise<void>;
  onOpened: (survey: FieldSurvey) => void;
  onDeleted: () => void;
}

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
          {faults.length > 0 && <SurveyFaults faults={faults} />}
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
          <ConflictNotice
            title={text('conflict')}
            hint={text('conflictHint')}
            action={text('reload')}
            onReload={() => {
              isOver.value = true;
              void reload();
            }}
          />
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
