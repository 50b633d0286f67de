// The outbox's records in IndexedDB. Every write is one transaction with strict durability: when the promise resolves
// the record survives a power cut as far as the device's disk keeps its word. A crash in a transaction leaves the state
// before it. Phases are checked inside the transaction that changes them, never before it.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { ClockMark } from './device-clock.ts';
import { type Added, isDue, isRecord, type OutboxPolicy, type OutboxRecord, type Phase } from './protocol.ts';

interface Schema extends DBSchema {
  responses: { key: string; value: OutboxRecord; indexes: { phase: [Phase, number]; completion: string } };
  clock: { key: 'mark'; value: ClockMark };
}

export interface OutboxCounts {
  held: number;
  released: number;
  acknowledged: number;
  refused: number;
}

const inPhase = (phase: Phase): IDBKeyRange => IDBKeyRange.bound([phase, -Infinity], [phase, Infinity]);

const strict = { durability: 'strict' } as const;

export class OutboxStore {
  readonly #db: IDBPDatabase<Schema>;

  private constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  static async open(name = 'langnghe-outbox'): Promise<OutboxStore> {
    const db = await openDB<Schema>(name, 1, {
      upgrade(fresh) {
        const responses = fresh.createObjectStore('responses', { keyPath: 'responseId' });
        responses.createIndex('phase', ['phase', 'tappedAtMs']);
        // Holds only the records that have one.
        responses.createIndex('completion', 'completion.phase');
        fresh.createObjectStore('clock');
      },
    });
    const store = new OutboxStore(db);
    await store.#setDamagedAside();
    return store;
  }

