// The 9 digits on a paper form: eight digits and a check digit by Damm's algorithm (slip-code.ts). A number of its own,
// which opens no rating page and no kiosk: who keys a form cannot look up with it whose visit it is.
import { checkDigitOf } from './slip-code.ts';

/** Numbers there are. */
export const formCodeCount = 100_000_000;

/** Eight digits of `number` (0 to 99,999,999) and their check digit. */
export function formCodeOf(number: number): string {
  if (!Number.isInteger(number) || number < 0 || number >= formCodeCount)
    throw new RangeError(`${number} has no eight digits`);
  const digits = String(number).padStart(8, '0');
  return digits + checkDigitOf(digits);
}

/** True when `code` is nine digits whose last is the check digit of the others. */
export const isFormCode = (code: string): boolean => /^\d{9}$/.test(code) && checkDigitOf(code) === 0;
