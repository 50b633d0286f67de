// Closing, confirming, taking back and opening again. Which step is whose is drawn above the buttons; the server alone
// decides who may do it.
import { useSignal } from '@preact/signals';
import { Confirm } from '../components/Confirm.tsx';
import { Notice } from '../components/Notice.tsx';
import { useUnsaved } from '../components/use-unsaved.ts';
import { locale } from '../i18n/locale.ts';
import { shortDay } from '../kpi/figure-text.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import type { PeriodPreview, PeriodVersion } from '../kpi/kpi-types.ts';
import { type Step, TwoPersons } from '../kpi/TwoPersons.tsx';
import { kpiText } from '../kpi/texts.ts';
import { periodWords } from '../officers/periods.ts';
import { closePeriod, confirmPeriod, withdrawClose } from './periods-api.ts';
import { text } from './texts.ts';

interface StepsProps {
  preview: PeriodPreview;
  /** Name of the account that looks. */
  me: string;
  mayDecide: boolean;
  onChanged: () => Promise<void>;
}

export function CloseSteps({ preview, me, mayDecide, onChanged }: StepsProps) {
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const asked = useSignal<'close' | 'confirm' | 'withdraw' | null>(null);
  const reason = useSignal('');
  const isAgreed = useSignal(false);
  const fault = useSignal<'reason' | 'agree' | null>(null);
  useUnsaved(reason.value.trim() !== '');

  const { period, state } = preview;
  const name = periodWords(period, locale.value);
  const latest = preview.versions.at(-1) ?? null;
  const pending = state === 'closed' || state === 'confirmed' ? latest : null;

  const attempt = async (work: () => Promise<unknown>) => {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    try {
      await work();
      reason.value = '';
      isAgreed.value = false;
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
      asked.value = null;
      await onChanged();
    }
  };
  const isEarly = preview.close === 'provisional';
  const ask = (event: SubmitEvent) => {
    event.preventDefault();
    if (latest !== null && reason.value.trim() === '') fault.value = 'reason';
    else if (isEarly && !isAgreed.value) fault.value = 'agree';
    else fault.value = null;
    if (fault.value === null) asked.value = 'close';
  };

  const isReady =
    preview.policy !== null && preview.close !== 'not-over' && preview.findings.pendingEntries === 0;
  const isFinal = state === 'final';
  return (
    <section class="card kpi-steps" aria-labelledby="steps-title">
      <h2 id="steps-title">{text('steps.title')}</h2>
      {latest !== null && <p class="muted">{text('steps.version', { n: latest.version, period: name })}</p>}
      <TwoPersons steps={stepsOf(latest)} me={me} />
      {failure.value !== null && <KpiFailure error={failure.value} />}
      {state === 'confirmed' && (
        <Notice tone="good" title={text('confirmed')}>
          <p>{text('confirmedHint')}</p>
        </Notice>
      )}
      {!mayDecide ? (
        !isFinal && <p>{text('readOnly')}</p>
      ) : state === 'closed' && pending !== null ? (
        <PendingClose
          pending={pending}
          isOwn={pending.closedBy === me}
          asked={asked.value}
          onAsk={(what) => {
            failure.value = null;
            asked.value = what;
          }}
        />
      ) : state === 'confirmed' ? null : (
        <>
          {(!isFinal || !isReady) && <Readiness preview={preview} />}
          {isReady && (
            <form class="kpi-form" onSubmit={ask} noValidate>
              {isFinal && (
                <>
                  <h3>{text('reopen.title')}</h3>
                  <p>{text('reopen.lead')}</p>
                  <div class="field">
                    <label for="reopen-reason">{text('reopen.reason')}</label>
                    <p id="reopen-hint" class="field-hint">
                      {text('reopen.reasonHint')}
                    </p>
                    <textarea
                      id="reopen-reason"
                      rows={2}
                      maxLength={1000}
                      value={reason.value}
                      aria-invalid={fault.value === 'reason'}
                      aria-describedby="reopen-hint reopen-fault"
                      onInput={(event) => {
                        reason.value = event.currentTarget.value;
                        fault.value = null;
                      }}
                    />
                    <p id="reopen-fault" class="field-error" role="alert">
                      {fault.value === 'reason' && kpiText('form.required')}
                    </p>
                  </div>
                </>
              )}
              {isEarly && (
                <div class="field">
                  <label class="check">
                    <input
                      type="checkbox"
                      checked={isAgreed.value}
                      aria-describedby="agree-fault"
                      onChange={(event) => {
                        isAgreed.value = event.currentTarget.checked;
                        fault.value = null;
                      }}
                    />
                    {text('close.earlyAgree')}
                  </label>
                  <p id="agree-fault" class="field-error" role="alert">
                    {fault.value === 'agree' && text('close.earlyMissing')}
                  </p>
                </div>
              )}
              {asked.value === null && (
                <button type="submit" class={isFinal ? 'button' : 'button button-primary'}>
                  {text(isFinal ? 'reopen.button' : 'close.button')}
                </button>
              )}
            </form>
          )}
        </>
      )}
      {asked.value === 'close' && (
        <Confirm
          question={text(isFinal ? 'reopen.question' : 'close.question', { period: name })}
          warning={text('close.warning')}
          yes={text('close.yes')}
          busy={busy.value}
          onYes={() =>
            void attempt(() =>
              closePeriod(period, { reason: reason.value.trim(), provisional: isAgreed.value }),
            )
          }
          onNo={() => {
            asked.value = null;
          }}
        />
      )}
      {asked.value === 'confirm' && pending !== null && (
        <Confirm
          question={text('confirm.question', { n: pending.version, period: name })}
          warning={text('confirm.warning')}
          yes={text('confirm.yes')}
          busy={busy.value}
          onYes={() => void attempt(() => confirmPeriod(period, pending))}
          onNo={() => {
            asked.value = null;
          }}
        />
      )}
      {asked.value === 'withdraw' && (
        <Confirm
          question={text('withdraw.question', { period: name })}
          warning={text('withdraw.warning')}
          yes={text('withdraw.yes')}
          busy={busy.value}
          onYes={() => void attempt(() => withdrawClose(period))}
          onNo={() => {
            asked.value = null;
          }}
        />
      )}
    </section>
  );
}

