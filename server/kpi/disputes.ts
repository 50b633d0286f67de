// Petitions of officers and what becomes of them: filed in time, proposed on by one person, approved by another, neither of
// them the petitioner; in the ledger with the next seal, and only then do figures move. Nobody who decides is shown a rating,
// a level or who rated: groups are named and counted, no more.
import { addDays } from '../../shared/calendar.ts';
import type { PetitionBody } from '../../shared/contract/kpi.ts';
import type { DisputeAnswer, DisputeProposal } from '../../shared/contract/kpi-operations.ts';
import { disputeProposalSchema } from '../../shared/contract/kpi-operations.ts';
import { policyOn } from '../../shared/kpi/ledger-rules.ts';
import { isPeriod } from '../../shared/kpi/period.ts';
import type { Term } from '../../shared/kpi/policy-schema.ts';
import { CalendarError, lastDayOf } from '../../shared/kpi/working-days.ts';
import type { OpenEntry } from '../../shared/ledger/entry.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import type { KpiDisputeRow } from '../storage/kpi-store.ts';
import { type Actor, ledgerName, requireSecondPerson } from './actor.ts';
import { type EnteredFigures, FigureFaults, refusalOf } from './figures.ts';
import type { LedgerView } from './ledger-view.ts';
import type { Periods } from './periods.ts';
import { invalid, ProposalEffects, type StoredProposal } from './proposal-effects.ts';

const openPerOfficerMax = 50;
/** Until a policy says otherwise: as the presets have it. */
const defaultDecideWithin: Term = { kind: 'working', days: 10 };

export class Disputes {
  readonly #services: Services;
  readonly #ledger: LedgerView;
  readonly #periods: Periods;
  readonly #figures: EnteredFigures;
  readonly #effects: ProposalEffects;

  constructor(services: Services, ledger: LedgerView, periods: Periods, figures: EnteredFigures) {
    this.#services = services;
    this.#ledger = ledger;
    this.#periods = periods;
    this.#figures = figures;
    this.#effects = new ProposalEffects(services, ledger, figures);
  }

  list(officer?: string): DisputeAnswer[] {
    return this.#services.stores.kpi.disputes(officer).map((row) => this.#answer(row));
  }

  /** With the groups it can be about. Refuses with unknown-dispute. */
  one(id: string): DisputeAnswer {
    const row = this.#row(id);
    return { ...this.#answer(row), groups: this.#effects.groups(row) };
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
      const { months, officers } = this.#effects.of(row, wish, by.name, by.name);
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
      const { entries, figures } = this.#effects.of(row, proposal, row.proposedBy!, by.name);
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

  #correctFigures(tx: Tx, row: KpiDisputeRow, figures: NonNullable<DisputeProposal['figures']>): void {
    try {
      this.#figures.enterWithin(tx, [figures], row.proposedBy!, row.id);
    } catch (error) {
      if (error instanceof FigureFaults) throw refusalOf(error, ({ field }) => `figures.${field}`);
      throw error;
    }
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

function inCalendar<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CalendarError) throw new Refusal('calendar-missing', error.message);
    throw error;
  }
}

const tooLate = (until: string): Refusal =>
  new Refusal('petition-too-late', `petitions about this were open until ${until}`);
