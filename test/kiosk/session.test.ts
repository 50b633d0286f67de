import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaceLevel } from '../../kiosk/faces.ts';
import {
  deadlineOf,
  type Session,
  type SessionEvent,
  sessionTimes,
  startSession,
  step,
  type View,
} from '../../kiosk/screen/session.ts';
import type { Offer } from '../../shared/contract/visits.ts';

const offerOf = (name: string, closesAfterSeconds = 120): Offer => ({
  invitation: name.padEnd(22, '0'),
  officer: { code: name, name: `Cán bộ ${name}` },
  counter: 'Q1',
  closesAfterSeconds,
});

/** Runs events, each at its own time, from idle. */
const run = (...events: [atMs: number, event: SessionEvent][]): Session =>
  events.reduce((session, [atMs, event]) => step(session, event, atMs, true), startSession());

const faces = (session: Session): Extract<View, { kind: 'faces' }> => {
  if (session.view.kind !== 'faces') throw new Error(`the view is ${session.view.kind}`);
  return session.view;
};

const choose: SessionEvent = { kind: 'choose', subject: { kind: 'counter', code: 'Q1', name: 'Quầy 01' } };

describe('session', () => {
  it('goes from offer over press, thanks and items back to idle by time alone', () => {
    let session = run([0, { kind: 'offer', offer: offerOf('a') }], [1000, { kind: 'press', level: 2 }]);
    expect(faces(session).pressed).toBe(2);
    session = step(session, { kind: 'stored', responseId: 'r' }, 1010, true);
    expect(session.view.kind).toBe('thanks');
    session = step(session, { kind: 'tick' }, 1010 + sessionTimes.undoMs, true);
    expect(session.view.kind).toBe('items');
    session = step(session, { kind: 'tick' }, 1010 + sessionTimes.undoMs + sessionTimes.itemsMs, true);
    expect(session).toEqual(startSession());
  });

  it('ends an offer nobody touched at its time and lets a newer one take its place before', () => {
    const shown = run([0, { kind: 'offer', offer: offerOf('a') }]);
    expect(step(shown, { kind: 'tick' }, 119_999, true)).toBe(shown);
    expect(step(shown, { kind: 'tick' }, 120_000, true)).toEqual(startSession());
    const newer = step(shown, { kind: 'offer', offer: offerOf('b') }, 5000, true);
    expect(faces(newer).subject).toMatchObject({ invitation: offerOf('b').invitation });
  });

  it('shows an offer that came meanwhile when the touched session is over, if it is still open', () => {
    const busy = run([0, choose], [1000, { kind: 'offer', offer: offerOf('b') }]);
    expect(faces(busy).subject.kind).toBe('counter');
    expect(faces(step(busy, { kind: 'leave' }, 2000, true)).subject.kind).toBe('visit');
    expect(step(busy, { kind: 'leave' }, 122_000, true).view.kind).toBe('idle');
  });

  it('withdraws an untouched offer, never a touched one, and forgets a waiting one', () => {
    const shown = run([0, { kind: 'offer', offer: offerOf('a') }]);
    const withdraw: SessionEvent = { kind: 'withdraw', invitation: offerOf('a').invitation };
    expect(step(shown, withdraw, 10, true).view.kind).toBe('idle');
    expect(step(step(shown, { kind: 'touch' }, 5, true), withdraw, 10, true).view.kind).toBe('faces');
    const busy = run([0, choose], [1, { kind: 'offer', offer: offerOf('a') }], [2, withdraw]);
    expect(busy.next).toBeNull();
  });

  it('never shows after an undo what had been chosen', () => {
    const session = run(
      [0, { kind: 'offer', offer: offerOf('a') }],
      [1000, { kind: 'press', level: 1 }],
      [1010, { kind: 'stored', responseId: 'r' }],
      [1020, { kind: 'undo' }],
      [1030, { kind: 'undone', removed: true }],
    );
    expect(faces(session)).toMatchObject({ pressed: null, failed: null, touched: true });
  });

  it('takes no press for faces that have just come under the finger', () => {
    const shown = run([0, { kind: 'offer', offer: offerOf('a') }]);
    const swapped = step(shown, { kind: 'offer', offer: offerOf('b') }, 5000, true);
    const press: SessionEvent = { kind: 'press', level: 5 };
    expect(faces(step(swapped, press, 5000 + sessionTimes.armMs - 1, true)).pressed).toBeNull();
    expect(faces(step(swapped, press, 5000 + sessionTimes.armMs, true)).pressed).toBe(5);
  });

  it('gives somebody who touches late time to choose', () => {
    const session = run([0, { kind: 'offer', offer: offerOf('a') }], [119_000, { kind: 'touch' }]);
    expect(deadlineOf(session)).toBe(119_000 + sessionTimes.touchedMs);
  });
});

