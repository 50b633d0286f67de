// KPI policies, moved weights, entered figures, closed periods, petitions and held levels. Who may do what, and what is
// consistent, is decided by server/kpi; the constraints here only make sure that nobody decides alone and nothing final moves.
import type { Sqlite, Tx } from './database.ts';

export interface KpiPolicyRow {
  number: number;
  /** JSON of the loaded policy. */
  document: string;
  hash: string;
  effective: string;
  state: 'proposed' | 'active' | 'rejected';
  proposedBy: string;
  proposedAt: number;
  decidedBy: string | null;
  decidedAt: number | null;
}

export interface KpiPositionRow {
  number: number;
  effective: string;
  /** JSON of a PositionDocument. */
  document: string;
  enteredBy: string;
  enteredAt: number;
}

export interface KpiFiguresRow {
  officer: string;
  month: string;
  /** Empty where none was named. */
  unit: string;
  revision: number;
  /** JSON of a MonthFiguresBody. */
  body: string;
  enteredBy: string;
  enteredAt: number;
  reason: string;
}

export interface KpiCloseRow {
  period: string;
  version: number;
  state: 'closed' | 'confirmed' | 'final';
  provisional: number;
  /** JSON list of the officers whose sheets the version replaces; null for a whole table. */
  officers: string | null;
  policy: number;
  treeSize: number;
  withheld: number;
  tableBytes: string;
  tableHash: string;
  figures: string;
  reason: string;
  closedBy: string;
  closedAt: number;
  confirmedBy: string | null;
  confirmedAt: number | null;
  leafHash: Buffer | null;
  finalDay: string | null;
}

export interface KpiDisputeRow {
  id: string;
  number: number;
  officer: string;
  petition: string;
  filedBy: string;
  filedAt: number;
  decideBy: string;
  state: 'open' | 'proposed' | 'decided' | 'logged' | 'settled';
  proposal: string | null;
  proposedBy: string | null;
  proposedAt: number | null;
  approvedBy: string | null;
  approvedAt: number | null;
  loggedDay: string | null;
}

export interface KpiHoldRow {
  number: number;
  officer: string;
  period: string;
  choice: 'count' | 'leave-out';
  reason: string;
  state: 'proposed' | 'decided' | 'rejected';
  proposedBy: string;
  proposedAt: number;
  decidedBy: string | null;
  decidedAt: number | null;
}

const policyColumns = `number, document, hash, effective, state, proposed_by AS proposedBy, proposed_at AS proposedAt,
  decided_by AS decidedBy, decided_at AS decidedAt`;
const closeColumns = `period, version, state, provisional, officers, policy, tree_size AS treeSize, withheld,
  table_bytes AS tableBytes, table_hash AS tableHash, figures, reason, closed_by AS closedBy, closed_at AS closedAt,
  confirmed_by AS confirmedBy, confirmed_at AS confirmedAt, leaf_hash AS leafHash, final_day AS finalDay`;
const disputeColumns = `id, number, officer, petition, filed_by AS filedBy, filed_at AS filedAt, decide_by AS decideBy,
  state, proposal, proposed_by AS proposedBy, proposed_at AS proposedAt, approved_by AS approvedBy,
  approved_at AS approvedAt, logged_day AS loggedDay`;
const holdColumns = `number, officer, period, choice, reason, state, proposed_by AS proposedBy, proposed_at AS proposedAt,
  decided_by AS decidedBy, decided_at AS decidedAt`;
const figuresColumns = `officer, month, unit, revision, body, entered_by AS enteredBy, entered_at AS enteredAt, reason`;

export class KpiStore {
  readonly #sqlite: Sqlite;
  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  policies(): KpiPolicyRow[] {
    return this.#sqlite
      .prepare<[], KpiPolicyRow>(`SELECT ${policyColumns} FROM kpi_policies ORDER BY number`)
      .all();
  }
  policy(number: number): KpiPolicyRow | undefined {
    return this.#sqlite
      .prepare<[number], KpiPolicyRow>(`SELECT ${policyColumns} FROM kpi_policies WHERE number = ?`)
      .get(number);
  }
  proposePolicy(
    _tx: Tx,
    row: Pick<KpiPolicyRow, 'document' | 'hash' | 'effective' | 'proposedBy' | 'proposedAt'>,
  ): number {
    const result = this.#sqlite
      .prepare(
        `INSERT INTO kpi_policies (document, hash, effective, state, proposed_by, proposed_at)
         VALUES (@document, @hash, @effective, 'proposed', @proposedBy, @proposedAt)`,
      )
      .run(row);
    return Number(result.lastInsertRowid);
  }
  /** False when it is not proposed any more. */
  decidePolicy(
    _tx: Tx,
    row: Pick<KpiPolicyRow, 'number' | 'decidedBy' | 'decidedAt'> & { state: 'active' | 'rejected' },
  ): boolean {
    return (
      this.#sqlite
        .prepare(
          `UPDATE kpi_policies SET state = @state, decided_by = @decidedBy, decided_at = @decidedAt
           WHERE number = @number AND state = 'proposed'`,
        )
        .run(row).changes === 1
    );
  }

