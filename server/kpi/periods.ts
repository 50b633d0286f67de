// Periods: open -> previewed -> closed by one person -> confirmed by another -> final once the next seal has put the close, with
// the hash of the published table, into the ledger. A period opened again gets another version beside the old ones.
//
// A close is computed from the ledger alone and stored as hashed; nothing is computed anew when it is read. Decisions that
// moved responses or figures of a closed period give it a version that replaces the sheets of those officers and no other.
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { addDays } from '../../shared/calendar.ts';
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import type {
  closeRequestSchema,
  confirmRequestSchema,
  periodListSchema,
  periodPreviewSchema,
  periodVersionSchema,
  sheetAnswerSchema,
} from '../../shared/contract/kpi-operations.ts';
import { closeKind, finalCloseFrom } from '../../shared/kpi/closing.ts';
import { type ActivePolicy, activatedPolicies, kpiPolicyId } from '../../shared/kpi/ledger-rules.ts';
import { kpiMethod, ledgerSheets } from '../../shared/kpi/ledger-sheets.ts';
import { capWarnings } from '../../shared/kpi/level.ts';
import type { OfficerFigures } from '../../shared/kpi/officer-figures.ts';
import { lastDayOfPeriod, monthsOf, quarterOf } from '../../shared/kpi/period.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import type { Sheet } from '../../shared/kpi/sheet.ts';
import { CalendarError, lastDayOf } from '../../shared/kpi/working-days.ts';
import { fromUtf8 } from '../../shared/ledger/encoding.ts';
import { entryLeafHash, type OpenEntry } from '../../shared/ledger/entry.ts';
import { answeredOf, type PublishedTable, tableBytes } from '../../shared/ledger/published-table.ts';
import type { Indicators } from '../indicators/indicators.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import type { KpiCloseRow, KpiDisputeRow } from '../storage/kpi-store.ts';
import { type Actor, ledgerName, requireSecondPerson } from './actor.ts';
import { shippedCalendar } from './calendar-file.ts';
import type { ClosedPeriods } from './closed-periods.ts';
import type { StoredProposal } from './disputes.ts';
import type { LedgerView } from './ledger-view.ts';

type Preview = z.infer<typeof periodPreviewSchema>;
type CloseRow = KpiCloseRow & { sheets: Sheet[] };

const movingKinds: ReadonlySet<string> = new Set(['exclusion', 'reinstatement', 'correction']);

export class Periods implements ClosedPeriods {
  readonly #services: Services;
  readonly #ledger: LedgerView;
  readonly #indicators: Indicators;
  readonly #listeners: ((version: FeedPeriod) => void)[] = [];
  /** Closes taken in by the seal that runs, to be told of once it is through. */
  #entering: Buffer[] = [];

  constructor(services: Services, ledger: LedgerView, indicators: Indicators) {
    this.#services = services;
    this.#ledger = ledger;
    this.#indicators = indicators;
  }

  onFinal(listener: (version: FeedPeriod) => void): void {
    this.#listeners.push(listener);
  }

  finalPeriods(): string[] {
    const states = this.#services.stores.kpi.closeStates().filter(({ state }) => state === 'final');
    return [...new Set(states.map(({ period }) => period))].sort();
  }

