// Indicators of officers from what the ledger holds: published cells, tallies of visits, the frozen reference. Computed
// after each seal, kept until the ledger grows; the open day never enters.
import { addDays, monthOf } from '../../shared/calendar.ts';
import type { IndicatorResponse } from '../../shared/contract/indicator.ts';
import { countedCells } from '../../shared/kpi/counted-cells.ts';
import { indicatorPolicyOf } from '../../shared/kpi/indicator-rules.ts';
import { type ActivePolicy, activatedPolicies, policyForPeriod } from '../../shared/kpi/ledger-rules.ts';
import { centreReferenceId, referenceFor } from '../../shared/kpi/ledger-sheets.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import type { OpenEntry } from '../../shared/ledger/entry.ts';
import type { ReportBasis } from '../../shared/reports/unit-report.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import { type ShownDifference, shownDifferences } from '../../shared/statistics/differences.ts';
import { selectCells } from '../../shared/statistics/grouping.ts';
import { indicatorOf, indicatorsOf, referenceOf } from '../../shared/statistics/indicator.ts';
import { defaultIndicatorPolicy, type IndicatorPolicy } from '../../shared/statistics/indicator-policy.ts';
import { monthsOf, previousPeriod } from '../../shared/statistics/period.ts';
import type { Reference } from '../../shared/statistics/reference.ts';
import { releasedCells } from '../../shared/statistics/released-cells.ts';
import type { VisitTally } from '../../shared/statistics/response-rate.ts';
import type { Services } from '../services.ts';

export interface PeriodIndicators {
  period: string;
  /** Leaves of the ledger the figures follow from. */
  treeSize: number;
  /** Epoch ms. */
  computedAt: number;
  officers: Map<string, IndicatorResponse>;
  /** Pairs of officers whose comparisons differ. */
  differences: ShownDifference[];
}

const referenceMonths = 12;
const periodsKeptMax = 64;
const allModes: readonly Cell['mode'][] = ['kiosk', 'qr', 'paper', 'link'];