const events: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('offer' as const),
    offer: fc.constantFrom('a', 'b', 'c').map((name) => offerOf(name)),
  }),
  fc.record({
    kind: fc.constant('withdraw' as const),
    invitation: fc.option(fc.constantFrom('a', 'b', 'c').map((name) => offerOf(name).invitation)),
  }),
  fc.constantFrom<SessionEvent>(
    { kind: 'touch' },
    { kind: 'open', view: 'code' },
    { kind: 'open', view: 'counters' },
    choose,
    { kind: 'lookup', state: 'looking' },
    { kind: 'lookup', state: 'unknown' },
    { kind: 'not-stored', reason: 'storage' },
    { kind: 'undo' },
    { kind: 'undone', removed: true },
    { kind: 'undone', removed: false },
    { kind: 'answered' },
    { kind: 'language', locale: 'en' },
    { kind: 'open', view: 'camera' },
    { kind: 'camera', state: 'denied' },
    { kind: 'large-text' },
    { kind: 'contrast' },
    { kind: 'leave' },
    { kind: 'tick' },
  ),
  fc.record({ kind: fc.constant('press' as const), level: fc.constantFrom<FaceLevel>(1, 2, 3, 4, 5) }),
  fc.record({ kind: fc.constant('stored' as const), responseId: fc.uuid() }),
  fc.record({ kind: fc.constant('digits' as const), digits: fc.stringMatching(/^\d{0,7}$/) }),
);
const timed = fc.array(fc.tuple(fc.nat(40_000), events), { maxLength: 60 });

describe('session, any sequence of events', () => {
  it('never leaves anything of one respondent to the next', () => {
    fc.assert(
      fc.property(timed, (sequence) => {
        let session = startSession();
        let nowMs = 0;
        for (const [afterMs, event] of sequence) {
          nowMs += afterMs;
          session = step(session, event, nowMs, true);
          if (session.view.kind === 'idle' && session.view.closesAtMs === null) {
            expect(session).toEqual(startSession());
          }
          if (session.view.kind === 'faces' && !session.view.touched) {
            expect(session).toMatchObject({ locale: 'vi', largeText: false, contrast: false });
          }
          // The choice stands nowhere but under the finger.
          if (session.view.kind !== 'faces') expect(JSON.stringify(session.view)).not.toContain('level');
        }
      }),
    );
  });

  it('an offer never replaces a touched screen', () => {
    fc.assert(
      fc.property(timed, (sequence) => {
        let session = startSession();
        let nowMs = 0;
        for (const [afterMs, event] of sequence) {
          nowMs += afterMs;
          const before = session;
          session = step(session, event, nowMs, true);
          const inUse =
            before.view.kind !== 'idle' && !(before.view.kind === 'faces' && !before.view.touched);
          if (event.kind === 'offer' && inUse) expect(session.view).toBe(before.view);
        }
      }),
    );
  });

  it('a choice that only the level tells apart leads to the same screens', () => {
    fc.assert(
      fc.property(timed, fc.constantFrom<FaceLevel>(1, 2, 3, 4, 5), (sequence, other) => {
        const play = (change: boolean): Session[] => {
          let nowMs = 0;
          let session = startSession();
          return sequence.map(([afterMs, event]) => {
            nowMs += afterMs;
            const played = change && event.kind === 'press' ? { ...event, level: other } : event;
            session = step(session, played, nowMs, true);
            return session.view.kind === 'faces' && session.view.pressed !== null
              ? { ...session, view: { ...session.view, pressed: 1 } }
              : session;
          });
        };
        expect(play(true)).toEqual(play(false));
      }),
    );
  });

  it('always comes back to idle when nobody does anything', () => {
    fc.assert(
      fc.property(timed, (sequence) => {
        let session = startSession();
        let nowMs = 0;
        for (const [afterMs, event] of sequence) {
          nowMs += afterMs;
          session = step(session, event, nowMs, true);
        }
        // The storage has answered, one way or the other.
        session = step(session, { kind: 'not-stored', reason: 'storage' }, nowMs, true);
        session = step(session, { kind: 'undone', removed: false }, nowMs, true);
        for (let times = 0; times < 6; times += 1) {
          nowMs = deadlineOf(session) ?? nowMs;
          session = step(session, { kind: 'tick' }, nowMs, true);
        }
        expect(session).toEqual(startSession());
      }),
    );
  });
});
