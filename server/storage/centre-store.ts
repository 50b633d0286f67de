// The centre itself: name, zone and the service policy in force. Policies are append-only; the newest is in force.

import { type AccessSettings, accessSettingsSchema } from '../../shared/contract/accounts.ts';
import {
  type Centre,
  centreSchema,
  type ServicePolicy,
  servicePolicySchema,
} from '../../shared/contract/policy.ts';
import { type SetupMarks, setupMarksSchema } from '../../shared/contract/setup.ts';
import type { Sqlite, Tx } from './database.ts';

export class CentreStore {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** The centre, or null before set-up. */
  centre(): Centre | null {
    const text = this.#meta('centre');
    return text === null ? null : centreSchema.parse(JSON.parse(text));
  }

  setCentre(_tx: Tx, centre: Centre): void {
    this.#setMeta('centre', JSON.stringify(centre));
  }

  /** Name of the log, chosen when the directory was set up: checkpoints and receipts carry it. */
  logOrigin(): string {
    const origin = this.#meta('log-origin');
    if (origin === null) throw new Error('no log origin: the data directory has not been set up');
    return origin;
  }

  setLogOrigin(_tx: Tx, origin: string): void {
    this.#setMeta('log-origin', origin);
  }

  accessSettings(): AccessSettings {
    const text = this.#meta('access-settings');
    return text === null ? { secondFactor: 'optional' } : accessSettingsSchema.parse(JSON.parse(text));
  }

  setAccessSettings(_tx: Tx, settings: AccessSettings): void {
    this.#setMeta('access-settings', JSON.stringify(settings));
  }

  /** What people said of the steps of setting up; the facts beside it are read where they are. */
  setupMarks(): SetupMarks {
    const text = this.#meta('setup-marks');
    return text === null ? {} : setupMarksSchema.parse(JSON.parse(text));
  }

  setSetupMarks(_tx: Tx, marks: SetupMarks): void {
    this.#setMeta('setup-marks', JSON.stringify(marks));
  }

  policy(): { version: number; document: ServicePolicy } {
    const row = this.#sqlite
      .prepare<[], { version: number; document: string }>(
        'SELECT version, document FROM policies ORDER BY version DESC LIMIT 1',
      )
      .get();
    if (row === undefined) throw new Error('no policy: the data directory has not been set up');
    return { version: row.version, document: servicePolicySchema.parse(JSON.parse(row.document)) };
  }

  /** Every policy there has been, oldest first. */
  policies(): { version: number; effectiveFrom: string; document: ServicePolicy }[] {
    return this.#sqlite
      .prepare<[], { version: number; effectiveFrom: string; document: string }>(
        'SELECT version, effective_from AS effectiveFrom, document FROM policies ORDER BY version',
      )
      .all()
      .map((row) => ({ ...row, document: servicePolicySchema.parse(JSON.parse(row.document)) }));
  }

  addPolicy(_tx: Tx, effectiveFrom: string, document: ServicePolicy): number {
    const result = this.#sqlite
      .prepare('INSERT INTO policies (effective_from, document) VALUES (?, ?)')
      .run(effectiveFrom, JSON.stringify(document));
    return Number(result.lastInsertRowid);
  }

  hasPolicy(): boolean {
    return this.#sqlite.prepare('SELECT 1 FROM policies LIMIT 1').get() !== undefined;
  }

  #meta(key: string): string | null {
    const row = this.#sqlite
      .prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?')
      .get(key);
    return row?.value ?? null;
  }

  #setMeta(key: string, value: string): void {
    this.#sqlite
      .prepare(
        'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      )
      .run(key, value);
  }
}
