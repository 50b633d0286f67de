// The page behind a counter's poster as plain HTTP, and the pace at which phones can rate a counter.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectRefused } from '../support/refusals.ts';
import { hourMs, TestServer, wednesday } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.clock.set(wednesday);
  server.clock.advance(hourMs);
});

const form = (path: string, fields: Record<string, string>) =>
  server.ask('POST', path, {
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const lastRow = () => server.context.stores.responses.journal().at(-1)!;
const walkUpBody = (counter: string) => ({
  responseId: randomUUID(),
  counter,
  questionnaire: '2026-1',
  answers: { officer: 3 },
  locale: 'vi',
  ageSeconds: 0,
});

describe('a look', () => {
  test('shows the counter and five faces, and writes nothing, whatever asks', async () => {
    const before = server.rows();
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      for (const query of ['', '?officer=5', '?lang=en'])
        expect((await server.ask(method, `/c/Q01${query}`)).status).toBe(200);
    const { text, headers } = await server.ask('GET', '/c/Q01');
    expect(text).toContain('Quầy 01');
    expect(text).not.toContain('Cán bộ 01');
    expect(text.match(/<button name="officer"/g)).toHaveLength(5);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('set-cookie')).toBeNull();
    expect(server.rows()).toEqual(before);
  });

  test('at a counter that is none gets a page that says so', async () => {
    for (const path of ['/c/Q99', '/c/%00', `/c/${'x'.repeat(300)}`]) {
      const answer = await server.ask('GET', path);
      expect([path, answer.status, answer.text.startsWith('<!doctype html>')]).toEqual([path, 404, true]);
    }
  });
});

describe('the form, posted without a script', () => {
  test('is refused, and rates nothing, when a page of another site sends it', async () => {
    const before = server.rows();
    const answer = await server.ask('POST', '/c/Q02', {
      body: `officer=1&responseId=${randomUUID()}&locale=vi`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
    });
    expect([answer.status, answer.text.startsWith('<!doctype html>')]).toEqual([403, true]);
    expect(server.rows()).toEqual(before);
  });

  test('rates as a walk-up of the counter and the officer on duty, once however often it is sent', async () => {
    const page = await server.ask('GET', '/c/Q02');
    const responseId = /name="responseId" value="([^"]*)"/.exec(page.text)![1]!;
    const before = server.count('journal');
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => form('/c/Q02', { officer: '4', responseId, locale: 'vi' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
    expect(answers[0]!.headers.get('location')).toBe('/r/thanks');
    expect(server.count('journal')).toBe(before + 1);
    expect(lastRow()).toMatchObject({
      level: 4,
      tier: 'walk-up',
      mode: 'qr',
      counter: 'Q02',
      officer: 'CB02',
      flags: '[]',
    });
    const cookie = answers[0]!.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const thanks = await server.ask('GET', '/r/thanks', { headers: { cookie } });
    expect(thanks.text).toContain('action="/r/thanks"');
  });

  test('that does not fit, or names no counter, is a page and changes nothing', async () => {
    const before = server.rows();
    const bad = await form('/c/Q01', { officer: '6', responseId: randomUUID() });
    expect([bad.status, bad.text.includes('href="/c/Q01"')]).toEqual([422, true]);
    expect((await form('/c/Q99', { officer: '5', responseId: randomUUID() })).status).toBe(404);
    expect(server.rows()).toEqual(before);
  });
});

describe('the pace of phones', () => {
  test('flags a burst of one address, and refuses only a flood, with a page', async () => {
    const flags: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      expect((await form('/c/Q03', { officer: '5', responseId: randomUUID() })).status).toBe(303);
      flags.push(lastRow().flags);
    }
    expect(flags).toEqual([
      ...Array.from({ length: 6 }, () => '[]'),
      '["walk-up-burst"]',
      '["walk-up-burst"]',
    ]);
    for (let n = 8; n < 120; n += 1) await server.ask('POST', '/api/responses', { body: walkUpBody('Q03') });
    await expectRefused(server, 'too-many-attempts', () =>
      server.ask('POST', '/api/responses', { body: walkUpBody('Q03') }),
    );
    const page = await form('/c/Q03', { officer: '5', responseId: randomUUID() });
    expect([page.status, page.headers.get('retry-after')]).toEqual([429, '60']);
    expect(page.text).toContain('<h1');
  });

  test('leaves invitations and paired kiosks alone', async () => {
    server.clock.advance(24 * hourMs);
    for (let n = 0; n < 121; n += 1) await server.ask('POST', '/api/responses', { body: walkUpBody('Q01') });
    const kiosk = await server.pairKiosk('Q01');
    for (let n = 0; n < 10; n += 1)
      expect((await kiosk.ask(server, 'POST', '/api/responses', walkUpBody('Q01'))).status).toBe(201);
    expect(lastRow()).toMatchObject({ mode: 'kiosk', flags: '[]' });
    expect((await server.rate((await server.visit()).token, 5)).status).toBe(201);
    expect(lastRow()).toMatchObject({ tier: 'invited', flags: '[]' });
  });
});

