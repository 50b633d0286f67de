// The officer's one button: closes a visit, is marked self-reported, and never shows what could be used to rate it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectRefused } from '../support/refusals.ts';
import { procedures, TestServer } from '../support/server.ts';

let server: TestServer;
let officer: { headers: Record<string, string> };
beforeAll(async () => {
  server = await TestServer.start();
  officer = await server.signIn('officer', 'CB01');
});
afterAll(() => server.stop());

const press = (
  headers: Record<string, string>,
  body: unknown = { requestId: randomUUID(), procedure: procedures[0].code },
) => server.ask('POST', '/api/counter/visits', { headers, body });

describe('the officer on duty', () => {
  test('closes a visit at the counter of the duty list; pressed twice it is one', async () => {
    const body = { requestId: randomUUID(), procedure: procedures[1].code };
    const first = await press(officer.headers, body);
    expect([first.status, first.json]).toEqual([
      201,
      { counter: 'Q01', procedure: procedures[1].code, visitsToday: 1 },
    ]);
    const again = await press(officer.headers, body);
    expect([again.status, again.json]).toEqual([200, first.json]);
    expect(server.context.stores.visits.tallies()).toMatchObject([
      {
        day: '2026-10-14',
        officer: 'CB01',
        counter: 'Q01',
        procedure: procedures[1].code,
        source: 'self-reported',
        visits: 1,
      },
    ]);
  });

  test('sees neither token nor code in any answer, header or cookie', async () => {
    const answers = [
      await press(officer.headers),
      await server.ask('GET', '/api/counter', { headers: officer.headers }),
      await server.ask('GET', '/api/session', { headers: officer.headers }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBeLessThan(300);
      const seen = `${answer.text} ${JSON.stringify([...answer.headers])}`;
      expect(seen).not.toMatch(/\/r\/|invitation|"code":"\d{7}"/);
      for (const word of seen.match(/[A-Za-z0-9_-]{22}/g) ?? []) {
        const { visit, spent } = server.context.visits.locate(word);
        expect([word, visit, spent]).toEqual([word, undefined, undefined]);
      }
    }
  });

  test('cannot name the externalId of an integrated visit and so make its slip again', async () => {
    const requestId = randomUUID();
    const integrated = await server.visit({ externalId: requestId });
    const before = server.count('visits');
    expect((await press(officer.headers, { requestId, procedure: procedures[0].code })).status).toBe(201);
    expect(server.count('visits')).toBe(before + 1);
    expect(server.context.visits.locate(integrated.token).visit?.source).toBe('integrated');
  });

  test('may read no board, no roster and no devices', async () => {
    for (const path of ['/api/board', '/api/roster', '/api/devices', '/api/board-links']) {
      const answer = await server.ask('GET', path, { headers: officer.headers });
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });
});

describe('refused', () => {
  test('without a session', () => expectRefused(server, 'unauthenticated', () => press({})));
  test('without the token of the session', () => {
    const { cookie } = officer.headers;
    return expectRefused(server, 'forbidden', () => press({ cookie: cookie! }));
  });
  test.each(['administrator', 'manager', 'personnel', 'auditor'] as const)('to the role %s', async (role) => {
    const { headers } = await server.signIn(role);
    await expectRefused(server, 'forbidden', () => press(headers));
  });
  test('to an officer who is not on duty', async () => {
    await server.context.roster.put({
      officers: [{ code: 'CB09', name: 'Cán bộ 09' }],
      counters: [],
      procedures: [],
      duty: [],
    });
    const { headers } = await server.signIn('officer', 'CB09');
    await expectRefused(server, 'forbidden', () => press(headers));
  });
  test('for a procedure nobody knows', () =>
    expectRefused(server, 'unknown-procedure', () =>
      press(officer.headers, { requestId: randomUUID(), procedure: 'X' }),
    ));
  test('when the officer or the counter is chosen by hand', () =>
    expectRefused(server, 'invalid-request', () =>
      press(officer.headers, { requestId: randomUUID(), procedure: procedures[0].code, officer: 'CB02' }),
    ));
  test('after the session ended', async () => {
    const { headers } = await server.signIn('officer', 'CB01');
    expect((await server.ask('DELETE', '/api/session', { headers })).status).toBe(204);
    await expectRefused(server, 'unauthenticated', () => press(headers));
  });
});
