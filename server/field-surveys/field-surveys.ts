// Field surveys from draft to results. Answers are taken while a survey is open and shown, as counts and shares, only when
// it is closed for good: nothing that is asked in between, however often, tells what one more form said. At the close paper
// forms are mixed with the others under new random keys.
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  type FieldSurvey,
  paperNumberMax,
  type SurveyAnswers,
  type SurveyContent,
  type SurveyResults,
  type SurveyStanding,
  type SurveySummary,
  type surveyBeginSchema,
  surveyLinksMax,
} from '../../shared/contract/field-surveys.ts';
import { surveyFaults } from '../../shared/field-survey/faults.ts';
import { answersFault } from '../../shared/field-survey/questions.ts';
import { surveyResults } from '../../shared/field-survey/results.ts';
import { surveyTemplate } from '../../shared/field-survey/templates.ts';
import type { Actor } from '../access/audit-trail.ts';
import { WalkUpPace } from '../intake/walk-up-pace.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import type { FieldSurveyRow } from '../storage/field-survey-store.ts';

const surveysMax = 200;
/** The longest a survey can be open, in days. */
const openDaysMax = 366;
const dayMs = 86_400_000;
/** Forms by an open link: from one network in ten minutes, and of one survey a minute (four times as many at once). */
const pace = { unflagged: 30, perMinute: 60 };

export interface SurveyEditor {
  trail: Actor;
  name: string;
}

export class FieldSurveys {
  readonly #services: Services;
  readonly #publicUrl: () => string;
  readonly #pace: WalkUpPace;

  constructor(services: Services, publicUrl: () => string) {
    this.#services = services;
    this.#publicUrl = publicUrl;
    this.#pace = new WalkUpPace(services.clock, () => pace, services.random);
  }

  list(): SurveySummary[] {
    return this.#store.surveys().map((row) => this.#summary(row));
  }

  /** Refuses with not-found. */
  one(id: string): FieldSurvey {
    const row = this.#row(id);
    const { content, revision, changedBy, changedOn } = row;
    return {
      ...this.#summary(row),
      revision,
      content,
      url: content.link === 'open' && row.state !== 'draft' ? this.#address(id) : null,
      links: this.#store.links(id),
      paper: this.#store.paperNumbers(id).length,
      changedBy,
      changedOn,
    };
  }

