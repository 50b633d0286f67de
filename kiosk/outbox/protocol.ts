// The outbox: what a tap on the kiosk becomes until the server holds it. This file is the protocol and its pure
// decisions; store.ts keeps the records, outbox.ts does the work.
//
// Promise: a response that was shown as stored reaches the server once, or is kept and counted for staff. It is never
// dropped, and it never makes the screen wait for the network.
//
// Outline
//   put        One IndexedDB transaction with strict durability writes the record, phase `held`; only then may the
//              screen say thank you.
//   undo       While `held`, the record can be deleted. Release and undo are both transactions that check the phase,
//              so exactly one of them wins, also between two tabs.
//   release    When the hold is over (or found over after a crash: a crash counts the tap), phase `released`. From here
//              on the request is frozen, since the server may have seen it.
//   send       POST with the record's responseId. The server gives one effect per responseId, so an answer lost on its
//              way back costs only a repetition. That is what makes the whole exactly-once.
//   answers    A 200 or 201 that names the responseId: `acknowledged`. A problem document whose code says that no
//              repetition can help: `refused`, kept and counted by reason. Everything else, also a page of a captive
//              portal or of a proxy in between: again later.
//   later      Exponential backoff with full jitter for the whole queue, at most `retryDelayMsMax`; Retry-After wins
//              when longer. A line that comes back wakes the queue at once. An internal error on one record lets the
//              next ones pass; silence, overload and a refused signature stop the round, since all would meet the same.
//   completion Optional answers given before the release join the request; after it they are sent as PATCH once the
//              response is acknowledged, and end `sent` or `refused` by the same rules.
//   kept       Acknowledged records stay until the server says that a backup covers them, at most for `keepAcknowledgedMs`,
//              and can be sent again when a server had to be restored; repeated ones have no second effect. Not longer:
//              the device is the one place where an answer still stands beside its invitation after the seal.
//   bound      At `recordsMax` waiting records `put` refuses, and the screen says so; staff are warned from
//              `recordsWarn` on.
//   time       Ages are differences of device time (device-clock.ts), which a changed wall clock does not bend.
//   damage     A record that cannot be read as one is not sent and not deleted: `refused` with reason `unreadable`.
import type { ProblemCode } from '../../shared/contract/problem.ts';
import type { Answers } from '../../shared/contract/questionnaire.ts';
import type { ResponseRequest } from '../../shared/contract/responses.ts';

/** The request without what is known only when it is sent. */
export type HeldRequest = Omit<ResponseRequest, 'ageSeconds'>;

export type Phase = 'held' | 'released' | 'acknowledged' | 'refused';

/** What is added to a response after the tap. */
export interface Added {
  answers: Answers;
  comment?: string;
  /** Report for the inspectorate, sealed on this device: hex of one length, whether anything was said or not. */
  sealed?: string;
}

export interface Completion extends Added {
  phase: 'waiting' | 'sent' | 'refused';
}

export interface OutboxRecord {
  responseId: string;
  request: HeldRequest;
  /** Device time of the tap, milliseconds. */
  tappedAtMs: number;
  phase: Phase;
  /** Device time at which the phase became acknowledged or refused. */
  settledAtMs?: number;
  /** Why it was refused: a problem code or `unreadable`. */
  reason?: string;
  completion?: Completion;
}

export interface OutboxPolicy {
  /** Time in which a tap can be undone. */
  holdMs: number;
  retryDelayMsMin: number;
  retryDelayMsMax: number;
  /** Longest silence of the server before an attempt counts as failed. */
  requestMsMax: number;
  keepAcknowledgedMs: number;
  recordsWarn: number;
  recordsMax: number;
}

export const outboxPolicy: OutboxPolicy = {
  // Half a second longer than the screen shows, so that an undo in the last moment still comes first.
  holdMs: 5_500,
  retryDelayMsMin: 1_000,
  retryDelayMsMax: 60_000,
  requestMsMax: 15_000,
  // A weekend, or a night without its backup.
  keepAcknowledgedMs: 72 * 3_600_000,
  // A busy branch has about 250 visits a day: weeks of it, at about 500 bytes a record.
  recordsWarn: 8_000,
  recordsMax: 10_000,
};

