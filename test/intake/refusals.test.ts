// POST /api/responses: everything that must not become a response, with the code the contract names, and nothing written.
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commentCharsMax } from '../../shared/contract/responses.ts';
import { expectProblem, expectRefused, isRefused } from '../support/refusals.ts';
import { dayMs, ratingBody, TestServer, wednesday } from '../support/server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());
beforeEach(async () => {
  server.clock.set(wednesday);
  token = (await server.visit()).token;
});

const post = (body: unknown, headers: Record<string, string> = {}) =>
  server.ask('POST', '/api/responses', { body, headers });

describe('bodies', () => {
  test.each<[string, string]>([
    ['cut off', '{"responseId":'],
    ['nothing but a number', '5'],
    ['null', 'null'],
    ['with a trailing comma', '{"a":1,}'],
  ])('malformed: %s', (_, text) => isRefused(server, 'malformed-body', () => post(text)));
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'of type %s',
    (type) =>
      isRefused(server, 'unsupported-media-type', () =>
        post(JSON.stringify(ratingBody(token, 5)), { 'content-type': type }),
      ),
  );
  test('larger than 16 KiB', () =>
    expectRefused(server, 'body-too-large', () =>
      post(ratingBody(token, 5, { comment: 'x'.repeat(17_000) })),
    ));
  test('larger than 16 KiB once unpacked', () =>
    expectRefused(server, 'body-too-large', () =>
      post(gzipSync(JSON.stringify(ratingBody(token, 5, { comment: 'x'.repeat(9_000_000) }))), {
        'content-encoding': 'gzip',
      }),
    ));

  test.each<[string, Record<string, unknown>, string]>([
    ['no responseId', { responseId: undefined }, 'responseId'],
    ['responseId that is no UUID', { responseId: 'abc' }, 'responseId'],
    ['invitation that is no token', { invitation: 'short' }, 'invitation'],
    ['both invitation and counter', { counter: 'Q01' }, 'invitation'],
    ['neither invitation nor counter', { invitation: undefined }, 'invitation'],
    ['no questionnaire', { questionnaire: undefined }, 'questionnaire'],
    ['no answers', { answers: undefined }, 'answers'],
    ['answers as a list', { answers: [5] }, 'answers'],
    ['no rating', { answers: {} }, 'answers.officer'],
    ['rating 0', { answers: { officer: 0 } }, 'answers.officer'],
    ['rating 6', { answers: { officer: 6 } }, 'answers.officer'],
    ['rating -1', { answers: { officer: -1 } }, 'answers.officer'],
    ['rating 4.5', { answers: { officer: 4.5 } }, 'answers.officer'],
    ['rating "5"', { answers: { officer: '5' } }, 'answers.officer'],
    ['rating null', { answers: { officer: null } }, 'answers.officer'],
    ['rating as a list', { answers: { officer: [5] } }, 'answers.officer'],
    ['choice off the scale', { answers: { officer: 5, guidance: 9 } }, 'answers.guidance'],
    ['choice as a list', { answers: { officer: 5, guidance: [1] } }, 'answers.guidance'],
    ['tag off the scale', { answers: { officer: 5, reasons: [1, 77] } }, 'answers.reasons'],
    ['tag twice', { answers: { officer: 5, reasons: [1, 1] } }, 'answers.reasons'],
    ['tags as one value', { answers: { officer: 5, reasons: 1 } }, 'answers.reasons'],
    ['an item nobody asked', { answers: { officer: 5, manager: 5 } }, 'answers.manager'],
    ['an item named like a method', { answers: { officer: 5, constructor: 5 } }, 'answers.constructor'],
    ['an empty comment', { comment: '   ' }, 'comment'],
    ['a comment that is too long', { comment: 'x'.repeat(commentCharsMax + 1) }, 'comment'],
    ['no locale', { locale: undefined }, 'locale'],
    ['a locale that is none', { locale: '<b>' }, 'locale'],
    ['no age', { ageSeconds: undefined }, 'ageSeconds'],
    ['an age below zero', { ageSeconds: -1 }, 'ageSeconds'],
    ['an age above a year', { ageSeconds: 31_536_001 }, 'ageSeconds'],
    ['a mode of its own choice', { mode: 'kiosk' }, ''],
    ['an officer of its own choice', { officer: 'CB02' }, ''],
    ['a presence code that is not valid', { presence: '123456' }, 'presence'],
  ])('against the contract: %s', async (_, wrong, path) => {
    const answer = await expectRefused(server, 'invalid-request', () => post(ratingBody(token, 5, wrong)));
    const paths: string[] = answer.json.errors.map((error: { path: string }) => error.path);
    expect(paths).toContain(path);
  });

  test('a questionnaire nobody knows', () =>
    expectRefused(server, 'unknown-questionnaire', () =>
      post(ratingBody(token, 5, { questionnaire: '1999-1' })),
    ));

  test('answers that would reach for a prototype', async () => {
    const text = JSON.stringify(ratingBody(token, 5)).replace(
      '"answers":{',
      '"answers":{"__proto__":{"reasons":[1]},',
    );
    const answer = await post(text);
    expect([201, 422]).toContain(answer.status);
    if (answer.status === 201) {
      const { answers } = server.context.stores.responses.journal().at(-1)!;
      expect(answers).toBe('{"officer":5}');
    }
  });

  test('a comment of half a character is taken whole or refused, never a failure of the server', async () => {
    const text = JSON.stringify(ratingBody(token, 5, { comment: 'MARK' })).replace('MARK', '\\ud800');
    expect([201, 422]).toContain((await post(text)).status);
  });

  test('a comment of exactly the length allowed is taken whole', async () => {
    const comment = 'ấ'.repeat(commentCharsMax);
    expect((await post(ratingBody(token, 5, { comment }))).status).toBe(201);
    expect(server.context.stores.responses.journal().at(-1)!.comment).toBe(comment);
  });
});

