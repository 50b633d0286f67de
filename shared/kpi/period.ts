// Periods as text: month `2026-10`, quarter `2026-Q4`, year `2026`; days are `2026-10-14` in the centre's zone.

const monthPattern = /^(\d{4})-(0[1-9]|1[0-2])$/;
const quarterPattern = /^(\d{4})-Q([1-4])$/;
const yearPattern = /^\d{4}$/;

/** Whether the text names a month, a quarter or a year. */
export function isPeriod(text: string): boolean {
  return monthPattern.test(text) || quarterPattern.test(text) || yearPattern.test(text);
}

/** The months of a period, in order. Throws RangeError on text that is no period. */
export function monthsOf(period: string): string[] {
  if (monthPattern.test(period)) return [period];
  const quarter = quarterPattern.exec(period);
  const year = quarter?.[1] ?? (yearPattern.test(period) ? period : undefined);
  if (year === undefined) throw new RangeError(`${JSON.stringify(period)} is no month, quarter or year`);
  const first = quarter === null ? 1 : (Number(quarter[2]) - 1) * 3 + 1;
  const count = quarter === null ? 12 : 3;
  return Array.from({ length: count }, (_, index) => `${year}-${String(first + index).padStart(2, '0')}`);
}

/** `2026-10` -> `2026-Q4`. Throws RangeError on text that is no month. */
export function quarterOf(month: string): string {
  const match = monthPattern.exec(month);
  if (match === null) throw new RangeError(`${JSON.stringify(month)} is no month`);
  return `${match[1]}-Q${Math.ceil(Number(match[2]) / 3)}`;
}

/** Last day of a period. */
export function lastDayOfPeriod(period: string): string {
  const [year, month] = (monthsOf(period).at(-1) ?? '').split('-').map(Number);
  return new Date(Date.UTC(year ?? Number.NaN, month ?? Number.NaN, 0)).toISOString().slice(0, 10);
}
