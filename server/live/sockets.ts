// socket.io: namespace /board (viewers) and /kiosk (paired devices). Nothing is sent before a connection has proven
// itself; messages are bounded and checked like requests.
import { randomBytes } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { boardAuthSchema } from '../../shared/contract/board.ts';
import {
  type Heartbeat,
  type HeartbeatAnswer,
  heartbeatSchema,
  helloSchema,
} from '../../shared/contract/devices.ts';
import type { Context } from '../context.ts';
import { isOwnOrigin } from '../http/own-origin.ts';
import { permissionOf } from '../http/permissions.ts';
import { sessionTokenOf } from '../http/request.ts';
import { PresenceBroadcast } from '../presence/presence-broadcast.ts';
import type { DeviceReport } from './kiosks.ts';

const messageBytesMax = 4096;
const helloWaitMs = 10_000;
const boardRoom = 'board';
/** Whoever may read the board may follow it. */
const viewers = permissionOf('GET /api/board');

export interface Sockets {
  close(): Promise<void>;
}

export function attachSockets(context: Context, server: HttpServer): Sockets {
  let closing = false;
  const io = new Server(server, {
    serveClient: false,
    maxHttpBufferSize: messageBytesMax,
    pingInterval: 20_000,
    pingTimeout: 15_000,
    cleanupEmptyChildNamespaces: false,
    // A server that is stopping takes nobody in: a screen that came back to it would think the outage over.
    allowRequest: (_request, decide) => decide(null, !closing),
  });
  const board = io.of('/board');
  const stopFrames = context.live.onFrame((frame) => board.to(boardRoom).emit('frame', frame));
  context.revocations.onRevoked((name) => board.in(name).disconnectSockets(true));

  board.use((socket, next) => {
    const viewer = viewerOf(context, socket);
    if (viewer === null) return next(new Error('unauthenticated'));
    socket.data = viewer;
    next();
  });
  board.on('connection', (socket) => {
    const auth = boardAuthSchema.safeParse(socket.handshake.auth);
    const missed = context.live.catchUp(auth.success ? auth.data.resume : undefined);
    if ('snapshot' in missed) socket.emit('snapshot', missed.snapshot);
    else for (const frame of missed.frames) socket.emit('frame', frame);
    // The in-memory adapter joins at once: no frame falls between what was sent above and the next one.
    const { names, expiresAt } = socket.data as Viewer;
    void socket.join([boardRoom, ...names]);
    if (expiresAt === null) return;
    const expiry = setTimeout(() => socket.disconnect(true), expiresAt - context.clock());
    socket.on('disconnect', () => clearTimeout(expiry));
  });

  const presence = new PresenceBroadcast(context.presence);
  io.of('/kiosk').on('connection', (socket) => greetKiosk(context, socket, presence));

  return {
    async close() {
      closing = true;
      stopFrames();
      presence.close();
      await io.close();
    },
  };
}

interface Viewer {
  /** Under which the connection can be cut off. */
  names: string[];
  /** Epoch ms at which it ends by itself; null for links and keys, which end by being revoked. */
  expiresAt: number | null;
}

/** Who looks, or null when it may not. */
function viewerOf(context: Context, socket: Socket): Viewer | null {
  const auth = boardAuthSchema.safeParse(socket.handshake.auth);
  if (!auth.success) return null;
  const { link, key } = auth.data;
  if (link !== undefined) {
    const id = context.access.boardLink(link);
    return id === null ? null : { names: [`link:${id}`], expiresAt: null };
  }
  if (key !== undefined) {
    const found = context.access.apiKey(key);
    const { scope } = viewers;
    if (found === null || scope === undefined || !found.scopes.includes(scope)) return null;
    return { names: ['key', `key:${found.id}`], expiresAt: null };
  }
  // A cookie comes along whichever page opens the socket, and no other site's rule keeps the answer from it.
  if (!isOwnOrigin(socket.request, context.publicUrl())) return null;
  const token = sessionTokenOf(socket.handshake.headers.cookie);
  const session = token === null ? null : context.access.session(token);
  if (token === null || session === null || viewers.roles?.includes(session.role) !== true) return null;
  if (context.sessions.isConfined(session)) return null;
  return { names: context.sessions.connectionNames(token, session), expiresAt: session.expiresAt };
}

const reportOf = ({ outboxSize, version, battery }: Heartbeat): DeviceReport => ({
  outboxSize,
  version,
  battery: battery ?? null,
});

function greetKiosk(context: Context, socket: Socket, presence: PresenceBroadcast): void {
  const nonce = randomBytes(18).toString('base64url');
  const tooLate = setTimeout(() => socket.disconnect(true), helloWaitMs);
  let leave = () => {};
  let leavePresence = () => {};
  let deviceId: string | null = null;
  socket.on('disconnect', () => {
    clearTimeout(tooLate);
    leave();
    leavePresence();
  });
  socket.on('hello', (message: unknown) => {
    const hello = helloSchema.safeParse(message);
    const device =
      hello.success && deviceId === null
        ? context.access.deviceOfSocket(hello.data.deviceId, nonce, hello.data.signature)
        : null;
    if (!hello.success || device === null) {
      socket.emit('refused', { code: 'invalid-signature' });
      socket.disconnect(true);
      return;
    }
    clearTimeout(tooLate);
    deviceId = device.id;
    leave = context.kiosks.join(
      device,
      {
        offer: (offer) => socket.emit('offer', offer),
        withdraw: (invitation) => socket.emit('idle', { invitation }),
        refresh: () => socket.emit('refresh'),
        disconnect: () => socket.disconnect(true),
      },
      { outboxSize: hello.data.outboxSize, version: hello.data.version, battery: null },
    );
    socket.emit('welcome', { deviceId });
    leavePresence = presence.join(device.counter, (shown) => socket.emit('presence', shown));
  });
  socket.on('heartbeat', (message: unknown, answer?: unknown) => {
    const heartbeat = heartbeatSchema.safeParse(message);
    if (deviceId === null || !heartbeat.success) return;
    context.kiosks.heartbeat(deviceId, reportOf(heartbeat.data));
    if (typeof answer === 'function')
      answer({ backupAgeSeconds: context.backupAgeSeconds() } satisfies HeartbeatAnswer);
  });
  socket.emit('challenge', { nonce });
}
