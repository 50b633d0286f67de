// One officer's figures of a month: new, or a correction of what stands there (`?officer=`), which needs a reason.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { useUnsaved } from '../components/use-unsaved.ts';
import { locale } from '../i18n/locale.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { officerText, roster } from '../kpi/officer-names.ts';
import { kpiText } from '../kpi/texts.ts';
import { periodName } from '../officers/periods.ts';
import { Field, FigureFields } from './FigureFields.tsx';
import {
  enterFigures,
  type FigureKinds,
  type FiguresRow,
  listFigures,
  readFigureKinds,
} from './figures-api.ts';
import { bodyOf, draftOf, emptyDraft, type FiguresDraft, faultsOf } from './figures-draft.ts';
import { text } from './texts.ts';

interface FormProps {
  period: string;
  officer: string | null;
  unit: string | null;
}

interface Start {
  kinds: FigureKinds;
  /** The row to be corrected; null for a new one. */
  base: FiguresRow['body'] | null;
}

export function FiguresForm({ period, officer, unit }: FormProps) {
  const start = useSignal<Start | null>(null);
  const failure = useSignal<unknown>(null);
  useEffect(() => {
    const load = async () => {
      const [kinds, rows] = await Promise.all([
        readFigureKinds(),
        officer === null ? [] : listFigures(period),
      ]);
      const base = rows.find(
        ({ current, body }) => current && body.officer === officer && (body.unit ?? null) === unit,
      );
      start.value = { kinds, base: base?.body ?? null };
    };
    load().catch((error) => {
      failure.value = error;
    });
  }, [period, officer, unit, start, failure]);
  if (failure.value !== null) return <KpiFailure error={failure.value} />;
  if (start.value === null) return <Loading />;
  return <Form start={start.value} period={period} officer={officer} />;
}

function Form({ start: { kinds, base }, period, officer }: { start: Start } & Omit<FormProps, 'unit'>) {
  const fresh = (): FiguresDraft =>
    base === null
      ? {
          ...emptyDraft(/^\d{4}-\d{2}$/.test(period) ? period : '', kinds.generalOf),
          officer: officer ?? '',
        }
      : draftOf(base, locale.peek());
  const saved = useSignal<FiguresDraft>(fresh());
  const draft = useSignal<FiguresDraft>(saved.value);
  const reason = useSignal('');
  const faults = useSignal<string[]>([]);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const done = useSignal<'done' | 'unchanged' | null>(null);
  const isChanged = JSON.stringify(draft.value) !== JSON.stringify(saved.value);
  useUnsaved(isChanged && !busy.value);

  const change = (next: FiguresDraft) => {
    draft.value = next;
    done.value = null;
    if (faults.value.length > 0) faults.value = faultsOf(next);
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    faults.value = faultsOf(draft.value);
    if (base !== null && reason.value.trim() === '') faults.value = [...faults.value, 'reason'];
    const [first] = faults.value;
    if (first !== undefined) {
      document.getElementById(`figure-${first}`)?.focus();
      return;
    }
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    done.value = null;
    try {
      const answer = await enterFigures(bodyOf(draft.value, base), reason.value.trim());
      done.value = answer.unchanged > 0 ? 'unchanged' : 'done';
      if (base === null) draft.value = fresh();
      saved.value = draft.value;
      reason.value = '';
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };
  return (
    <form class="card kpi-form" onSubmit={submit} noValidate>
      <h2>{text(base === null ? 'form.new' : 'form.correct')}</h2>
      {base === null ? (
        <div class="kpi-fields">
          <Officers
            value={draft.value.officer}
            isAtFault={faults.value.includes('officer')}
            onInput={(code) => change({ ...draft.value, officer: code })}
          />
          <div class="field">
            <label for="figure-month">{text('form.month')}</label>
            <input
              id="figure-month"
              type="text"
              maxLength={7}
              autocomplete="off"
              value={draft.value.month}
              aria-invalid={faults.value.includes('month')}
              aria-describedby="figure-fault-month"
              onInput={(event) => change({ ...draft.value, month: event.currentTarget.value.trim() })}
            />
            <p id="figure-fault-month" class="field-error" role="alert">
              {faults.value.includes('month') && text('form.monthBad')}
            </p>
          </div>
        </div>
      ) : (
        <p>
          <strong>{officerText(base.officer)}</strong> · {periodName(base.month, locale.value)}
        </p>
      )}
      <FigureFields draft={draft.value} kinds={kinds.kinds} faults={faults.value} onChange={change} />
      {base !== null && (
        <div class="field">
          <label for="figure-reason">{text('form.reason')}</label>
          <p id="figure-hint-reason" class="field-hint">
            {text('form.reasonHint')}
          </p>
          <input
            id="figure-reason"
            type="text"
            maxLength={1000}
            autocomplete="off"
            value={reason.value}
            aria-invalid={faults.value.includes('reason')}
            aria-describedby="figure-hint-reason figure-fault-reason"
            onInput={(event) => {
              reason.value = event.currentTarget.value;
            }}
          />
          <p id="figure-fault-reason" class="field-error" role="alert">
            {faults.value.includes('reason') && kpiText('form.required')}
          </p>
        </div>
      )}
      {failure.value !== null && <KpiFailure error={failure.value} />}
      {done.value !== null && (
        <Notice
          tone={done.value === 'done' ? 'good' : 'info'}
          title={text(`form.${done.value}`)}
          role="status"
        />
      )}
      <button type="submit" class="button button-primary" aria-disabled={busy.value}>
        {busy.value ? kpiText('form.sending') : text(base === null ? 'form.send' : 'form.sendCorrection')}
      </button>
    </form>
  );
}

/** A list of names where the roster is there, else the code by hand. */
function Officers(props: { value: string; isAtFault: boolean; onInput: (code: string) => void }) {
  const { officers } = roster.value;
  if (officers.length === 0) return <Field name="officer" label={text('form.officer')} {...props} />;
  return (
    <div class="field">
      <label for="figure-officer">{text('form.officer')}</label>
      <select
        id="figure-officer"
        value={props.value}
        aria-invalid={props.isAtFault}
        aria-describedby="figure-fault-officer"
        onChange={(event) => props.onInput(event.currentTarget.value)}
      >
        <option value="">–</option>
        {officers.map(({ code, name }) => (
          <option key={code} value={code}>
            {name} ({code})
          </option>
        ))}
      </select>
      <p id="figure-fault-officer" class="field-error" role="alert">
        {props.isAtFault && kpiText('form.required')}
      </p>
    </div>
  );
}
