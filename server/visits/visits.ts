// Closing a visit: officer, counter, procedure and day are frozen here, and one invitation comes into being. The same
// visit announced again gives the same answer and changes nothing.
import { addDays } from '../../shared/calendar.ts';
import type { PaperForm } from '../../shared/contract/paper.ts';
import type { Slip } from '../../shared/contract/slip.ts';
import type { VisitAnswer } from '../../shared/contract/visits.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import type { SpentRow, VisitRow, VisitSource } from '../storage/visit-store.ts';
import { uuidOf } from '../uuid.ts';
import {
  formCode,
  hashOfCode,
  hashOfCodeToken,
  hashOfToken,
  invitationKeys,
  slipCode,
  tokenForHash,
} from './invitation-keys.ts';

export interface ClosedVisit {
  externalId: string;
  counter: string;
  officer: string;
  procedure: string;
  stage?: string | undefined;
  /** Epoch ms; now when absent. */
  closedAt?: number | undefined;
}

export interface VisitClosedEvent {
  day: string;
  counter: string;
  officer: string;
}

interface Prepared {
  externalId: string;
  token: string;
  closedAt: number;
  row: Omit<VisitRow, 'codeHash' | 'codeAttempt'>;
}

interface Outcome {
  created: boolean;
  codeAttempt: number;
  day: string;
  expiresDay: string;
}

const clockSkewMs = 5 * 60_000;
const codeAttemptsMax = 64;

export class Visits {
  readonly #services: Services;
  constructor(services: Services) {
    this.#services = services;
  }

