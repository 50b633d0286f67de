// The live board: one computation for every viewer. State comes from the file at start and from committed events after
// that; changes go out as numbered frames, at most one every frameIntervalMs.
//
// A viewer's way in: snapshot (state as of frame `seq`) or the frames after the one it has -> cut over -> each new
// frame once. All of it happens in one turn of the event loop, so nothing falls between. A restart begins a new epoch;
// frames of another epoch, or older than what is kept, are answered with a snapshot.
import type {
  BoardFrame,
  BoardSnapshot,
  BoardState,
  CounterLine,
  DeviceLine,
  Levels,
  Rate,
} from '../../shared/contract/board.ts';
import type { Centre, ServicePolicy } from '../../shared/contract/policy.ts';
import type { ZoneCalendar } from '../calendar.ts';
import type { ResponseStore } from '../storage/response-store.ts';
import type { RosterStore } from '../storage/roster-store.ts';
import type { BoardDay, SealStore } from '../storage/seal-store.ts';
import type { VisitStore } from '../storage/visit-store.ts';
import type { VisitClosedEvent } from '../visits/visits.ts';
import { LevelGroups } from './level-groups.ts';

export interface LiveBoardParts {
  clock(): number;
  epoch: string;
  centre: Centre;
  calendar: ZoneCalendar;
  policy(): ServicePolicy;
  stores: { roster: RosterStore; visits: VisitStore; responses: ResponseStore; seals: SealStore };
}

const frameIntervalMs = 250;
const framesKeptMax = 4096;
const tickMs = 5_000;

export class LiveBoard {
  readonly #parts: LiveBoardParts;
  #day = '';
  #visits = new Map<string, number>();
  #responses = new Map<string, number>();
  /** True for the rest of this turn of the event loop after the file was read: it held what is still being reported. */
  #justLoaded = false;
  #visitCount = 0;
  #responseCount = 0;
  #answeredToday = 0;
  #groups: LevelGroups;
  #devices: DeviceLine[] = [];

  #published: BoardState;
  #seq = 0;
  #frames: BoardFrame[] = [];
  readonly #listeners = new Set<(frame: BoardFrame) => void>();
  #timer: NodeJS.Timeout | null = null;
  #settling: (() => void)[] = [];
  #ticker: NodeJS.Timeout;
  #lastFrameAt = 0;

  constructor(parts: LiveBoardParts) {
    this.#parts = parts;
    this.#groups = this.#newGroups(null);
    this.#load();
    this.#published = this.#state();
    // Duty changes with the clock alone, and so does the day.
    this.#ticker = setInterval(() => this.#schedule(), tickMs);
    this.#ticker.unref();
  }

