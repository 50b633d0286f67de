import { describe, expect, it } from 'vitest';
import {
  type Session,
  type SessionEvent,
  sessionTimes,
  startSession,
  step,
} from '../../kiosk/screen/session.ts';

const subject = { kind: 'counter', code: 'Q01', name: 'Quầy 01' } as const;

/** The session after these events, each at its time. */
const sessionAfter = (events: [number, SessionEvent][], hasItems = true): Session =>
  events.reduce((session, [at, event]) => step(session, event, at, hasItems), startSession());

const thanked: [number, SessionEvent][] = [
  [0, { kind: 'choose', subject }],
  [1_000, { kind: 'press', level: 2 }],
  [1_010, { kind: 'stored', responseId: 'a' }],
];
const opened: [number, SessionEvent][] = [...thanked, [2_000, { kind: 'receipt' }]];

describe('receipt in the session', () => {
  it('opens from thanks, and not while an undo is being decided', () => {
    expect(sessionAfter(opened).view).toMatchObject({ kind: 'receipt', responseId: 'a' });
    expect(
      sessionAfter([...thanked, [1_500, { kind: 'undo' }], [1_600, { kind: 'receipt' }]]).view.kind,
    ).toBe('thanks');
    for (const events of [[], thanked.slice(0, 1), thanked.slice(0, 2)]) {
      const before = sessionAfter(events);
      expect(step(before, { kind: 'receipt' }, 1_900, true)).toEqual(before);
    }
  });

  it('cannot be undone from, and leads on to the optional questions', () => {
    const session = sessionAfter(opened);
    expect(step(session, { kind: 'undo' }, 2_100, true)).toEqual(session);
    expect(step(session, { kind: 'leave' }, 9_000, true).view).toMatchObject({
      kind: 'items',
      responseId: 'a',
    });
    const alone = sessionAfter(opened, false);
    expect(step(alone, { kind: 'leave' }, 9_000, false).view.kind).toBe('idle');
  });

  it('opens once more after the optional answers, and leads back to them no second time', () => {
    const answered: [number, SessionEvent][] = [
      ...thanked,
      [1_010 + sessionTimes.undoMs, { kind: 'tick' }],
      [9_000, { kind: 'answered' }],
    ];
    const session = sessionAfter([...answered, [10_000, { kind: 'receipt' }]]);
    expect(session.view).toMatchObject({ kind: 'receipt', responseId: 'a' });
    expect(step(session, { kind: 'leave' }, 12_000, true)).toEqual(startSession());
    expect(step(sessionAfter(answered), { kind: 'tick' }, 9_000 + sessionTimes.doneMs, true)).toEqual(
      startSession(),
    );
  });

  it('ends by itself, leaves the idle state of everybody, and lets no offer in before', () => {
    const offer = {
      invitation: 'x'.repeat(22),
      counter: 'Q01',
      officer: { code: 'CB01', name: 'Cán bộ 01' },
      closesAfterSeconds: 90,
    };
    const session = step(sessionAfter(opened), { kind: 'offer', offer }, 3_000, true);
    expect(session.view.kind).toBe('receipt');
    const ends = 2_000 + sessionTimes.receiptMs;
    expect(step(session, { kind: 'tick' }, ends - 1, true)).toEqual(session);
    expect(step(session, { kind: 'tick' }, ends, true).view).toMatchObject({ kind: 'faces', pressed: null });
    expect(step(sessionAfter(opened), { kind: 'tick' }, ends, true)).toEqual(startSession());
  });
});