  /**
   * Records a closed visit, durable when it resolves.
   * Refuses with unknown-officer | unknown-counter | unknown-procedure | visit-too-old | visit-in-future.
   */
  async close(
    visit: ClosedVisit,
    source: VisitSource,
  ): Promise<{ created: boolean; token: string; answer: VisitAnswer }> {
    const { commit, live, kiosks } = this.#services;
    const now = this.#services.clock();
    const prepared = this.#prepare(visit, source, now);
    const outcome = await commit.submit(
      (tx) => this.#record(tx, prepared, now),
      (result) => {
        if (result.created) live.visitClosed(prepared.row);
      },
    );
    const { token, row, closedAt } = prepared;
    if (
      outcome.created &&
      row.opensAt === null &&
      now - closedAt < this.#services.policy().offerSeconds * 1000
    ) {
      kiosks.offer(visit.counter, token, visit.officer);
    }
    return { created: outcome.created, token, answer: this.#answer(prepared, outcome) };
  }

  /**
   * Records many visits in one transaction: all of them or, when one is refused, none. `refused` turns the refusal of
   * visit `index` into the error that is thrown. Resolves to how many were new.
   */
  async closeAll(
    visits: ClosedVisit[],
    source: VisitSource,
    refused: (refusal: Refusal, index: number) => Error,
  ): Promise<number> {
    const now = this.#services.clock();
    const attempt = <T>(index: number, work: () => T): T => {
      try {
        return work();
      } catch (error) {
        throw error instanceof Refusal ? refused(error, index) : error;
      }
    };
    const prepared = visits.map((visit, index) => attempt(index, () => this.#prepare(visit, source, now)));
    return this.#services.commit.submit(
      (tx) =>
        prepared.filter((one, index) => attempt(index, () => this.#record(tx, one, now)).created).length,
      () => this.#services.live.reload(),
    );
  }

  #prepare(visit: ClosedVisit, source: VisitSource, now: number): Prepared {
    const { secrets, calendar } = this.#services;
    const policy = this.#services.policy();
    const closedAt = visit.closedAt ?? now;
    if (closedAt > now + clockSkewMs) throw new Refusal('visit-in-future', 'closedAt lies in the future');
    const { token, tokenHash, visitId } = invitationKeys(secrets, source, visit.externalId);
    const day = calendar.dayOf(closedAt);
    const opensAt = closedAt + policy.invitationOpensAfterMinutes * 60_000;
    return {
      externalId: visit.externalId,
      token,
      closedAt,
      row: {
        tokenHash,
        visitId,
        officer: visit.officer,
        counter: visit.counter,
        procedure: visit.procedure,
        stage: visit.stage ?? null,
        source,
        day,
        expiresDay: addDays(day, policy.invitationDays),
        opensAt: opensAt > now ? opensAt : null,
      },
    };
  }

  #answer({ externalId, token, row }: Prepared, outcome: Outcome): VisitAnswer {
    const { secrets, calendar } = this.#services;
    return {
      visitId: uuidOf(row.visitId),
      invitation: {
        url: this.#services.invitationUrl(token),
        code: slipCode(secrets, row.source, externalId, outcome.day, outcome.codeAttempt),
        expiresAt: calendar.endOfIso(outcome.expiresDay),
      },
    };
  }

  #record(tx: Tx, { row, externalId }: Prepared, now: number): Outcome {
    const { stores, secrets, calendar } = this.#services;
    const known = stores.visits.byToken(row.tokenHash) ?? stores.visits.spent(row.tokenHash);
    if (known !== undefined) return { created: false, ...known };
    if (row.expiresDay < calendar.dayOf(now)) {
      throw new Refusal('visit-too-old', `visits of ${row.day} can no longer be rated`);
    }
    if (stores.roster.counter(row.counter) === undefined) {
      throw new Refusal('unknown-counter', `no counter has the code ${row.counter}`);
    }
    if (stores.roster.officer(row.officer) === undefined) {
      throw new Refusal('unknown-officer', `no officer has the code ${row.officer}`);
    }
    if (stores.roster.procedure(row.procedure) === undefined) {
      throw new Refusal('unknown-procedure', `no procedure has the code ${row.procedure}`);
    }
    for (let codeAttempt = 0; codeAttempt < codeAttemptsMax; codeAttempt += 1) {
      const code = slipCode(secrets, row.source, externalId, row.day, codeAttempt);
      const full = { ...row, codeAttempt, codeHash: hashOfCode(secrets, row.day, code) };
      if (stores.visits.insert(tx, full)) return { created: true, ...full };
    }
    throw new Error('no free slip code for the day');
  }

  /**
   * The visit behind a token (a slip's, or one given out for its code). A redeemed visit of the open day has both its
   * row and its place in `spent`; after the seal only the latter.
   */
  locate(token: string): { tokenHash: Buffer; visit: VisitRow | undefined; spent: SpentRow | undefined } {
    const { stores, secrets } = this.#services;
    const look = (tokenHash: Buffer) => ({
      tokenHash,
      visit: stores.visits.byToken(tokenHash),
      spent: stores.visits.spent(tokenHash),
    });
    const printed = look(hashOfToken(secrets, token));
    if (printed.visit !== undefined || printed.spent !== undefined) return printed;
    const fromCode = look(hashOfCodeToken(secrets, token));
    return fromCode.visit !== undefined || fromCode.spent !== undefined ? fromCode : printed;
  }

  /**
   * What is printed for a visit that can still be rated. Refuses with unknown-invitation | already-rated.
   */
  slip(externalId: string): Slip {
    return this.slipOf(externalId, 'integrated').slip;
  }

  /** The same for a visit from any source, with the code of its counter. */
  slipOf(externalId: string, source: VisitSource): { slip: Slip; counter: string } {
    const { stores, secrets, centre, invitationUrl } = this.#services;
    const { token } = invitationKeys(secrets, source, externalId);
    const { visit, spent } = this.locate(token);
    if (spent !== undefined) throw new Refusal('already-rated', 'this visit has been rated');
    if (visit === undefined) throw new Refusal('unknown-invitation', 'no visit has this external id');
    const slip: Slip = {
      centre: { name: centre.name, sample: centre.sample },
      counter: stores.roster.counter(visit.counter)?.name ?? visit.counter,
      procedure: stores.roster.procedure(visit.procedure)?.name ?? visit.procedure,
      day: visit.day,
      lastDay: visit.expiresDay,
      url: invitationUrl(token),
      code: slipCode(secrets, source, externalId, visit.day, visit.codeAttempt),
    };
    return { slip, counter: visit.counter };
  }

  /** What the paper form of a visit says. Refuses with unknown-invitation | already-rated. */
  formOf(externalId: string, source: VisitSource): PaperForm {
    const { secrets, centre } = this.#services;
    const { token, tokenHash } = invitationKeys(secrets, source, externalId);
    const { visit, spent } = this.locate(token);
    if (spent !== undefined) throw new Refusal('already-rated', 'this visit has been rated');
    if (visit === undefined) throw new Refusal('unknown-invitation', 'no visit has this external id');
    const { name, sample } = centre;
    return {
      centre: { name, sample },
      code: formCode(secrets, tokenHash),
      questionnaire: this.#services.currentQuestionnaire(),
    };
  }

  /** Tokens to redeem the invitations by whose forms carry these 9 digits: none, one, or (by chance) more. */
  tokensOfFormCode(code: string): string[] {
    const { stores, secrets } = this.#services;
    const tokens: string[] = [];
    for (const tokenHash of stores.visits.tokenHashes()) {
      if (formCode(secrets, tokenHash) === code) tokens.push(tokenForHash(secrets, tokenHash));
    }
    return tokens;
  }

  /** True when a visit with this external id has been recorded and can still be rated, or was. */
  isKnown(externalId: string, source: VisitSource): boolean {
    const { visit, spent } = this.locate(invitationKeys(this.#services.secrets, source, externalId).token);
    return visit !== undefined || spent !== undefined;
  }

  /** The visit of today with a slip's 7 digits, and a token to redeem it by. */
  findByCode(code: string): { visit: VisitRow; spent: boolean; token: string } | null {
    const { stores, secrets, calendar } = this.#services;
    const today = calendar.dayOf(this.#services.clock());
    const visit = stores.visits.byCode(hashOfCode(secrets, today, code));
    if (visit === undefined) return null;
    const spent = stores.visits.spent(visit.tokenHash) !== undefined;
    return { visit, spent, token: tokenForHash(secrets, visit.tokenHash) };
  }

  /**
   * "It was not me": records, once, that a redeemed invitation was redeemed by somebody else.
   * Refuses with unknown-invitation | not-spent | already-contested.
   */
  async contest(token: string): Promise<void> {
    const { stores, commit } = this.#services;
    const { tokenHash, visit, spent } = this.locate(token);
    if (spent === undefined) {
      throw visit === undefined
        ? new Refusal('unknown-invitation', 'no such invitation')
        : new Refusal('not-spent', 'this invitation has not been used yet');
    }
    const id = this.#services.random(16);
    const done = await commit.submit((tx) => stores.visits.contest(tx, tokenHash, id));
    if (!done) throw new Refusal('already-contested', 'this has been recorded already');
  }
}
