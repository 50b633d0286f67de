// The 7 digits of a slip: good on a paired kiosk, on the day of the visit, a few tries a minute, and for one rating.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { offerSchema } from '../../shared/contract/visits.ts';
import { isSlipCode, slipCodeOf } from '../../shared/slip-code.ts';
import { expectProblem, expectRefused, isRefused } from '../support/refusals.ts';
import { dayMs, ratingBody, TestKiosk, TestServer, wednesday } from '../support/server.ts';

let server: TestServer;
let kiosk: TestKiosk;
beforeAll(async () => {
  server = await TestServer.start({ policy: { codeTriesPerMinute: 50 } });
  kiosk = await server.pairKiosk('Q01');
});
afterAll(() => server.stop());
beforeEach(() => server.clock.set(wednesday));

const path = '/api/invitations/lookup';
const lookUp = (code: string, by: TestKiosk = kiosk) => by.ask(server, 'POST', path, { code });

describe('a code', () => {
  test('becomes an offer whose token redeems the invitation of the slip', async () => {
    const visit = await server.visit({ officer: 'CB02', counter: 'Q02' });
    const before = server.rows();
    const found = await lookUp(visit.invitation.code);
    expect(found.status).toBe(200);
    expect(server.rows()).toEqual(before);
    const offer = offerSchema.parse(found.json);
    expect(offer).toMatchObject({ counter: 'Q02', officer: { code: 'CB02' } });
    expect(offer.invitation).not.toBe(visit.token);

    expect((await server.rate(offer.invitation, 2)).status).toBe(201);
    expectProblem(await server.rate(visit.token, 5), 'already-rated');
    expectProblem(await lookUp(visit.invitation.code), 'already-rated');
  });

  test('and its slip together, at once, are one rating', async () => {
    const visit = await server.visit();
    const { invitation } = (await lookUp(visit.invitation.code)).json;
    const answers = await Promise.all(
      [visit.token, invitation, visit.token, invitation].map((token) => server.rate(token, 3)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  test('is good on its own day alone', async () => {
    const visit = await server.visit();
    server.clock.advance(dayMs);
    await expectRefused(server, 'unknown-code', () => lookUp(visit.invitation.code));
    expect((await server.rate(visit.token, 4)).status).toBe(201);
  });

  test('of yesterday is unknown today even for a visit that was announced late', async () => {
    const visit = await server.visit({ closedAt: '2026-10-13T16:00:00+07:00' });
    await expectRefused(server, 'unknown-code', () => lookUp(visit.invitation.code));
  });

  test('is kept through the seal of its day, and forgotten by the seal after it', async () => {
    const visit = await server.visit();
    server.context.seal.run();
    expect((await lookUp(visit.invitation.code)).status).toBe(200);
    server.clock.advance(dayMs);
    server.context.seal.run();
    expect(
      server.context.file.sqlite
        .prepare('SELECT count(*) AS n FROM visits WHERE code_hash IS NOT NULL')
        .get(),
    ).toEqual({ n: 0 });
  });

  test('with one digit wrong, or two neighbours swapped, is refused before anything is looked up', async () => {
    const { code } = (await server.visit()).invitation;
    const typos = new Set<string>();
    for (let place = 0; place < 7; place += 1) {
      for (let digit = 0; digit < 10; digit += 1) {
        typos.add(code.slice(0, place) + digit + code.slice(place + 1));
      }
      if (place < 6) {
        typos.add(code.slice(0, place) + code[place + 1] + code[place] + code.slice(place + 2));
      }
    }
    typos.delete(code);
    expect(typos.size).toBeGreaterThan(60);
    expect([...typos].filter(isSlipCode)).toEqual([]);
    await expectRefused(server, 'unknown-code', () => lookUp([...typos][0]!));
  });
});

describe('a code is refused', () => {
  test('to who is no paired device', async () => {
    const { code } = (await server.visit()).invitation;
    await expectRefused(server, 'unauthenticated', () => server.ask('POST', path, { body: { code } }));
    await expectRefused(server, 'unauthenticated', () =>
      server.ask('POST', path, { body: { code }, key: server.key }),
    );
    await expectRefused(server, 'invalid-signature', () => {
      const stranger = new TestKiosk();
      stranger.deviceId = kiosk.deviceId;
      return lookUp(code, stranger);
    });
  });

  test.each(['12345', '12345678', 'abcdefg', ''])('when it is %j', (code) =>
    isRefused(server, 'invalid-request', () => lookUp(code)),
  );

  test('after too many tries in a minute, to that kiosk alone', async () => {
    const guessing = await server.pairKiosk('Q02');
    const visit = await server.visit();
    const guesses = Array.from({ length: 50 }, (_, number) => slipCodeOf(number));
    for (const guess of guesses) expect((await lookUp(guess, guessing)).status).toBe(404);
    const refused = await expectRefused(server, 'too-many-attempts', () =>
      lookUp(visit.invitation.code, guessing),
    );
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await lookUp(visit.invitation.code)).status).toBe(200);
  });

  test('after the kiosk was revoked', async () => {
    const lost = await server.pairKiosk('Q03');
    const { code } = (await server.visit()).invitation;
    expect((await lookUp(code, lost)).status).toBe(200);
    const { headers } = await server.signIn('administrator');
    expect((await server.ask('DELETE', `/api/devices/${lost.deviceId}`, { headers })).status).toBe(204);
    await expectRefused(server, 'invalid-signature', () => lookUp(code, lost));
    const body = JSON.stringify(ratingBody((await server.visit()).token, 5));
    await expectRefused(server, 'invalid-signature', () =>
      server.ask('POST', '/api/responses', { body, headers: lost.headers('POST', '/api/responses', body) }),
    );
  });
});
