// Arithmetic on calendar days written as ISO text (`2026-10-14`), ISO weeks (`2026-W42`) and months (`2026-10`).
// No clock and no zone: which day an instant falls on is decided elsewhere. ISO 8601 weeks start on Monday.

const dayMs = 86_400_000;

const toUtc = (day: string): number => {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError(`${day} is not an ISO day`);
  return ms;
};
const fromUtc = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day `count` days after `day` (before, when negative). */
export const addDays = (day: string, count: number): string => fromUtc(toUtc(day) + count * dayMs);

/** Month of a day, `2026-10`. */
export const monthOf = (day: string): string => day.slice(0, 7);

/** Quarter of a month or day, `2026-Q4`. */
export const quarterOf = (month: string): string =>
  `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;

/** Last day of the month `2026-10`. */
export function lastDayOfMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return fromUtc(Date.UTC(year, number, 0));
}

/** ISO week of a day, `2026-W42`. */
export function isoWeekOf(day: string): string {
  const ms = toUtc(day);
  const weekday = (new Date(ms).getUTCDay() + 6) % 7;
  const thursday = ms + (3 - weekday) * dayMs;
  const year = new Date(thursday).getUTCFullYear();
  const week = 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * dayMs));
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** Sunday of the day's ISO week. */
export function lastDayOfWeek(day: string): string {
  const weekday = (new Date(toUtc(day)).getUTCDay() + 6) % 7;
  return addDays(day, 6 - weekday);
}

/** Sunday of the ISO week `2026-W42`. */
export function lastDayOfIsoWeek(week: string): string {
  const match = /^(\d{4})-W(\d{2})$/.exec(week);
  if (match === null) throw new RangeError(`${week} is not an ISO week`);
  // 4 January is always in week 1.
  return addDays(lastDayOfWeek(`${match[1]}-01-04`), 7 * (Number(match[2]) - 1));
}
