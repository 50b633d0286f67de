// The presence code over HTTP: what it proves, how long, how often; and that a look spends nothing.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { presenceWindowMs } from '../../shared/contract/presence.ts';
import { countOf, minuteMs, TestServer, wednesday } from '../support/server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.stop());

const pathOf = (place: string | null): string => new URL(server.context.presence.shown(place).url).pathname;
const codeOf = (place: string | null): string => pathOf(place).slice('/p/'.length);

const post = (fields: Record<string, string>, cookie?: string) =>
  server.ask('POST', '/r/presence', {
    body: new URLSearchParams(fields).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(cookie === undefined ? {} : { cookie }),
    },
  });

/** The hidden fields of a page as a browser posts them. */
const hiddenFields = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
      /name="([^"]*)"/.exec(tag)![1]!,
      /value="([^"]*)"/.exec(tag)![1]!,
    ]),
  );

const scan = async (place: string | null): Promise<Record<string, string>> =>
  hiddenFields((await server.ask('GET', pathOf(place))).text);

const placesAndWindows = fc.tuple(fc.constantFrom(null, 'Q01', 'Q02'), fc.nat(1000));

const journal = () => server.context.stores.responses.journal();

describe('a rating by presence', () => {
  test('is of the counter where the code was shown and of who was on duty then, in its own tier', async () => {
    const fields = await scan('Q02');
    await server.context.roster.put({
      officers: [],
      counters: [],
      procedures: [],
      duty: [{ counter: 'Q02', officer: 'CB03', from: new Date(server.clock.at + minuteMs).toISOString() }],
    });
    server.clock.advance(5 * minuteMs);
    const answer = await post({ ...fields, officer: '4' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/r/thanks']);
    expect(journal()).toMatchObject([
      { tier: 'presence', mode: 'qr', counter: 'Q02', officer: 'CB02', level: 4, procedure: 'other' },
    ]);
  });

  test('from the hall names its counter, and only one there is', async () => {
    const fields = await scan(null);
    expect(fields.counter).toBeUndefined();
    expect((await post({ ...fields, officer: '5' })).status).toBe(422);
    expect((await post({ ...fields, counter: 'Q99', officer: '5' })).status).toBe(422);
    expect((await post({ ...fields, counter: 'Q03', officer: '5' })).status).toBe(303);
    expect(journal()).toMatchObject([{ tier: 'presence', counter: 'Q03', officer: 'CB03' }]);
  });

  test('cannot be moved to another counter, another responseId or another moment', async () => {
    const fields: Record<string, string> = { ...(await scan('Q01')), officer: '1' };
    expect((await post({ ...fields, counter: 'Q02' })).status).toBe(422);
    expect((await post({ ...fields, responseId: randomUUID() })).status).toBe(422);
    const bytes = Buffer.from(fields.presence!, 'base64url');
    bytes[3]! += 1;
    expect((await post({ ...fields, presence: bytes.toString('base64url') })).status).toBe(422);
    expect(journal()).toEqual([]);
  });

  test('is one, however often it is sent, also after the seal', async () => {
    const fields = { ...(await scan('Q01')), officer: '2' };
    for (let times = 0; times < 3; times += 1) expect((await post(fields)).status).toBe(303);
    server.context.seal.run();
    expect((await post(fields)).status).toBe(303);
    expect(journal()).toEqual([]);
    expect(countOf(server.context, 'tags')).toBe(1);
  });

  test('is taken for a while after the scan, and then refused with a page that says so', async () => {
    const fields = { ...(await scan('Q01')), officer: '3' };
    server.clock.advance(server.policy.presenceMinutes * minuteMs + 2 * presenceWindowMs);
    const late = await post(fields);
    expect(late.status).toBe(410);
    expect(late.text).toContain('Mã đã đổi');
    expect(journal()).toEqual([]);
  });

  test('by JSON is the same', async () => {
    const answer = await server.ask('POST', '/api/presence', { body: { code: codeOf('Q01') } });
    const { responseId, presence, counter } = answer.json;
    const body = {
      responseId,
      presence,
      counter,
      questionnaire: '2026-1',
      answers: { officer: 5 },
      locale: 'vi',
      ageSeconds: 0,
    };
    expect((await server.ask('POST', '/api/responses', { body })).status).toBe(201);
    expect((await server.ask('POST', '/api/responses', { body })).status).toBe(200);
    expect(journal()).toMatchObject([{ tier: 'presence', counter: 'Q01' }]);
    const { counter: _, ...without } = body;
    const visit = await server.visit();
    const mixed = { ...without, invitation: visit.token, responseId: randomUUID() };
    expect((await server.ask('POST', '/api/responses', { body: mixed })).status).toBe(422);
  });
});

describe('a presence code', () => {
  test('is taken in its own half-minute and the next, and by nobody after', async () => {
    server.clock.at = Math.floor(server.clock.at / presenceWindowMs) * presenceWindowMs;
    const path = pathOf('Q01');
    const statusAfter = async (ms: number): Promise<number> => {
      server.clock.advance(ms);
      return (await server.ask('GET', path)).status;
    };
    expect(await statusAfter(0)).toBe(200);
    expect(await statusAfter(presenceWindowMs - 1)).toBe(200);
    expect(pathOf('Q01')).toBe(path);
    expect(await statusAfter(presenceWindowMs)).toBe(200);
    expect(pathOf('Q01')).not.toBe(path);
    expect(await statusAfter(1)).toBe(410);
  });

  test('gives no more ratings than people can stand there, whoever films it', async () => {
    const { presencePerCode } = server.policy;
    const statuses: number[] = [];
    for (let times = 0; times < presencePerCode + 3; times += 1) {
      statuses.push((await post({ ...(await scan('Q01')), officer: '1' })).status);
    }
    expect(statuses).toEqual([...Array(presencePerCode).fill(303), 409, 409, 409]);
    expect(journal().length).toBe(presencePerCode);
    server.clock.advance(presenceWindowMs);
    expect((await post({ ...(await scan('Q01')), officer: '5' })).status).toBe(303);
  });

  test('raced by many phones gives no more either', async () => {
    const forms = await Promise.all(Array.from({ length: 10 }, () => scan('Q01')));
    const answers = await Promise.all(forms.map((fields) => post({ ...fields, officer: '1' })));
    expect(answers.filter((answer) => answer.status === 303).length).toBe(server.policy.presencePerCode);
    expect(journal().length).toBe(server.policy.presencePerCode);
  });

  test('used in a burst flags the ratings beyond the policy, and takes them', async () => {
    for (let times = 0; times < server.policy.presenceBurst + 1; times += 1) {
      await post({ ...(await scan('Q01')), officer: '5' });
      server.clock.advance(presenceWindowMs);
    }
    const flags = journal().map((row) => row.flags);
    expect(flags.slice(0, server.policy.presenceBurst - 1).every((flag) => flag === '[]')).toBe(true);
    expect(flags.slice(server.policy.presenceBurst - 1)).toEqual(Array(2).fill('["presence-burst"]'));
  });

  test('says to one phone that it has rated this counter, and lets it rate another', async () => {
    const first = await post({ ...(await scan('Q01')), officer: '5' });
    const cookie = first.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    expect((await post({ ...(await scan('Q01')), officer: '5' }, cookie)).status).toBe(409);
    expect((await post({ ...(await scan('Q02')), officer: '5' }, cookie)).status).toBe(303);
  });

  test('looked at, by whatever previews links, rates and spends nothing', async () => {
    const path = pathOf('Q01');
    for (const method of ['GET', 'HEAD', 'GET']) {
      expect((await server.ask(method, `${path}?officer=5`)).status).toBe(200);
    }
    expect(journal()).toEqual([]);
    expect(countOf(server.context, 'presence_uses')).toBe(0);
  });

  test('of another form, or of none, is refused as one that is not shown', async () => {
    for (const code of ['a'.repeat(22), 'x', '%E0%A4%A', 'a'.repeat(500)]) {
      expect([404, 410]).toContain((await server.ask('GET', `/p/${code}`)).status);
    }
  });

  test('is forgotten by the seal', async () => {
    await post({ ...(await scan('Q01')), officer: '5' });
    expect(countOf(server.context, 'presence_uses')).toBe(1);
    server.context.seal.run();
    expect(countOf(server.context, 'presence_uses')).toBe(0);
  });

  test('differs for every place and half-minute', () => {
    const { presence } = server.context;
    fc.assert(
      fc.property(placesAndWindows, placesAndWindows, (one, other) => {
        const [first, second] = [one, other].map(([place, window]) => {
          server.clock.at = Date.parse(wednesday) + window * presenceWindowMs;
          return presence.shown(place).url;
        });
        expect(first === second).toBe(one[0] === other[0] && one[1] === other[1]);
      }),
    );
  });
});
