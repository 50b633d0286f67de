// The audit trail's table: rows are added and read, never changed (triggers). Pages go from the newest row backwards.
import type { Sqlite, Tx } from './database.ts';

export interface AuditRow {
  number: number;
  /** Epoch ms. */
  at: number;
  actor: string;
  action: string;
  subject: string;
  detail: string | null;
}

/** What rows to give: `actor`, `action` and `subject` by their beginnings; times half open [since, until). */
export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  since?: number | undefined;
  until?: number | undefined;
  /** Only rows older than this number. */
  before?: number | undefined;
  limit: number;
}

export class AuditStore {
  readonly #sqlite: Sqlite;
  readonly #add;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#add = sqlite.prepare(
      'INSERT INTO audit_trail (at, actor, action, subject, detail) VALUES (@at, @actor, @action, @subject, @detail)',
    );
  }

  add(_tx: Tx, row: Omit<AuditRow, 'number'>): void {
    this.#add.run(row);
  }

  /** Newest first, at most `limit`. */
  page(filter: AuditFilter): AuditRow[] {
    const conditions: string[] = [];
    const values: (string | number)[] = [];
    const where = (condition: string, ...given: (string | number)[]) => {
      conditions.push(condition);
      values.push(...given);
    };
    for (const column of ['actor', 'action', 'subject'] as const) {
      const beginning = filter[column];
      // U+10FFFF sorts behind every text that begins the same way.
      if (beginning !== undefined)
        where(`${column} >= ? AND ${column} < ?`, beginning, `${beginning}\u{10ffff}`);
    }
    if (filter.since !== undefined) where('at >= ?', filter.since);
    if (filter.until !== undefined) where('at < ?', filter.until);
    if (filter.before !== undefined) where('number < ?', filter.before);
    const condition = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    return this.#sqlite
      .prepare<(string | number)[], AuditRow>(
        `SELECT number, at, actor, action, subject, detail FROM audit_trail ${condition} ORDER BY number DESC LIMIT ?`,
      )
      .all(...values, filter.limit);
  }
}
