// What the ledger says of one period: its sheets under a policy, the entries and responses that are still on their way into
// it, and so from when a close is final. Reads alone; who may close and how a close is stored is period-close.ts.
import { addDays } from '../../shared/calendar.ts';
import { closeKind, finalCloseFrom } from '../../shared/kpi/closing.ts';
import type { ActivePolicy } from '../../shared/kpi/ledger-rules.ts';
import { ledgerSheets } from '../../shared/kpi/ledger-sheets.ts';
import type { OfficerFigures } from '../../shared/kpi/officer-figures.ts';
import { lastDayOfPeriod, monthsOf } from '../../shared/kpi/period.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import type { Sheet } from '../../shared/kpi/sheet.ts';
import type { OpenEntry } from '../../shared/ledger/entry.ts';
import { answeredOf } from '../../shared/ledger/published-table.ts';
import { Refusal } from '../refusal.ts';
import { movingKinds } from '../seal/sealed-cells.ts';
import type { Services } from '../services.ts';
import type { LedgerView } from './ledger-view.ts';

export class PeriodLedger {
  readonly #services: Services;
  readonly #ledger: LedgerView;

  constructor(services: Services, ledger: LedgerView) {
    this.#services = services;
    this.#ledger = ledger;
  }

  sheets(
    period: string,
    active: ActivePolicy,
    entries: readonly OpenEntry[],
    minimum: number,
    officers?: readonly string[],
  ): { figures: OfficerFigures[]; sheets: Sheet[] } {
    try {
      const { figures, table } = ledgerSheets(
        this.#ledger.prefix(period, entries),
        period,
        active,
        minimum,
        officers,
      );
      return { figures, sheets: table.sheets };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Refusal('period-not-ready', `figures of ${period} do not fit the policy: ${error.message}`);
    }
  }

  policy(number: number): Policy {
    return this.#ledger.policies().find((one) => one.number === number)!.policy;
  }

  /** Not before the invitations have run out, by the KPI policy and by the service's own, whichever is later. */
  finalFrom(period: string, { policy }: ActivePolicy): string {
    const { invitationDays, offlineGraceDays } = this.#services.policy();
    const service = addDays(lastDayOfPeriod(period), invitationDays + offlineGraceDays + 1);
    const own = finalCloseFrom(period, policy);
    return own > service ? own : service;
  }

  closeKind(period: string, active: ActivePolicy, today: string): 'not-over' | 'provisional' | 'final' {
    if (closeKind(period, today, active.policy).state === 'not-over') return 'not-over';
    const waiting = this.#services.stores.responses.unpublishedOf(monthsOf(period)) > 0;
    return today < this.finalFrom(period, active) || waiting ? 'provisional' : 'final';
  }

  /** Entries of the period that wait for the seal. */
  pendingOf(period: string): OpenEntry[] {
    const months = new Set(monthsOf(period));
    return this.#ledger.pending().filter((entry) => {
      if (entry.kind === 'figures') return months.has(entry.period);
      if (entry.kind === 'decision') return entry.period === period;
      return entry.kind === 'policy' || (movingKinds as readonly string[]).includes(entry.kind);
    });
  }

  /** Every visit of the period is in a tally of the ledger. */
  requireSealed(period: string): void {
    const { stores } = this.#services;
    const months = monthsOf(period);
    const logged = this.#ledger
      .prefix(period)
      .tallies.filter(({ day }) => months.includes(day.slice(0, 7)))
      .reduce((sum, { visits }) => sum + visits.integrated + visits.selfReported, 0);
    const counted = stores.visits
      .monthTallies(months, '9999-12-31')
      .reduce((sum, { visits }) => sum + visits, 0);
    if (logged !== counted) {
      throw new Refusal('period-not-ready', `visits of ${period} enter the ledger with the next seal`);
    }
  }

  /** Acknowledged responses of the period that are not in the ledger. */
  withheld(period: string): number {
    const months = new Set(monthsOf(period));
    const { cells, tallies } = this.#ledger.prefix(period);
    const acknowledged = tallies
      .filter(({ day }) => months.has(day.slice(0, 7)))
      .reduce((sum, tally) => sum + answeredOf(tally) + tally.uninvited.presence + tally.uninvited.walkUp, 0);
    const logged = cells
      .filter((cell) => months.has(cell.period) && cell.item === 'officer')
      .reduce((sum, { count }) => sum + count, 0);
    return Math.max(0, acknowledged - logged);
  }
}
