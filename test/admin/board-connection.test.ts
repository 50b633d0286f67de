// The board's connection over real sockets: a socket.io server that speaks the contract and can be killed, made to skip
// frames, started anew, or made to refuse.
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, expect, test, vi } from 'vitest';
import { type BoardConnection, openBoardConnection } from '../../admin/board/board-connection.ts';
import {
  type BoardAuth,
  type BoardFrame,
  type BoardState,
  boardAuthSchema,
} from '../../shared/contract/board.ts';
import { plainBoard } from './board-states.ts';

class BoardServer {
  epoch: string;
  board: BoardState = plainBoard;
  frames: BoardFrame[] = [];
  handshakes: BoardAuth[] = [];
  refusal: string | null = null;
  /** Frames with these numbers are not sent live. */
  skipped = new Set<number>();
  readonly #http: HttpServer;
  readonly #io: Server;

  private constructor(epoch: string, http: HttpServer) {
    this.epoch = epoch;
    this.#http = http;
    this.#io = new Server(http, { pingInterval: 200, pingTimeout: 400 });
    const space = this.#io.of('/board');
    space.use((socket, next) => {
      this.handshakes.push(boardAuthSchema.parse(socket.handshake.auth));
      if (this.refusal === null) return next();
      next(Object.assign(new Error(this.refusal), { data: { code: this.refusal } }));
    });
    space.on('connection', (socket) => {
      const resume = boardAuthSchema.parse(socket.handshake.auth).resume;
      if (resume?.epoch === this.epoch) {
        for (const frame of this.frames.slice(resume.seq)) socket.emit('frame', frame);
      } else {
        socket.emit('snapshot', { epoch: this.epoch, seq: this.frames.length, board: this.board });
      }
    });
  }

  static async listen(epoch: string, port = 0): Promise<BoardServer> {
    const http = createServer();
    const server = new BoardServer(epoch, http);
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  change(changes: BoardFrame['changes']): void {
    this.board = { ...this.board, ...changes } as BoardState;
    const frame = { epoch: this.epoch, seq: this.frames.length + 1, changes };
    this.frames.push(frame);
    if (!this.skipped.has(frame.seq)) this.#io.of('/board').emit('frame', frame);
  }

  send(event: string, message: unknown): void {
    this.#io.of('/board').emit(event, message);
  }

  dismissAll(): void {
    this.#io.of('/board').disconnectSockets(true);
  }

  async close(): Promise<void> {
    await this.#io.close();
  }
}

const opened: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function serve(epoch: string, port?: number): Promise<BoardServer> {
  const server = await BoardServer.listen(epoch, port);
  opened.push(server);
  return server;
}

function open(
  port: number,
  options: { link?: string | null; onSessionEnded?: () => void } = {},
): BoardConnection {
  const connection = openBoardConnection({
    origin: `http://127.0.0.1:${port}`,
    link: options.link ?? null,
    nowMs: Date.now,
    refusalDelayMs: 20,
    silenceMs: 1_000,
    ...(options.onSessionEnded === undefined ? {} : { onSessionEnded: options.onSessionEnded }),
  });
  opened.push(connection);
  return connection;
}

const until = (condition: () => void) => vi.waitFor(condition, { timeout: 20_000, interval: 10 });
const shows = (connection: BoardConnection, visits: number) =>
  until(() => {
    expect(connection.state.value.connection.kind).toBe('live');
    expect(connection.state.value.board?.visits).toBe(visits);
  });

test('a snapshot, then frames; the link goes along in the handshake', async () => {
  const server = await serve('a');
  const connection = open(server.port, { link: 'token' });
  await shows(connection, 0);
  server.change({ visits: 1 });
  server.change({ visits: 2 });
  await shows(connection, 2);
  expect(connection.state.value.position).toEqual({ epoch: 'a', seq: 2 });
  expect(server.handshakes).toEqual([{ link: 'token' }]);
});

test('a cut line resumes from the last frame and gets exactly the missed ones', async () => {
  const server = await serve('a');
  const connection = open(server.port);
  server.change({ visits: 1 });
  await shows(connection, 1);
  server.skipped = new Set([2, 3]);
  server.dismissAll();
  server.change({ visits: 2 });
  server.change({ responses: 1 });
  await shows(connection, 2);
  await until(() => expect(connection.state.value.position).toEqual({ epoch: 'a', seq: 3 }));
  expect(connection.state.value.board?.responses).toBe(1);
  expect(server.handshakes.at(-1)).toEqual({ resume: { epoch: 'a', seq: 1 } });
});

test('a gap on a live line is filled by itself', async () => {
  const server = await serve('a');
  const connection = open(server.port);
  await shows(connection, 0);
  server.skipped = new Set([1]);
  server.change({ visits: 1 });
  server.change({ responses: 4 });
  await until(() => expect(connection.state.value.position).toEqual({ epoch: 'a', seq: 2 }));
  expect(connection.state.value.board).toEqual({ ...plainBoard, visits: 1, responses: 4 });
  expect(server.handshakes).toHaveLength(2);
});

test('the server goes and comes back anew on the same port: figures stay meanwhile, then the new ones', async () => {
  const server = await serve('a');
  const { port } = server;
  const connection = open(port);
  server.change({ visits: 7 });
  await shows(connection, 7);
  opened.splice(opened.indexOf(server), 1);
  await server.close();
  await until(() => expect(connection.state.value.connection.kind).toBe('cut-off'));
  expect(connection.state.value.board?.visits).toBe(7);
  const next = await serve('b', port);
  next.change({ visits: 8 });
  await until(() => expect(connection.state.value.board?.visits).toBe(8));
  expect(connection.state.value.position?.epoch).toBe('b');
});

test('a refused link is tried again until it is accepted', async () => {
  const server = await serve('a');
  server.refusal = 'unauthenticated';
  const connection = open(server.port, { link: 'token' });
  await until(() =>
    expect(connection.state.value.connection).toEqual({ kind: 'refused', code: 'unauthenticated' }),
  );
  await until(() => expect(server.handshakes.length).toBeGreaterThan(2));
  server.refusal = null;
  await shows(connection, 0);
});

test('an ended session is reported once and not tried again', async () => {
  const server = await serve('a');
  server.refusal = 'unauthenticated';
  const onSessionEnded = vi.fn();
  open(server.port, { onSessionEnded });
  await until(() => expect(onSessionEnded).toHaveBeenCalledTimes(1));
  // Meanwhile a link, refused likewise, is tried again and again.
  open(server.port, { link: 'token' });
  await until(() =>
    expect(server.handshakes.filter((one) => one.link === 'token').length).toBeGreaterThan(2),
  );
  expect(server.handshakes.filter((one) => one.link === undefined)).toHaveLength(1);
  expect(onSessionEnded).toHaveBeenCalledTimes(1);
});

test('a message that is not of the contract leads to a fresh snapshot', async () => {
  const server = await serve('a');
  const connection = open(server.port);
  server.change({ visits: 3 });
  await shows(connection, 3);
  server.send('frame', { epoch: 'a', seq: 2, changes: { visits: -1 } });
  await until(() => expect(server.handshakes).toHaveLength(2));
  expect(server.handshakes.at(-1)).toEqual({});
  await shows(connection, 3);
});
