// What a board client knows and how it changes: the pure half of the live board. board-connection.ts feeds it with what
// the socket says and does what it asks for.
//
// Outline. The server sends a snapshot (epoch, seq), then frames seq + 1, seq + 2, … of the same epoch. A client that
// comes back names its position (epoch, seq) in the handshake and receives exactly the frames after it, or a snapshot.
//   frame follows the position            -> applied
//   frame at or before the position       -> a repeat, ignored
//   frame further on (gap)                -> resync from the position; a second time in a row: for a new snapshot
//   frame of another epoch, or unreadable -> resync for a new snapshot
// Figures once shown stay on the screen through all of this; only their age is then shown with them.
import { applyFrame } from '../../shared/board-frame.ts';
import type { BoardFrame, BoardSnapshot, BoardState } from '../../shared/contract/board.ts';

export interface Position {
  epoch: string;
  seq: number;
}

/** `refused`: the server answered that this client may not see the board, or not now; `code` is its problem code. */
export type Connection =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'cut-off' }
  | { kind: 'refused'; code: string };

export interface FeedState {
  board: BoardState | null;
  /** Where the next frame has to follow; null: only a snapshot helps. */
  position: Position | null;
  connection: Connection;
  /** Client clock (epoch ms) when the server was last heard; null before the first time. */
  heardAtMs: number | null;
  /** Resyncs since something was last applied. */
  resyncs: number;
}

export type FeedEvent =
  | { kind: 'connected'; atMs: number }
  | { kind: 'heard'; atMs: number }
  | { kind: 'snapshot'; snapshot: BoardSnapshot; atMs: number }
  /** A snapshot that was asked for before there is a connection: figures, but nothing live yet. */
  | { kind: 'fetched'; snapshot: BoardSnapshot; atMs: number }
  | { kind: 'frame'; frame: BoardFrame; atMs: number }
  /** A message that is not of the contract: this page is older or newer than the server. */
  | { kind: 'unreadable'; atMs: number }
  /** Connected, yet no snapshot came in good time. */
  | { kind: 'silent' }
  | { kind: 'disconnected' }
  | { kind: 'refused'; code: string };

export interface FeedStep {
  state: FeedState;
  /** The connection has to be made anew, with `handshakePosition` of the new state. */
  resync: boolean;
}

export const emptyFeed: FeedState = {
  board: null,
  position: null,
  connection: { kind: 'connecting' },
  heardAtMs: null,
  resyncs: 0,
};

const keep = (state: FeedState): FeedStep => ({ state, resync: false });

/** One event applied; neither argument is changed. */
export function feedStep(state: FeedState, event: FeedEvent): FeedStep {
  switch (event.kind) {
    case 'connected':
      return keep({
        ...state,
        // Without a position nothing is known yet; the snapshot that follows makes it live.
        connection: state.position === null ? { kind: 'connecting' } : { kind: 'live' },
        heardAtMs: state.position === null ? state.heardAtMs : event.atMs,
      });
    case 'heard':
      return keep(state.connection.kind === 'live' ? { ...state, heardAtMs: event.atMs } : state);
    case 'snapshot':
      return keep(onSnapshot(state, event.snapshot, event.atMs));
    case 'fetched':
      return keep({ ...onSnapshot(state, event.snapshot, event.atMs), connection: state.connection });
    case 'frame':
      return onFrame(state, event.frame, event.atMs);
    case 'unreadable':
    case 'silent':
      return resyncFrom(state, null);
    case 'disconnected':
      // A refusal stands until the server says otherwise: losing the line does not make the link valid.
      if (state.connection.kind === 'refused') return keep(state);
      return keep({
        ...state,
        connection: state.board === null ? { kind: 'connecting' } : { kind: 'cut-off' },
      });
    case 'refused':
      return keep({ ...state, connection: { kind: 'refused', code: event.code } });
  }
}

function onSnapshot(state: FeedState, snapshot: BoardSnapshot, atMs: number): FeedState {
  const { epoch, seq, board } = snapshot;
  const isRepeat = state.position !== null && state.position.epoch === epoch && seq < state.position.seq;
  if (isRepeat) return { ...state, connection: { kind: 'live' }, heardAtMs: atMs };
  return { board, position: { epoch, seq }, connection: { kind: 'live' }, heardAtMs: atMs, resyncs: 0 };
}

function onFrame(state: FeedState, frame: BoardFrame, atMs: number): FeedStep {
  const { board, position } = state;
  if (board === null || position === null || position.epoch !== frame.epoch) return resyncFrom(state, null);
  if (frame.seq <= position.seq) return keep({ ...state, heardAtMs: atMs });
  if (frame.seq > position.seq + 1) return resyncFrom(state, state.resyncs === 0 ? position : null);
  return keep({
    board: applyFrame(board, frame),
    position: { epoch: frame.epoch, seq: frame.seq },
    connection: { kind: 'live' },
    heardAtMs: atMs,
    resyncs: 0,
  });
}

function resyncFrom(state: FeedState, position: Position | null): FeedStep {
  const connection: Connection = state.board === null ? { kind: 'connecting' } : { kind: 'cut-off' };
  return { state: { ...state, position, connection, resyncs: state.resyncs + 1 }, resync: true };
}

const delayMsMax = 30_000;

/** Wait before the next attempt: at once the first time, then doubling to half a minute. */
export function resyncDelayMs(resyncs: number): number {
  return resyncs <= 1 ? 0 : Math.min(delayMsMax, 500 * 2 ** Math.min(resyncs - 2, 10));
}

/** How old the figures on the screen are, or null while they are live (or there are none). */
export function dataAgeMs(state: FeedState, nowMs: number): number | null {
  if (state.connection.kind === 'live' || state.board === null || state.heardAtMs === null) return null;
  return Math.max(0, nowMs - state.heardAtMs);
}
