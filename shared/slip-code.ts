// The 7 digits on a slip: six digits and a check digit by Damm's algorithm, which catches every single wrong digit and
// every swap of neighbours. H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004 (the order-10 table below
// is the one given there).

const table = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

/** Damm's check digit of a text of digits; 0 when the last of them is the check digit of the others. */
export const checkDigitOf = (digits: string): number => {
  let interim = 0;
  for (const digit of digits) interim = table[interim]![Number(digit)]!;
  return interim;
};

/** Six digits of `number` (0 to 999,999) and their check digit. */
export function slipCodeOf(number: number): string {
  if (!Number.isInteger(number) || number < 0 || number > 999_999)
    throw new RangeError(`${number} has no six digits`);
  const digits = String(number).padStart(6, '0');
  return digits + checkDigitOf(digits);
}

/** True when `code` is seven digits whose last is the check digit of the others. */
export const isSlipCode = (code: string): boolean => /^\d{7}$/.test(code) && checkDigitOf(code) === 0;
