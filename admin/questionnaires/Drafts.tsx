// Drafts of the next version, and the form that begins one.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type DraftSummary, draftNameCharsMax } from '../../shared/contract/questionnaires.ts';
import { Failure } from '../components/Failure.tsx';
import { useTask } from '../components/use-task.ts';
import { formatDay, locale } from '../i18n/locale.ts';
import { follow } from '../navigation/router.ts';
import { draftAddress } from './questionnaires-address.ts';
import { text } from './texts.ts';

interface DraftsProps {
  drafts: readonly DraftSummary[];
  /** Null for whoever only reads. */
  begin: ((name: string) => Promise<void>) | null;
}

export function Drafts({ drafts, begin }: DraftsProps) {
  return (
    <>
      {drafts.length === 0 ? (
        <div class="empty">
          <p class="empty-title">{text('noDrafts')}</p>
          <p>{text(begin === null ? 'noDraftsRead' : 'noDraftsHint')}</p>
        </div>
      ) : (
        <ul class="draft-list">
          {drafts.map(({ id, name, basedOn, changedBy, changedOn }) => (
            <li key={id}>
              <a href={draftAddress(id)} aria-label={text('openDraft', { name })} onClick={follow}>
                {name}
              </a>
              <span class="muted">
                {text('basedOn', { version: basedOn })}
                {'. '}
                {text('changed', { by: changedBy, day: formatDay(changedOn, locale.value) })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {begin !== null && <BeginForm label={text('begin')} begin={begin} />}
    </>
  );
}

export function BeginForm({ label, begin }: { label: string; begin: (name: string) => Promise<void> }) {
  const task = useTask();
  const isMissing = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const name = field.current?.value.trim() ?? '';
    isMissing.value = name === '';
    if (isMissing.value) field.current?.focus();
    else void task.run(() => begin(name));
  };
  return (
    <form onSubmit={submit} noValidate>
      <div class="field">
        <label for="draft-name">{text('draftName')}</label>
        <p id="draft-name-hint" class="field-hint">
          {text('draftNameHint')}
        </p>
        <input
          id="draft-name"
          ref={field}
          type="text"
          autocomplete="off"
          maxLength={draftNameCharsMax}
          aria-invalid={isMissing.value}
          aria-describedby="draft-name-hint draft-name-error"
        />
        <p id="draft-name-error" class="field-error" role="alert">
          {isMissing.value && text('draftNameMissing')}
        </p>
      </div>
      <button type="submit" class="button" aria-disabled={task.busy.value}>
        {label}
      </button>
      {task.failure.value !== null && <Failure error={task.failure.value} />}
    </form>
  );
}
