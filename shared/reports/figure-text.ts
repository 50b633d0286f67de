// Published decimals as people read them: percent or points with the language's comma. The texts have 6 decimals; they
// are rounded here as whole millionths, so that no double stands between a text and what is shown.
import type { IndicatorList } from '../contract/indicator.ts';

type Locale = 'vi' | 'en';

export type Figure = IndicatorList['figure'];
/** Decimal text of the contract. */
type Decimal = string;

const tags: Record<Locale, string> = { vi: 'vi-VN', en: 'en-GB' };

/** Millionths of a point on 0..100: a share becomes percent, a mean stays. */
function millionths(figure: Figure, decimal: Decimal): number {
  const own = Math.round(Number(decimal) * 1e6);
  return figure === 'shareSatisfied' ? own * 100 : own;
}

/** Position on 0..100, for drawing. */
export const hundred = (figure: Figure, decimal: Decimal): number => millionths(figure, decimal) / 1e6;

/** Whole units of `10^-places` points. */
export function unitsOf(figure: Figure, decimal: Decimal, places: number): number {
  return Math.round(millionths(figure, decimal) / 10 ** (6 - places));
}

function numberText(units: number, places: number, language: Locale): string {
  return new Intl.NumberFormat(tags[language], {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  }).format(units / 10 ** places);
}

const unitMark = (figure: Figure): string => (figure === 'shareSatisfied' ? '%' : '');

/**
 * "92,3%" or "85,4". The ends of the scale read as such only when they are reached: what lies inside is cut towards the
 * inside.
 */
export function formatFigure(figure: Figure, decimal: Decimal, language: Locale, places = 1): string {
  const exact = millionths(figure, decimal);
  if (exact === 0 || exact === 1e8) return `${exact / 1e6}${unitMark(figure)}`;
  const units = unitsOf(figure, decimal, places);
  const top = 100 * 10 ** places;
  const isInside = exact > 0 && exact < 1e8;
  const shown = isInside ? Math.min(top - 1, Math.max(1, units)) : units;
  return `${numberText(shown, places, language)}${unitMark(figure)}`.replace('-', '−');
}

/** "từ 86,1% đến 95,9%". */
export function formatInterval(
  figure: Figure,
  interval: readonly [Decimal, Decimal],
  language: Locale,
): string {
  const [from, to] = interval.map((end) => formatFigure(figure, end, language)) as [string, string];
  return language === 'vi' ? `từ ${from} đến ${to}` : `${from} to ${to}`;
}

const changeUnit: Record<Figure, Record<Locale, string>> = {
  shareSatisfied: { vi: 'điểm phần trăm', en: 'percentage points' },
  meanHundred: { vi: 'điểm', en: 'points' },
};

/** Units of `10^-places` points with their sign, "+3,2"; without a sign when that is 0. */
export function signedUnits(units: number, places: number, language: Locale): string {
  const sign = units === 0 ? '' : units > 0 ? '+' : '−';
  return `${sign}${numberText(Math.abs(units), places, language)}`;
}

/** "+3,2 điểm phần trăm". */
export function formatChange(figure: Figure, decimal: Decimal, language: Locale, places = 1): string {
  return `${signedUnits(unitsOf(figure, decimal, places), places, language)} ${changeUnit[figure][language]}`;
}

/** A difference without sign, for "less by …". */
export function formatDistance(figure: Figure, decimal: Decimal, language: Locale): string {
  const units = Math.abs(unitsOf(figure, decimal, 1));
  return `${numberText(units, 1, language)} ${changeUnit[figure][language]}`;
}

/** "từ −2,0 đến +8,1 điểm phần trăm". */
export function formatChangeInterval(
  figure: Figure,
  interval: readonly [Decimal, Decimal],
  language: Locale,
): string {
  const [from, to] = interval.map((end) => signedUnits(unitsOf(figure, end, 1), 1, language)) as [
    string,
    string,
  ];
  const unit = changeUnit[figure][language];
  return language === 'vi' ? `từ ${from} đến ${to} ${unit}` : `${from} to ${to} ${unit}`;
}

/** An instant with its offset (`2026-10-01T22:05:00+07:00`) in the zone it is written in, which is the centre's. */
export function formatMoment(iso: string, language: Locale): string {
  const time = iso.slice(11, 16);
  const day = formatDayOf(iso.slice(0, 10), language);
  return language === 'vi' ? `${time} ngày ${day}` : `${time} on ${day}`;
}

/** A day of the centre, `2026-10-14`. */
export function formatDayOf(day: string, language: Locale): string {
  return new Intl.DateTimeFormat(tags[language], {
    day: 'numeric',
    month: language === 'vi' ? 'numeric' : 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
}
