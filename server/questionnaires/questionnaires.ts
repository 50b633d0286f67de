// The versions of the questionnaire and the drafts of the next one. A version comes into use when it is published and
// enters the log with the next seal, before or with the first responses given under it (ledger/night-entries.ts). Every
// version there has been stays answerable: a kiosk that was offline brings answers to the one it had.

import type { z } from 'zod';
import type { Questionnaire } from '../../shared/contract/questionnaire.ts';
import type {
  draftBeginSchema,
  draftSaveSchema,
  QuestionnaireDraft,
  QuestionnaireList,
} from '../../shared/contract/questionnaires.ts';
import { EntryError, openEntryBytes } from '../../shared/ledger/entry.ts';
import { questionnaireFaults } from '../../shared/questionnaire/faults.ts';
import type { Actor, AuditTrail } from '../access/audit-trail.ts';
import type { ZoneCalendar } from '../calendar.ts';
import { Refusal } from '../refusal.ts';
import type { Stores } from '../services.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { QuestionnaireVersionRow } from '../storage/questionnaire-store.ts';
import { questionnaireEntry } from './questionnaire-entry.ts';

export const draftsMax = 20;
/** A version a day for years: beyond it something else than a person publishes. */
export const versionsMax = 1000;

/** Who changes something: as the audit trail names them, and as people read it. */
export interface Editor {
  trail: Actor;
  name: string;
}

export interface QuestionnairesParts {
  stores: Pick<Stores, 'questionnaires' | 'responses'>;
  commit: GroupCommit;
  audit: AuditTrail;
  clock(): number;
  calendar: ZoneCalendar;
  random(length: number): Buffer;
}

export class Questionnaires {
  readonly #parts: QuestionnairesParts;
  readonly #versions = new Map<string, Questionnaire>();
  readonly #published: (() => void)[] = [];
  #current: Questionnaire;

  constructor(parts: QuestionnairesParts) {
    this.#parts = parts;
    this.#current = this.#read();
  }

  /** The version in use. */
  current(): Questionnaire {
    return this.#current;
  }
  /** Any version there has been. */
  version(version: string): Questionnaire | undefined {
    return this.#versions.get(version);
  }
  /** Tells when another version is in use. */
  onPublished(listener: () => void): void {
    this.#published.push(listener);
  }

  list(): QuestionnaireList {
    const { questionnaires, responses } = this.#parts.stores;
    const versions = questionnaires.versions();
    const logged = new Set(
      responses
        .entriesOfKind('questionnaire')
        .map((bytes) => (JSON.parse(bytes.toString('utf8')) as { version: string }).version),
    );
    return {
      versions: versions
        .map((row, index) => ({
          ...row,
          usedUntil: versions[index + 1]?.usedFrom ?? null,
          inLog: logged.has(row.version),
        }))
        .reverse(),
      drafts: questionnaires.drafts(),
    };
  }

  /** Refuses with not-found. */
  draft(id: string): QuestionnaireDraft {
    const draft = this.#parts.stores.questionnaires.draft(id);
    if (draft === undefined) throw new Refusal('not-found', 'no such draft');
    return draft;
  }

  /** Refuses with unknown-questionnaire | limit-reached. */
  async begin(by: Editor, { name, from }: z.infer<typeof draftBeginSchema>): Promise<QuestionnaireDraft> {
    const { stores, commit, audit, random } = this.#parts;
    const base = from === undefined ? this.#current : this.#versions.get(from);
    if (base === undefined)
      throw new Refusal('unknown-questionnaire', `no questionnaire has the version ${from}`);
    const id = random(12).toString('hex');
    await commit.submit((tx) => {
      if (stores.questionnaires.drafts().length >= draftsMax) {
        throw new Refusal('limit-reached', `there are ${draftsMax} drafts; discard one first`);
      }
      stores.questionnaires.addDraft(tx, {
        id,
        name,
        basedOn: base.version,
        revision: 1,
        items: base.items,
        ...this.#change(by),
      });
      audit.record(tx, {
        actor: by.trail,
        action: 'questionnaire.draft',
        subject: `questionnaire-draft:${id}`,
        detail: { from: base.version },
      });
    });
    return this.draft(id);
  }

