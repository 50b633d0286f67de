// Numbers, days and instants of the KPI part as each language writes them. Figures are exact decimal text and stay so:
// nothing is rounded here.
import type { Locale } from '../i18n/locale.ts';

/** `90.5` as "90,5" in Vietnamese. */
export const decimalText = (text: string, language: Locale): string =>
  language === 'vi' ? text.replaceAll('.', ',') : text;

/** A total of up to 12 decimals in at most four, cut and marked where there are more. */
export function shortDecimal(text: string, language: Locale): string {
  const [whole, rest = ''] = text.split('.');
  const cut = rest.length > 4 ? `≈${whole}.${rest.slice(0, 4)}` : text;
  return decimalText(cut, language);
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
