// argon2id, a few at a time. Each takes a processor and 19 MiB for a moment, so that a flood of sign-ins must neither fill
// the memory nor keep the citizens' ratings waiting. Browsers known to belong to someone have a lane of their own, which
// goes first: a flood from unknown ones holds up only its like.
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '../refusal.ts';

export type Lane = 'known' | 'unknown';

const runningMax = 2;
const waitingMax = 32;

export class PasswordHashing {
  readonly #waiting: Record<Lane, (() => void)[]> = { known: [], unknown: [] };
  #running = 0;
  /** Compared against when there is nothing to compare with, so that the answer takes as long. */
  #decoy: Promise<string> | undefined;
  /** How many passwords were hashed or compared since the start. */
  runs = 0;

  hash(password: string, lane: Lane = 'known'): Promise<string> {
    return this.#run(lane, () => hash(password));
  }

  /** False also when there is no hash. Refuses with `overloaded` when too many wait. */
  async matches(passwordHash: string | null, password: string, lane: Lane): Promise<boolean> {
    this.#decoy ??= hash(randomBytes(16).toString('hex'));
    const against = passwordHash ?? (await this.#decoy);
    const isSame = await this.#run(lane, () => verify(against, password));
    return isSame && passwordHash !== null;
  }

  async #run<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    if (this.#running >= runningMax) {
      const line = this.#waiting[lane];
      if (line.length >= waitingMax) {
        throw new Refusal('overloaded', 'too many sign-ins are waiting; please try again', {
          retryAfterSeconds: 5,
        });
      }
      await new Promise<void>((resolve) => line.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      this.runs += 1;
      return await work();
    } finally {
      const next = this.#waiting.known.shift() ?? this.#waiting.unknown.shift();
      // The place goes on to who waited longest; nobody can come in between.
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