  positions(): KpiPositionRow[] {
    return this.#sqlite
      .prepare<[], KpiPositionRow>(
        `SELECT number, effective, document, entered_by AS enteredBy, entered_at AS enteredAt FROM kpi_positions
         ORDER BY number`,
      )
      .all();
  }
  addPosition(_tx: Tx, row: Omit<KpiPositionRow, 'number'>): number {
    const result = this.#sqlite
      .prepare(
        `INSERT INTO kpi_positions (effective, document, entered_by, entered_at)
         VALUES (@effective, @document, @enteredBy, @enteredAt)`,
      )
      .run(row);
    return Number(result.lastInsertRowid);
  }

  /** Every revision of the months, oldest first within officer, month and unit. */
  figures(months: readonly string[], officer?: string): KpiFiguresRow[] {
    const select = this.#sqlite.prepare<[string, string | null, string | null], KpiFiguresRow>(
      `SELECT ${figuresColumns} FROM kpi_figures WHERE month = ? AND (? IS NULL OR officer = ?)
       ORDER BY officer, month, unit, revision`,
    );
    return months.flatMap((month) => select.all(month, officer ?? null, officer ?? null));
  }
  /** Every revision of each officer's last month, oldest first within officer and unit. */
  figuresOfLastMonths(): KpiFiguresRow[] {
    return this.#sqlite
      .prepare<[], KpiFiguresRow>(
        `SELECT ${figuresColumns} FROM kpi_figures
         WHERE (officer, month) IN (SELECT officer, MAX(month) FROM kpi_figures GROUP BY officer)
         ORDER BY officer, unit, revision`,
      )
      .all();
  }
  latestFigures(officer: string, month: string, unit: string): KpiFiguresRow | undefined {
    return this.#sqlite
      .prepare<[string, string, string], KpiFiguresRow>(
        `SELECT ${figuresColumns} FROM kpi_figures WHERE officer = ? AND month = ? AND unit = ?
         ORDER BY revision DESC LIMIT 1`,
      )
      .get(officer, month, unit);
  }
  addFigures(_tx: Tx, row: KpiFiguresRow): void {
    this.#sqlite
      .prepare(
        `INSERT INTO kpi_figures (officer, month, unit, revision, body, entered_by, entered_at, reason)
         VALUES (@officer, @month, @unit, @revision, @body, @enteredBy, @enteredAt, @reason)`,
      )
      .run(row);
  }

  /** Every version of every period, oldest version first. */
  closes(period?: string): KpiCloseRow[] {
    return this.#sqlite
      .prepare<[string | null, string | null], KpiCloseRow>(
        `SELECT ${closeColumns} FROM kpi_closes WHERE ? IS NULL OR period = ? ORDER BY period, version`,
      )
      .all(period ?? null, period ?? null);
  }
  /** Without the tables: what lists of periods need. */
  closeStates(): Pick<
    KpiCloseRow,
    'period' | 'version' | 'state' | 'provisional' | 'officers' | 'reason' | 'closedBy' | 'finalDay'
  >[] {
    return this.#sqlite
      .prepare<[], ReturnType<KpiStore['closeStates']>[number]>(
        `SELECT period, version, state, provisional, officers, reason, closed_by AS closedBy, final_day AS finalDay
         FROM kpi_closes ORDER BY period, version`,
      )
      .all();
  }

  /** Periods that have a final version, in text order. */
  finalPeriods(): string[] {
    return this.#sqlite
      .prepare<[], string>("SELECT DISTINCT period FROM kpi_closes WHERE state = 'final' ORDER BY period")
      .pluck()
      .all();
  }

  /** False when the period has a version that is not final yet, by constraint. */
  addClose(_tx: Tx, row: KpiCloseRow): boolean {
    return (
      this.#sqlite
        .prepare(
          `INSERT OR IGNORE INTO kpi_closes (period, version, state, provisional, officers, policy, tree_size, withheld,
             table_bytes, table_hash, figures, reason, closed_by, closed_at, confirmed_by, confirmed_at, leaf_hash, final_day)
           VALUES (@period, @version, @state, @provisional, @officers, @policy, @treeSize, @withheld, @tableBytes,
             @tableHash, @figures, @reason, @closedBy, @closedAt, @confirmedBy, @confirmedAt, @leafHash, @finalDay)`,
        )
        .run(row).changes === 1
    );
  }
  /** False when no version of the period is closed and unconfirmed. */
  confirmClose(
    _tx: Tx,
    row: { period: string; version: number; by: string; at: number; leafHash: Buffer },
  ): boolean {
    return (
      this.#sqlite
        .prepare(
          `UPDATE kpi_closes SET state = 'confirmed', confirmed_by = @by, confirmed_at = @at, leaf_hash = @leafHash
           WHERE period = @period AND version = @version AND state = 'closed'`,
        )
        .run(row).changes === 1
    );
  }
  /** Takes back a close that nobody confirmed; false when there is none. */
  dropClose(_tx: Tx, period: string): boolean {
    return (
      this.#sqlite.prepare("DELETE FROM kpi_closes WHERE period = ? AND state = 'closed'").run(period)
        .changes === 1
    );
  }
  makeFinal(_tx: Tx, leafHash: Buffer, day: string): void {
    this.#sqlite
      .prepare(
        "UPDATE kpi_closes SET state = 'final', final_day = ? WHERE leaf_hash = ? AND state = 'confirmed'",
      )
      .run(day, leafHash);
  }

  disputes(officer?: string): KpiDisputeRow[] {
    return this.#sqlite
      .prepare<[string | null, string | null], KpiDisputeRow>(
        `SELECT ${disputeColumns} FROM kpi_disputes WHERE ? IS NULL OR officer = ? ORDER BY number`,
      )
      .all(officer ?? null, officer ?? null);
  }
  dispute(id: string): KpiDisputeRow | undefined {
    return this.#sqlite
      .prepare<[string], KpiDisputeRow>(`SELECT ${disputeColumns} FROM kpi_disputes WHERE id = ?`)
      .get(id);
  }
  nextDisputeNumber(): number {
    return this.#sqlite
      .prepare<[], { n: number }>('SELECT coalesce(max(number), 0) + 1 AS n FROM kpi_disputes')
      .get()!.n;
  }
  addDispute(
    _tx: Tx,
    row: Pick<KpiDisputeRow, 'id' | 'number' | 'officer' | 'petition' | 'filedBy' | 'filedAt' | 'decideBy'>,
  ): void {
    this.#sqlite
      .prepare(
        `INSERT INTO kpi_disputes (id, number, officer, petition, filed_by, filed_at, decide_by, state)
         VALUES (@id, @number, @officer, @petition, @filedBy, @filedAt, @decideBy, 'open')`,
      )
      .run(row);
  }
  /** False when it is not open. */
  proposeDecision(_tx: Tx, row: { id: string; proposal: string; by: string; at: number }): boolean {
    return (
      this.#sqlite
        .prepare(
          `UPDATE kpi_disputes SET state = 'proposed', proposal = @proposal, proposed_by = @by, proposed_at = @at
           WHERE id = @id AND state = 'open'`,
        )
        .run(row).changes === 1
    );
  }
  /** Back to open; false when nothing was proposed. */
  dropProposal(_tx: Tx, id: string): boolean {
    return (
      this.#sqlite
        .prepare(
          `UPDATE kpi_disputes SET state = 'open', proposal = NULL, proposed_by = NULL, proposed_at = NULL
           WHERE id = ? AND state = 'proposed'`,
        )
        .run(id).changes === 1
    );
  }
  approveDecision(_tx: Tx, row: { id: string; by: string; at: number }): boolean {
    return (
      this.#sqlite
        .prepare(
          `UPDATE kpi_disputes SET state = 'decided', approved_by = @by, approved_at = @at
           WHERE id = @id AND state = 'proposed'`,
        )
        .run(row).changes === 1
    );
  }
  /** Decided disputes are in the ledger from this seal on. */
  logDecided(_tx: Tx, day: string): void {
    this.#sqlite
      .prepare("UPDATE kpi_disputes SET state = 'logged', logged_day = ? WHERE state = 'decided'")
      .run(day);
  }
  settle(_tx: Tx, id: string): void {
    this.#sqlite
      .prepare("UPDATE kpi_disputes SET state = 'settled' WHERE id = ? AND state = 'logged'")
      .run(id);
  }

  holds(): KpiHoldRow[] {
    return this.#sqlite.prepare<[], KpiHoldRow>(`SELECT ${holdColumns} FROM kpi_holds ORDER BY number`).all();
  }
  hold(number: number): KpiHoldRow | undefined {
    return this.#sqlite
      .prepare<[number], KpiHoldRow>(`SELECT ${holdColumns} FROM kpi_holds WHERE number = ?`)
      .get(number);
  }
  /** Its number, or null when the officer's period has one that was not rejected, by constraint. */
  proposeHold(
    _tx: Tx,
    row: Pick<KpiHoldRow, 'officer' | 'period' | 'choice' | 'reason' | 'proposedBy' | 'proposedAt'>,
  ): number | null {
    const result = this.#sqlite
      .prepare(
        `INSERT OR IGNORE INTO kpi_holds (officer, period, choice, reason, state, proposed_by, proposed_at)
         VALUES (@officer, @period, @choice, @reason, 'proposed', @proposedBy, @proposedAt)`,
      )
      .run(row);
    return result.changes === 1 ? Number(result.lastInsertRowid) : null;
  }
  decideHold(
    _tx: Tx,
    row: { number: number; state: 'decided' | 'rejected'; by: string; at: number },
  ): boolean {
    return (
      this.#sqlite
        .prepare(
          `UPDATE kpi_holds SET state = @state, decided_by = @by, decided_at = @at
           WHERE number = @number AND state = 'proposed'`,
        )
        .run(row).changes === 1
    );
  }
}
