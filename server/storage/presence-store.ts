// Presence codes used up today. Keyed by HMACs, without order; forgotten by the seal.
import type { Sqlite, Tx } from './database.ts';

export class PresenceStore {
  readonly #use;
  readonly #used;
  readonly #recent;
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#used = sqlite.prepare<[Buffer], { n: number }>(
      'SELECT count(*) AS n FROM presence_uses WHERE code = ?',
    );
    this.#use = sqlite.prepare<[Buffer, number]>('INSERT INTO presence_uses (code, slot) VALUES (?, ?)');
    this.#recent = sqlite.prepare<[string, number], { n: number }>(
      "SELECT count(*) AS n FROM journal WHERE counter = ? AND tier = 'presence' AND received_at > ?",
    );
  }

  /** Takes one of the uses of a code; false when none is left. */
  use(_tx: Tx, code: Buffer, usesMax: number): boolean {
    const used = this.#used.get(code)!.n;
    if (used >= usesMax) return false;
    this.#use.run(code, used);
    return true;
  }

  /** Responses of the tier `presence` at a counter since `afterMs` (epoch), within the open day. */
  receivedSince(counter: string, afterMs: number): number {
    return this.#recent.get(counter, afterMs)!.n;
  }

  /** The seal forgets them all. */
  sever(_tx: Tx): void {
    this.#sqlite.prepare('DELETE FROM presence_uses').run();
  }
}
