// The unit's reports from what the ledger holds: the same figures as the officers' pages, with tallies, contests and the
// checkpoint they can be checked against. Kept until the ledger grows or the day turns; the open day never enters.
import { addDays, lastDayOfMonth, monthOf } from '../../shared/calendar.ts';
import type { UnitReport } from '../../shared/contract/unit-report.ts';
import { parseCheckpointText } from '../../shared/ledger/checkpoint.ts';
import type { TallyEntry } from '../../shared/ledger/entry.ts';
import { LedgerData, type PlacedEntry } from '../../shared/ledger/ledger-data.ts';
import { parseNote } from '../../shared/ledger/note.ts';
import { unitReport } from '../../shared/reports/unit-report.ts';
import { monthsOf, previousPeriod } from '../../shared/statistics/period.ts';
import { published } from '../../shared/statistics/published.ts';
import type { Services } from '../services.ts';
import type { Indicators } from './indicators.ts';

const historyMonths = 12;
const reportsKeptMax = 32;
/** In canonical JSON nothing but the entry's own field reads so: quotes inside a text are escaped. */
const monthOfTally = /"day":"(\d{4}-\d{2})/;

export class UnitReports {
  readonly #services: Services;
  readonly #indicators: Indicators;
  readonly #kept = new Map<string, UnitReport>();
  #keptFor = '';

  constructor(services: Services, indicators: Indicators) {
    this.#services = services;
    this.#indicators = indicators;
  }

  /** The report of a month or quarter. Throws RangeError when `period` is no period. */
  of(period: string): UnitReport {
    const { stores, calendar, clock, centre } = this.#services;
    const today = calendar.dayOf(clock());
    const keptFor = `${stores.responses.ledgerLength()} ${today} ${centre.name}`;
    if (keptFor !== this.#keptFor || this.#kept.size >= reportsKeptMax) this.#kept.clear();
    this.#keptFor = keptFor;
    const known = this.#kept.get(period);
    if (known !== undefined) return known;
    const report = this.#compute(period, today);
    this.#kept.set(period, report);
    return report;
  }

  #compute(period: string, today: string): UnitReport {
    const { stores, calendar, centre, policy } = this.#services;
    const months = monthsOf(period);
    const shownMonths = monthsUpTo(months.at(-1)!, historyMonths);
    const basis = this.#indicators.basisOf(period);
    const computed = this.#indicators.of(period);
    const tallies = this.#tallies(new Set([...shownMonths, ...months]));
    const served = new Set(tallies.map(({ day }) => monthOf(day)));
    const { officers, procedures, ...figures } = unitReport({
      period,
      basis,
      indicators: [...computed.officers.values()],
      tallies,
      history: shownMonths
        .filter((month) => served.has(month))
        .map((month) => ({ month, basis: this.#indicators.basisOf(month) })),
      contests: this.#contests(new Set(months)),
    });
    const { rules } = basis;
    return {
      ...figures,
      centre: { name: centre.name, sample: centre.sample },
      period,
      months,
      standing: this.#standing(lastDayOfMonth(months.at(-1)!), today),
      asOf: {
        sealedDay: stores.seals.lastDay(),
        treeSize: computed.treeSize,
        checkpoint: this.#checkpoint(),
        computedAt: calendar.iso(computed.computedAt),
      },
      rules: {
        policy:
          basis.policy === undefined
            ? null
            : {
                number: basis.policy.number,
                id: basis.policy.policy.id,
                version: basis.policy.policy.version,
                title: basis.policy.policy.title,
              },
        figure: rules.figure === 'shareSatisfied' ? 'shareSatisfied' : 'meanHundred',
        tiers: [...rules.tiers],
        confidence: published(rules.confidence),
        responsesMin: rules.state.responsesMin,
        groupMinimum: policy().groupMinimum,
      },
      officers: officers.map((line) => ({
        ...line,
        name: stores.roster.officer(line.officer)?.name ?? null,
      })),
      procedures: procedures.map((line) => ({
        ...line,
        name: stores.roster.procedure(line.label)?.name ?? null,
      })),
    };
  }

  /** Responses arrive until the last invitation has run out and devices that were offline have had their grace. */
  #standing(lastDay: string, today: string): UnitReport['standing'] {
    const { invitationDays, offlineGraceDays } = this.#services.policy();
    if (today <= lastDay) return 'running';
    return addDays(lastDay, invitationDays + offlineGraceDays) < today ? 'over' : 'settling';
  }

  #checkpoint(): UnitReport['asOf']['checkpoint'] {
    const stored = this.#services.log.storage.latestCheckpoint();
    if (stored === undefined) return null;
    const { origin, treeSize, rootHash } = parseCheckpointText(parseNote(stored.note).text);
    return { origin, treeSize, rootHash: Buffer.from(rootHash).toString('base64') };
  }

  /** Tallies in force of some months. */
  #tallies(months: ReadonlySet<string>): TallyEntry[] {
    const placed: PlacedEntry[] = [];
    for (const { leafIndex, json } of this.#services.log.storage.entriesOfKind('tally')) {
      const month = monthOfTally.exec(json)?.[1];
      if (month === undefined || !months.has(month)) continue;
      placed.push({ leafIndex, leafHash: new Uint8Array(), entry: JSON.parse(json) as TallyEntry });
    }
    return [...new LedgerData(placed, Number.POSITIVE_INFINITY).tallies()].map(({ tally }) => tally);
  }

  #contests(months: ReadonlySet<string>): number {
    return this.#services.log.storage
      .entriesOfKind('contest')
      .filter(({ json }) => months.has((JSON.parse(json) as { when: string }).when.slice(0, 7))).length;
  }
}

/** Months that end with `month`, in order. */
function monthsUpTo(month: string, count: number): string[] {
  const months = [month];
  while (months.length < count) months.unshift(previousPeriod(months[0]!));
  return months;
}
