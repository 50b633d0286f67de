// A file of figures: all rows are taken or none, and every fault is named by row and column.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { FiguresAnswer } from '../../shared/contract/kpi-operations.ts';
import { Notice } from '../components/Notice.tsx';
import { useUnsaved } from '../components/use-unsaved.ts';
import { ApiError } from '../http/request.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { kpiText } from '../kpi/texts.ts';
import { importFigures, typeOfFile } from './figures-api.ts';
import { text } from './texts.ts';

export function FiguresImport({ period }: { period: string }) {
  const input = useRef<HTMLInputElement>(null);
  const file = useSignal<File | null>(null);
  const values = useSignal({ month: /^\d{4}-\d{2}$/.test(period) ? period : '', source: '', reason: '' });
  const fault = useSignal<string | null>(null);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const done = useSignal<FiguresAnswer | null>(null);
  useUnsaved(file.value !== null && !busy.value);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    done.value = null;
    failure.value = null;
    const chosen = file.value;
    const type = chosen === null ? undefined : typeOfFile(chosen.name);
    fault.value =
      chosen === null
        ? text('import.fileMissing')
        : type === undefined
          ? kpiText('problem.unsupported-media-type')
          : null;
    if (chosen === null || type === undefined || busy.value) {
      input.current?.focus();
      return;
    }
    busy.value = true;
    try {
      const options = { ...values.value, source: values.value.source.trim() || chosen.name };
      done.value = await importFigures(chosen, type, options);
      file.value = null;
      if (input.current !== null) input.current.value = '';
    } catch (error) {
      // A file changed on disk since it was chosen cannot be read any more: the browser says so as a failed call.
      if (!(error instanceof ApiError)) throw error;
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };
  const field = (name: 'month' | 'source' | 'reason', hint?: string) => (
    <div class="field">
      <label for={`import-${name}`}>{text(`import.${name}`)}</label>
      {hint !== undefined && (
        <p id={`import-hint-${name}`} class="field-hint">
          {hint}
        </p>
      )}
      <input
        id={`import-${name}`}
        type="text"
        maxLength={name === 'month' ? 7 : 400}
        autocomplete="off"
        value={values.value[name]}
        aria-describedby={hint === undefined ? undefined : `import-hint-${name}`}
        onInput={(event) => {
          values.value = { ...values.value, [name]: event.currentTarget.value };
        }}
      />
    </div>
  );
  return (
    <form class="card kpi-form" onSubmit={submit} noValidate>
      <p>{text('import.lead')}</p>
      <p class="muted">{text('import.columns')}</p>
      <div class="field">
        <label for="import-file">{text('import.file')}</label>
        <input
          ref={input}
          id="import-file"
          type="file"
          accept=".xlsx,.csv"
          aria-invalid={fault.value !== null}
          aria-describedby="import-fault"
          onChange={(event) => {
            file.value = event.currentTarget.files?.[0] ?? null;
            fault.value = null;
            failure.value = null;
          }}
        />
        <p id="import-fault" class="field-error" role="alert">
          {fault.value}
        </p>
      </div>
      <div class="kpi-fields">
        {field('month')}
        {field('source', text('import.sourceHint'))}
        {field('reason', text('import.reasonHint'))}
      </div>
      {failure.value !== null && <KpiFailure error={failure.value} />}
      {done.value !== null && (
        <Notice tone="good" title={text('import.done', { ...done.value })} role="status" />
      )}
      <button type="submit" class="button button-primary" aria-disabled={busy.value}>
        {busy.value ? kpiText('form.sending') : text('import.send')}
      </button>
    </form>
  );
}
