// Stopping: connections that say nothing, or that stopped in the middle of a request, do not hold the server up.
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { startServer } from '../../server/server.ts';
import { distDir, temporaryFolder } from '../support/server.ts';

test('silent and half-finished connections do not keep the server from stopping', async () => {
  const server = await startServer({
    dataDir: temporaryFolder(),
    distDir,
    host: '127.0.0.1',
    port: 0,
    behindProxy: false,
    logLevel: 'error',
  });
  const port = Number(new URL(server.url).port);
  const open = (text: string): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(text);
        resolve(socket);
      });
      socket.once('error', reject);
    });
  const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));
  const sockets = [
    await open(''),
    await open(
      'POST /api/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    ),
  ];
  for (const socket of sockets) socket.on('error', () => undefined);
  const ends = sockets.map(closed);
  await server.stop();
  await Promise.all(ends);
  expect(sockets.every((socket) => socket.destroyed)).toBe(true);
});