  /** Refuses with not-found | draft-changed. */
  async save(
    by: Editor,
    id: string,
    { revision, name, items }: z.infer<typeof draftSaveSchema>,
  ): Promise<QuestionnaireDraft> {
    const { stores, commit, audit } = this.#parts;
    await commit.submit((tx) => {
      if (!stores.questionnaires.saveDraft(tx, { id, revision, name, items, ...this.#change(by) })) {
        throw this.#changed(id, revision);
      }
      audit.record(tx, {
        actor: by.trail,
        action: 'questionnaire.draft-save',
        subject: `questionnaire-draft:${id}`,
        detail: { revision: revision + 1 },
      });
    });
    return this.draft(id);
  }

  /** Refuses with not-found. */
  async discard(by: Editor, id: string): Promise<void> {
    const { stores, commit, audit } = this.#parts;
    await commit.submit((tx) => {
      if (!stores.questionnaires.deleteDraft(tx, id)) throw new Refusal('not-found', 'no such draft');
      audit.record(tx, {
        actor: by.trail,
        action: 'questionnaire.discard',
        subject: `questionnaire-draft:${id}`,
      });
    });
  }

  /**
   * Puts a draft, as it stands at `revision`, into use as a version of its own and takes it off the drafts.
   * Refuses with not-found | draft-changed | invalid-questionnaire, naming every fault.
   */
  async publish(by: Editor, id: string, revision: number): Promise<string> {
    const { stores, commit, audit } = this.#parts;
    const version = await commit.submit(
      (tx) => {
        const draft = this.draft(id);
        if (draft.revision !== revision) throw this.#changed(id, revision);
        const row = this.#versionOf(draft, by);
        stores.questionnaires.publish(tx, row);
        stores.questionnaires.deleteDraft(tx, id);
        audit.record(tx, {
          actor: by.trail,
          action: 'questionnaire.publish',
          subject: `questionnaire:${row.version}`,
          detail: { draft: id },
        });
        return row.version;
      },
      () => {
        this.#current = this.#read();
      },
    );
    for (const listener of this.#published) listener();
    return version;
  }

  /** Checked against the file, not the memory: another draft may have been published a moment ago. */
  #versionOf({ items }: QuestionnaireDraft, by: Editor): QuestionnaireVersionRow {
    const versions = this.#parts.stores.questionnaires.versions();
    if (versions.length >= versionsMax) {
      throw new Refusal('limit-reached', `there have been ${versionsMax} versions already`);
    }
    const faults = questionnaireFaults(items, versions);
    if (faults.length > 0) {
      throw new Refusal('invalid-questionnaire', 'the draft cannot be put into use', {
        errors: faults.map(({ path, code, version }) => ({
          path,
          message: version === null ? code : `${code} (${version})`,
          fault: code,
        })),
      });
    }
    const usedFrom = this.#today();
    const year = usedFrom.slice(0, 4);
    const taken = new Set(versions.map(({ version }) => version));
    let number = 1;
    while (taken.has(`${year}-${number}`)) number += 1;
    const row = { version: `${year}-${number}`, items, usedFrom, publishedBy: by.name };
    try {
      openEntryBytes(questionnaireEntry(row));
    } catch (error) {
      if (error instanceof EntryError) {
        throw new Refusal('invalid-questionnaire', `as an entry of the log it ${error.message}`, {
          errors: [{ path: 'items', message: error.message }],
        });
      }
      throw error;
    }
    return row;
  }

  #changed(id: string, revision: number): Refusal {
    const { revision: now } = this.draft(id);
    return new Refusal('draft-changed', `the draft is at revision ${now} by now, not ${revision}`);
  }

  #change(by: Editor): { changedBy: string; changedOn: string } {
    return { changedBy: by.name, changedOn: this.#today() };
  }

  #today(): string {
    return this.#parts.calendar.dayOf(this.#parts.clock());
  }

  /** Fills the memory from the file; the last version is in use. */
  #read(): Questionnaire {
    for (const { version, items } of this.#parts.stores.questionnaires.versions()) {
      this.#versions.set(version, { version, items });
    }
    const current = [...this.#versions.values()].at(-1);
    if (current === undefined) throw new Error('no questionnaire: the data directory has not been set up');
    return current;
  }
}
