// One response an invitation, one effect a responseId: under races, repeats, restarts and after the seal.
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { responseAnswerSchema } from '../../shared/contract/responses.ts';
import { parseVerifierKey } from '../../shared/ledger/note.ts';
import { fromWirePromise, verifyPromise } from '../../shared/ledger/promise.ts';
import { expectProblem, expectRefused } from '../support/refusals.ts';
import { dayMs, ratingBody, TestServer, wednesday } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());
beforeEach(() => server.clock.set(wednesday));

const post = (body: unknown) => server.ask('POST', '/api/responses', { body });

describe('one invitation', () => {
  test('redeemed by 32 clients at once: exactly one 201, the rest 409', async () => {
    const { token } = await server.visit();
    const before = {
      spent: server.count('spent'),
      tags: server.count('tags'),
      journal: server.count('journal'),
    };
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, index) => server.rate(token, (index % 5) + 1)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(31);
    for (const answer of refused) expectProblem(answer, 'already-rated');
    expect(server.count('spent')).toBe(before.spent + 1);
    expect(server.count('tags')).toBe(before.tags + 1);
    expect(server.count('journal')).toBe(before.journal + 1);
    const kept = server.context.stores.responses.journal().at(-1)!;
    const winner = answers.findIndex(({ status }) => status === 201);
    expect(kept.level).toBe((winner % 5) + 1);
  });

  test('many invitations in the same moment, among bad requests, each have their one response', async () => {
    const visits = await Promise.all(Array.from({ length: 40 }, () => server.visit()));
    const before = server.count('journal');
    const answers = await Promise.all(
      visits.flatMap(({ token }, index) => [
        server.rate(token, 5),
        server.rate(token, 1),
        server.rate('B'.repeat(22), 3),
        server.visit({ officer: index % 2 === 0 ? 'nobody' : 'CB01' }).then(
          () => null,
          () => null,
        ),
      ]),
    );
    const statuses = answers.flatMap((answer) => (answer === null ? [] : [answer.status]));
    expect(statuses.filter((status) => status === 201)).toHaveLength(40);
    expect(statuses.filter((status) => status === 409)).toHaveLength(40);
    expect(statuses.filter((status) => status === 404)).toHaveLength(40);
    expect(server.count('journal')).toBe(before + 40);
  });
});

