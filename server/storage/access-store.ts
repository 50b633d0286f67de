// Who may do what: users and sessions, API keys, paired devices and board links. Secrets are kept as hashes only.
import type { Role, Scope } from '../../shared/contract/access.ts';
import type { Sqlite, Tx } from './database.ts';

export interface UserRow {
  name: string;
  role: Role;
  officer: string | null;
  passwordHash: string;
}
export interface SessionRow {
  userName: string;
  role: Role;
  officer: string | null;
  csrfToken: string;
  expiresAt: number;
}
export interface DeviceRow {
  id: string;
  publicKey: Buffer;
  label: string;
  place: 'counter' | 'exit';
  counter: string | null;
  revoked: number;
}
export interface PairingRow {
  place: 'counter' | 'exit';
  counter: string | null;
  expiresAt: number;
}
export interface BoardLinkRow {
  id: string;
  label: string;
  revoked: number;
}

export class AccessStore {
  readonly #sqlite: Sqlite;
  readonly #apiKey;
  readonly #device;
  readonly #session;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#apiKey = sqlite.prepare<[Buffer], { label: string; scopes: string }>(
      'SELECT label, scopes FROM api_keys WHERE key_hash = ?',
    );
    this.#device = sqlite.prepare<[string], DeviceRow>(
      'SELECT id, public_key AS publicKey, label, place, counter, revoked FROM devices WHERE id = ?',
    );
    this.#session = sqlite.prepare<[Buffer], SessionRow>(
      `SELECT user_name AS userName, users.role, users.officer, csrf_token AS csrfToken, expires_at AS expiresAt
       FROM sessions JOIN users ON users.name = sessions.user_name WHERE token_hash = ?`,
    );
  }

  user(name: string): UserRow | undefined {
    return this.#sqlite
      .prepare<[string], UserRow>(
        'SELECT name, role, officer, password_hash AS passwordHash FROM users WHERE name = ?',
      )
      .get(name);
  }
  /** False when the name is taken. */
  addUser(_tx: Tx, user: UserRow): boolean {
    return (
      this.#sqlite
        .prepare(
          'INSERT OR IGNORE INTO users (name, role, officer, password_hash) VALUES (@name, @role, @officer, @passwordHash)',
        )
        .run(user).changes === 1
    );
  }

  session(tokenHash: Buffer): SessionRow | undefined {
    return this.#session.get(tokenHash);
  }
  addSession(
    _tx: Tx,
    session: { tokenHash: Buffer; userName: string; csrfToken: string; expiresAt: number },
    now: number,
  ): void {
    this.#sqlite.prepare('DELETE FROM sessions WHERE expires_at < ?').run(now);
    this.#sqlite
      .prepare(
        'INSERT INTO sessions (token_hash, user_name, csrf_token, expires_at) VALUES (@tokenHash, @userName, @csrfToken, @expiresAt)',
      )
      .run(session);
  }
  /** Whose session it was; undefined when there is none. */
  endSession(_tx: Tx, tokenHash: Buffer): string | undefined {
    return this.#sqlite
      .prepare<[Buffer], { userName: string }>(
        'DELETE FROM sessions WHERE token_hash = ? RETURNING user_name AS userName',
      )
      .get(tokenHash)?.userName;
  }

  apiKey(keyHash: Buffer): { label: string; scopes: Scope[] } | null {
    const row = this.#apiKey.get(keyHash);
    return row === undefined ? null : { label: row.label, scopes: row.scopes.split(',') as Scope[] };
  }
  addApiKey(_tx: Tx, key: { keyHash: Buffer; label: string; scopes: Scope[] }): void {
    this.#sqlite
      .prepare('INSERT INTO api_keys (key_hash, label, scopes) VALUES (?, ?, ?)')
      .run(key.keyHash, key.label, key.scopes.join(','));
  }

  device(id: string): DeviceRow | undefined {
    return this.#device.get(id);
  }
  devices(): DeviceRow[] {
    return this.#sqlite
      .prepare<[], DeviceRow>(
        'SELECT id, public_key AS publicKey, label, place, counter, revoked FROM devices ORDER BY label, id',
      )
      .all();
  }
  addDevice(_tx: Tx, device: DeviceRow): void {
    this.#sqlite
      .prepare(
        `INSERT INTO devices (id, public_key, label, place, counter, revoked)
         VALUES (@id, @publicKey, @label, @place, @counter, @revoked)`,
      )
      .run(device);
  }
  revokeDevice(_tx: Tx, id: string): boolean {
    return (
      this.#sqlite.prepare('UPDATE devices SET revoked = 1 WHERE id = ? AND revoked = 0').run(id).changes ===
      1
    );
  }

  addPairingCode(_tx: Tx, codeHash: Buffer, row: PairingRow, now: number): void {
    this.#sqlite.prepare('DELETE FROM pairing_codes WHERE expires_at < ?').run(now);
    this.#sqlite
      .prepare('INSERT INTO pairing_codes (code_hash, place, counter, expires_at) VALUES (?, ?, ?, ?)')
      .run(codeHash, row.place, row.counter, row.expiresAt);
  }
  /** Takes a pairing code out of use and returns what it is for. */
  takePairingCode(_tx: Tx, codeHash: Buffer): PairingRow | undefined {
    return this.#sqlite
      .prepare<[Buffer], PairingRow>(
        'DELETE FROM pairing_codes WHERE code_hash = ? RETURNING place, counter, expires_at AS expiresAt',
      )
      .get(codeHash);
  }

  addBoardLink(_tx: Tx, link: { id: string; label: string; linkHash: Buffer }): void {
    this.#sqlite
      .prepare('INSERT INTO board_links (id, label, link_hash) VALUES (?, ?, ?)')
      .run(link.id, link.label, link.linkHash);
  }
  boardLinks(): BoardLinkRow[] {
    return this.#sqlite
      .prepare<[], BoardLinkRow>('SELECT id, label, revoked FROM board_links ORDER BY label, id')
      .all();
  }
  boardLinkByHash(linkHash: Buffer): BoardLinkRow | undefined {
    return this.#sqlite
      .prepare<[Buffer], BoardLinkRow>('SELECT id, label, revoked FROM board_links WHERE link_hash = ?')
      .get(linkHash);
  }
  revokeBoardLink(_tx: Tx, id: string): boolean {
    return (
      this.#sqlite.prepare('UPDATE board_links SET revoked = 1 WHERE id = ? AND revoked = 0').run(id)
        .changes === 1
    );
  }
}
