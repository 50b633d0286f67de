// Visits with their invitations until they are redeemed and sealed, the set of redeemed invitations, contests, and the
// tallies of visits. Keyed by HMACs; external ids and tokens never reach the file.
import type { Mode } from '../../shared/statistics/cell.ts';
import type { Sqlite, Tx } from './database.ts';

export type VisitSource = 'integrated' | 'self-reported';

export interface VisitRow {
  tokenHash: Buffer;
  visitId: Buffer;
  codeHash: Buffer | null;
  codeAttempt: number;
  officer: string;
  counter: string;
  procedure: string;
  stage: string | null;
  source: VisitSource;
  day: string;
  expiresDay: string;
  opensAt: number | null;
}

export interface SpentRow {
  codeAttempt: number;
  officer: string;
  day: string;
  expiresDay: string;
  contested: number;
}

export interface TallyRow {
  day: string;
  officer: string;
  counter: string;
  procedure: string;
  source: VisitSource;
  visits: number;
  /** Invitations redeemed, by mode. */
  kiosk: number;
  qr: number;
  paper: number;
  link: number;
}

export interface UninvitedRow {
  day: string;
  officer: string;
  presence: number;
  walkUp: number;
}

export interface LoggedTallyRow {
  day: string;
  officer: string;
  procedure: string;
  revision: number;
  /** JSON of the counts as logged. */
  counts: string;
}

/** Sums of an officer's month, by who announced the visits. */
export interface MonthTallyRow {
  officer: string;
  month: string;
  source: VisitSource;
  visits: number;
  answered: number;
}

const visitColumns = `token_hash AS tokenHash, visit_id AS visitId, code_hash AS codeHash, code_attempt AS codeAttempt,
  officer, counter, procedure, stage, source, day, expires_day AS expiresDay, opens_at AS opensAt`;

