// Versions of the questionnaire, which never change once they are here, and drafts, which do until they are published.
import { type Item, type Questionnaire, questionnaireSchema } from '../../shared/contract/questionnaire.ts';
import type { DraftSummary, QuestionnaireDraft } from '../../shared/contract/questionnaires.ts';
import type { Sqlite, Tx } from './database.ts';

export interface QuestionnaireVersionRow extends Questionnaire {
  /** Day on which it came into use. */
  usedFrom: string;
  publishedBy: string;
}

type DraftRow = Omit<QuestionnaireDraft, 'items'> & { document: string };

const draftColumns =
  'id, name, based_on AS basedOn, revision, changed_by AS changedBy, changed_on AS changedOn';

export class QuestionnaireStore {
  readonly #sqlite: Sqlite;
  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** In the order in which they came into use: the last one is in use. */
  versions(): QuestionnaireVersionRow[] {
    return this.#sqlite
      .prepare<[], { document: string; usedFrom: string; publishedBy: string }>(
        'SELECT document, used_from AS usedFrom, published_by AS publishedBy FROM questionnaires ORDER BY number',
      )
      .all()
      .map(({ document, ...row }) => ({ ...questionnaireSchema.parse(JSON.parse(document)), ...row }));
  }

  /** From here on it is in use. */
  publish(_tx: Tx, { version, items, usedFrom, publishedBy }: QuestionnaireVersionRow): void {
    this.#sqlite
      .prepare(
        `INSERT INTO questionnaires (version, number, used_from, published_by, document)
         SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ? FROM questionnaires`,
      )
      .run(version, usedFrom, publishedBy, JSON.stringify({ version, items }));
  }

  /** By name. */
  drafts(): DraftSummary[] {
    return this.#sqlite
      .prepare<[], DraftSummary>(`SELECT ${draftColumns} FROM questionnaire_drafts ORDER BY name, id`)
      .all();
  }

  draft(id: string): QuestionnaireDraft | undefined {
    const row = this.#sqlite
      .prepare<[string], DraftRow>(`SELECT ${draftColumns}, document FROM questionnaire_drafts WHERE id = ?`)
      .get(id);
    if (row === undefined) return undefined;
    const { document, ...summary } = row;
    return { ...summary, items: JSON.parse(document) as Item[] };
  }

  addDraft(_tx: Tx, { items, ...row }: QuestionnaireDraft): void {
    this.#sqlite
      .prepare(
        `INSERT INTO questionnaire_drafts (id, name, based_on, revision, document, changed_by, changed_on)
         VALUES (@id, @name, @basedOn, @revision, @document, @changedBy, @changedOn)`,
      )
      .run({ ...row, document: JSON.stringify(items) });
  }

  /** False when the draft is not at `revision` any more. */
  saveDraft(
    _tx: Tx,
    { id, revision, name, items, changedBy, changedOn }: Omit<QuestionnaireDraft, 'basedOn'>,
  ): boolean {
    return (
      this.#sqlite
        .prepare(
          `UPDATE questionnaire_drafts SET name = ?, document = ?, changed_by = ?, changed_on = ?, revision = revision + 1
           WHERE id = ? AND revision = ?`,
        )
        .run(name, JSON.stringify(items), changedBy, changedOn, id, revision).changes === 1
    );
  }

  deleteDraft(_tx: Tx, id: string): boolean {
    return this.#sqlite.prepare('DELETE FROM questionnaire_drafts WHERE id = ?').run(id).changes === 1;
  }
}
