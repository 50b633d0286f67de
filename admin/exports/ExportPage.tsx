// Export of the published rows of a period: what is in the file, which format, how far it has come.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Failure } from '../components/Failure.tsx';
import { Notice } from '../components/Notice.tsx';
import { ApiError } from '../http/request.ts';
import { locale } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { pages } from '../navigation/pages.ts';
import { follow, go, query } from '../navigation/router.ts';
import { isPeriod } from '../officers/periods.ts';
import { presentMonth } from '../officers/present-month.ts';
import { isReportPeriod, reportsAddress } from '../reports/reports-api.ts';
import '../styles/officers.css';
import '../styles/reports.css';
import { receive, save } from './download.ts';
import { text } from './texts.ts';

const formats = ['xlsx', 'csv'] as const;
type Format = (typeof formats)[number];

type State =
  | { kind: 'idle' }
  | { kind: 'running'; bytes: number }
  | { kind: 'stopped' }
  | { kind: 'done'; bytes: number; name: string }
  | { kind: 'failed'; error: ApiError | null };

const columns = ['officer', 'month', 'when', 'procedure', 'mode', 'tier', 'item', 'level', 'count'] as const;

export function ExportPage(_props: PageProps) {
  const asked = query.value.get('period');
  const back = asked !== null && isReportPeriod(asked) ? asked : null;
  return (
    <>
      <p class="back">
        <a class="back-link" href={reportsAddress(back)} onClick={follow}>
          {text('back')}
        </a>
      </p>
      <h1>{text('title')}</h1>
      <p class="lead">{text('lead')}</p>
      <ExportForm period={asked ?? presentMonth()} />
      <section class="card" aria-labelledby="export-inside">
        <h2 id="export-inside">{text('inside.title')}</h2>
        <ul class="report-method">
          {(['rows', 'small', 'excluded', 'none', 'audit'] as const).map((one) => (
            <li key={one}>{text(`inside.${one}`)}</li>
          ))}
        </ul>
        <h3 id="export-columns">{text('inside.columns')}</h3>
        <dl class="export-columns" aria-labelledby="export-columns">
          {columns.map((name) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{text(`column.${name}`)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

function ExportForm({ period }: { period: string }) {
  const wanted = useSignal(period);
  const format = useSignal<Format>('xlsx');
  const isBad = useSignal(false);
  const state = useSignal<State>({ kind: 'idle' });
  const stop = useRef<AbortController | null>(null);
  const id = useId();
  useEffect(() => () => stop.current?.abort(), []);

  const start = async () => {
    const chosen = wanted.value.trim().toUpperCase();
    isBad.value = !isPeriod(chosen);
    if (isBad.value) {
      document.getElementById(`${id}-period`)?.focus();
      return;
    }
    go(`${pages.export.path}?${new URLSearchParams({ period: chosen })}`, 'replace');
    const controller = new AbortController();
    stop.current = controller;
    let bytes = 0;
    state.value = { kind: 'running', bytes };
    try {
      const received = await receive(
        `/api/exports/cells.${format.value}?${new URLSearchParams({ period: chosen })}`,
        controller.signal,
        (now) => {
          bytes = now;
          state.value = { kind: 'running', bytes };
        },
      );
      save(received);
      state.value = { kind: 'done', bytes, name: received.name };
    } catch (error) {
      state.value = controller.signal.aborted
        ? { kind: 'stopped' }
        : { kind: 'failed', error: error instanceof ApiError ? error : null };
    }
  };

  const isRunning = state.value.kind === 'running';
  return (
    <section class="card" aria-labelledby="export-form">
      <h2 id="export-form">{text('form.title')}</h2>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isRunning) void start();
        }}
      >
        <div class="field">
          <label for={`${id}-period`}>{text('form.period')}</label>
          <p id={`${id}-hint`} class="field-hint">
            {text('form.periodHint')}
          </p>
          <input
            id={`${id}-period`}
            type="text"
            autocomplete="off"
            spellcheck={false}
            value={wanted.value}
            aria-invalid={isBad.value}
            aria-describedby={isBad.value ? `${id}-hint ${id}-bad` : `${id}-hint`}
            onInput={(event) => {
              wanted.value = event.currentTarget.value;
            }}
          />
          {isBad.value && (
            <p id={`${id}-bad`} class="field-error" role="alert">
              {text('form.periodBad')}
            </p>
          )}
        </div>
        <fieldset class="field">
          <legend>{text('form.format')}</legend>
          {formats.map((one) => (
            <label key={one} class="check">
              <input
                type="radio"
                name="format"
                checked={format.value === one}
                onChange={() => {
                  format.value = one;
                }}
              />
              <span>
                {text(`form.${one}`)}
                <span class="export-hint">{text(`form.${one}Hint`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div class="row">
          <button type="submit" class="button button-primary" aria-disabled={isRunning}>
            {text('form.start')}
          </button>
          {isRunning && (
            <button type="button" class="button" onClick={() => stop.current?.abort()}>
              {text('state.stop')}
            </button>
          )}
        </div>
      </form>
      <Outcome state={state.value} />
    </section>
  );
}

function Outcome({ state }: { state: State }) {
  return (
    <>
      <p class="export-progress" role="status">
        {state.kind === 'running' &&
          (state.bytes === 0
            ? text('state.starting')
            : text('state.running', { size: sizeText(state.bytes) }))}
        {state.kind === 'stopped' && text('state.stopped')}
      </p>
      {state.kind === 'done' && (
        <Notice
          tone="good"
          title={text('state.done', { size: sizeText(state.bytes), name: state.name })}
          role="status"
        />
      )}
      {state.kind === 'failed' &&
        (state.error !== null ? (
          <Failure error={state.error} />
        ) : (
          <Notice tone="bad" title={text('state.failed')} role="alert">
            <p>{text('state.broken')}</p>
          </Notice>
        ))}
    </>
  );
}

/** `812 kB`, `4,2 MB`. */
function sizeText(bytes: number): string {
  const isLarge = bytes >= 1_000_000;
  const value = new Intl.NumberFormat(locale.value === 'vi' ? 'vi-VN' : 'en-GB', {
    maximumFractionDigits: isLarge ? 1 : 0,
  }).format(bytes / (isLarge ? 1_000_000 : 1000));
  return `${value} ${isLarge ? 'MB' : 'kB'}`;
}
