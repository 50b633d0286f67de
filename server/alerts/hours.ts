// Hours of the day in the centre's zone: opening and quiet.
import type { ZoneCalendar } from '../calendar.ts';

interface Span {
  /** `07:30`. */
  from: string;
  to: string;
}

/** Wall-clock time `07:30` and weekday (1 = Monday) of an instant. */
export function localTime(calendar: ZoneCalendar, at: number): { time: string; weekday: number } {
  const iso = calendar.iso(at);
  const weekday = new Date(`${iso.slice(0, 10)}T00:00:00Z`).getUTCDay();
  return { time: iso.slice(11, 16), weekday: weekday === 0 ? 7 : weekday };
}

/** Half open: from <= time < to; a span whose end is not after its start runs over midnight. */
export const isWithin = ({ from, to }: Span, time: string): boolean =>
  from < to ? time >= from && time < to : time >= from || time < to;

/** The end of the quiet hours that `at` lies in (epoch ms); `at` itself outside them. */
export function quietEnds(quiet: Span, calendar: ZoneCalendar, at: number): number {
  const { time } = localTime(calendar, at);
  if (!isWithin(quiet, time)) return at;
  const day = calendar.dayOf(at);
  const today = calendar.parse(`${day}T${quiet.to}`) ?? at;
  if (today > at) return today;
  const tomorrow = calendar.dayOf(calendar.startOf(day) + 36 * 3_600_000);
  return calendar.parse(`${tomorrow}T${quiet.to}`) ?? at;
}
