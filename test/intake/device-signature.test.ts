// What a paired kiosk signs: the server takes a rating as given at a kiosk only when the signature holds.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectRefused } from '../support/refusals.ts';
import { minuteMs, ratingBody, TestKiosk, TestServer } from '../support/server.ts';

let server: TestServer;
let kiosk: TestKiosk;
beforeAll(async () => {
  server = await TestServer.start();
  kiosk = await server.pairKiosk('Q01');
});
afterAll(() => server.stop());

const path = '/api/responses';
const send = (text: string, headers: Record<string, string>) =>
  server.ask('POST', path, { body: text, headers });
const rating = async (level = 5): Promise<string> =>
  JSON.stringify(ratingBody((await server.visit()).token, level));

describe('a signed rating', () => {
  test('is one given at a kiosk; an unsigned one is not', async () => {
    const signed = await rating();
    expect((await send(signed, kiosk.headers('POST', path, signed))).status).toBe(201);
    expect(server.context.stores.responses.journal().at(-1)!.mode).toBe('kiosk');
    expect((await send(await rating(), {})).status).toBe(201);
    expect(server.context.stores.responses.journal().at(-1)!.mode).toBe('qr');
  });

  test('is refused when the body is not the one signed', async () => {
    const body = await rating(5);
    const changed = body.replace('"officer":5', '"officer":1');
    expect(changed).not.toBe(body);
    await expectRefused(server, 'invalid-signature', () => send(changed, kiosk.headers('POST', path, body)));
    await expectRefused(server, 'invalid-signature', () =>
      send(`${body} `, kiosk.headers('POST', path, body)),
    );
  });

  test('is refused when signed for another method or path, or by another key, or half signed', async () => {
    const body = await rating();
    const other = await server.pairKiosk('Q02');
    const good = kiosk.headers('POST', path, body);
    const wrong: Record<string, string>[] = [
      kiosk.headers('PATCH', path, body),
      kiosk.headers('POST', '/api/invitations/lookup', body),
      { ...good, 'x-langnghe-device': other.deviceId },
      { ...good, 'x-langnghe-device': randomUUID() },
      { ...good, 'x-langnghe-signature': '' },
      { ...good, 'x-langnghe-signature': 'A'.repeat(88) },
      { ...good, 'x-langnghe-signature': 'A'.repeat(201) },
      { 'x-langnghe-device': kiosk.deviceId },
      { 'x-langnghe-signature': good['x-langnghe-signature']! },
    ];
    for (const headers of wrong) {
      await expectRefused(server, 'invalid-signature', () => send(body, headers));
    }
    expect((await send(body, good)).status).toBe(201);
  });
});

describe('pairing', () => {
  const pair = (body: unknown) => server.ask('POST', '/api/devices/pair', { body });
  const newCode = async (): Promise<string> =>
    (
      await server.ask('POST', '/api/devices/pairing-codes', {
        key: server.key,
        body: { place: 'counter', counter: 'Q01' },
      })
    ).json.code;

  test('takes a code once, raced by several tablets', async () => {
    const code = await newCode();
    const before = server.count('devices');
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => pair({ code, publicKey: new TestKiosk().publicKey })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404]);
    expect(server.count('devices')).toBe(before + 1);
  });

  test('refuses an expired code, and does not spend a good one on a bad key', async () => {
    const own = await TestServer.start();
    const code = async (): Promise<string> =>
      (await own.ask('POST', '/api/devices/pairing-codes', { key: own.key, body: { place: 'exit' } })).json
        .code;
    const good = await code();
    await expectRefused(own, 'invalid-request', () =>
      own.ask('POST', '/api/devices/pair', { body: { code: good, publicKey: 'A'.repeat(100) } }),
    );
    expect(
      (
        await own.ask('POST', '/api/devices/pair', {
          body: { code: good, publicKey: new TestKiosk().publicKey },
        })
      ).status,
    ).toBe(201);
    const late = await code();
    own.clock.advance(15 * minuteMs + 1);
    const answer = await own.ask('POST', '/api/devices/pair', {
      body: { code: late, publicKey: new TestKiosk().publicKey },
    });
    expect([answer.status, answer.json.code]).toEqual([410, 'pairing-expired']);
    expect(own.count('devices')).toBe(1);
    await own.stop();
  });

  test('cannot be guessed: tries are counted by address', async () => {
    const own = await TestServer.start();
    const guess = () =>
      own.ask('POST', '/api/devices/pair', {
        body: { code: 'AAAA-AAAA', publicKey: new TestKiosk().publicKey },
      });
    const answers = [];
    for (let time = 0; time < 12; time += 1) answers.push((await guess()).status);
    expect(answers.filter((status) => status === 404)).toHaveLength(10);
    expect(answers.slice(-2)).toEqual([429, 429]);
    await own.stop();
  });

  test('codes are made by administrators and keys with the scope alone', async () => {
    const body = { place: 'counter', counter: 'Q01' };
    const ask = (options: { headers?: Record<string, string>; key?: string }) =>
      server.ask('POST', '/api/devices/pairing-codes', { body, ...options });
    await expectRefused(server, 'unauthenticated', () => ask({}));
    const key = server.makeKey('visits:write');
    await expectRefused(server, 'forbidden', () => ask({ key }));
    for (const role of ['manager', 'officer', 'auditor', 'personnel'] as const) {
      const { headers } = await server.signIn(role, role === 'officer' ? 'CB01' : null);
      await expectRefused(server, 'forbidden', () => ask({ headers }));
    }
    await expectRefused(server, 'unknown-counter', () =>
      server.ask('POST', '/api/devices/pairing-codes', {
        key: server.key,
        body: { place: 'counter', counter: 'Q99' },
      }),
    );
    await expectRefused(server, 'invalid-request', () =>
      server.ask('POST', '/api/devices/pairing-codes', { key: server.key, body: { place: 'counter' } }),
    );
  });
});
