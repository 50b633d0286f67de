// What the centre sees of its kiosks: sign of life with battery, version and waiting ratings; dark when they are silent.
// And the presence code that each is sent.
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noteBackup } from '../../server/storage/backup-note.ts';
import { heartbeatAnswerSchema } from '../../shared/contract/devices.ts';
import { presenceShownSchema } from '../../shared/contract/presence.ts';
import { type TestKiosk, TestServer, until } from '../support/server.ts';

let server: TestServer;
const sockets: Socket[] = [];
beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await server.stop();
});

/** Connects as a kiosk does; `shown` collects the presence codes it is sent. */
async function connect(kiosk: TestKiosk, report: object): Promise<{ socket: Socket; shown: string[] }> {
  const socket = io(`${server.url}/kiosk`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  sockets.push(socket);
  const shown: string[] = [];
  socket.on('presence', (message) => shown.push(presenceShownSchema.parse(message).url));
  socket.on('challenge', ({ nonce }: { nonce: string }) =>
    socket.emit('hello', { deviceId: kiosk.deviceId, signature: kiosk.signHello(nonce), ...report }),
  );
  await new Promise((resolve) => socket.on('welcome', resolve));
  await until(() => shown.length > 0, 'the first code arrives');
  return { socket, shown };
}

const lineOf = (kiosk: TestKiosk) =>
  server.context.live.snapshot().board.devices.find((line) => line.id === kiosk.deviceId);
const metrics = async (): Promise<string> => (await server.ask('GET', '/metrics')).text;

describe('a kiosk', () => {
  test('is seen with its version, battery and waiting ratings, and dark when it is silent', async () => {
    const kiosk = await server.pairKiosk('Q01');
    const { socket } = await connect(kiosk, { outboxSize: 1, version: '0.1.0' });
    await until(() => lineOf(kiosk)?.state === 'online', 'the board shows it');
    socket.emit('heartbeat', { outboxSize: 3, version: '0.1.0', battery: 0.456 });
    await until(() => lineOf(kiosk)?.battery !== undefined, 'the heartbeat is seen');
    expect(lineOf(kiosk)).toMatchObject({ outboxSize: 3, version: '0.1.0', battery: 0.46 });
    const labels = `{device="${kiosk.deviceId}",counter="Q01"}`;
    expect(await metrics()).toContain(`langnghe_kiosk_dark${labels} 0\n`);
    expect(await metrics()).toContain(`langnghe_kiosk_outbox_length${labels} 3\n`);
    expect(await metrics()).toContain(`langnghe_kiosk_battery_ratio${labels} 0.46\n`);
    socket.emit('heartbeat', { outboxSize: 0, version: '0.2.0', battery: 0.2 });
    await until(() => lineOf(kiosk)?.version === '0.2.0', 'the heartbeat is seen');
    socket.disconnect();
    await until(() => lineOf(kiosk)?.state === 'dark', 'the board shows it dark');
    expect(lineOf(kiosk)).not.toHaveProperty('battery');
    expect(await metrics()).toContain(`langnghe_kiosk_dark${labels} 1\n`);
    expect(await metrics()).not.toContain('langnghe_kiosk_battery_ratio{');
  });

  test('is dark from the start of the server until it is heard', async () => {
    const kiosk = await server.pairKiosk();
    await server.restart();
    await until(() => lineOf(kiosk)?.state === 'dark', 'the board shows it dark');
    expect(await metrics()).toContain(`langnghe_kiosk_dark{device="${kiosk.deviceId}",counter="exit"} 1\n`);
  });

  test('is sent the code of its own place', async () => {
    const atCounter = await connect(await server.pairKiosk('Q02'), { outboxSize: 0, version: 'x' });
    const exit = await connect(await server.pairKiosk(), { outboxSize: 0, version: 'x' });
    expect(atCounter.shown).toEqual([server.context.presence.shown('Q02').url]);
    expect(exit.shown).toEqual([server.context.presence.shown(null).url]);
  });

  test('is told how long ago the last backup began, and of none where there was none', async () => {
    const kiosk = await server.pairKiosk('Q01');
    const { socket } = await connect(kiosk, { outboxSize: 0, version: 'x' });
    const beat = (): Promise<unknown> => socket.emitWithAck('heartbeat', { outboxSize: 0, version: 'x' });
    expect(await beat()).toEqual({ backupAgeSeconds: null });
    noteBackup(server.dataDir, { at: server.context.clock() - 90_000 });
    expect(heartbeatAnswerSchema.parse(await beat()).backupAgeSeconds).toBeGreaterThanOrEqual(90);
  });

  test('cannot report a battery that is none', async () => {
    const kiosk = await server.pairKiosk('Q03');
    const { socket } = await connect(kiosk, { outboxSize: 0, version: 'x' });
    socket.emit('heartbeat', { outboxSize: 7, version: 'x', battery: 7 });
    socket.emit('heartbeat', { outboxSize: 1, version: 'x' });
    await until(() => lineOf(kiosk)?.outboxSize === 1, 'the good one is seen');
    expect(lineOf(kiosk)).not.toHaveProperty('battery');
  });
});
