// One world: the real server lives through the scripted month with given levels, and the attacker looks at everything after
// every response, visit, restart, seal and decision, as every role, with a key and without.
import { createHash } from 'node:crypto';
import readXlsxFile from 'read-excel-file/node';
import { expect, vi } from 'vitest';
import { nativeRunningSha256, nativeSha256 } from '../../server/ledger/bundle-directory.ts';
import { bundleSource } from '../../server/ledger/bundle-source.ts';
import { addDays } from '../../shared/calendar.ts';
import type { Role } from '../../shared/contract/access.ts';
import type { ServicePolicy } from '../../shared/contract/policy.ts';
import { writeBundle } from '../../shared/ledger/bundle/write.ts';
import { decodeEntryBundle, tilePath, tileWidth } from '../../shared/merkle/tile.ts';
import { isReleased } from '../../shared/statistics/released-cells.ts';
import { figuresOf } from '../kpi/kpi-centre.ts';
import { MemoryBundle } from '../ledger/memory-bundle.ts';
import { readPdf } from '../reports/pdf-text.ts';
import { BoardClient } from '../support/board-client.ts';
import { Clock, procedures, TestServer } from '../support/server.ts';
import { Observations, textOfPages } from './observer.ts';
import {
  desks,
  duty,
  instant,
  month,
  type PlannedDay,
  type PlannedResponse,
  staff,
} from './scripted-month.ts';

/** What the seal did with a response, read from the ledger's openings: the attacker is told by nobody. */
export interface Placed {
  /** Night, officer, tier, mode and label. */
  batch: string;
  /** With the procedure: what tables and exports tell apart. */
  part: string;
  /** With the counter, which no number tells apart but a decision on a group. */
  cell: string;
}

export interface World {
  seen: Observations;
  /** Null for the rest of a month. */
  placed: Map<number, Placed | null>;
  /** Sizes of batches that figures count. */
  batchSizes: number[];
  requests: number;
  excluded: number;
  /** Frames that a socket received. */
  overSocket: number;
}

export interface WorldOptions {
  plan: readonly PlannedDay[];
  levels: ReadonlyMap<number, number>;
  policy?: Partial<ServicePolicy>;
  /** Stop after the last planned day, before its seal. */
  stopBeforeSeal?: boolean;
  /** Go on to the closed period and its papers. */
  toTheClose?: boolean;
  /** The rules in force; decree-335-2025 without. */
  preset?: string;
  /** Look at the slow addresses after every n-th response only. */
  every?: number;
}

const calmMs = 250;
const tickMs = 5000;

export async function liveThrough(options: WorldOptions): Promise<World> {
  const { plan, levels, every = 12 } = options;
  const clock = new Clock(instant(plan[0]!.day, '07:00:00'));
  const server = await TestServer.start({
    clock,
    ...(options.policy === undefined ? {} : { policy: options.policy }),
  });
  const world = new Runner(server, plan, levels, every, options.preset ?? 'decree-335-2025');
  try {
    await world.open();
    await world.month(options.stopBeforeSeal === true);
    if (options.toTheClose === true) await world.close();
  } finally {
    world.leave();
    await passing(server.stop());
  }
  return world.result();
}

