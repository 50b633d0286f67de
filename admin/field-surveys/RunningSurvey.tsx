// A survey while forms come in: its link or links, its last day, paper forms, and the close.
import { useSignal } from '@preact/signals';
import type { FieldSurvey } from '../../shared/contract/field-surveys.ts';
import { surveyLinksAtOnceMax } from '../../shared/contract/field-surveys.ts';
import { Confirm } from '../components/Confirm.tsx';
import { CopyButton } from '../components/CopyButton.tsx';
import { Failure } from '../components/Failure.tsx';
import { Notice } from '../components/Notice.tsx';
import { useTask } from '../components/use-task.ts';
import { closeSurvey, makeLinks, moveLastDay } from './field-surveys-api.ts';
import { PaperForms } from './PaperForms.tsx';
import { text } from './texts.ts';

interface RunningSurveyProps {
  survey: FieldSurvey;
  mayChange: boolean;
  mayEnter: boolean;
  onChanged: (survey: FieldSurvey) => void;
  reload: () => Promise<void>;
}

export function RunningSurvey({ survey, mayChange, mayEnter, onChanged, reload }: RunningSurveyProps) {
  return (
    <>
      <section class="card" aria-labelledby="running">
        <h2 id="running">{text('running')}</h2>
        <p>{text('waitResults')}</p>
        {survey.url !== null && (
          <p class="survey-address">
            {text('address')}: <code>{survey.url}</code> <CopyButton text={survey.url} />
          </p>
        )}
        {survey.content.link === 'single-use' && (
          <Links survey={survey} mayChange={mayChange} reload={reload} />
        )}
        {mayChange && <LastDay survey={survey} onChanged={onChanged} />}
      </section>
      {mayEnter && <PaperForms survey={survey} reload={reload} />}
      {mayChange && <Close survey={survey} onChanged={onChanged} />}
    </>
  );
}

interface LinksProps {
  survey: FieldSurvey;
  mayChange: boolean;
  reload: () => Promise<void>;
}

function Links({ survey, mayChange, reload }: LinksProps) {
  const count = useSignal('20');
  const urls = useSignal<string[] | null>(null);
  const task = useTask();
  const make = (event: SubmitEvent) => {
    event.preventDefault();
    const wished = Math.round(Number(count.value)) || 1;
    void task.run(async () => {
      urls.value = await makeLinks(survey.id, Math.min(surveyLinksAtOnceMax, Math.max(1, wished)));
    });
  };
  return (
    <>
      <h3>{text('links')}</h3>
      <p>{text('linksCount', survey.links)}</p>
      {mayChange && urls.value === null && (
        <form class="inline-form" onSubmit={make} noValidate>
          <div class="field survey-number">
            <label for="links-count">{text('linksWish')}</label>
            <input
              id="links-count"
              type="text"
              inputMode="numeric"
              value={count.value}
              onInput={(event) => {
                count.value = event.currentTarget.value;
              }}
            />
          </div>
          <button type="submit" class="button" aria-disabled={task.busy.value}>
            {text('linksMake')}
          </button>
        </form>
      )}
      {task.failure.value !== null && <Failure error={task.failure.value} />}
      {urls.value !== null && (
        <Notice tone="good" title={text('linksMade', { n: urls.value.length })} role="status">
          <p>{text('linksOnce')}</p>
          <textarea
            class="survey-links"
            aria-label={text('links')}
            rows={6}
            readOnly
            value={urls.value.join('\n')}
          />
          <div class="row">
            <CopyButton text={urls.value.join('\n')} />
            <button
              type="button"
              class="button"
              onClick={() => {
                urls.value = null;
                void reload();
              }}
            >
              {text('reload')}
            </button>
          </div>
        </Notice>
      )}
    </>
  );
}

function LastDay({ survey, onChanged }: { survey: FieldSurvey; onChanged: (survey: FieldSurvey) => void }) {
  const day = useSignal(survey.closesOn ?? '');
  const isMoved = useSignal(false);
  const task = useTask();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    isMoved.value = await task.run(async () => onChanged(await moveLastDay(survey.id, day.value)));
  };
  return (
    <form class="inline-form" onSubmit={(event) => void submit(event)} noValidate>
      <div class="field survey-day">
        <label for="last-day">{text('closesOn')}</label>
        <input
          id="last-day"
          type="date"
          value={day.value}
          onInput={(event) => {
            day.value = event.currentTarget.value;
            isMoved.value = false;
          }}
        />
      </div>
      <button type="submit" class="button" aria-disabled={task.busy.value}>
        {text('lastDay')}
      </button>
      <span role="status">{isMoved.value && text('moved')}</span>
      {task.failure.value !== null && <Failure error={task.failure.value} />}
    </form>
  );
}

function Close({ survey, onChanged }: { survey: FieldSurvey; onChanged: (survey: FieldSurvey) => void }) {
  const isAsked = useSignal(false);
  const task = useTask();
  return (
    <>
      {task.failure.value !== null && <Failure error={task.failure.value} />}
      {isAsked.value ? (
        <Confirm
          question={text('closeAsk')}
          warning={text('closeWarn')}
          yes={text('closeYes')}
          busy={task.busy.value}
          onYes={() => void task.run(async () => onChanged(await closeSurvey(survey.id)))}
          onNo={() => {
            isAsked.value = false;
          }}
        />
      ) : (
        <p>
          <button
            type="button"
            class="button button-primary"
            onClick={() => {
              isAsked.value = true;
            }}
          >
            {text('close')}
          </button>
        </p>
      )}
    </>
  );
}
