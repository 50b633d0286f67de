// Sends what the outbox holds. What is due is read from the database each time; only what is under way is remembered, so a
// restart resumes by itself. A bounded number of attempts run at once, fewer of any one endpoint, so that a receiver that
// hangs holds up nobody else. An answer 410 disables the endpoint, as Standard Webhooks asks.
import type { Services } from '../services.ts';
import { StorageError, type Tx } from '../storage/database.ts';
import type { DeliveryRow, EndpointRow } from '../storage/webhook-store.ts';
import { type AttemptOutcome, attempt } from './attempt.ts';
import { attemptsMax, retryDelayMs } from './retry-delay.ts';

export type WebhookServices = Pick<Services, 'clock' | 'random' | 'centre' | 'secrets' | 'commit' | 'stores'>;
export type SignMessage = (endpoint: EndpointRow, event: string, at: Date, body: string) => string;

type Outcome =
  | AttemptOutcome
  | { ok: false; failure: 'secret-unreadable'; status?: number; retryAfterMs?: number };

const concurrencyMax = 8;
const concurrencyPerEndpointMax = 2;
const attemptTimeoutMs = 15_000;
/** The timer never sleeps longer, so that a clock set back or forth is noticed. */
const sleepMsMax = 60_000;
const recordAgainMs = 1_000;
const pruneEveryMs = 3_600_000;
const keepDeliveredMs = 30 * 24 * 3_600_000;
const keepDeadMs = 90 * 24 * 3_600_000;
const gone = 410;

export class DeliveryWorker {
  readonly #services: WebhookServices;
  readonly #sign: SignMessage;
  readonly #stop = new AbortController();
  /** Attempts under way, by event and endpoint. */
  readonly #underWay = new Map<string, { endpoint: string; ended: Promise<void> }>();
  #started = false;
  #wakeQueued = false;
  #timer: NodeJS.Timeout | undefined;
  #prunedAt = Number.NEGATIVE_INFINITY;

  constructor(services: WebhookServices, sign: SignMessage) {
    this.#services = services;
    this.#sign = sign;
  }

  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Looks at the outbox once the open transaction, if any, has ended. */
  wake(): void {
    if (!this.#started || this.#wakeQueued) return;
    this.#wakeQueued = true;
    setImmediate(() => {
      this.#wakeQueued = false;
      this.#pump();
    });
  }

  async flush(): Promise<void> {
    for (this.#pump(); this.#underWay.size > 0; this.#pump()) {
      await Promise.race([...this.#underWay.values()].map(({ ended }) => ended));
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await Promise.all([...this.#underWay.values()].map(({ ended }) => ended));
  }

  #pump(): void {
    const { stores, clock } = this.#services;
    if (this.#stop.signal.aborted) return;
    clearTimeout(this.#timer);
    const now = clock();
    for (const endpoint of stores.webhooks.endpoints().filter(({ enabled }) => enabled)) {
      const own = [...this.#underWay.values()].filter((one) => one.endpoint === endpoint.id).length;
      const room = Math.min(concurrencyPerEndpointMax - own, concurrencyMax - this.#underWay.size);
      if (room <= 0) continue;
      const due = stores.webhooks
        .due(endpoint.id, now, concurrencyPerEndpointMax + room)
        .filter((row) => !this.#underWay.has(keyOf(row)));
      for (const row of due.slice(0, room)) this.#begin(endpoint, row);
    }
    this.#pruneSometimes(now);
    const next = stores.webhooks.nextDueAt();
    // While every place is taken, an attempt that ends looks again by itself.
    if (this.#started && next !== null) {
      const busy = next <= now ? sleepMsMax : next - now;
      this.#timer = setTimeout(() => this.#pump(), Math.min(busy, sleepMsMax));
      this.#timer.unref();
    }
  }

  #begin(endpoint: EndpointRow, row: DeliveryRow & { body: string }): void {
    const key = keyOf(row);
    const ended = this.#deliver(endpoint, row).finally(() => {
      this.#underWay.delete(key);
      this.wake();
    });
    this.#underWay.set(key, { endpoint: endpoint.id, ended });
  }

  /** One attempt and its record. Never rejects: what cannot be recorded stays pending and is sent again. */
  async #deliver(endpoint: EndpointRow, row: DeliveryRow & { body: string }): Promise<void> {
    const { clock, commit } = this.#services;
    const at = clock();
    const outcome = await this.#attempt(endpoint, row, new Date(at));
    if (outcome === 'cut-off') return;
    try {
      await commit.submit((tx) => this.#record(tx, endpoint.id, row, outcome, at));
    } catch {
      // The write queue is full or closed. The place is held a moment so that this does not become a busy loop.
      await new Promise((resolve) => setTimeout(resolve, recordAgainMs).unref());
    }
  }

  async #attempt(
    endpoint: EndpointRow,
    row: DeliveryRow & { body: string },
    at: Date,
  ): Promise<Outcome | 'cut-off'> {
    let signature: string;
    try {
      signature = this.#sign(endpoint, row.event, at, row.body);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return { ok: false, failure: 'secret-unreadable' };
    }
    const outcome = await attempt({
      url: endpoint.url,
      body: row.body,
      headers: {
        'webhook-id': row.event,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signature,
      },
      timeoutMs: attemptTimeoutMs,
      signal: this.#stop.signal,
    });
    return this.#stop.signal.aborted && !outcome.ok ? 'cut-off' : outcome;
  }

  #record(tx: Tx, endpoint: string, row: DeliveryRow, outcome: Outcome, at: number): void {
    const { stores } = this.#services;
    stores.webhooks.settle(tx, {
      event: row.event,
      endpoint,
      ...this.#settled(row, outcome),
      lastAttemptAt: at,
    });
    const present = stores.webhooks.endpoint(endpoint);
    if (!outcome.ok && outcome.status === gone && present !== undefined) {
      stores.webhooks.putEndpoint(tx, { ...present, enabled: false, disabledReason: 'gone' });
    }
  }

  #settled(
    row: DeliveryRow,
    outcome: Outcome,
  ): Pick<DeliveryRow, 'state' | 'attempts' | 'nextAttemptAt' | 'lastStatus' | 'lastFailure'> {
    const attempts = row.attempts + 1;
    const lastStatus = outcome.status ?? null;
    if (outcome.ok) {
      return {
        state: 'delivered',
        attempts,
        nextAttemptAt: row.nextAttemptAt,
        lastStatus,
        lastFailure: null,
      };
    }
    const { clock, random } = this.#services;
    const dead = attempts >= attemptsMax || outcome.status === gone;
    const chance = random(4).readUInt32BE() / 2 ** 32;
    return {
      state: dead ? 'dead' : 'pending',
      attempts,
      nextAttemptAt: dead
        ? row.nextAttemptAt
        : clock() + retryDelayMs(attempts, chance, outcome.retryAfterMs),
      lastStatus,
      lastFailure: outcome.failure,
    };
  }

  #pruneSometimes(now: number): void {
    if (now - this.#prunedAt < pruneEveryMs) return;
    this.#prunedAt = now;
    const { stores, commit } = this.#services;
    // Missed when the queue is full: the next hour does it.
    commit
      .submit((tx) => stores.webhooks.prune(tx, { delivered: now - keepDeliveredMs, dead: now - keepDeadMs }))
      .catch(() => {});
  }
}

const keyOf = ({ event, endpoint }: { event: string; endpoint: string }): string => `${event} ${endpoint}`;
