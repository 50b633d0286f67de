// Petitions of officers and what becomes of them: filed in time, proposed on by one person, approved by another, neither of
// them the petitioner; in the ledger with the next seal, and only then do figures move. Nobody who decides is shown a rating,
// a level or who rated: groups are named and counted, no more.
import { addDays, isoWeekOf } from '../../shared/calendar.ts';
import type { PetitionBody } from '../../shared/contract/kpi.ts';
import type { DisputeAnswer, DisputeProposal } from '../../shared/contract/kpi-operations.ts';
import { disputeProposalSchema } from '../../shared/contract/kpi-operations.ts';
import { policyOn } from '../../shared/kpi/ledger-rules.ts';
import { isPeriod, lastDayOfPeriod, monthsOf } from '../../shared/kpi/period.ts';
import type { Term } from '../../shared/kpi/policy-schema.ts';
import { CalendarError, lastDayOf } from '../../shared/kpi/working-days.ts';
import type { OpenEntry } from '../../shared/ledger/entry.ts';
import { LedgerData } from '../../shared/ledger/ledger-data.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import type { KpiDisputeRow } from '../storage/kpi-store.ts';
import { type Actor, ledgerName, requireSecondPerson } from './actor.ts';
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
import type { Periods } from './periods.ts';

/** A proposal as stored: with the months whose figures it moves, and of which officers. */
export type StoredProposal = DisputeProposal & { months: string[]; officers: string[] };

interface Effect {
  entries: OpenEntry[];
  figures?: NonNullable<DisputeProposal['figures']>;
  months: string[];
  officers: string[];
}

const openPerOfficerMax = 50;
/** Until a policy says otherwise: as the presets have it. */
const defaultDecideWithin: Term = { kind: 'working', days: 10 };

export class Disputes {
  readonly #services: Services;
  readonly #ledger: LedgerView;
  readonly #periods: Periods;
  readonly #figures: EnteredFigures;

  constructor(services: Services, ledger: LedgerView, periods: Periods, figures: EnteredFigures) {
    this.#services = services;
    this.#ledger = ledger;
    this.#periods = periods;
    this.#figures = figures;
  }

  list(officer?: string): DisputeAnswer[] {
    return this.#services.stores.kpi.disputes(officer).map((row) => this.#answer(row));
  }

