// Does what protocol.ts describes: stores taps, sends them in rounds, waits between rounds. One round runs at a time,
// in one tab at a time when the browser has Web Locks; two at once would only repeat requests.
import type { CompletionRequest, ResponseRequest } from '../../shared/contract/responses.ts';
import type { DeviceClock } from './device-clock.ts';
import {
  type Added,
  type Answer,
  ageSecondsOf,
  type HeldRequest,
  isRecord,
  judge,
  type OutboxPolicy,
  type OutboxRecord,
  retryDelayMs,
  type Verdict,
} from './protocol.ts';
import type { OutboxCounts, OutboxStore } from './store.ts';

/** Sends one request and never throws: no answer within the policy's time is `unreachable`. */
export interface Transport {
  post(body: ResponseRequest): Promise<Answer>;
  patch(responseId: string, body: CompletionRequest): Promise<Answer>;
}

export interface OutboxStatus {
  counts: OutboxCounts;
  /** Responses the server does not hold yet. */
  waiting: number;
  /** Rounds in a row that ended in a failure. */
  failures: number;
  /** The server no longer accepts this device's signature. */
  unauthorised: boolean;
  /** Staff should act: the bound is near. */
  nearlyFull: boolean;
}

export interface OutboxParts {
  store: OutboxStore;
  clock: DeviceClock;
  transport: Transport;
  policy: OutboxPolicy;
  /** Uniform in [0, 1). */
  random: () => number;
  /** Runs `work` while no other tab runs its own. */
  exclusively: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Records read at a time: bounds memory, not the round. */
const batchMax = 100;

export class Outbox {
  readonly #parts: OutboxParts;
  readonly #listeners = new Set<(status: OutboxStatus) => void>();
  #failures = 0;
  #unauthorised = false;
  #running = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round: Promise<void> | null = null;
  #again = false;
  /** Records that wait, as last counted, and those put since; unknown before the first count. */
  #waitingSeen = Number.POSITIVE_INFINITY;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Durable on return: 'stored', or 'full' with nothing written. Rejects when the device cannot store. */
  async put(request: HeldRequest): Promise<'stored' | 'full'> {
    const { store, clock, policy } = this.#parts;
    const record: OutboxRecord = {
      responseId: request.responseId,
      request,
      tappedAtMs: clock.now(),
      phase: 'held',
    };
    // Another tab may have put some since they were counted, never half the bound.
    const far = this.#waitingSeen < policy.recordsMax / 2;
    this.#waitingSeen += 1;
    let stored = true;
    if (far) await store.addFarFromBound(record, clock.mark());
    else stored = await store.add(record, clock.mark(), policy.recordsMax);
    this.#wakeIn(policy.holdMs);
    void this.#publish();
    return stored ? 'stored' : 'full';
  }

  /** True when the tap is gone; false when it has been released meanwhile. */
  async undo(responseId: string): Promise<boolean> {
    const removed = await this.#parts.store.removeHeld(responseId);
    void this.#publish();
    return removed;
  }

  /** Optional answers and the like for a stored response; false when they can no longer be added. */
  async addAnswers(responseId: string, what: Added): Promise<boolean> {
    const added = await this.#parts.store.addAnswers(responseId, what);
    this.wake();
    return added;
  }

  /** Sends everything again that the server has acknowledged and this device still keeps. */
  async resendAcknowledged(): Promise<number> {
    const count = await this.#parts.store.releaseAcknowledged();
    this.wake();
    return count;
  }

  /** Forgets what was acknowledged before a backup that began `ageMs` ago: it holds all of that. */
  async forgetBackedUp(ageMs: number): Promise<void> {
    await this.#parts.store.forgetAcknowledged(this.#parts.clock.now() - ageMs);
    await this.#publish();
  }

  async status(): Promise<OutboxStatus> {
    const counts = await this.#parts.store.counts();
    const waiting = counts.held + counts.released;
    this.#waitingSeen = waiting;
    return {
      counts,
      waiting,
      failures: this.#failures,
      unauthorised: this.#unauthorised,
      nearlyFull: waiting >= this.#parts.policy.recordsWarn,
    };
  }

  /** How many were refused for each reason: for staff, without any content. */
  refusals(): Promise<Record<string, number>> {
    return this.#parts.store.refusals();
  }

