// Alerts, their settings and the letters that wait for the mail server.
import type { Alert, AlertRule } from '../../shared/contract/alerts.ts';
import type { Sqlite, Tx } from './database.ts';

export interface AlertRow {
  id: string;
  rule: AlertRule;
  /** A device's id; '' for the centre. */
  subject: string;
  day: string;
  /** Epoch ms, to the hour where it follows from ratings. */
  raisedAt: number;
  endedAt: number | null;
  evidence: Alert['evidence'];
  acknowledgedBy: string | null;
  acknowledgedAt: number | null;
  note: string | null;
}

export interface MailRow {
  id: string;
  alert: string;
  recipient: string;
  attempts: number;
  nextAttemptAt: number;
}

type StoredAlert = Omit<AlertRow, 'evidence'> & { evidence: string };

const columns = `id, rule, subject, day, raised_at AS raisedAt, ended_at AS endedAt, evidence,
  acknowledged_by AS acknowledgedBy, acknowledged_at AS acknowledgedAt, note`;
const parsed = (row: StoredAlert): AlertRow => ({ ...row, evidence: JSON.parse(row.evidence) });

export class AlertStore {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  settings(): { document: string; smtpPassword: Buffer | null } | undefined {
    return this.#sqlite
      .prepare<[], { document: string; smtpPassword: Buffer | null }>(
        'SELECT document, smtp_password AS smtpPassword FROM alert_settings WHERE id = 1',
      )
      .get();
  }
  putSettings(_tx: Tx, document: string, smtpPassword: Buffer | null): void {
    this.#sqlite
      .prepare(
        `INSERT INTO alert_settings (id, document, smtp_password) VALUES (1, ?, ?)
         ON CONFLICT (id) DO UPDATE SET document = excluded.document, smtp_password = excluded.smtp_password`,
      )
      .run(document, smtpPassword);
  }

  add(_tx: Tx, row: AlertRow): void {
    this.#sqlite
      .prepare(
        `INSERT INTO alerts (id, rule, subject, day, raised_at, ended_at, evidence)
         VALUES (@id, @rule, @subject, @day, @raisedAt, @endedAt, @evidence)`,
      )
      .run({ ...row, evidence: JSON.stringify(row.evidence) });
  }
  /** Alerts whose cause lasts. */
  lasting(): AlertRow[] {
    return this.#sqlite
      .prepare<[], StoredAlert>(`SELECT ${columns} FROM alerts WHERE ended_at IS NULL`)
      .all()
      .map(parsed);
  }
  latest(rule: AlertRule, subject: string): AlertRow | undefined {
    const row = this.#sqlite
      .prepare<[AlertRule, string], StoredAlert>(
        `SELECT ${columns} FROM alerts WHERE rule = ? AND subject = ? ORDER BY raised_at DESC LIMIT 1`,
      )
      .get(rule, subject);
    return row === undefined ? undefined : parsed(row);
  }
  alert(id: string): AlertRow | undefined {
    const row = this.#sqlite
      .prepare<[string], StoredAlert>(`SELECT ${columns} FROM alerts WHERE id = ?`)
      .get(id);
    return row === undefined ? undefined : parsed(row);
  }
  end(_tx: Tx, id: string, at: number): void {
    this.#sqlite.prepare('UPDATE alerts SET ended_at = ? WHERE id = ? AND ended_at IS NULL').run(at, id);
  }
  /** False when somebody has acknowledged it already. */
  acknowledge(_tx: Tx, id: string, by: string, at: number, note: string): boolean {
    return (
      this.#sqlite
        .prepare(
          `UPDATE alerts SET acknowledged_by = ?, acknowledged_at = ?, note = ?
           WHERE id = ? AND acknowledged_by IS NULL`,
        )
        .run(by, at, note, id).changes === 1
    );
  }
  /** Newest first; those after `after`, which names an alert. */
  page(limit: number, after: AlertRow | null): AlertRow[] {
    return this.#sqlite
      .prepare<[number | null, number | null, number | null, string | null, number], StoredAlert>(
        `SELECT ${columns} FROM alerts
         WHERE ? IS NULL OR raised_at < ? OR (raised_at = ? AND id < ?)
         ORDER BY raised_at DESC, id DESC LIMIT ?`,
      )
      .all(
        after?.raisedAt ?? null,
        after?.raisedAt ?? null,
        after?.raisedAt ?? null,
        after?.id ?? null,
        limit,
      )
      .map(parsed);
  }
  openCount(): number {
    return this.#sqlite
      .prepare<[], { n: number }>('SELECT count(*) AS n FROM alerts WHERE acknowledged_by IS NULL')
      .get()!.n;
  }
  /** Forgets alerts raised before, letters with them. */
  prune(_tx: Tx, before: number): void {
    this.#sqlite.prepare('DELETE FROM alerts WHERE raised_at < ?').run(before);
  }

  addMail(_tx: Tx, row: MailRow): void {
    this.#sqlite
      .prepare(
        `INSERT INTO alert_mails (id, alert, recipient, state, attempts, next_attempt_at)
         VALUES (@id, @alert, @recipient, 'pending', @attempts, @nextAttemptAt)`,
      )
      .run(row);
  }
  dueMails(at: number, limit: number): MailRow[] {
    return this.#sqlite
      .prepare<[number, number], MailRow>(
        `SELECT id, alert, recipient, attempts, next_attempt_at AS nextAttemptAt FROM alert_mails
         WHERE state = 'pending' AND next_attempt_at <= ? ORDER BY next_attempt_at LIMIT ?`,
      )
      .all(at, limit);
  }
  nextMailAt(): number | null {
    return this.#sqlite
      .prepare<[], { at: number | null }>(
        `SELECT min(next_attempt_at) AS at FROM alert_mails WHERE state = 'pending'`,
      )
      .get()!.at;
  }
  mailSent(_tx: Tx, id: string): void {
    this.#sqlite.prepare(`UPDATE alert_mails SET state = 'sent' WHERE id = ?`).run(id);
  }
  /** @param nextAttemptAt null gives it up */
  mailFailed(_tx: Tx, id: string, failure: string, nextAttemptAt: number | null): void {
    this.#sqlite
      .prepare(
        `UPDATE alert_mails SET state = CASE WHEN @next IS NULL THEN 'dead' ELSE 'pending' END,
           attempts = attempts + 1, last_failure = @failure, next_attempt_at = coalesce(@next, next_attempt_at)
         WHERE id = @id`,
      )
      .run({ id, failure, next: nextAttemptAt });
  }
  mailCounts(): { pending: number; dead: number; lastFailure: string | null } {
    const counts = this.#sqlite
      .prepare<[], { pending: number; dead: number }>(
        `SELECT count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'dead') AS dead
         FROM alert_mails`,
      )
      .get()!;
    const last = this.#sqlite
      .prepare<[], { failure: string }>(
        `SELECT last_failure AS failure FROM alert_mails WHERE last_failure IS NOT NULL AND state <> 'sent'
         ORDER BY next_attempt_at DESC LIMIT 1`,
      )
      .get();
    return { ...counts, lastFailure: last?.failure ?? null };
  }
}
