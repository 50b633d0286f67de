// People and their sessions: users, recovery codes, links to choose a password. Secrets are kept as hashes or encrypted.
import type { Role } from '../../shared/contract/access.ts';
import type { Sqlite, Tx } from './database.ts';

export interface UserRow {
  name: string;
  role: Role;
  officer: string | null;
  passwordHash: string | null;
  disabled: number;
  /** Issuer, line break, subject. */
  externalId: string | null;
  totpSecret: Buffer | null;
  totpPending: Buffer | null;
  totpStep: number;
}
/** How the person of a session has proven who it is. */
export type SessionMethod = 'password' | 'second-factor' | 'identity-provider';
export interface SessionRow {
  id: string;
  userName: string;
  role: Role;
  officer: string | null;
  csrfToken: string;
  method: SessionMethod;
  agent: string;
  startedAt: number;
  expiresAt: number;
  /** 1 when the person has set up one-time codes. */
  hasSecondFactor: number;
}

const userColumns = `name, role, officer, password_hash AS passwordHash, disabled, external_id AS externalId,
  totp_secret AS totpSecret, totp_pending AS totpPending, totp_step AS totpStep`;
const sessionColumns = `sessions.id, user_name AS userName, users.role, users.officer, csrf_token AS csrfToken, method,
  agent, started_at AS startedAt, expires_at AS expiresAt, users.totp_secret IS NOT NULL AS hasSecondFactor`;

