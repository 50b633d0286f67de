// Begins a batch: how many sheets were counted. Few of them are warned of, and taken all the same.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { batchFormsMax, type PaperBatch } from '../../shared/contract/paper.ts';
import { Failure } from '../components/Failure.tsx';
import { Notice } from '../components/Notice.tsx';
import { useTask } from '../components/use-task.ts';
import { useUnsaved } from '../components/use-unsaved.ts';
import { ApiError } from '../http/request.ts';
import { openBatch } from './paper-api.ts';
import { pt } from './texts.ts';

interface Props {
  groupMinimum: number;
  onOpened: (batch: PaperBatch) => void;
  /** The server has another state than this page shows. */
  onStale: () => Promise<void>;
}

export function StartForm({ groupMinimum, onOpened, onStale }: Props) {
  const typed = useSignal('');
  const isBad = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const { busy, failure, run } = useTask();
  const count = /^\d{1,4}$/.test(typed.value.trim()) ? Number(typed.value.trim()) : null;
  const isCount = count !== null && count >= 1 && count <= batchFormsMax;
  useUnsaved(typed.value !== '' && !busy.value);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    isBad.value = !isCount;
    if (!isCount) {
      field.current?.focus();
      return;
    }
    await run(async () => {
      try {
        const batch = await openBatch(count);
        typed.value = '';
        onOpened(batch);
      } catch (error) {
        // Opened in another tab, or its answer was lost: the page shows what is there.
        if (!(error instanceof ApiError && error.code === 'batch-open')) throw error;
        typed.value = '';
        await onStale();
      }
    });
  };

  return (
    <section class="card" aria-labelledby="paper-start">
      <h2 id="paper-start">{pt('startTitle')}</h2>
      <form class="inline-form" onSubmit={submit} noValidate>
        <div class="field">
          <label for="paper-forms">{pt('forms')}</label>
          <p id="paper-forms-hint" class="field-hint">
            {pt('startHint')}
          </p>
          <input
            ref={field}
            id="paper-forms"
            type="text"
            inputMode="numeric"
            maxLength={4}
            autocomplete="off"
            value={typed.value}
            aria-invalid={isBad.value}
            aria-describedby="paper-forms-hint paper-forms-error"
            onInput={(event) => {
              typed.value = event.currentTarget.value;
              isBad.value = false;
            }}
          />
          <p id="paper-forms-error" class="field-error" role="alert">
            {isBad.value && pt('formsBad', { max: batchFormsMax })}
          </p>
        </div>
        {isCount && count < groupMinimum && (
          <Notice tone="warning" title={pt('few', { n: groupMinimum })} role="status" />
        )}
        {failure.value !== null && <Failure error={failure.value} />}
        <button type="submit" class="button button-primary" aria-disabled={busy.value}>
          {busy.value ? pt('starting') : pt('start')}
        </button>
      </form>
    </section>
  );
}
