// Bench `fanout`: 20 boards (the administration's own connection) and 1,000 socket clients follow the live board while
// citizens rate at 50 a second. Each client's frame numbers show that it missed nothing and got nothing twice. Printed:
// rating to frame (request sent to frame received, which includes the up to 250 ms for which frames are coalesced), the
// server's processor time, beside a bare socket.io server that broadcasts as many bytes four times a second; then the
// server is killed and started anew, and every client has to heal by itself.
//
// Clients share one process of this machine with the citizens: what they cost is not in the server's share of a core, but
// it is in the latencies, on both sides alike.
//
// Options: --clients 1000 --boards 20 --seconds 60 --per-second 50 --seed 1
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { type BoardConnection, openBoardConnection } from '../admin/board/board-connection.ts';
import { applyFrame } from '../shared/board-frame.ts';
import type { BoardFrame, BoardSnapshot, BoardState } from '../shared/contract/board.ts';
import { machine, option, quantile, seeded } from './support/machine.ts';

const clientCount = option('clients', 1000);
const boardCount = option('boards', 20);
const seconds = option('seconds', 60);
const perSecond = option('per-second', 50);
const seed = option('seed', 1);
const connectionsAtOnce = 50;
const ratingCount = seconds * perSecond;

const distDir = fileURLToPath(new URL('../dist', import.meta.url));
const targetScript = fileURLToPath(new URL('./support/board-target.ts', import.meta.url));

interface Target {
  url: string;
  link: string;
  tokens: string[];
  child: ChildProcess;
  /** Processor time used so far (ms). */
  usedMs(): Promise<number>;
  stop(): Promise<void>;
}

async function startTarget(kind: 'board' | 'bare', port: number, ...rest: string[]): Promise<Target> {
  const child = spawn(process.execPath, ['--import', 'tsx', targetScript, kind, String(port), ...rest], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: Interface = createInterface({ input: child.stdout! });
  const nextLine = () =>
    new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      child.once('exit', (code) => reject(new Error(`${kind} ended with ${code}`)));
    });
  const ready = JSON.parse(await nextLine()) as Pick<Target, 'url' | 'link' | 'tokens'>;
  return {
    ...ready,
    child,
    async usedMs() {
      const answer = nextLine();
      child.stdin!.write('\n');
      return (JSON.parse(await answer) as { usedMs: number }).usedMs;
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin!.end();
      await ended;
    },
  };
}

/** One follower: what it was sent, in order, and the state that follows from it. */
class Follower {
  readonly socket: Socket;
  state: BoardState | null = null;
  epoch = '';
  seq = -1;
  snapshots = 0;
  frames = 0;
  /** Frames that did not follow the one before. */
  breaks = 0;
  /** Responses counted by the board as of the last frame. */
  responses = 0;
  onFrame: (before: number, after: number) => void = () => {};