  finalVersions(period: string): FeedPeriod[] {
    const { calendar } = this.#services;
    return this.#composed(period).map((row) => {
      const policy = this.#policy(row.policy);
      return {
        period,
        version: row.version,
        provisional: row.provisional === 1,
        closedAt: calendar.iso(row.confirmedAt ?? row.closedAt),
        tableHash: row.tableHash,
        ...(row.reason === '' ? {} : { reopenReason: row.reason }),
        policy: { id: policy.id, version: policy.version },
        sheets: row.sheets,
        warnings: capWarnings(row.sheets, policy),
      };
    });
  }

  finalFigures(period: string, version: number): { policy: Policy; figures: OfficerFigures[] } | undefined {
    let figures: OfficerFigures[] = [];
    for (const row of this.#services.stores.kpi.closes(period)) {
      if (row.state !== 'final' || row.version > version) break;
      const own = JSON.parse(row.figures) as OfficerFigures[];
      figures = row.officers === null ? own : replaced(figures, own);
      if (row.version === version) return { policy: this.#policy(row.policy), figures };
    }
    return undefined;
  }

  list(): z.infer<typeof periodListSchema> {
    const latest = new Map<string, z.infer<typeof periodListSchema>['periods'][number]>();
    for (const { period, version, state, provisional } of this.#services.stores.kpi.closeStates()) {
      latest.set(period, { period, state, version, provisional: provisional === 1 });
    }
    return { periods: [...latest.values()] };
  }

  /** What a close would be now, with what the next seal takes in. Refuses with period-not-ready where figures do not fit. */
  preview(period: string): Preview {
    const { stores, calendar, clock, policy: servicePolicy } = this.#services;
    const rows = stores.kpi.closes(period);
    const today = calendar.dayOf(clock());
    const ahead = this.#ledger.entriesAhead();
    const active = this.#ledger.policyFor(period) ?? policyAhead(period, ahead);
    const { figures, sheets } =
      active === undefined
        ? { figures: [], sheets: [] }
        : this.#sheets(period, active, ahead, servicePolicy().groupMinimum);
    const last = rows.at(-1);
    const months = monthsOf(period);
    return {
      period,
      state: last?.state ?? 'open',
      close: active === undefined ? 'not-over' : this.#closeKind(period, active, today),
      finalFrom: active === undefined ? null : this.#finalFrom(period, active),
      policy:
        active === undefined
          ? null
          : { number: active.number, id: active.policy.id, version: active.policy.version },
      treeSize: this.#ledger.treeSize(),
      findings: {
        missing: missingOf(
          sheets,
          stores.roster.officers().map(({ code }) => code),
          new Set(stores.kpi.figures(months).map(({ officer }) => officer)),
        ),
        flagged: [...this.#indicators.of(period).officers.values()]
          .filter(({ own }) => own.flagged > 0)
          .map(({ officer, own }) => ({ officer, responses: own.flagged })),
        disputed: stores.kpi
          .disputes()
          .filter((row) => row.state !== 'settled' && touches(row, period))
          .map(({ officer, id }) => ({ officer, dispute: id })),
        selfReported: figures.flatMap(({ officer, satisfaction }) => {
          const selfReported = satisfaction?.selfReportedVisits ?? 0;
          return selfReported > 0 ? [{ officer, visits: satisfaction?.visits ?? 0, selfReported }] : [];
        }),
        pendingEntries: this.#pendingOf(period).length,
        waitingResponses: stores.responses.unpublishedOf(months),
      },
      sheets,
      warnings: active === undefined ? [] : capWarnings(sheets, active.policy),
      versions: rows.map((row) => this.#version(row)),
    };
  }

  /** Refuses with no-policy | period-not-over | period-not-ready | period-closed | period-changed. */
  async close(period: string, wish: z.infer<typeof closeRequestSchema>, by: Actor): Promise<Preview> {
    const { stores, commit, calendar, clock, audit, policy: servicePolicy } = this.#services;
    const active = this.#ledger.policyFor(period);
    if (active === undefined)
      throw new Refusal('no-policy', `no KPI policy in the ledger is in force for ${period}`);
    const treeSize = this.#ledger.treeSize();
    const kind = this.#closeKind(period, active, calendar.dayOf(clock()));
    if (kind === 'not-over') {
      throw new Refusal('period-not-over', `${period} ends on ${lastDayOfPeriod(period)}`);
    }
    if (kind === 'provisional' && !wish.provisional) {
      throw new Refusal(
        'period-not-ready',
        `invitations of ${period} run until ${addDays(this.#finalFrom(period, active), -1)}, or responses wait for the seal: say that a provisional close is meant, or wait`,
      );
    }
    const pending = this.#pendingOf(period).length;
    if (pending > 0) {
      throw new Refusal(
        'period-not-ready',
        `${pending} entries of ${period} enter the ledger with the next seal`,
      );
    }
    this.#requireSealed(period);
    const minimum = servicePolicy().groupMinimum;
    const { figures, sheets } = this.#sheets(period, active, this.#ledger.entries(), minimum);
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
        withheld: this.#withheld(period),
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
    return this.preview(period);
  }

  /** Refuses with period-not-closed | second-person-needed | period-changed. */
  async confirm(period: string, wish: z.infer<typeof confirmRequestSchema>, by: Actor): Promise<Preview> {
    const { stores, commit, clock, audit } = this.#services;
    await commit.submit((tx) => {
      const row = stores.kpi.closes(period).find(({ version }) => version === wish.version);
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
      if (this.#pendingOf(period).length > 0) {
        throw new Refusal(
          'period-changed',
          `entries of ${period} wait for the seal: take the close back, and close again after it`,
        );
      }
      this.#requireUnchanged(row);
      const entry = this.#closeEntry(row, [row.closedBy, by.name]);
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
    return this.preview(period);
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

  /** The published table of a version as hashed; undefined where there is none. */
  table(period: string, version: number): string | undefined {
    return this.#services.stores.kpi.closes(period).find((row) => row.version === version)?.tableBytes;
  }

  /**
   * Tables of final versions that follow from the months of `within` alone, as files of a bundle. A month whose policy takes
   * evidence of the quarter follows from all of the quarter.
   */
  *tablesWithin(within: string): Generator<{ name: string; bytes: Uint8Array }> {
    const months = new Set(monthsOf(within));
    for (const row of this.#services.stores.kpi.closes()) {
      if (row.state !== 'final') continue;
      const { onInsufficient } = this.#policy(row.policy).satisfaction;
      const own = monthsOf(row.period);
      const needed =
        onInsufficient.rule === 'pool' ? own.flatMap((month) => monthsOf(quarterOf(month))) : own;
      if (!needed.every((month) => months.has(month))) continue;
      yield { name: fileName(row.period, row.version), bytes: Buffer.from(row.tableBytes) };
    }
  }

  /** An officer's sheets of a period, version by version. */
  sheetsOf(officer: string, period: string): z.infer<typeof sheetAnswerSchema> {
    const composed = this.#composed(period);
    const last = composed.at(-1);
    return {
      officer,
      period,
      versions: composed.flatMap((row) => {
        const sheet = row.sheets.find((one) => one.officer === officer);
        return sheet === undefined
          ? []
          : [
              {
                version: row.version,
                provisional: row.provisional === 1,
                finalDay: row.finalDay!,
                tableHash: row.tableHash,
                reason: row.reason,
                sheet,
              },
            ];
      }),
      petitionUntil: last === undefined ? null : this.petitionUntil(last),
    };
  }

  /** Last day to petition about a final version; null where the calendar of that year is missing. */
  petitionUntil({ finalDay, policy }: Pick<KpiCloseRow, 'finalDay' | 'policy'>): string | null {
    if (finalDay === null) return null;
    try {
      return lastDayOf(finalDay, this.#policy(policy).disputes.submitWithin, shippedCalendar());
    } catch (error) {
      if (error instanceof CalendarError) return null;
      throw error;
    }
  }

  /** In the seal's transaction: closes that it takes in become final, decided disputes logged. */
  entering(tx: Tx, leafHashes: readonly Buffer[], today: string): void {
    const { kpi } = this.#services.stores;
    this.#entering = [...leafHashes];
    for (const leafHash of leafHashes) kpi.makeFinal(tx, leafHash, today);
    kpi.logDecided(tx, today);
  }

  /** After a seal, and at start: versions for what was decided about closed periods; tells of what became final. */
  afterSeal(): void {
    const { file, stores } = this.#services;
    if (stores.kpi.disputes().some(({ state }) => state === 'logged')) {
      file.transact((tx) => this.#settle(tx));
    }
    const entered = this.#entering;
    this.#entering = [];
    for (const row of stores.kpi.closes()) {
      if (row.state !== 'final' || !entered.some((hash) => row.leafHash?.equals(hash))) continue;
      const version = this.finalVersions(row.period).find((one) => one.version === row.version);
      for (const listener of this.#listeners) if (version !== undefined) listener(version);
    }
  }

  #settle(tx: Tx): void {
    const { stores, policy: servicePolicy, clock } = this.#services;
    const logged = stores.kpi.disputes().filter(({ state }) => state === 'logged');
    const byPeriod = new Map<string, { officers: Set<string>; disputes: KpiDisputeRow[] }>();
    for (const dispute of logged) {
      for (const period of this.finalPeriods()) {
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
      const { figures, sheets } = this.#sheets(period, active, this.#ledger.entries(), minimum, listed);
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
        withheld: this.#withheld(period),
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
      const [leafHash] = this.#ledger.propose(tx, [this.#closeEntry(row, persons)]);
      stores.kpi.addClose(tx, { ...row, leafHash: leafHash! });
    }
  }

  #closeEntry(row: KpiCloseRow, persons: readonly string[]): OpenEntry {
    const tables: Record<string, string> = {};
    // A version of some officers stands on the tables before it, back to the last whole one.
    if (row.officers !== null) {
      for (const one of this.#services.stores.kpi.closes(row.period)) {
        if (one.version >= row.version) break;
        if (one.officers === null) for (const name of Object.keys(tables)) delete tables[name];
        tables[fileName(one.period, one.version)] = one.tableHash;
      }
    }
    tables[fileName(row.period, row.version)] = row.tableHash;
    const policyEntry = this.#ledger
      .entries()
      .find(
        (entry) =>
          entry.kind === 'policy' && entry.id === kpiPolicyId && entry.version === String(row.policy),
      )!;
    return {
      kind: 'period-close',
      v: 1,
      period: row.period,
      policy: Buffer.from(entryLeafHash(policyEntry)).toString('hex'),
      method: kpiMethod,
      treeSize: row.treeSize,
      tables,
      withheld: row.withheld,
      version: row.version,
      provisional: row.provisional === 1,
      reason: row.reason,
      closedBy: [...new Set(persons.map(ledgerName))].slice(0, 10),
    };
  }

  /** Final versions with all their sheets, those of some officers laid over the ones before. */
  #composed(period: string): CloseRow[] {
    const composed: CloseRow[] = [];
    for (const row of this.#services.stores.kpi.closes(period)) {
      if (row.state !== 'final') break;
      const own = (JSON.parse(row.tableBytes) as PublishedTable).rows as unknown as Sheet[];
      const before = composed.at(-1)?.sheets ?? [];
      composed.push({ ...row, sheets: row.officers === null ? own : replaced(before, own) });
    }
    return composed;
  }

  #sheets(
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

  #policy(number: number): Policy {
    return this.#ledger.policies().find((one) => one.number === number)!.policy;
  }

  /** Not before the invitations have run out, by the KPI policy and by the service's own, whichever is later. */
  #finalFrom(period: string, { policy }: ActivePolicy): string {
    const { invitationDays, offlineGraceDays } = this.#services.policy();
    const service = addDays(lastDayOfPeriod(period), invitationDays + offlineGraceDays + 1);
    const own = finalCloseFrom(period, policy);
    return own > service ? own : service;
  }

  #closeKind(period: string, active: ActivePolicy, today: string): Preview['close'] {
    if (closeKind(period, today, active.policy).state === 'not-over') return 'not-over';
    const waiting = this.#services.stores.responses.unpublishedOf(monthsOf(period)) > 0;
    return today < this.#finalFrom(period, active) || waiting ? 'provisional' : 'final';
  }

  /** Entries of the period that wait for the seal. */
  #pendingOf(period: string): OpenEntry[] {
    const months = new Set(monthsOf(period));
    return this.#ledger.pending().filter((entry) => {
      if (entry.kind === 'figures') return months.has(entry.period);
      if (entry.kind === 'decision') return entry.period === period;
      return entry.kind === 'policy' || movingKinds.has(entry.kind);
    });
  }

  /** Every visit of the period is in a tally of the ledger. */
  #requireSealed(period: string): void {
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

  #requireUnchanged(row: KpiCloseRow): void {
    if (row.treeSize === this.#ledger.treeSize()) return;
    const active = this.#ledger.policyFor(row.period);
    const { rows } = JSON.parse(row.tableBytes) as PublishedTable;
    const minimum = this.#services.policy().groupMinimum;
    const same =
      active?.number === row.policy &&
      JSON.stringify(rows) ===
        JSON.stringify(sorted(this.#sheets(row.period, active, this.#ledger.entries(), minimum).sheets));
    if (!same) {
      throw new Refusal(
        'period-changed',
        'the ledger says otherwise by now: take the close back and look again',
      );
    }
  }

  /** Acknowledged responses of the period that are not in the ledger. */
  #withheld(period: string): number {
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

  #version(row: KpiCloseRow): z.infer<typeof periodVersionSchema> {
    const { calendar } = this.#services;
    return {
      version: row.version,
      state: row.state,
      provisional: row.provisional === 1,
      officers: row.officers === null ? null : (JSON.parse(row.officers) as string[]),
      reason: row.reason,
      closedBy: row.closedBy,
      closedAt: calendar.iso(row.closedAt),
      confirmedBy: row.confirmedBy,
      confirmedAt: row.confirmedAt === null ? null : calendar.iso(row.confirmedAt),
      finalDay: row.finalDay,
      tableHash: row.tableHash,
      treeSize: row.treeSize,
    };
  }
}

/** File name of a version's table in bundles and in the ledger's close entry. */
export const fileName = (period: string, version: number): string => `${tableName(period, version)}.json`;
const tableName = (period: string, version: number): string => `kpi-${period.toLowerCase()}.v${version}`;

function tableOf(of: {
  period: string;
  version: number;
  treeSize: number;
  policy: number;
  minimum: number;
  sheets: Sheet[];
  officers?: string[];
}): { tableBytes: string; tableHash: string } {
  const { period, version, treeSize, policy, minimum, sheets, officers } = of;
  const bytes = tableBytes({
    v: 1,
    name: tableName(period, version),
    method: kpiMethod,
    treeSize,
    period,
    parameters: { policy, minimum, ...(officers === undefined ? {} : { officers }) },
    rows: sorted(sheets) as PublishedTable['rows'],
  });
  return { tableBytes: fromUtf8(bytes), tableHash: createHash('sha256').update(bytes).digest('hex') };
}

/** As canonical JSON has them: keys in order, nothing undefined. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

function replaced<T extends { officer: string }>(before: readonly T[], own: readonly T[]): T[] {
  const named = new Map([...before, ...own].map((one) => [one.officer, one]));
  return [...named.values()].sort((a, b) => (a.officer < b.officer ? -1 : 1));
}

function policyAhead(period: string, entries: readonly OpenEntry[]): ActivePolicy | undefined {
  return activatedPolicies(entries)
    .filter(({ effective }) => effective <= lastDayOfPeriod(period))
    .at(-1);
}

function missingOf(
  sheets: readonly Sheet[],
  roster: readonly string[],
  entered: ReadonlySet<string>,
): Preview['findings']['missing'] {
  const missing = new Map<string, string[]>();
  for (const officer of roster) if (!entered.has(officer)) missing.set(officer, ['figures']);
  for (const { officer, withheld } of sheets) {
    if (withheld.length === 0) continue;
    missing.set(officer, [
      ...(missing.get(officer) ?? []),
      ...withheld.map(({ code, about }) => `${code}:${about}`),
    ]);
  }
  return [...missing]
    .map(([officer, what]) => ({ officer, what }))
    .sort((a, b) => (a.officer < b.officer ? -1 : 1));
}

/** Whether a petition is about something of the period. */
function touches({ petition }: KpiDisputeRow, period: string): boolean {
  const { subject } = JSON.parse(petition) as { subject: { period?: string; day?: string } };
  const months = new Set(monthsOf(period));
  const about = subject.period === undefined ? [subject.day!.slice(0, 7)] : monthsOf(subject.period);
  return about.some((month) => months.has(month));
}

/** Officers whose sheets of a period a decision moves. */
function movedBy(dispute: KpiDisputeRow, period: string): string[] {
  const { months, officers } = JSON.parse(dispute.proposal!) as StoredProposal;
  const within = new Set(monthsOf(period));
  return months.some((month) => within.has(month)) ? officers : [];
}