  /** With the groups it can be about. Refuses with unknown-dispute. */
  one(id: string): DisputeAnswer {
    const row = this.#row(id);
    return { ...this.#answer(row), groups: this.#groups(row) };
  }

  /** Refuses with invalid-request | petition-too-late | calendar-missing | already-decided (too many open). */
  async file(petition: PetitionBody, by: Actor & { officer: string }): Promise<DisputeAnswer> {
    const { stores, commit, calendar, workCalendar, clock, audit } = this.#services;
    const today = calendar.dayOf(clock());
    this.#checkSubject(petition, today, by.officer);
    const policy = policyOn(today, this.#ledger.policies())?.policy;
    const decideBy = inCalendar(() =>
      lastDayOf(today, policy?.disputes.decideWithin ?? defaultDecideWithin, workCalendar),
    );
    const id = await commit.submit((tx) => {
      const known = stores.kpi.disputes(by.officer);
      const same = known.find(
        (row) =>
          (row.state === 'open' || row.state === 'proposed') &&
          JSON.stringify((JSON.parse(row.petition) as PetitionBody).subject) ===
            JSON.stringify(petition.subject),
      );
      if (same !== undefined)
        throw new Refusal('already-decided', `petition ${same.id} is about the same and open`);
      if (known.filter(({ state }) => state === 'open').length >= openPerOfficerMax) {
        throw new Refusal(
          'already-decided',
          `${openPerOfficerMax} petitions are open; they have to be decided first`,
        );
      }
      const number = stores.kpi.nextDisputeNumber();
      const name = `KN-${today.slice(0, 4)}-${String(number).padStart(4, '0')}`;
      stores.kpi.addDispute(tx, {
        id: name,
        number,
        officer: by.officer,
        petition: JSON.stringify(petition),
        filedBy: by.name,
        filedAt: clock(),
        decideBy,
      });
      audit.record(tx, { actor: by.trail, action: 'petition.file', subject: `petition:${name}` });
      return name;
    });
    return this.one(id);
  }

  /** Refuses with unknown-dispute | already-decided | forbidden (own petition) | invalid-request | group-too-small | … */
  async propose(id: string, wish: DisputeProposal, by: Actor): Promise<DisputeAnswer> {
    const { stores, commit, clock, audit } = this.#services;
    await commit.submit((tx) => {
      const row = this.#row(id);
      requireUninvolved(row, by);
      const { months, officers } = this.#effect(row, wish, by.name, by.name);
      const stored = JSON.stringify({ ...wish, months, officers } satisfies StoredProposal);
      if (!stores.kpi.proposeDecision(tx, { id, proposal: stored, by: by.name, at: clock() })) {
        throw new Refusal('already-decided', `petition ${id} is ${row.state}`);
      }
      audit.record(tx, {
        actor: by.trail,
        action: 'petition.propose',
        subject: `petition:${id}`,
        detail: { outcome: wish.outcome },
      });
    });
    return this.one(id);
  }

  /** The second person does not share the proposal; or the first takes it back. Refuses with already-decided. */
  async refuse(id: string, by: Actor): Promise<DisputeAnswer> {
    const { stores, commit, audit } = this.#services;
    await commit.submit((tx) => {
      const row = this.#row(id);
      requireUninvolved(row, by);
      if (!stores.kpi.dropProposal(tx, id)) {
        throw new Refusal('already-decided', `petition ${id} is ${row.state}`);
      }
      audit.record(tx, { actor: by.trail, action: 'petition.refuse', subject: `petition:${id}` });
    });
    return this.one(id);
  }

  /** Refuses with second-person-needed | already-decided | group-too-small | figures-conflict. */
  async approve(id: string, by: Actor): Promise<DisputeAnswer> {
    const { stores, commit, clock, audit } = this.#services;
    await commit.submit((tx) => {
      const row = this.#row(id);
      if (row.state !== 'proposed') throw new Refusal('already-decided', `petition ${id} is ${row.state}`);
      requireUninvolved(row, by);
      requireSecondPerson(row.proposedBy!, by, `the decision on ${id} was proposed`);
      const proposal = JSON.parse(row.proposal!) as StoredProposal;
      const { entries, figures } = this.#effect(row, proposal, row.proposedBy!, by.name);
      if (figures !== undefined) this.#correctFigures(tx, row, figures);
      this.#ledger.propose(tx, [...entries, decisionEntry(row, proposal, [row.proposedBy!, by.name])]);
      stores.kpi.approveDecision(tx, { id, by: by.name, at: clock() });
      audit.record(tx, {
        actor: by.trail,
        action: 'petition.approve',
        subject: `petition:${id}`,
        detail: { outcome: proposal.outcome },
      });
    });
    return this.one(id);
  }

  /** What a proposal comes to: entries for the ledger, or figures; and the months they move. Throws the refusals of both. */
  #effect(row: KpiDisputeRow, proposal: DisputeProposal, proposedBy: string, approvedBy: string): Effect {
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

  #correctFigures(tx: Tx, row: KpiDisputeRow, figures: NonNullable<DisputeProposal['figures']>): void {
    try {
      this.#figures.enterWithin(tx, [figures], row.proposedBy!, row.id);
    } catch (error) {
      if (error instanceof FigureFaults) throw refusalOf(error, ({ field }) => `figures.${field}`);
      throw error;
    }
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
  #groups(row: KpiDisputeRow): NonNullable<DisputeAnswer['groups']> {
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

  #checkSubject({ subject }: PetitionBody, today: string, officer: string): void {
    const { stores } = this.#services;
    if (subject.kind === 'sheet' || subject.kind === 'figure') {
      if (!isPeriod(subject.period)) throw invalid('subject.period', 'is no period');
      const final = this.#periods.sheetsOf(officer, subject.period);
      if (subject.kind === 'sheet' && final.versions.length === 0) {
        throw invalid('subject.period', 'has no final sheet of yours yet');
      }
      if (final.petitionUntil !== null && today > final.petitionUntil) throw tooLate(final.petitionUntil);
      return;
    }
    if (subject.day > today) throw invalid('subject.day', 'lies in the future');
    if (subject.day < addDays(today, -400)) throw invalid('subject.day', 'lies more than a year back');
    if (stores.roster.counter(subject.counter) === undefined) {
      throw new Refusal('unknown-counter', `no counter has the code ${subject.counter}`);
    }
    const { petitionUntil } = this.#periods.sheetsOf(officer, subject.day.slice(0, 7));
    if (petitionUntil !== null && today > petitionUntil) throw tooLate(petitionUntil);
  }

  #row(id: string): KpiDisputeRow {
    const row = this.#services.stores.kpi.dispute(id);
    if (row === undefined) throw new Refusal('unknown-dispute', `there is no petition ${id}`);
    return row;
  }

