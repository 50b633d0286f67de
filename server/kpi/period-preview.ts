// A period before it is closed: what a close would be now, what is missing, flagged, disputed or self-reported, and the
// versions there are. Reads what the next seal takes in as well, so that a mended figure shows at once.
import type { z } from 'zod';
import type { periodPreviewSchema, periodVersionSchema } from '../../shared/contract/kpi-operations.ts';
import { type ActivePolicy, activatedPolicies } from '../../shared/kpi/ledger-rules.ts';
import { capWarnings } from '../../shared/kpi/level.ts';
import { lastDayOfPeriod, monthsOf } from '../../shared/kpi/period.ts';
import type { Sheet } from '../../shared/kpi/sheet.ts';
import type { OpenEntry } from '../../shared/ledger/entry.ts';
import type { Indicators } from '../indicators/indicators.ts';
import type { Services } from '../services.ts';
import type { KpiCloseRow, KpiDisputeRow } from '../storage/kpi-store.ts';
import type { LedgerView } from './ledger-view.ts';
import type { PeriodLedger } from './period-ledger.ts';

export type Preview = z.infer<typeof periodPreviewSchema>;

export class PeriodPreviews {
  readonly #services: Services;
  readonly #ledger: LedgerView;
  readonly #period: PeriodLedger;
  readonly #indicators: Indicators;

  constructor(services: Services, ledger: LedgerView, period: PeriodLedger, indicators: Indicators) {
    this.#services = services;
    this.#ledger = ledger;
    this.#period = period;
    this.#indicators = indicators;
  }

  /** What a close would be now, with what the next seal takes in. Refuses with period-not-ready where figures do not fit. */
  of(period: string): Preview {
    const { stores, calendar, clock, policy: servicePolicy } = this.#services;
    const rows = stores.kpi.closes(period);
    const today = calendar.dayOf(clock());
    const ahead = this.#ledger.entriesAhead();
    const active = this.#ledger.policyFor(period) ?? policyAhead(period, ahead);
    const { figures, sheets } =
      active === undefined
        ? { figures: [], sheets: [] }
        : this.#period.sheets(period, active, ahead, servicePolicy().groupMinimum);
    const last = rows.at(-1);
    const months = monthsOf(period);
    return {
      period,
      state: last?.state ?? 'open',
      close: active === undefined ? 'not-over' : this.#period.closeKind(period, active, today),
      finalFrom: active === undefined ? null : this.#period.finalFrom(period, active),
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
        pendingEntries: this.#period.pendingOf(period).length,
        waitingResponses: stores.responses.unpublishedOf(months),
      },
      sheets,
      warnings: active === undefined ? [] : capWarnings(sheets, active.policy),
      versions: rows.map((row) => versionOf(row, calendar)),
    };
  }
}

function versionOf(row: KpiCloseRow, calendar: Services['calendar']): z.infer<typeof periodVersionSchema> {
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