  /** Refuses with limit-reached. */
  async begin(
    by: SurveyEditor,
    { template, title }: z.infer<typeof surveyBeginSchema>,
  ): Promise<FieldSurvey> {
    const id = this.#services.random(10).toString('base64url');
    await this.#change(by, 'field-survey.begin', id, (tx) => {
      if (this.#store.surveys().length >= surveysMax) {
        throw new Refusal('limit-reached', `there are ${surveysMax} surveys; delete one first`);
      }
      this.#store.add(tx, {
        id,
        state: 'draft',
        revision: 1,
        opensOn: null,
        closesOn: null,
        content: surveyTemplate(template, title),
        ...this.#changed(by),
      });
    });
    return this.one(id);
  }

  /** Refuses with not-found | draft-changed | survey-not-draft. */
  async save(by: SurveyEditor, id: string, revision: number, content: SurveyContent): Promise<FieldSurvey> {
    await this.#change(by, 'field-survey.save', id, (tx) => {
      const row = this.#draft(id, revision);
      this.#store.put(tx, { ...row, content, ...this.#changed(by) });
    });
    return this.one(id);
  }

  /**
   * Opens the survey on `opensOn`, today or later, to the end of `closesOn`. From here on its questions stay.
   * Refuses with not-found | draft-changed | survey-not-draft | invalid-survey, naming every fault.
   */
  async open(
    by: SurveyEditor,
    id: string,
    { revision, opensOn, closesOn }: { revision: number; opensOn: string; closesOn: string },
  ): Promise<FieldSurvey> {
    await this.#change(by, 'field-survey.open', id, (tx) => {
      const row = this.#draft(id, revision);
      const faults = surveyFaults(row.content);
      if (faults.length > 0) {
        throw new Refusal('invalid-survey', 'the survey cannot be opened', {
          errors: faults.map(({ path, code }) => ({ path, message: code, fault: code })),
        });
      }
      if (opensOn < this.#today()) throw dayFault('opensOn', 'lies in the past');
      this.#checkLastDay(opensOn, closesOn);
      this.#store.put(tx, { ...row, state: 'open', opensOn, closesOn, ...this.#changed(by) });
    });
    return this.one(id);
  }

  /** Moves the last day of a survey that is not closed, to today or later. Refuses with not-found | survey-not-open | invalid-request. */
  async moveLastDay(by: SurveyEditor, id: string, closesOn: string): Promise<FieldSurvey> {
    await this.#change(by, 'field-survey.last-day', id, (tx) => {
      const row = this.#opened(id);
      this.#checkLastDay(row.opensOn!, closesOn);
      this.#store.put(tx, { ...row, closesOn, ...this.#changed(by) });
    });
    return this.one(id);
  }

  /** For good: what comes later is refused, and the results stand. Refuses with not-found | survey-not-open. */
  async close(by: SurveyEditor, id: string): Promise<FieldSurvey> {
    await this.#change(by, 'field-survey.close', id, (tx) => {
      const row = this.#opened(id);
      const today = this.#today();
      const closesOn = row.closesOn! < today ? row.closesOn! : row.opensOn! > today ? row.opensOn! : today;
      this.#store.put(tx, { ...row, state: 'closed', closesOn, ...this.#changed(by) });
      this.#store.shuffle(tx, id, this.#services.random);
    });
    return this.one(id);
  }

  /** A draft, or a closed survey with its answers. Refuses with not-found | survey-open. */
  async delete(by: SurveyEditor, id: string): Promise<void> {
    await this.#change(by, 'field-survey.delete', id, (tx) => {
      if (this.#row(id).state === 'open') throw new Refusal('survey-open', 'an open survey is closed first');
      this.#store.delete(tx, id);
    });
  }

  /** New addresses that each take one form; told this once. Refuses with not-found | survey-not-open | invalid-request | limit-reached. */
  async makeLinks(by: SurveyEditor, id: string, count: number): Promise<string[]> {
    const tokens = Array.from({ length: count }, () => this.#services.random(16).toString('base64url'));
    await this.#change(by, 'field-survey.links', id, (tx) => {
      if (this.#opened(id).content.link !== 'single-use') {
        throw new Refusal('invalid-request', 'the survey has one open link for all');
      }
      if (this.#store.links(id).made + count > surveyLinksMax) {
        throw new Refusal('limit-reached', `a survey has at most ${surveyLinksMax} links`);
      }
      for (const token of tokens) this.#store.addLink(tx, id, this.#hash(id, token));
    });
    return tokens.map((token) => `${this.#address(id)}/${token}`);
  }

  /** Whether a form can be given there now; for the page that shows it. `token` null: the open link. */
  asked(
    id: string,
    token: string | null,
  ): { state: 'open'; content: SurveyContent } | { state: 'unknown' | 'early' | 'over' | 'used' } {
    const row = this.#store.survey(id);
    if (row === undefined || row.state === 'draft') return { state: 'unknown' };
    const { content } = row;
    if ((content.link === 'single-use') !== (token !== null)) return { state: 'unknown' };
    if (row.state === 'closed') return { state: 'over' };
    const link = token === null ? undefined : this.#store.link(id, this.#hash(id, token));
    if (token !== null && link === undefined) return { state: 'unknown' };
    if (link?.used === 1) return { state: 'used' };
    const standing = this.#standing(row);
    if (standing !== 'open') return { state: standing === 'scheduled' ? 'early' : 'over' };
    return { state: 'open', content };
  }

  /**
   * Takes one form; durable when it resolves. The same form (by `formId`) sent again changes nothing.
   * Refuses with not-found | survey-not-open | already-rated (link used) | limit-reached | invalid-request |
   * too-many-attempts.
   */
  async take(
    id: string,
    token: string | null,
    formId: string,
    address: string,
    answers: SurveyAnswers,
  ): Promise<void> {
    const key = createHash('sha256').update(`${id}\n${formId}`).digest().subarray(0, 16);
    if (token !== null) {
      await this.#write(id, token, key, answers);
      return;
    }
    if (this.#pace.look(id, address) !== 'usual') {
      throw new Refusal('too-many-attempts', 'more forms than people fill in', { retryAfterSeconds: 60 });
    }
    this.#pace.count(id, address);
    let isNew = false;
    try {
      isNew = await this.#write(id, token, key, answers);
    } finally {
      if (!isNew) this.#pace.uncount(id, address);
    }
  }

  /** False when the form had been taken before. */
  #write(id: string, token: string | null, key: Buffer, answers: SurveyAnswers): Promise<boolean> {
    return this.#services.commit.submit((tx) => {
      if (this.#store.hasAnswers(id, key)) return false;
      const asked = this.asked(id, token);
      if (asked.state === 'unknown') throw new Refusal('not-found', 'no such survey');
      if (asked.state === 'used') throw new Refusal('already-rated', 'this link has been used');
      if (asked.state !== 'open') throw new Refusal('survey-not-open', 'the survey is not open');
      this.#checkAnswers(asked.content, answers);
      this.#checkRoom(id, asked.content);
      if (token !== null && !this.#store.useLink(tx, id, this.#hash(id, token))) {
        throw new Refusal('already-rated', 'this link has been used');
      }
      return this.#store.addAnswers(tx, id, key, answers);
    });
  }

  /** Numbers of the paper forms entered. Refuses with not-found. */
  paperNumbers(id: string): number[] {
    this.#row(id);
    return this.#store.paperNumbers(id);
  }

  /** A paper form as entered, to be corrected. Refuses with not-found. */
  paperForm(id: string, number: number): SurveyAnswers {
    const answers = this.#store.paper(id, number);
    if (answers === undefined) throw new Refusal('not-found', 'no such form has been entered');
    return answers;
  }

  /** Enters or corrects a paper form until the close. Refuses with not-found | survey-not-open | invalid-request | limit-reached. */
  async enterPaper(by: SurveyEditor, id: string, number: number, answers: SurveyAnswers): Promise<void> {
    if (number < 1 || number > paperNumberMax) throw new Refusal('not-found', 'no form has this number');
    await this.#change(by, 'field-survey.paper', id, (tx) => {
      const { content } = this.#opened(id);
      this.#checkAnswers(content, answers);
      if (this.#store.paper(id, number) === undefined) this.#checkRoom(id, content);
      this.#store.putPaper(tx, id, number, answers);
    });
  }

  /** Takes a paper form out that was entered by mistake. Refuses with not-found | survey-not-open. */
  async removePaper(by: SurveyEditor, id: string, number: number): Promise<void> {
    await this.#change(by, 'field-survey.paper-remove', id, (tx) => {
      this.#opened(id);
      if (!this.#store.deletePaper(tx, id, number)) {
        throw new Refusal('not-found', 'no such form has been entered');
      }
    });
  }

  /** Refuses with not-found | survey-not-closed. */
  results(id: string): SurveyResults {
    const row = this.#row(id);
    if (row.state !== 'closed') {
      throw new Refusal('survey-not-closed', 'results are shown when the survey is closed');
    }
    const forms = this.#store.answers(id);
    return {
      id,
      title: row.content.title,
      opensOn: row.opensOn!,
      closesOn: row.closesOn!,
      answered: forms.length,
      ...surveyResults(row.content, forms, this.#services.policy().groupMinimum),
    };
  }

  get #store() {
    return this.#services.stores.fieldSurveys;
  }

  #change(by: SurveyEditor, action: string, id: string, work: (tx: Tx) => void): Promise<void> {
    return this.#services.commit.submit((tx) => {
      work(tx);
      this.#services.audit.record(tx, { actor: by.trail, action, subject: `field-survey:${id}` });
    });
  }

  #row(id: string): FieldSurveyRow {
    const row = this.#store.survey(id);
    if (row === undefined) throw new Refusal('not-found', 'no such survey');
    return row;
  }
  #draft(id: string, revision: number): FieldSurveyRow {
    const row = this.#row(id);
    if (row.state !== 'draft')
      throw new Refusal('survey-not-draft', 'the survey has been opened: its questions stay');
    if (row.revision !== revision) {
      throw new Refusal('draft-changed', `the survey is at revision ${row.revision} by now, not ${revision}`);
    }
    return row;
  }
  #opened(id: string): FieldSurveyRow {
    const row = this.#row(id);
    if (row.state !== 'open') throw new Refusal('survey-not-open', `the survey is ${row.state}`);
    return row;
  }

  #summary(row: FieldSurveyRow): SurveySummary {
    const { id, content, opensOn, closesOn } = row;
    return {
      id,
      title: content.title,
      standing: this.#standing(row),
      opensOn,
      closesOn,
      answered: this.#answered(id),
    };
  }
  #standing({ state, opensOn, closesOn }: FieldSurveyRow): SurveyStanding {
    if (state !== 'open') return state;
    const today = this.#today();
    return today < opensOn! ? 'scheduled' : today > closesOn! ? 'ended' : 'open';
  }
  #answered(id: string): number {
    return this.#store.answersLength(id) + this.#store.paperNumbers(id).length;
  }

  #checkAnswers(content: SurveyContent, answers: SurveyAnswers): void {
    const fault = answersFault(content, answers);
    if (fault !== null) throw new Refusal('invalid-request', 'the answers do not fit', { errors: [fault] });
  }
  #checkRoom(id: string, { responsesMax }: SurveyContent): void {
    if (this.#answered(id) >= responsesMax) {
      throw new Refusal('limit-reached', 'the survey has as many answers as it takes');
    }
  }
  #checkLastDay(opensOn: string, closesOn: string): void {
    if (closesOn < opensOn) throw dayFault('closesOn', 'comes before the first day');
    if (closesOn < this.#today()) throw dayFault('closesOn', 'lies in the past');
    if (Date.parse(closesOn) - Date.parse(opensOn) > openDaysMax * dayMs) {
      throw dayFault('closesOn', 'is more than a year after the first day');
    }
  }

  #changed(by: SurveyEditor): { changedBy: string; changedOn: string } {
    return { changedBy: by.name, changedOn: this.#today() };
  }
  #today(): string {
    return this.#services.calendar.dayOf(this.#services.clock());
  }
  #address(id: string): string {
    return `${this.#publicUrl()}/s/${id}`;
  }
  /** Links are stored as this alone, under a key outside the database. */
  #hash(id: string, token: string): Buffer {
    return this.#services.secrets.mac('field-survey-link', id, token).subarray(0, 16);
  }
}

const dayFault = (path: string, message: string): Refusal =>
  new Refusal('invalid-request', 'the days do not fit', { errors: [{ path, message }] });
