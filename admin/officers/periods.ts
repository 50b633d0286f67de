// Periods as the pages step through them and name them. What a period is, shared/statistics/period.ts says.
import { quarterOf } from '../../shared/calendar.ts';
import { monthsOf, type Period, previousPeriod } from '../../shared/statistics/period.ts';
import type { Locale } from '../i18n/locale.ts';

export type { Period };
export type PeriodKind = 'month' | 'quarter' | 'year';
export const periodKinds: readonly PeriodKind[] = ['month', 'quarter', 'year'];

export function isPeriod(text: string): boolean {
  try {
    return monthsOf(text).length > 0;
  } catch {
    return false;
  }
}

export function kindOf(period: Period): PeriodKind {
  const { length } = monthsOf(period);
  return length === 1 ? 'month' : length === 3 ? 'quarter' : 'year';
}

export const yearOf = (period: Period): Period => period.slice(0, 4);

const lastOf = (months: readonly string[]): string | undefined => months[months.length - 1];
const lastMonthOf = (period: Period): string => lastOf(monthsOf(period))!;

/** The period of kind `kind` around a month. */
const periodOf = (month: string, kind: PeriodKind): Period =>
  kind === 'month' ? month : kind === 'quarter' ? quarterOf(month) : yearOf(month);

/** The period of the same length just after. */
export function nextPeriod(period: Period): Period {
  const [year, month] = lastMonthOf(period).split('-').map(Number) as [number, number];
  const after = month === 12 ? [year + 1, 1] : [year, month + 1];
  return periodOf(
    `${String(after[0]).padStart(4, '0')}-${String(after[1]).padStart(2, '0')}`,
    kindOf(period),
  );
}

/** Whether the period holds the present month or lies after it. */
export const isLatest = (period: Period, presentMonth: string): boolean =>
  lastMonthOf(period) >= presentMonth;

/** Of another length at the same place: its last month that has begun decides, so that going back and forth stays near. */
export function periodOfKind(period: Period, kind: PeriodKind, presentMonth: string): Period {
  const months = monthsOf(period);
  const begun = months.filter((month) => month <= presentMonth);
  return periodOf(lastOf(begun) ?? months[0]!, kind);
}

/** No centre has figures of the century before; the steps end there. */
export const hasPrevious = (period: Period): boolean => previousPeriod(period).slice(0, 4) >= '2000';

const roman = ['I', 'II', 'III', 'IV'];

/** `2026-10` as "Tháng 10/2026", `2026-Q4` as "Quý IV/2026", `2026` as "Năm 2026"; in English as there is custom. */
export function periodName(period: Period, language: Locale): string {
  const year = yearOf(period);
  const rest = period.slice(5);
  if (language === 'en') {
    if (rest === '') return year;
    if (rest.startsWith('Q')) return `${rest} ${year}`;
    const first = new Date(`${period}-01T00:00:00Z`);
    return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      first,
    );
  }
  if (rest === '') return `Năm ${year}`;
  if (rest.startsWith('Q')) return `Quý ${roman[Number(rest.slice(1)) - 1]}/${year}`;
  return `Tháng ${Number(rest)}/${year}`;
}

/** The name inside a sentence. */
export function periodWords(period: Period, language: Locale): string {
  const name = periodName(period, language);
  return language === 'vi' ? name.charAt(0).toLocaleLowerCase('vi') + name.slice(1) : name;
}
