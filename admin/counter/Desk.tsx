// The button itself, the procedure it records for, and what became of the last press.
import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type CounterDesk, selfReportAnswerSchema } from '../../shared/contract/visits.ts';
import { Notice } from '../components/Notice.tsx';
import { errorText } from '../http/error-text.ts';
import { ApiError, request } from '../http/request.ts';
import { formatCount, locale } from '../i18n/locale.ts';
import {
  attemptDelayMs,
  confirmationMs,
  type DeskEvent,
  type DeskState,
  deskStep,
  type FailureOutcome,
  pendingOf,
} from './desk.ts';
import { keepPending, keepRecent, recalledPending, recalledRecent } from './desk-memory.ts';
import { ProcedurePicker } from './ProcedurePicker.tsx';
import { knownRecent, type Procedure, withRecent } from './procedures.ts';
import { newRequestId } from './request-id.ts';
import { cnt } from './texts.ts';

const retriedCodes: ReadonlySet<string> = new Set(['unreachable', 'overloaded', 'internal']);
const askedCodes: ReadonlySet<string> = new Set(['unauthenticated', 'too-many-attempts', 'unreadable']);
const retryAfterMsMax = 5_000;

function outcomeOf(error: unknown): FailureOutcome {
  const code = error instanceof ApiError ? error.code : 'unreadable';
  if (retriedCodes.has(code)) return 'retry';
  return askedCodes.has(code) ? 'ask' : 'refused';
}

export function Desk({ desk, refresh }: { desk: CounterDesk; refresh: () => Promise<void> }) {
  const officer = desk.officer.code;
  const recent = useSignal(recalledRecent(officer));
  const isChoosing = useSignal(false);
  const { state, take } = useDesk(officer, refresh);
  const [current = null] = knownRecent(recent.value, desk.procedures);

  const choose = (procedure: Procedure) => {
    recent.value = withRecent(recent.value, procedure.code);
    keepRecent(officer, recent.value);
    isChoosing.value = false;
    take({ kind: 'chosen' });
  };

  if (current === null || isChoosing.value) {
    return (
      <ProcedurePicker
        procedures={desk.procedures}
        recent={knownRecent(recent.value, desk.procedures)}
        onChoose={choose}
        onKeep={
          current === null
            ? null
            : () => {
                isChoosing.value = false;
              }
        }
      />
    );
  }
  const nameOf = (code: string) => desk.procedures.find((one) => one.code === code)?.name ?? code;
  const shown = state.value;
  const visitsToday = shown.kind === 'recorded' ? shown.visitsToday : desk.visitsToday;
  return (
    <>
      <section class="desk-procedure" aria-label={cnt('procedure')}>
        <div>
          <p class="desk-caption">{cnt('procedure')}</p>
          <p class="desk-procedure-name">{current.name}</p>
          <p class="muted">
            {current.code}
            {current.field !== '' && ` · ${current.field}`}
          </p>
        </div>
        <button
          type="button"
          class="button"
          disabled={pendingOf(shown) !== null}
          onClick={() => {
            isChoosing.value = true;
          }}
        >
          {cnt('change')}
        </button>
      </section>

      <DoneButton
        state={state}
        onTap={() =>
          take({ kind: 'tap', requestId: newRequestId(), procedure: current.code, atMs: performance.now() })
        }
        onResend={() => take({ kind: 'resend' })}
      />
      <p class="visually-hidden" role="status">
        {shown.kind === 'recorded' &&
          cnt('recordedStatus', { procedure: nameOf(shown.procedure), n: shown.visitsToday })}
      </p>
      {shown.kind === 'refused' && <Notice tone="bad" title={refusalText(shown.error)} role="alert" />}
      {shown.kind === 'failed' && (
        <Notice tone="warning" title={cnt('failed')} role="alert">
          <p>{nameOf(shown.visit.procedure)}</p>
          {shown.error !== null && <p>{errorText(shown.error)}</p>}
          <p>{cnt('resendHint')}</p>
          <button
            type="button"
            class="button"
            onClick={() => {
              take({ kind: 'drop' });
              void refresh();
            }}
          >
            {cnt('drop')}
          </button>
        </Notice>
      )}
      <p class="desk-today">
        <span class="desk-count" data-visits-today={visitsToday}>
          {formatCount(visitsToday, locale.value)}
        </span>
        <span>{cnt('visitsToday')}</span>
      </p>
    </>
  );
}

function refusalText(error: unknown): string {
  return error instanceof ApiError && error.code === 'unknown-procedure'
    ? cnt('unknownProcedure')
    : errorText(error);
}

interface DoneButtonProps {
  state: Signal<DeskState>;
  onTap: () => void;
  onResend: () => void;
}

/** One button throughout, so that it keeps the focus; it is never disabled, taps that do not count are ignored. */
function DoneButton({ state, onTap, onResend }: DoneButtonProps) {
  const { kind } = state.value;
  const isBusy = kind === 'sending' || kind === 'recorded';
  return (
    <button
      type="button"
      class={`done done-${kind}`}
      aria-disabled={isBusy}
      onClick={kind === 'failed' ? onResend : onTap}
    >
      {kind === 'sending' && cnt('sending')}
      {kind === 'recorded' && cnt('recorded')}
      {kind === 'failed' && cnt('resend')}
      {(kind === 'ready' || kind === 'refused') && cnt('done')}
    </button>
  );
}

/** The machine with its effects: sends what is pending, keeps it on the device, ends the confirmation. */
function useDesk(officer: string, refresh: () => Promise<void>) {
  const state = useSignal<DeskState>(initialState(officer));
  const retryAfterMs = useRef(0);

  const take = (event: DeskEvent) => {
    const before = state.peek();
    const after = deskStep(before, event);
    if (after === before) return;
    keepPending(officer, pendingOf(after));
    state.value = after;
    if (after.kind === 'sending') void send(after.visit.requestId, after.visit.procedure, after.attempt);
    if (after.kind === 'recorded') {
      setTimeout(() => take({ kind: 'waited', atMs: performance.now() }), confirmationMs + 20);
      void refresh();
    }
    if (after.kind === 'refused') void refresh();
  };

  const send = async (requestId: string, procedure: string, attempt: number) => {
    const delayMs = Math.max(attemptDelayMs(attempt), retryAfterMs.current);
    retryAfterMs.current = 0;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    try {
      const answer = await request(selfReportAnswerSchema, 'POST', '/api/counter/visits', {
        body: { requestId, procedure },
      });
      take({ kind: 'answered', requestId, visitsToday: answer.visitsToday, atMs: performance.now() });
    } catch (error) {
      if (error instanceof ApiError)
        retryAfterMs.current = Math.min(error.retryAfterMs ?? 0, retryAfterMsMax);
      take({ kind: 'failed', requestId, error, outcome: outcomeOf(error) });
    }
  };

  return { state, take };
}

function initialState(officer: string): DeskState {
  const visit = recalledPending(officer);
  return visit === null ? { kind: 'ready' } : { kind: 'failed', visit, error: null };
}
