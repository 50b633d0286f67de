// Field surveys: the list, and by address one of them as a draft, while forms come in, or with its results.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import {
  type SurveySummary,
  surveyTemplates,
  surveyTitleCharsMax,
} from '../../shared/contract/field-surveys.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { usePolled } from '../components/use-polled.ts';
import { useTask } from '../components/use-task.ts';
import { formatDay, locale } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { pages } from '../navigation/pages.ts';
import { follow, go, query } from '../navigation/router.ts';
import '../styles/questionnaires.css';
import '../styles/field-surveys.css';
import { beginSurvey, listSurveys } from './field-surveys-api.ts';
import { SurveyPage } from './SurveyPage.tsx';
import { text } from './texts.ts';

const everyMs = 60_000;
const address = (id: string): string => `${pages.surveys.path}?survey=${encodeURIComponent(id)}`;

export function SurveysPage({ session }: PageProps) {
  const id = query.value.get('survey');
  const mayChange = session.role === 'administrator' || session.role === 'manager';
  const mayEnter = mayChange || session.role === 'personnel';
  return (
    <>
      <h1>{text('title')}</h1>
      {id === null ? (
        <Overview mayChange={mayChange} />
      ) : (
        <>
          <p>
            <a href={pages.surveys.path} onClick={follow}>
              {text('back')}
            </a>
          </p>
          <SurveyPage key={id} id={id} mayChange={mayChange} mayEnter={mayEnter} />
        </>
      )}
    </>
  );
}

function Overview({ mayChange }: { mayChange: boolean }) {
  const { state, refresh } = usePolled(listSurveys, everyMs);
  const { data, error } = state.value;
  return (
    <>
      <p class="lead">{text('lead')}</p>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <section class="card" aria-label={text('title')}>
          {data.length === 0 ? (
            <div class="empty">
              <p class="empty-title">{text('none')}</p>
              <p>{text(mayChange ? 'noneHint' : 'readOnly')}</p>
            </div>
          ) : (
            <SurveysTable surveys={data} />
          )}
        </section>
      )}
      {mayChange && <BeginForm />}
    </>
  );
}

function SurveysTable({ surveys }: { surveys: readonly SurveySummary[] }) {
  return (
    <table class="table table-stacked">
      <thead>
        <tr>
          <th scope="col">{text('name')}</th>
          <th scope="col">{text('standing')}</th>
          <th scope="col">{text('days')}</th>
          <th scope="col">{text('answered')}</th>
        </tr>
      </thead>
      <tbody>
        {surveys.map(({ id, title, standing, opensOn, closesOn, answered }) => (
          <tr key={id}>
            <th scope="row">
              <a href={address(id)} onClick={follow}>
                {title[locale.value] || title.vi}
              </a>
            </th>
            <td data-label={text('standing')}>{text(`standing.${standing}`)}</td>
            <td data-label={text('days')}>{daysText(opensOn, closesOn)}</td>
            <td data-label={text('answered')}>{answered}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const daysText = (from: string | null, to: string | null): string =>
  from === null || to === null
    ? '–'
    : text('fromTo', { from: formatDay(from, locale.value), to: formatDay(to, locale.value) });

function BeginForm() {
  const task = useTask();
  const template = useSignal<(typeof surveyTemplates)[number]>('five-factor');
  const isMissing = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const title = field.current?.value.trim() ?? '';
    isMissing.value = title === '';
    if (isMissing.value) field.current?.focus();
    else void task.run(async () => go(address((await beginSurvey(template.value, title)).id)));
  };
  return (
    <section class="card" aria-labelledby="begin">
      <h2 id="begin">{text('begin')}</h2>
      <form onSubmit={submit} noValidate>
        <div class="field">
          <label for="survey-title">{text('titleVi')}</label>
          <input
            id="survey-title"
            ref={field}
            type="text"
            autocomplete="off"
            maxLength={surveyTitleCharsMax}
            aria-invalid={isMissing.value}
            aria-describedby="survey-title-error"
          />
          <p id="survey-title-error" class="field-error" role="alert">
            {isMissing.value && text('titleMissing')}
          </p>
        </div>
        <fieldset class="field">
          <legend>{text('template')}</legend>
          {surveyTemplates.map((one) => (
            <label key={one} class="check">
              <input
                type="radio"
                name="template"
                checked={template.value === one}
                onChange={() => {
                  template.value = one;
                }}
              />
              {text(`template.${one}`)}
            </label>
          ))}
        </fieldset>
        <button type="submit" class="button button-primary" aria-disabled={task.busy.value}>
          {text('begin')}
        </button>
        {task.failure.value !== null && <Failure error={task.failure.value} />}
      </form>
    </section>
  );
}
