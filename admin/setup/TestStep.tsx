// One test visit from its close to the board: made at a counter, its slip opened, rated on the kiosk or by phone.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { TestVisit } from '../../shared/contract/setup.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { useTask } from '../components/use-task.ts';
import { newRequestId } from '../counter/request-id.ts';
import { listCounters } from '../devices/devices-api.ts';
import { follow } from '../navigation/router.ts';
import { StepFailure } from './StepFailure.tsx';
import { closeTestVisit, slipUrl } from './setup-api.ts';
import type { StepProps } from './step-props.ts';
import { text } from './texts.ts';

const countersEveryMs = 300_000;

export function TestStep({ state: { test }, refresh }: StepProps) {
  const counters = usePolled(listCounters, countersEveryMs);
  const chosen = useRef<HTMLSelectElement>(null);
  const made = useSignal<{ visit: TestVisit; ratedBefore: number } | null>(null);
  const requestId = useRef(newRequestId());
  const task = useTask();
  const { data, error } = counters.state.value;
  const current = made.value;
  const isRated = current !== null && test.rated > current.ratedBefore;
  const create = (event: SubmitEvent) => {
    event.preventDefault();
    const counter = chosen.current?.value ?? '';
    void task.run(async () => {
      const visit = await closeTestVisit(requestId.current, counter);
      requestId.current = newRequestId();
      made.value = { visit, ratedBefore: test.rated };
      await refresh();
    });
  };
  return (
    <section class="card" aria-label={text('step.test')}>
      <p class="lead">{text('test.lead')}</p>
      <Notice tone="info" title={text('test.honest')}>
        <p>{text('test.honestMore')}</p>
      </Notice>
      <StepFailure error={task.failure.value} />
      {error !== null && <Failure error={error} onRetry={() => void counters.refresh()} />}
      <ol class="setup-doing">
        <li>
          <h2>{text('test.do1')}</h2>
          {data === null ? (
            error === null && <Loading />
          ) : data.length === 0 ? (
            <p class="setup-warning">{text('devices.noCounters')}</p>
          ) : test.left === 0 ? (
            <p>{text('test.none')}</p>
          ) : (
            <form onSubmit={create} noValidate>
              <div class="field">
                <label for="test-counter">{text('test.counter')}</label>
                <select ref={chosen} id="test-counter">
                  {data.map(({ code, name }) => (
                    <option key={code} value={code}>
                      {name}
                    </option>
                  ))}
                </select>
              </div>
              <div class="row">
                <button
                  type="submit"
                  class={current === null ? 'button button-primary' : 'button'}
                  aria-disabled={task.busy.value}
                >
                  {text(task.busy.value ? 'working' : 'test.create')}
                </button>
                <span class="muted">{text('test.left', { n: test.left })}</span>
              </div>
            </form>
          )}
        </li>
        <li>
          <h2>{text('test.do2')}</h2>
          <p class="muted">{text('test.slipHint')}</p>
          {current !== null && !isRated && (
            <div class="row">
              <a
                class="button button-primary"
                href={slipUrl(current.visit.id, 'a6')}
                target="_blank"
                rel="noopener"
              >
                {text('test.slipA6')}
              </a>
              <a class="button" href={slipUrl(current.visit.id, '80mm')} target="_blank" rel="noopener">
                {text('test.slip80')}
              </a>
            </div>
          )}
        </li>
        <li>
          <h2>{text('test.do3')}</h2>
          {current !== null && !isRated && (
            <div role="status">
              <p>{text(current.visit.kiosks > 0 ? 'test.offered' : 'test.notOffered')}</p>
              <p class="muted">{text('test.waiting')}</p>
            </div>
          )}
          {(isRated || (current === null && test.rated > 0)) && (
            <Notice tone="good" title={text('test.rated')} role="status">
              <a class="button" href="/admin/board" onClick={follow}>
                {text('test.board')}
              </a>
            </Notice>
          )}
        </li>
      </ol>
    </section>
  );
}
