// socket.io /kiosk: a device proves itself on each connection, is offered the visits of its counter, and is cut off when revoked.
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { offerSchema } from '../../shared/contract/visits.ts';
import { minuteMs, TestKiosk, TestServer, until, wednesday } from '../support/server.ts';

let server: TestServer;
const sockets: Socket[] = [];
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());
beforeEach(() => server.clock.set(wednesday));
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});

class Connection {
  readonly socket: Socket;
  readonly events: [string, unknown][] = [];
  constructor() {
    this.socket = io(`${server.url}/kiosk`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    sockets.push(this.socket);
    this.socket.onAny((name: string, message: unknown) => this.events.push([name, message]));
    this.socket.on('disconnect', () => this.events.push(['disconnect', null]));
  }
  async event(name: string): Promise<unknown> {
    const find = () => this.events.find(([one]) => one === name);
    await until(() => find() !== undefined, `${name} arrives`);
    return find()![1];
  }
  async nonce(): Promise<string> {
    return ((await this.event('challenge')) as { nonce: string }).nonce;
  }
  hello(deviceId: string, signature: string): void {
    this.socket.emit('hello', { deviceId, signature, outboxSize: 0, version: 'test' });
  }
  of(name: string): unknown[] {
    return this.events.filter(([one]) => one === name).map(([, message]) => message);
  }
}

async function connect(kiosk: TestKiosk): Promise<Connection> {
  const connection = new Connection();
  connection.hello(kiosk.deviceId, kiosk.signHello(await connection.nonce()));
  await connection.event('welcome');
  return connection;
}

describe('a kiosk', () => {
  test('is offered the visits closed at its counter, and only those', async () => {
    const one = await connect(await server.pairKiosk('Q01'));
    const two = await connect(await server.pairKiosk('Q02'));
    const exit = await connect(await server.pairKiosk());
    const first = await server.visit({ counter: 'Q01' });
    await server.visit({ counter: 'Q02', officer: 'CB02' });
    await two.event('offer');
    await one.event('offer');
    expect(one.of('offer')).toHaveLength(1);
    expect(two.of('offer')).toHaveLength(1);
    expect(exit.of('offer')).toEqual([]);
    const offer = offerSchema.parse(one.of('offer')[0]);
    expect(offer).toMatchObject({ counter: 'Q01', officer: { code: 'CB01' }, invitation: first.token });
    expect((await server.rate(offer.invitation, 5)).status).toBe(201);
  });

  test('is not offered a visit announced again, or one closed long ago', async () => {
    const one = await connect(await server.pairKiosk('Q03'));
    await server.visit({ counter: 'Q03', closedAt: '2026-10-14T08:50:00+07:00' });
    const visit = await server.visit({ counter: 'Q03' });
    await server.visit({ counter: 'Q03', externalId: visit.externalId });
    const last = await server.visit({ counter: 'Q03' });
    await until(() => one.of('offer').length >= 2, 'both offers arrive');
    expect(one.of('offer').map((offer) => offerSchema.parse(offer).invitation)).toEqual([
      visit.token,
      last.token,
    ]);
  });

  test.each<[string, (kiosk: TestKiosk, nonce: string) => [string, string]]>([
    [
      'another key',
      (kiosk, nonce) => [
        kiosk.deviceId,
        Object.assign(new TestKiosk(), { deviceId: kiosk.deviceId }).signHello(nonce),
      ],
    ],
    [
      'the challenge of another connection',
      (kiosk) => [kiosk.deviceId, kiosk.signHello('of another connection')],
    ],
    ['no signature', (kiosk) => [kiosk.deviceId, '']],
    [
      'an id nobody paired',
      (kiosk, nonce) => ['00000000-0000-4000-8000-000000000000', kiosk.signHello(nonce)],
    ],
  ])('with %s is refused and cut off', async (_, answer) => {
    const kiosk = await server.pairKiosk('Q01');
    server.clock.advance(minuteMs);
    const connection = new Connection();
    connection.hello(...answer(kiosk, await connection.nonce()));
    await connection.event('disconnect');
    expect(connection.of('refused')).toEqual([{ code: 'invalid-signature' }]);
    expect(connection.of('welcome')).toEqual([]);
  });

  test('is shown on the board as online or dark, is cut off when revoked, and cannot come back', async () => {
    const kiosk = await server.pairKiosk('Q02');
    const state = async (): Promise<string | undefined> =>
      (await server.ask('GET', '/api/board', { key: server.key })).json.board.devices.find(
        (line: { id: string }) => line.id === kiosk.deviceId,
      )?.state;
    expect(await state()).toBe('dark');
    const connection = await connect(kiosk);
    expect(await state()).toBe('online');
    connection.socket.emit('heartbeat', { outboxSize: 'many' });
    connection.socket.emit('hello', null);
    await connection.event('disconnect');
    await until(async () => (await state()) === 'dark', 'the kiosk is dark');

    const again = await connect(kiosk);
    const { headers } = await server.signIn('administrator');
    await server.ask('DELETE', `/api/devices/${kiosk.deviceId}`, { headers });
    await again.event('disconnect');
    expect(await state()).toBeUndefined();
    const third = new Connection();
    third.hello(kiosk.deviceId, kiosk.signHello(await third.nonce()));
    await third.event('disconnect');
    expect(third.of('welcome')).toEqual([]);
  });
});