  #answer(row: KpiDisputeRow): DisputeAnswer {
    const { calendar, clock } = this.#services;
    const undecided = row.state === 'open' || row.state === 'proposed';
    const proposal =
      row.proposal === null ? null : disputeProposalSchema.parse(asProposed(JSON.parse(row.proposal)));
    return {
      id: row.id,
      officer: row.officer,
      petition: JSON.parse(row.petition) as PetitionBody,
      filedBy: row.filedBy,
      filedAt: calendar.iso(row.filedAt),
      decideBy: row.decideBy,
      overdue: undecided && calendar.dayOf(clock()) > row.decideBy,
      state: row.state,
      proposal,
      proposedBy: row.proposedBy,
      approvedBy: row.approvedBy,
      loggedDay: row.loggedDay,
    };
  }
}

function asProposed({ months: _, officers: __, ...proposal }: StoredProposal): DisputeProposal {
  return proposal;
}

/** What the log says of a decision: no free text, which could name someone for ever. */
function decisionEntry(row: KpiDisputeRow, proposal: DisputeProposal, persons: string[]): OpenEntry {
  const { subject } = JSON.parse(row.petition) as PetitionBody;
  const { group, to } = proposal;
  const about = [
    proposal.reason,
    ...(group === undefined ? [] : [`${group.counter} ${group.when}`]),
    ...(to === undefined ? [] : [`to ${to}`]),
  ];
  return {
    kind: 'decision',
    v: 1,
    officer: row.officer,
    period: 'period' in subject ? subject.period : subject.day.slice(0, 7),
    subject: `dispute:${row.id}`,
    outcome: proposal.outcome,
    reason: about.join('; '),
    decidedBy: persons.map(ledgerName),
  };
}

/** A petitioner decides nothing about the own petition, whatever the account. */
function requireUninvolved(row: KpiDisputeRow, by: Actor): void {
  if (by.officer === row.officer || by.name === row.filedBy) {
    throw new Refusal('forbidden', 'petitioners do not decide on their own petitions');
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

function inCalendar<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CalendarError) throw new Refusal('calendar-missing', error.message);
    throw error;
  }
}

const invalid = (path: string, message: string): Refusal =>
  new Refusal('invalid-request', `${path} ${message}`, { errors: [{ path, message }] });
const tooLate = (until: string): Refusal =>
  new Refusal('petition-too-late', `petitions about this were open until ${until}`);
const tooSmall = ({ counter, when }: GroupName, reason: string): Refusal =>
  new Refusal('group-too-small', `the group ${counter} ${when} ${reason}`);
