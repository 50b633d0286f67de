// Numbers, days and instants of the KPI part as each language writes them. Figures are exact decimal text and stay so.
import { exact, toFixedText } from '../../shared/kpi/exact.ts';
import type { Locale } from '../i18n/locale.ts';

/** `90.5` as "90,5" in Vietnamese. */
export const decimalText = (text: string, language: Locale): string =>
  language === 'vi' ? text.replaceAll('.', ',') : text;

/** Decimal text of up to 12 places in at most four, marked where that is not all of it; as the sheet's own sentences do. */
export function shortDecimal(text: string, language: Locale): string {
  const isLong = (text.split('.')[1] ?? '').length > 4;
  return decimalText(isLong ? `≈${toFixedText(exact(text), 4)}` : text, language);
}

/** `2026-11-16` as "16/11/2026" or "16 Nov 2026". */
export function shortDay(day: string, language: Locale): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  return new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    day: language === 'vi' ? '2-digit' : 'numeric',
    month: language === 'vi' ? '2-digit' : 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(date);
}

/** An instant as the centre's clock showed it: the text carries the centre's zone. */
export const momentText = (iso: string, language: Locale): string =>
  `${iso.slice(11, 16)} ${shortDay(iso, language)}`;