describe('the poster', () => {
  test('is for those who hang it up', async () => {
    const { headers } = await server.signIn('manager');
    const poster = await server.ask('GET', '/api/counters/Q01/poster?size=a5', { headers });
    expect(poster.status).toBe(200);
    expect(poster.text).toContain(`${server.url}/c/Q01`);
    const ask = (path: string, options = {}) => server.ask('GET', path, options);
    expect((await ask('/api/counters/Q01/poster')).status).toBe(401);
    const officer = await server.signIn('officer', 'CB01');
    expect((await ask('/api/counters/Q01/poster', officer)).status).toBe(403);
    expect((await ask('/api/counters/Q99/poster', { headers })).status).toBe(404);
    expect((await ask('/api/counters/Q01/poster?size=a0', { headers })).status).toBe(422);
  });

  test('of several counters is one document with a page each, none of it when one is unknown', async () => {
    const { headers } = await server.signIn('manager');
    const ask = (query: string) => server.ask('GET', `/api/posters?${query}`, { headers });
    const posters = await ask('counter=Q01&counter=Q03&counter=Q01&size=a5');
    expect(posters.status).toBe(200);
    expect(posters.text.match(/<article>/g)).toHaveLength(2);
    for (const counter of ['Q01', 'Q03']) expect(posters.text).toContain(`${server.url}/c/${counter}<`);
    expect((await ask('counter=Q02')).text.match(/<article>/g)).toHaveLength(1);
    expect((await ask('counter=Q01&counter=Q99')).status).toBe(404);
    const many = Array.from({ length: 101 }, () => 'counter=Q01').join('&');
    for (const query of ['', 'size=a4', 'counter=', 'counter=Q01&size=a0', many]) {
      expect([query, (await ask(query)).status]).toEqual([query, 422]);
    }
  });
});

describe('what is sent to no page', () => {
  test('is answered with one', async () => {
    for (const path of ['/r/x/y/z', '/c/Q01/x', '/c', '/r']) {
      const answer = await server.ask('GET', path);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        404,
        'text/html; charset=utf-8',
      ]);
    }
  });
  test('and so is a form that is too large or of another kind', async () => {
    const before = server.rows();
    const { token } = await server.visit();
    const visited = server.rows();
    for (const path of [`/r/${token}`, '/r/thanks', `/r/${token}/contest`, '/c/Q01']) {
      const large = await form(path, { officer: '5', comment: 'x'.repeat(33_000) });
      expect([path, large.status, large.text.startsWith('<!doctype html>')]).toEqual([path, 413, true]);
      const many = await form(
        path,
        Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`f${n}`, 'x'])),
      );
      expect([path, many.status, many.text.startsWith('<!doctype html>')]).toEqual([path, 400, true]);
      const strange = await server.ask('POST', path, {
        body: 'a=1',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-99' },
      });
      expect([path, strange.status, strange.text.startsWith('<!doctype html>')]).toEqual([path, 415, true]);
    }
    expect(server.rows()).toEqual(visited);
    expect(before).not.toEqual(visited);
  });
});