describe('invitations', () => {
  test('that nobody gave out', () =>
    expectRefused(server, 'unknown-invitation', () => post(ratingBody('A'.repeat(22), 5))));

  test('with one character changed', async () => {
    for (let place = 0; place < 22; place += 1) {
      const other = token[place] === 'A' ? 'Q' : 'A';
      const changed = token.slice(0, place) + other + token.slice(place + 1);
      expectProblem(await post(ratingBody(changed, 5)), 'unknown-invitation');
    }
    expect((await post(ratingBody(token, 5))).status).toBe(201);
  });

  test('written another way that decodes to the same bytes', async () => {
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const index = last.indexOf(token.at(-1)!);
    const twin = token.slice(0, -1) + last[index ^ 1]!;
    expect(Buffer.from(twin, 'base64url')).toEqual(Buffer.from(token, 'base64url'));
    await expectRefused(server, 'unknown-invitation', () => post(ratingBody(twin, 5)));
  });

  test('that were used', async () => {
    expect((await post(ratingBody(token, 5))).status).toBe(201);
    await expectRefused(server, 'already-rated', () => post(ratingBody(token, 5)));
  });

  test('that are past their last day; the last second of it still counts', async () => {
    const other = (await server.visit()).token;
    server.clock.set('2026-10-21T23:59:59.999+07:00');
    expect((await post(ratingBody(token, 5))).status).toBe(201);
    server.clock.advance(1);
    await expectRefused(server, 'invitation-expired', () => post(ratingBody(other, 5)));
  });

  test('tapped in time but sent late: accepted within the grace, refused after it', async () => {
    const other = (await server.visit()).token;
    server.clock.set('2026-10-24T23:59:59+07:00');
    expect((await post(ratingBody(token, 5, { ageSeconds: 4 * 86_400 }))).status).toBe(201);
    await expectRefused(server, 'invitation-expired', () =>
      post(ratingBody(other, 5, { ageSeconds: 2 * 86_400 })),
    );
    server.clock.advance(1000);
    await expectRefused(server, 'invitation-expired', () =>
      post(ratingBody(other, 5, { ageSeconds: 5 * 86_400 })),
    );
  });

  test('that are unknown again once nothing can come for them', async () => {
    server.clock.advance(11 * dayMs);
    server.context.seal.run();
    await expectRefused(server, 'unknown-invitation', () => post(ratingBody(token, 5)));
  });

  test('that open later are refused until then', async () => {
    const later = await TestServer.start({ policy: { invitationOpensAfterMinutes: 30 } });
    const visit = await later.visit();
    await expectRefused(later, 'not-yet-open', () => later.rate(visit.token, 5));
    later.clock.advance(30 * 60_000);
    expect((await later.rate(visit.token, 5)).status).toBe(201);
    await later.stop();
  });
});

