// Limits of tries (leaky buckets) in a fixed amount of memory: whoever invents names and addresses by the million fills
// nothing. Keys are spread over cells by a keyed hash, so nobody can aim at another's cell; two keys that share one by
// chance share its limit.
import { createHmac, randomBytes } from 'node:crypto';

export interface BucketLimits {
  /** Tries at once, when none was made for long. */
  capacity: number;
  /** One more try each. */
  refillMs: number;
  cells?: number;
}

const cellsDefault = 16_384;

export class Buckets {
  readonly #capacity: number;
  readonly #refillMs: number;
  readonly #used: Float64Array;
  readonly #at: Float64Array;
  readonly #salt = randomBytes(32);

  constructor({ capacity, refillMs, cells = cellsDefault }: BucketLimits) {
    this.#capacity = capacity;
    this.#refillMs = refillMs;
    this.#used = new Float64Array(cells);
    this.#at = new Float64Array(cells);
  }

  /** Takes a try: 0 when there is one, else the ms until there is (and nothing is taken). */
  take(now: number, ...key: string[]): number {
    const cell = this.#cellOf(key);
    const used = this.#usedNow(cell, now);
    if (used + 1 > this.#capacity) return Math.ceil((used + 1 - this.#capacity) * this.#refillMs);
    this.#used[cell] = used + 1;
    this.#at[cell] = now;
    return 0;
  }

  /** A try that was none after all. */
  giveBack(now: number, ...key: string[]): void {
    const cell = this.#cellOf(key);
    this.#used[cell] = Math.max(0, this.#usedNow(cell, now) - 1);
    this.#at[cell] = now;
  }

  #usedNow(cell: number, now: number): number {
    const passed = Math.max(0, now - this.#at[cell]!);
    return Math.max(0, this.#used[cell]! - passed / this.#refillMs);
  }

  #cellOf(key: string[]): number {
    const mac = createHmac('sha256', this.#salt).update(JSON.stringify(key)).digest();
    return mac.readUInt32BE(0) % this.#used.length;
  }
}
