// Periods: open -> previewed -> closed by one person -> confirmed by another -> final once the next seal has put the close, with
// the hash of the published table, into the ledger. A period opened again gets another version beside the old ones. Here the
// final versions are read, as they were stored: nothing is computed anew. Each step has its own file beside this one.
import type { z } from 'zod';
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import type {
  closeRequestSchema,
  confirmRequestSchema,
  periodListSchema,
  sheetAnswerSchema,
} from '../../shared/contract/kpi-operations.ts';
import { capWarnings } from '../../shared/kpi/level.ts';
import type { OfficerFigures } from '../../shared/kpi/officer-figures.ts';
import { monthsOf, quarterOf } from '../../shared/kpi/period.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import type { Sheet } from '../../shared/kpi/sheet.ts';
import { CalendarError, lastDayOf } from '../../shared/kpi/working-days.ts';
import type { PublishedTable } from '../../shared/ledger/published-table.ts';
import type { Indicators } from '../indicators/indicators.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import type { KpiCloseRow } from '../storage/kpi-store.ts';
import type { Actor } from './actor.ts';
import type { ClosedPeriods } from './closed-periods.ts';
import { DecidedVersions } from './decided-versions.ts';
import type { LedgerView } from './ledger-view.ts';
import { PeriodCloses } from './period-close.ts';
import { PeriodLedger } from './period-ledger.ts';
import { PeriodPreviews, type Preview } from './period-preview.ts';
import { fileName } from './published-table.ts';

type CloseRow = KpiCloseRow & { sheets: Sheet[] };

export class Periods implements ClosedPeriods {
  readonly #services: Services;
  readonly #period: PeriodLedger;
  readonly #previews: PeriodPreviews;
  readonly #closes: PeriodCloses;
  readonly #decided: DecidedVersions;
  readonly #listeners: ((version: FeedPeriod) => void)[] = [];
  /** Closes taken in by the seal that runs, to be told of once it is through. */
  #entering: Buffer[] = [];

  constructor(services: Services, ledger: LedgerView, indicators: Indicators) {
    this.#services = services;
    this.#period = new PeriodLedger(services, ledger);
    this.#previews = new PeriodPreviews(services, ledger, this.#period, indicators);
    this.#closes = new PeriodCloses(services, ledger, this.#period, this.#previews);
    this.#decided = new DecidedVersions(services, ledger, this.#period);
  }

  onFinal(listener: (version: FeedPeriod) => void): void {
    this.#listeners.push(listener);
  }

  finalPeriods(): string[] {
    return this.#services.stores.kpi.finalPeriods();
  }

  finalVersions(period: string): FeedPeriod[] {
    const { calendar } = this.#services;
    return this.#composed(period).map((row) => {
      const policy = this.#period.policy(row.policy);
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
      if (row.version === version) return { policy: this.#period.policy(row.policy), figures };
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
    return this.#previews.of(period);
  }

  /** Refuses with no-policy | period-not-over | period-not-ready | period-closed | period-changed. */
  close(period: string, wish: z.infer<typeof closeRequestSchema>, by: Actor): Promise<Preview> {
    return this.#closes.close(period, wish, by);
  }

  /** Refuses with period-not-closed | second-person-needed | period-changed. */
  confirm(period: string, wish: z.infer<typeof confirmRequestSchema>, by: Actor): Promise<Preview> {
    return this.#closes.confirm(period, wish, by);
  }

  /** Takes back a close that nobody confirmed. Refuses with period-not-closed. */
  withdraw(period: string, by: Actor): Promise<void> {
    return this.#closes.withdraw(period, by);
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
      const { onInsufficient } = this.#period.policy(row.policy).satisfaction;
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
      return lastDayOf(
        finalDay,
        this.#period.policy(policy).disputes.submitWithin,
        this.#services.workCalendar,
      );
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
      file.transact((tx) => this.#decided.settle(tx));
    }
    const entered = this.#entering;
    this.#entering = [];
    for (const row of stores.kpi.closes()) {
      if (row.state !== 'final' || !entered.some((hash) => row.leafHash?.equals(hash))) continue;
      const version = this.finalVersions(row.period).find((one) => one.version === row.version);
      for (const listener of this.#listeners) if (version !== undefined) listener(version);
    }
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
}

function replaced<T extends { officer: string }>(before: readonly T[], own: readonly T[]): T[] {
  const named = new Map([...before, ...own].map((one) => [one.officer, one]));
  return [...named.values()].sort((a, b) => (a.officer < b.officer ? -1 : 1));
}
