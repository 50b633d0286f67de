// Every error leaves as RFC 9457 problem+json with a stable code; what is not known leaves as `internal`, without detail.
import type { NextFunction, Request, Response } from 'express';
import { type Problem, type ProblemCode, problemStatus, problemType } from '../../shared/contract/problem.ts';
import { Refusal } from '../refusal.ts';
import { isBusy } from '../storage/database.ts';
import { QueueFull } from '../storage/group-commit.ts';

const titles: Record<ProblemCode, string> = {
  'malformed-body': 'The body is not readable',
  unauthenticated: 'Who asks is not known',
  'invalid-signature': 'The signature does not hold',
  'second-factor-needed': 'The second factor is needed',
  forbidden: 'Not allowed',
  'second-person-needed': 'Another person has to decide this',
  'not-yet-open': 'The invitation is not open yet',
  'not-found': 'No such resource',
  'unknown-invitation': 'No such invitation',
  'unknown-response': 'No such response',
  'unknown-code': 'No such code',
  'unknown-policy': 'No such policy',
  'unknown-dispute': 'No such petition',
  'method-not-allowed': 'This resource does not take that method',
  'already-rated': 'The visit has been rated',
  'response-id-conflict': 'The responseId is taken',
  'already-completed': 'Answers were added already',
  'already-contested': 'It has been recorded already',
  'already-acknowledged': 'Somebody has taken care of it already',
  'already-erased': 'The comment was erased',
  'not-spent': 'The invitation has not been used',
  'presence-used-up': 'The presence code has been used often enough',
  'no-printer': 'The counter has no printer',
  'roster-conflict': 'The roster contradicts itself',
  'zone-fixed': 'The time zone stays',
  'batch-open': 'A batch of forms is open',
  'batch-full': 'The batch of forms is full',
  'code-ambiguous': 'Two forms have this number',
  'test-limit': 'No more test visits this month',
  'limit-reached': 'There are as many as there may be',
  'survey-not-draft': 'The survey has been opened',
  'survey-not-open': 'The survey is not open',
  'survey-open': 'The survey is open',
  'survey-not-closed': 'The survey is not closed',
  'draft-changed': 'Somebody has changed it meanwhile',
  'already-decided': 'It has been decided already',
  'period-not-over': 'The period is not over',
  'period-not-ready': 'The period cannot be closed yet',
  'period-closed': 'The period is closed',
  'period-not-closed': 'The period is not closed',
  'period-changed': 'The period has changed since it was closed',
  'no-policy': 'No KPI policy is in force',
  'policy-conflict': 'The policy does not fit what is in force',
  'figures-conflict': 'The figures replace others',
  'group-too-small': 'The group is too small',
  'petition-too-late': 'The time to petition is over',
  'calendar-missing': 'The calendar of that year is missing',
  'name-taken': 'The name is taken',
  'last-administrator': 'The last administrator',
  'invitation-expired': 'The invitation has expired',
  'completion-closed': 'Answers can no longer be added',
  'pairing-expired': 'The pairing code has expired',
  'link-expired': 'The link has expired',
  'presence-expired': 'The presence code has changed',
  'body-too-large': 'The body is too large',
  'unsupported-media-type': 'The body has the wrong type',
  'invalid-request': 'The request does not fit the contract',
  'invalid-roster': 'The roster file has faults',
  'wrong-password': 'The password is wrong',
  'wrong-code': 'The code does not fit',
  'unknown-officer': 'No such officer',
  'unknown-counter': 'No such counter',
  'unknown-procedure': 'No such procedure',
  'unknown-questionnaire': 'No such questionnaire',
  'invalid-survey': 'The survey cannot be opened',
  'invalid-questionnaire': 'The questionnaire cannot be used',
  'invalid-policy': 'The policy cannot be applied',
  'invalid-figures': 'The figures do not fit',
  'visit-too-old': 'The visit is too old',
  'visit-in-future': 'The visit lies in the future',
  'too-many-attempts': 'Too many attempts',
  internal: 'The server failed',
  'printer-failed': 'The printer failed',
  overloaded: 'The server is busy',
};

const retryAfterSeconds = 2;

/** The refusal behind whatever a handler threw; null for what nobody foresaw. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (error instanceof QueueFull || isBusy(error)) {
    return new Refusal('overloaded', 'too much is waiting; please try again', { retryAfterSeconds });
  }
  const type = (error as { type?: unknown } | null)?.type;
  if (type === 'entity.too.large') return new Refusal('body-too-large', 'the body is larger than allowed');
  if (type === 'entity.parse.failed') return new Refusal('malformed-body', 'the body is not valid JSON');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
    return new Refusal('unsupported-media-type', 'the body has an encoding that is not read here');
  }
  if (
    typeof type === 'string' &&
    (type.startsWith('request.') || type.startsWith('entity.') || type.startsWith('parameters.'))
  ) {
    return new Refusal('malformed-body', 'the body could not be read');
  }
  if (error instanceof URIError) return new Refusal('not-found', 'the address is not well formed');
  return null;
}

export function sendProblem(response: Response, refusal: Refusal): void {
  const status = problemStatus[refusal.code];
  const problem: Problem = {
    type: problemType(refusal.code),
    title: titles[refusal.code],
    status,
    code: refusal.code,
    detail: refusal.message,
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
  };
  if (refusal.retryAfterSeconds !== undefined) response.set('Retry-After', String(refusal.retryAfterSeconds));
  if (status === 401) response.set('WWW-Authenticate', 'Bearer');
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

export const titleOfProblem = (code: ProblemCode): string => titles[code];

/** Last handler of the API. `report` sees only what nobody foresaw. */
export function problemHandler(report: (error: unknown) => void) {
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const refusal = refusalOf(error);
    if (refusal === null) report(error);
    sendProblem(
      response,
      refusal ?? new Refusal('internal', 'the server could not answer; nothing was recorded'),
    );
  };
}
