// Levels that the policy holds back for want of data: two persons say whether the evidence counts all the same or is left
// out. How people rated is not shown here.
import { useSignal } from '@preact/signals';
import { useUnsaved } from '../components/use-unsaved.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { officerText } from '../kpi/officer-names.ts';
import { TwoPersons } from '../kpi/TwoPersons.tsx';
import { kpiText } from '../kpi/texts.ts';
import { decideHold, type Hold, proposeHold } from './periods-api.ts';
import { text } from './texts.ts';

interface HoldsProps {
  period: string;
  /** Answers of this period so far. */
  holds: readonly Hold[];
  /** Officers whose level waits. */
  held: readonly string[];
  me: string;
  mayDecide: boolean;
  onChanged: () => Promise<void>;
}

export function Holds({ period, holds, held, me, mayDecide, onChanged }: HoldsProps) {
  const answers = holds.filter(({ state }) => state !== 'rejected');
  const open = held.filter((officer) => !answers.some((hold) => hold.officer === officer));
  if (answers.length === 0 && open.length === 0) return null;
  return (
    <section class="card kpi-steps" aria-labelledby="holds-title">
      <h2 id="holds-title">{text('holds.title')}</h2>
      <p>{text('holds.lead')}</p>
      {answers.map((hold) => (
        <Answer key={hold.number} hold={hold} me={me} mayDecide={mayDecide} onChanged={onChanged} />
      ))}
      {open.length > 0 &&
        (mayDecide ? (
          <ProposeForm key={open.join()} period={period} open={open} onChanged={onChanged} />
        ) : (
          <p>{text('holds.open', { officers: open.map(officerText).join(', ') })}</p>
        ))}
    </section>
  );
}

type AnswerProps = Pick<HoldsProps, 'me' | 'mayDecide' | 'onChanged'> & { hold: Hold };

function Answer({ hold, me, mayDecide, onChanged }: AnswerProps) {
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const { number, officer, choice, reason, state, proposedBy, decidedBy } = hold;
  const isOwn = proposedBy === me;
  const decide = async (what: 'approve' | 'reject') => {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    try {
      await decideHold(number, what);
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
      await onChanged();
    }
  };
  return (
    <section class="hold" aria-label={officerText(officer)}>
      <h3>{text('holds.answer', { officer: officerText(officer), choice: text(`holds.${choice}`) })}</h3>
      <p>
        {kpiText('form.reason')}: <q>{reason}</q>
      </p>
      <TwoPersons
        me={me}
        steps={[
          { title: text('holds.propose'), by: proposedBy, isDone: true },
          { title: text('holds.approve'), by: decidedBy, isDone: state === 'decided' },
          { title: text('holds.log'), by: null, isDone: false },
        ]}
      />
      {failure.value !== null && <KpiFailure error={failure.value} />}
      {state === 'proposed' && mayDecide && (
        <div class="row">
          {!isOwn && (
            <button
              type="button"
              class="button button-primary"
              aria-disabled={busy.value}
              onClick={() => void decide('approve')}
            >
              {text('holds.approveButton')}
            </button>
          )}
          <button
            type="button"
            class="button"
            aria-disabled={busy.value}
            onClick={() => void decide('reject')}
          >
            {text(isOwn ? 'holds.withdraw' : 'holds.reject')}
          </button>
        </div>
      )}
    </section>
  );
}

interface ProposeProps {
  period: string;
  open: readonly string[];
  onChanged: () => Promise<void>;
}

function ProposeForm({ period, open, onChanged }: ProposeProps) {
  const officer = useSignal(open[0] ?? '');
  const choice = useSignal<Hold['choice']>('leave-out');
  const reason = useSignal('');
  const isMissing = useSignal(false);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  useUnsaved(reason.value.trim() !== '' && !busy.value);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    isMissing.value = reason.value.trim() === '';
    if (isMissing.value || busy.value) {
      document.getElementById('hold-reason')?.focus();
      return;
    }
    busy.value = true;
    failure.value = null;
    try {
      await proposeHold({
        officer: officer.value,
        period,
        choice: choice.value,
        reason: reason.value.trim(),
      });
      reason.value = '';
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
      await onChanged();
    }
  };
  return (
    <form class="kpi-form" onSubmit={submit} noValidate>
      <div class="field">
        <label for="hold-officer">{text('holds.officer')}</label>
        <select
          id="hold-officer"
          value={officer.value}
          onChange={(event) => {
            officer.value = event.currentTarget.value;
          }}
        >
          {open.map((code) => (
            <option key={code} value={code}>
              {officerText(code)}
            </option>
          ))}
        </select>
      </div>
      <fieldset>
        <legend>{text('holds.choice')}</legend>
        {(['leave-out', 'count'] as const).map((one) => (
          <label key={one} class="check">
            <input
              type="radio"
              name="hold-choice"
              checked={choice.value === one}
              onChange={() => {
                choice.value = one;
              }}
            />
            <span>
              {text(`holds.${one}`)}
              <span class="kpi-choice-hint">{text(`holds.${one}.hint`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="field field-wide">
        <label for="hold-reason">{kpiText('form.reason')}</label>
        <input
          id="hold-reason"
          type="text"
          maxLength={1000}
          autocomplete="off"
          value={reason.value}
          aria-invalid={isMissing.value}
          aria-describedby="hold-fault"
          onInput={(event) => {
            reason.value = event.currentTarget.value;
            isMissing.value = false;
          }}
        />
        <p id="hold-fault" class="field-error" role="alert">
          {isMissing.value && kpiText('form.required')}
        </p>
      </div>
      {failure.value !== null && <KpiFailure error={failure.value} />}
      <button type="submit" class="button" aria-disabled={busy.value}>
        {busy.value ? kpiText('form.sending') : text('holds.proposeButton')}
      </button>
    </form>
  );
}
