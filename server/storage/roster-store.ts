// Counters, officers, procedures, duty. Rows are added or updated, never removed: history keeps pointing at them.
// Lists leave out `test:…`, what set-up tries the way with (server/setup/test-visits.ts): nobody works under these codes.
import type { Sqlite, Tx } from './database.ts';

export interface OfficerRow {
  code: string;
  name: string;
  position: string;
}
export interface CounterRow {
  code: string;
  name: string;
}
export interface ProcedureRow {
  code: string;
  name: string;
  field: string;
}
export interface Photo {
  type: string;
  bytes: Buffer;
}

export class RosterStore {
  readonly #officer;
  readonly #counter;
  readonly #procedure;
  readonly #onDuty;
  readonly #counterOf;
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#officer = sqlite.prepare<[string], OfficerRow>(
      'SELECT code, name, position FROM officers WHERE code = ?',
    );
    this.#counter = sqlite.prepare<[string], CounterRow>('SELECT code, name FROM counters WHERE code = ?');
    this.#procedure = sqlite.prepare<[string], ProcedureRow>(
      'SELECT code, name, field FROM procedures WHERE code = ?',
    );
    this.#onDuty = sqlite.prepare<[{ counter: string; at: number }], { officer: string }>(
      `SELECT officer FROM duty WHERE counter = @counter AND starts_at <= @at AND (ends_at IS NULL OR ends_at > @at)
       ORDER BY starts_at DESC LIMIT 1`,
    );
    this.#counterOf = sqlite.prepare<[{ officer: string; at: number }], { counter: string }>(
      `SELECT counter FROM duty WHERE officer = @officer AND starts_at <= @at AND (ends_at IS NULL OR ends_at > @at)
       ORDER BY starts_at DESC LIMIT 1`,
    );
  }

  officer(code: string): OfficerRow | undefined {
    return this.#officer.get(code);
  }
  counter(code: string): CounterRow | undefined {
    return this.#counter.get(code);
  }
  procedure(code: string): ProcedureRow | undefined {
    return this.#procedure.get(code);
  }
  officers(): OfficerRow[] {
    return this.#sqlite
      .prepare<[], OfficerRow>(
        `SELECT code, name, position FROM officers WHERE code NOT LIKE 'test:%' ORDER BY code`,
      )
      .all();
  }
  counters(): CounterRow[] {
    return this.#sqlite.prepare<[], CounterRow>('SELECT code, name FROM counters ORDER BY code').all();
  }
  procedures(): ProcedureRow[] {
    return this.#sqlite
      .prepare<[], ProcedureRow>(
        `SELECT code, name, field FROM procedures WHERE code NOT LIKE 'test:%' ORDER BY code`,
      )
      .all();
  }

  /** Duties open at `at` (epoch ms). */
  onDutyCount(at: number): number {
    return this.#sqlite
      .prepare<[{ at: number }], { n: number }>(
        'SELECT count(*) AS n FROM duty WHERE starts_at <= @at AND (ends_at IS NULL OR ends_at > @at)',
      )
      .get({ at })!.n;
  }

  photo(officer: string): Photo | undefined {
    return this.#sqlite
      .prepare<[string], Photo>('SELECT type, bytes FROM officer_photos WHERE officer = ?')
      .get(officer);
  }
  hasPhoto(officer: string): boolean {
    return this.#sqlite.prepare('SELECT 1 FROM officer_photos WHERE officer = ?').get(officer) !== undefined;
  }

  /** Code of the officer on duty at a counter at `at` (epoch ms); the one who came last when several are. */
  onDuty(counter: string, at: number): string | null {
    return this.#onDuty.get({ counter, at })?.officer ?? null;
  }

  /** Code of the counter where an officer is on duty at `at`. */
  counterOf(officer: string, at: number): string | null {
    return this.#counterOf.get({ officer, at })?.counter ?? null;
  }

  putOfficer(_tx: Tx, row: OfficerRow): void {
    this.#sqlite
      .prepare(
        `INSERT INTO officers (code, name, position) VALUES (@code, @name, @position)
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, position = excluded.position`,
      )
      .run(row);
  }
  putPhoto(_tx: Tx, officer: string, photo: Photo): void {
    this.#sqlite
      .prepare(
        `INSERT INTO officer_photos (officer, type, bytes) VALUES (?, ?, ?)
         ON CONFLICT (officer) DO UPDATE SET type = excluded.type, bytes = excluded.bytes`,
      )
      .run(officer, photo.type, photo.bytes);
  }
  putCounter(_tx: Tx, row: CounterRow): void {
    this.#sqlite
      .prepare(
        'INSERT INTO counters (code, name) VALUES (@code, @name) ON CONFLICT (code) DO UPDATE SET name = excluded.name',
      )
      .run(row);
  }
  putProcedure(_tx: Tx, row: ProcedureRow): void {
    this.#sqlite
      .prepare(
        `INSERT INTO procedures (code, name, field) VALUES (@code, @name, @field)
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, field = excluded.field`,
      )
      .run(row);
  }
  /** A later end for the same counter, officer and start replaces the earlier one. Times in epoch ms. */
  putDuty(_tx: Tx, row: { counter: string; officer: string; startsAt: number; endsAt: number | null }): void {
    this.#sqlite
      .prepare(
        `INSERT INTO duty (counter, officer, starts_at, ends_at) VALUES (@counter, @officer, @startsAt, @endsAt)
         ON CONFLICT (counter, starts_at, officer) DO UPDATE SET ends_at = excluded.ends_at`,
      )
      .run(row);
  }
  /** Ends whatever duty at this counter, or of this officer, is still open at `at`. */
  endOpenDuty(_tx: Tx, counter: string, officer: string, at: number): void {
    this.#sqlite
      .prepare(
        `UPDATE duty SET ends_at = @at
         WHERE (counter = @counter OR officer = @officer) AND ends_at IS NULL AND starts_at < @at`,
      )
      .run({ counter, officer, at });
  }
}
