// Field surveys, their links and answers. What citizens answered is kept as one row a form under a random key.
import type { SurveyAnswers, SurveyContent } from '../../shared/contract/field-surveys.ts';
import type { Sqlite, Tx } from './database.ts';

export interface FieldSurveyRow {
  id: string;
  state: 'draft' | 'open' | 'closed';
  revision: number;
  opensOn: string | null;
  closesOn: string | null;
  content: SurveyContent;
  changedBy: string;
  changedOn: string;
}
type StoredRow = Omit<FieldSurveyRow, 'content'> & { content: string };

const columns =
  'id, state, revision, opens_on AS opensOn, closes_on AS closesOn, content, changed_by AS changedBy, changed_on AS changedOn';
const read = (row: StoredRow): FieldSurveyRow => ({
  ...row,
  content: JSON.parse(row.content) as SurveyContent,
});

export class FieldSurveyStore {
  readonly #sqlite: Sqlite;
  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  surveys(): FieldSurveyRow[] {
    return this.#sqlite
      .prepare<[], StoredRow>(
        `SELECT ${columns} FROM field_surveys ORDER BY coalesce(opens_on, '9') DESC, id`,
      )
      .all()
      .map(read);
  }
  survey(id: string): FieldSurveyRow | undefined {
    const row = this.#sqlite
      .prepare<[string], StoredRow>(`SELECT ${columns} FROM field_surveys WHERE id = ?`)
      .get(id);
    return row === undefined ? undefined : read(row);
  }
  add(_tx: Tx, row: FieldSurveyRow): void {
    this.#sqlite
      .prepare(
        `INSERT INTO field_surveys (id, state, revision, opens_on, closes_on, content, changed_by, changed_on)
         VALUES (@id, @state, @revision, @opensOn, @closesOn, @content, @changedBy, @changedOn)`,
      )
      .run({ ...row, content: JSON.stringify(row.content) });
  }
  /** Writes the row as the next revision. */
  put(_tx: Tx, row: FieldSurveyRow): void {
    this.#sqlite
      .prepare(
        `UPDATE field_surveys SET state = @state, revision = @revision + 1, opens_on = @opensOn, closes_on = @closesOn,
           content = @content, changed_by = @changedBy, changed_on = @changedOn WHERE id = @id`,
      )
      .run({ ...row, content: JSON.stringify(row.content) });
  }
  /** With its links and answers. */
  delete(_tx: Tx, id: string): void {
    this.#sqlite.prepare('DELETE FROM field_surveys WHERE id = ?').run(id);
  }

  addLink(_tx: Tx, survey: string, tokenHash: Buffer): void {
    this.#sqlite
      .prepare('INSERT INTO field_survey_links (survey, token_hash) VALUES (?, ?)')
      .run(survey, tokenHash);
  }
  link(survey: string, tokenHash: Buffer): { used: number } | undefined {
    return this.#sqlite
      .prepare<[string, Buffer], { used: number }>(
        'SELECT used FROM field_survey_links WHERE survey = ? AND token_hash = ?',
      )
      .get(survey, tokenHash);
  }
  /** False when it had been used. */
  useLink(_tx: Tx, survey: string, tokenHash: Buffer): boolean {
    return (
      this.#sqlite
        .prepare('UPDATE field_survey_links SET used = 1 WHERE survey = ? AND token_hash = ? AND used = 0')
        .run(survey, tokenHash).changes === 1
    );
  }
  links(survey: string): { made: number; used: number } {
    return this.#sqlite
      .prepare<[string], { made: number; used: number }>(
        'SELECT count(*) AS made, coalesce(sum(used), 0) AS used FROM field_survey_links WHERE survey = ?',
      )
      .get(survey)!;
  }

  /** False when the key is taken: the same form sent again. */
  addAnswers(_tx: Tx, survey: string, id: Buffer, answers: SurveyAnswers): boolean {
    return (
      this.#sqlite
        .prepare('INSERT OR IGNORE INTO field_survey_answers (survey, id, answers) VALUES (?, ?, ?)')
        .run(survey, id, JSON.stringify(answers)).changes === 1
    );
  }
  hasAnswers(survey: string, id: Buffer): boolean {
    return (
      this.#sqlite
        .prepare('SELECT 1 FROM field_survey_answers WHERE survey = ? AND id = ?')
        .get(survey, id) !== undefined
    );
  }
  answersLength(survey: string): number {
    return this.#sqlite
      .prepare<[string], { n: number }>('SELECT count(*) AS n FROM field_survey_answers WHERE survey = ?')
      .get(survey)!.n;
  }
  /** In the order of random keys. */
  answers(survey: string): SurveyAnswers[] {
    return this.#sqlite
      .prepare<[string], { answers: string }>(
        'SELECT answers FROM field_survey_answers WHERE survey = ? ORDER BY id',
      )
      .all(survey)
      .map(({ answers }) => JSON.parse(answers) as SurveyAnswers);
  }

  paperNumbers(survey: string): number[] {
    return this.#sqlite
      .prepare<[string], { number: number }>(
        'SELECT number FROM field_survey_paper WHERE survey = ? ORDER BY number',
      )
      .all(survey)
      .map(({ number }) => number);
  }
  paper(survey: string, number: number): SurveyAnswers | undefined {
    const row = this.#sqlite
      .prepare<[string, number], { answers: string }>(
        'SELECT answers FROM field_survey_paper WHERE survey = ? AND number = ?',
      )
      .get(survey, number);
    return row === undefined ? undefined : (JSON.parse(row.answers) as SurveyAnswers);
  }
  putPaper(_tx: Tx, survey: string, number: number, answers: SurveyAnswers): void {
    this.#sqlite
      .prepare(
        `INSERT INTO field_survey_paper (survey, number, answers) VALUES (?, ?, ?)
         ON CONFLICT (survey, number) DO UPDATE SET answers = excluded.answers`,
      )
      .run(survey, number, JSON.stringify(answers));
  }
  deletePaper(_tx: Tx, survey: string, number: number): boolean {
    return (
      this.#sqlite
        .prepare('DELETE FROM field_survey_paper WHERE survey = ? AND number = ?')
        .run(survey, number).changes === 1
    );
  }

  /** Mixes paper with the rest and gives every form another random key: numbers and keys of before are gone. */
  shuffle(tx: Tx, survey: string, random: (length: number) => Buffer): void {
    const all = [
      ...this.answers(survey),
      ...this.paperNumbers(survey).map((number) => this.paper(survey, number)!),
    ];
    this.#sqlite.prepare('DELETE FROM field_survey_answers WHERE survey = ?').run(survey);
    this.#sqlite.prepare('DELETE FROM field_survey_paper WHERE survey = ?').run(survey);
    this.#sqlite.prepare('DELETE FROM field_survey_links WHERE survey = ?').run(survey);
    for (const answers of all) this.addAnswers(tx, survey, random(16), answers);
  }
}
