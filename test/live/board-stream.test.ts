// socket.io /board: snapshot, then every frame once and in order, also after an absence; who may look, and who no more.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BoardAuth, BoardSnapshot } from '../../shared/contract/board.ts';
import { BoardClient } from '../support/board-client.ts';
import { dayMs, TestServer, wednesday } from '../support/server.ts';

let server: TestServer;
const clients: BoardClient[] = [];
let day = 0;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.clock.set(wednesday);
  server.clock.advance(day * dayMs);
  day += 1;
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

function look(auth: BoardAuth = { key: server.key }, options = {}): BoardClient {
  const client = new BoardClient(server.url, auth, options);
  clients.push(client);
  return client;
}
const board = async (): Promise<BoardSnapshot> =>
  (await server.ask('GET', '/api/board', { key: server.key })).json;
const current = async (client: BoardClient): Promise<void> => {
  const { seq } = await board();
  await client.sees((one) => one.seq >= seq, `frame ${seq}`);
};

describe('a viewer', () => {
  test('gets a snapshot, then each frame once, and ends where the server is', async () => {
    const client = look();
    await client.ready();
    expect(client.snapshots).toHaveLength(1);
    const first = client.snapshots[0]!;
    for (let number = 0; number < 5; number += 1) {
      await server.rated(4);
      await board();
    }
    await current(client);
    expect(client.frames.length).toBeGreaterThanOrEqual(5);
    expect(client.frames.map(({ seq }) => seq)).toEqual(
      client.frames.map((_, index) => first.seq + 1 + index),
    );
    expect(new Set(client.frames.map(({ epoch }) => epoch))).toEqual(new Set([first.epoch]));
    expect({ epoch: client.epoch, seq: client.seq, board: client.state }).toEqual(await board());
    expect(client.snapshots).toHaveLength(1);
  });

  test('that was away gets exactly what it missed', async () => {
    const before = look();
    await before.ready();
    const stayed = look();
    await stayed.ready();
    await server.rated(4);
    await current(before);
    before.close();
    for (let number = 0; number < 4; number += 1) {
      await server.rated(5);
      await board();
    }
    const after = look(
      { key: server.key, resume: { epoch: before.epoch, seq: before.seq } },
      { from: before },
    );
    await current(after);
    await current(stayed);
    expect(after.snapshots).toEqual([]);
    expect(after.frames).toEqual(stayed.frames.filter(({ seq }) => seq > before.seq));
    expect(after.frames.length).toBeGreaterThanOrEqual(4);
    expect(after.state).toEqual(stayed.state);
  });

  test('that missed nothing gets nothing, and then what comes', async () => {
    const before = look();
    await before.ready();
    before.close();
    const after = look(
      { key: server.key, resume: { epoch: before.epoch, seq: before.seq } },
      { from: before },
    );
    await server.rated(3);
    await current(after);
    expect(after.snapshots).toEqual([]);
    expect(after.frames[0]!.seq).toBe(before.seq + 1);
    expect(after.state).toEqual((await board()).board);
  });

  test.each<[string, (seq: number, epoch: string) => { epoch: string; seq: number }]>([
    ['names another epoch', (seq) => ({ epoch: 'of another start', seq })],
    ['is ahead of the server', (seq, epoch) => ({ epoch, seq: seq + 1 })],
  ])('that %s gets a snapshot', async (_, resumeFrom) => {
    const { seq, epoch } = await board();
    const client = look({ key: server.key, resume: resumeFrom(seq, epoch) });
    await client.ready();
    expect(client.snapshots).toHaveLength(1);
    expect(client.state).toEqual((await board()).board);
  });

  test('from before a restart gets a snapshot with nothing lost', async () => {
    const client = look();
    await client.ready();
    await server.rated(5);
    await current(client);
    const { visits, responses } = client.state!;
    await server.restart();
    const again = look({ key: server.key, resume: { epoch: client.epoch, seq: client.seq } });
    await again.ready();
    expect(again.snapshots).toHaveLength(1);
    expect(again.epoch).not.toBe(client.epoch);
    expect(again.state).toMatchObject({ visits, responses });
  });

  test('among many that come and go under load: none misses a frame, none gets one twice', async () => {
    const epoch = (await board()).epoch;
    const load = Promise.all(Array.from({ length: 120 }, (_, index) => server.rated((index % 5) + 1)));
    const coming: BoardClient[] = [];
    for (let number = 0; number < 12; number += 1) {
      const client = look(number % 2 === 0 ? undefined : { key: server.key, resume: { epoch, seq: 0 } });
      coming.push(client);
      await client.sees((one) => one.seq >= 0 || one.refused !== null, 'the board answers');
    }
    await load;
    for (const client of coming) {
      await current(client);
      const start = client.snapshots[0]?.seq ?? 0;
      expect(client.frames.map(({ seq }) => seq)).toEqual(client.frames.map((_, index) => start + 1 + index));
    }
    const { board: state } = await board();
    expect([state.visits, state.responses]).toEqual([120, 120]);
    for (const client of coming) if (client.snapshots.length > 0) expect(client.state).toEqual(state);
  });

  test('is sent at most four frames a second however much happens', async () => {
    const times: number[] = [];
    const stop = server.context.live.onFrame(() => times.push(performance.now()));
    while (times.length < 8) await Promise.all([server.rated(1), server.rated(5)]);
    stop();
    for (const [index, time] of times.entries()) {
      const within = times.slice(index).filter((other) => other < time + 1000);
      // Timers may fire up to a millisecond early, so that a fifth can touch the end of the second.
      expect(within.filter((other) => other < time + 990).length).toBeLessThanOrEqual(4);
    }
  });

  test('by GET is answered while the load goes on', async () => {
    let answered = false;
    const reading = board().then(() => {
      answered = true;
    });
    for (let round = 0; round < 400 && !answered; round += 1) {
      await Promise.all([server.rated(4), server.rated(2)]);
    }
    expect(answered).toBe(true);
    await reading;
  });
});

