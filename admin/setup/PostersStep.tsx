// Posters of the counters, each as a page to print.
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { usePolled } from '../components/use-polled.ts';
import { listCounters } from '../devices/devices-api.ts';
import { posterUrl } from './setup-api.ts';
import { text } from './texts.ts';

const everyMs = 300_000;

export function PostersStep() {
  const { state, refresh } = usePolled(listCounters, everyMs);
  const { data, error } = state.value;
  return (
    <section class="card" aria-label={text('step.posters')}>
      <p class="lead">{text('posters.lead')}</p>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : data.length === 0 ? (
        <p class="empty-title">{text('posters.none')}</p>
      ) : (
        <ul class="setup-posters">
          {data.map(({ code, name }) => (
            <li key={code}>
              <a class="button" href={posterUrl(code)} target="_blank" rel="noopener">
                {text('posters.open', { counter: name })}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
