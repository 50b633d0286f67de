// The inspectorate's key in force and the sealed records for it. Records carry a random id and nothing else: neither
// order nor time nor whose they are.
import type { Inspectorate } from '../../shared/contract/sealed-report.ts';
import type { Sqlite, Tx } from './database.ts';

export interface SealedRow {
  id: Buffer;
  sealed: Buffer;
}

export class InspectorateStore {
  readonly #sqlite: Sqlite;
  readonly #inForce;
  readonly #add;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#inForce = sqlite.prepare<[], Inspectorate>(
      'SELECT name, recipient FROM inspectorate_keys ORDER BY number DESC LIMIT 1',
    );
    this.#add = sqlite.prepare<[SealedRow]>('INSERT INTO sealed_reports (id, sealed) VALUES (@id, @sealed)');
  }

  /** Null when no key is set: then the question is not asked. */
  inspectorate(): Inspectorate | null {
    const row = this.#inForce.get();
    return row === undefined || row.recipient === '' ? null : row;
  }

  /** Sets the key from now on, or (null) ends the question. `day` is an ISO date. */
  setInspectorate(_tx: Tx, inspectorate: Inspectorate | null, day: string): void {
    this.#sqlite
      .prepare('INSERT INTO inspectorate_keys (name, recipient, set_on) VALUES (?, ?, ?)')
      .run(inspectorate?.name ?? '', inspectorate?.recipient ?? '', day);
  }

  addSealed(_tx: Tx, row: SealedRow): void {
    this.#add.run(row);
  }

  /** By random id, which says nothing about their order of arrival. */
  sealed(): SealedRow[] {
    return this.#sqlite.prepare<[], SealedRow>('SELECT id, sealed FROM sealed_reports ORDER BY id').all();
  }

  forgetSealed(_tx: Tx, ids: Iterable<Buffer>): void {
    const forget = this.#sqlite.prepare('DELETE FROM sealed_reports WHERE id = ?');
    for (const id of ids) forget.run(id);
  }
}
