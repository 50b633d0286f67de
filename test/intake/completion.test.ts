// PATCH /api/responses/:responseId: what may be added, once, in time, and never the rating. And "it was not me".
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commentCharsMax } from '../../shared/contract/responses.ts';
import { expectProblem, expectRefused, isRefused } from '../support/refusals.ts';
import { minuteMs, ratingBody, TestServer, wednesday } from '../support/server.ts';

let server: TestServer;
let responseId: string;
let token: string;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());
beforeEach(async () => {
  server.clock.set(wednesday);
  token = (await server.visit()).token;
  const body = ratingBody(token, 2);
  responseId = String(body.responseId);
  expect((await server.ask('POST', '/api/responses', { body })).status).toBe(201);
});

const patch = (body: unknown, id = responseId) => server.ask('PATCH', `/api/responses/${id}`, { body });
const stored = () => server.context.stores.responses.journal().at(-1)!;

describe('answers and a comment', () => {
  test('are added once', async () => {
    const added = await patch({ answers: { guidance: 2, reasons: [1, 3] }, comment: 'Chờ lâu' });
    expect([added.status, added.json]).toEqual([200, { responseId }]);
    expect(JSON.parse(stored().answers)).toEqual({ officer: 2, guidance: 2, reasons: [1, 3] });
    expect(stored().comment).toBe('Chờ lâu');
    await expectRefused(server, 'already-completed', () => patch({ answers: { 'extra-contacts': 1 } }));
    await expectRefused(server, 'already-completed', () => patch({ answers: { guidance: 2 } }));
    await expectRefused(server, 'already-completed', () => patch({ comment: 'nữa' }));
  });

  test('sent again after a lost answer are answered again, and change nothing', async () => {
    const body = { answers: { guidance: 2, reasons: [1, 3] }, comment: 'Chờ lâu' };
    expect((await patch(body)).status).toBe(200);
    const before = server.rows();
    const again = await patch({ comment: 'Chờ lâu', answers: { reasons: [1, 3], guidance: 2 } });
    expect([again.status, again.json]).toEqual([200, { responseId }]);
    expect(server.rows()).toEqual(before);
    server.clock.advance(60 * minuteMs);
    expect((await patch(body)).status).toBe(200);
    await expectRefused(server, 'already-completed', () => patch({ ...body, comment: 'Chờ lâu quá' }));
    await expectRefused(server, 'already-completed', () =>
      patch({ answers: { ...body.answers, reasons: [3, 1] } }),
    );
  });

  test('raced by two senders are added by one', async () => {
    const answers = await Promise.all([
      patch({ answers: { guidance: 1 } }),
      patch({ answers: { 'extra-contacts': 2 } }),
      patch({ comment: 'ba' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  test('count up to ten minutes, not a moment longer', async () => {
    server.clock.advance(10 * minuteMs);
    expect((await patch({ comment: 'kịp' })).status).toBe(200);
    const other = ratingBody((await server.visit()).token, 5);
    await server.ask('POST', '/api/responses', { body: other });
    server.clock.advance(10 * minuteMs + 1);
    await expectRefused(server, 'completion-closed', () =>
      patch({ comment: 'muộn' }, String(other.responseId)),
    );
  });

  test('are closed by the seal', async () => {
    server.context.seal.run();
    await expectRefused(server, 'completion-closed', () => patch({ comment: 'muộn' }));
  });
});

describe('refused', () => {
  test('a change of the rating, even to the same one', async () => {
    for (const officer of [1, 2, 5]) {
      await expectRefused(server, 'invalid-request', () => patch({ answers: { officer } }));
      await expectRefused(server, 'invalid-request', () => patch({ answers: { officer, guidance: 1 } }));
    }
    expect(stored().level).toBe(2);
  });
  test('a change of an answer given with the rating', async () => {
    const body = ratingBody((await server.visit()).token, 3, { answers: { officer: 3, guidance: 3 } });
    await server.ask('POST', '/api/responses', { body });
    await expectRefused(server, 'invalid-request', () =>
      patch({ answers: { guidance: 1 } }, String(body.responseId)),
    );
  });
  test('a response nobody sent', () =>
    expectRefused(server, 'unknown-response', () => patch({ comment: 'x' }, randomUUID())));
  test('an id that is none', () =>
    expectRefused(server, 'unknown-response', () => patch({ comment: 'x' }, 'abc')));
  test.each<[string, unknown]>([
    ['nothing', {}],
    ['only empty text', { comment: ' ' }],
    ['a comment that is too long', { comment: 'x'.repeat(commentCharsMax + 1) }],
    ['an item nobody asked', { answers: { mood: 1 } }],
    ['a value off the scale', { answers: { guidance: 8 } }],
    ['a field of its own', { level: 5 }],
    ['a list', []],
  ])('%s', (_, body) => isRefused(server, 'invalid-request', () => patch(body)));
  test('malformed, of another type, too large', async () => {
    await expectRefused(server, 'malformed-body', () => patch('{'));
    await expectRefused(server, 'body-too-large', () => patch({ comment: 'x'.repeat(20_000) }));
    await expectRefused(server, 'unsupported-media-type', () =>
      server.ask('PATCH', `/api/responses/${responseId}`, {
        body: 'comment=x',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    );
  });
});

describe('"it was not me"', () => {
  const contest = (invitation: string) => server.ask('POST', '/api/contests', { body: { invitation } });

  test('is recorded once for a redeemed invitation, before and after the seal', async () => {
    const logged = () => server.context.stores.responses.entriesOfKind('contest').length;
    const before = server.count('contests') + logged();
    expect((await contest(token)).status).toBe(201);
    await expectRefused(server, 'already-contested', () => contest(token));
    server.context.seal.run();
    await expectRefused(server, 'already-contested', () => contest(token));
    expect([server.count('contests'), logged()]).toEqual([0, before + 1]);
  });
  test('sent 20 times at once is one', async () => {
    const before = server.count('contests');
    const answers = await Promise.all(Array.from({ length: 20 }, () => contest(token)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(server.count('contests')).toBe(before + 1);
  });
  test('leaves the response as it is', async () => {
    const row = stored();
    await contest(token);
    expect(stored()).toEqual(row);
    expectProblem(await server.rate(token, 5), 'already-rated');
  });
  test('is refused for an invitation that was not used, and for none', async () => {
    const unused = (await server.visit()).token;
    await expectRefused(server, 'not-spent', () => contest(unused));
    await expectRefused(server, 'unknown-invitation', () => contest('C'.repeat(22)));
    await expectRefused(server, 'invalid-request', () => contest('short'));
  });
});
