// The one-button page as a machine: at most one visit on its way, each under a requestId of its own that is sent again
// until the server answers, so that neither a second tap nor a lost answer counts twice. Pure: ids and times come in.

export interface PendingVisit {
  requestId: string;
  procedure: string;
}

export type DeskState =
  | { kind: 'ready' }
  | { kind: 'sending'; visit: PendingVisit; attempt: number }
  /** The server did not confirm; it may or may not have recorded the visit. Sending again is harmless. */
  | { kind: 'failed'; visit: PendingVisit; error: unknown }
  /** The server did not take the visit: nothing was recorded, and the same request would be refused again. */
  | { kind: 'refused'; error: unknown }
  /** Confirmed. Further taps are ignored until `untilMs`: the second half of a double tap is not a second visit. */
  | { kind: 'recorded'; procedure: string; visitsToday: number; untilMs: number };

/** retry = try again without asking; ask = the officer decides; refused = nothing was recorded. */
export type FailureOutcome = 'retry' | 'ask' | 'refused';

export type DeskEvent =
  | { kind: 'tap'; requestId: string; procedure: string; atMs: number }
  | { kind: 'answered'; requestId: string; visitsToday: number; atMs: number }
  | { kind: 'failed'; requestId: string; error: unknown; outcome: FailureOutcome }
  | { kind: 'resend' }
  | { kind: 'drop' }
  | { kind: 'waited'; atMs: number }
  /** The officer chose another procedure: a refusal has been read. */
  | { kind: 'chosen' };

/** Longer than a double tap and than an impatient second one, far shorter than a visit. */
export const confirmationMs = 3_000;
/** Attempts made without asking, before the officer is told. */
export const attemptsMax = 3;

/** One event applied. An answer that belongs to no pending visit changes nothing. */
export function deskStep(state: DeskState, event: DeskEvent): DeskState {
  switch (event.kind) {
    case 'tap': {
      const isFree =
        state.kind === 'ready' ||
        state.kind === 'refused' ||
        (state.kind === 'recorded' && event.atMs >= state.untilMs);
      if (!isFree) return state;
      const visit = { requestId: event.requestId, procedure: event.procedure };
      return { kind: 'sending', visit, attempt: 1 };
    }
    case 'answered': {
      const visit = pendingOf(state);
      if (visit === null || visit.requestId !== event.requestId) return state;
      return {
        kind: 'recorded',
        procedure: visit.procedure,
        visitsToday: event.visitsToday,
        untilMs: event.atMs + confirmationMs,
      };
    }
    case 'failed': {
      if (state.kind !== 'sending' || state.visit.requestId !== event.requestId) return state;
      if (event.outcome === 'refused') return { kind: 'refused', error: event.error };
      if (event.outcome === 'retry' && state.attempt < attemptsMax) {
        return { ...state, attempt: state.attempt + 1 };
      }
      return { kind: 'failed', visit: state.visit, error: event.error };
    }
    case 'resend':
      return state.kind === 'failed' ? { kind: 'sending', visit: state.visit, attempt: 1 } : state;
    case 'drop':
      return state.kind === 'failed' ? { kind: 'ready' } : state;
    case 'chosen':
      return state.kind === 'refused' ? { kind: 'ready' } : state;
    case 'waited':
      return state.kind === 'recorded' && event.atMs >= state.untilMs ? { kind: 'ready' } : state;
  }
}

export function pendingOf(state: DeskState): PendingVisit | null {
  return state.kind === 'sending' || state.kind === 'failed' ? state.visit : null;
}

/** Wait before attempt `attempt` (2 = the first repeat). */
export const attemptDelayMs = (attempt: number): number => (attempt <= 1 ? 0 : 500 * 2 ** (attempt - 2));
