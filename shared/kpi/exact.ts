// Exact numbers of a KPI sheet: fractions of integers. Decimals alone do not do: a third of 200 % of 70 points has no end,
// and three such months added up must still meet a boundary exactly. Text goes in and comes out as decimals ("89.99") or,
// where a decimal has no end, as a fraction ("140/3"). No binary floating point anywhere in here.

/** A fraction in lowest terms; denominator > 0. */
export interface Exact {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Decimal with a point ("2.5", "-0.125") or a fraction of whole numbers ("1/3"); long enough for any sum of a year's months. */
export const exactTextPattern = /^-?\d{1,60}(?:\.\d{1,60})?$|^-?\d{1,400}\/[1-9]\d{0,399}$/;

/** Places after the point where a decimal has no end and text is wanted all the same; the fraction stands beside it. */
const endlessDecimals = 12;

export const zero: Exact = { numerator: 0n, denominator: 1n };
export const one: Exact = { numerator: 1n, denominator: 1n };
export const hundred: Exact = { numerator: 100n, denominator: 1n };

/** Reads "2.5", "90" or "1/3"; throws RangeError on anything else (a comma, an exponent, a blank). */
export function exact(text: string | bigint): Exact {
  if (typeof text === 'bigint') return { numerator: text, denominator: 1n };
  if (!exactTextPattern.test(text)) throw new RangeError(`not an exact number: ${JSON.stringify(text)}`);
  const slash = text.indexOf('/');
  if (slash >= 0) return reduced(BigInt(text.slice(0, slash)), BigInt(text.slice(slash + 1)));
  const point = text.indexOf('.');
  if (point < 0) return { numerator: BigInt(text), denominator: 1n };
  return reduced(BigInt(text.replace('.', '')), 10n ** BigInt(text.length - point - 1));
}

export function add(a: Exact, b: Exact): Exact {
  return reduced(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Exact, b: Exact): Exact {
  return reduced(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(a: Exact, b: Exact): Exact {
  return reduced(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Throws RangeError on division by zero. */
export function divide(a: Exact, b: Exact): Exact {
  if (b.numerator === 0n) throw new RangeError('division by zero');
  return reduced(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Negative, 0 or positive as a < b, a = b, a > b. */
export function compare(a: Exact, b: Exact): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function sum(values: readonly Exact[]): Exact {
  return values.reduce(add, zero);
}

/** Arithmetic mean; requires at least one value. */
export function mean(values: readonly Exact[]): Exact {
  return divide(sum(values), exact(BigInt(values.length)));
}

export function smaller(a: Exact, b: Exact): Exact {
  return compare(a, b) <= 0 ? a : b;
}

export function larger(a: Exact, b: Exact): Exact {
  return compare(a, b) >= 0 ? a : b;
}

/** Largest whole number <= value. */
export function floor(value: Exact): bigint {
  const whole = value.numerator / value.denominator;
  return value.numerator < 0n && whole * value.denominator !== value.numerator ? whole - 1n : whole;
}

/** Nearest whole number, halves up. */
export function nearest(value: Exact): bigint {
  return floor(add(value, { numerator: 1n, denominator: 2n }));
}

/** Whether the decimal has an end: the denominator has no prime factor but 2 and 5. */
export function isDecimal(value: Exact): boolean {
  let rest = value.denominator;
  while (rest % 2n === 0n) rest /= 2n;
  while (rest % 5n === 0n) rest /= 5n;
  return rest === 1n;
}

/** Exact text for storing and hashing: a decimal without trailing zeros where it has an end, else a fraction. */
export function toExactText(value: Exact): string {
  return isDecimal(value) ? toDecimalText(value) : `${value.numerator}/${value.denominator}`;
}

/** Decimal text without trailing zeros: exact where the decimal has an end, else rounded half up to 12 places. */
export function toDecimalText(value: Exact): string {
  let places = endlessDecimals;
  if (isDecimal(value)) {
    places = 0;
    for (let scaled = value; scaled.denominator !== 1n; places += 1) scaled = multiply(scaled, exact(10n));
  }
  const text = toFixedText(value, places);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Rounded half up (away from zero) to `places` decimals: for display alone, after classification. */
export function toFixedText(value: Exact, places: number): string {
  const negative = value.numerator < 0n;
  const size = negative ? -value.numerator : value.numerator;
  const scaled = (2n * size * 10n ** BigInt(places) + value.denominator) / (2n * value.denominator);
  const digits = scaled.toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return negative && scaled !== 0n ? `-${text}` : text;
}

function reduced(numerator: bigint, denominator: bigint): Exact {
  const sign = denominator < 0n ? -1n : 1n;
  let a = numerator < 0n ? -numerator : numerator;
  let b = denominator * sign;
  const size = b;
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: (sign * numerator) / a, denominator: size / a };
}
