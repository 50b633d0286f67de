// A viewer of the live board over a real socket: keeps what it was sent, in order, and the state that follows from it.
import { io, type Socket } from 'socket.io-client';
import { applyFrame } from '../../shared/board-frame.ts';
import type { BoardAuth, BoardFrame, BoardSnapshot, BoardState } from '../../shared/contract/board.ts';
import { until } from './server.ts';

export class BoardClient {
  readonly socket: Socket;
  readonly snapshots: BoardSnapshot[] = [];
  readonly frames: BoardFrame[] = [];
  state: BoardState | null;
  epoch: string;
  seq: number;
  /** Why the server did not let it in. */
  refused: string | null = null;

  constructor(
    url: string,
    auth: BoardAuth,
    options: { cookie?: string; origin?: string; from?: BoardClient; reconnects?: boolean } = {},
  ) {
    this.state = options.from?.state ?? null;
    this.epoch = options.from?.epoch ?? '';
    this.seq = options.from?.seq ?? -1;
    this.socket = io(`${url}/board`, {
      auth,
      transports: ['websocket'],
      forceNew: true,
      reconnection: options.reconnects === true,
      reconnectionDelay: 20,
      extraHeaders: {
        ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
        ...(options.origin === undefined ? {} : { origin: options.origin }),
      },
    });
    this.socket.on('connect_error', (error) => {
      this.refused = error.message;
    });
    this.socket.on('snapshot', (snapshot: BoardSnapshot) => {
      this.snapshots.push(snapshot);
      this.epoch = snapshot.epoch;
      this.seq = snapshot.seq;
      this.state = snapshot.board;
    });
    this.socket.on('frame', (frame: BoardFrame) => {
      this.frames.push(frame);
      if (this.state !== null) this.state = applyFrame(this.state, frame);
      this.seq = frame.seq;
    });
  }

  /** Resolves when `condition` holds of what it has been sent. */
  sees(condition: (client: BoardClient) => boolean, what: string): Promise<void> {
    return until(() => condition(this), what);
  }
  ready(): Promise<void> {
    return this.sees(() => this.snapshots.length > 0 || this.refused !== null, 'the board answers');
  }
  close(): void {
    this.socket.disconnect();
  }
}
