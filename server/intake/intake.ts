// A response enters: admitted, written with its neighbours in one transaction, answered after the commit with a signed
// promise. One response an invitation and one effect a responseId are held by primary keys (spent, tags), not by looks
// before the write; the reads below only choose which refusal to give.
import { createHash, createHmac } from 'node:crypto';
import { addDays, lastDayOfMonth, monthOf } from '../../shared/calendar.ts';
import type { ProblemCode } from '../../shared/contract/problem.ts';
import { type Answers, answersProblem } from '../../shared/contract/questionnaire.ts';
import type { ResponseAnswer, ResponsePromise, ResponseRequest } from '../../shared/contract/responses.ts';
import type { ReportEnvelope } from '../../shared/contract/sealed-report.ts';
import { sealEnvelope } from '../../shared/inspectorate/seal-report.ts';
import { type ResponseEntry, unknownOfficer } from '../../shared/ledger/entry.ts';
import type { Mode } from '../../shared/statistics/cell.ts';
import { momentOf, type ScannedPresence } from '../presence/presence.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import type { JournalRow } from '../storage/response-store.ts';
import { uuidOf } from '../uuid.ts';
import { invitationKeys } from '../visits/invitation-keys.ts';
import type { Visits } from '../visits/visits.ts';

/** A response at the door. */
interface Arrival {
  request: ResponseRequest;
  tag: Buffer;
  bodyHash: Buffer;
  now: number;
  mode: Mode;
}

type Attribution = Pick<JournalRow, 'officer' | 'counter' | 'procedure' | 'day' | 'tier'>;

type Outcome =
  | { state: 'accepted'; row: JournalRow }
  | { state: 'repeated'; day: string }
  | { state: 'refused'; code: ProblemCode; detail: string };

/** What may be added to a response. */
export interface Completion {
  answers: Answers;
  comment?: string | undefined;
  report?: ReportEnvelope['report'] | undefined;
}

/** A form on paper, as somebody typed it. */
export interface KeyedForm {
  /** Of this form alone, in words of the caller. */
  name: string;
  /** Of its invitation. */
  token: string;
  questionnaire: string;
  answers: Answers;
}

const dayMs = 86_400_000;
/** How far back ratings by presence are counted for the flag. */
const presenceBurstMs = 600_000;

export class Intake {
  readonly #services: Services;
  readonly #visits: Visits;
  /** A handful of months at a time: those whose responses can still arrive. */
  readonly #mergeByOfMonth = new Map<string, string>();
  constructor(services: Services, visits: Visits) {
    this.#services = services;
    this.#visits = visits;
  }

  /**
   * Takes one response; durable when it resolves.
   * @param mode how it was given: `kiosk` when a paired device signed the request.
   * @param flags of a walk-up: coarse signs seen where it came in.
   * Refuses with unknown-questionnaire | invalid-request | unknown-invitation | already-rated | invitation-expired |
   * not-yet-open | unknown-counter | response-id-conflict | presence-expired | presence-used-up; rejects with QueueFull when too much is waiting.
   */
  async take(
    request: ResponseRequest,
    mode: Mode,
    flags: readonly string[] = [],
  ): Promise<{ created: boolean; answer: ResponseAnswer }> {
    const { commit, live, kiosks } = this.#services;
    this.#checkAnswers(request.questionnaire, request.answers, true);
    const scanned = this.#scannedOf(request);
    const arrival = this.#arrival(request, mode);
    const outcome = await commit.submit(
      (tx) => {
        if (request.invitation !== undefined) return this.#redeem(tx, arrival, request.invitation);
        return this.#atCounter(tx, arrival, request.counter!, scanned, flags);
      },
      (result) => {
        if (result.state !== 'accepted') return;
        live.responseReceived(result.row);
        if (request.invitation !== undefined && mode !== 'kiosk') {
          kiosks.withdraw(result.row.counter, request.invitation);
        }
      },
    );
    if (outcome.state === 'refused') throw new Refusal(outcome.code, outcome.detail);
    const day = outcome.state === 'accepted' ? outcome.row.day : outcome.day;
    return {
      created: outcome.state === 'accepted',
      answer: { responseId: request.responseId, promise: await this.promise(arrival.tag, day) },
    };
  }

