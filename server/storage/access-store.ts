// What is let in besides people: API keys, paired devices, board links. Secrets are kept as hashes only.
import type { Scope } from '../../shared/contract/access.ts';
import type { Sqlite, Tx } from './database.ts';

export interface ApiKeyRow {
  id: string;
  label: string;
  scopes: Scope[];
  /** Epoch ms. */
  createdAt: number;
  revoked: number;
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

const apiKeyColumns = 'id, label, scopes, created_at AS createdAt, revoked';
const withScopes = (row: Omit<ApiKeyRow, 'scopes'> & { scopes: string }): ApiKeyRow => ({
  ...row,
  scopes: row.scopes.split(',') as Scope[],
});

export class AccessStore {
  readonly #sqlite: Sqlite;
  readonly #apiKey;
  readonly #device;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#apiKey = sqlite.prepare<[Buffer], Omit<ApiKeyRow, 'scopes'> & { scopes: string }>(
      `SELECT ${apiKeyColumns} FROM api_keys WHERE key_hash = ? AND revoked = 0`,
    );
    this.#device = sqlite.prepare<[string], DeviceRow>(
      'SELECT id, public_key AS publicKey, label, place, counter, revoked FROM devices WHERE id = ?',
    );
  }

  /** The key, unless it is revoked. */
  apiKey(keyHash: Buffer): ApiKeyRow | null {
    const row = this.#apiKey.get(keyHash);
    return row === undefined ? null : withScopes(row);
  }
  apiKeys(): ApiKeyRow[] {
    return this.#sqlite
      .prepare<[], Omit<ApiKeyRow, 'scopes'> & { scopes: string }>(
        `SELECT ${apiKeyColumns} FROM api_keys ORDER BY revoked, label, created_at, id`,
      )
      .all()
      .map(withScopes);
  }
  addApiKey(_tx: Tx, key: Omit<ApiKeyRow, 'revoked'> & { keyHash: Buffer }): void {
    this.#sqlite
      .prepare(
        `INSERT INTO api_keys (key_hash, id, label, scopes, created_at)
         VALUES (@keyHash, @id, @label, @scopes, @createdAt)`,
      )
      .run({ ...key, scopes: key.scopes.join(',') });
  }
  /** The label of the key; undefined when there is none to revoke. */
  revokeApiKey(_tx: Tx, id: string): string | undefined {
    return this.#sqlite
      .prepare<[string], { label: string }>(
        'UPDATE api_keys SET revoked = 1 WHERE id = ? AND revoked = 0 RETURNING label',
      )
      .get(id)?.label;
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
