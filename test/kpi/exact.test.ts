// Exact numbers: against decimal.js as an independent reckoner, and their text both ways.
import Decimal from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  divide,
  exact,
  floor,
  isDecimal,
  mean,
  multiply,
  nearest,
  subtract,
  sum,
  toDecimalText,
  toExactText,
  toFixedText,
} from '../../shared/kpi/exact.ts';

const decimalText = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 9 }))
  .map(([digits, places]) => new Decimal(digits.toString()).div(new Decimal(10).pow(places)).toFixed());

describe('exact numbers', () => {
  it('add, subtract, multiply and compare as decimal.js does', () => {
    const Wide = Decimal.clone({ precision: 100 });
    fc.assert(
      fc.property(decimalText, decimalText, (a, b) => {
        const [x, y] = [exact(a), exact(b)];
        expect(toExactText(add(x, y))).toBe(new Wide(a).plus(b).toFixed());
        expect(toExactText(subtract(x, y))).toBe(new Wide(a).minus(b).toFixed());
        expect(toExactText(multiply(x, y))).toBe(new Wide(a).times(b).toFixed());
        expect(Math.sign(compare(x, y))).toBe(new Wide(a).comparedTo(b));
        expect(floor(x).toString()).toBe(new Wide(a).floor().toFixed());
        expect(nearest(x).toString()).toBe(new Wide(a).plus('0.5').floor().toFixed());
        expect(toFixedText(x, 2)).toBe(
          new Wide(a).toFixed(2, Decimal.ROUND_HALF_UP).replace(/^-0\.00$/, '0.00'),
        );
      }),
    );
  });

  it('keep what a decimal cannot: a third three times is the whole', () => {
    fc.assert(
      fc.property(decimalText, fc.integer({ min: 1, max: 31 }), (a, parts) => {
        const part = divide(exact(a), exact(BigInt(parts)));
        expect(toExactText(sum(Array.from({ length: parts }, () => part)))).toBe(toExactText(exact(a)));
        expect(toExactText(mean(Array.from({ length: parts }, () => exact(a))))).toBe(toExactText(exact(a)));
        expect(exact(toExactText(part))).toEqual(part);
      }),
    );
  });

  it.each([
    ['140/3', '46.666666666667', false],
    ['1/8', '0.125', true],
    ['90.00', '90', true],
    ['-0.50', '-0.5', true],
    ['0', '0', true],
    ['100', '100', true],
    ['2/3', '0.666666666667', false],
  ])('%s reads as %s', (text, decimal, ends) => {
    expect(toDecimalText(exact(text))).toBe(decimal);
    expect(isDecimal(exact(text))).toBe(ends);
  });

  it.each(['', ' 1', '1,5', '1e3', '+1', '.5', '5.', 'NaN', '1/0', '0x10', '½'])('refuses %j', (text) => {
    expect(() => exact(text)).toThrow(RangeError);
  });

  it('refuses division by zero', () => {
    expect(() => divide(exact('1'), exact('0'))).toThrow('division by zero');
  });
});
