// What a proposal on a petition comes to: entries for the ledger, or figures, and the months and officers they move. Groups
// alone are named and counted, never a response; what may move is moves.ts's to say.
import { addDays, isoWeekOf } from '../../shared/calendar.ts';
import type { PetitionBody } from '../../shared/contract/kpi.ts';
import type { DisputeAnswer, DisputeProposal } from '../../shared/contract/kpi-operations.ts';
import { lastDayOfPeriod, monthsOf } from '../../shared/kpi/period.ts';
import type { OpenEntry } from '../../shared/ledger/entry.ts';
import { LedgerData } from '../../shared/ledger/ledger-data.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { KpiDisputeRow } from '../storage/kpi-store.ts';
import { ledgerName } from './actor.ts';
import { type EnteredFigures, FigureFaults, refusalOf } from './figures.ts';
import type { LedgerView } from './ledger-view.ts';
import {
  belongs,
  correctionOf,
  exclusionOf,
  type GroupName,
  type MoveRule,
  type PublishedResponse,
} from './moves.ts';

/** A proposal as stored: with the months whose figures it moves, and of which officers. */
export type StoredProposal = DisputeProposal & { months: string[]; officers: string[] };

interface Effect {
  entries: OpenEntry[];
  figures?: NonNullable<DisputeProposal['figures']>;
  months: string[];
  officers: string[];
}

export class ProposalEffects {
  readonly #services: Services;
  readonly #ledger: LedgerView;
  readonly #figures: EnteredFigures;

  constructor(services: Services, ledger: LedgerView, figures: EnteredFigures) {
    this.#services = services;
    this.#ledger = ledger;
    this.#figures = figures;
  }

  /** What a proposal comes to: entries for the ledger, or figures; and the months they move. Throws the refusals of both. */
  of(row: KpiDisputeRow, proposal: DisputeProposal, proposedBy: string, approvedBy: string): Effect {
    const persons = { proposedBy: ledgerName(proposedBy), approvedBy: ledgerName(approvedBy) };
    // Names the petition: the same group may be decided on again, and no two entries may be the same.
    const reason = `${proposal.reason}:${row.id}`;
    switch (proposal.outcome) {
      case 'none':
        return { entries: [], months: [], officers: [] };
      case 'exclusion': {
        const group = this.#groupOf(row, proposal);
        const responses = this.#responsesOf(group);
        const move = exclusionOf(group, responses, this.#decisions(), this.#rule(group));
        if (move.state === 'refused') throw tooSmall(group, move.reason);
        return {
          entries: move.responses.map(({ tag }) => ({ kind: 'exclusion', v: 1, tag, reason, ...persons })),
          months: monthsIn(move.responses),
          officers: [row.officer],
        };
      }
      case 'reinstatement':
        return this.#reinstatement(row, proposal, reason, persons);
      case 'correction':
        if (proposal.figures !== undefined) {
          const { figures } = proposal;
          if (figures.officer !== row.officer) throw invalid('figures.officer', 'is not the petitioner');
          try {
            this.#figures.check([figures]);
          } catch (error) {
            if (!(error instanceof FigureFaults)) throw error;
            throw refusalOf(error, ({ field }) => `figures.${field}`);
          }
          return { entries: [], figures, months: [figures.month], officers: [row.officer] };
        }
        return this.#correction(row, proposal, reason, persons);
    }
  }

  #correction(
    row: KpiDisputeRow,
    proposal: DisputeProposal,
    reason: string,
    persons: { proposedBy: string; approvedBy: string },
  ): Effect {
    const { stores } = this.#services;
    const { to } = proposal;
    if (to === undefined) throw invalid('to', 'is needed: the officer to whom the group goes, or `figures`');
    if (stores.roster.officer(to) === undefined) {
      throw new Refusal('unknown-officer', `no officer has the code ${to}`);
    }
    const group = this.#groupOf(row, proposal);
    const decisions = this.#ledger.decisionsAhead();
    const inForce = decisions.filter(
      ({ entry }) =>
        entry.kind === 'correction' &&
        entry.counter === group.counter &&
        entry.officer === group.officer &&
        entry.when === group.when,
    );
    const superseded = new Set(
      inForce.map(({ entry }) => (entry.kind === 'correction' ? entry.supersedes : null)),
    );
    const last = inForce.find(({ leafHash }) => !superseded.has(Buffer.from(leafHash).toString('hex')));
    const data = this.#decisions();
    const move = correctionOf(group, this.#responsesOf(group), data, this.#rule(group));
    if (move.state === 'refused') throw tooSmall(group, move.reason);
    const owners = move.responses.map(({ entry }) => data.attribute(entry, false).officer);
    if (owners.includes(to)) throw invalid('to', 'has the group already');
    return {
      entries: [
        {
          kind: 'correction',
          v: 1,
          ...group,
          to,
          reason,
          ...persons,
          supersedes: last === undefined ? null : Buffer.from(last.leafHash).toString('hex'),
        },
      ],
      months: monthsIn(move.responses),
      officers: [...new Set([...owners, to])],
    };
  }

  /** Takes a whole earlier exclusion back, never a part of it. */
  #reinstatement(
    row: KpiDisputeRow,
    { dispute }: DisputeProposal,
    reason: string,
    persons: { proposedBy: string; approvedBy: string },
  ): Effect {
    const earlier = dispute === undefined ? undefined : this.#services.stores.kpi.dispute(dispute);
    if (earlier === undefined || earlier.officer !== row.officer || earlier.loggedDay === null) {
      throw invalid('dispute', "is no logged decision on the petitioner's group");
    }
    const decisions = this.#ledger.decisionsAhead();
    const taken = new Set(
      decisions.flatMap(({ entry }) => (entry.kind === 'reinstatement' ? [entry.exclusion] : [])),
    );
    const exclusions = decisions
      .filter(({ entry }) => entry.kind === 'exclusion' && entry.reason.endsWith(`:${earlier.id}`))
      .map(({ leafHash }) => Buffer.from(leafHash).toString('hex'))
      .filter((hash) => !taken.has(hash));
    if (exclusions.length === 0) throw invalid('dispute', 'excluded nothing that is still excluded');
    const { months } = JSON.parse(earlier.proposal!) as StoredProposal;
    return {
      entries: exclusions.map((exclusion) => ({
        kind: 'reinstatement',
        v: 1,
        exclusion,
        reason,
        ...persons,
      })),
      months,
      officers: [row.officer],
    };
  }

