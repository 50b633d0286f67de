// Terms in working and calendar days over the shipped calendar, and when a period may be closed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCalendar, workCalendarOf } from '../../server/kpi/calendar-file.ts';
import { closeKind, finalCloseFrom } from '../../shared/kpi/closing.ts';
import { lastDayOfPeriod, monthsOf, quarterOf } from '../../shared/kpi/period.ts';
import type { Term } from '../../shared/kpi/policy-schema.ts';
import { isWorkingDay, lastDayOf } from '../../shared/kpi/working-days.ts';
import { temporaryFolder } from '../support/server.ts';
import { decree } from './presets.ts';

const calendar = workCalendarOf(temporaryFolder());
const working = (days: number): Term => ({ kind: 'working', days });
const days = (n: number, lastDayOff: 'moves-to-working-day' | 'stays' = 'moves-to-working-day'): Term => ({
  kind: 'calendar',
  days: n,
  lastDayOff,
});

describe('working days of 2026', () => {
  it.each([
    ['2026-01-01', false],
    ['2026-01-02', false], // swapped
    ['2026-01-10', true], // a Saturday made up
    ['2026-02-13', true],
    ['2026-02-16', false],
    ['2026-02-20', false],
    ['2026-02-23', true],
    ['2026-04-27', false],
    ['2026-08-22', true],
    ['2026-08-31', false],
    ['2026-09-03', true],
    ['2026-10-17', false],
  ])('%s: %s', (date, isWorked) => {
    expect(isWorkingDay(date, calendar)).toBe(isWorked);
  });

  it.each<[string, Term, string]>([
    ['2026-10-14', working(1), '2026-10-15'],
    ['2026-10-16', working(1), '2026-10-19'], // over a weekend
    ['2026-10-14', working(10), '2026-10-28'],
    ['2026-02-12', working(2), '2026-02-23'], // over Tết
    ['2026-08-20', working(3), '2026-08-24'], // with the made-up Saturday
    ['2026-10-12', days(5), '2026-10-19'], // ends on a Saturday
    ['2026-10-12', days(5, 'stays'), '2026-10-17'],
    ['2026-10-13', days(3), '2026-10-16'],
    ['2026-12-30', working(2), '2027-01-04'], // into the next year, over New Year and a weekend
    ['2027-02-04', working(1), '2027-02-12'], // over Tết as the pattern of earlier years has it
    ['2027-04-15', working(1), '2027-04-19'], // the tenth of the third lunar month is a Friday
    ['2027-04-29', working(1), '2027-05-04'], // 1 May is a Saturday: made up for on Monday
  ])('from %s, %j ends on %s', (start, term, end) => {
    expect(lastDayOf(start, term, calendar)).toBe(end);
  });

  it('are not guessed beyond the calendar', () => {
    expect(() => lastDayOf('2027-12-28', working(10), calendar)).toThrow("add that year's file");
  });

  it.each([
    ['covers', { from: '2026-01-01', to: '2025-01-01' }, 'to is before from'],
    ['daysOff', [{ day: '2028-01-01', name: 'x', source: 'x', certainty: 'chosen' }], 'outside covers'],
    ['daysOff', [{ day: '2026-13-01', name: 'x', source: 'x', certainty: 'chosen' }], 'daysOff.0.day'],
    ['daysOff', [{ day: '2026-01-01', name: 'x', source: 'x', certainty: 'sure' }], 'daysOff.0.certainty'],
  ])('refuse a calendar with bad %s', (key, value, reason) => {
    const text = JSON.stringify({ ...calendar, workingDays: [], [key]: value });
    expect(() => parseCalendar(text, 'c.yaml')).toThrow(reason);
  });
});

describe("a centre's own calendars", () => {
  const year = (of: number, daysOff: { day: string; name: string }[]) => ({
    schema: 'langnghe-calendar/1',
    covers: { from: `${of}-01-01`, to: `${of}-12-31` },
    weeklyDaysOff: [6, 7],
    daysOff: daysOff.map((one) => ({ ...one, source: 'Thông báo mẫu', certainty: 'published' })),
    workingDays: [],
  });
  const withFiles = (files: Record<string, unknown>): string => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'calendars'));
    for (const [name, document] of Object.entries(files))
      writeFileSync(join(folder, 'calendars', name), JSON.stringify(document));
    return folder;
  };

  it('add a year, and take the place of a shipped one', () => {
    const own = workCalendarOf(
      withFiles({
        '2028.yaml': year(2028, [{ day: '2028-01-03', name: 'Nghỉ bù Tết Dương lịch' }]),
        '2027.yml': year(2027, [{ day: '2027-09-01', name: 'Quốc khánh (ngày liền kề)' }]),
        'note.txt': 'x',
      }),
    );
    expect(own.covers).toEqual({ from: '2026-01-01', to: '2028-12-31' });
    expect(isWorkingDay('2026-02-16', own)).toBe(false);
    expect(['2027-09-01', '2027-09-03'].map((one) => isWorkingDay(one, own))).toEqual([false, true]);
    expect(lastDayOf('2027-12-28', working(5), own)).toBe('2028-01-05');
  });

  it.each([
    ['bad.yaml', { schema: 'langnghe-calendar/2' }, 'calendars/bad.yaml: not a valid calendar: schema'],
    ['2029.yaml', year(2029, []), 'calendars: a calendar ends on 2027-12-31, the next begins on 2029-01-01'],
  ])('are refused as a whole where %s does not fit', (name, document, reason) => {
    expect(() => workCalendarOf(withFiles({ [name]: document }))).toThrow(reason);
  });
});

describe('periods', () => {
  it('hold their months', () => {
    expect(monthsOf('2026-Q4')).toEqual(['2026-10', '2026-11', '2026-12']);
    expect(monthsOf('2026')).toHaveLength(12);
    expect(quarterOf('2026-03')).toBe('2026-Q1');
    expect(lastDayOfPeriod('2028-02')).toBe('2028-02-29');
    expect(lastDayOfPeriod('2026-Q4')).toBe('2026-12-31');
    for (const text of ['2026-13', '2026-Q5', '26', 'x', '2026-1'])
      expect(() => monthsOf(text)).toThrow(RangeError);
  });

  it('close for good once invitations have run out', () => {
    // last day 31 October, 7 days of validity, 3 of grace: 10 November still waits
    expect(finalCloseFrom('2026-10', decree)).toBe('2026-11-11');
    expect(closeKind('2026-10', '2026-10-31', decree)).toEqual({ state: 'not-over', lastDay: '2026-10-31' });
    expect(closeKind('2026-10', '2026-11-10', decree)).toEqual({
      state: 'provisional',
      finalFrom: '2026-11-11',
    });
    expect(closeKind('2026-10', '2026-11-11', decree)).toEqual({ state: 'final' });
  });
});