  /**
   * Takes paper forms that name their visit by its external id, all in one transaction or none. `refused` turns the
   * refusal of form `index` into the error that is thrown. The same form again, before the seal, is the same response.
   * Resolves to how many were new.
   */
  async takePaper(
    forms: { externalId: string; answers: Answers }[],
    refused: (refusal: Refusal, index: number) => Error,
  ): Promise<number> {
    const { commit, secrets } = this.#services;
    const questionnaire = this.#services.currentQuestionnaire().version;
    return commit.submit(
      (tx) =>
        forms.filter(({ externalId, answers }, index) => {
          const { token } = invitationKeys(secrets, 'integrated', externalId);
          const form = { name: `import ${externalId}`, token, questionnaire, answers };
          const outcome = this.#redeemForm(tx, form);
          if (outcome.state === 'refused') throw refused(new Refusal(outcome.code, outcome.detail), index);
          return outcome.state === 'accepted';
        }).length,
    );
  }

  /**
   * Takes one form keyed by staff, in one transaction with `counted`, which runs when the form is new. Durable when it
   * resolves, to whether it was. Nobody is given promise or responseId: there is no one to hand a receipt to.
   * @param form `name` tells forms apart: the same again, before the seal, is the same response
   * Refuses as `take` does for invitations.
   */
  async takeForm(form: KeyedForm, counted: (tx: Tx) => void): Promise<boolean> {
    this.#checkAnswers(form.questionnaire, form.answers, true);
    const outcome = await this.#services.commit.submit((tx) => {
      const result = this.#redeemForm(tx, form);
      if (result.state === 'refused') throw new Refusal(result.code, result.detail);
      if (result.state === 'accepted') counted(tx);
      return result;
    });
    return outcome.state === 'accepted';
  }

  /**
   * The responseId comes from a key of the day that the seal forgets: from then on nothing that names the form or its
   * visit leads to the leaf. What lay in the box was given in time: forms have the days of grace that kiosks have which
   * were offline. Neither board nor kiosks hear of it before the night.
   */
  #redeemForm(tx: Tx, { name, token, questionnaire, answers }: KeyedForm): Outcome {
    const { stores, random } = this.#services;
    const key = stores.paper.dayKey(tx, random(32));
    const request: ResponseRequest = {
      responseId: uuidOf(createHmac('sha256', key).update(name).digest()),
      invitation: token,
      questionnaire,
      answers,
      locale: 'vi',
      ageSeconds: (this.#services.policy().offlineGraceDays * dayMs) / 1000,
    };
    return this.#redeem(tx, this.#arrival(request, 'paper'), token);
  }

  /** The server's word that the response with this tag enters the log in time. Same tag and day, same promise. */
  promise(tag: Buffer, day: string): Promise<ResponsePromise> {
    return this.#services.log.promise(tag, this.#mergeBy(monthOf(day)));
  }

  /** End of the second day after the last on which a response of the month can arrive: its seal is on the first. */
  #mergeBy(month: string): string {
    let mergeBy = this.#mergeByOfMonth.get(month);
    if (mergeBy === undefined) {
      const policy = this.#services.policy();
      const lastArrival = addDays(lastDayOfMonth(month), policy.invitationDays + policy.offlineGraceDays);
      const end = Date.parse(this.#services.calendar.endOfIso(addDays(lastArrival, 2)));
      mergeBy = new Date(end).toISOString().replace('.000Z', 'Z');
      this.#mergeByOfMonth.set(month, mergeBy);
    }
    return mergeBy;
  }

  /**
   * Adds optional answers, a comment and a report for the inspectorate to a response of the open day, once; the same again changes nothing. With
   * `report` (empty where nothing was said) one sealed record is kept, in the same transaction.
   * Refuses with unknown-response | completion-closed | already-completed | invalid-request.
   */
  async complete(tag: Buffer, { answers, comment, report }: Completion): Promise<void> {
    const { stores, commit } = this.#services;
    const now = this.#services.clock();
    const sealed = report === undefined ? null : await this.#sealed(tag, report);
    const hash = completionHashOf(answers, comment);
    await commit.submit((tx) => {
      const row = stores.responses.inJournal(tag);
      if (row === undefined) {
        throw stores.responses.isClaimed(tag)
          ? new Refusal('completion-closed', 'this response has been sealed')
          : new Refusal('unknown-response', 'no such response');
      }
      const alreadyCompleted = () => new Refusal('already-completed', 'answers were added already');
      if (row.completed === 1) {
        if (stores.responses.completionHash(tag)?.equals(hash) === true) return;
        throw alreadyCompleted();
      }
      this.#checkAnswers(row.questionnaire, answers, false);
      if (now > row.receivedAt + this.#services.policy().completionMinutes * 60_000) {
        throw new Refusal('completion-closed', 'the time to add answers has passed');
      }
      const before = JSON.parse(row.answers) as Answers;
      const clash = Object.keys(answers).find((id) => before[id] !== undefined);
      if (clash !== undefined) {
        throw new Refusal('invalid-request', 'an answer given cannot change', {
          errors: [{ path: `answers.${clash}`, message: 'was given already' }],
        });
      }
      if (
        !stores.responses.complete(tx, tag, JSON.stringify({ ...before, ...answers }), comment ?? null, hash)
      ) {
        throw alreadyCompleted();
      }
      if (sealed !== null) {
        stores.inspectorate.addSealed(tx, { id: this.#services.random(16), sealed });
      }
    });
  }

  /** Null where no inspectorate is set, or no response is there to say where the report belongs. */
  async #sealed(tag: Buffer, report: ReportEnvelope['report']): Promise<Buffer | null> {
    const inspectorate = this.#services.stores.inspectorate.inspectorate();
    const row = this.#services.stores.responses.inJournal(tag);
    if (inspectorate === null || row === undefined) return null;
    const { officer, counter, day } = row;
    return Buffer.from(await sealEnvelope(inspectorate.recipient, { v: 1, officer, counter, day, report }));
  }

  /** What the presence ticket of a request stands for; undefined without one. Refuses one that was not given for it. */
  #scannedOf(request: ResponseRequest): ScannedPresence | undefined {
    if (request.presence === undefined) return undefined;
    const { presence } = this.#services;
    const scanned = presence.opened(request.presence, request.responseId, request.counter!);
    if (scanned !== null) return scanned;
    throw new Refusal('invalid-request', 'the presence code is not valid', {
      errors: [{ path: 'presence', message: 'is not valid' }],
    });
  }

  #checkAnswers(version: string, answers: Answers, needRequired: boolean): void {
    const questionnaire = this.#services.questionnaire(version);
    if (questionnaire === undefined) {
      throw new Refusal('unknown-questionnaire', `no questionnaire has the version ${version}`);
    }
    const problem = answersProblem(questionnaire, answers, needRequired);
    if (problem !== null)
      throw new Refusal('invalid-request', 'the answers do not fit', { errors: [problem] });
  }

  #arrival(request: ResponseRequest, mode: Mode): Arrival {
    const [tag, bodyHash] = hashesOf(request);
    return { request, tag, bodyHash, now: this.#services.clock(), mode };
  }

  #redeem(tx: Tx, arrival: Arrival, token: string): Outcome {
    const { stores, calendar } = this.#services;
    const { tag, now, mode } = arrival;
    const { visit, spent } = this.#visits.locate(token);
    if (visit === undefined) {
      return spent === undefined
        ? this.#refused(arrival, 'unknown-invitation', 'no such invitation')
        : this.#refused(arrival, 'already-rated', 'this visit has been rated');
    }
    const today = calendar.dayOf(now);
    const expired =
      today > visit.expiresDay &&
      (calendar.dayOf(tappedAtOf(arrival)) > visit.expiresDay ||
        today > addDays(visit.expiresDay, this.#services.policy().offlineGraceDays));
    if (expired) return this.#refused(arrival, 'invitation-expired', 'this invitation has expired');
    if (visit.opensAt !== null && visit.opensAt > now) {
      return this.#refused(arrival, 'not-yet-open', 'this invitation is not open yet');
    }
    const id = stores.responses.claim(tx, tag);
    if (id === null) return this.#repeated(arrival);
    if (!stores.visits.spend(tx, visit, mode)) {
      stores.responses.unclaim(tx, tag);
      return { state: 'refused', code: 'already-rated', detail: 'this visit has been rated' };
    }
    const { officer, counter, procedure, day } = visit;
    return this.#append(tx, id, arrival, { officer, counter, procedure, day, tier: 'invited' }, []);
  }

  /** A rating of the counter: a walk-up, or by presence where a ticket came with it. */
  #atCounter(
    tx: Tx,
    arrival: Arrival,
    counter: string,
    scanned: ScannedPresence | undefined,
    flags: readonly string[],
  ): Outcome {
    const { stores, calendar } = this.#services;
    const policy = this.#services.policy();
    if (stores.roster.counter(counter) === undefined) {
      return { state: 'refused', code: 'unknown-counter', detail: `no counter has the code ${counter}` };
    }
    if (scanned !== undefined) return this.#present(tx, arrival, counter, scanned);
    const tappedAt = tappedAtOf(arrival);
    if (arrival.now - tappedAt > (policy.invitationDays + policy.offlineGraceDays) * dayMs) {
      return this.#refused(arrival, 'invitation-expired', 'the rating is too old to be taken');
    }
    const id = stores.responses.claim(tx, arrival.tag);
    if (id === null) return this.#repeated(arrival);
    const attribution: Attribution = {
      officer: stores.roster.onDuty(counter, tappedAt) ?? unknownOfficer,
      counter,
      procedure: 'other',
      day: calendar.dayOf(tappedAt),
      tier: 'walk-up',
    };
    return this.#append(tx, id, arrival, attribution, flags);
  }

  #present(tx: Tx, arrival: Arrival, counter: string, scanned: ScannedPresence): Outcome {
    const { stores, calendar, presence } = this.#services;
    const { tag, now } = arrival;
    if (now > presence.expiresAt(scanned.window)) {
      return this.#refused(arrival, 'presence-expired', 'the time to rate with this code has passed');
    }
    const id = stores.responses.claim(tx, tag);
    if (id === null) return this.#repeated(arrival);
    const { code, usesMax } = presence.use(scanned);
    if (!stores.presence.use(tx, code, usesMax)) {
      stores.responses.unclaim(tx, tag);
      return {
        state: 'refused',
        code: 'presence-used-up',
        detail: 'as many people as can stand there have rated with this code',
      };
    }
    const recent = stores.presence.receivedSince(counter, now - presenceBurstMs);
    const flags = recent + 1 >= this.#services.policy().presenceBurst ? ['presence-burst'] : [];
    const wasThere = momentOf(scanned.window);
    const attribution: Attribution = {
      officer: stores.roster.onDuty(counter, wasThere) ?? unknownOfficer,
      counter,
      procedure: 'other',
      day: calendar.dayOf(wasThere),
      tier: 'presence',
    };
    return this.#append(tx, id, arrival, attribution, flags);
  }

  #append(
    tx: Tx,
    id: number,
    { request, tag, bodyHash, now, mode }: Arrival,
    attribution: Attribution,
    flags: readonly string[],
  ): Outcome {
    const row: JournalRow = {
      tag,
      bodyHash,
      ...attribution,
      mode,
      receivedDay: this.#services.calendar.dayOf(now),
      receivedAt: now,
      questionnaire: request.questionnaire,
      level: request.answers.officer as number,
      answers: JSON.stringify(request.answers),
      comment: request.comment ?? null,
      locale: request.locale,
      flags: JSON.stringify(flags),
      completed: 0,
    };
    this.#services.stores.responses.append(tx, id, row);
    return { state: 'accepted', row };
  }

  /** A refusal, unless the very response was taken before: then what it was told. */
  #refused(arrival: Arrival, code: ProblemCode, detail: string): Outcome {
    return this.#services.stores.responses.isClaimed(arrival.tag)
      ? this.#repeated(arrival)
      : { state: 'refused', code, detail };
  }

  /** The responseId is taken: by this very response (answer again), or by another one (conflict). */
  #repeated({ request, tag, bodyHash }: Arrival): Outcome {
    const conflict: Outcome = {
      state: 'refused',
      code: 'response-id-conflict',
      detail: 'another response was sent under this responseId',
    };
    const { responses } = this.#services.stores;
    const row = responses.inJournal(tag);
    if (row !== undefined)
      return row.bodyHash.equals(bodyHash) ? { state: 'repeated', day: row.day } : conflict;
    // After the seal only the answers are left to compare; what joined them to an invitation is gone.
    const sealed = responses.sealedEntry(tag);
    if (sealed === undefined) throw new Error('a claimed tag is neither in the journal nor sealed');
    const entry = JSON.parse(sealed) as ResponseEntry;
    const same = Object.entries(request.answers).every(
      ([item, answer]) => JSON.stringify(entry.answers[item]) === JSON.stringify(answer),
    );
    return same ? { state: 'repeated', day: `${entry.period}-01` } : conflict;
  }
}

/** When the citizen tapped, by the device's word on how long ago (milliseconds since the epoch). */
const tappedAtOf = ({ now, request }: Arrival): number => now - request.ageSeconds * 1000;

/**
 * Tag and body hash of a request. Its age is left out: the same response sent again later is the same response; and so
 * is one whose answers stand in another order, or whose responseId is in capitals.
 */
function hashesOf(request: ResponseRequest): [Buffer, Buffer] {
  const { responseId, invitation, counter, presence, questionnaire, answers, comment, locale } = request;
  const id = responseId.toLowerCase();
  const items = Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1));
  const body = JSON.stringify([id, invitation, counter, presence, questionnaire, items, comment, locale]);
  const sha256 = (text: string) => createHash('sha256').update(text).digest();
  return [sha256(id), sha256(body)];
}

/** Of what completes a response: the order of the answers does not matter. */
function completionHashOf(answers: Answers, comment: string | undefined): Buffer {
  const items = Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([items, comment]))
    .digest();
}
