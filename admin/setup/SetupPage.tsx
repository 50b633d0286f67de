// Setting up a centre step by step: the list of steps with their standing, or one step (`?step=`) with what it needs. The
// same page shows later what is still open, and how old the last backup is.
import { useEffect, useRef } from 'preact/hooks';
import { type SetupState, type SetupStep, setupSteps } from '../../shared/contract/setup.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { follow, go, query } from '../navigation/router.ts';
import { AddressStep } from './AddressStep.tsx';
import { CentreStep } from './CentreStep.tsx';
import { DevicesStep } from './DevicesStep.tsx';
import { PolicyStep } from './PolicyStep.tsx';
import { PostersStep } from './PostersStep.tsx';
import { RosterStep } from './RosterStep.tsx';
import '../styles/setup.css';
import { markStep, readSetup } from './setup-api.ts';
import type { StepProps } from './step-props.ts';
import { TestStep } from './TestStep.tsx';
import { text } from './texts.ts';
import { Whereafter } from './Whereafter.tsx';

const everyMs = 5_000;
const overviewPath = '/admin/setup';
const stepPath = (step: SetupStep): string => `${overviewPath}?step=${step}`;

export function SetupPage() {
  const { state, refresh } = usePolled(readSetup, everyMs);
  const { data, error } = state.value;
  const asked = query.value.get('step');
  const step = setupSteps.find((one) => one === asked) ?? null;
  return (
    <>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : step === null ? (
        <Overview state={data} />
      ) : (
        <Step key={step} step={step} state={data} refresh={refresh} />
      )}
    </>
  );
}

function Overview({ state }: { state: SetupState }) {
  const done = setupSteps.filter((step) => state.steps[step] === 'done').length;
  const open = setupSteps.find((step) => state.steps[step] === 'todo');
  return (
    <>
      <h1>{text('title')}</h1>
      {open === undefined ? (
        <Notice
          tone={done === setupSteps.length ? 'good' : 'info'}
          title={text(done === setupSteps.length ? 'finished' : 'finishedButLater')}
        >
          <p>{text('finishedHint')}</p>
        </Notice>
      ) : (
        <p class="lead">{text('lead')}</p>
      )}
      <section class="card" aria-label={text('title')}>
        <p class="setup-progress">{text('progress', { done, all: setupSteps.length })}</p>
        <ol class="setup-steps">
          {setupSteps.map((step) => (
            <li key={step} data-step={step}>
              <a class="setup-step" href={stepPath(step)} onClick={follow}>
                <span class="setup-step-name">{text(`step.${step}`)}</span>
                <span class="setup-step-about">{text(`about.${step}`)}</span>
              </a>
              <Standing state={state} step={step} />
            </li>
          ))}
        </ol>
        {open !== undefined && (
          <div class="row">
            <a class="button button-primary" href={stepPath(open)} onClick={follow}>
              {text(done === 0 ? 'begin' : 'goOn', { step: text(`step.${open}`) })}
            </a>
          </div>
        )}
      </section>
      <Whereafter state={state} />
    </>
  );
}

function Standing({ state, step }: { state: SetupState; step: SetupStep }) {
  const standing = state.steps[step];
  return <span class={`state setup-standing setup-${standing}`}>{text(`standing.${standing}`)}</span>;
}

function Step({ step, state, refresh }: StepProps & { step: SetupStep }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Each step is a page of its own to whoever hears the screen.
  useEffect(() => heading.current?.focus(), []);
  const at = setupSteps.indexOf(step);
  const before = setupSteps[at - 1];
  const after = setupSteps[at + 1];
  const standing = state.steps[step];
  const goOn = () => go(after === undefined ? overviewPath : stepPath(after));
  const mark = async (standing: 'done' | 'skipped' | 'todo') => {
    await markStep(step, standing);
    await refresh();
  };
  const props = { state, refresh };
  return (
    <>
      <p class="setup-where">
        <a href={overviewPath} onClick={follow}>
          {text('all')}
        </a>
        <span>{text('number', { n: at + 1, all: setupSteps.length })}</span>
        <Standing state={state} step={step} />
      </p>
      <h1 ref={heading} tabIndex={-1} class="setup-heading">
        {text(`step.${step}`)}
      </h1>
      {step === 'centre' && <CentreStep {...props} />}
      {step === 'address' && <AddressStep {...props} />}
      {step === 'roster' && <RosterStep {...props} />}
      {step === 'policy' && <PolicyStep {...props} />}
      {step === 'devices' && <DevicesStep {...props} />}
      {step === 'test' && <TestStep {...props} />}
      {step === 'posters' && <PostersStep />}
      <nav class="setup-nav" aria-label={text('title')}>
        {before !== undefined && (
          <a class="button" href={stepPath(before)} onClick={follow}>
            {text('back', { step: text(`step.${before}`) })}
          </a>
        )}
        {standing === 'todo' && (
          <button
            type="button"
            class="button"
            onClick={() => void mark('skipped').then(goOn, () => refresh())}
          >
            {text('skip')}
          </button>
        )}
        {(step === 'address' || step === 'posters') && standing !== 'done' && (
          <button
            type="button"
            class="button button-primary"
            onClick={() => void mark('done').then(goOn, () => refresh())}
          >
            {text(step === 'address' ? 'address.confirm' : 'posters.confirm')}
          </button>
        )}
        {standing !== 'todo' && (
          <a
            class={standing === 'done' ? 'button button-primary' : 'button'}
            href={after === undefined ? overviewPath : stepPath(after)}
            onClick={follow}
          >
            {after === undefined ? text('toOverview') : text('next', { step: text(`step.${after}`) })}
          </a>
        )}
      </nav>
    </>
  );
}
