// The outbox against a real IndexedDB implementation and a server double that knows the rule that matters: one effect
// per responseId, answers that may get lost on their way back. Fault model: requests lost, answers lost, server errors,
// foreign answers (captive portal), process death between any two steps, wall clock moved, undo racing with release.
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeviceClock, offMsMax, startDeviceClock } from '../../kiosk/outbox/device-clock.ts';
import { Outbox, type Transport } from '../../kiosk/outbox/outbox.ts';
import {
  type Answer,
  type HeldRequest,
  judge,
  type OutboxPolicy,
  outboxPolicy,
  retryDelayMs,
} from '../../kiosk/outbox/protocol.ts';
import { OutboxStore } from '../../kiosk/outbox/store.ts';
import type { CompletionRequest, ResponseRequest } from '../../shared/contract/responses.ts';

const policy: OutboxPolicy = { ...outboxPolicy, recordsWarn: 4, recordsMax: 6 };

const uuid = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

const requestOf = (index: number, officer = 4): HeldRequest => ({
  responseId: uuid(index),
  invitation: String(index).padStart(22, 'a'),
  questionnaire: '2026-1',
  answers: { officer },
  locale: 'vi',
});

class FakeServer {
  readonly effects = new Map<string, ResponseRequest>();
  readonly completions = new Map<string, CompletionRequest>();
  readonly conflicts: string[] = [];
  requests = 0;
  /** What happens to the next requests; `good` when the script is over. */
  script: (
    | 'good'
    | 'request-lost'
    | 'answer-lost'
    | 'overloaded'
    | 'internal'
    | 'portal'
    | 'unauthorised'
  )[] = [];

  #answer(status: number, body: unknown, retryAfterSeconds: number | null = null): Answer {
    return { kind: 'answer', status, body, retryAfterSeconds };
  }

  async #meet(apply: () => Answer): Promise<Answer> {
    this.requests += 1;
    switch (this.script.shift() ?? 'good') {
      case 'request-lost':
        return { kind: 'unreachable' };
      case 'answer-lost':
        apply();
        return { kind: 'unreachable' };
      case 'overloaded':
        return this.#answer(503, { code: 'overloaded' }, 2);
      case 'internal':
        return this.#answer(500, { code: 'internal' });
      case 'portal':
        return this.#answer(200, null);
      case 'unauthorised':
        return this.#answer(401, { code: 'invalid-signature' });
      case 'good':
        return apply();
    }
  }

  readonly transport: Transport = {
    post: (body) =>
      this.#meet(() => {
        const known = this.effects.get(body.responseId);
        const { ageSeconds: _, ...content } = body;
        if (known) {
          const { ageSeconds: __, ...before } = known;
          if (JSON.stringify(before) !== JSON.stringify(content)) {
            this.conflicts.push(body.responseId);
            return this.#answer(409, { code: 'response-id-conflict' });
          }
          return this.#answer(200, { responseId: body.responseId });
        }
        if (body.invitation === 'spent'.padStart(22, 'x'))
          return this.#answer(409, { code: 'already-rated' });
        this.effects.set(body.responseId, body);
        return this.#answer(201, { responseId: body.responseId });
      }),
    patch: (responseId, body) =>
      this.#meet(() => {
        if (!this.effects.has(responseId)) return this.#answer(404, { code: 'unknown-response' });
        if (this.completions.has(responseId)) return this.#answer(409, { code: 'already-completed' });
        this.completions.set(responseId, body);
        return this.#answer(200, { responseId });
      }),
  };
}

let databases = 0;
const opened: OutboxStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

interface Bench {
  outbox: Outbox;
  store: OutboxStore;
  time: { monotonicMs: number; wallMs: number };
  clock: DeviceClock;
}

/** A device with a database of its own name; starting again on the name is a restart. */
async function boot(name: string, server: FakeServer, wallMs = 1_790_000_000_000): Promise<Bench> {
  const time = { monotonicMs: 0, wallMs };
  const store = await OutboxStore.open(name);
  opened.push(store);
  const clock = startDeviceClock(
    await store.clockMark(),
    () => time.wallMs,
    () => time.monotonicMs,
  );
  const outbox = new Outbox({
    store,
    clock,
    transport: server.transport,
    policy,
    random: () => 0.5,
    exclusively: (work) => work(),
  });
  return { outbox, store, time, clock };
}

