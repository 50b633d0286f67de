// One alert: what it says, since when, and the note of what was done.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Alert } from '../../shared/contract/alerts.ts';
import { Failure } from '../components/Failure.tsx';
import { Notice } from '../components/Notice.tsx';
import { ApiError } from '../http/request.ts';
import { formatDay, formatDuration, type Locale, locale } from '../i18n/locale.ts';
import { acknowledgeAlert } from './alerts-api.ts';
import { ruleText, text } from './texts.ts';

interface AlertItemProps {
  alert: Alert;
  mayTake: boolean;
  onTaken: () => void;
}

export function AlertItem({ alert, mayTake, onTaken }: AlertItemProps) {
  const { acknowledged } = alert;
  const here = useRef<HTMLElement>(null);
  useEffect(() => {
    if (location.hash === `#${alert.id}`) here.current?.scrollIntoView({ block: 'center' });
  }, [alert.id]);
  return (
    <article ref={here} class="alert" data-open={acknowledged === null}>
      <h2>{ruleText(alert.rule)}</h2>
      <p class="alert-evidence">
        {text(`evidence.${alert.rule}`, { ...alert.evidence, device: alert.device ?? '' })}
      </p>
      <p class="alert-when">
        {text('raised', { moment: momentText(alert.raisedAt, locale.value) })}
        {' · '}
        {alert.endedAt === null
          ? text('lasting')
          : text('ended', { moment: momentText(alert.endedAt, locale.value) })}
      </p>
      {acknowledged === null ? (
        <>
          <p class="alert-advice">{text(`advice.${alert.rule}`)}</p>
          {mayTake ? (
            <TakeForm alert={alert} onTaken={onTaken} />
          ) : (
            <p class="alert-unanswered">{text('unanswered')}</p>
          )}
        </>
      ) : (
        <p class="alert-answer">
          {text('answeredBy', {
            name: acknowledged.by,
            time: formatDuration(acknowledged.afterSeconds * 1000, locale.value),
          })}
          {': '}
          <q>{acknowledged.note}</q>
        </p>
      )}
    </article>
  );
}

function TakeForm({ alert, onTaken }: { alert: Alert; onTaken: () => void }) {
  const note = useSignal('');
  const isMissing = useSignal(false);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    isMissing.value = note.value.trim() === '';
    if (busy.value || isMissing.value) return;
    busy.value = true;
    failure.value = null;
    try {
      await acknowledgeAlert(alert.id, note.value.trim());
      onTaken();
    } catch (error) {
      failure.value = error;
      if (error instanceof ApiError && error.code === 'already-acknowledged') onTaken();
    } finally {
      busy.value = false;
    }
  };
  const isTaken = failure.value instanceof ApiError && failure.value.code === 'already-acknowledged';
  return (
    <form class="inline-form" onSubmit={submit} noValidate>
      <div class="field">
        <label for={`note-${alert.id}`}>{text('note')}</label>
        <p id={`hint-${alert.id}`} class="field-hint">
          {text('noteHint')}
        </p>
        <input
          id={`note-${alert.id}`}
          type="text"
          maxLength={500}
          autocomplete="off"
          value={note.value}
          onInput={(event) => {
            note.value = event.currentTarget.value;
          }}
          aria-invalid={isMissing.value}
          aria-describedby={`hint-${alert.id} error-${alert.id}`}
        />
        <p id={`error-${alert.id}`} class="field-error" role="alert">
          {isMissing.value && text('noteMissing')}
        </p>
      </div>
      <button type="submit" class="button button-primary" aria-disabled={busy.value}>
        {busy.value ? text('acknowledging') : text('acknowledge')}
      </button>
      {isTaken ? (
        <Notice tone="info" title={text('alreadyTaken')} role="status" />
      ) : (
        failure.value !== null && <Failure error={failure.value} />
      )}
    </form>
  );
}

/** Time and day as the centre's clock shows them. */
function momentText(iso: string, language: Locale): string {
  return `${iso.slice(11, 16)}, ${formatDay(iso.slice(0, 10), language)}`;
}