/** What came back for one request; `unreachable` stands for no answer at all, in time. */
export type Answer =
  | { kind: 'unreachable' }
  | { kind: 'answer'; status: number; body: unknown; retryAfterSeconds: number | null };

export type Verdict =
  | { kind: 'acknowledged' }
  | { kind: 'refused'; reason: string }
  /** `scope` record: the next record may fare better; line: none would. */
  | { kind: 'retry'; scope: 'record' | 'line'; retryAfterMs: number; unauthorised: boolean };

const finalCodes: ReadonlySet<string> = new Set<ProblemCode>([
  'malformed-body',
  'unknown-invitation',
  'unknown-response',
  'already-rated',
  'response-id-conflict',
  'already-completed',
  'invitation-expired',
  'completion-closed',
  'body-too-large',
  'unsupported-media-type',
  'invalid-request',
  'unknown-officer',
  'unknown-counter',
  'unknown-procedure',
  'unknown-questionnaire',
]);

const unauthorisedCodes: ReadonlySet<string> = new Set<ProblemCode>([
  'unauthenticated',
  'invalid-signature',
  'forbidden',
]);

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

/** Judges the answer to a POST or PATCH for `responseId`. Believes only bodies that the server itself can have made. */
export function judge(responseId: string, answer: Answer): Verdict {
  const retry = (scope: 'record' | 'line', retryAfterMs = 0, unauthorised = false): Verdict => ({
    kind: 'retry',
    scope,
    retryAfterMs,
    unauthorised,
  });
  if (answer.kind === 'unreachable') return retry('line');
  const { status, body } = answer;
  if (status === 200 || status === 201) {
    return field(body, 'responseId') === responseId ? { kind: 'acknowledged' } : retry('line');
  }
  const code = field(body, 'code');
  if (typeof code !== 'string') return retry('line');
  if (status >= 400 && status < 500 && finalCodes.has(code)) return { kind: 'refused', reason: code };
  if (unauthorisedCodes.has(code)) return retry('line', 0, true);
  const retryAfterMs = Math.max(0, answer.retryAfterSeconds ?? 0) * 1000;
  return retry(code === 'internal' || code === 'not-yet-open' ? 'record' : 'line', retryAfterMs);
}

/**
 * Milliseconds to wait after `failures` rounds in a row failed (>= 1): full jitter over an exponential ceiling, never
 * less than the shortest delay nor than what the server asked for. `random` is uniform in [0, 1).
 */
export function retryDelayMs(
  failures: number,
  retryAfterMs: number,
  random: number,
  policy: OutboxPolicy,
): number {
  const ceiling = Math.min(policy.retryDelayMsMax, policy.retryDelayMsMin * 2 ** Math.min(failures, 30));
  const jittered = policy.retryDelayMsMin + random * (ceiling - policy.retryDelayMsMin);
  return Math.max(jittered, Math.min(retryAfterMs, policy.retryDelayMsMax));
}

/** Whether the hold of a tap is over at device time `nowMs`. */
export const isDue = (record: OutboxRecord, nowMs: number, policy: OutboxPolicy): boolean =>
  nowMs - record.tappedAtMs >= policy.holdMs;

/** What the server is told of a record's age; at least 0 whatever the clocks did. */
export const ageSecondsOf = (record: OutboxRecord, nowMs: number): number =>
  Math.min(31_536_000, Math.max(0, Math.round((nowMs - record.tappedAtMs) / 1000)));

/** True when a stored value has all that sending needs. */
export function isRecord(value: unknown): value is OutboxRecord {
  const request = field(value, 'request');
  const answers = field(request, 'answers');
  return (
    typeof field(value, 'responseId') === 'string' &&
    field(request, 'responseId') === field(value, 'responseId') &&
    typeof field(answers, 'officer') === 'number' &&
    Number.isFinite(field(value, 'tappedAtMs'))
  );
}
