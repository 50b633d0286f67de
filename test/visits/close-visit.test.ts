// POST /api/visits: what is refused and how, what is frozen, and that announcing a visit twice is announcing it once.
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import QRCode from 'qrcode';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { visitAnswerSchema } from '../../shared/contract/visits.ts';
import { isSlipCode } from '../../shared/slip-code.ts';
import { expectProblem, expectRefused, isRefused } from '../support/refusals.ts';
import { procedures, TestServer, wednesday } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());
beforeEach(() => server.clock.set(wednesday));

const body = (extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  externalId: randomUUID(),
  counter: 'Q01',
  officer: 'CB01',
  procedure: procedures[0].code,
  ...extra,
});
const post = (sent: unknown, headers: Record<string, string> = {}, key: string | null = server.key) =>
  server.ask('POST', '/api/visits', { body: sent, headers, ...(key === null ? {} : { key }) });

describe('who may close a visit', () => {
  test('nobody without a key', () => expectRefused(server, 'unauthenticated', () => post(body(), {}, null)));
  test('nobody with a key that does not exist', async () => {
    const answer = await expectRefused(server, 'unauthenticated', () => post(body(), {}, 'ln_nothing'));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });
  test('nobody with a key of another scope', async () => {
    const key = server.makeKey('board:read', 'roster:write', 'devices:write', 'kpi:read');
    await expectRefused(server, 'forbidden', () => post(body(), {}, key));
  });
  test('no session, whatever its role', async () => {
    const { headers } = await server.signIn('administrator');
    await expectRefused(server, 'unauthenticated', () => post(body(), headers, null));
  });
  test('the key is not taken from the address', () =>
    expectRefused(server, 'unauthenticated', () =>
      server.ask('POST', `/api/visits?key=${server.key}`, { body: body() }),
    ));
});

describe('bodies that are refused', () => {
  test.each<[string, string]>([
    ['cut off', '{"externalId":"a"'],
    ['not JSON', 'externalId=a'],
    ['only a text', '"hello"'],
    ['null', 'null'],
    ['two documents', '{}{}'],
  ])('malformed: %s', (_, text) => isRefused(server, 'malformed-body', () => post(text)));

  test('without a type', () =>
    expectRefused(server, 'malformed-body', () => server.ask('POST', '/api/visits', { key: server.key })));
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/json-seq'])(
    'of type %s',
    (type) =>
      isRefused(server, 'unsupported-media-type', () =>
        post(JSON.stringify(body()), { 'content-type': type }),
      ),
  );
  test('in an encoding nobody reads', () =>
    expectRefused(server, 'unsupported-media-type', () =>
      post(JSON.stringify(body()), { 'content-encoding': 'compress' }),
    ));
  test('in a character set nobody reads', () =>
    expectRefused(server, 'unsupported-media-type', () =>
      post(JSON.stringify(body()), { 'content-type': 'application/json; charset=klingon' }),
    ));
  test('larger than 8 KiB', () =>
    expectRefused(server, 'body-too-large', () => post(body({ externalId: 'x'.repeat(9000) }))));
  test('larger than 8 KiB once unpacked', () =>
    expectRefused(server, 'body-too-large', () =>
      post(gzipSync(JSON.stringify(body({ externalId: 'x'.repeat(4_000_000) }))), {
        'content-encoding': 'gzip',
      }),
    ));

  test.each<[string, Record<string, unknown>, string]>([
    ['no externalId', { externalId: undefined }, 'externalId'],
    ['empty externalId', { externalId: '   ' }, 'externalId'],
    ['number as externalId', { externalId: 12 }, 'externalId'],
    ['externalId of 201 characters', { externalId: 'x'.repeat(201) }, 'externalId'],
    ['no counter', { counter: undefined }, 'counter'],
    ['list as officer', { officer: ['CB01'] }, 'officer'],
    ['control character in a code', { officer: 'CB\u000001' }, 'officer'],
    ['procedure of 65 characters', { procedure: 'p'.repeat(65) }, 'procedure'],
    ['closedAt without an offset', { closedAt: '2026-10-14T08:00:00' }, 'closedAt'],
    ['closedAt as a number', { closedAt: 1_760_000_000_000 }, 'closedAt'],
    ['closedAt on no day', { closedAt: '2026-02-30T08:00:00Z' }, 'closedAt'],
    ['a field of another name', { officerName: 'x' }, ''],
  ])('against the contract: %s', async (_, wrong, path) => {
    const answer = await expectRefused(server, 'invalid-request', () => post(body(wrong)));
    expect(answer.json.errors.map((error: { path: string }) => error.path)).toContain(path);
  });
  test('a list instead of a visit', () => expectRefused(server, 'invalid-request', () => post([body()])));

  test.each([
    ['unknown-officer', { officer: 'CB99' }],
    ['unknown-counter', { counter: 'Q99' }],
    ['unknown-procedure', { procedure: '9.999999' }],
  ] as const)('%s', (code, wrong) => isRefused(server, code, () => post(body(wrong))));

  test('another method on the same path', async () => {
    expect((await server.ask('GET', '/api/visits', { key: server.key })).status).toBe(404);
    expect((await server.ask('DELETE', '/api/visits', { key: server.key })).status).toBe(404);
  });
});