export class VisitStore {
  readonly #sqlite: Sqlite;
  readonly #insert;
  readonly #byToken;
  readonly #byCode;
  readonly #spent;
  readonly #spend;
  readonly #tally;
  readonly #answered;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#insert = sqlite.prepare<[VisitRow]>(
      `INSERT OR IGNORE INTO visits (token_hash, visit_id, code_hash, code_attempt, officer, counter, procedure, stage,
         source, day, expires_day, opens_at)
       VALUES (@tokenHash, @visitId, @codeHash, @codeAttempt, @officer, @counter, @procedure, @stage, @source, @day,
         @expiresDay, @opensAt)`,
    );
    this.#byToken = sqlite.prepare<[Buffer], VisitRow>(
      `SELECT ${visitColumns} FROM visits WHERE token_hash = ?`,
    );
    this.#byCode = sqlite.prepare<[Buffer], VisitRow>(
      `SELECT ${visitColumns} FROM visits WHERE code_hash = ?`,
    );
    this.#spent = sqlite.prepare<[Buffer], SpentRow>(
      `SELECT code_attempt AS codeAttempt, officer, day, expires_day AS expiresDay, contested FROM spent
       WHERE token_hash = ?`,
    );
    this.#spend = sqlite.prepare(
      `INSERT OR IGNORE INTO spent (token_hash, code_attempt, officer, day, expires_day)
       VALUES (@tokenHash, @codeAttempt, @officer, @day, @expiresDay)`,
    );
    const answered = (mode: Mode) =>
      sqlite.prepare<string[]>(
        `UPDATE tallies SET ${mode} = ${mode} + 1
         WHERE day = ? AND officer = ? AND counter = ? AND procedure = ? AND source = ?`,
      );
    this.#answered = {
      kiosk: answered('kiosk'),
      qr: answered('qr'),
      // Summed apart until the night (migration 0013).
      paper: sqlite.prepare<string[]>(
        `INSERT INTO keyed_paper (day, officer, counter, procedure, source, forms) VALUES (?, ?, ?, ?, ?, 1)
         ON CONFLICT DO UPDATE SET forms = forms + 1`,
      ),
      link: answered('link'),
    };
    this.#tally = sqlite.prepare(
      `INSERT INTO tallies (day, officer, counter, procedure, source, visits)
       VALUES (@day, @officer, @counter, @procedure, @source, 1)
       ON CONFLICT (day, officer, counter, procedure, source) DO UPDATE SET visits = visits + 1`,
    );
  }

  byToken(tokenHash: Buffer): VisitRow | undefined {
    return this.#byToken.get(tokenHash);
  }
  byCode(codeHash: Buffer): VisitRow | undefined {
    return this.#byCode.get(codeHash);
  }
  spent(tokenHash: Buffer): SpentRow | undefined {
    return this.#spent.get(tokenHash);
  }

  /** Adds a visit and counts it; false when the visit or its code is there already (nothing is written then). */
  insert(_tx: Tx, row: VisitRow): boolean {
    if (this.#insert.run(row).changes === 0) return false;
    this.#tally.run(row);
    return true;
  }

  /** Marks the invitation redeemed and counts it (on paper: for the night to take over); false when it was redeemed already, by the primary key. */
  spend(_tx: Tx, visit: VisitRow, mode: Mode): boolean {
    if (this.#spend.run(visit).changes === 0) return false;
    const { day, officer, counter, procedure, source } = visit;
    this.#answered[mode].run(day, officer, counter, procedure, source);
    return true;
  }

  /** Records "it was not me" once for a redeemed invitation; false when it was recorded before. */
  contest(_tx: Tx, tokenHash: Buffer, id: Buffer): boolean {
    const marked = this.#sqlite
      .prepare('UPDATE spent SET contested = 1 WHERE token_hash = ? AND contested = 0')
      .run(tokenHash);
    if (marked.changes === 0) return false;
    this.#sqlite
      .prepare(
        'INSERT INTO contests (id, officer, day) SELECT ?, officer, day FROM spent WHERE token_hash = ?',
      )
      .run(id, tokenHash);
    return true;
  }

  visitsOnDay(day: string): { counter: string; officer: string; visits: number }[] {
    return this.#sqlite
      .prepare<[string], { counter: string; officer: string; visits: number }>(
        'SELECT counter, officer, SUM(visits) AS visits FROM tallies WHERE day = ? GROUP BY counter, officer',
      )
      .all(day);
  }
  /** Redeemed invitations of the visits of a day, but for those on paper since the last seal. */
  spentOnDay(day: string): number {
    return this.#sqlite
      .prepare<[string, string], { n: number }>(
        `SELECT (SELECT count(*) FROM spent WHERE day = ?)
           - (SELECT coalesce(sum(forms), 0) FROM keyed_paper WHERE day = ?) AS n`,
      )
      .get(day, day)!.n;
  }
  /** HMACs of every invitation that can still be redeemed, and of those redeemed within their time. */
  *tokenHashes(): Iterable<Buffer> {
    const rows = this.#sqlite.prepare<[], { tokenHash: Buffer }>(
      'SELECT token_hash AS tokenHash FROM visits UNION SELECT token_hash AS tokenHash FROM spent',
    );
    for (const { tokenHash } of rows.iterate()) yield tokenHash;
  }
  tallies(): TallyRow[] {
    return this.#sqlite
      .prepare<[], TallyRow>(
        'SELECT day, officer, counter, procedure, source, visits, kiosk, qr, paper, link FROM tallies',
      )
      .all();
  }
  /** Tallies of visits from a day on. */
  talliesSince(day: string): TallyRow[] {
    return this.#sqlite
      .prepare<[string], TallyRow>(
        `SELECT day, officer, counter, procedure, source, visits, kiosk, qr, paper, link FROM tallies WHERE day >= ?`,
      )
      .all(day);
  }
  /** Adds to the count of responses without an invitation. */
  countUninvited(_tx: Tx, row: UninvitedRow): void {
    this.#sqlite
      .prepare(
        `INSERT INTO uninvited (day, officer, presence, walk_up) VALUES (@day, @officer, @presence, @walkUp)
         ON CONFLICT (day, officer) DO UPDATE SET
           presence = presence + excluded.presence, walk_up = walk_up + excluded.walk_up`,
      )
      .run(row);
  }
  uninvitedSince(day: string): UninvitedRow[] {
    return this.#sqlite
      .prepare<[string], UninvitedRow>(
        'SELECT day, officer, presence, walk_up AS walkUp FROM uninvited WHERE day >= ?',
      )
      .all(day);
  }
  loggedTalliesSince(day: string): LoggedTallyRow[] {
    return this.#sqlite
      .prepare<[string], LoggedTallyRow>(
        'SELECT day, officer, procedure, revision, counts FROM logged_tallies WHERE day >= ?',
      )
      .all(day);
  }
  putLoggedTally(_tx: Tx, row: LoggedTallyRow): void {
    this.#sqlite
      .prepare(
        `INSERT INTO logged_tallies (day, officer, procedure, revision, counts)
         VALUES (@day, @officer, @procedure, @revision, @counts)
         ON CONFLICT (day, officer, procedure) DO UPDATE SET revision = excluded.revision, counts = excluded.counts`,
      )
      .run(row);
  }
  removeLoggedTally(_tx: Tx, row: Pick<LoggedTallyRow, 'day' | 'officer' | 'procedure'>): void {
    this.#sqlite
      .prepare(
        'DELETE FROM logged_tallies WHERE day = @day AND officer = @officer AND procedure = @procedure',
      )
      .run(row);
  }
  /** Contests since the last seal. */
  contestsWaiting(): number {
    return this.#sqlite.prepare<[], { n: number }>('SELECT count(*) AS n FROM contests').get()!.n;
  }
  /** Takes the contests not yet in the ledger. */
  takeContests(_tx: Tx): { officer: string; day: string }[] {
    return this.#sqlite
      .prepare<[], { officer: string; day: string }>('DELETE FROM contests RETURNING officer, day')
      .all();
  }
  /** Sums by month, of days up to and including `lastDay`. */
  monthTallies(months: readonly string[], lastDay: string): MonthTallyRow[] {
    const select = this.#sqlite.prepare<[string, string], MonthTallyRow>(
      `SELECT officer, substr(day, 1, 7) AS month, source, sum(visits) AS visits,
         sum(kiosk + qr + paper + link) AS answered
       FROM tallies WHERE day >= ? AND day <= ? GROUP BY officer, month, source`,
    );
    return months.flatMap((month) => {
      const last = `${month}-31`;
      return select.all(`${month}-01`, last < lastDay ? last : lastDay);
    });
  }

  /** True when a visit was ever closed. */
  hasVisits(): boolean {
    return this.#sqlite.prepare('SELECT 1 FROM tallies LIMIT 1').get() !== undefined;
  }

  /** One officer's visits and redeemed invitations since a day, whatever the counter. */
  tallySince(officer: string, day: string): { visits: number; answered: number } {
    return this.#sqlite
      .prepare<[string, string], { visits: number; answered: number }>(
        `SELECT coalesce(sum(visits), 0) AS visits, coalesce(sum(kiosk + qr + paper + link), 0) AS answered
         FROM tallies WHERE officer = ? AND day >= ?`,
      )
      .get(officer, day)!;
  }

  /**
   * What the seal does to visits: redeemed ones go (only their place in `spent` stays), minutes go, slip codes of past
   * days go, and all of an invitation goes once no response can come for it any more. Returns how many rows changed.
   */
  sever(_tx: Tx, now: { today: string; at: number; lastExpiryKept: string }): number {
    const run = (sql: string, ...values: (string | number)[]) =>
      this.#sqlite.prepare(sql).run(...values).changes;
    return (
      run('DELETE FROM visits WHERE token_hash IN (SELECT token_hash FROM spent)') +
      run('DELETE FROM visits WHERE expires_day < ?', now.lastExpiryKept) +
      run('DELETE FROM spent WHERE expires_day < ?', now.lastExpiryKept) +
      run('UPDATE visits SET code_hash = NULL WHERE code_hash IS NOT NULL AND day < ?', now.today) +
      run('UPDATE visits SET opens_at = NULL WHERE opens_at <= ?', now.at)
    );
  }
}
