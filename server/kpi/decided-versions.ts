// Versions after decisions: what two persons decided about responses or figures of a closed period gives it a version that
// replaces the sheets of those officers and no other.
import { monthsOf } from '../../shared/kpi/period.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import type { KpiCloseRow, KpiDisputeRow } from '../storage/kpi-store.ts';
import type { LedgerView } from './ledger-view.ts';
import type { PeriodLedger } from './period-ledger.ts';
import type { StoredProposal } from './proposal-effects.ts';
import { closeEntry, tableOf } from './published-table.ts';

export class DecidedVersions {
  readonly #services: Services;
  readonly #ledger: LedgerView;
  readonly #period: PeriodLedger;

  constructor(services: Services, ledger: LedgerView, period: PeriodLedger) {
    this.#services = services;
    this.#ledger = ledger;
    this.#period = period;
  }

  /** A version for each final period that decisions moved; every logged dispute is settled by it. */
  settle(tx: Tx): void {
    const { stores, policy: servicePolicy, clock } = this.#services;
    const finalPeriods = stores.kpi.finalPeriods();
    const logged = stores.kpi.disputes().filter(({ state }) => state === 'logged');
    const byPeriod = new Map<string, { officers: Set<string>; disputes: KpiDisputeRow[] }>();
    for (const dispute of logged) {
      for (const period of finalPeriods) {
        const moved = movedBy(dispute, period);
        if (moved.length === 0) continue;
        const known = byPeriod.get(period) ?? { officers: new Set(), disputes: [] };
        for (const officer of moved) known.officers.add(officer);
        known.disputes.push(dispute);
        byPeriod.set(period, known);
      }
      stores.kpi.settle(tx, dispute.id);
    }
    const minimum = servicePolicy().groupMinimum;
    for (const [period, { officers, disputes }] of byPeriod) {
      stores.kpi.dropClose(tx, period);
      const versions = stores.kpi.closes(period);
      const last = versions.at(-1)!;
      // The policy the period was closed under: a dispute is about what it says, not about a newer one.
      const active = this.#ledger.policies().find(({ number }) => number === last.policy)!;
      const listed = [...officers].sort();
      const treeSize = this.#ledger.treeSize();
      const { figures, sheets } = this.#period.sheets(
        period,
        active,
        this.#ledger.entries(),
        minimum,
        listed,
      );
      const version = last.version + 1;
      const table = tableOf({
        period,
        version,
        treeSize,
        policy: active.number,
        minimum,
        sheets,
        officers: listed,
      });
      const [first] = disputes;
      const row: KpiCloseRow = {
        period,
        version,
        state: 'confirmed',
        provisional: last.provisional,
        officers: JSON.stringify(listed),
        policy: active.number,
        treeSize,
        withheld: this.#period.withheld(period),
        ...table,
        figures: JSON.stringify(figures),
        reason: disputes.map(({ id }) => id).join(', '),
        closedBy: first!.proposedBy!,
        closedAt: first!.proposedAt ?? clock(),
        confirmedBy: first!.approvedBy!,
        confirmedAt: clock(),
        leafHash: null,
        finalDay: null,
      };
      const persons = disputes.flatMap(({ proposedBy, approvedBy }) => [proposedBy!, approvedBy!]);
      const [leafHash] = this.#ledger.propose(tx, [
        closeEntry(row, persons, versions, this.#ledger.entries()),
      ]);
      stores.kpi.addClose(tx, { ...row, leafHash: leafHash! });
    }
  }
}

/** Officers whose sheets of a period a decision moves. */
function movedBy(dispute: KpiDisputeRow, period: string): string[] {
  const { months, officers } = JSON.parse(dispute.proposal!) as StoredProposal;
  const within = new Set(monthsOf(period));
  return months.some((month) => within.has(month)) ? officers : [];
}
