// Forms on paper are keyed in batches by staff who serve nobody. One batch is open a person; it counts, and keeps neither
// forms nor times. The audit trail says who keyed how many, a line at the beginning and one at the end of a batch.
import type { KeyedFormRequest, PaperBatch, PaperDesk, PaperForm } from '../../shared/contract/paper.ts';
import { isFormCode } from '../../shared/form-code.ts';
import type { Actor } from '../access/audit-trail.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import type { PaperBatchRow } from '../storage/paper-store.ts';
import type { Visits } from '../visits/visits.ts';
import type { Intake } from './intake.ts';

const closedShownMax = 20;
/** Forms printed under an older questionnaire than these are no longer on their way. */
const questionnairesMax = 3;

export interface Keyer {
  name: string;
  actor: Actor;
}

export class PaperForms {
  readonly #services: Services;
  readonly #visits: Visits;
  readonly #intake: Intake;

  constructor(services: Services, visits: Visits, intake: Intake) {
    this.#services = services;
    this.#visits = visits;
    this.#intake = intake;
  }

  /** A form without digits, for whoever has a slip. */
  blank(): PaperForm {
    const { name, sample } = this.#services.centre;
    const questionnaire = this.#services.currentQuestionnaire();
    return { centre: { name, sample }, code: null, questionnaire };
  }

  desk(name: string): PaperDesk {
    const { stores } = this.#services;
    const current = this.#services.currentQuestionnaire();
    const others = stores.questionnaires
      .versions()
      .filter(({ version }) => version !== current.version)
      .map(({ version, items }) => ({ version, items }))
      .reverse();
    return {
      open: stores.paper.openBatchOf(name) ?? null,
      closed: stores.paper.closedBatches(closedShownMax),
      questionnaires: [current, ...others].slice(0, questionnairesMax),
      groupMinimum: this.#services.policy().groupMinimum,
    };
  }

  /** Refuses with batch-open. */
  async open(forms: number, { name, actor }: Keyer): Promise<PaperBatch> {
    const { stores, commit, audit, calendar, clock } = this.#services;
    return commit.submit((tx) => {
      if (stores.paper.openBatchOf(name) !== undefined) {
        throw new Refusal('batch-open', 'finish the batch that is open first');
      }
      const number = stores.paper.openBatch(tx, { keyedBy: name, day: calendar.dayOf(clock()), forms });
      audit.record(tx, {
        actor,
        action: 'paper-batch.open',
        subject: `paper-batch:${number}`,
        detail: { forms },
      });
      return stores.paper.batch(number)!;
    });
  }

  /**
   * Takes one form; durable when it resolves. `guessed` runs when no invitation goes by the digits.
   * Refuses with not-found | batch-full | unknown-code | code-ambiguous and as `Intake.takeForm` does.
   */
  async key(
    number: number,
    { name }: Keyer,
    form: KeyedFormRequest,
    guessed: () => void,
  ): Promise<{ created: boolean; taken: number }> {
    const { formId, questionnaire, answers } = form;
    const token = form.invitation ?? this.#tokenOf(form.code!, guessed);
    const created = await this.#intake.takeForm(
      { name: `batch ${number} ${formId.toLowerCase()}`, token, questionnaire, answers },
      (tx) => this.#count(tx, number, name),
    );
    return { created, taken: this.#own(number, name).taken };
  }

  /** Refuses with not-found. A batch that is closed already stays so. */
  async close(number: number, { name, actor }: Keyer): Promise<PaperBatch> {
    const { stores, commit, audit } = this.#services;
    return commit.submit((tx) => {
      const batch = this.#own(number, name);
      if (!batch.closed) {
        stores.paper.closeBatch(tx, number);
        const { forms, taken } = batch;
        audit.record(tx, {
          actor,
          action: 'paper-batch.close',
          subject: `paper-batch:${number}`,
          detail: { forms, taken },
        });
      }
      return stores.paper.batch(number)!;
    });
  }

  /** Another person's batch is not found. */
  #own(number: number, name: string): PaperBatchRow {
    const batch = this.#services.stores.paper.batch(number);
    if (batch === undefined || batch.keyedBy !== name)
      throw new Refusal('not-found', 'no such batch of yours');
    return batch;
  }

  /** In the form's own transaction: thrown here, nothing of the form is written. */
  #count(tx: Tx, number: number, name: string): void {
    const batch = this.#own(number, name);
    if (batch.closed) throw new Refusal('not-found', 'this batch is finished');
    if (batch.taken >= batch.forms) {
      throw new Refusal('batch-full', 'as many forms as were counted have been taken');
    }
    this.#services.stores.paper.countForm(tx, number);
  }

  #tokenOf(code: string, guessed: () => void): string {
    const tokens = isFormCode(code)
      ? this.#visits.tokensOfFormCode(code)
      : [this.#visits.findByCode(code)?.token].filter((token) => token !== undefined);
    if (tokens.length > 1) {
      throw new Refusal('code-ambiguous', 'two forms happen to carry this number; it cannot be keyed');
    }
    const [token] = tokens;
    if (token === undefined) {
      guessed();
      throw new Refusal('unknown-code', 'no visit that can still be rated has this code');
    }
    return token;
  }
}
