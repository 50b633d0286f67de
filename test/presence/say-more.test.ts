// "Say more on your phone": the code a kiosk shows after the tap, over HTTP and without a script.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tagHexOf } from '../../kiosk/screen/tag.ts';
import { readSayMoreCode, sayMoreCodeOf, spacedSayMoreCode } from '../../shared/say-more-code.ts';
import { minuteMs, ratingBody, TestServer } from '../support/server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.stop());

const post = (path: string, fields: Record<string, string>, cookie = '') =>
  server.ask('POST', path, {
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
  });

/** Rates as a kiosk does; resolves to the code it shows. */
async function rateAtKiosk(): Promise<string> {
  const { token } = await server.visit();
  const body = ratingBody(token, 2);
  expect((await server.ask('POST', '/api/responses', { body })).status).toBe(201);
  return sayMoreCodeOf(tagHexOf(body.responseId));
}

const cookieOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

describe('say more on the phone', () => {
  test('adds answers and a comment to the response of the code, once', async () => {
    const code = await rateAtKiosk();
    const entered = await post('/r/more', { code: spacedSayMoreCode(code).toLowerCase() });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/r/more/answers']);
    const cookie = cookieOf(entered.headers);
    const page = await server.ask('GET', '/r/more/answers', { headers: { cookie } });
    expect(page.text).toContain('name="guidance"');
    expect(page.text).not.toContain('name="officer"');
    const sent = await post('/r/more/answers', { guidance: '1', comment: 'Chờ lâu.' }, cookie);
    expect(sent.status).toBe(303);
    const [row] = server.context.stores.responses.journal();
    expect([JSON.parse(row!.answers), row!.comment]).toEqual([{ officer: 2, guidance: 1 }, 'Chờ lâu.']);
    const after = await server.ask('GET', '/r/more/answers', { headers: { cookie } });
    expect(after.text).not.toContain('<form');
    expect((await post('/r/more/answers', { guidance: '3' }, cookie)).status).toBe(409);
  });

  test('ends with the time for completion', async () => {
    const code = await rateAtKiosk();
    const cookie = cookieOf((await post('/r/more', { code })).headers);
    server.clock.advance(server.policy.completionMinutes * minuteMs + 1);
    expect((await post('/r/more', { code })).status).toBe(404);
    expect((await post('/r/more/answers', { guidance: '1' }, cookie)).status).toBe(404);
  });

  test('shows what was typed again when it is not found, so that a late rating needs one more tap', async () => {
    const answer = await post('/r/more', { code: '00000-<b>' });
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('value="00000-&lt;b&gt;"');
    const entry = await server.ask('GET', '/r/more');
    expect(entry.text).toContain('name="code"');
    expect(entry.headers.get('cache-control')).toBe('no-store');
  });

  test('is bounded in wrong codes, and says for how long', async () => {
    const answers = await Promise.all(
      Array.from({ length: 320 }, () => post('/r/more', { code: '0000000000' })),
    );
    expect(answers.filter((answer) => answer.status === 503).length).toBe(20);
  });
});

describe('the code', () => {
  test('is read as people type it, and is ten characters of one alphabet', () => {
    fc.assert(
      fc.property(fc.uuid(), (responseId) => {
        const code = sayMoreCodeOf(tagHexOf(responseId));
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
        expect(readSayMoreCode(` ${spacedSayMoreCode(code).toLowerCase()} `)).toBe(code);
        expect(readSayMoreCode(code.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(code);
      }),
    );
    expect(readSayMoreCode('123')).toBeNull();
    expect(readSayMoreCode('UUUUUUUUUU')).toBeNull();
  });

  test('never changes: kiosks and servers of different versions must agree', () => {
    expect(sayMoreCodeOf('00'.repeat(32))).toBe('0WC25043V6');
  });
});
