// Comments once severed from their response: whom and which month they are about, what state they are in, and their
// text under a key that is not in this file.
import type { CommentState } from '../../shared/contract/comments.ts';
import type { Sqlite, Tx } from './database.ts';

export interface CommentRow {
  /** 16 random bytes; their order says nothing. */
  id: Buffer;
  officer: string;
  /** Month of the visit, `2026-10`. */
  period: string;
  state: CommentState;
  /** The sealed text; null once erased. */
  sealed: Buffer | null;
  tags: string[];
}

type StoredRow = Omit<CommentRow, 'tags'> & { tags: string };

const columns = 'id, officer, period, state, sealed, tags';
const parsed = (row: StoredRow): CommentRow => ({ ...row, tags: JSON.parse(row.tags) });

export class CommentStore {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  add(_tx: Tx, rows: Iterable<Pick<CommentRow, 'id' | 'officer' | 'period'> & { sealed: Buffer }>): void {
    const insert = this.#sqlite.prepare(
      `INSERT INTO comments (id, officer, period, state, sealed) VALUES (@id, @officer, @period, 'waiting', @sealed)`,
    );
    for (const row of rows) insert.run(row);
  }
  comment(id: Buffer): CommentRow | undefined {
    const row = this.#sqlite
      .prepare<[Buffer], StoredRow>(`SELECT ${columns} FROM comments WHERE id = ?`)
      .get(id);
    return row === undefined ? undefined : parsed(row);
  }
  /** Newest month first, within it by random id; at most `limit`. */
  comments(state: CommentState, period: string | null, limit: number): CommentRow[] {
    return this.#sqlite
      .prepare<[CommentState, string | null, string | null, number], StoredRow>(
        `SELECT ${columns} FROM comments WHERE state = ? AND (? IS NULL OR period = ?)
         ORDER BY period DESC, id LIMIT ?`,
      )
      .all(state, period, period, limit)
      .map(parsed);
  }
  counts(): Record<CommentState, number> {
    const counts = { waiting: 0, released: 0, erased: 0 };
    const rows = this.#sqlite
      .prepare<[], { state: CommentState; n: number }>(
        'SELECT state, count(*) AS n FROM comments GROUP BY state',
      )
      .all();
    for (const { state, n } of rows) counts[state] = n;
    return counts;
  }
  /** Every sealed text there is. */
  sealed(): Buffer[] {
    return this.#sqlite
      .prepare<[], { sealed: Buffer }>('SELECT sealed FROM comments WHERE sealed IS NOT NULL')
      .all()
      .map((row) => row.sealed);
  }
  put(_tx: Tx, row: CommentRow): void {
    this.#sqlite
      .prepare('UPDATE comments SET state = @state, sealed = @sealed, tags = @tags WHERE id = @id')
      .run({ id: row.id, state: row.state, sealed: row.sealed, tags: JSON.stringify(row.tags) });
  }
}
