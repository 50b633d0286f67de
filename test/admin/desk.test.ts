// The one-button page's machine: one press, one visit, however often tapped, sent or answered.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attemptsMax,
  confirmationMs,
  type DeskEvent,
  type DeskState,
  deskStep,
  pendingOf,
} from '../../admin/counter/desk.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
console.log(`desk seed ${seed}`);

const ready: DeskState = { kind: 'ready' };
const tap = (requestId: string, atMs = 0): DeskEvent => ({ kind: 'tap', requestId, procedure: 'P1', atMs });
const answered = (requestId: string, atMs = 0, visitsToday = 4): DeskEvent => ({
  kind: 'answered',
  requestId,
  visitsToday,
  atMs,
});
const run = (state: DeskState, ...events: DeskEvent[]) => events.reduce(deskStep, state);

describe('one press is one visit', () => {
  test('a second tap while the first is on its way is ignored', () => {
    const state = run(ready, tap('a'), tap('b'));
    expect(pendingOf(state)?.requestId).toBe('a');
  });

  test('the second half of a double tap after a fast answer is ignored', () => {
    const state = run(ready, tap('a', 0), answered('a', 20), tap('b', 250));
    expect(state.kind).toBe('recorded');
  });

  test('after the confirmation the next visit can be recorded', () => {
    const state = run(ready, tap('a', 0), answered('a', 20), tap('b', 20 + confirmationMs));
    expect(pendingOf(state)?.requestId).toBe('b');
    const rested = run(ready, tap('a', 0), answered('a', 20), { kind: 'waited', atMs: 20 + confirmationMs });
    expect(rested).toEqual(ready);
  });

  test('a late answer to a dropped visit changes nothing', () => {
    const failed = run(ready, tap('a'), { kind: 'failed', requestId: 'a', error: 1, outcome: 'ask' });
    expect(run(failed, { kind: 'drop' }, answered('a'))).toEqual(ready);
  });
});

describe('failures', () => {
  test('are tried again under the same id, then shown', () => {
    let state = run(ready, tap('a'));
    for (let attempt = 1; attempt < attemptsMax; attempt++) {
      state = run(state, { kind: 'failed', requestId: 'a', error: 'down', outcome: 'retry' });
      expect(state).toMatchObject({ kind: 'sending', attempt: attempt + 1, visit: { requestId: 'a' } });
    }
    state = run(state, { kind: 'failed', requestId: 'a', error: 'down', outcome: 'retry' });
    expect(state).toMatchObject({ kind: 'failed', visit: { requestId: 'a' }, error: 'down' });
    expect(run(state, { kind: 'resend' })).toMatchObject({
      kind: 'sending',
      attempt: 1,
      visit: { requestId: 'a' },
    });
  });

  test('a tap does not start another visit while one is unconfirmed', () => {
    const failed = run(ready, tap('a'), { kind: 'failed', requestId: 'a', error: 1, outcome: 'ask' });
    expect(run(failed, tap('b'))).toBe(failed);
  });

  test('a refusal frees the button and is read away by another choice', () => {
    const refused = run(ready, tap('a'), { kind: 'failed', requestId: 'a', error: 1, outcome: 'refused' });
    expect(pendingOf(refused)).toBeNull();
    expect(run(refused, { kind: 'chosen' })).toEqual(ready);
    expect(pendingOf(run(refused, tap('b')))?.requestId).toBe('b');
  });
});

test('whatever is tapped, lost and answered, confirmations are of distinct ids and never closer than the pause', () => {
  const move = fc.record({
    what: fc.constantFrom('tap', 'answer', 'fail', 'ask', 'refuse', 'resend', 'drop', 'wait'),
    afterMs: fc.nat(2_000),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 80 }), (moves) => {
      let state: DeskState = ready;
      let atMs = 0;
      let taps = 0;
      const confirmed: string[] = [];
      let lastConfirmedAtMs = Number.NEGATIVE_INFINITY;
      for (const { what, afterMs } of moves) {
        atMs += afterMs;
        const requestId: string = pendingOf(state)?.requestId ?? 'none';
        const before: DeskState = state;
        if (what === 'tap') {
          taps += 1;
          state = deskStep(state, tap(`id${taps}`, atMs));
          const isNew = pendingOf(state) !== null && pendingOf(before) === null;
          if (isNew) expect(atMs - lastConfirmedAtMs).toBeGreaterThanOrEqual(confirmationMs);
        } else if (what === 'answer') {
          state = deskStep(state, answered(requestId, atMs));
          if (state !== before) {
            confirmed.push(requestId);
            lastConfirmedAtMs = atMs;
          }
        } else if (what === 'resend' || what === 'drop') state = deskStep(state, { kind: what });
        else if (what === 'wait') state = deskStep(state, { kind: 'waited', atMs });
        else {
          const outcome = what === 'fail' ? 'retry' : what === 'ask' ? 'ask' : 'refused';
          state = deskStep(state, { kind: 'failed', requestId, error: what, outcome });
        }
      }
      expect(new Set(confirmed).size).toBe(confirmed.length);
    }),
    { seed, numRuns: 500 },
  );
});
