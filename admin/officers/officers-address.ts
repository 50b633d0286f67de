// The address of the officers' pages.
import { pages } from '../navigation/pages.ts';
import type { Period } from './periods.ts';

/** Address of the list, or of one officer, in a period (null = the present one). */
export function officersAddress(officer: string | null, period: Period | null): string {
  const search = new URLSearchParams();
  if (officer !== null) search.set('officer', officer);
  if (period !== null) search.set('period', period);
  const asked = search.toString();
  return asked === '' ? pages.officers.path : `${pages.officers.path}?${asked}`;
}
