// PUT /api/roster: all or nothing, for keys with the scope alone.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectRefused } from '../support/refusals.ts';
import { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const put = (body: unknown, key: string | null = server.key) =>
  server.ask('PUT', '/api/roster', { body, ...(key === null ? {} : { key }) });
const officer = { code: 'CB50', name: 'Cán bộ 50' };

describe('PUT /api/roster', () => {
  test('adds and updates', async () => {
    const answer = await put({ officers: [officer, { code: 'CB01', name: 'Cán bộ Một' }] });
    expect([answer.status, answer.json]).toEqual([200, { officers: 2, counters: 0, procedures: 0, duty: 0 }]);
    const { json } = await server.ask('GET', '/api/roster', { key: server.key });
    expect(json.officers).toContainEqual({ code: 'CB01', name: 'Cán bộ Một', position: '' });
    expect(json.officers).toHaveLength(4);
  });

  test('is refused to others', async () => {
    await expectRefused(server, 'unauthenticated', () => put({ officers: [officer] }, null));
    const key = server.makeKey('visits:write', 'board:read');
    await expectRefused(server, 'forbidden', () => put({ officers: [officer] }, key));
  });

  test.each<[string, Parameters<typeof expectRefused>[1], unknown]>([
    ['the same code twice', 'roster-conflict', { officers: [officer, officer] }],
    [
      'a duty that ends before it starts',
      'roster-conflict',
      {
        duty: [{ counter: 'Q01', officer: 'CB01', from: '2026-10-14T08:00:00Z', to: '2026-10-14T07:00:00Z' }],
      },
    ],
    [
      'a duty of an officer nobody knows, after good rows',
      'unknown-officer',
      {
        officers: [{ code: 'CB60', name: 'Cán bộ 60' }],
        duty: [
          { counter: 'Q01', officer: 'CB60', from: '2026-10-14T08:00:00Z' },
          { counter: 'Q01', officer: 'CB99', from: '2026-10-14T08:00:00Z' },
        ],
      },
    ],
    [
      'a duty at a counter nobody knows',
      'unknown-counter',
      { duty: [{ counter: 'Q99', officer: 'CB01', from: '2026-10-14T08:00:00Z' }] },
    ],
    ['a name that is none', 'invalid-request', { officers: [{ code: 'CB70', name: '' }] }],
    ['a control character', 'invalid-request', { counters: [{ code: 'Q\n1', name: 'x' }] }],
    ['a photo that is no picture', 'invalid-request', { officers: [{ ...officer, photo: 'PHN2Zz4=' }] }],
    ['a list nobody knows', 'invalid-request', { managers: [] }],
  ])('refuses %s, and takes nothing of it', async (_, code, body) => {
    await expectRefused(server, code, () => put(body));
  });

  test('serves photos as the pictures they are', async () => {
    const photo =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await put({ officers: [{ ...officer, photo }] });
    const answer = await server.ask('GET', '/api/officers/CB50/photo');
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await server.ask('GET', '/api/officers/CB01/photo')).status).toBe(404);
  });
});
