// The weight of what a phone loads first: the bytes of the whole answer as the socket received them, header lines and all,
// for every state of every page that a printed or shown code opens, in both languages, with names as long as real ones.
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayMs, minuteMs, TestServer, wednesday } from '../support/server.ts';

const bytesMax = 6000;

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({ policy: { invitationOpensAfterMinutes: 60 } });
  await server.context.roster.put({
    officers: [
      { code: 'CB90', name: 'Nguyễn Hoàng Thị Phương Thảo (mẫu)', position: 'Công chức tư pháp - hộ tịch' },
    ],
    counters: Array.from({ length: 24 }, (_, index) => ({
      code: `D${index}`,
      name: `Quầy ${index}: Đất đai, xây dựng và môi trường`,
    })),
    procedures: [
      {
        code: 'DAI',
        name: 'Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường hợp chuyển đổi, chuyển nhượng, cho thuê, cho thuê lại, thừa kế, tặng cho, góp vốn bằng quyền sử dụng đất',
        field: 'Đất đai',
      },
    ],
    duty: [],
  });
});
afterAll(() => server.stop());

/** One request on a connection of its own, as a phone's browser asks. */
const load = (path: string): Promise<{ status: number; bytes: number; encoding: string }> =>
  new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip, deflate, br', 'accept-language': 'vi-VN,vi;q=0.9' };
    get(`${server.url}${path}`, { agent: false, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          bytes: response.socket.bytesRead,
          encoding: String(response.headers['content-encoding']),
        }),
      );
    }).on('error', reject);
  });

const opened = async (ageMinutes = 120): Promise<string> => {
  const closedAt = server.context.calendar.iso(server.clock.at - ageMinutes * minuteMs);
  const { token } = await server.visit({ closedAt, officer: 'CB90', counter: 'D3', procedure: 'DAI' });
  return token;
};
const rated = async (): Promise<string> => {
  const token = await opened();
  await server.context.intake.take(
    {
      responseId: crypto.randomUUID(),
      invitation: token,
      questionnaire: server.context.currentQuestionnaire().version,
      answers: { officer: 4 },
      locale: 'vi',
      ageSeconds: 0,
    },
    'qr',
  );
  return token;
};
const shown = (place: string | null): string => new URL(server.context.presence.shown(place).url).pathname;

const states: Readonly<Record<string, [status: number, path: () => Promise<string> | string]>> = {
  ask: [200, async () => `/r/${await opened()}`],
  'not yet open': [200, async () => `/r/${await opened(0)}`],
  'already rated': [200, async () => `/r/${await rated()}`],
  contested: [
    200,
    async () => {
      const token = await rated();
      await server.context.visits.contest(token);
      return `/r/${token}`;
    },
  ],
  expired: [
    410,
    async () => {
      const token = await opened();
      server.clock.advance(30 * dayMs);
      return `/r/${token}`;
    },
  ],
  unknown: [404, () => `/r/${'D'.repeat(22)}`],
  'no token': [404, () => '/r/x'],
  privacy: [200, () => '/r/privacy'],
  'walk-up': [200, () => '/c/D3'],
  'unknown counter': [404, () => '/c/Q99'],
  presence: [200, () => shown('D3')],
  'presence in the hall': [200, () => shown(null)],
  'presence expired': [410, () => `/p/${'a'.repeat(22)}`],
  'say more': [200, () => '/r/more'],
};

describe.each(['vi', 'en'])('first view (%s)', (locale) => {
  test.each(Object.entries(states))(`%s has at most ${bytesMax} bytes`, async (_, [status, path]) => {
    server.clock.set(wednesday);
    const answer = await load(`${await path()}?lang=${locale}`);
    expect(answer.status).toBe(status);
    expect(answer.encoding).toBe('gzip');
    expect(answer.bytes).toBeLessThanOrEqual(bytesMax);
  });

  test('the server’s own failure too', async () => {
    const token = await opened();
    const { locate } = server.context.visits;
    server.context.visits.locate = () => {
      throw new Error('the disk is gone');
    };
    const answer = await load(`/r/${token}?lang=${locale}`);
    server.context.visits.locate = locate;
    expect(answer.status).toBe(500);
    expect(answer.bytes).toBeLessThanOrEqual(bytesMax);
  });
});
