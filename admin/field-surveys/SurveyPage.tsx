// One survey, by its standing.
import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { FieldSurvey } from '../../shared/contract/field-surveys.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { ApiError } from '../http/request.ts';
import { locale } from '../i18n/locale.ts';
import { pages } from '../navigation/pages.ts';
import { go } from '../navigation/router.ts';
import { DeleteSurvey } from './DeleteSurvey.tsx';
import { readSurvey } from './field-surveys-api.ts';
import { Results } from './Results.tsx';
import { RunningSurvey } from './RunningSurvey.tsx';
import { SurveyEditor } from './SurveyEditor.tsx';
import { daysText } from './SurveysPage.tsx';
import { text } from './texts.ts';

interface SurveyPageProps {
  id: string;
  mayChange: boolean;
  mayEnter: boolean;
}

export function SurveyPage({ id, mayChange, mayEnter }: SurveyPageProps) {
  const survey = useSignal<FieldSurvey | null>(null);
  const failure = useSignal<unknown>(null);
  const loads = useSignal(0);
  const load = useCallback(async () => {
    try {
      survey.value = await readSurvey(id);
      failure.value = null;
      loads.value += 1;
    } catch (error) {
      failure.value = error;
    }
  }, [id, survey, failure, loads]);
  useEffect(() => {
    void load();
  }, [load]);
  const isGone = failure.value instanceof ApiError && failure.value.code === 'not-found';
  if (isGone) return <Notice tone="info" title={text('gone')} role="status" />;
  if (failure.value !== null) return <Failure error={failure.value} onRetry={() => void load()} />;
  const shown = survey.value;
  if (shown === null) return <Loading />;
  const changed = (next: FieldSurvey) => {
    survey.value = next;
  };
  const leave = () => go(pages.surveys.path, 'replace');
  const name = shown.content.title[locale.value] || shown.content.title.vi;
  if (shown.standing === 'draft' && mayChange) {
    return (
      <SurveyEditor key={loads.value} survey={shown} reload={load} onOpened={changed} onDeleted={leave} />
    );
  }
  return (
    <>
      <section class="card" aria-labelledby="survey">
        <h2 id="survey">{name}</h2>
        <p>
          {text(`standing.${shown.standing}`)}. {text('days')}: {daysText(shown.opensOn, shown.closesOn)}.{' '}
          {text('answered')}: {shown.answered}.
        </p>
        {shown.standing === 'draft' && <p class="muted">{text('readOnly')}</p>}
      </section>
      {shown.standing === 'closed' ? (
        <>
          <Results id={id} />
          {mayChange && <DeleteSurvey id={id} name={name} onDeleted={leave} />}
        </>
      ) : (
        shown.standing !== 'draft' && (
          <RunningSurvey
            survey={shown}
            mayChange={mayChange}
            mayEnter={mayEnter}
            onChanged={changed}
            reload={load}
          />
        )
      )}
    </>
  );
}
