// A new petition of the officer: what is contested, why, and until when it can be.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type PetitionBody, petitionReasons } from '../../shared/contract/kpi.ts';
import { previousPeriod } from '../../shared/statistics/period.ts';
import { Notice } from '../components/Notice.tsx';
import { useUnsaved } from '../components/use-unsaved.ts';
import { serverNowMs } from '../http/request.ts';
import { locale } from '../i18n/locale.ts';
import { shortDay } from '../kpi/figure-text.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { kpiText } from '../kpi/texts.ts';
import { go, query } from '../navigation/router.ts';
import { isPeriod, periodWords } from '../officers/periods.ts';
import { presentMonth } from '../officers/present-month.ts';
import { filePetition, petitionUntil } from './petitions-api.ts';
import { type TextKey, text } from './texts.ts';

const kinds = ['sheet', 'figure', 'responses', 'attribution'] as const;
type Kind = (typeof kinds)[number];
type Reason = PetitionBody['reason'];
type Field = 'period' | 'figure' | 'counter' | 'day' | 'reason' | 'text';

/** A form that was opened by an address begins with what that names. */
const asked = (name: string): string => query.peek().get(name) ?? '';

export function PetitionForm({ officer }: { officer: string }) {
  const wanted = kinds.find((one) => one === asked('new')) ?? 'sheet';
  const kind = useSignal<Kind>(wanted);
  const values = useSignal<Record<Field, string>>({
    period: asked('period') || previousPeriod(presentMonth()),
    figure: asked('figure'),
    counter: asked('counter'),
    day: asked('day'),
    reason: '',
    text: '',
  });
  const faults = useSignal<Partial<Record<Field, string>>>({});
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const until = useSignal<{ period: string; day: string | null } | null>(null);
  const { period, figure, counter, day, reason, text: words } = values.value;
  useUnsaved(words.trim() !== '' && !busy.value);

  const isByDay = kind.value === 'responses' || kind.value === 'attribution';
  const about = isByDay ? day.slice(0, 7) : period;
  useEffect(() => {
    until.value = null;
    if (!isPeriod(about)) return;
    petitionUntil(officer, about).then(
      (last) => {
        until.value = { period: about, day: last };
      },
      // The deadline is a help; the server refuses what is too late.
      () => {},
    );
  }, [about, officer, until]);

  const change = (name: Field, value: string) => {
    values.value = { ...values.value, [name]: value };
    if (faults.value[name] !== undefined) faults.value = { ...faults.value, [name]: undefined };
  };
  const found = (): Partial<Record<Field, string>> => {
    const missing = kpiText('form.required');
    const list: Partial<Record<Field, string>> = {};
    if (!isByDay && !isPeriod(period.trim())) list.period = text('form.periodBad');
    if (kind.value === 'figure' && figure.trim() === '') list.figure = missing;
    if (isByDay && counter.trim() === '') list.counter = missing;
    if (isByDay && day === '') list.day = missing;
    if (reason === '') list.reason = missing;
    if (words.trim() === '') list.text = missing;
    return list;
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    faults.value = found();
    const [first] = Object.keys(faults.value);
    if (first !== undefined) {
      document.getElementById(`petition-${first}`)?.focus();
      return;
    }
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    const subject: PetitionBody['subject'] = isByDay
      ? { kind: kind.value as 'responses' | 'attribution', counter: counter.trim(), day }
      : kind.value === 'figure'
        ? { kind: 'figure', period: period.trim(), figure: figure.trim() }
        : { kind: 'sheet', period: period.trim() };
    try {
      const { id } = await filePetition(officer, { subject, reason: reason as Reason, text: words.trim() });
      go(`/admin/petitions?id=${id}&sent=1`);
    } catch (error) {
      failure.value = error;
      busy.value = false;
    }
  };
  const today = new Date(serverNowMs()).toISOString().slice(0, 10);
  const input = (name: Field, type: 'text' | 'date', label: TextKey, hint?: TextKey) => (
    <div class="field">
      <label for={`petition-${name}`}>{text(label)}</label>
      {hint !== undefined && (
        <p id={`hint-${name}`} class="field-hint">
          {text(hint)}
        </p>
      )}
      <input
        id={`petition-${name}`}
        type={type as 'text'}
        {...(type === 'date' ? { max: today } : { maxLength: 64 })}
        autocomplete="off"
        value={values.value[name]}
        aria-invalid={faults.value[name] !== undefined}
        aria-describedby={`${hint === undefined ? '' : `hint-${name} `}fault-${name}`}
        onInput={(event) => change(name, event.currentTarget.value)}
      />
      <Fault name={name} fault={faults.value[name]} />
    </div>
  );

  return (
    <>
      <h1>{text('new')}</h1>
      <form class="card kpi-form" onSubmit={submit} noValidate>
        <fieldset>
          <legend>{text('form.subject')}</legend>
          {kinds.map((one) => (
            <label key={one} class="check">
              <input
                type="radio"
                name="kind"
                checked={kind.value === one}
                onChange={() => {
                  kind.value = one;
                  faults.value = {};
                }}
              />
              <span>
                {text(`form.kind.${one}`)}
                <span class="kpi-choice-hint">{text(`form.kind.${one}.hint`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {isByDay ? (
          <div class="kpi-fields">
            {input('counter', 'text', 'form.counter', 'form.counterHint')}
            {input('day', 'date', 'form.day')}
          </div>
        ) : (
          <div class="kpi-fields">
            {input('period', 'text', 'form.period', 'form.periodHint')}
            {kind.value === 'figure' && input('figure', 'text', 'form.figure', 'form.figureHint')}
          </div>
        )}
        {until.value !== null && <Deadline period={until.value.period} day={until.value.day} />}
        <div class="field field-wide">
          <label for="petition-reason">{text('form.reason')}</label>
          <select
            id="petition-reason"
            value={reason}
            aria-invalid={faults.value.reason !== undefined}
            aria-describedby="fault-reason"
            onChange={(event) => change('reason', event.currentTarget.value)}
          >
            <option value="">{text('proposal.choose')}</option>
            {petitionReasons.map((one) => (
              <option key={one} value={one}>
                {text(`reason.${one}`)}
              </option>
            ))}
          </select>
          <Fault name="reason" fault={faults.value.reason} />
        </div>
        <div class="field field-wide">
          <label for="petition-text">{text('form.text')}</label>
          <p id="hint-text" class="field-hint">
            {text('form.textHint')}
          </p>
          <textarea
            id="petition-text"
            rows={5}
            maxLength={4000}
            value={words}
            aria-invalid={faults.value.text !== undefined}
            aria-describedby="hint-text fault-text"
            onInput={(event) => change('text', event.currentTarget.value)}
          />
          <Fault name="text" fault={faults.value.text} />
        </div>
        {failure.value !== null && <KpiFailure error={failure.value} />}
        <button type="submit" class="button button-primary" aria-disabled={busy.value}>
          {busy.value ? kpiText('form.sending') : text('form.send')}
        </button>
      </form>
    </>
  );
}

function Fault({ name, fault }: { name: Field; fault: string | undefined }) {
  return (
    <p id={`fault-${name}`} class="field-error" role="alert">
      {fault}
    </p>
  );
}

function Deadline({ period, day }: { period: string; day: string | null }) {
  const language = locale.value;
  return (
    <Notice
      tone="info"
      title={
        day === null
          ? text('form.deadlineNone')
          : text('form.deadline', { period: periodWords(period, language), day: shortDay(day, language) })
      }
    />
  );
}
