// The live half of the board: a socket.io connection whose events go through board-feed.ts, and which does the resyncs
// that asks for. It never gives up: every ending of the connection leads to another attempt, a refusal too (a link can
// be valid again when the server has finished starting), save a session that has ended, which only its owner renews.
import '../http/zod-setup.ts';
import { type ReadonlySignal, signal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import { type BoardAuth, boardFrameSchema, boardSnapshotSchema } from '../../shared/contract/board.ts';
import { emptyFeed, type FeedEvent, type FeedState, feedStep, resyncDelayMs } from './board-feed.ts';

export interface BoardConnectionOptions {
  /** Origin of the server; '' = the page's own. */
  origin: string;
  /** What is known already: the connection takes up where it ends. */
  from?: FeedState;
  /** Token of a board link; null = the session's cookie. */
  link: string | null;
  nowMs: () => number;
  /** The session has ended: called once, and no further attempt is made. */
  onSessionEnded?: () => void;
  /** First wait after a refusal (ms); doubles to a minute. */
  refusalDelayMs?: number;
  /** Wait for the first message after connecting (ms). */
  silenceMs?: number;
}

export interface BoardConnection {
  state: ReadonlySignal<FeedState>;
  close: () => void;
}

const refusalDelayMsMax = 60_000;
/** Wait after the server closed the connection itself: soon enough to learn that a link was revoked. */
const dismissedDelayMs = 500;

export function openBoardConnection(options: BoardConnectionOptions): BoardConnection {
  const state = signal<FeedState>(options.from ?? emptyFeed);
  const { refusalDelayMs = 5_000, silenceMs = 10_000 } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let refusals = 0;
  let closed = false;

  const socket: Socket = io(`${options.origin}/board`, {
    forceNew: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    timeout: 10_000,
    auth: (give) => give(handshake(state.peek(), options.link)),
  });

  const later = (delayMs: number, work: () => void) => {
    clearTimeout(timer);
    timer = closed ? undefined : setTimeout(work, delayMs);
  };

  const take = (event: FeedEvent) => {
    const step = feedStep(state.peek(), event);
    state.value = step.state;
    if (!step.resync) return;
    socket.disconnect();
    later(resyncDelayMs(step.state.resyncs), () => socket.connect());
  };

  socket.on('connect', () => {
    refusals = 0;
    take({ kind: 'connected', atMs: options.nowMs() });
    if (state.peek().position === null) later(silenceMs, () => take({ kind: 'silent' }));
  });
  socket.on('snapshot', (message: unknown) => {
    const parsed = boardSnapshotSchema.safeParse(message);
    const atMs = options.nowMs();
    clearTimeout(timer);
    take(parsed.success ? { kind: 'snapshot', snapshot: parsed.data, atMs } : { kind: 'unreadable', atMs });
  });
  socket.on('frame', (message: unknown) => {
    const parsed = boardFrameSchema.safeParse(message);
    const atMs = options.nowMs();
    take(parsed.success ? { kind: 'frame', frame: parsed.data, atMs } : { kind: 'unreadable', atMs });
  });
  socket.io.on('ping', () => take({ kind: 'heard', atMs: options.nowMs() }));
  socket.on('disconnect', (reason) => {
    clearTimeout(timer);
    take({ kind: 'disconnected' });
    // socket.io reconnects by itself after every other reason, save our own disconnect, which has its own plan.
    if (reason === 'io server disconnect') later(dismissedDelayMs, () => socket.connect());
  });
  socket.on('connect_error', (error: Error & { data?: { code?: unknown } }) => {
    if (socket.active) {
      take({ kind: 'disconnected' });
      return;
    }
    const code = typeof error.data?.code === 'string' ? error.data.code : error.message;
    take({ kind: 'refused', code });
    if (code === 'unauthenticated' && options.link === null) {
      options.onSessionEnded?.();
      return;
    }
    later(Math.min(refusalDelayMsMax, refusalDelayMs * 2 ** Math.min(refusals, 8)), () => socket.connect());
    refusals += 1;
  });

  return {
    state,
    close: () => {
      closed = true;
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.io.removeAllListeners('ping');
      socket.disconnect();
    },
  };
}

/** What the client says of itself when it connects: who it is and the last frame it has. */
export function handshake(state: FeedState, link: string | null): BoardAuth {
  return {
    ...(link === null ? {} : { link }),
    ...(state.position === null ? {} : { resume: state.position }),
  };
}
