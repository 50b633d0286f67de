// What one respondent sees, as a pure state machine: no clock, no storage, no network. Times are milliseconds of a clock
// that only grows, given with each event. The controller turns states into effects.
//
// Rules held here: an offer never replaces a screen that someone has touched; once a face is pressed the choice stands
// nowhere in the state but in the request under way; every state but idle ends by itself; what a respondent leaves behind
// is the idle state, equal for all.
import type { OfficerCard } from '../../shared/contract/common.ts';
import type { Offer } from '../../shared/contract/visits.ts';
import type { FaceLevel } from '../faces.ts';

/** Language of a pack, as BCP 47. */
export type KioskLocale = string;

/** What is being rated: one visit, by its invitation (from a scan the officer is not known), or the counter, walk-up. */
export type Subject =
  | { kind: 'visit'; invitation: string; officer: OfficerCard | null }
  | { kind: 'counter'; code: string; name: string };

export type CameraState = 'starting' | 'looking' | 'unreadable' | 'denied' | 'none';
export type LookupState = 'typing' | 'looking' | 'unknown' | 'spent' | 'closed' | 'too-many' | 'offline';

export type View =
  /** With a deadline once somebody has set the language or a sight aid there. */
  | { kind: 'idle'; closesAtMs: number | null }
  | { kind: 'code'; digits: string; state: LookupState; closesAtMs: number; spanMs: number }
  | { kind: 'counters'; closesAtMs: number; spanMs: number }
  | { kind: 'camera'; state: CameraState; closesAtMs: number; spanMs: number }
  | {
      kind: 'faces';
      subject: Subject;
      touched: boolean;
      /** Presses before this are not meant for these faces: a double tap, or an offer that came under a falling finger. */
      armedAtMs: number;
      /** The face under the finger until it is stored. */
      pressed: FaceLevel | null;
      /** Why the last press was not stored. */
      failed: 'full' | 'storage' | null;
      closesAtMs: number;
      spanMs: number;
    }
  | {
      kind: 'thanks';
      subject: Subject;
      responseId: string;
      undoing: boolean;
      closesAtMs: number;
      spanMs: number;
    }
  /** `asks`: the optional questions have not been shown yet. */
  | { kind: 'receipt'; responseId: string; asks: boolean; closesAtMs: number; spanMs: number }
  | { kind: 'items'; responseId: string; closesAtMs: number; spanMs: number }
  | { kind: 'done'; responseId: string; closesAtMs: number; spanMs: number };

export interface Session {
  view: View;
  locale: KioskLocale;
  /** Chosen by the respondent for this session alone. */
  largeText: boolean;
  contrast: boolean;
  /** An offer that came while the screen was in use. */
  next: { offer: Offer; closesAtMs: number } | null;
}

export type SessionEvent =
  | { kind: 'offer'; offer: Offer }
  /** The server withdrew the offer with this invitation, or whatever is offered. */
  | { kind: 'withdraw'; invitation: string | null }
  | { kind: 'touch' }
  | { kind: 'open'; view: 'code' | 'counters' | 'camera' }
  | { kind: 'camera'; state: CameraState }
  | { kind: 'choose'; subject: Subject }
  | { kind: 'digits'; digits: string }
  | { kind: 'lookup'; state: LookupState }
  | { kind: 'press'; level: FaceLevel }
  | { kind: 'stored'; responseId: string }
  | { kind: 'not-stored'; reason: 'full' | 'storage' }
  | { kind: 'undo' }
  | { kind: 'undone'; removed: boolean }
  /** The respondent wants the receipt; the choice stands from here on. */
  | { kind: 'receipt' }
  | { kind: 'answered' }
  | { kind: 'language'; locale: KioskLocale }
  | { kind: 'large-text' }
  | { kind: 'contrast' }
  | { kind: 'leave' }
  | { kind: 'tick' };

