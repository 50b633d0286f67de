// When a period may be closed for good: not before the invitations of its last visits have run out and the devices that
// were offline had time to deliver. Closed earlier it is provisional. Who closes and who confirms is the server's to check.
import { addDays } from '../calendar.ts';
import { lastDayOfPeriod } from './period.ts';
import type { Policy } from './policy-schema.ts';

/** First day on which a close of the period is final. */
export function finalCloseFrom(period: string, policy: Pick<Policy, 'closing'>): string {
  const { invitationValidityDays, offlineGraceDays } = policy.closing;
  return addDays(lastDayOfPeriod(period), invitationValidityDays + offlineGraceDays + 1);
}

export type CloseKind =
  | { state: 'not-over'; lastDay: string }
  | { state: 'provisional'; finalFrom: string }
  | { state: 'final' };

/** What a close on `today` would be: none while the period runs, then provisional, then final. */
export function closeKind(period: string, today: string, policy: Pick<Policy, 'closing'>): CloseKind {
  const lastDay = lastDayOfPeriod(period);
  if (today <= lastDay) return { state: 'not-over', lastDay };
  const finalFrom = finalCloseFrom(period, policy);
  return today < finalFrom ? { state: 'provisional', finalFrom } : { state: 'final' };
}
