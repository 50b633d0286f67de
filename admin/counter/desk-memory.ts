// What the one-button page keeps on the device: the procedures an officer uses, and the visit on its way, so that a
// reload or a new sign-in can send it again under its old id.
import type { PendingVisit } from './desk.ts';
import { parseRecent } from './procedures.ts';

const recentKey = (officer: string) => `langnghe.counter.recent.${officer}`;
const pendingKey = (officer: string) => `langnghe.counter.pending.${officer}`;

export const recalledRecent = (officer: string): string[] =>
  parseRecent(localStorage.getItem(recentKey(officer)));

export function keepRecent(officer: string, codes: readonly string[]): void {
  localStorage.setItem(recentKey(officer), JSON.stringify(codes));
}

/** The tab's unconfirmed visit of this officer. Kept in the tab alone: another tab has its own. */
export function recalledPending(officer: string): PendingVisit | null {
  const text = sessionStorage.getItem(pendingKey(officer));
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<PendingVisit> | null;
    return typeof value?.requestId === 'string' && typeof value.procedure === 'string'
      ? { requestId: value.requestId, procedure: value.procedure }
      : null;
  } catch {
    return null;
  }
}

export function keepPending(officer: string, visit: PendingVisit | null): void {
  if (visit === null) sessionStorage.removeItem(pendingKey(officer));
  else sessionStorage.setItem(pendingKey(officer), JSON.stringify(visit));
}