export interface SessionTimes {
  /** How long new faces ignore presses. */
  armMs: number;
  /** A screen somebody opened or touched. */
  touchedMs: number;
  undoMs: number;
  /** Time to take a phone out and scan. */
  receiptMs: number;
  itemsMs: number;
  doneMs: number;
}

export const sessionTimes: SessionTimes = {
  armMs: 300,

  touchedMs: 60_000,
  undoMs: 5_000,
  receiptMs: 45_000,
  // Long enough to take a phone out and scan.
  itemsMs: 40_000,
  // Once more the time to decide for a receipt.
  doneMs: 8_000,
};

const plain = { locale: 'vi', largeText: false, contrast: false } as const;

export const startSession = (): Session => ({
  view: { kind: 'idle', closesAtMs: null },
  ...plain,
  next: null,
});

const until = (nowMs: number, spanMs: number): { closesAtMs: number; spanMs: number } => ({
  closesAtMs: nowMs + spanMs,
  spanMs,
});

const offerView = (offer: Offer, closesAtMs: number, armedAtMs: number): View => ({
  kind: 'faces',
  armedAtMs,
  subject: { kind: 'visit', invitation: offer.invitation, officer: offer.officer },
  touched: false,
  pressed: null,
  failed: null,
  closesAtMs,
  spanMs: offer.closesAfterSeconds * 1000,
});

/** The next respondent's start: a waiting offer that is still open, else idle. Language and sight aids go back too. */
function reset(session: Session, nowMs: number, times: SessionTimes): Session {
  const { next } = session;
  const view: View =
    next && next.closesAtMs > nowMs
      ? offerView(next.offer, next.closesAtMs, nowMs + times.armMs)
      : { kind: 'idle', closesAtMs: null };
  return { view, ...plain, next: null };
}

/** A touch keeps a screen open at least `touchedMs` from now. */
function touched(view: View, nowMs: number, times: SessionTimes): View {
  if (view.kind === 'idle') return { ...view, closesAtMs: nowMs + times.touchedMs };
  if (view.kind === 'thanks' || view.kind === 'done') return view;
  const longer = view.closesAtMs - nowMs < times.touchedMs ? until(nowMs, times.touchedMs) : {};
  return view.kind === 'faces' ? { ...view, ...longer, touched: true } : { ...view, ...longer };
}

/** Screens between idle and the faces, by which a citizen names what to rate. */
export const isWay = (view: View): boolean =>
  view.kind === 'code' || view.kind === 'counters' || view.kind === 'camera';

/** Nobody is using the screen. */
export const isFree = (view: View): boolean =>
  view.kind === 'idle' || (view.kind === 'faces' && !view.touched);

const wayOf = (view: 'code' | 'counters' | 'camera') =>
  view === 'code'
    ? ({ kind: 'code', digits: '', state: 'typing' } as const)
    : view === 'camera'
      ? ({ kind: 'camera', state: 'starting' } as const)
      : ({ kind: 'counters' } as const);

/** When the state ends by itself, or null. */
export const deadlineOf = (session: Session): number | null =>
  'closesAtMs' in session.view ? session.view.closesAtMs : null;

/**
 * The next state. Events that make no sense in the state (late answers, a second press) change nothing.
 * @param hasItems whether optional questions follow the thanks.
 */