  /** Records that no phase can find (written by another version, or damaged) are kept as refused, `unreadable`. */
  async #setDamagedAside(): Promise<void> {
    const counts = await this.counts();
    const found = counts.held + counts.released + counts.acknowledged + counts.refused;
    if ((await this.#db.count('responses')) === found) return;
    const tx = this.#db.transaction('responses', 'readwrite', strict);
    for (const record of await tx.store.getAll()) {
      const phases: readonly unknown[] = ['held', 'released', 'acknowledged', 'refused'];
      if (phases.includes(record.phase) && Number.isFinite(record.tappedAtMs)) continue;
      await tx.store.put({ ...record, phase: 'refused', tappedAtMs: 0, reason: 'unreadable' });
    }
    await tx.done;
  }

  close(): void {
    this.#db.close();
  }

  async clockMark(): Promise<ClockMark | null> {
    const mark = await this.#db.get('clock', 'mark');
    return mark && Number.isFinite(mark.deviceMs) && Number.isFinite(mark.wallMs) ? mark : null;
  }

  async saveClockMark(mark: ClockMark): Promise<void> {
    await this.#db.put('clock', mark, 'mark');
  }

  /**
   * Durable on return; for when the bound is known to be far. Nothing is asked of the database, so that the transaction
   * commits at once: one that waits for an answer commits only when the page, busy drawing the pressed face, has read it.
   */
  async addFarFromBound(record: OutboxRecord, mark: ClockMark): Promise<void> {
    const tx = this.#db.transaction(['responses', 'clock'], 'readwrite', strict);
    const written = Promise.all([
      tx.objectStore('responses').add(record),
      tx.objectStore('clock').put(mark, 'mark'),
      tx.done,
    ]);
    tx.commit?.();
    await written;
  }

  /** Durable on return. False, and nothing written, when `recordsMax` records wait already. */
  async add(record: OutboxRecord, mark: ClockMark, recordsMax: number): Promise<boolean> {
    const tx = this.#db.transaction(['responses', 'clock'], 'readwrite', strict);
    const responses = tx.objectStore('responses');
    const phases = responses.index('phase');
    // All asked at once, so that the tap waits for one passage through the database and not for four.
    const counts = Promise.all([phases.count(inPhase('held')), phases.count(inPhase('released'))]);
    const written = Promise.all([responses.add(record), tx.objectStore('clock').put(mark, 'mark'), tx.done]);
    // Settled below; noted here so that an abort is no unhandled rejection.
    written.catch(() => undefined);
    const [held, released] = await counts;
    if (held + released >= recordsMax) {
      tx.abort();
      await written.catch(() => undefined);
      return false;
    }
    await written;
    return true;
  }

  /** Deletes the record if it is still held; true when it did. Durable on return. */
  async removeHeld(responseId: string): Promise<boolean> {
    const tx = this.#db.transaction('responses', 'readwrite', strict);
    const removable = (await tx.store.get(responseId))?.phase === 'held';
    if (removable) await tx.store.delete(responseId);
    await tx.done;
    return removable;
  }

  /**
   * Adds optional answers and the like: to the request itself while it is held, else (and always with a sealed report,
   * which no request carries) as a completion to be sent after it. False when the record is unknown, refused, or has a
   * completion already.
   */
  async addAnswers(responseId: string, added: Added): Promise<boolean> {
    const tx = this.#db.transaction('responses', 'readwrite', strict);
    const record = await tx.store.get(responseId);
    const open = record !== undefined && record.phase !== 'refused' && record.completion === undefined;
    if (open && record.phase === 'held' && added.sealed === undefined) {
      const request = {
        ...record.request,
        answers: { ...added.answers, ...record.request.answers },
        ...(added.comment !== undefined && { comment: added.comment }),
      };
      await tx.store.put({ ...record, request });
    } else if (open) {
      await tx.store.put({ ...record, completion: { ...added, phase: 'waiting' } });
    }
    await tx.done;
    return open;
  }

  /** Freezes held records whose hold is over. */
  async releaseDue(nowMs: number, policy: OutboxPolicy): Promise<void> {
    const tx = this.#db.transaction('responses', 'readwrite', strict);
    for (const record of await tx.store.index('phase').getAll(inPhase('held'))) {
      if (!isRecord(record) || isDue(record, nowMs, policy))
        await tx.store.put({ ...record, phase: 'released' });
    }
    await tx.done;
  }

  /** Tap time of the oldest held record, or null. */
  async oldestHeldMs(): Promise<number | null> {
    const [record] = await this.#db.getAllFromIndex('responses', 'phase', inPhase('held'), 1);
    return record?.tappedAtMs ?? null;
  }

  /** Released records, oldest tap first, at most `countMax`. */
  async released(countMax: number): Promise<OutboxRecord[]> {
    return this.#db.getAllFromIndex('responses', 'phase', inPhase('released'), countMax);
  }

  /** Acknowledged records whose completion waits. */
  async completions(): Promise<OutboxRecord[]> {
    const records = await this.#db.getAllFromIndex('responses', 'completion', 'waiting');
    return records.filter((record) => record.phase === 'acknowledged');
  }

  /** Changes one record inside one transaction; nothing happens when it is gone. */
  async update(responseId: string, change: (record: OutboxRecord) => OutboxRecord): Promise<void> {
    const tx = this.#db.transaction('responses', 'readwrite', strict);
    const record = await tx.store.get(responseId);
    if (record) await tx.store.put(change(record));
    await tx.done;
  }

  /** Deletes acknowledged records settled before `beforeMs` that have nothing left to send. */
  async forgetAcknowledged(beforeMs: number): Promise<void> {
    const tx = this.#db.transaction('responses', 'readwrite');
    // Nothing settles before it was tapped: later taps need no look.
    const candidates = IDBKeyRange.bound(['acknowledged', -Infinity], ['acknowledged', beforeMs]);
    for (const record of await tx.store.index('phase').getAll(candidates)) {
      const settled = record.settledAtMs !== undefined && record.settledAtMs < beforeMs;
      if (settled && record.completion?.phase !== 'waiting') await tx.store.delete(record.responseId);
    }
    await tx.done;
  }

  /** Acknowledged records become released again. Returns how many. */
  async releaseAcknowledged(): Promise<number> {
    const tx = this.#db.transaction('responses', 'readwrite', strict);
    const records = await tx.store.index('phase').getAll(inPhase('acknowledged'));
    for (const record of records) {
      const completion = record.completion && { ...record.completion, phase: 'waiting' as const };
      await tx.store.put({ ...record, phase: 'released', ...(completion && { completion }) });
    }
    await tx.done;
    return records.length;
  }

  async counts(): Promise<OutboxCounts> {
    const index = this.#db.transaction('responses').store.index('phase');
    const [held, released, acknowledged, refused] = await Promise.all([
      index.count(inPhase('held')),
      index.count(inPhase('released')),
      index.count(inPhase('acknowledged')),
      index.count(inPhase('refused')),
    ]);
    return { held, released, acknowledged, refused };
  }

  /** How many were refused for each reason; for staff, without any content. */
  async refusals(): Promise<Record<string, number>> {
    const byReason: Record<string, number> = {};
    for (const record of await this.#db.getAllFromIndex('responses', 'phase', inPhase('refused'))) {
      const reason = record.reason ?? 'unreadable';
      byReason[reason] = (byReason[reason] ?? 0) + 1;
    }
    return byReason;
  }
}