const freshName = (): string => `outbox-${++databases}`;

describe('outbox', () => {
  it('holds a tap for the time of the undo, then sends it once with its age', async () => {
    const server = new FakeServer();
    const { outbox, time } = await boot(freshName(), server);
    expect(await outbox.put(requestOf(1))).toBe('stored');
    expect(await outbox.round()).toBe(policy.holdMs);
    expect(server.requests).toBe(0);
    time.monotonicMs = policy.holdMs;
    expect(await outbox.round()).toBeNull();
    expect(server.effects.get(uuid(1))?.ageSeconds).toBe(6);
    expect((await outbox.status()).counts).toEqual({ held: 0, released: 0, acknowledged: 1, refused: 0 });
  });

  it('forgets an undone tap wholly and refuses an undo after the release', async () => {
    const server = new FakeServer();
    const { outbox, time } = await boot(freshName(), server);
    await outbox.put(requestOf(1));
    expect(await outbox.undo(uuid(1))).toBe(true);
    await outbox.put(requestOf(2));
    time.monotonicMs = policy.holdMs;
    server.script = ['request-lost'];
    await outbox.round();
    expect(await outbox.undo(uuid(2))).toBe(false);
    await outbox.round();
    expect([...server.effects.keys()]).toEqual([uuid(2)]);
  });

  it('counts the tap after a crash inside the undo time', async () => {
    const server = new FakeServer();
    const name = freshName();
    const first = await boot(name, server);
    await first.outbox.put(requestOf(1));
    const second = await boot(name, server, first.time.wallMs + 60_000);
    await second.outbox.round();
    expect([...server.effects.keys()]).toEqual([uuid(1)]);
  });

  it('keeps sending after lost answers, foreign answers, overload and refused signatures', async () => {
    const server = new FakeServer();
    const { outbox, time } = await boot(freshName(), server);
    await outbox.put(requestOf(1));
    time.monotonicMs = policy.holdMs;
    server.script = ['answer-lost', 'portal', 'overloaded', 'unauthorised', 'request-lost', 'internal'];
    while ((await outbox.round()) !== null) {
      expect((await outbox.status()).waiting).toBe(1);
    }
    expect(server.requests).toBe(7);
    expect(server.effects.size).toBe(1);
    expect(server.conflicts).toEqual([]);
  });

  it('lets the next ones pass a record that meets an internal error', async () => {
    const server = new FakeServer();
    const { outbox, time } = await boot(freshName(), server);
    await outbox.put(requestOf(1));
    time.monotonicMs = 1;
    await outbox.put(requestOf(2));
    time.monotonicMs = policy.holdMs + 1;
    server.script = ['internal'];
    expect(await outbox.round()).toBeGreaterThan(0);
    expect([...server.effects.keys()]).toEqual([uuid(2)]);
    await outbox.round();
    expect(server.effects.size).toBe(2);
  });

  it('keeps and counts what the server refuses for good', async () => {
    const server = new FakeServer();
    const { outbox, store, time } = await boot(freshName(), server);
    await outbox.put({ ...requestOf(1), invitation: 'spent'.padStart(22, 'x') });
    time.monotonicMs = policy.holdMs;
    expect(await outbox.round()).toBeNull();
    expect(await store.refusals()).toEqual({ 'already-rated': 1 });
    expect((await outbox.status()).waiting).toBe(0);
  });

  it('puts answers into a held request and sends later ones as a completion', async () => {
    const server = new FakeServer();
    const { outbox, time } = await boot(freshName(), server);
    await outbox.put(requestOf(1));
    expect(await outbox.addAnswers(uuid(1), { answers: { guidance: 3 } })).toBe(true);
    await outbox.put(requestOf(2));
    time.monotonicMs = policy.holdMs;
    server.script = ['good', 'request-lost'];
    await outbox.round();
    expect(await outbox.addAnswers(uuid(2), { answers: { reasons: [1, 2] }, comment: 'Chờ lâu.' })).toBe(
      true,
    );
    expect(await outbox.addAnswers(uuid(2), { answers: { reasons: [3] } })).toBe(false);
    server.script = ['good', 'answer-lost'];
    await outbox.round();
    expect(await outbox.round()).toBeNull();
    expect(server.effects.get(uuid(1))?.answers).toEqual({ guidance: 3, officer: 4 });
    expect(server.effects.get(uuid(2))?.answers).toEqual({ officer: 4 });
    expect([...server.completions]).toEqual([
      [uuid(2), { answers: { reasons: [1, 2] }, comment: 'Chờ lâu.' }],
    ]);
  });

  it('sends a sealed report as a completion, also of a tap that is still held', async () => {
    const server = new FakeServer();
    const { outbox, time } = await boot(freshName(), server);
    await outbox.put(requestOf(1));
    expect(await outbox.addAnswers(uuid(1), { answers: { guidance: 3 }, sealed: 'ab' })).toBe(true);
    time.monotonicMs = policy.holdMs;
    expect(await outbox.round()).toBeNull();
    expect(server.effects.get(uuid(1))?.answers).toEqual({ officer: 4 });
    expect([...server.completions]).toEqual([[uuid(1), { answers: { guidance: 3 }, sealed: 'ab' }]]);
  });

  it('warns before the bound and refuses at it, dropping nothing', async () => {
    const server = new FakeServer();
    const { outbox, time } = await boot(freshName(), server);
    for (let index = 0; index < policy.recordsMax; index += 1) {
      expect((await outbox.status()).nearlyFull).toBe(index >= policy.recordsWarn);
      expect(await outbox.put(requestOf(index))).toBe('stored');
    }
    expect(await outbox.put(requestOf(99))).toBe('full');
    time.monotonicMs = policy.holdMs;
    await outbox.round();
    expect(server.effects.size).toBe(policy.recordsMax);
    expect(await outbox.put(requestOf(99))).toBe('stored');
  });

  it('forgets acknowledged responses only after the time a backup needs, and can send them again before', async () => {
    const server = new FakeServer();
    const { outbox, time } = await boot(freshName(), server);
    await outbox.put(requestOf(1));
    time.monotonicMs = policy.holdMs;
    await outbox.round();
    server.effects.clear();
    expect(await outbox.resendAcknowledged()).toBe(1);
    await outbox.round();
    expect(server.effects.size).toBe(1);
    time.monotonicMs += policy.keepAcknowledgedMs;
    await outbox.round();
    expect((await outbox.status()).counts.acknowledged).toBe(1);
    time.monotonicMs += 1;
    await outbox.round();
    expect((await outbox.status()).counts.acknowledged).toBe(0);
  });

  it('forgets what a backup holds, and nothing that was acknowledged after it began', async () => {
    const server = new FakeServer();
    const { outbox, time } = await boot(freshName(), server);
    await outbox.put(requestOf(1));
    time.monotonicMs = policy.holdMs;
    await outbox.round();
    const acknowledgedAt = time.monotonicMs;
    time.monotonicMs += 60_000;
    await outbox.put(requestOf(2));
    await outbox.forgetBackedUp(time.monotonicMs - acknowledgedAt);
    expect((await outbox.status()).counts).toMatchObject({ acknowledged: 1, held: 1 });
    await outbox.forgetBackedUp(time.monotonicMs - acknowledgedAt - 1);
    expect((await outbox.status()).counts).toMatchObject({ acknowledged: 0, held: 1 });
    time.monotonicMs += policy.holdMs;
    await outbox.round();
    expect(server.effects.size).toBe(2);
  });

  it('keeps a damaged record aside, counted, and sends the others', async () => {
    const server = new FakeServer();
    const name = freshName();
    const first = await boot(name, server);
    await first.outbox.put(requestOf(1));
    first.store.close();
    await new Promise<void>((resolve, reject) => {
      const open = indexedDB.open(name);
      open.onerror = () => reject(open.error);
      open.onsuccess = () => {
        const tx = open.result.transaction('responses', 'readwrite');
        tx.objectStore('responses').put({ responseId: 'half' });
        tx.objectStore('responses').put({ responseId: 'no-request', phase: 'released', tappedAtMs: 1 });
        tx.oncomplete = () => {
          open.result.close();
          resolve();
        };
      };
    });
    const second = await boot(name, server, first.time.wallMs + 60_000);
    expect(await second.outbox.round()).toBeNull();
    expect([...server.effects.keys()]).toEqual([uuid(1)]);
    expect(await second.store.refusals()).toEqual({ unreadable: 2 });
  });

  it('holds every tap exactly once at the server after any sequence of faults, restarts and undos', async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.constant({ kind: 'tap' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'undo' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('clock' as const),
          byMs: fc.integer({ min: -86_400_000, max: 86_400_000 }),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('round' as const),
          afterMs: fc.integer({ min: 0, max: 10_000 }),
          script: fc.array(
            fc.constantFrom(
              'good' as const,
              'request-lost' as const,
              'answer-lost' as const,
              'overloaded' as const,
              'internal' as const,
              'portal' as const,
              'unauthorised' as const,
            ),
            { maxLength: 4 },
          ),
        }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const server = new FakeServer();
        const name = freshName();
        let bench = await boot(name, server);
        let taps = 0;
        const wanted = new Set<string>();
        for (const action of steps) {
          if (action.kind === 'tap') {
            taps += 1;
            if ((await bench.outbox.put(requestOf(taps))) === 'stored') wanted.add(uuid(taps));
          } else if (action.kind === 'undo') {
            if (await bench.outbox.undo(uuid(taps))) wanted.delete(uuid(taps));
          } else if (action.kind === 'restart') {
            bench.store.close();
            bench = await boot(name, server, bench.time.wallMs);
          } else if (action.kind === 'clock') {
            bench.time.wallMs += action.byMs;
          } else {
            bench.time.monotonicMs += action.afterMs;
            bench.time.wallMs += action.afterMs;
            server.script = [...action.script];
            await bench.outbox.round();
          }
        }
        server.script = [];
        bench.time.monotonicMs += policy.holdMs;
        expect(await bench.outbox.round()).toBeNull();
        expect(new Set(server.effects.keys())).toEqual(wanted);
        expect(server.conflicts).toEqual([]);
        for (const effect of server.effects.values()) expect(effect.ageSeconds).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('device clock', () => {
  it('never goes back and believes at most a bounded time switched off', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.nat(1e9), (wallJumpMs, runMs) => {
        let monotonicMs = 5;
        const wallMs = 1_790_000_000_000;
        const clock = startDeviceClock(
          { deviceMs: 1000, wallMs },
          () => wallMs + wallJumpMs,
          () => monotonicMs,
        );
        expect(clock.now()).toBeGreaterThanOrEqual(1000);
        expect(clock.now()).toBeLessThanOrEqual(1000 + offMsMax);
        const before = clock.now();
        monotonicMs += runMs;
        expect(clock.now()).toBe(before + runMs);
      }),
    );
  });
});

describe('judgement of answers', () => {
  it('never takes for acknowledged what does not name the response', () => {
    for (const body of [null, 'ok', {}, { responseId: uuid(2) }, []]) {
      expect(judge(uuid(1), { kind: 'answer', status: 200, body, retryAfterSeconds: null }).kind).toBe(
        'retry',
      );
    }
  });

  it('never refuses for good without a problem code of this server', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.jsonValue(), (status, body) => {
        const named = typeof body === 'object' && body !== null && 'code' in body;
        fc.pre(!named);
        expect(judge(uuid(1), { kind: 'answer', status, body, retryAfterSeconds: null }).kind).toBe('retry');
      }),
    );
  });

  it('waits within its bounds, longer when the server asks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.nat(10_000_000),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, retryAfterMs, random) => {
          const delayMs = retryDelayMs(failures, retryAfterMs, random, outboxPolicy);
          expect(delayMs).toBeGreaterThanOrEqual(outboxPolicy.retryDelayMsMin);
          expect(delayMs).toBeLessThanOrEqual(outboxPolicy.retryDelayMsMax);
          expect(delayMs).toBeGreaterThanOrEqual(Math.min(retryAfterMs, outboxPolicy.retryDelayMsMax));
        },
      ),
    );
  });
});
