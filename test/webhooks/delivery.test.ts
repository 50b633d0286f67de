// The outbox end to end: a real receiver that checks signatures with the package integrators use, a receiver that is away,
// retries, dead letters, replay, restarts, endpoints that change.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attemptsMax, retryDelayMs, retryDelayMsMax } from '../../server/webhooks/retry-delay.ts';
import { Webhooks } from '../../server/webhooks/webhooks.ts';
import type { WebhookRequest } from '../../shared/contract/webhooks.ts';
import { dayMs, hourMs, openContext, TestServer, until } from '../support/server.ts';
import { Receiver, verified } from './receiver.ts';

type Opened = Awaited<ReturnType<typeof openContext>>;

let opened: Opened;
let receiver: Receiver;
beforeEach(async () => {
  opened = await openContext();
  receiver = await Receiver.start();
});
afterEach(async () => {
  await receiver.stop();
  await opened.context.close();
});

const closed = { type: 'kpi.period.closed', data: { period: '2026-10', note: 'Kỳ tháng Mười' } } as const;

function addEndpoint(wish: Partial<WebhookRequest> = {}) {
  const { context } = opened;
  return context.file.transact((tx) =>
    context.webhooks.add(
      tx,
      { url: receiver.url, description: 'test', eventTypes: ['kpi.period.closed'], ...wish },
      'quản trị',
    ),
  );
}
const enqueue = (event: Parameters<Webhooks['enqueue']>[1] = closed) =>
  opened.context.file.transact((tx) => opened.context.webhooks.enqueue(tx, event));
const deliveries = () => opened.context.stores.webhooks.deliveries({ limit: 100 });

describe('a message that arrives', () => {
  it('holds the event and a signature the package accepts', async () => {
    const { secret } = addEndpoint();
    enqueue();
    await opened.context.webhooks.flush();
    const [message] = receiver.received;
    const at = opened.clock.at;
    expect(verified(secret, message!, at)).toEqual({
      type: 'kpi.period.closed',
      timestamp: new Date(at).toISOString(),
      data: closed.data,
    });
    expect(message!.headers['content-type']).toBe('application/json');
    expect(() => verified(secret, { ...message!, body: message!.body.replace('10', '11') }, at)).toThrow();
    expect(() => verified(`whsec_${Buffer.alloc(32).toString('base64')}`, message!, at)).toThrow();
    expect(deliveries()).toMatchObject([
      { state: 'delivered', attempts: 1, lastStatus: 204, lastFailure: null },
    ]);
    await opened.context.webhooks.flush();
    expect(receiver.received).toHaveLength(1);
  });

  it('goes to those who subscribe to it, and to none else', async () => {
    addEndpoint({ eventTypes: ['kpi.sheet.final'] });
    const { endpoint } = addEndpoint();
    enqueue();
    await opened.context.webhooks.flush();
    expect(deliveries().map((row) => row.endpoint)).toEqual([endpoint.id]);
  });

  it('is not sent when the transaction it belongs to did not commit', async () => {
    addEndpoint();
    expect(() =>
      opened.context.file.transact((tx) => {
        opened.context.webhooks.enqueue(tx, closed);
        throw new Error('rolled back');
      }),
    ).toThrow('rolled back');
    await opened.context.webhooks.flush();
    expect(receiver.received).toEqual([]);
    expect(deliveries()).toEqual([]);
  });

  it('is refused by the sender when it is too large', () => {
    addEndpoint();
    expect(() => enqueue({ type: 'kpi.period.closed', data: { text: 'x'.repeat(600_000) } })).toThrow(
      RangeError,
    );
    expect(deliveries()).toEqual([]);
  });
});