export function step(
  session: Session,
  event: SessionEvent,
  nowMs: number,
  hasItems: boolean,
  times: SessionTimes = sessionTimes,
): Session {
  const { view } = session;
  const show = (changed: View): Session => ({ ...session, view: changed });
  switch (event.kind) {
    case 'offer': {
      const closesAtMs = nowMs + event.offer.closesAfterSeconds * 1000;
      return isFree(view)
        ? { view: offerView(event.offer, closesAtMs, nowMs + times.armMs), ...plain, next: null }
        : { ...session, next: { offer: event.offer, closesAtMs } };
    }
    case 'withdraw': {
      const meant = (invitation: string): boolean =>
        event.invitation === null || event.invitation === invitation;
      const next = session.next && meant(session.next.offer.invitation) ? null : session.next;
      const shown =
        view.kind === 'faces' &&
        !view.touched &&
        view.subject.kind === 'visit' &&
        meant(view.subject.invitation);
      return shown ? reset({ ...session, next }, nowMs, times) : { ...session, next };
    }
    case 'touch':
      return view.kind === 'idle' ? session : show(touched(view, nowMs, times));
    case 'open':
      if (view.kind !== 'idle' && !isWay(view)) return session;
      return show({ ...wayOf(event.view), ...until(nowMs, times.touchedMs) });
    case 'choose':
      if (!isFree(view) && !isWay(view)) return session;
      return show({
        kind: 'faces',
        subject: event.subject,
        touched: true,
        armedAtMs: nowMs + times.armMs,
        pressed: null,
        failed: null,
        ...until(nowMs, times.touchedMs),
      });
    case 'camera':
      return view.kind === 'camera' ? show({ ...view, state: event.state }) : session;
    case 'digits':
      return view.kind === 'code' && view.state !== 'looking'
        ? show({ ...view, digits: event.digits, state: 'typing', ...until(nowMs, times.touchedMs) })
        : session;
    case 'lookup':
      return view.kind === 'code' ? show({ ...view, state: event.state }) : session;
    case 'press':
      return view.kind === 'faces' && view.pressed === null && nowMs >= view.armedAtMs
        ? show({ ...view, touched: true, pressed: event.level, failed: null })
        : session;
    case 'stored':
      return view.kind === 'faces' && view.pressed !== null
        ? show({
            kind: 'thanks',
            subject: view.subject,
            responseId: event.responseId,
            undoing: false,
            ...until(nowMs, times.undoMs),
          })
        : session;
    case 'not-stored':
      return view.kind === 'faces'
        ? show({ ...view, pressed: null, failed: event.reason, ...until(nowMs, times.touchedMs) })
        : session;
    case 'undo':
      return view.kind === 'thanks' ? show({ ...view, undoing: true }) : session;
    case 'undone':
      if (view.kind !== 'thanks') return session;
      return event.removed
        ? show({
            kind: 'faces',
            subject: view.subject,
            touched: true,
            armedAtMs: nowMs + times.armMs,
            pressed: null,
            failed: null,
            ...until(nowMs, times.touchedMs),
          })
        : show({ ...view, undoing: false });
    case 'receipt':
      if (view.kind !== 'done' && !(view.kind === 'thanks' && !view.undoing)) return session;
      return show({
        kind: 'receipt',
        responseId: view.responseId,
        asks: hasItems && view.kind === 'thanks',
        ...until(nowMs, times.receiptMs),
      });
    case 'answered':
      return view.kind === 'items'
        ? show({ kind: 'done', responseId: view.responseId, ...until(nowMs, times.doneMs) })
        : session;
    case 'language':
      return {
        ...session,
        locale: event.locale,
        view: touched(view, nowMs, times),
      };
    case 'large-text':
      return { ...session, largeText: !session.largeText, view: touched(view, nowMs, times) };
    case 'contrast':
      return { ...session, contrast: !session.contrast, view: touched(view, nowMs, times) };
    case 'leave':
      // Who closes the receipt goes on as from the thanks; who walked away from it does not come back.
      if (view.kind === 'receipt' && view.asks)
        return show({ kind: 'items', responseId: view.responseId, ...until(nowMs, times.itemsMs) });
      return view.kind === 'faces' && view.pressed !== null ? session : reset(session, nowMs, times);
    case 'tick': {
      const deadline = deadlineOf(session);
      if (deadline === null || nowMs < deadline) return session;
      // A press being stored and an undo being decided finish first; both take milliseconds.
      if (view.kind === 'faces' && view.pressed !== null) return session;
      if (view.kind === 'thanks') {
        if (view.undoing) return session;
        if (hasItems)
          return show({ kind: 'items', responseId: view.responseId, ...until(nowMs, times.itemsMs) });
      }
      return reset(session, nowMs, times);
    }
  }
}
