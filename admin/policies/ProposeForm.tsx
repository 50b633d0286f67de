// The first of two steps: a preset or a file is proposed; every fault of a file is named.
import { useSignal } from '@preact/signals';
import { Notice } from '../components/Notice.tsx';
import { useUnsaved } from '../components/use-unsaved.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { kpiText } from '../kpi/texts.ts';
import { type PolicyList, proposePolicy } from './policies-api.ts';
import { SourceChooser, sourceOf, useSource } from './SourceChooser.tsx';
import { text } from './texts.ts';

export function ProposeForm({ list, onDone }: { list: PolicyList; onDone: () => Promise<void> }) {
  const source = useSource(list);
  const from = useSignal('');
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const done = useSignal<number | null>(null);
  useUnsaved((source.file.value !== null || from.value !== '') && done.value === null);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value) return;
    failure.value = null;
    done.value = null;
    const chosen = await sourceOf(source);
    if (chosen === null || 'policy' in chosen) {
      document.getElementById('policy-file')?.focus();
      return;
    }
    busy.value = true;
    try {
      done.value = (await proposePolicy(chosen, from.value)).number;
      await onDone();
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };
  return (
    <form class="card kpi-form" onSubmit={submit} noValidate>
      <p>{text('propose.lead')}</p>
      <SourceChooser list={list} source={source} hasPolicies={false} />
      <div class="field">
        <label for="propose-from">{text('propose.from')}</label>
        <p id="propose-hint" class="field-hint">
          {text('propose.fromHint')}
        </p>
        <input
          id="propose-from"
          type="date"
          value={from.value}
          aria-describedby="propose-hint"
          onInput={(event) => {
            from.value = event.currentTarget.value;
          }}
        />
      </div>
      {failure.value !== null && <KpiFailure error={failure.value} />}
      {done.value !== null && (
        <Notice tone="good" role="status" title={text('propose.done', { number: done.value })} />
      )}
      <button type="submit" class="button button-primary" aria-disabled={busy.value}>
        {busy.value ? kpiText('form.sending') : text('propose.button')}
      </button>
    </form>
  );
}