describe('one responseId', () => {
  test('sent 100 times at once: one effect, the same answer each time', async () => {
    const { token } = await server.visit();
    const body = ratingBody(token, 4, { answers: { officer: 4, guidance: 2 }, comment: 'Cảm ơn' });
    const before = server.count('journal');
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(99);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(server.count('journal')).toBe(before + 1);
  });

  test('is the same response however old it has become on its device, and whatever the case of its letters', async () => {
    const { token } = await server.visit();
    const body = ratingBody(token, 4);
    const first = await post(body);
    expect(first.status).toBe(201);
    const later = await post({ ...body, ageSeconds: 5000 });
    expect([later.status, later.json]).toEqual([200, first.json]);
    const before = server.rows();
    const upper = await post({ ...body, responseId: String(body.responseId).toUpperCase() });
    expect([upper.status, upper.json.promise]).toEqual([200, first.json.promise]);
    expect(server.rows()).toEqual(before);
  });

  test.each<[string, Record<string, unknown>]>([
    ['another rating', { answers: { officer: 1 } }],
    ['one more answer', { answers: { officer: 4, guidance: 1 } }],
    ['a comment', { comment: 'khác' }],
    ['another locale', { locale: 'en' }],
    ['another invitation', { invitation: 'other' }],
    ['a counter instead of the invitation', { invitation: undefined, counter: 'Q01' }],
  ])('with another body is a conflict: %s', async (_, change) => {
    const { token } = await server.visit();
    const other = (await server.visit()).token;
    const body = ratingBody(token, 4);
    expect((await post(body)).status).toBe(201);
    const changed = { ...body, ...change };
    if (changed.invitation === 'other') changed.invitation = other;
    await expectRefused(server, 'response-id-conflict', () => post(changed));
    if (changed.invitation === other) expect((await server.rate(other, 5)).status).toBe(201);
  });

  test('raced with two bodies: one wins, the other is a conflict, and its invitation stays good', async () => {
    const [one, two] = await Promise.all([server.visit(), server.visit()]);
    const responseId = randomUUID();
    const answers = await Promise.all([
      post(ratingBody(one.token, 5, { responseId })),
      post(ratingBody(two.token, 1, { responseId })),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const loser = answers[0]!.status === 409 ? one : two;
    expect((await server.rate(loser.token, 3)).status).toBe(201);
  });

  test('of a walk-up rating has one effect too, and no invitation can take it over', async () => {
    const body = ratingBody('', 3, { invitation: undefined, counter: 'Q01' });
    const first = await post(body);
    const again = await post(body);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json).toEqual(first.json);
    const { token } = await server.visit();
    await expectRefused(server, 'response-id-conflict', () =>
      post(ratingBody(token, 3, { responseId: body.responseId })),
    );
  });
});

describe('retries after', () => {
  test('a restart', async () => {
    const { token } = await server.visit();
    const body = ratingBody(token, 2);
    const first = await post(body);
    await server.restart();
    const again = await post(body);
    expect([again.status, again.json]).toEqual([200, first.json]);
  });

  test('the seal, and after the file forgot the invitation: the same promise', async () => {
    const { token } = await server.visit();
    const body = ratingBody(token, 2, { answers: { officer: 2, reasons: [2, 1] }, comment: 'x' });
    const first = await post(body);
    server.context.seal.run();
    for (const days of [0, 1, 6, 15]) {
      server.clock.advance(days * dayMs);
      server.context.seal.run();
      const again = await post({ ...body, ageSeconds: days * 86_400 });
      expect([days, again.status, again.json]).toEqual([days, 200, first.json]);
    }
    await expectRefused(server, 'response-id-conflict', () =>
      post({ ...body, answers: { officer: 3, reasons: [2, 1] } }),
    );
  });

  test('the seal of a response with answers added later', async () => {
    const { token } = await server.visit();
    const body = ratingBody(token, 5);
    const first = await post(body);
    await server.ask('PATCH', `/api/responses/${body.responseId}`, { body: { answers: { guidance: 3 } } });
    server.context.seal.run();
    const again = await post(body);
    expect([again.status, again.json]).toEqual([200, first.json]);
  });
});

describe('the promise', () => {
  test('is signed with the key of the centre over tag and day', async () => {
    const { token } = await server.visit();
    const body = ratingBody(token, 5);
    const { promise } = responseAnswerSchema.parse((await post(body)).json);
    expect(promise.tag).toBe(createHash('sha256').update(String(body.responseId)).digest('hex'));
    const key = parseVerifierKey(server.context.log.tree.verifierKey);
    expect(verifyPromise(fromWirePromise(promise), key)).toBe(true);
    expect(verifyPromise(fromWirePromise({ ...promise, mergeBy: '2030-01-01T00:00:00Z' }), key)).toBe(false);
    expect(Date.parse(promise.mergeBy)).toBeGreaterThan(server.clock.at);
  });

  test('is kept: by its day the response is in the ledger, however small its group', async () => {
    const own = await TestServer.start();
    const { token } = await own.visit();
    const { promise } = (await own.rate(token, 5)).json;
    while (own.clock.at + dayMs < Date.parse(promise.mergeBy)) {
      own.clock.advance(dayMs);
      own.context.seal.run();
    }
    expect(own.context.log.storage.leafOfTag(promise.tag)).toBeTypeOf('number');
    await own.stop();
  });
});

describe('attribution', () => {
  test('an officer swapped at the counter between visit and rating: the rating goes to the one who served', async () => {
    const visit = await server.visit({ officer: 'CB01', counter: 'Q01' });
    await server.context.roster.put({
      officers: [],
      counters: [],
      procedures: [],
      duty: [{ counter: 'Q01', officer: 'CB02', from: '2026-10-14T08:59:00+07:00' }],
    });
    await server.visit({ externalId: visit.externalId, officer: 'CB02' });
    expect((await server.rate(visit.token, 1)).status).toBe(201);
    expect(server.context.stores.responses.journal().at(-1)).toMatchObject({
      officer: 'CB01',
      counter: 'Q01',
      level: 1,
      tier: 'invited',
    });
  });

  test('a rating given days later belongs to the day and month of its visit', async () => {
    const own = await TestServer.start();
    own.clock.set('2026-10-30T10:00:00+07:00');
    const visit = await own.visit();
    own.clock.set('2026-11-02T10:00:00+07:00');
    expect((await own.rate(visit.token, 3)).status).toBe(201);
    own.context.seal.run();
    const entry = JSON.parse(own.context.stores.responses.waiting()[0]!.entry);
    expect(entry.period).toBe('2026-10');
    await own.stop();
  });
});