describe('the turn of the day', () => {
  test('starts the board at nothing, and counts what arrives in the same moment once', async () => {
    await server.rated(5);
    await board();
    server.clock.advance(dayMs);
    day += 1;
    const visits = await Promise.all([server.visit(), server.visit(), server.visit()]);
    expect((await board()).board).toMatchObject({ visits: 3, responses: 0 });
    server.clock.advance(dayMs);
    day += 1;
    await Promise.all(visits.map(({ token }) => server.rate(token, 5)));
    const { board: state } = await board();
    expect(state).toMatchObject({ visits: 0, responses: 3, levels: { state: 'insufficient-data' } });
    await server.restart();
    expect((await board()).board).toMatchObject({ visits: 0, responses: 3 });
  });

  test('and the seal leave the counts of the day as they were', async () => {
    await Promise.all(Array.from({ length: 7 }, () => server.rated(4)));
    const before = (await board()).board;
    server.context.seal.run();
    expect((await board()).board).toEqual(before);
    await server.restart();
    const { devices: _, ...rest } = (await board()).board;
    expect(before).toMatchObject(rest);
    await server.rated(4);
    expect((await board()).board).toMatchObject({ visits: 8, responses: 8 });
  });
});

describe('who may look', () => {
  const refusal = async (auth: BoardAuth, options = {}): Promise<string | null> => {
    const client = look(auth, options);
    await client.ready();
    expect(client.frames).toEqual([]);
    return client.refused;
  };

  test('not who proves nothing, proves it wrongly, or lacks the scope or the role', async () => {
    expect(await refusal({})).toBe('unauthenticated');
    expect(await refusal({ key: 'ln_wrong' })).toBe('unauthenticated');
    expect(await refusal({ key: server.makeKey('visits:write', 'kpi:read') })).toBe('unauthenticated');
    expect(await refusal({ link: 'wrong' })).toBe('unauthenticated');
    expect(await refusal({ link: 5 } as unknown as BoardAuth)).toBe('unauthenticated');
    const { headers } = await server.signIn('officer', 'CB01');
    expect(await refusal({}, { cookie: headers.cookie })).toBe('unauthenticated');
  });

  test('a manager with a session, until signing out', async () => {
    const { headers } = await server.signIn('manager');
    const client = look({}, { cookie: headers.cookie! });
    await client.ready();
    expect(client.refused).toBeNull();
    await server.ask('DELETE', '/api/session', { headers });
    await client.sees((one) => one.socket.disconnected, 'the session is cut off');
    expect(await refusal({}, { cookie: headers.cookie! })).toBe('unauthenticated');
  });

  test('a session only from a page of this server: neighbours on another port bring the cookie along', async () => {
    const cookie = (await server.signIn('manager')).headers.cookie!;
    const { hostname, origin } = new URL(server.url);
    for (const other of [`http://${hostname}:1`, 'https://example.vn', 'null', 'chrome-extension://x']) {
      expect([other, await refusal({}, { cookie, origin: other })]).toEqual([other, 'unauthenticated']);
    }
    expect(await refusal({}, { cookie, origin })).toBeNull();
    expect(await refusal({}, { cookie, origin: new URL(server.context.publicUrl()).origin })).toBeNull();
    // A key is no browser's to bring along.
    expect(await refusal({ key: server.key }, { origin: 'https://example.vn' })).toBeNull();
  });

  test('a board link, until it is revoked: then it is cut off at once, and only it', async () => {
    const { headers } = await server.signIn('manager');
    const make = async (label: string): Promise<{ id: string; token: string }> => {
      const { json } = await server.ask('POST', '/api/board-links', { headers, body: { label } });
      return { id: json.id, token: json.url.split('#link=')[1] };
    };
    const [hall, office] = [await make('Sảnh'), await make('Phòng họp')];
    const [inHall, inOffice] = [
      look({ link: hall.token }, { reconnects: true }),
      look({ link: office.token }, { reconnects: true }),
    ];
    await inHall.ready();
    await inOffice.ready();
    const revoked = await server.ask('DELETE', `/api/board-links/${hall.id}`, { headers });
    expect(revoked.status).toBe(204);
    await inHall.sees((one) => one.socket.disconnected, 'the link is cut off');
    await server.rated(4);
    await current(inOffice);
    expect(inOffice.socket.connected).toBe(true);
    expect(await refusal({ link: hall.token })).toBe('unauthenticated');
    expect((await server.ask('GET', `/api/board?link=${hall.token}`)).status).toBe(401);
    expect((await server.ask('GET', `/api/board?link=${office.token}`)).status).toBe(200);
    const seen = inHall.frames.length;
    await server.rated(4);
    await current(inOffice);
    expect(inHall.frames.length).toBe(seen);
  });
});