  /** The group of the proposal: the petitioner's, and one that the petition is about. */
  #groupOf(row: KpiDisputeRow, { group }: DisputeProposal): GroupName {
    if (group === undefined) throw invalid('group', 'is needed: counter and when');
    const { subject } = JSON.parse(row.petition) as PetitionBody;
    if (subject.kind === 'responses' || subject.kind === 'attribution') {
      const inDay = labelsOf(subject.day).includes(group.when);
      const atCounter = group.counter === subject.counter || group.counter === 'other';
      if (!inDay || !atCounter) throw invalid('group', 'is not what the petition is about');
    } else {
      const months = new Set(monthsOf(subject.period));
      if (!monthsOfLabel(group.when).some((month) => months.has(month))) {
        throw invalid('group', 'lies outside the period of the petition');
      }
    }
    return { officer: row.officer, ...group };
  }

  #responsesOf(group: GroupName): PublishedResponse[] {
    return monthsOfLabel(group.when).flatMap((month) => this.#published(group.officer, month));
  }

  #published(officer: string, month: string): PublishedResponse[] {
    return this.#services.stores.responses
      .publishedOf(officer, month)
      .map(({ tag, entry }) => ({ tag: tag.toString('hex'), entry: JSON.parse(entry) }));
  }

  #decisions(): LedgerData {
    return new LedgerData(this.#ledger.decisionsAhead(), Number.POSITIVE_INFINITY);
  }

  #rule({ when }: GroupName): MoveRule {
    const satisfaction = this.#ledger.policyFor(monthsOfLabel(when).at(-1)!)?.policy.satisfaction;
    const tiers = new Set<Cell['tier']>(['invited', ...(satisfaction?.tiers ?? [])]);
    return {
      minimum: this.#services.policy().groupMinimum,
      tiers: [...tiers],
      modes: satisfaction?.modes ?? ['kiosk', 'qr', 'paper', 'link'],
    };
  }

  /** Published groups of the day (or what the seal coarsened it to) that the petition can be about, by count. */
  groups(row: KpiDisputeRow): NonNullable<DisputeAnswer['groups']> {
    const { subject } = JSON.parse(row.petition) as PetitionBody;
    if (subject.kind !== 'responses' && subject.kind !== 'attribution') return [];
    const { groupMinimum } = this.#services.policy();
    const published = this.#published(row.officer, subject.day.slice(0, 7));
    return labelsOf(subject.day).flatMap((when) =>
      [subject.counter, 'other'].flatMap((counter) => {
        const group = { officer: row.officer, counter, when };
        const responses = published.filter(({ entry }) => belongs(entry, group)).length;
        if (responses === 0) return [];
        return [{ counter, when, responses: responses < groupMinimum ? null : responses }];
      }),
    );
  }
}

/** Labels under which the seal may have published a response of the day. */
const labelsOf = (day: string): string[] => [day, isoWeekOf(day), day.slice(0, 7)];

/** Months that a label lies in: a week may lie in two. */
function monthsOfLabel(when: string): string[] {
  if (!when.includes('W')) return [when.slice(0, 7)];
  const year = Number(when.slice(0, 4));
  const candidates = Array.from(
    { length: 12 },
    (_, month) => `${year}-${String(month + 1).padStart(2, '0')}`,
  );
  const around = [`${year - 1}-12`, ...candidates, `${year + 1}-01`];
  return around.filter((month) => {
    const last = lastDayOfPeriod(month);
    for (let day = `${month}-01`; day <= last; day = addDays(day, 1))
      if (isoWeekOf(day) === when) return true;
    return false;
  });
}

const monthsIn = (responses: readonly PublishedResponse[]): string[] =>
  [...new Set(responses.map(({ entry }) => entry.period))].sort();

export const invalid = (path: string, message: string): Refusal =>
  new Refusal('invalid-request', `${path} ${message}`, { errors: [{ path, message }] });
const tooSmall = ({ counter, when }: GroupName, reason: string): Refusal =>
  new Refusal('group-too-small', `the group ${counter} ${when} ${reason}`);