  constructor(url: string, link: string) {
    this.socket = io(`${url}/board`, {
      forceNew: true,
      transports: ['websocket'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      auth: (give) =>
        give({ link, ...(this.seq < 0 ? {} : { resume: { epoch: this.epoch, seq: this.seq } }) }),
    });
    this.socket.on('snapshot', (snapshot: BoardSnapshot) => {
      this.snapshots += 1;
      this.epoch = snapshot.epoch;
      this.seq = snapshot.seq;
      this.state = snapshot.board;
      this.responses = snapshot.board.responses;
    });
    this.socket.on('frame', (frame: BoardFrame) => {
      this.frames += 1;
      if (this.state === null || frame.epoch !== this.epoch || frame.seq !== this.seq + 1) this.breaks += 1;
      this.seq = frame.seq;
      if (this.state !== null) this.state = applyFrame(this.state, frame);
      const before = this.responses;
      this.responses = this.state?.responses ?? 0;
      if (this.responses > before) this.onFrame(before, this.responses);
    });
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function rate(url: string, token: string, level: number): Promise<number> {
  const body = JSON.stringify({
    responseId: randomUUID(),
    invitation: token,
    questionnaire: '2026-1',
    answers: { officer: level },
    locale: 'vi',
    ageSeconds: 0,
  });
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${url}/api/responses`,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode!));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean, what: string, withinMs = 120_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await sleep(20);
  }
}

const random = seeded(seed);
console.log(
  `fanout: seed ${seed}, ${boardCount} boards and ${clientCount} clients, ${perSecond} ratings a second for ${seconds} s`,
);
console.log(JSON.stringify(machine()));

const dataDir = mkdtempSync(join(tmpdir(), 'langnghe-bench-'));
let target = await startTarget('board', 0, dataDir, distDir, String(ratingCount + 10));
const port = Number(new URL(target.url).port);
const { link, tokens } = target;
const followers: Follower[] = [];
for (let first = 0; first < clientCount; first += connectionsAtOnce) {
  const length = Math.min(connectionsAtOnce, clientCount - first);
  followers.push(...Array.from({ length }, () => new Follower(target.url, link)));
  await until(() => followers.every((one) => one.state !== null), 'clients connect');
}
const boards: BoardConnection[] = Array.from({ length: boardCount }, () =>
  openBoardConnection({ origin: target.url, link, nowMs: Date.now }),
);
const boardStates = (): (BoardState | null)[] => boards.map((board) => board.state.peek().board);
await until(() => boardStates().every((state) => state !== null), 'boards connect');

/** When the n-th rating was sent, by the order in which ratings were acknowledged. */
const sentAt: number[] = [];
/** Milliseconds from a rating to its frame, each rating x each client, in bins of 1 ms. */
const bins = new Float64Array(60_000);
const base = followers[0]!.responses;
for (const follower of followers) {
  follower.onFrame = (before, after) => {
    const now = performance.now();
    for (let n = before - base; n < after - base; n += 1) {
      // A frame can overtake the acknowledgement of its last ratings on the way back to the citizen: then they are young.
      const sent = sentAt[n];
      if (sent !== undefined) bins[Math.min(bins.length - 1, Math.round(now - sent))]! += 1;
    }
  };
}
const quantileOfBins = (proportion: number): number => {
  const all = bins.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (let ms = 0; ms < bins.length; ms += 1) {
    seen += bins[ms]!;
    if (seen >= proportion * all) return ms;
  }
  return Number.NaN;
};

const usedBefore = await target.usedMs();
const startedAt = performance.now();
const refused: number[] = [];
await Promise.all(
  Array.from({ length: ratingCount }, async (_, n) => {
    await sleep((n * 1000) / perSecond);
    sentAt.push(performance.now());
    const status = await rate(target.url, tokens[n]!, 1 + Math.floor(random() * 5));
    if (status !== 201) refused.push(status);
  }),
);
await until(
  () => followers.every((one) => one.responses === base + ratingCount),
  'every client has every rating',
);
await until(
  () => boardStates().every((state) => state?.responses === base + ratingCount),
  'every board has every rating',
);
const lastedMs = performance.now() - startedAt;
const share = ((await target.usedMs()) - usedBefore) / lastedMs;
const reference = JSON.stringify(followers[0]!.state);
const missed = followers.filter((one) => one.breaks > 0 || one.snapshots !== 1).length;
const different =
  followers.filter((one) => JSON.stringify(one.state) !== reference).length +
  boardStates().filter((state) => JSON.stringify(state) !== reference).length;
const frames = followers[0]!.frames;
const frameBytes = Buffer.byteLength(
  JSON.stringify({
    epoch: followers[0]!.epoch,
    seq: followers[0]!.seq,
    changes: {
      responses: followers[0]!.state!.responses,
      responseRate: followers[0]!.state!.responseRate,
      levels: followers[0]!.state!.levels,
      counters: followers[0]!.state!.counters,
    },
  }),
);
console.log(
  `rating to frame p50 ${quantileOfBins(0.5)} ms, p99 ${quantileOfBins(0.99)} ms; ${(share * 100).toFixed(1)}% of a core; ${frames} frames of about ${frameBytes} bytes; clients that missed or repeated: ${missed}`,
);

// Killed without warning and started anew on the same port: nobody has to do anything.
const epoch = followers[0]!.epoch;
target.child.kill('SIGKILL');
await until(
  () => followers.every((one) => !one.socket.connected),
  'every client sees that the server is gone',
);
const restartedAt = performance.now();
target = await startTarget('board', port, dataDir, distDir, '1');
await until(
  () =>
    followers.every(
      (one) => one.socket.connected && one.epoch !== epoch && one.state?.responses === base + ratingCount,
    ) &&
    boards.every((board) => {
      const { position, board: state } = board.state.peek();
      return position !== null && position.epoch !== epoch && state?.responses === base + ratingCount;
    }),
  'every client and board is back with every rating',
);
const healedMs = performance.now() - restartedAt;
const lost = followers.filter((one) => one.breaks > 0).length;
for (const follower of followers) follower.socket.disconnect();
for (const board of boards) board.close();
await target.stop();
rmSync(dataDir, { recursive: true, force: true });
console.log(
  `killed and back: all ${clientCount + boardCount} healed ${Math.round(healedMs)} ms after the start`,
);

// The limit: the same library, the same bytes, no work in between.
const bare = await startTarget('bare', 0, 'x'.repeat(frameBytes));
const bareMs: number[] = [];
let bareCounted = false;
const listeners: Socket[] = [];
for (let first = 0; first < clientCount + boardCount; first += connectionsAtOnce) {
  const length = Math.min(connectionsAtOnce, clientCount + boardCount - first);
  for (let n = 0; n < length; n += 1) {
    const socket = io(`${bare.url}/board`, { forceNew: true, transports: ['websocket'] });
    socket.on('frame', ({ sentAt: at }: { sentAt: number }) => {
      if (bareCounted) bareMs.push(Date.now() - at);
    });
    listeners.push(socket);
  }
  await until(() => listeners.every((socket) => socket.connected), 'clients connect to the bare server');
}
const bareSeconds = Math.min(seconds, 20);
const bareBefore = await bare.usedMs();
bareCounted = true;
await sleep(bareSeconds * 1000);
bareCounted = false;
const bareShare = ((await bare.usedMs()) - bareBefore) / (bareSeconds * 1000);
for (const socket of listeners) socket.disconnect();
await bare.stop();
agent.destroy();

const round3 = (value: number): number => Number(value.toFixed(3));
console.log(
  JSON.stringify({
    bench: 'fanout',
    seed,
    machine: machine(),
    clients: clientCount,
    boards: boardCount,
    ratings: ratingCount,
    refused: refused.length,
    perSecond,
    frames,
    frameBytes,
    ratingToFrame: { p50Ms: quantileOfBins(0.5), p99Ms: quantileOfBins(0.99) },
    coreShare: round3(share),
    missedOrRepeated: missed,
    differentState: different,
    healed: { all: true, afterMs: Math.round(healedMs), missedOrRepeated: lost },
    bare: {
      broadcastToFrame: { p50Ms: quantile(bareMs, 0.5), p99Ms: quantile(bareMs, 0.99) },
      coreShare: round3(bareShare),
    },
  }),
);
process.exit(0);
