// Tells the webhook endpoints what became final: `kpi.period.closed` once a version, `kpi.sheet.final` for every sheet that is
// new in it. That a version was announced is recorded in the transaction that queues its messages, so that a restart
// announces what was missed and nothing twice.
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import type { PeriodClosedData, SheetFinalData } from '../../shared/contract/kpi-feed.ts';
import type { Services } from '../services.ts';
import type { ClosedPeriods } from './closed-periods.ts';

type Version = Pick<
  FeedPeriod,
  'version' | 'provisional' | 'closedAt' | 'tableHash' | 'reopenReason' | 'policy'
>;

export class FinalAnnouncements {
  readonly #services: Pick<Services, 'file' | 'stores' | 'webhooks'>;
  readonly #periods: ClosedPeriods;

  constructor(services: Pick<Services, 'file' | 'stores' | 'webhooks'>, periods: ClosedPeriods) {
    this.#services = services;
    this.#periods = periods;
    periods.onFinal(({ period }) => this.#announce(period));
  }

  /** Announces what became final while nobody listened. Durable on return. */
  start(): void {
    for (const period of this.#periods.finalPeriods()) this.#announce(period);
  }

  #announce(period: string): void {
    const { file, stores } = this.#services;
    const announced = stores.webhooks.announcedVersion(period);
    const versions = this.#periods.finalVersions(period);
    const fresh = versions.filter(({ version }) => version > announced);
    if (fresh.length === 0) return;
    file.transact((tx) => {
      for (const closed of fresh) {
        stores.webhooks.announceVersion(tx, period, closed.version);
        const before = versions.find(({ version }) => version === closed.version - 1);
        for (const event of eventsOf(closed, before)) this.#services.webhooks.enqueue(tx, event);
      }
    });
  }
}

type Event =
  | { type: 'kpi.period.closed'; data: PeriodClosedData }
  | { type: 'kpi.sheet.final'; data: SheetFinalData };

/** The messages of one version; sheets that stand as in the version before are not sent again. */
export function eventsOf(closed: FeedPeriod, before: FeedPeriod | undefined): Event[] {
  const { period, sheets, warnings } = closed;
  const version = versionOf(closed);
  const known = new Map(before?.sheets.map((sheet) => [sheet.officer, JSON.stringify(sheet)]));
  return [
    {
      type: 'kpi.period.closed',
      data: {
        ...version,
        period,
        officers: sheets.length,
        withheld: sheets.filter(({ total }) => total === null).length,
        warnings,
      },
    },
    ...sheets
      .filter((sheet) => known.get(sheet.officer) !== JSON.stringify(sheet))
      .map((sheet): Event => ({ type: 'kpi.sheet.final', data: { ...version, period, sheet } })),
  ];
}

/** What identifies a closed version, without its sheets. */
export function versionOf({
  version,
  provisional,
  closedAt,
  tableHash,
  reopenReason,
  policy,
}: FeedPeriod): Version {
  return {
    version,
    provisional,
    closedAt,
    tableHash,
    ...(reopenReason === undefined ? {} : { reopenReason }),
    policy,
  };
}
