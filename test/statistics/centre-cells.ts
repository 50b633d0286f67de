// Cells, random centres and policies that the tests of the indicator share.
import fc from 'fast-check';
import type { Cell } from '../../shared/statistics/cell.ts';
import { defaultIndicatorPolicy, type IndicatorPolicy } from '../../shared/statistics/indicator-policy.ts';

export const base: Cell = {
  officer: 'cb01',
  counter: 'q1',
  procedure: '1.004222',
  mode: 'kiosk',
  tier: 'invited',
  when: '2026-10-01',
  period: '2026-10',
  item: 'officer',
  level: 5,
  flagged: false,
  excluded: false,
  count: 1,
};

/** Random centre of a few officers, procedures, modes and two months. */
export const centreArbitrary = fc.array(
  fc.record({
    officer: fc.constantFrom('cb01', 'cb02', 'cb03', 'cb04'),
    procedure: fc.constantFrom('1.004222', '2.000986', 'field:dat-dai', 'other'),
    mode: fc.constantFrom('kiosk' as const, 'qr' as const),
    tier: fc.constantFrom('invited' as const, 'invited' as const, 'walk-up' as const),
    day: fc.integer({ min: 1, max: 28 }),
    month: fc.constantFrom('2026-09', '2026-10'),
    level: fc.integer({ min: 1, max: 5 }),
    excluded: fc.constantFrom(false, false, false, true),
    count: fc.integer({ min: 1, max: 9 }),
  }),
  { minLength: 20, maxLength: 120 },
);

export function cellsOf(records: readonly { day: number; month: string }[] & object[]): Cell[] {
  return records.map(({ day, month, ...rest }) => ({
    ...base,
    ...rest,
    period: month,
    when: `${month}-${String(day).padStart(2, '0')}`,
  }));
}

export const meanPolicy: IndicatorPolicy = {
  ...defaultIndicatorPolicy,
  figure: 'meanRating',
  silentDelta: 5,
};