describe('walk-up ratings', () => {
  const walkUp = (counter: string, extra: Record<string, unknown> = {}) =>
    ratingBody('', 3, { invitation: undefined, counter, ...extra });

  test('at a counter nobody knows', () =>
    expectRefused(server, 'unknown-counter', () => post(walkUp('Q99'))));
  test('older than the window and the grace together', async () => {
    await expectRefused(server, 'invitation-expired', () =>
      post(walkUp('Q01', { ageSeconds: 10 * 86_400 + 1 })),
    );
    expect((await post(walkUp('Q01', { ageSeconds: 10 * 86_400 }))).status).toBe(201);
  });
  test('go to the counter and the officer on duty when they were tapped, apart from invited ones', async () => {
    await server.context.roster.put({
      officers: [],
      counters: [],
      procedures: [],
      duty: [{ counter: 'Q02', officer: 'CB03', from: '2026-10-14T08:30:00+07:00' }],
    });
    expect((await post(walkUp('Q02'))).status).toBe(201);
    expect((await post(walkUp('Q02', { ageSeconds: 3600 }))).status).toBe(201);
    expect(server.context.stores.responses.journal().slice(-2)).toMatchObject([
      { officer: 'CB03', counter: 'Q02', tier: 'walk-up', mode: 'qr', procedure: 'other' },
      { officer: 'CB02', counter: 'Q02', tier: 'walk-up', mode: 'qr', procedure: 'other' },
    ]);
  });
});

describe('an overloaded server', () => {
  test('sheds load with 503 and Retry-After, and writes nothing of what it refused', async () => {
    const small = await TestServer.start();
    const visits = await Promise.all(Array.from({ length: 40 }, () => small.visit()));
    await small.stop();
    const { createContext } = await import('../../server/context.ts');
    const { createApp } = await import('../../server/http/app.ts');
    const context = createContext({
      dataDir: small.dataDir,
      create: false,
      clock: () => small.clock.at,
      publicUrl: () => 'http://localhost',
      commitLimits: { queueLengthMax: 2, batchLengthMax: 1 },
    });
    const failures: unknown[] = [];
    const app = createApp(context, {
      distDir: small.dataDir,
      version: 'test',
      behindProxy: false,
      receiptPage: { render: () => '', script: '' },
      report: (error) => failures.push(error),
    });
    const listener = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => listener.once('listening', resolve));
    const { port } = listener.address() as { port: number };
    // The first job keeps the queue full for as long as the requests below take to arrive.
    const other = new (await import('better-sqlite3')).default(`${small.dataDir}/langnghe.sqlite`);
    context.file.sqlite.pragma('busy_timeout = 1');
    other.exec('BEGIN IMMEDIATE');
    const { ask } = await import('../support/server.ts');
    const pending = visits.map(({ token: one }) =>
      ask(`http://127.0.0.1:${port}`, 'POST', '/api/responses', { body: ratingBody(one, 5) }),
    );
    const shed = await Promise.any(pending);
    expectProblem(shed, 'overloaded');
    expect(Number(shed.headers.get('retry-after'))).toBeGreaterThan(0);
    other.exec('COMMIT');
    other.close();
    const answers = await Promise.all(pending);
    const accepted = answers.filter(({ status }) => status === 201).length;
    expect(accepted).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 503).length).toBe(40 - accepted);
    expect(context.stores.responses.journalLength()).toBe(accepted);
    expect(failures).toEqual([]);
    await new Promise((resolve) => listener.close(resolve));
    await context.close();
  });
});

test('what nobody foresaw answers `internal` without any detail', async () => {
  const broken = await TestServer.start();
  broken.context.file.sqlite.exec('DROP TABLE questionnaires; DROP TABLE journal');
  const visit = await broken.visit();
  const answer = await broken.rate(visit.token, 5, { responseId: randomUUID() });
  expectProblem(answer, 'internal');
  expect(answer.text).not.toMatch(/journal|sqlite|table/i);
  expect(broken.count('spent')).toBe(0);
  await broken.stop();
});
