// The board client's rules: whatever is lost, repeated or restarted on the way, the screen shows a board the server had,
// and ends with the last one.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dataAgeMs,
  emptyFeed,
  type FeedEvent,
  type FeedState,
  feedStep,
  resyncDelayMs,
} from '../../admin/board/board-feed.ts';
import type { BoardFrame, BoardState } from '../../shared/contract/board.ts';
import { changesArbitrary, history, plainBoard } from './board-states.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
console.log(`board-feed seed ${seed}`);

const run = (state: FeedState, events: FeedEvent[]) =>
  events.reduce((reached, event) => feedStep(reached.state, event), { state, resync: false });

const frame = (seq: number, changes: BoardFrame['changes'], epoch = 'a'): FeedEvent => ({
  kind: 'frame',
  frame: { epoch, seq, changes },
  atMs: 1000 + seq,
});
const snapshot = (seq: number, board: BoardState = plainBoard, epoch = 'a'): FeedEvent => ({
  kind: 'snapshot',
  snapshot: { epoch, seq, board },
  atMs: 1000 + seq,
});
const live = run(emptyFeed, [{ kind: 'connected', atMs: 1 }, snapshot(5)]).state;

describe('frames', () => {
  test('the next frame is applied and moves the position', () => {
    const { state, resync } = feedStep(live, frame(6, { visits: 9 }));
    expect(state.board).toEqual({ ...plainBoard, visits: 9 });
    expect(state.position).toEqual({ epoch: 'a', seq: 6 });
    expect(resync).toBe(false);
  });

  test('a repeat changes neither figures nor position', () => {
    const { state, resync } = run(live, [
      frame(6, { visits: 9 }),
      frame(6, { visits: 8 }),
      frame(2, { visits: 7 }),
    ]);
    expect(state.board?.visits).toBe(9);
    expect(state.position).toEqual({ epoch: 'a', seq: 6 });
    expect(resync).toBe(false);
  });

  test('a gap asks for the missing frames from the position, a second one for a snapshot', () => {
    const first = feedStep(live, frame(8, { visits: 9 }));
    expect(first.resync).toBe(true);
    expect(first.state.position).toEqual({ epoch: 'a', seq: 5 });
    expect(first.state.board).toEqual(plainBoard);
    expect(first.state.connection).toEqual({ kind: 'cut-off' });
    const second = run(first.state, [{ kind: 'connected', atMs: 2 }, frame(8, { visits: 9 })]);
    expect(second.resync).toBe(true);
    expect(second.state.position).toBeNull();
  });

  test('a frame of another epoch asks for a snapshot and leaves the figures on the screen', () => {
    const { state, resync } = feedStep(live, frame(6, { visits: 9 }, 'b'));
    expect(resync).toBe(true);
    expect(state.position).toBeNull();
    expect(state.board).toEqual(plainBoard);
  });

  test('a frame before any snapshot is not applied', () => {
    const { state, resync } = feedStep(emptyFeed, frame(1, { visits: 9 }));
    expect(resync).toBe(true);
    expect(state.board).toBeNull();
  });

  test('an unreadable message asks for a snapshot', () => {
    const { state, resync } = feedStep(live, { kind: 'unreadable', atMs: 3 });
    expect(resync).toBe(true);
    expect(state.position).toBeNull();
    expect(state.board).toEqual(plainBoard);
  });
});

describe('snapshots', () => {
  test('one of another epoch replaces everything, even with a lower number', () => {
    const { state } = feedStep(live, snapshot(0, { ...plainBoard, visits: 3 }, 'b'));
    expect(state.position).toEqual({ epoch: 'b', seq: 0 });
    expect(state.board?.visits).toBe(3);
  });

  test('an older one of the same epoch does not turn the board back', () => {
    const { state } = run(live, [frame(6, { visits: 9 }), snapshot(5)]);
    expect(state.position).toEqual({ epoch: 'a', seq: 6 });
    expect(state.board?.visits).toBe(9);
  });
});

