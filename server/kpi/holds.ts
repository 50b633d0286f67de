// Where a policy holds a level back for want of data, two persons answer: count what there is, or leave it out. The answer is a
// decision in the ledger, taken in by the next seal.
import type { z } from 'zod';
import type { holdRequestSchema, holdSchema } from '../../shared/contract/kpi-operations.ts';
import { holdSubject } from '../../shared/kpi/ledger-rules.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { KpiHoldRow } from '../storage/kpi-store.ts';
import { type Actor, ledgerName, requireSecondPerson } from './actor.ts';
import type { LedgerView } from './ledger-view.ts';

type HoldAnswer = z.infer<typeof holdSchema>;

export class Holds {
  readonly #services: Services;
  readonly #ledger: LedgerView;
  constructor(services: Services, ledger: LedgerView) {
    this.#services = services;
    this.#ledger = ledger;
  }

  list(): HoldAnswer[] {
    return this.#services.stores.kpi.holds().map(answerOf);
  }

  /** Refuses with unknown-officer | forbidden (own level) | already-decided. */
  async propose(wish: z.infer<typeof holdRequestSchema>, by: Actor): Promise<HoldAnswer> {
    const { stores, commit, clock, audit } = this.#services;
    if (stores.roster.officer(wish.officer) === undefined) {
      throw new Refusal('unknown-officer', `no officer has the code ${wish.officer}`);
    }
    requireUninvolved(wish.officer, by);
    const number = await commit.submit((tx) => {
      const proposed = stores.kpi.proposeHold(tx, { ...wish, proposedBy: by.name, proposedAt: clock() });
      if (proposed === null) {
        throw new Refusal('already-decided', `${wish.officer} has an answer for ${wish.period} already`);
      }
      audit.record(tx, { actor: by.trail, action: 'kpi-hold.propose', subject: `kpi-hold:${proposed}` });
      return proposed;
    });
    return answerOf(this.#row(number));
  }

  /** Refuses with not-found | second-person-needed | forbidden | already-decided. */
  async decide(number: number, state: 'decided' | 'rejected', by: Actor): Promise<HoldAnswer> {
    const { stores, commit, clock, audit } = this.#services;
    await commit.submit((tx) => {
      const row = this.#row(number);
      requireUninvolved(row.officer, by);
      if (row.state !== 'proposed') throw new Refusal('already-decided', `it is ${row.state}`);
      if (state === 'decided') requireSecondPerson(row.proposedBy, by, 'the answer was proposed');
      stores.kpi.decideHold(tx, { number, state, by: by.name, at: clock() });
      const action = state === 'decided' ? 'kpi-hold.approve' : 'kpi-hold.reject';
      audit.record(tx, { actor: by.trail, action, subject: `kpi-hold:${number}` });
      if (state === 'rejected') return;
      this.#ledger.propose(tx, [
        {
          kind: 'decision',
          v: 1,
          officer: row.officer,
          period: row.period,
          subject: holdSubject,
          outcome: row.choice,
          // The number keeps two answers apart; why they were given stays in the centre.
          reason: `hold ${number}`,
          decidedBy: [row.proposedBy, by.name].map(ledgerName),
        },
      ]);
    });
    return answerOf(this.#row(number));
  }

  #row(number: number): KpiHoldRow {
    const row = this.#services.stores.kpi.hold(number);
    if (row === undefined) throw new Refusal('not-found', `there is no answer ${number}`);
    return row;
  }
}

function requireUninvolved(officer: string, by: Actor): void {
  if (by.officer === officer) throw new Refusal('forbidden', 'nobody decides about the own level');
}

function answerOf({
  number,
  officer,
  period,
  choice,
  reason,
  state,
  proposedBy,
  decidedBy,
}: KpiHoldRow): HoldAnswer {
  return { number, officer, period, choice, reason, state, proposedBy, decidedBy };
}
