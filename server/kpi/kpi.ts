// The KPI part as the composition root sees it: its parts, and what it gives to the seal.
import type { OpenEntry } from '../../shared/ledger/entry.ts';
import type { Indicators } from '../indicators/indicators.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import { Disputes } from './disputes.ts';
import { EnteredFigures } from './figures.ts';
import { Holds } from './holds.ts';
import { LedgerView } from './ledger-view.ts';
import { Periods } from './periods.ts';
import { KpiPolicies } from './policies.ts';
import { KpiPositions } from './positions.ts';

export class Kpi {
  readonly policies: KpiPolicies;
  readonly positions: KpiPositions;
  readonly figures: EnteredFigures;
  readonly periods: Periods;
  readonly disputes: Disputes;
  readonly holds: Holds;
  readonly #services: Services;

  constructor(services: Services, indicators: Indicators) {
    this.#services = services;
    const ledger = new LedgerView(services);
    this.policies = new KpiPolicies(services, ledger);
    this.positions = new KpiPositions(services, ledger);
    this.figures = new EnteredFigures(services, ledger);
    this.periods = new Periods(services, ledger, indicators);
    this.disputes = new Disputes(services, ledger, this.periods, this.figures);
    this.holds = new Holds(services, ledger);
  }

  /** What was decided by day, for the seal that takes it in; called in its transaction. */
  nightEntries(tx: Tx, today: string): OpenEntry[] {
    const rows = this.#services.stores.pending.take(tx);
    const closes = rows.filter(({ kind }) => kind === 'period-close').map(({ leafHash }) => leafHash);
    this.periods.entering(tx, closes, today);
    return rows.map(({ entry }) => JSON.parse(entry) as OpenEntry);
  }
}