describe('the connection', () => {
  test('figures stay through an outage and tell their age', () => {
    const { state } = run(live, [{ kind: 'heard', atMs: 5_000 }, { kind: 'disconnected' }]);
    expect(state.connection).toEqual({ kind: 'cut-off' });
    expect(state.board).toEqual(plainBoard);
    expect(dataAgeMs(state, 65_000)).toBe(60_000);
    expect(dataAgeMs(state, 4_000)).toBe(0);
  });

  test('live figures have no age, and coming back with a position is live at once', () => {
    expect(dataAgeMs(live, 99_000)).toBeNull();
    const back = run(live, [{ kind: 'disconnected' }, { kind: 'connected', atMs: 7_000 }]).state;
    expect(back.connection).toEqual({ kind: 'live' });
  });

  test('a refusal stands through a lost line and ends with the next connection', () => {
    const refused = run(live, [{ kind: 'refused', code: 'unauthenticated' }, { kind: 'disconnected' }]).state;
    expect(refused.connection).toEqual({ kind: 'refused', code: 'unauthenticated' });
    expect(feedStep(refused, { kind: 'connected', atMs: 8_000 }).state.connection).toEqual({ kind: 'live' });
  });

  test('resyncs follow each other ever more slowly, to half a minute', () => {
    const delays = [1, 2, 3, 4, 20, 1000].map(resyncDelayMs);
    expect(delays).toEqual([0, 500, 1000, 2000, 30_000, 30_000]);
  });
});

test('over any lossy, repeating, restarting line the screen shows boards the server had and ends with the last', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constant('deliver' as const) },
    fc.constant('lose' as const),
    fc.constant('repeat' as const),
    fc.constant('cut' as const),
    fc.constant('restart' as const),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(step, changesArbitrary), { maxLength: 60 }), fc.nat(8), (steps, kept) => {
      let epoch = 0;
      let { boards, frames } = history('0', []);
      let state = emptyFeed;
      let isConnected = false;
      const seen = new Set([JSON.stringify(plainBoard)]);

      const take = (event: FeedEvent) => {
        const taken = feedStep(state, event);
        state = taken.state;
        if (!taken.resync) return;
        isConnected = false;
        connect();
      };
      /** What the server does on a handshake: the frames after the position, or a snapshot when they are gone. */
      const connect = () => {
        isConnected = true;
        const { position } = state;
        take({ kind: 'connected', atMs: 0 });
        const from = position?.epoch === String(epoch) ? position.seq : null;
        if (from !== null && from <= frames.length && frames.length - from <= kept) {
          for (const missed of frames.slice(from)) take({ kind: 'frame', frame: missed, atMs: 0 });
          return;
        }
        const board = boards.at(-1) as BoardState;
        take({ kind: 'snapshot', snapshot: { epoch: String(epoch), seq: frames.length, board }, atMs: 0 });
      };
      connect();

      for (const [what, changes] of steps) {
        if (what === 'restart') {
          epoch += 1;
          ({ boards, frames } = history(String(epoch), []));
          take({ kind: 'disconnected' });
          isConnected = false;
          continue;
        }
        if (what === 'cut') {
          take({ kind: 'disconnected' });
          isConnected = false;
          continue;
        }
        const next: BoardFrame = { epoch: String(epoch), seq: frames.length + 1, changes };
        frames.push(next);
        boards.push({ ...(boards.at(-1) as BoardState), ...changes } as BoardState);
        seen.add(JSON.stringify(boards.at(-1)));
        if (isConnected && what !== 'lose') take({ kind: 'frame', frame: next, atMs: 0 });
        if (isConnected && what === 'repeat') take({ kind: 'frame', frame: next, atMs: 0 });
        expect(seen.has(JSON.stringify(state.board))).toBe(true);
      }
      // Whatever was lost at the end is noticed with the next frame or the next handshake.
      take({ kind: 'disconnected' });
      connect();
      expect(state.board).toEqual(boards.at(-1));
      expect(state.position).toEqual({ epoch: String(epoch), seq: frames.length });
    }),
    { seed, numRuns: 500 },
  );
});