  close(): void {
    clearInterval(this.#ticker);
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const wake of this.#settling.splice(0)) wake();
    this.#listeners.clear();
  }

  /** A visit was closed and is durable. */
  visitClosed(event: VisitClosedEvent): void {
    this.#turnDay();
    this.#schedule();
    if (this.#justLoaded || event.day !== this.#day) return;
    this.#visitCount += 1;
    this.#visits.set(event.counter, (this.#visits.get(event.counter) ?? 0) + 1);
  }

  /** A response is durable. Called in the order of the journal. */
  responseReceived(event: {
    day: string;
    receivedDay: string;
    counter: string;
    officer: string;
    mode: string;
    tier: string;
    level: number;
  }): void {
    if (event.mode === 'paper') return;
    this.#turnDay();
    this.#schedule();
    if (this.#justLoaded || event.receivedDay !== this.#day) return;
    this.#countResponse(event);
    if (event.tier === 'invited' && event.day === this.#day) this.#answeredToday += 1;
  }

  devicesChanged(devices: DeviceLine[]): void {
    this.#devices = devices;
    this.#schedule();
  }

  /** Something outside the events changed (roster, an import): reads everything again. */
  reload(): void {
    this.#load();
    this.#schedule();
  }

  /** What must outlive the journal for this day's board to go on as it was. What no group holds is in none from then on. */
  boardDay(): { day: string; board: BoardDay } {
    this.#turnDay();
    return {
      day: this.#day,
      board: {
        responses: this.#responseCount,
        counters: Object.fromEntries(this.#responses),
        released: [...this.#groups.released],
      },
    };
  }

  /** Resolves when everything committed before the call is in a published frame (at most one frame interval). */
  settled(): Promise<void> {
    if (this.#timer === null) return Promise.resolve();
    return new Promise((resolve) => this.#settling.push(resolve));
  }

  snapshot(): BoardSnapshot {
    return { epoch: this.#parts.epoch, seq: this.#seq, board: this.#published };
  }

  /**
   * What a viewer needs before it follows `onFrame`: the frames after the one it has, or a snapshot when it has none,
   * comes from another epoch, or was away for longer than frames are kept. Follow in the same turn of the event loop.
   */
  catchUp(resume?: { epoch: string; seq: number }): { frames: BoardFrame[] } | { snapshot: BoardSnapshot } {
    const oldestKept = this.#frames[0]?.seq ?? this.#seq + 1;
    const canResume =
      resume !== undefined &&
      resume.epoch === this.#parts.epoch &&
      resume.seq <= this.#seq &&
      resume.seq >= oldestKept - 1;
    if (!canResume) return { snapshot: this.snapshot() };
    return { frames: this.#frames.filter((frame) => frame.seq > resume.seq) };
  }

  /** Calls `listener` with each new frame, in order. Returns the function that stops it. */
  onFrame(listener: (frame: BoardFrame) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #newGroups(from: BoardDay | null): LevelGroups {
    const policy = this.#parts.policy();
    const rule = { minimum: policy.groupMinimum, officersMinimum: policy.groupOfficersMinimum };
    return new LevelGroups(rule, from?.released);
  }

  /** Reads the day anew when it has turned. */
  #turnDay(): void {
    if (this.#parts.calendar.dayOf(this.#parts.clock()) !== this.#day) this.#load();
  }

  /**
   * Reads the day from the file. A batch is reported within one turn of the event loop, right after its commit: what of
   * it is reported after this call was read here already and must not be counted again.
   */
  #load(): void {
    this.#justLoaded = true;
    queueMicrotask(() => {
      this.#justLoaded = false;
    });
    const { stores, calendar } = this.#parts;
    this.#day = calendar.dayOf(this.#parts.clock());
    this.#visits = new Map();
    this.#visitCount = 0;
    for (const { counter, visits } of stores.visits.visitsOnDay(this.#day)) {
      this.#visits.set(counter, (this.#visits.get(counter) ?? 0) + visits);
      this.#visitCount += visits;
    }
    const kept = stores.seals.boardDay(this.#day);
    this.#groups = this.#newGroups(kept);
    this.#responses = new Map(Object.entries(kept?.counters ?? {}));
    this.#responseCount = kept?.responses ?? 0;
    for (const row of stores.responses.receivedOn(this.#day)) this.#countResponse(row);
    this.#answeredToday = stores.visits.spentOnDay(this.#day);
  }

  /** Forms keyed from paper are in no figure of the day: who keys one would see whose counter it moves. */
  #countResponse(row: { counter: string; officer: string; mode: string; tier: string; level: number }): void {
    if (row.mode === 'paper') return;
    this.#responseCount += 1;
    this.#responses.set(row.counter, (this.#responses.get(row.counter) ?? 0) + 1);
    if (LevelGroups.takes(row)) this.#groups.add(row);
  }

  #state(): BoardState {
    this.#turnDay();
    const { centre } = this.#parts;
    return {
      centre: { name: centre.name, sample: centre.sample },
      day: this.#day,
      visits: this.#visitCount,
      responses: this.#responseCount,
      responseRate: this.#responseRate(),
      levels: this.#levels(),
      counters: this.#counterLines(),
      devices: this.#devices,
    };
  }

  #responseRate(): Rate {
    const n = this.#visitCount;
    if (n < this.#parts.policy().responseRateVisitsMinimum) return { state: 'insufficient-data', n };
    return { state: 'ok', value: Math.min(1, this.#answeredToday / n), n };
  }

  #levels(): Levels {
    const counts = [...this.#groups.released];
    const n = counts.reduce((sum, count) => sum + count, 0);
    if (n === 0) return { state: 'insufficient-data', minimum: this.#parts.policy().groupMinimum };
    return { state: 'ok', n, counts, shareSatisfied: (counts[3]! + counts[4]!) / n };
  }

  #counterLines(): CounterLine[] {
    const { roster } = this.#parts.stores;
    const now = this.#parts.clock();
    return roster.counters().map(({ code, name }) => {
      const onDuty = roster.onDuty(code, now);
      const officer = onDuty === null ? undefined : roster.officer(onDuty);
      return {
        code,
        name,
        officer: officer === undefined ? null : { code: officer.code, name: officer.name },
        visits: this.#visits.get(code) ?? 0,
        responses: this.#responses.get(code) ?? 0,
      };
    });
  }

  #schedule(): void {
    if (this.#timer !== null) return;
    const wait = Math.max(0, this.#lastFrameAt + frameIntervalMs - performance.now());
    this.#timer = setTimeout(() => this.#publish(), wait);
    this.#timer.unref();
  }

  #publish(): void {
    this.#timer = null;
    const next = this.#state();
    const changes = changedKeys(this.#published, next);
    for (const wake of this.#settling.splice(0)) queueMicrotask(wake);
    if (Object.keys(changes).length === 0) return;
    this.#lastFrameAt = performance.now();
    this.#published = next;
    this.#seq += 1;
    const frame: BoardFrame = { epoch: this.#parts.epoch, seq: this.#seq, changes };
    this.#frames.push(frame);
    if (this.#frames.length > framesKeptMax) this.#frames.splice(0, this.#frames.length - framesKeptMax);
    for (const listener of this.#listeners) listener(frame);
  }
}

function changedKeys(before: BoardState, after: BoardState): Partial<BoardState> {
  const changes: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(after)) {
    if (JSON.stringify(value) !== JSON.stringify(before[key as keyof BoardState])) changes[key] = value;
  }
  return changes as Partial<BoardState>;
}
