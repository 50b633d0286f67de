// The close of a period by two persons: closed by one, confirmed by another, or taken back before that. What is closed is
// computed from the ledger alone and stored as hashed; a confirmation puts its entry among those of the next seal.
import type { z } from 'zod';
import { addDays } from '../../shared/calendar.ts';
import type { closeRequestSchema, confirmRequestSchema } from '../../shared/contract/kpi-operations.ts';
import { lastDayOfPeriod } from '../../shared/kpi/period.ts';
import type { PublishedTable } from '../../shared/ledger/published-table.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { KpiCloseRow } from '../storage/kpi-store.ts';
import { type Actor, requireSecondPerson } from './actor.ts';
import type { LedgerView } from './ledger-view.ts';
import type { PeriodLedger } from './period-ledger.ts';
import type { PeriodPreviews, Preview } from './period-preview.ts';
import { closeEntry, sorted, tableOf } from './published-table.ts';

export class PeriodCloses {
  readonly #services: Services;
  readonly #ledger: LedgerView;
  readonly #period: PeriodLedger;
  readonly #previews: PeriodPreviews;

  constructor(services: Services, ledger: LedgerView, period: PeriodLedger, previews: PeriodPreviews) {
    this.#services = services;
    this.#ledger = ledger;
    this.#period = period;
    this.#previews = previews;
  }

  /** Refuses with no-policy | period-not-over | period-not-ready | period-closed | period-changed. */
  async close(period: string, wish: z.infer<typeof closeRequestSchema>, by: Actor): Promise<Preview> {
    const { stores, commit, calendar, clock, audit, policy: servicePolicy } = this.#services;
    const active = this.#ledger.policyFor(period);
    if (active === undefined)
      throw new Refusal('no-policy', `no KPI policy in the ledger is in force for ${period}`);
    const treeSize = this.#ledger.treeSize();
    const kind = this.#period.closeKind(period, active, calendar.dayOf(clock()));
    if (kind === 'not-over') {
      throw new Refusal('period-not-over', `${period} ends on ${lastDayOfPeriod(period)}`);
    }
    if (kind === 'provisional' && !wish.provisional) {
      throw new Refusal(
        'period-not-ready',
        `invitations of ${period} run until ${addDays(this.#period.finalFrom(period, active), -1)}, or responses wait for the seal: say that a provisional close is meant, or wait`,
      );
    }
    const pending = this.#period.pendingOf(period).length;
    if (pending > 0) {
      throw new Refusal(
        'period-not-ready',
        `${pending} entries of ${period} enter the ledger with the next seal`,
      );
    }
    this.#period.requireSealed(period);
    const minimum = servicePolicy().groupMinimum;
    const { figures, sheets } = this.#period.sheets(period, active, this.#ledger.entries(), minimum);
    if (sheets.length === 0) throw new Refusal('period-not-ready', `the ledger says nothing of ${period}`);
    await commit.submit((tx) => {
      const versions = stores.kpi.closeStates().filter((row) => row.period === period);
      const open = versions.find(({ state }) => state !== 'final');
      if (open !== undefined) {
        throw new Refusal(
          'period-closed',
          `version ${open.version} of ${period} was closed by ${open.closedBy}`,
        );
      }
      if (versions.length > 0 && wish.reason === '') {
        throw new Refusal('period-closed', `${period} is closed: another version needs a reason`);
      }
      if (this.#ledger.treeSize() !== treeSize) {
        throw new Refusal('period-changed', 'the ledger has grown in this moment; please look again');
      }
      const version = versions.length + 1;
      const table = tableOf({ period, version, treeSize, policy: active.number, minimum, sheets });
      const added = stores.kpi.addClose(tx, {
        period,
        version,
        state: 'closed',
        provisional: kind === 'provisional' ? 1 : 0,
        officers: null,
        policy: active.number,
        treeSize,
        withheld: this.#period.withheld(period),
        ...table,
        figures: JSON.stringify(figures),
        reason: versions.length === 0 ? '' : wish.reason,
        closedBy: by.name,
        closedAt: clock(),
        confirmedBy: null,
        confirmedAt: null,
        leafHash: null,
        finalDay: null,
      });
      if (!added) throw new Refusal('period-closed', `${period} has been closed in this moment`);
      audit.record(tx, {
        actor: by.trail,
        action: 'kpi-period.close',
        subject: `kpi-period:${period}`,
        detail: { version, treeSize },
      });
    });
    return this.#previews.of(period);
  }

  /** Refuses with period-not-closed | second-person-needed | period-changed. */
  async confirm(period: string, wish: z.infer<typeof confirmRequestSchema>, by: Actor): Promise<Preview> {
    const { stores, commit, clock, audit } = this.#services;
    await commit.submit((tx) => {
      const closes = stores.kpi.closes(period);
      const row = closes.find(({ version }) => version === wish.version);
      if (row === undefined || row.state !== 'closed') {
        throw new Refusal(
          'period-not-closed',
          `version ${wish.version} of ${period} waits for no confirmation`,
        );
      }
      requireSecondPerson(row.closedBy, by, `${period} was closed`);
      if (row.tableHash !== wish.tableHash) {
        throw new Refusal('period-changed', 'the table that was looked at is not the one that was closed');
      }
      if (this.#period.pendingOf(period).length > 0) {
        throw new Refusal(
          'period-changed',
          `entries of ${period} wait for the seal: take the close back, and close again after it`,
        );
      }
      this.#requireUnchanged(row);
      const entry = closeEntry(row, [row.closedBy, by.name], closes, this.#ledger.entries());
      const [leafHash] = this.#ledger.propose(tx, [entry]);
      stores.kpi.confirmClose(tx, {
        period,
        version: row.version,
        by: by.name,
        at: clock(),
        leafHash: leafHash!,
      });
      audit.record(tx, {
        actor: by.trail,
        action: 'kpi-period.confirm',
        subject: `kpi-period:${period}`,
        detail: { version: row.version },
      });
    });
    return this.#previews.of(period);
  }

  /** Takes back a close that nobody confirmed. Refuses with period-not-closed. */
  async withdraw(period: string, by: Actor): Promise<void> {
    const { stores, commit, audit } = this.#services;
    await commit.submit((tx) => {
      if (!stores.kpi.dropClose(tx, period)) {
        throw new Refusal('period-not-closed', `${period} has no close that waits for confirmation`);
      }
      audit.record(tx, {
        actor: by.trail,
        action: 'kpi-period.withdraw',
        subject: `kpi-period:${period}`,
      });
    });
  }

  #requireUnchanged(row: KpiCloseRow): void {
    if (row.treeSize === this.#ledger.treeSize()) return;
    const active = this.#ledger.policyFor(row.period);
    const { rows } = JSON.parse(row.tableBytes) as PublishedTable;
    const minimum = this.#services.policy().groupMinimum;
    const same =
      active?.number === row.policy &&
      JSON.stringify(rows) ===
        JSON.stringify(
          sorted(this.#period.sheets(row.period, active, this.#ledger.entries(), minimum).sheets),
        );
    if (!same) {
      throw new Refusal(
        'period-changed',
        'the ledger says otherwise by now: take the close back and look again',
      );
    }
  }
}
