// Who read personal data and who changed what, append-only. Changes are recorded in the transaction that makes them;
// readings beside it, in the next group commit, once for each reader, subject and hour.
//
// Nothing that a citizen does is recorded: an entry carries its minute, and rating, visit or kiosk beside a minute would
// join what the seal severs.
import { Refusal } from '../refusal.ts';
import type { AuditStore } from '../storage/audit-store.ts';
import type { Tx } from '../storage/database.ts';
import type { GroupCommit } from '../storage/group-commit.ts';

/** Who acted, as the trail names it. `link:` is a board link; `system` the server itself; `cli` the command line. */
export type Actor =
  | `user:${string}`
  | `key:${string}`
  | `device:${string}`
  | `link:${string}`
  | 'system'
  | 'cli';

export interface AuditEntry {
  actor: Actor;
  /** What was done: `noun.verb`, such as `user.create`, `roster.put`, `figures.read`. */
  action: string;
  /** On what: `kind:id`, such as `officer:CB01`, or `all`. Never a responseId, a visit or an invitation. */
  subject: string;
  /** Small facts beside it; never a secret, never a comment's text. */
  detail?: Record<string, unknown>;
}

export interface AuditParts {
  store: AuditStore;
  commit: GroupCommit;
  clock(): number;
}

const hourMs = 3_600_000;
const textCharsMax = 200;
const detailCharsMax = 2_000;
const rememberedMax = 20_000;
const waitingMax = 2_000;

export class AuditTrail {
  readonly #parts: AuditParts;
  /** Readings of the present hour that stand in the trail or are on their way there. */
  #seen = new Set<string>();
  #seenHour = Number.NaN;
  /** Readings not yet committed. */
  #waiting: (AuditEntry & { at: number })[] = [];
  #writing = false;

  constructor(parts: AuditParts) {
    this.#parts = parts;
  }

  /** Records a change; durable with the transaction around it. */
  record(tx: Tx, entry: AuditEntry): void {
    this.#write(tx, { ...entry, at: this.#parts.clock() });
  }

  /**
   * Records a reading of personal data without waiting for the disk. What cannot be written now (queue full) is kept and
   * tried again with the next; refuses with `overloaded` when too many wait, so that no flood hides a reading.
   */
  read(actor: Actor, action: string, subject: string): void {
    const at = this.#parts.clock();
    const hour = Math.floor(at / hourMs);
    if (hour !== this.#seenHour || this.#seen.size >= rememberedMax) {
      this.#seenHour = hour;
      this.#seen = new Set();
    }
    const key = JSON.stringify([actor, action, subject]);
    if (!this.#seen.has(key)) {
      if (this.#waiting.length >= waitingMax) {
        throw new Refusal('overloaded', 'too much is waiting to be recorded; please try again', {
          retryAfterSeconds: 2,
        });
      }
      this.#seen.add(key);
      this.#waiting.push({ actor, action, subject, at });
    }
    if (this.#waiting.length > 0 && !this.#writing) void this.#flush();
  }

  /** Resolves when every reading so far is durable, or cannot be made so. */
  async settled(): Promise<void> {
    while (this.#writing) await new Promise((resolve) => setImmediate(resolve));
    if (this.#waiting.length > 0) await this.#flush();
  }

  async #flush(): Promise<void> {
    this.#writing = true;
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting;
        this.#waiting = [];
        try {
          await this.#parts.commit.submit((tx) => {
            for (const entry of batch) this.#write(tx, entry);
          });
        } catch {
          this.#waiting = [...batch, ...this.#waiting];
          return;
        }
      }
    } finally {
      this.#writing = false;
    }
  }

  #write(tx: Tx, entry: AuditEntry & { at: number }): void {
    const detail = entry.detail === undefined ? null : JSON.stringify(entry.detail);
    this.#parts.store.add(tx, {
      at: entry.at,
      actor: entry.actor.slice(0, textCharsMax),
      action: entry.action.slice(0, textCharsMax),
      subject: entry.subject.slice(0, textCharsMax),
      // Cut JSON is no JSON: what is too long is left out, and the entry says so.
      detail: detail !== null && detail.length > detailCharsMax ? '{"left":"out"}' : detail,
    });
  }
}
