// Responses as they come to a small centre: few officers, one of them with most, some answers days late.
import fc from 'fast-check';

/** Days from the visit on that a response comes: mostly none. */
const late = fc.constantFrom(0, 0, 0, 0, 0, 1, 3);

/** What every arrival has; `lastDay` is that of the last visit, counted from 0. */
export const arrivalParts = (lastDay: number) => ({
  day: fc.nat(lastDay),
  late,
  officer: fc.constantFrom('a', 'a', 'a', 'b', 'b', 'c', 'd'),
  mode: fc.constantFrom<('kiosk' | 'qr' | 'paper')[]>('kiosk', 'kiosk', 'kiosk', 'qr', 'paper'),
  procedure: fc.constantFrom('p1', 'p1', 'p1', 'p1', 'p2'),
});

export interface Arrival {
  day: number;
  late: number;
  officer: string;
  mode: 'kiosk' | 'qr' | 'paper';
  procedure: string;
}
