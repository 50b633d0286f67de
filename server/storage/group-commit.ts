// Many small writes, one transaction, one fsync. Jobs queue up while the previous transaction runs and go together;
// each is answered after the commit. The queue is bounded: beyond it callers are told to come back later.
//
// A job that throws must not take its neighbours with it: the batch is rolled back and run again, still in one
// transaction, with a savepoint around each job. So jobs may run twice and must touch nothing but the database.
import { type DataFile, isBusy, type Tx } from './database.ts';

export interface GroupCommitLimits {
  /** Jobs waiting, beyond which `submit` rejects with QueueFull. */
  queueLengthMax: number;
  /** Jobs in one transaction. */
  batchLengthMax: number;
}

export class QueueFull extends Error {
  override name = 'QueueFull';
}

interface Job {
  run(tx: Tx): unknown;
  committed(result: unknown): void;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

type Outcome = { ok: true; result: unknown } | { ok: false; error: unknown };

const busyRetryMs = 20;

export class GroupCommit {
  readonly #file: DataFile;
  readonly #limits: GroupCommitLimits;
  #queue: Job[] = [];
  #scheduled = false;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(file: DataFile, limits: GroupCommitLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  get queueLength(): number {
    return this.#queue.length;
  }

  /**
   * Runs `job` in the next transaction. Resolves after the commit; `committed` is called just before, in commit order,
   * for what must follow the order of the file (live boards). Rejects with QueueFull, or with what the job threw.
   */
  submit<T>(job: (tx: Tx) => T, committed: (result: T) => void = () => {}): Promise<T> {
    if (this.#closed || this.#queue.length >= this.#limits.queueLengthMax) {
      return Promise.reject(new QueueFull('too many writes are waiting'));
    }
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ run: job, committed, resolve, reject } as Job);
      this.#schedule();
    });
  }

  /** Resolves when every job submitted so far has been answered. */
  drained(): Promise<void> {
    if (this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Refuses new jobs, finishes those that wait. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.drained();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#scheduled = false;
    const batch = this.#queue.slice(0, this.#limits.batchLengthMax);
    if (batch.length === 0) return;
    let outcomes: Outcome[];
    try {
      outcomes = this.#commit(batch);
    } catch (error) {
      // Another process holds the write lock (an import, say): nothing was lost, the jobs stay queued.
      if (!isBusy(error)) outcomes = batch.map(() => ({ ok: false, error }));
      else {
        this.#scheduled = true;
        setTimeout(() => this.#flush(), busyRetryMs);
        return;
      }
    }
    this.#queue.splice(0, batch.length);
    batch.forEach((job, index) => {
      const outcome = outcomes[index]!;
      if (!outcome.ok) {
        job.reject(outcome.error);
      } else {
        job.committed(outcome.result);
        job.resolve(outcome.result);
      }
    });
    if (this.#queue.length > 0) this.#schedule();
    else for (const wake of this.#idle.splice(0)) wake();
  }

  #commit(batch: Job[]): Outcome[] {
    try {
      return this.#file.transact((tx) => batch.map((job) => ({ ok: true as const, result: job.run(tx) })));
    } catch (error) {
      if (isBusy(error)) throw error;
      if (batch.length === 1) return [{ ok: false, error }];
    }
    return this.#file.transact(() => batch.map((job) => this.#runApart(job)));
  }

  /** Runs one job in a savepoint of the open transaction, so that only its own writes are undone when it throws. */
  #runApart(job: Job): Outcome {
    try {
      return { ok: true, result: this.#file.transact((tx) => job.run(tx)) };
    } catch (error) {
      // A full disk or a failing one ends the whole transaction: then no job of the batch has happened.
      if (isBusy(error) || !this.#file.sqlite.inTransaction) throw error;
      return { ok: false, error };
    }
  }
}