export class Indicators {
  readonly #services: Services;
  #policies: { treeSize: number; active: ActivePolicy[] } | undefined;
  readonly #computed = new Map<string, PeriodIndicators>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** Every officer with visits or responses in the period. Throws RangeError when `period` is not one. */
  of(period: string): PeriodIndicators {
    const treeSize = this.#services.stores.responses.ledgerLength();
    const known = this.#computed.get(period);
    if (known !== undefined && known.treeSize === treeSize) return known;
    const months = [...monthsOf(previousPeriod(period)), ...monthsOf(period)];
    const policy = this.#policyFor(period);
    const reference = this.#referenceFor(period, policy);
    const modes = this.#kpiPolicyFor(period)?.satisfaction.modes;
    const cells = this.#cells(months, modes);
    const officers = indicatorsOf({
      cells,
      tallies: this.#tallies(months),
      policy,
      period,
      ...(reference === null ? {} : { reference }),
      ...this.#batchMinimum(),
    });
    const compared = officers.filter(({ comparison }) => comparison?.reliable === true);
    const computed: PeriodIndicators = {
      period,
      treeSize,
      computedAt: this.#services.clock(),
      officers: new Map(officers.map((one) => [one.officer, one])),
      differences:
        reference === null
          ? []
          : shownDifferences(
              { cells, policy, reference, period },
              compared.map(({ officer }) => officer),
            ),
    };
    if (this.#computed.size >= periodsKeptMax) this.#computed.clear();
    this.#computed.set(period, computed);
    return computed;
  }

  /**
   * One officer's indicator; null when the period holds neither a visit nor a response of theirs. Visits of a day not yet
   * sealed count for that alone: until then there is an indicator, and it says that there is not enough data.
   */
  ofOfficer(
    officer: string,
    period: string,
  ): { computed: PeriodIndicators; indicator: IndicatorResponse | null } {
    const computed = this.of(period);
    const known = computed.officers.get(officer);
    if (known !== undefined) return { computed, indicator: known };
    const today = this.#services.calendar.dayOf(this.#services.clock());
    const served = this.#services.stores.visits.monthTallies(monthsOf(period), today);
    const indicator = served.some((tally) => tally.officer === officer)
      ? indicatorOf({ cells: [], tallies: [], policy: this.#policyFor(period), officer, period })
      : null;
    return { computed, indicator };
  }

  /** Tiers whose figures a month shows. */
  shownTiers(month: string): Cell['tier'][] {
    return [...this.#policyFor(month).tiers];
  }

  /** What the figures of a period read of the ledger, and by which rules; `policy` is the KPI policy in force. */
  basisOf(period: string): ReportBasis & { policy: ActivePolicy | undefined } {
    const months = monthsOf(period);
    const rules = this.#policyFor(period);
    const active = this.#activeFor(period);
    const modes = active?.policy.satisfaction.modes;
    return {
      cells: selectCells(this.#cells(months, modes), {
        item: rules.item,
        tiers: rules.tiers,
        months,
        withExcluded: true,
      }),
      rules,
      modes: modes ?? allModes,
      policy: active,
    };
  }

  /** Computes this month and the last ahead of the first reader; called after a seal. */
  refresh(): void {
    const month = monthOf(this.#services.calendar.dayOf(this.#services.clock()));
    for (const period of [month, previousPeriod(month)]) this.of(period);
  }

  /**
   * The reference of tomorrow's month as a ledger entry, when that month has none yet: frozen on the last night before a
   * month begins, or on the first night when that one was missed. Taken from what is published of the twelve months
   * before; nothing when that is nothing.
   */
  referenceToFreeze(today: string): OpenEntry[] {
    const month = monthOf(addDays(today, 1));
    const isFrozen = this.#entriesOfKind('reference').some(
      (entry) => entry.kind === 'reference' && entry.id === centreReferenceId && entry.version === month,
    );
    if (isFrozen) return [];
    const firstDay = `${month}-01`;
    const months: string[] = [];
    for (
      let day = addDays(firstDay, -1);
      months.length < referenceMonths;
      day = addDays(`${monthOf(day)}-01`, -1)
    ) {
      months.unshift(monthOf(day));
    }
    const cells = this.#cells(months);
    const policy = this.#policyFor(month);
    const usable = cells.some(({ item, tier }) => item === policy.item && policy.tiers.includes(tier));
    if (!usable) return [];
    return [
      {
        kind: 'reference',
        v: 1,
        id: centreReferenceId,
        version: month,
        source: `${months[0]}..${months.at(-1)}`,
        // As it stands in the log: a plain JSON value.
        document: JSON.parse(JSON.stringify(referenceOf(cells, policy, months))),
      },
    ];
  }

  /** The rules of the KPI policy in force for the period, by the ledger; the default ones where there is none. */
  #policyFor(period: string): IndicatorPolicy {
    const policy = this.#kpiPolicyFor(period);
    return policy === undefined ? defaultIndicatorPolicy : indicatorPolicyOf(policy);
  }

  #kpiPolicyFor(period: string): Policy | undefined {
    return this.#activeFor(period)?.policy;
  }

  #activeFor(period: string): ActivePolicy | undefined {
    const treeSize = this.#services.stores.responses.ledgerLength();
    if (this.#policies?.treeSize !== treeSize) {
      this.#policies = { treeSize, active: activatedPolicies(this.#entriesOfKind('policy')) };
    }
    return policyForPeriod(period, this.#policies.active);
  }

  /** The reference of the first month of the period that has one of the policy's figure. */
  #referenceFor(period: string, { figure }: IndicatorPolicy): Reference | null {
    return referenceFor(period, this.#entriesOfKind('reference'), figure) ?? null;
  }

  #entriesOfKind(kind: 'policy' | 'reference'): OpenEntry[] {
    return this.#services.stores.responses
      .entriesOfKind(kind)
      .map((bytes) => JSON.parse(bytes.toString('utf8')) as OpenEntry);
  }

  /**
   * What every batch holds at least, by procedure too; nothing where the policy coarsens procedures less than groups.
   */
  #batchMinimum(): { batchMinimum?: number } {
    const { groupMinimum, procedureMinimum } = this.#services.policy();
    return procedureMinimum >= groupMinimum ? { batchMinimum: groupMinimum } : {};
  }

  #cells(months: readonly string[], modes?: readonly Cell['mode'][]): Cell[] {
    const { responses } = this.#services.stores;
    const minimum = this.#services.policy().groupMinimum;
    const cells = [...new Set(months)].flatMap((month) => responses.publishedCells(month));
    const released = releasedCells(cells);
    return modes === undefined ? released : countedCells(released, modes, minimum).cells;
  }

  #tallies(months: readonly string[]): VisitTally[] {
    const { visits, seals } = this.#services.stores;
    const lastSealed = seals.lastDay();
    if (lastSealed === null) return [];
    return visits
      .monthTallies([...new Set(months)], lastSealed)
      .map(({ officer, month, source, visits, answered }) => ({
        officer,
        period: month,
        visits,
        invited: visits,
        answered,
        selfReported: source === 'self-reported',
      }));
  }
}