function stepsOf(latest: PeriodVersion | null): Step[] {
  return [
    {
      title: text('steps.close'),
      by: latest?.closedBy ?? null,
      at: latest?.closedAt ?? null,
      isDone: latest !== null,
    },
    {
      title: text('steps.confirm'),
      by: latest?.confirmedBy ?? null,
      at: latest?.confirmedAt ?? null,
      isDone: latest?.confirmedBy != null,
      note: latest?.confirmedBy == null ? text('steps.confirmNote') : null,
    },
    { title: text('steps.seal'), by: null, at: latest?.finalDay ?? null, isDone: latest?.finalDay != null },
  ];
}

/** Why the period cannot be closed yet, or not for good. */
function Readiness({ preview }: { preview: PeriodPreview }) {
  const { policy, close, finalFrom, findings } = preview;
  if (policy === null) {
    return (
      <Notice tone="warning" title={text('close.noPolicy')}>
        <p>{text('close.noPolicyHint')}</p>
      </Notice>
    );
  }
  const from =
    finalFrom === null ? null : text('close.finalFrom', { day: shortDay(finalFrom, locale.value) });
  if (close === 'not-over') {
    return (
      <Notice tone="info" title={text('close.notOver')}>
        {from !== null && <p>{from}</p>}
      </Notice>
    );
  }
  return (
    <>
      {findings.pendingEntries > 0 && (
        <Notice tone="info" title={text('close.pending', { n: findings.pendingEntries })} />
      )}
      {close === 'provisional' && (
        <Notice tone="warning" title={text('close.early')}>
          {from !== null && <p>{from}</p>}
        </Notice>
      )}
    </>
  );
}

interface PendingProps {
  pending: PeriodVersion;
  isOwn: boolean;
  asked: string | null;
  onAsk: (what: 'confirm' | 'withdraw') => void;
}

function PendingClose({ pending, isOwn, asked, onAsk }: PendingProps) {
  return (
    <>
      {pending.reason !== '' && (
        <p>
          {kpiText('form.reason')}: <q>{pending.reason}</q>
        </p>
      )}
      {isOwn ? (
        <Notice tone="info" title={text('confirm.own')}>
          <p>{text('confirm.ownHint')}</p>
        </Notice>
      ) : (
        <p>{text('confirm.lead')}</p>
      )}
      {asked === null && (
        <div class="row">
          {!isOwn && (
            <button type="button" class="button button-primary" onClick={() => onAsk('confirm')}>
              {text('confirm.button')}
            </button>
          )}
          <button type="button" class="button" onClick={() => onAsk('withdraw')}>
            {text('withdraw.button')}
          </button>
        </div>
      )}
    </>
  );
}