describe('a receiver that is away', () => {
  it('is tried again, later each time, then the message is a dead letter until someone sends it again', async () => {
    const { secret, endpoint } = addEndpoint();
    const { port } = receiver;
    await receiver.stop();
    enqueue();
    const waits: number[] = [];
    for (let attempts = 1; attempts < attemptsMax; attempts += 1) {
      await opened.context.webhooks.flush();
      const [row] = deliveries();
      expect(row).toMatchObject({ state: 'pending', attempts, lastStatus: null, lastFailure: 'connection' });
      waits.push(row!.nextAttemptAt - opened.clock.at);
      opened.clock.at = row!.nextAttemptAt - 1;
      await opened.context.webhooks.flush();
      expect(deliveries()[0]!.attempts).toBe(attempts);
      opened.clock.at = row!.nextAttemptAt;
    }
    await opened.context.webhooks.flush();
    expect(deliveries()).toMatchObject([{ state: 'dead', attempts: attemptsMax }]);
    expect(waits.every((wait, index) => index === 0 || wait > waits[index - 1]! / 2)).toBe(true);
    opened.clock.advance(dayMs);
    await opened.context.webhooks.flush();
    expect(deliveries()).toMatchObject([{ state: 'dead', attempts: attemptsMax }]);

    receiver = await Receiver.start(port);
    expect(opened.context.file.transact((tx) => opened.context.webhooks.replayDead(tx, endpoint.id))).toBe(1);
    await opened.context.webhooks.flush();
    expect(deliveries()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    expect(verified(secret, receiver.received[0]!, opened.clock.at).data).toEqual(closed.data);
  });

  it.each([
    [500, 'status', 'pending'],
    [404, 'status', 'pending'],
    [302, 'redirect', 'pending'],
    [410, 'status', 'dead'],
  ])('answering %i is a failure (%s) and the message is %s', async (status, failure, state) => {
    const { endpoint } = addEndpoint();
    receiver.answer = status;
    receiver.headers = { location: `http://127.0.0.1:${receiver.port}/elsewhere` };
    enqueue();
    await opened.context.webhooks.flush();
    expect(receiver.received).toHaveLength(1);
    expect(deliveries()).toMatchObject([{ state, lastStatus: status, lastFailure: failure }]);
    const { enabled, disabledReason } = opened.context.webhooks.endpoint(endpoint.id);
    expect({ enabled, disabledReason }).toEqual(
      status === 410 ? { enabled: false, disabledReason: 'gone' } : { enabled: true, disabledReason: null },
    );
  });

  it('is asked again no sooner than it wished, and no later than the longest wait', async () => {
    addEndpoint();
    receiver.answer = 503;
    receiver.headers = { 'retry-after': '3600' };
    enqueue();
    await opened.context.webhooks.flush();
    expect(deliveries()[0]!.nextAttemptAt).toBe(opened.clock.at + hourMs);
    receiver.headers = { 'retry-after': '9999999' };
    opened.clock.advance(hourMs);
    await opened.context.webhooks.flush();
    expect(deliveries()[0]!.nextAttemptAt).toBe(opened.clock.at + retryDelayMsMax);
  });

  it('that hangs holds up no other', async () => {
    const { secret: otherSecret } = addEndpoint();
    const hanging = await Receiver.start();
    hanging.answer = 'hang';
    addEndpoint({ url: hanging.url });
    for (let i = 0; i < 12; i += 1) enqueue();
    opened.context.webhooks.start();
    await until(() => receiver.received.length === 12, 'the other has its twelve messages');
    expect(verified(otherSecret, receiver.received[11]!, opened.clock.at).type).toBe('kpi.period.closed');
    expect(hanging.received.length).toBeLessThanOrEqual(2);
    await opened.context.webhooks.close();
    await hanging.stop();
  });
});

describe('a restart', () => {
  it('resumes what waits and repeats what was cut off, under the same id', async () => {
    const server = await TestServer.start();
    try {
      const { context } = server;
      receiver.answer = 'hang';
      const { secret } = context.file.transact((tx) =>
        context.webhooks.add(
          tx,
          { url: receiver.url, description: '', eventTypes: ['kpi.period.closed'] },
          'quản trị',
        ),
      );
      context.file.transact((tx) => context.webhooks.enqueue(tx, closed));
      await until(() => receiver.received.length === 1, 'the first attempt is under way');
      receiver.answer = 200;
      await server.restart();
      await until(
        () => server.context.stores.webhooks.deliveries({ limit: 1 })[0]?.state === 'delivered',
        'it is delivered',
      );
      const [first, second] = receiver.received;
      expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
      expect(verified(secret, second!, server.clock.at).data).toEqual(closed.data);
    } finally {
      await server.stop();
    }
  });
});

describe('endpoints', () => {
  it('keep no secret that the database alone gives away', () => {
    const { secret, endpoint } = addEndpoint();
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    expect(key).toHaveLength(32);
    const stored = opened.context.stores.webhooks.endpoint(endpoint.id)!.secret;
    expect(stored.includes(key)).toBe(false);
    const { secrets } = opened.context;
    expect(secrets.decrypt('webhook-secret', endpoint.id, stored)).toEqual(key);
    expect(() => secrets.decrypt('webhook-secret', 'ep_other', stored)).toThrow('secrets.json');
    expect(() => secrets.decrypt('webhook-secret', endpoint.id, stored.subarray(1))).toThrow('secrets.json');
  });

  it('sign with both secrets for a day after a new one was made', async () => {
    const { secret, endpoint } = addEndpoint();
    const renewed = opened.context.file.transact((tx) =>
      opened.context.webhooks.renewSecret(tx, endpoint.id),
    );
    enqueue();
    await opened.context.webhooks.flush();
    for (const one of [secret, renewed.secret]) verified(one, receiver.received[0]!, opened.clock.at);
    opened.clock.advance(dayMs);
    enqueue();
    await opened.context.webhooks.flush();
    verified(renewed.secret, receiver.received[1]!, opened.clock.at);
    expect(() => verified(secret, receiver.received[1]!, opened.clock.at)).toThrow();
  });

  it('are told nothing while disabled, and what waited goes on afterwards', async () => {
    const { endpoint } = addEndpoint();
    enqueue();
    const change = (enabled: boolean) =>
      opened.context.file.transact((tx) => opened.context.webhooks.change(tx, endpoint.id, { enabled }));
    change(false);
    enqueue();
    await opened.context.webhooks.flush();
    expect(receiver.received).toEqual([]);
    expect(deliveries()).toHaveLength(1);
    change(true);
    await opened.context.webhooks.flush();
    expect(receiver.received).toHaveLength(1);
  });

  it('leave nothing behind when they are deleted', () => {
    const { endpoint } = addEndpoint();
    enqueue();
    opened.context.file.transact((tx) => opened.context.webhooks.remove(tx, endpoint.id));
    for (const table of ['webhook_endpoints', 'webhook_events', 'webhook_deliveries']) {
      expect(opened.context.file.sqlite.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({
        n: 0,
      });
    }
  });

  it('have a bounded queue: what comes on top is a dead letter at once', async () => {
    addEndpoint();
    const small = new Webhooks(opened.context, { pendingMax: 2 });
    opened.context.file.transact((tx) => {
      for (let i = 0; i < 3; i += 1) small.enqueue(tx, closed);
    });
    expect(
      deliveries()
        .map(({ state, lastFailure }) => `${state} ${lastFailure}`)
        .sort(),
    ).toEqual(['dead queue-full', 'pending null', 'pending null']);
    await small.close();
  });

  it('forget what was delivered a month ago and what was given up three months ago', async () => {
    const { endpoint } = addEndpoint();
    enqueue();
    await opened.context.webhooks.flush();
    receiver.answer = 410;
    enqueue();
    await opened.context.webhooks.flush();
    expect(
      deliveries()
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['dead', 'delivered']);
    opened.clock.advance(31 * dayMs);
    await opened.context.webhooks.flush();
    await opened.context.commit.drained();
    expect(deliveries().map(({ state }) => state)).toEqual(['dead']);
    opened.clock.advance(60 * dayMs);
    await opened.context.webhooks.flush();
    await opened.context.commit.drained();
    expect(deliveries()).toEqual([]);
    expect(opened.context.webhooks.endpoint(endpoint.id).enabled).toBe(false);
  });
});

describe('waits between attempts', () => {
  it('grow, stay within half and whole of their step, and never pass the longest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, random) => {
          const whole = Math.min(retryDelayMsMax, 10_000 * 4 ** (attempts - 1));
          const delay = retryDelayMs(attempts, random);
          expect(delay).toBeGreaterThanOrEqual(whole / 2);
          expect(delay).toBeLessThanOrEqual(whole);
        },
      ),
      { seed: 20261014, verbose: true },
    );
  });
});
