// /api/webhooks over HTTP as the administrator's page uses it: a real receiver, the secret once, dead letters, replay.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  webhookDeliveryListSchema,
  webhookListSchema,
  webhookSecretSchema,
} from '../../shared/contract/webhooks.ts';
import { dayMs, TestServer, until } from '../support/server.ts';
import { Receiver, verified } from './receiver.ts';

let server: TestServer;
let receiver: Receiver;
let headers: Record<string, string>;
beforeAll(async () => {
  server = await TestServer.start();
  receiver = await Receiver.start();
  headers = (await server.signIn('administrator')).headers;
});
afterAll(async () => {
  await server.stop();
  await receiver.stop();
});

const ask = (method: string, path: string, body?: unknown) =>
  server.ask(method, path, { headers, ...(body === undefined ? {} : { body }) });
const eventTypes = ['kpi.sheet.final'];

describe('endpoints', () => {
  it('answer their secret once, ping, fail, and are sent again what failed', async () => {
    const made = await ask('POST', '/api/webhooks', {
      url: receiver.url,
      description: 'Hệ thống KPI',
      eventTypes,
    });
    expect(made.status).toBe(201);
    const { endpoint, secret } = webhookSecretSchema.parse(made.json);
    const listed = await ask('GET', '/api/webhooks');
    expect(webhookListSchema.parse(listed.json).endpoints.map(({ id }) => id)).toContain(endpoint.id);
    expect(listed.text).not.toContain(secret.slice(6));

    expect((await ask('POST', `/api/webhooks/${endpoint.id}/ping`)).status).toBe(202);
    await until(() => receiver.received.length === 1, 'the ping arrives');
    expect(verified(secret, receiver.received[0]!, server.clock.at)).toMatchObject({ type: 'webhook.ping' });

    receiver.answer = 500;
    server.context.file.transact((tx) =>
      server.context.webhooks.enqueue(tx, { type: 'kpi.sheet.final', data: { period: '2026-10' } }),
    );
    for (let attempt = 0; attempt < 9; attempt += 1) {
      await server.context.webhooks.flush();
      server.clock.advance(dayMs);
      headers = (await server.signIn('administrator')).headers;
    }
    const dead = webhookDeliveryListSchema.parse(
      (await ask('GET', `/api/webhooks/${endpoint.id}/deliveries?state=dead`)).json,
    );
    expect(dead.deliveries).toMatchObject([
      { state: 'dead', attempts: 9, lastStatus: 500, nextAttemptAt: null },
    ]);

    receiver.answer = 200;
    const [letter] = dead.deliveries;
    const replay = await ask('POST', `/api/webhooks/${endpoint.id}/deliveries/${letter!.event}/replay`);
    expect(replay.json).toEqual({ replayed: 1 });
    await server.context.webhooks.flush();
    const { deliveries } = (await ask('GET', `/api/webhooks/${endpoint.id}/deliveries`)).json;
    expect(deliveries.map((one: { state: string }) => one.state)).toEqual(['delivered', 'delivered']);
    expect(receiver.received.at(-1)!.headers['webhook-id']).toBe(letter!.event);

    const changed = await ask('PATCH', `/api/webhooks/${endpoint.id}`, { enabled: false });
    expect(changed.json).toMatchObject({ enabled: false, disabledReason: null, dead: 0, pending: 0 });
    expect((await ask('POST', `/api/webhooks/${endpoint.id}/ping`)).status).toBe(422);
    const renewed = await ask('POST', `/api/webhooks/${endpoint.id}/secret`);
    expect(renewed.json.secret).not.toBe(secret);
    expect((await ask('DELETE', `/api/webhooks/${endpoint.id}`)).status).toBe(204);
    expect((await ask('GET', `/api/webhooks/${endpoint.id}/deliveries`)).status).toBe(404);
  });

  it.each([
    [{ url: 'http://kpi.example.gov.vn/', eventTypes }, 'url'],
    [{ url: 'https://169.254.169.254/', eventTypes }, 'url'],
    [{ url: 'https://kpi.example.gov.vn/', eventTypes: [] }, 'eventTypes'],
    [{ url: 'https://kpi.example.gov.vn/', eventTypes: ['visit.closed'] }, 'eventTypes.0'],
    [
      { url: 'https://kpi.example.gov.vn/', eventTypes: ['kpi.sheet.final', 'kpi.sheet.final'] },
      'eventTypes',
    ],
  ])('%j is refused at %s and nothing is written', async (body, path) => {
    const before = server.count('webhook_endpoints');
    const answer = await ask('POST', '/api/webhooks', body);
    expect(answer.status).toBe(422);
    expect(answer.json.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(server.count('webhook_endpoints')).toBe(before);
  });

  it('are no more than twenty', async () => {
    const codes: number[] = [];
    for (let i = 0; i < 21; i += 1) {
      codes.push((await ask('POST', '/api/webhooks', { url: `${receiver.url}/${i}`, eventTypes })).status);
    }
    expect(codes).toEqual([...Array.from({ length: 20 }, () => 201), 422]);
  });

  it('list deliveries a page at a time', async () => {
    const [first] = server.context.webhooks.endpoints();
    server.context.file.transact((tx) => {
      server.context.webhooks.change(tx, first!.id, { enabled: true });
      for (let i = 0; i < 7; i += 1) {
        server.context.webhooks.enqueue(tx, { type: 'kpi.sheet.final', data: { i } });
      }
    });
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const page = await ask('GET', `/api/webhooks/${first!.id}/deliveries?limit=3${after}`);
      seen.push(...page.json.deliveries.map((one: { event: string }) => one.event));
      if (page.json.next === null) break;
      after = `&after=${page.json.next}`;
    }
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
    expect((await ask('GET', `/api/webhooks/${first!.id}/deliveries?after=nonsense`)).status).toBe(422);
    expect((await ask('GET', `/api/webhooks/${first!.id}/deliveries?limit=101`)).status).toBe(422);
  });
});