export class AccountStore {
  readonly #sqlite: Sqlite;
  readonly #user;
  readonly #session;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#user = sqlite.prepare<[string], UserRow>(`SELECT ${userColumns} FROM users WHERE name = ?`);
    this.#session = sqlite.prepare<[Buffer, number], SessionRow>(
      `SELECT ${sessionColumns} FROM sessions JOIN users ON users.name = sessions.user_name
       WHERE token_hash = ? AND expires_at >= ? AND users.disabled = 0`,
    );
  }

  user(name: string): UserRow | undefined {
    return this.#user.get(name);
  }
  userByExternalId(externalId: string): UserRow | undefined {
    return this.#sqlite
      .prepare<[string], UserRow>(`SELECT ${userColumns} FROM users WHERE external_id = ?`)
      .get(externalId);
  }
  users(): UserRow[] {
    return this.#sqlite.prepare<[], UserRow>(`SELECT ${userColumns} FROM users ORDER BY name`).all();
  }
  hasUsers(): boolean {
    return this.#sqlite.prepare('SELECT 1 FROM users LIMIT 1').get() !== undefined;
  }
  /** Administrators who can sign in, other than `name`. */
  otherAdministrators(name: string): number {
    return this.#sqlite
      .prepare<[string], { n: number }>(
        "SELECT count(*) AS n FROM users WHERE role = 'administrator' AND disabled = 0 AND name <> ?",
      )
      .get(name)!.n;
  }
  /** False when the name is taken. */
  addUser(
    _tx: Tx,
    user: Pick<UserRow, 'name' | 'role' | 'officer' | 'passwordHash'> & { externalId?: string | null },
  ): boolean {
    return (
      this.#sqlite
        .prepare(
          `INSERT INTO users (name, role, officer, password_hash, external_id)
           VALUES (@name, @role, @officer, @passwordHash, @externalId) ON CONFLICT (name) DO NOTHING`,
        )
        .run({ externalId: null, ...user }).changes === 1
    );
  }
  setUser(_tx: Tx, user: Pick<UserRow, 'name' | 'role' | 'officer' | 'disabled'>): void {
    this.#sqlite
      .prepare('UPDATE users SET role = @role, officer = @officer, disabled = @disabled WHERE name = @name')
      .run(user);
  }
  setPassword(_tx: Tx, name: string, passwordHash: string): void {
    this.#sqlite.prepare('UPDATE users SET password_hash = ? WHERE name = ?').run(passwordHash, name);
  }

  setPendingTotp(_tx: Tx, name: string, sealed: Buffer): void {
    this.#sqlite.prepare('UPDATE users SET totp_pending = ? WHERE name = ?').run(sealed, name);
  }
  /** Turns codes on (the pending secret becomes the secret) with the step of the code that proved it. */
  confirmTotp(_tx: Tx, name: string, step: number, recoveryMacs: readonly Buffer[]): void {
    this.#sqlite
      .prepare(
        'UPDATE users SET totp_secret = totp_pending, totp_pending = NULL, totp_step = ? WHERE name = ?',
      )
      .run(step, name);
    this.#sqlite.prepare('DELETE FROM recovery_codes WHERE user_name = ?').run(name);
    const add = this.#sqlite.prepare('INSERT INTO recovery_codes (user_name, code_mac) VALUES (?, ?)');
    for (const mac of recoveryMacs) add.run(name, mac);
  }
  /** False when codes were not on. */
  removeTotp(_tx: Tx, name: string): boolean {
    this.#sqlite.prepare('DELETE FROM recovery_codes WHERE user_name = ?').run(name);
    return (
      this.#sqlite
        .prepare(
          'UPDATE users SET totp_secret = NULL, totp_pending = NULL WHERE name = ? AND totp_secret IS NOT NULL',
        )
        .run(name).changes === 1
    );
  }
  /** Takes a time step for a code; false when it or a later one was taken before. */
  takeTotpStep(_tx: Tx, name: string, step: number): boolean {
    return (
      this.#sqlite
        .prepare('UPDATE users SET totp_step = ? WHERE name = ? AND totp_step < ?')
        .run(step, name, step).changes === 1
    );
  }
  /** Takes a recovery code; false when there is no such one (any more). */
  takeRecoveryCode(_tx: Tx, name: string, mac: Buffer): boolean {
    return (
      this.#sqlite.prepare('DELETE FROM recovery_codes WHERE user_name = ? AND code_mac = ?').run(name, mac)
        .changes === 1
    );
  }
  recoveryCodesLeft(name: string): number {
    return this.#sqlite
      .prepare<[string], { n: number }>('SELECT count(*) AS n FROM recovery_codes WHERE user_name = ?')
      .get(name)!.n;
  }

  /** The session of a token, while it lasts and its person is not disabled. */
  session(tokenHash: Buffer, now: number): SessionRow | undefined {
    return this.#session.get(tokenHash, now);
  }
  sessionsOf(name: string, now: number): SessionRow[] {
    return this.#sqlite
      .prepare<[string, number], SessionRow>(
        `SELECT ${sessionColumns} FROM sessions JOIN users ON users.name = sessions.user_name
         WHERE user_name = ? AND expires_at >= ? ORDER BY started_at DESC, sessions.id`,
      )
      .all(name, now);
  }
  /** Begins a session; forgets those that are over, and the oldest of a person who has more than `countMax`. */
  addSession(
    _tx: Tx,
    session: Omit<SessionRow, 'role' | 'officer' | 'hasSecondFactor'> & { tokenHash: Buffer },
    countMax: number,
  ): void {
    this.#sqlite.prepare('DELETE FROM sessions WHERE expires_at < ?').run(session.startedAt);
    this.#sqlite
      .prepare(
        `INSERT INTO sessions (token_hash, id, user_name, csrf_token, method, agent, started_at, expires_at)
         VALUES (@tokenHash, @id, @userName, @csrfToken, @method, @agent, @startedAt, @expiresAt)`,
      )
      .run(session);
    this.#sqlite
      .prepare(
        `DELETE FROM sessions WHERE user_name = @userName AND id <> @id AND id NOT IN
           (SELECT id FROM sessions WHERE user_name = @userName ORDER BY started_at DESC, id LIMIT @countMax)`,
      )
      .run({ userName: session.userName, id: session.id, countMax });
  }
  /** Whose session it was; undefined when there is none. */
  endSession(_tx: Tx, tokenHash: Buffer): string | undefined {
    return this.#sqlite
      .prepare<[Buffer], { userName: string }>(
        'DELETE FROM sessions WHERE token_hash = ? RETURNING user_name AS userName',
      )
      .get(tokenHash)?.userName;
  }
  /** Hash of the token of the session that ended; undefined when the person has no session of this id. */
  endSessionById(_tx: Tx, name: string, id: string): Buffer | undefined {
    return this.#sqlite
      .prepare<[string, string], { tokenHash: Buffer }>(
        'DELETE FROM sessions WHERE user_name = ? AND id = ? RETURNING token_hash AS tokenHash',
      )
      .get(name, id)?.tokenHash;
  }
  /** How many ended. */
  endSessionsOf(_tx: Tx, name: string): number {
    return this.#sqlite.prepare('DELETE FROM sessions WHERE user_name = ?').run(name).changes;
  }

  /** A person has one link: a new one takes the place of the last. */
  putPasswordLink(_tx: Tx, name: string, linkHash: Buffer, expiresAt: number): void {
    this.#sqlite
      .prepare(
        `INSERT INTO password_links (user_name, link_hash, expires_at) VALUES (?, ?, ?)
         ON CONFLICT (user_name) DO UPDATE SET link_hash = excluded.link_hash, expires_at = excluded.expires_at`,
      )
      .run(name, linkHash, expiresAt);
  }
  passwordLink(linkHash: Buffer): { userName: string; expiresAt: number } | undefined {
    return this.#sqlite
      .prepare<[Buffer], { userName: string; expiresAt: number }>(
        'SELECT user_name AS userName, expires_at AS expiresAt FROM password_links WHERE link_hash = ?',
      )
      .get(linkHash);
  }
  /** False when it was taken before. */
  takePasswordLink(_tx: Tx, linkHash: Buffer): boolean {
    return this.#sqlite.prepare('DELETE FROM password_links WHERE link_hash = ?').run(linkHash).changes === 1;
  }
  removePasswordLink(_tx: Tx, name: string): void {
    this.#sqlite.prepare('DELETE FROM password_links WHERE user_name = ?').run(name);
  }
}
