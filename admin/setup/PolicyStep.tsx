// Choosing a KPI policy among those that come with the program. Choosing proposes; another person approves.
import { useSignal } from '@preact/signals';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { useTask } from '../components/use-task.ts';
import { locale } from '../i18n/locale.ts';
import { StepFailure } from './StepFailure.tsx';
import { proposePreset, readPolicies } from './setup-api.ts';
import type { StepProps } from './step-props.ts';
import { text } from './texts.ts';

const everyMs = 60_000;
/** Presets to begin with, the usual one first; a draft that was never in force is only there to compare with. */
const offered = ['decree-335-2025', 'circular-01-2018'] as const;

export function PolicyStep({ state, refresh }: StepProps) {
  const policies = usePolled(readPolicies, everyMs);
  const chosen = useSignal<string | null>(null);
  const isMissing = useSignal(false);
  const task = useTask();
  const { data, error } = policies.state.value;
  if (data === null) {
    return error === null ? <Loading /> : <Failure error={error} onRetry={() => void policies.refresh()} />;
  }
  const standing = data.policies.findLast(({ state: one }) => one === 'active') ?? data.policies.at(-1);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const preset = chosen.value;
    isMissing.value = preset === null;
    if (preset === null) return;
    await task.run(async () => {
      await proposePreset(preset);
      await Promise.all([policies.refresh(), refresh()]);
    });
  };
  return (
    <section class="card" aria-label={text('step.policy')}>
      {state.policy === 'none' || standing === undefined ? (
        <>
          <p class="lead">{text('policy.lead')}</p>
          <StepFailure error={task.failure.value} />
          <form onSubmit={submit} noValidate>
            <fieldset class="setup-choices" aria-describedby="policy-fault">
              <legend class="visually-hidden">{text('step.policy')}</legend>
              {offered.map((id, index) => {
                const preset = data.presets.find((one) => one.id === id);
                return (
                  preset !== undefined && (
                    <label class="setup-choice" key={id}>
                      <input
                        type="radio"
                        name="preset"
                        checked={chosen.value === id}
                        onChange={() => {
                          chosen.value = id;
                          isMissing.value = false;
                        }}
                      />
                      <span>
                        <span class="setup-choice-title">
                          {preset.title[locale.value]}
                          {index === 0 && <span class="setup-badge">{text('policy.recommended')}</span>}
                        </span>
                        <span class="setup-choice-about">{text(`policy.${id}`)}</span>
                      </span>
                    </label>
                  )
                );
              })}
              <p id="policy-fault" class="field-error" role="alert">
                {isMissing.value && text('policy.missing')}
              </p>
            </fieldset>
            <button type="submit" class="button button-primary" aria-disabled={task.busy.value}>
              {text(task.busy.value ? 'working' : 'policy.propose')}
            </button>
          </form>
        </>
      ) : (
        <Notice
          tone={standing.state === 'active' ? 'good' : 'info'}
          title={text(standing.state === 'active' ? 'policy.active' : 'policy.proposed', {
            title: standing.title[locale.value],
          })}
          role="status"
        />
      )}
      <p class="muted">{text('policy.later')}</p>
    </section>
  );
}
