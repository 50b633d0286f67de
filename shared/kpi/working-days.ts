// Terms in days: calendar days, or working days by a calendar of holidays and made-up working days that comes from a file.
// Days are text, `2026-10-14`, in the centre's zone. A term that leaves the years a calendar covers is an error, not a guess.
import { z } from 'zod';
import { addDays } from '../calendar.ts';
import { certaintyNames, type Term } from './policy-schema.ts';

const day = z.iso.date();
const labelledDay = z.strictObject({
  day,
  name: z.string().min(1).max(200),
  source: z.string().min(1).max(600),
  certainty: z.enum(certaintyNames),
});

export const calendarSchema = z
  .strictObject({
    schema: z.literal('langnghe-calendar/1'),
    covers: z.strictObject({ from: day, to: day }),
    /** ISO weekdays, 1 = Monday .. 7 = Sunday. */
    weeklyDaysOff: z.array(z.int().min(1).max(7)).max(6),
    daysOff: z.array(labelledDay).max(4000),
    /** Days worked although they fall on a weekly day off. */
    workingDays: z.array(labelledDay).max(1000),
  })
  .superRefine((calendar, context) => {
    const { from, to } = calendar.covers;
    if (to < from) context.addIssue({ code: 'custom', path: ['covers'], message: 'to is before from' });
    const seen = new Set<string>();
    for (const name of ['daysOff', 'workingDays'] as const) {
      calendar[name].forEach((entry, index) => {
        const path = [name, index, 'day'];
        if (entry.day < from || entry.day > to) {
          context.addIssue({ code: 'custom', path, message: `${entry.day} is outside covers` });
        }
        if (seen.has(entry.day))
          context.addIssue({ code: 'custom', path, message: `${entry.day} appears twice` });
        seen.add(entry.day);
      });
    }
  });

export type WorkCalendar = z.infer<typeof calendarSchema>;

/** The term needs days that the calendar does not cover. */
export class CalendarError extends Error {
  override name = 'CalendarError';
}

/** Several files (one a year) as one calendar; they must follow each other without a gap. Throws CalendarError. */
export function joinCalendars(calendars: readonly WorkCalendar[]): WorkCalendar {
  const [first, ...rest] = [...calendars].sort((a, b) => (a.covers.from < b.covers.from ? -1 : 1));
  if (first === undefined) throw new CalendarError('no calendar given');
  let joined = first;
  for (const next of rest) {
    if (next.covers.from !== addDays(joined.covers.to, 1)) {
      throw new CalendarError(
        `a calendar ends on ${joined.covers.to}, the next begins on ${next.covers.from}`,
      );
    }
    if (next.weeklyDaysOff.join() !== joined.weeklyDaysOff.join()) {
      throw new CalendarError(`the weekly days off change on ${next.covers.from}`);
    }
    joined = {
      ...joined,
      covers: { from: joined.covers.from, to: next.covers.to },
      daysOff: [...joined.daysOff, ...next.daysOff],
      workingDays: [...joined.workingDays, ...next.workingDays],
    };
  }
  return joined;
}

/** Throws CalendarError for a day the calendar does not cover. */
export function isWorkingDay(date: string, calendar: WorkCalendar): boolean {
  const { from, to } = calendar.covers;
  if (date < from || date > to) {
    throw new CalendarError(`the calendar covers ${from} to ${to}, not ${date}: add that year's file`);
  }
  if (calendar.workingDays.some((entry) => entry.day === date)) return true;
  if (calendar.daysOff.some((entry) => entry.day === date)) return false;
  return !calendar.weeklyDaysOff.includes(isoWeekday(date));
}

/**
 * Last day of a term that starts with an event on `start`; the day of the event does not count. Throws CalendarError.
 */
export function lastDayOf(start: string, term: Term, calendar: WorkCalendar): string {
  if (term.kind === 'calendar') {
    let date = addDays(start, term.days);
    if (term.lastDayOff === 'moves-to-working-day') {
      while (!isWorkingDay(date, calendar)) date = addDays(date, 1);
    }
    return date;
  }
  let date = start;
  for (let counted = 0; counted < term.days; ) {
    date = addDays(date, 1);
    if (isWorkingDay(date, calendar)) counted += 1;
  }
  return date;
}

function isoWeekday(date: string): number {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  const weekday = new Date(
    Date.UTC(year ?? Number.NaN, (month ?? Number.NaN) - 1, dayOfMonth ?? Number.NaN),
  ).getUTCDay();
  return weekday === 0 ? 7 : weekday;
}
