// Which month it is at the centre, as far as this page can know: the device's day, or a later one that an answer carried.
import { signal } from '@preact/signals';
import { serverNowMs } from '../http/request.ts';

const seen = signal('');

/** Notes when figures were computed, an instant written in the centre's zone. */
export function noteComputedAt(iso: string): void {
  const month = iso.slice(0, 7);
  if (month > seen.peek()) seen.value = month;
}

export function presentMonth(): string {
  const now = new Date(serverNowMs());
  const own = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
  return own > seen.value ? own : seen.value;
}
