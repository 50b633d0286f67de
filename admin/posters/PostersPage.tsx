// Posters of counters: choose them, see one, print all of them as one document. And where slips and forms come from.
import '../styles/posters.css';
import { useSignal } from '@preact/signals';
import type { PosterSize } from '../../shared/contract/documents.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { usePolled } from '../components/use-polled.ts';
import { type Counter, listCounters } from '../devices/devices-api.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { post } from './texts.ts';

const everyMs = 300_000;
const sizes: readonly PosterSize[] = ['a4', 'a5'];

/** One document with a page a counter. */
export function postersAddress(counters: readonly string[], size: PosterSize): string {
  const query = new URLSearchParams(counters.map((code) => ['counter', code]));
  query.set('size', size);
  return `/api/posters?${query}`;
}

export function PostersPage(_props: PageProps) {
  const { state, refresh } = usePolled(listCounters, everyMs);
  const { data, error } = state.value;
  return (
    <>
      <h1>{post('title')}</h1>
      <p class="lead">{post('lead')}</p>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : data.length === 0 ? (
        <section class="card empty">
          <p class="empty-title">{post('empty')}</p>
          <p>{post('emptyHint')}</p>
        </section>
      ) : (
        <Choice counters={data} />
      )}
      <section class="card" aria-labelledby="posters-other">
        <h2 id="posters-other">{post('otherTitle')}</h2>
        <p>{post('slips')}</p>
        <p>{post('forms')}</p>
        <div class="row">
          {(['a4', 'a5'] as const).map((size) => (
            <a
              key={size}
              class="button"
              href={`/api/paper-form?size=${size}`}
              target="_blank"
              rel="noreferrer"
            >
              {post(size === 'a4' ? 'formsA4' : 'formsA5')}{' '}
              <span class="visually-hidden">{post('newTab')}</span>
            </a>
          ))}
        </div>
      </section>
    </>
  );
}

function Choice({ counters }: { counters: readonly Counter[] }) {
  /** Codes left out: a counter that is added later is chosen like the others. */
  const left = useSignal<ReadonlySet<string>>(new Set());
  const size = useSignal<PosterSize>('a4');
  const chosen = counters.filter(({ code }) => !left.value.has(code));
  return (
    <section class="card" aria-label={post('counters')}>
      <fieldset class="posters-counters">
        <legend>{post('counters')}</legend>
        <div class="row">
          <button
            type="button"
            class="button"
            onClick={() => {
              left.value = new Set();
            }}
          >
            {post('all')}
          </button>
          <button
            type="button"
            class="button"
            onClick={() => {
              left.value = new Set(counters.map(({ code }) => code));
            }}
          >
            {post('none')}
          </button>
        </div>
        <ul class="posters-list">
          {counters.map(({ code, name }) => (
            <li key={code}>
              <label class="check">
                <input
                  type="checkbox"
                  checked={!left.value.has(code)}
                  onChange={(event) => {
                    const next = new Set(left.value);
                    if (event.currentTarget.checked) next.delete(code);
                    else next.add(code);
                    left.value = next;
                  }}
                />
                {name}
              </label>
              <a
                href={postersAddress([code], size.value)}
                target="_blank"
                rel="noreferrer"
                class="posters-preview"
              >
                {post('preview', { name })} <span class="visually-hidden">{post('newTab')}</span>
              </a>
            </li>
          ))}
        </ul>
      </fieldset>
      <fieldset class="field">
        <legend>{post('size')}</legend>
        {sizes.map((one) => (
          <label key={one} class="check">
            <input
              type="radio"
              name="posters-size"
              checked={size.value === one}
              onChange={() => {
                size.value = one;
              }}
            />
            {post(one === 'a4' ? 'a4' : 'a5')}
          </label>
        ))}
      </fieldset>
      <p>{post('openHint')}</p>
      <div role="status">
        {chosen.length === 0 ? (
          <p class="field-error">{post('chooseFirst')}</p>
        ) : (
          <a
            class="button button-primary"
            href={postersAddress(
              chosen.map(({ code }) => code),
              size.value,
            )}
            target="_blank"
            rel="noreferrer"
          >
            {post('open', { n: chosen.length })} <span class="visually-hidden">{post('newTab')}</span>
          </a>
        )}
      </div>
    </section>
  );
}
