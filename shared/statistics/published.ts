// The publishing boundary: an estimate becomes a decimal text before it is mapped to points, hashed or compared, so that
// a last bit that differs between machines cannot move a published number.
// Rule: take the shortest decimal that reads back as the same double (what JSON prints), round it half to even at the
// given decimals, always print all of them, never a minus sign before zero.
import { Decimal } from 'decimal.js';

export const publishedDecimals = 6;

/** Decimal text of a finite number; throws RangeError for anything else (missing values are states, not numbers). */
export function published(value: number, decimals = publishedDecimals): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be published`);
  return withoutNegativeZero(new Decimal(value).toFixed(decimals, Decimal.ROUND_HALF_EVEN));
}

/** As `published`, for both ends of an interval. */
export function publishedInterval(interval: readonly [number, number]): [string, string] {
  return [published(interval[0]), published(interval[1])];
}

/** Exact sum of published texts, itself published. */
export function sumOfPublished(texts: readonly string[]): string {
  const sum = texts.reduce((total, text) => total.plus(text), new Decimal(0));
  return withoutNegativeZero(sum.toFixed(publishedDecimals));
}

/** Exact difference of published texts, itself published. */
export function differenceOfPublished(from: string, less: string): string {
  return withoutNegativeZero(new Decimal(from).minus(less).toFixed(publishedDecimals));
}

function withoutNegativeZero(text: string): string {
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}