  subscribe(listener: (status: OutboxStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.#running = true;
    this.wake();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  /** The line may be back, or there is something new: a round at once. */
  wake(): void {
    this.#wakeIn(0);
  }

  #wakeAtMs = Number.POSITIVE_INFINITY;

  #wakeIn(delayMs: number): void {
    if (!this.#running) return;
    const { clock } = this.#parts;
    if (this.#round) {
      this.#again = true;
      return;
    }
    const atMs = clock.now() + delayMs;
    if (atMs >= this.#wakeAtMs) return;
    clearTimeout(this.#timer);
    this.#wakeAtMs = atMs;
    this.#timer = setTimeout(() => {
      this.#wakeAtMs = Number.POSITIVE_INFINITY;
      this.#run();
    }, delayMs);
  }

  #run(): void {
    this.#again = false;
    let delayMs: number | null = this.#parts.policy.retryDelayMsMax;
    this.#round = this.#parts
      .exclusively(() => this.round())
      .then(
        (next) => {
          delayMs = next;
        },
        // The device's own storage failed: nothing is lost, since nothing was changed; the next round tries again.
        (error: unknown) => console.error('outbox round failed', error),
      )
      .finally(() => {
        this.#round = null;
        if (this.#again && this.#failures === 0) delayMs = 0;
        else if (this.#again) delayMs = Math.min(delayMs ?? Infinity, this.#parts.policy.retryDelayMsMin);
        if (delayMs !== null) this.#wakeIn(delayMs);
      });
  }

  /**
   * One round: releases what is due, sends what is released, then completions, then forgets what was kept long enough.
   * Returns milliseconds until the next round is of use, or null when nothing waits. `start` calls it; tests do too.
   */
  async round(): Promise<number | null> {
    const { store, clock, policy, random } = this.#parts;
    await store.saveClockMark(clock.mark());
    await store.releaseDue(clock.now(), policy);
    const failure = (await this.#sendReleased()) ?? (await this.#sendCompletions());
    await store.forgetAcknowledged(clock.now() - policy.keepAcknowledgedMs);
    this.#failures = failure ? this.#failures + 1 : 0;
    this.#unauthorised = failure?.unauthorised ?? false;
    await this.#publish();
    const heldMs = await store.oldestHeldMs();
    const untilDueMs = heldMs === null ? null : Math.max(0, heldMs + policy.holdMs - clock.now());
    if (!failure) return untilDueMs;
    return retryDelayMs(this.#failures, failure.retryAfterMs, random(), policy);
  }

  /** The failure that ended or marked the round, or null when all released records are settled. */
  async #sendReleased(): Promise<Extract<Verdict, { kind: 'retry' }> | null> {
    const { store, clock, transport } = this.#parts;
    const passed = new Set<string>();
    let failure: Extract<Verdict, { kind: 'retry' }> | null = null;
    for (;;) {
      const batch = (await store.released(batchMax + passed.size)).filter(
        (record) => !passed.has(record.responseId),
      );
      if (batch.length === 0) return failure;
      for (const record of batch) {
        if (!isRecord(record)) {
          await this.#settle((record as { responseId: string }).responseId, {
            kind: 'refused',
            reason: 'unreadable',
          });
          continue;
        }
        const body = { ...record.request, ageSeconds: ageSecondsOf(record, clock.now()) };
        const verdict = judge(record.responseId, await transport.post(body));
        if (verdict.kind !== 'retry') {
          await this.#settle(record.responseId, verdict);
          continue;
        }
        failure = verdict;
        if (verdict.scope === 'line') return failure;
        passed.add(record.responseId);
      }
      await this.#publish();
    }
  }

  async #settle(responseId: string, verdict: Exclude<Verdict, { kind: 'retry' }>): Promise<void> {
    const settledAtMs = this.#parts.clock.now();
    await this.#parts.store.update(responseId, (record) => ({
      ...record,
      phase: verdict.kind,
      settledAtMs,
      ...(verdict.kind === 'refused' && { reason: verdict.reason }),
    }));
  }

  async #sendCompletions(): Promise<Extract<Verdict, { kind: 'retry' }> | null> {
    const { store, transport } = this.#parts;
    let failure: Extract<Verdict, { kind: 'retry' }> | null = null;
    for (const { responseId, completion } of await store.completions()) {
      if (!completion) continue;
      const { phase: _, ...body } = completion;
      const verdict = judge(responseId, await transport.patch(responseId, body));
      if (verdict.kind === 'retry') {
        failure = verdict;
        if (verdict.scope === 'line') return failure;
        continue;
      }
      // `already-completed` also comes when our own PATCH got through and its answer was lost.
      const settled = verdict.kind === 'acknowledged' ? 'sent' : 'refused';
      await store.update(responseId, (record) => ({
        ...record,
        ...(record.completion && { completion: { ...record.completion, phase: settled } }),
      }));
    }
    return failure;
  }

  async #publish(): Promise<void> {
    if (this.#listeners.size === 0) return;
    const status = await this.status();
    for (const listener of this.#listeners) listener(status);
  }
}
