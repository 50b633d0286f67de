// What exports, webhooks and the feed need of closed periods: the final versions with their sheets, what they were computed
// from, and a call when one becomes final. Implemented by Periods (periods.ts), reached as `context.periods`.
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import type { OfficerFigures } from '../../shared/kpi/officer-figures.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';

export interface ClosedPeriods {
  /** Periods that have a final version, in text order. */
  finalPeriods(): string[];
  /** Final versions of a period, oldest first; empty when there is none. A version, once final, never changes. */
  finalVersions(period: string): FeedPeriod[];
  /** What a final version was computed from: for lists that need more than the sheets. Undefined for an unknown version. */
  finalFigures(period: string, version: number): { policy: Policy; figures: OfficerFigures[] } | undefined;
  /**
   * Tells when a version becomes final: after the commit of the night that put its close into the ledger, in the process
   * that sealed, once a version and process. A crash between commit and call loses the call: whoever must not miss one
   * compares `finalPeriods` with what it has handled when it starts.
   */
  onFinal(listener: (version: FeedPeriod) => void): void;
}
