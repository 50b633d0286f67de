// The page behind the QR code as plain HTTP: a look never rates, a post of the form does, once, without any script.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dayMs, minuteMs, TestServer, wednesday } from '../support/server.ts';

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

const form = (path: string, fields: Record<string, string> | [string, string][], cookie?: string) =>
  server.ask('POST', path, {
    body: new URLSearchParams(fields).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(cookie === undefined ? {} : { cookie }),
    },
  });

const cookiesOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

/** The fields a browser would post when the button `officer` = level is pressed on the page as served. */
async function fieldsOfPage(path: string, level: number): Promise<Record<string, string>> {
  const page = await server.ask('GET', path);
  expect(page.status).toBe(200);
  const hidden = [...page.text.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
    /name="([^"]*)"/.exec(tag)![1]!,
    /value="([^"]*)"/.exec(tag)![1]!,
  ]);
  const buttons = [...page.text.matchAll(/<button[^>]*name="officer"[^>]*>/g)].map(
    ([tag]) => /value="([^"]*)"/.exec(tag)![1],
  );
  expect(buttons.sort()).toEqual(['1', '2', '3', '4', '5']);
  return { ...(Object.fromEntries(hidden) as Record<string, string>), officer: String(level) };
}

describe('a look', () => {
  test.each([
    'facebookexternalhit/1.1',
    'Zalo/1.0 (link preview)',
    'WhatsApp/2.23',
    'TelegramBot (like TwitterBot)',
    'Googlebot/2.1',
    'Mozilla/5.0 (iPhone) Safari',
  ])('by %s rates nothing and spends nothing', async (agent) => {
    const before = server.rows();
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      for (const query of ['', '?officer=5', '?lang=en&officer=1&responseId=x']) {
        const answer = await server.ask(method, `/r/${token}${query}`, {
          headers: { 'user-agent': agent, purpose: 'prefetch' },
        });
        expect(answer.status).toBeLessThan(400);
        expect(answer.headers.get('set-cookie')).toBeNull();
      }
    }
    expect(server.rows()).toEqual(before);
    expect((await server.rate(token, 5)).status).toBe(201);
  });

  test('gives a page that is not kept, not framed, and tells no other site where it was', async () => {
    const { headers, text } = await server.ask('GET', `/r/${token}`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe/);
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  test('at an unknown, expired, used or not yet open invitation says so', async () => {
    const status = async (path: string) => (await server.ask('GET', path)).status;
    expect(await status(`/r/${'D'.repeat(22)}`)).toBe(404);
    expect(await status('/r/short')).toBe(404);
    expect(await status('/r/%00')).toBe(404);
    expect([400, 404]).toContain(await status('/r/%E0%A4%A'));
    const used = (await server.rated(5)).token;
    expect(await status(`/r/${used}`)).toBe(200);
    expect((await server.ask('GET', `/r/${used}`)).text).toContain(`/r/${used}/contest`);
    server.clock.advance(8 * dayMs);
    expect(await status(`/r/${token}`)).toBe(410);
  });
});

describe('the form, posted without a script', () => {
  test('rates, and leads on with 303 to an address that tells nothing', async () => {
    const fields = await fieldsOfPage(`/r/${token}`, 4);
    const answer = await form(`/r/${token}`, fields);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/r/thanks');
    expect(server.context.stores.responses.journal().at(-1)).toMatchObject({
      level: 4,
      mode: 'qr',
      tier: 'invited',
      officer: 'CB01',
    });
    const thanksCookie = answer.headers.getSetCookie().find((line) => line.startsWith('langnghe_thanks='))!;
    expect(thanksCookie).toMatch(/HttpOnly/);
    expect(thanksCookie).toMatch(/SameSite=Lax/i);
    const thanks = await server.ask('GET', '/r/thanks', { headers: { cookie: cookiesOf(answer.headers) } });
    expect(thanks.status).toBe(200);
    expect(thanks.text).toContain('action="/r/thanks"');
  });

  test('pressed twice, or sent again by the browser, is one rating and the same answer', async () => {
    const fields = await fieldsOfPage(`/r/${token}`, 5);
    const before = server.count('journal');
    const answers = await Promise.all(Array.from({ length: 10 }, () => form(`/r/${token}`, fields)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 303));
    expect(server.count('journal')).toBe(before + 1);
  });

  test('opened in two tabs and pressed in both: the second is told it has been rated', async () => {
    const [one, two] = [await fieldsOfPage(`/r/${token}`, 5), await fieldsOfPage(`/r/${token}`, 1)];
    expect((await form(`/r/${token}`, one)).status).toBe(303);
    const second = await form(`/r/${token}`, two);
    expect(second.status).toBe(409);
    expect(second.text).toContain(`/r/${token}/contest`);
    expect(server.context.stores.responses.journal().at(-1)!.level).toBe(5);
  });

  test.each<[string, Record<string, string> | [string, string][]]>([
    ['no rating', { responseId: randomUUID() }],
    ['no responseId', { officer: '5' }],
    ['rating 0', { officer: '0', responseId: randomUUID() }],
    ['rating 6', { officer: '6', responseId: randomUUID() }],
    ['rating 4.5', { officer: '4.5', responseId: randomUUID() }],
    ['an empty rating', { officer: '', responseId: randomUUID() }],
    ['a rating of words', { officer: 'five', responseId: randomUUID() }],
    [
      'two ratings',
      [
        ['officer', '1'],
        ['officer', '5'],
        ['responseId', randomUUID()],
      ],
    ],
  ])('with %s is refused as a page, and writes nothing', async (_, fields) => {
    const before = server.rows();
    const answer = await form(`/r/${token}`, fields);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(server.rows()).toEqual(before);
  });

  test('as JSON, as nothing, or oversized is refused and writes nothing', async () => {
    const before = server.rows();
    const json = await server.ask('POST', `/r/${token}`, { body: { officer: 5, responseId: randomUUID() } });
    expect(json.status).toBe(422);
    expect((await server.ask('POST', `/r/${token}`)).status).toBe(422);
    const large = await form(`/r/${token}`, { officer: '5', responseId: 'x'.repeat(33_000) });
    expect(large.status).toBe(413);
    expect(server.rows()).toEqual(before);
  });

  test('to an expired or unknown invitation writes nothing', async () => {
    server.clock.advance(8 * dayMs);
    const before = server.rows();
    const fields = { officer: '5', responseId: randomUUID() };
    expect((await form(`/r/${token}`, fields)).status).toBe(410);
    expect((await form(`/r/${'E'.repeat(22)}`, fields)).status).toBe(404);
    expect(server.rows()).toEqual(before);
  });
});

describe('the thank-you page', () => {
  test('adds optional answers once, by its cookie alone, and only in time', async () => {
    const posted = await form(`/r/${token}`, await fieldsOfPage(`/r/${token}`, 3));
    const cookie = cookiesOf(posted.headers);
    const extra: [string, string][] = [
      ['guidance', '2'],
      ['reasons', '1'],
      ['reasons', '4'],
      ['comment', 'Dòng một\r\nDòng hai'],
    ];
    expect((await form('/r/thanks', extra)).status).toBe(404);
    const added = await form('/r/thanks', extra, cookie);
    expect(added.status).toBe(303);
    const row = server.context.stores.responses.journal().at(-1)!;
    expect(JSON.parse(row.answers)).toEqual({ officer: 3, guidance: 2, reasons: [1, 4] });
    expect(row.comment).toBe('Dòng một\nDòng hai');
    expect((await form('/r/thanks', extra, cookie)).status).toBe(303);
    const other = await form('/r/thanks', { guidance: '1' }, cookie);
    expect([other.status, other.text.includes('Không thêm được nữa')]).toEqual([409, true]);

    const late = await form(`/r/${(await server.visit()).token}`, { officer: '5', responseId: randomUUID() });
    server.clock.advance(11 * minuteMs);
    expect((await form('/r/thanks', extra, cookiesOf(late.headers))).status).toBe(410);
  });

  test('cannot change the rating', async () => {
    const posted = await form(`/r/${token}`, { officer: '1', responseId: randomUUID() });
    await form('/r/thanks', { officer: '5', guidance: '1' }, cookiesOf(posted.headers));
    const row = server.context.stores.responses.journal().at(-1)!;
    expect([row.level, JSON.parse(row.answers)]).toEqual([1, { officer: 1, guidance: 1 }]);
  });

  test('answers a cookie that was tampered with like none', async () => {
    for (const value of ['x', 'e30', Buffer.from('{"responseId":1}').toString('base64url')]) {
      const answer = await form('/r/thanks', { guidance: '1' }, `langnghe_thanks=${value}`);
      expect(answer.status).toBe(404);
      const page = await server.ask('GET', '/r/thanks', { headers: { cookie: `langnghe_thanks=${value}` } });
      expect(page.status).toBe(200);
    }
  });
});

describe('"it was not me"', () => {
  test('is recorded once, by a form post, and a look records nothing', async () => {
    await form(`/r/${token}`, { officer: '1', responseId: randomUUID() });
    const before = server.count('contests');
    expect((await server.ask('GET', `/r/${token}/contest`)).status).toBe(404);
    expect(server.count('contests')).toBe(before);
    for (let time = 0; time < 3; time += 1) {
      expect((await form(`/r/${token}/contest`, {})).status).toBe(200);
    }
    expect(server.count('contests')).toBe(before + 1);
  });
  test('is not taken for an unused invitation', async () => {
    const before = server.rows();
    const answer = await form(`/r/${token}/contest`, {});
    expect(answer.status).toBe(409);
    expect(server.rows()).toEqual(before);
  });
});

describe('the language that was chosen on the page', () => {
  const read = (locale: string) => new RegExp(`<html lang="${locale}">`);
  const inEnglish = async (path: string, cookie?: string): Promise<Record<string, string>> => {
    const { text } = await server.ask('GET', `${path}?lang=en`, {
      headers: cookie === undefined ? {} : { cookie },
    });
    expect(text).toMatch(read('en'));
    return { locale: /name="locale" value="(\w+)"/.exec(text)![1]! };
  };

  test('stays for the report that it was not me, though nothing but the form tells it', async () => {
    await form(`/r/${token}`, await fieldsOfPage(`/r/${token}`, 3));
    const answer = await form(`/r/${token}/contest`, await inEnglish(`/r/${token}`));
    expect(answer.text).toMatch(read('en'));
    expect(answer.text).toContain('Thank you for telling us');
  });

  test('stays after the optional answers, also when it was changed on the page of thanks', async () => {
    const thanked = await form(`/r/${token}`, await fieldsOfPage(`/r/${token}`, 3));
    const cookie = cookiesOf(thanked.headers);
    expect((await server.ask('GET', '/r/thanks', { headers: { cookie } })).text).toMatch(read('vi'));
    const added = await form(
      '/r/thanks',
      { ...(await inEnglish('/r/thanks', cookie)), guidance: '3' },
      cookie,
    );
    expect(added.status).toBe(303);
    const page = await server.ask('GET', '/r/thanks', { headers: { cookie: cookiesOf(added.headers) } });
    expect(page.text).toMatch(read('en'));
    expect(page.text).toContain('Your further answers are recorded');
  });

  test('can be changed wherever the address can be asked for again, and nowhere else', async () => {
    const link = '<a href="?lang=en"';
    expect((await server.ask('GET', `/r/${token}`)).text).toContain(link);
    await form(`/r/${token}`, await fieldsOfPage(`/r/${token}`, 3));
    expect((await server.ask('GET', `/r/${token}`)).text).toContain(link);
    for (const path of [`/r/${token}/contest`, '/r/presence', '/r/more']) {
      expect([path, (await form(path, { officer: '9' })).text.includes(link)]).toEqual([path, false]);
    }
  });
});