describe('the time of a visit', () => {
  test('up to five minutes ahead is a clock that is off, more is refused', async () => {
    expect((await post(body({ closedAt: '2026-10-14T09:05:00+07:00' }))).status).toBe(201);
    await expectRefused(server, 'visit-in-future', () =>
      post(body({ closedAt: '2026-10-14T09:05:00.001+07:00' })),
    );
  });
  test('the last day of the window counts, the day before it does not', async () => {
    const last = await post(body({ closedAt: '2026-10-07T00:00:00+07:00' }));
    expect(last.status).toBe(201);
    expect(last.json.invitation.expiresAt).toBe('2026-10-14T23:59:59+07:00');
    await expectRefused(server, 'visit-too-old', () =>
      post(body({ closedAt: '2026-10-06T23:59:59.999+07:00' })),
    );
  });
  test('is a day in the zone of the centre', async () => {
    const visit = await post(body({ closedAt: '2026-10-13T17:00:00Z' }));
    expect(visit.json.invitation.expiresAt).toBe('2026-10-21T23:59:59+07:00');
  });
});

describe('a visit announced again', () => {
  test('gives the same answer and changes nothing, even when the rest differs', async () => {
    const externalId = randomUUID();
    const first = await post(body({ externalId }));
    expect(first.status).toBe(201);
    visitAnswerSchema.parse(first.json);
    const before = server.rows();
    server.clock.advance(3_600_000);
    for (const other of [{}, { officer: 'CB02', counter: 'Q02' }, { closedAt: '2026-10-12T08:00:00Z' }]) {
      const again = await post(body({ externalId, ...other }));
      expect([again.status, again.json]).toEqual([200, first.json]);
    }
    expect(server.rows()).toEqual(before);
  });

  test('fifty times at once is one visit', async () => {
    const externalId = randomUUID();
    const before = server.count('visits');
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(body({ externalId }))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(49);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(server.count('visits')).toBe(before + 1);
  });

  test('after it was rated, and after the seal, still gives the same slip', async () => {
    const externalId = randomUUID();
    const first = await post(body({ externalId }));
    const token = first.json.invitation.url.slice(-22);
    expect((await server.rate(token, 4)).status).toBe(201);
    const rated = await post(body({ externalId }));
    expect([rated.status, rated.json]).toEqual([200, first.json]);
    server.context.seal.run();
    const sealed = await post(body({ externalId }));
    expect([sealed.status, sealed.json]).toEqual([200, first.json]);
    expectProblem(await server.rate(token, 5), 'already-rated');
  });

  test('keeps its token across a restart', async () => {
    const own = await TestServer.start();
    const visit = await own.visit({ externalId: 'same' });
    await own.restart();
    const again = await own.visit({ externalId: 'same' });
    expect(again.token).toBe(visit.token);
    expect(again.invitation.code).toBe(visit.invitation.code);
    await own.stop();
  });

  test('of another centre gives another token for the same externalId', async () => {
    const other = await TestServer.start();
    const here = await server.visit({ externalId: 'HS-1' });
    const there = await other.visit({ externalId: 'HS-1' });
    expect(there.token).not.toBe(here.token);
    expect(there.visitId).not.toBe(here.visitId);
    await other.stop();
  });
});

describe('the invitation', () => {
  test('has 128 bits in 22 characters and fits a QR code of version 4 with a 20-character host', async () => {
    const { token } = await server.visit();
    expect(token).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(Buffer.from(token, 'base64url')).toHaveLength(16);
    const url = `https://danhgia.xa-01.gov.vn/r/${token}`.replace('danhgia.xa-01.gov.vn', 'h'.repeat(20));
    expect(QRCode.create(url, { errorCorrectionLevel: 'M' }).version).toBeLessThanOrEqual(4);
  });

  test('has a code of its own among all of the day, each with its check digit', async () => {
    const visits = await Promise.all(Array.from({ length: 300 }, () => server.visit()));
    const codes = visits.map(({ invitation }) => invitation.code);
    expect(codes.every(isSlipCode)).toBe(true);
    expect(new Set(codes).size).toBe(300);
    expect(new Set(visits.map(({ token }) => token)).size).toBe(300);
  });
});