/** Lets held timers run until the work, which waits for some of them, is done. */
async function passing<T>(work: Promise<T>): Promise<T> {
  let isDone = false;
  const ended = work.finally(() => {
    isDone = true;
  });
  for (let turn = 0; !isDone; turn += 1) {
    if (turn % 100 === 99) vi.advanceTimersByTime(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return ended;
}

class Runner {
  readonly seen = new Observations();
  readonly #server: TestServer;
  readonly #plan: readonly PlannedDay[];
  readonly #levels: ReadonlyMap<number, number>;
  readonly #every: number;
  readonly #preset: string;
  readonly #callers = new Map<string, Record<string, string>>();
  readonly #placed = new Map<number, Placed | null>();
  readonly #batchSizes: number[] = [];
  readonly #numberOfTag = new Map<string, number>();
  #requests = 0;
  #leaves = 0;
  #nights = 0;
  #size = 0;
  #excluded = 0;
  readonly #decided = new Set<string>();
  readonly #sent: string[] = [];
  #overSocket = 0;
  #socket: BoardClient | null = null;

  constructor(
    server: TestServer,
    plan: readonly PlannedDay[],
    levels: ReadonlyMap<number, number>,
    every: number,
    preset: string,
  ) {
    this.#server = server;
    this.#plan = plan;
    this.#levels = levels;
    this.#every = every;
    this.#preset = preset;
    for (const { number, responseId } of plan.flatMap(({ responses }) => responses)) {
      this.#numberOfTag.set(createHash('sha256').update(responseId).digest('hex'), number);
    }
  }

  result(): World {
    return {
      seen: this.seen,
      placed: this.#placed,
      batchSizes: this.#batchSizes,
      requests: this.#requests,
      excluded: this.#excluded,
      overSocket: this.#overSocket,
    };
  }

  leave(): void {
    this.#socket?.close();
  }

  /** Roster, one account a role and officer, a key, a webhook endpoint, rules in force. */
  async open(): Promise<void> {
    const { context } = this.#server;
    await context.roster.put({
      officers: staff.map((code) => ({ code, name: `Cán bộ ${code.slice(2)}`, position: 'Công chức' })),
      counters: desks.map((code) => ({ code, name: `Quầy ${code.slice(1)}` })),
      procedures: [...procedures],
      duty: [...duty],
    });
    for (const role of ['manager', 'personnel', 'auditor', 'administrator'] as const)
      await this.#account(role, null);
    for (const officer of staff) await this.#account('officer', officer);
    this.#callers.set('key', { authorization: `Bearer ${this.#server.makeKey('board:read', 'kpi:read')}` });
    this.#callers.set('nobody', {});
    // The month outlasts a session; signing in again each day would add nothing but time.
    context.file.sqlite.prepare('UPDATE sessions SET expires_at = expires_at + 10000000000').run();
    context.file.transact((tx) =>
      context.webhooks.add(
        tx,
        {
          url: 'http://127.0.0.1:9/',
          description: '',
          eventTypes: ['kpi.sheet.final', 'kpi.period.closed', 'alert.raised'],
        },
        'administrator',
      ),
    );
    const proposed = await this.#ask('personnel', 'POST', '/api/kpi/policies', { preset: this.#preset });
    await this.#ask('manager', 'POST', `/api/kpi/policies/${JSON.parse(proposed.text).number}/activate`);
    await this.#ask('administrator', 'PUT', '/api/alerts/settings', {
      quiet: null,
      recipients: ['lanhdao@example.vn'],
      smtp: { host: '127.0.0.1', port: 9, secure: false, user: '', from: 'langnghe@example.vn' },
    });
    await this.#watch();
  }

  async #account(role: Role, officer: string | null): Promise<void> {
    const name = officer ?? role;
    const password = `phrase of ${name}`;
    // By name the same in every world: names stand on sheets and so in their hashes.
    await this.#server.context.access.createUser({ name, role, officer, password });
    const answer = await this.#server.ask('POST', '/api/session', { body: { name, password } });
    const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
    this.#callers.set(name, { cookie, 'x-csrf-token': answer.json.csrfToken });
  }

  /** Sets the clock; the board notices by itself, within its five seconds. */
  #turnTo(day: string, time: string): void {
    this.seen.step();
    this.#server.clock.set(instant(day, time));
    vi.advanceTimersByTime(tickMs + calmMs);
    this.seen.step();
  }

  /** Follows the board, also over a socket as a wall does; anew after each start of the server. */
  async #watch(): Promise<void> {
    let isOpen = false;
    this.#server.context.live.onFrame((frame) => {
      this.#sent.push(JSON.stringify(frame));
      // How often held timers ran while the socket was let in is chance.
      if (isOpen) this.seen.note('board', `frame ${frame.seq}`, this.#sent.at(-1)!);
    });
    this.#socket?.close();
    this.#socket = new BoardClient(this.#server.url, { key: this.#server.makeKey('board:read') });
    await passing(this.#socket.ready());
    expect(this.#socket.refused).toBeNull();
    vi.advanceTimersByTime(tickMs + calmMs);
    isOpen = true;
  }

  /** Over the socket came nothing but these frames. (When pings came too late on held timers it comes back by itself.) */
  #frames(): void {
    for (const frame of this.#socket!.frames.splice(0)) {
      expect(this.#sent).toContain(JSON.stringify(frame));
      this.#overSocket += 1;
    }
    if (!this.#socket!.socket.connected) this.#socket!.socket.connect();
  }

  async month(stopBeforeSeal: boolean): Promise<void> {
    const days = new Map(this.#plan.map((one) => [one.day, one]));
    const last = this.#plan.at(-1)!.day;
    for (let day = this.#plan[0]!.day; day <= last; day = addDays(day, 1)) {
      const planned = days.get(day);
      this.#turnTo(day, '07:30:00');
      if (planned !== undefined) await this.#day(planned);
      if (stopBeforeSeal && day === last) return;
      await this.#seal(day);
      if (planned !== undefined) await this.#decide(day);
    }
  }

  async #day({ responses, silent, restartsAfter }: PlannedDay): Promise<void> {
    const { context, clock } = this.#server;
    for (const [index, { officer, counter, procedure }] of silent.entries()) {
      const externalId = `silent ${clock.at} ${index}`;
      await context.visits.close({ externalId, officer, counter, procedure }, 'integrated');
    }
    for (const [index, one] of responses.entries()) {
      clock.advance(4 * 60_000);
      await this.#respond(one);
      this.seen.step();
      await this.#afterEach(one);
      if (index % this.#every === this.#every - 1) await this.#figures();
      if (index === restartsAfter) {
        await passing(this.#server.restart());
        await this.#watch();
        this.seen.step();
        await this.#afterEach(one);
      }
    }
    await this.#figures();
    await this.#kpi();
  }

  async #respond(one: PlannedResponse): Promise<void> {
    const { context, clock } = this.#server;
    const level = this.#levels.get(one.number)!;
    const base = {
      responseId: one.responseId,
      questionnaire: '2026-1',
      answers: { officer: level },
      locale: 'vi' as const,
      ageSeconds: one.ageSeconds,
      ...(one.comment ? { comment: `Ý kiến số ${one.number}` } : {}),
    };
    if (one.way === 'walk-up') {
      await context.intake.take({ ...base, counter: one.counter }, 'qr');
      return;
    }
    const externalId = `visit ${one.number}`;
    const closedAt = one.servedOn === one.day ? clock.at : Date.parse(instant(one.servedOn, '16:30:00'));
    const { officer, counter, procedure } = one;
    const { token } = await context.visits.close(
      { externalId, officer, counter, procedure, closedAt },
      'integrated',
    );
    if (one.way === 'paper') {
      await context.intake.takePaper([{ externalId, answers: base.answers }], (refusal) => refusal);
      // The server alone names a form's response.
      const { tag } = context.stores.responses.journal().at(-1)!;
      this.#numberOfTag.set(tag.toString('hex'), one.number);
      return;
    }
    await context.intake.take({ ...base, invitation: token }, one.way);
    if (one.contested) await context.visits.contest(token);
  }

  /** What changes with each response. */
  async #afterEach(one: PlannedResponse): Promise<void> {
    const { context } = this.#server;
    vi.advanceTimersByTime(calmMs);
    await context.alerts.look();
    this.#frames();
    await this.#get('board', 'key', '/api/board');
    const letters = context.file.sqlite
      .prepare('SELECT recipient, alert, state FROM alert_mails ORDER BY alert, recipient')
      .all();
    this.seen.note('alerts', 'letters', JSON.stringify(letters));
    await this.#get('alerts', 'manager', '/api/alerts');
    await this.#metrics();
    const tag = createHash('sha256').update(one.responseId).digest('hex');
    await this.#get('plain', 'nobody', `/log/proof?tag=${tag}`);
    // What a careless aggregation would show: the control that the comparison sees anything at all.
    const journal = context.stores.responses.journal();
    const sum = journal.reduce((total, { level }) => total + level, 0);
    this.seen.note('naive', 'running mean', String(sum));
    const hidden = createHash('sha256').update(String(sum)).digest('hex').slice(0, 8);
    this.seen.note('naive', 'version of hidden data', hidden);
  }

  /** Every page about officers, as everyone who may. */
  async #figures(periods: readonly string[] = [month]): Promise<void> {
    for (const period of periods) {
      const readers = ['manager', 'personnel', 'auditor', 'administrator'];
      for (const reader of periods.length === 1 ? readers.slice(0, 1) : readers) {
        await this.#get('figures', reader, `/api/indicators?period=${period}`);
      }
      for (const officer of staff) {
        await this.#get('figures', 'manager', `/api/officers/${officer}/indicator?period=${period}`);
        await this.#get('figures', officer, `/api/officers/${officer}/indicator?period=${period}`);
      }
      if (period !== '2026') await this.#get('figures', 'manager', `/api/reports/unit?period=${period}`);
    }
    await this.#get('figures', 'CB01', '/api/officers/CB02/indicator');
    await this.#get('figures', 'manager', `/api/exports/cells.csv?period=${month}`);
  }

  async #kpi(): Promise<void> {
    await this.#get('kpi', 'manager', `/api/kpi/periods/${month}`);
    for (const officer of staff) {
      await this.#get('kpi', officer, `/api/kpi/officers/${officer}/sheets?period=${month}`);
      await this.#get('kpi', officer, `/api/kpi/officers/${officer}/petitions`);
    }
    await this.#get('kpi', 'key', `/api/kpi/feed?period=${month}`);
    await this.#get('kpi', 'key', '/api/kpi/feed');
  }

  /** Takes the night, then looks at all there is. */
  async #seal(day: string): Promise<void> {
    const { context } = this.#server;
    this.#turnTo(day, '22:00:00');
    context.seal.run();
    this.#nights += 1;
    this.seen.step();
    const size = context.stores.responses.ledgerLength();
    const grew = size !== this.#size;
    this.#size = size;
    this.#place();
    // Nothing but a clock moved in a night without leaves: the pages of officers were looked at already.
    if (grew) await this.#night();
    else await this.#get('figures', 'manager', `/api/indicators?period=${month}`);
  }

  async #night(): Promise<void> {
    vi.advanceTimersByTime(calmMs);
    this.#frames();
    await this.#get('board', 'key', '/api/board');
    await this.#figures([month, '2026-Q4', '2026']);
    await this.#kpi();
    await this.#log();
    await this.#comments();
    await this.#metrics();
    const { sqlite } = this.#server.context.file;
    const bodies = sqlite
      .prepare<[], { type: string; body: string }>('SELECT type, body FROM webhook_events')
      .all()
      .map(({ type, body }) => `${type} ${body}`)
      .sort();
    const of = (kind: string): string => bodies.filter((body) => body.startsWith(kind)).join('\n');
    this.seen.note('alerts', 'webhooks of alerts', of('alert'));
    this.seen.note('kpi', 'webhooks of sheets', of('kpi'));
    const waiting = this.#server.context.stores.responses.waitingCells();
    const small = waiting.filter(({ item }) => item === 'officer').map(({ level, count }) => level * count);
    this.seen.note('naive', 'sum of what waits', String(small.reduce((a, b) => a + b, 0)));
  }

  /** New leaves as the public reads them; their order within the night is that of random hashes. */
  async #log(): Promise<void> {
    const { context } = this.#server;
    const size = context.log.tree.publishedSize;
    this.seen.note('log', 'size', String(size));
    if (size === this.#leaves) return;
    const entries: string[] = [];
    for (let index = 0; index * tileWidth < size; index += 1) {
      const width = Math.min(tileWidth, size - index * tileWidth);
      const tile = await this.#bytes('nobody', `/log/${tilePath({ level: 'entries', index, width })}`);
      entries.push(...decodeEntryBundle(tile, width).map((entry) => Buffer.from(entry).toString('utf8')));
      const hashes = await this.#bytes('nobody', `/log/${tilePath({ level: 0, index, width })}`);
      this.seen.note('log', `hashes ${index}`, String(hashes.length));
    }
    const night = entries.slice(this.#leaves).map((text) => {
      const entry = JSON.parse(text) as { kind?: string; tag?: string | null };
      if (entry.kind !== undefined || typeof entry.tag !== 'string') return text;
      const number = this.#numberOfTag.get(
        Buffer.from(entry.tag, /^[0-9a-f]{64}$/.test(entry.tag) ? 'hex' : 'base64').toString('hex'),
      );
      return `response ${number} in ${text.length} characters`;
    });
    this.#leaves = size;
    this.seen.note('log', 'leaves', night.sort().join('\n'));
    await this.#get('log', 'nobody', '/log/checkpoint');
  }

  /** Where the night put its responses. */
  #place(): void {
    const { responses } = this.#server.context.stores;
    const fresh = responses.openings(0, 1_000_000).filter(({ tag }) => {
      const number = this.#numberOfTag.get(tag.toString('hex'));
      return number !== undefined && !this.#placed.has(number);
    });
    const sizes = new Map<string, number>();
    for (const { tag, entry } of fresh) {
      const { officer, tier, when, period, procedure, counter, mode } = JSON.parse(entry);
      const batch = [this.#nights, officer, tier, mode, when, period].join(' ');
      const number = this.#numberOfTag.get(tag.toString('hex'))!;
      if (!isReleased({ when, period })) {
        this.#placed.set(number, null);
        continue;
      }
      sizes.set(batch, (sizes.get(batch) ?? 0) + 1);
      const part = `${batch} ${procedure}`;
      this.#placed.set(number, { batch, part, cell: `${part} ${counter}` });
    }
    this.#batchSizes.push(...sizes.values());
  }

  async #comments(): Promise<void> {
    for (const [role, state] of [
      ['personnel', 'waiting'],
      ['personnel', 'released'],
      ['manager', 'released'],
      ['auditor', 'released'],
    ] as const) {
      const { text } = await this.#ask(role, 'GET', `/api/comments?state=${state}&limit=100`);
      const { comments, total, waiting } = JSON.parse(text);
      // Their ids are random and they come by id.
      const lines = (comments as { id: string }[]).map(({ id: _, ...rest }) => JSON.stringify(rest)).sort();
      this.seen.note('comments', `${role} ${state}`, [total, waiting, ...lines].join('\n'));
      if (role !== 'personnel' || state !== 'waiting') continue;
      for (const { id, text: body } of comments as { id: string; text: string }[]) {
        if (/[02468]$/.test(body)) {
          await this.#ask('personnel', 'POST', `/api/comments/${id}/release`, { text: body, tags: [] });
        }
      }
    }
  }

  /**
   * From the tenth day on three officers ask, one after the other, for a group to be left out, each until one is large
   * enough; two others decide.
   */
  async #decide(day: string): Promise<void> {
    const index = this.#plan.findIndex((one) => one.day === day);
    const officer = ['CB01', 'CB02', 'CB03'].find((one) => !this.#decided.has(one));
    if (index < 9 || officer === undefined) return;
    const counter = `Q${officer.slice(2)}`;
    const subject = { kind: 'responses', counter, day };
    const filed = await this.#ask(officer, 'POST', `/api/kpi/officers/${officer}/petitions`, {
      subject,
      reason: 'outside-my-control',
      text: 'Hệ thống bị gián đoạn',
    });
    this.seen.note('kpi', 'petition', filed.text);
    const petition: string = JSON.parse(filed.text).id;
    const proposal = await this.#ask('personnel', 'POST', `/api/kpi/disputes/${petition}/proposal`, {
      outcome: 'exclusion',
      reason: 'outside-my-control',
      text: 'Có biên bản',
      group: { counter, when: day },
    });
    this.seen.note('kpi', 'proposal', proposal.text);
    if (proposal.status !== 200) return;
    const approved = await this.#ask('manager', 'POST', `/api/kpi/disputes/${petition}/approve`);
    this.seen.note('kpi', 'approval', approved.text);
    if (approved.status !== 200) return;
    this.#excluded += 1;
    this.#decided.add(officer);
  }

  /** The rest of the arrival window night by night, then the close and everything on paper. */
  async close(): Promise<void> {
    const { context } = this.#server;
    for (let day = addDays(this.#plan.at(-1)!.day, 1); day <= '2026-11-10'; day = addDays(day, 1))
      await this.#seal(day);
    await this.#seal('2026-11-11');
    const rows = staff.map((officer) => figuresOf(officer));
    const entered = await this.#ask('personnel', 'POST', '/api/kpi/figures', { rows });
    this.seen.note('kpi', 'figures', entered.text);
    await this.#seal('2026-11-12');
    this.#turnTo('2026-11-13', '09:00:00');
    const closed = await this.#ask('personnel', 'POST', `/api/kpi/periods/${month}/close`, { reason: '' });
    this.seen.note('kpi', 'closed', closed.text);
    const version = JSON.parse(closed.text).versions?.at(-1);
    if (version === undefined) throw new Error(closed.text);
    const confirmed = await this.#ask('manager', 'POST', `/api/kpi/periods/${month}/confirm`, {
      version: version.version,
      tableHash: version.tableHash,
    });
    this.seen.note('kpi', 'confirmed', confirmed.text);
    await this.#seal('2026-11-13');
    await this.#papers();
    await this.#bundle();
    await this.#get('plain', 'nobody', '/api/openapi.json');
    for (const preset of ['draft-2025', 'decree-335-2025']) {
      const simulated = await this.#ask('personnel', 'POST', '/api/kpi/simulations', {
        period: month,
        preset,
      });
      this.seen.note('kpi', `simulation ${preset}`, simulated.text);
    }
    await context.audit.settled();
    const audit = await this.#ask('administrator', 'GET', '/api/audit');
    this.seen.note('plain', 'audit', audit.text);
  }

  async #papers(): Promise<void> {
    for (const rows of ['', '&rows=lines'])
      await this.#get('kpi', 'key', `/api/kpi/feed.csv?period=${month}${rows}`);
    for (const path of [`/api/kpi/feed.xlsx?period=${month}`, `/api/kpi/levels.xlsx?period=${month}`]) {
      const bytes = await this.#bytes('key', path, true);
      if (bytes.length > 0) this.seen.note('kpi', path, JSON.stringify(await sheetsOf(bytes)));
    }
    const sheets = staff.map((officer): [string, string] => [
      officer,
      `/api/kpi/sheets/${officer}.pdf?period=${month}`,
    ]);
    for (const [who, path] of [...sheets, ['manager', `/api/kpi/summary.pdf?period=${month}`]] as const) {
      const bytes = await this.#bytes(who, path);
      this.seen.note('kpi', path, textOfPages((await passing(readPdf(bytes))).pages));
    }
  }

  async #bundle(): Promise<void> {
    const { log, policy } = this.#server.context;
    const checkpoint = log.storage.latestCheckpoint()!;
    const bundle = new MemoryBundle();
    await writeBundle(
      bundleSource({
        storage: log.storage,
        checkpoint,
        period: month,
        groupMinimum: policy().groupMinimum,
        openings: () => [],
      }),
      bundle,
      {
        kind: 'public',
        period: month,
        signer: log.tree.signer,
        hash: nativeSha256,
        runningHash: nativeRunningSha256,
      },
    );
    for (const [path, bytes] of bundle.files) {
      // Leaves were read one by one; their places, and which of them share a tile, follow from random hashes.
      if (path.startsWith('tile/') || path === 'entries.jsonl') continue;
      const isText = /\.(json|csv|txt|md)$/.test(path);
      this.seen.note(
        'log',
        `bundle ${path}`,
        isText ? Buffer.from(bytes).toString('utf8') : String(bytes.length),
      );
    }
  }

  async #get(channel: Parameters<Observations['note']>[0], who: string, path: string): Promise<void> {
    const { status, text, headers } = await this.#ask(who, 'GET', path);
    const etag = headers.get('etag') === null ? '' : ' etag';
    this.seen.note(channel, `${who} ${path}`, `${status}${etag} ${text}`);
  }

  /** But for the writes that wait in this very moment. */
  async #metrics(): Promise<void> {
    const { text } = await this.#ask('nobody', 'GET', '/metrics');
    this.seen.note('plain', 'metrics', text.replace(/^langnghe_commit_queue_length .*$/m, ''));
  }

  async #ask(who: string, method: string, path: string, body?: unknown) {
    this.#requests += 1;
    const headers = this.#callers.get(who)!;
    return passing(this.#server.ask(method, path, body === undefined ? { headers } : { headers, body }));
  }

  async #bytes(who: string, path: string, mayFail = false): Promise<Buffer> {
    this.#requests += 1;
    const response = await passing(fetch(`${this.#server.url}${path}`, { headers: this.#callers.get(who)! }));
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status === 200) return bytes;
    if (!mayFail) throw new Error(`${path}: ${response.status} ${bytes}`);
    this.seen.note('kpi', path, `${response.status} ${bytes}`);
    return Buffer.alloc(0);
  }
}

async function sheetsOf(bytes: Buffer): Promise<unknown> {
  return readXlsxFile(bytes);
}
