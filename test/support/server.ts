// The real server on a temporary directory: real SQLite file, real sockets on loopback, a clock the test holds in its
// hand, and nothing else on the network. Also the moves most tests make: a roster, keys, visits, ratings, a paired kiosk.
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Context, type ContextOptions, createContext } from '../../server/context.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import type { Role, Scope } from '../../shared/contract/access.ts';
import { requestText, socketText } from '../../shared/contract/device-signing.ts';
import { type ServicePolicy, servicePolicySchema } from '../../shared/contract/policy.ts';
import type { ResponseRequest } from '../../shared/contract/responses.ts';
import type { VisitAnswer } from '../../shared/contract/visits.ts';

export const distDir = fileURLToPath(new URL('../../dist', import.meta.url));
export const zone = 'Asia/Ho_Chi_Minh';

/** A Wednesday morning, far from the ends of day, week and month. */
export const wednesday = '2026-10-14T09:00:00+07:00';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** A clock that moves when it is told to. */
export class Clock {
  at: number;
  constructor(iso: string = wednesday) {
    this.at = Date.parse(iso);
  }
  set(iso: string): void {
    this.at = Date.parse(iso);
  }
  advance(ms: number): void {
    this.at += ms;
  }
}

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder that goes with the test process. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'langnghe-test-'));
  folders.push(folder);
  return folder;
}

/** Half a day away from now by the wall clock, so that the schedule never seals in the middle of a test. */
function quietSealAt(): string {
  const later = new Date(Date.now() + 12 * hourMs);
  return later.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
}

export interface TestOptions {
  dataDir?: string;
  clock?: Clock;
  policy?: Partial<ServicePolicy>;
  commitLimits?: ContextOptions['commitLimits'];
  /** Zone of the centre; Asia/Ho_Chi_Minh when absent. */
  zone?: string;
}

/** A zone in which it is about noon now: for child processes, whose clock is the wall's, far from the end of their day. */
export function zoneAtNoon(): string {
  const offset = 12 - new Date().getUTCHours();
  return offset === 0 ? 'Etc/UTC' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}

/** Sets up a data directory with a policy of the test's own; does nothing when it has one. */
export async function prepareData(
  dataDir: string,
  clock: Clock,
  policy: Partial<ServicePolicy> = {},
  centreZone: string = zone,
): Promise<void> {
  const context = createContext({
    dataDir,
    create: true,
    clock: () => clock.at,
    publicUrl: () => 'http://localhost',
    newCentre: { name: 'Trung tâm thử nghiệm', zone: centreZone, sample: true },
  });
  if (context.stores.centre.policy().version === 1) {
    context.file.transact((tx) =>
      context.stores.centre.addPolicy(
        tx,
        context.calendar.dayOf(clock.at),
        servicePolicySchema.parse({ sealAt: quietSealAt(), ...policy }),
      ),
    );
  }
  await context.close();
}

/** The parts without HTTP, on a new or given directory. */
export async function openContext(options: TestOptions = {}): Promise<{
  context: Context;
  clock: Clock;
  dataDir: string;
}> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const clock = options.clock ?? new Clock();
  await prepareData(dataDir, clock, options.policy, options.zone);
  const context = createContext({
    dataDir,
    create: false,
    clock: () => clock.at,
    publicUrl: () => 'http://localhost',
    ...(options.commitLimits === undefined ? {} : { commitLimits: options.commitLimits }),
  });
  return { context, clock, dataDir };
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed when the answer is JSON, else null. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape and assert on what they find.
  json: any;
}

export interface AskOptions {
  /** Sent as JSON when it is not text or bytes. */
  body?: unknown;
  key?: string;
  headers?: Record<string, string>;
}

/** One request; redirects are not followed. */
export async function ask(
  url: string,
  method: string,
  path: string,
  options: AskOptions = {},
): Promise<Answer> {
  const raw = typeof options.body === 'string' || options.body instanceof Uint8Array;
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
      ...options.headers,
    },
    ...(options.body === undefined
      ? {}
      : { body: raw ? (options.body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}

/** Every row of every table, by table: what "nothing was written" is compared by. */
export function everyRow(context: Context): Record<string, unknown[]> {
  const { sqlite } = context.file;
  const tables = sqlite
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all();
  return Object.fromEntries(
    tables.map(({ name }) => [
      name,
      sqlite
        .prepare(`SELECT * FROM "${name}"`)
        .all()
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
}

/** Number of rows of a table. */
export const countOf = (context: Context, table: string): number =>
  context.file.sqlite.prepare<[], { n: number }>(`SELECT count(*) AS n FROM "${table}"`).get()!.n;

export const officers = ['CB01', 'CB02', 'CB03'] as const;
export const counters = ['Q01', 'Q02', 'Q03'] as const;
export const procedures = [
  { code: '1.004222', name: 'Đăng ký thường trú', field: 'Cư trú' },
  { code: '1.004194', name: 'Đăng ký tạm trú', field: 'Cư trú' },
  { code: '2.000815', name: 'Chứng thực bản sao', field: 'Chứng thực' },
] as const;

/** Three officers at three counters, on duty from the start of the year; roles, not people. */
export async function putSampleRoster(context: Context): Promise<void> {
  await context.roster.put({
    officers: officers.map((code) => ({ code, name: `Cán bộ ${code.slice(2)}`, position: 'Công chức' })),
    counters: counters.map((code) => ({ code, name: `Quầy ${code.slice(1)}` })),
    procedures: [...procedures],
    duty: counters.map((counter, index) => ({
      counter,
      officer: officers[index]!,
      from: '2026-01-01T00:00:00+07:00',
    })),
  });
}

export interface VisitWish {
  externalId?: string;
  officer?: string;
  counter?: string;
  procedure?: string;
  closedAt?: string;
}

export interface ClosedVisit extends VisitAnswer {
  externalId: string;
  token: string;
}

export const tokenOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** Body of a rating, as a phone sends it. */
export const ratingBody = (
  token: string,
  level: number,
  extra: Partial<ResponseRequest> & Record<string, unknown> = {},
): Record<string, unknown> & { responseId: string } => ({
  responseId: randomUUID(),
  invitation: token,
  questionnaire: '2026-1',
  answers: { officer: level },
  locale: 'vi',
  ageSeconds: 0,
  ...extra,
});

export class TestServer {
  readonly dataDir: string;
  readonly clock: Clock;
  #options: TestOptions;
  #running: RunningServer;
  /** Secret of a key with every scope that other systems have. */
  key = '';

  private constructor(dataDir: string, clock: Clock, options: TestOptions, running: RunningServer) {
    this.dataDir = dataDir;
    this.clock = clock;
    this.#options = options;
    this.#running = running;
  }

  /** Starts a server with the sample roster and a key. */
  static async start(options: TestOptions = {}): Promise<TestServer> {
    const dataDir = options.dataDir ?? temporaryFolder();
    const clock = options.clock ?? new Clock();
    await prepareData(dataDir, clock, options.policy);
    const server = new TestServer(dataDir, clock, options, await TestServer.#boot(dataDir, clock));
    await putSampleRoster(server.context);
    server.key = server.makeKey('visits:write', 'roster:write', 'board:read', 'devices:write');
    return server;
  }

  static #boot(dataDir: string, clock: Clock): Promise<RunningServer> {
    return startServer({
      dataDir,
      distDir,
      host: '127.0.0.1',
      port: 0,
      behindProxy: false,
      clock: () => clock.at,
      logLevel: 'silent',
    });
  }

  get context(): Context {
    return this.#running.context;
  }
  get url(): string {
    return this.#running.url;
  }
  get policy(): ServicePolicy {
    return servicePolicySchema.parse(this.#options.policy ?? {});
  }

  async stop(): Promise<void> {
    await this.#running.stop();
  }
  /** Stops and starts again on the same directory, on another port. */
  async restart(): Promise<void> {
    await this.#running.stop();
    this.#running = await TestServer.#boot(this.dataDir, this.clock);
  }

  makeKey(...scopes: Scope[]): string {
    return this.context.access.createApiKey(scopes, 'test');
  }

  ask(method: string, path: string, options: AskOptions = {}): Promise<Answer> {
    return ask(this.url, method, path, options);
  }

  /** Closes a visit over HTTP. */
  async visit(wish: VisitWish = {}): Promise<ClosedVisit> {
    const externalId = wish.externalId ?? randomUUID();
    const answer = await this.ask('POST', '/api/visits', {
      key: this.key,
      body: { counter: 'Q01', officer: 'CB01', procedure: procedures[0].code, ...wish, externalId },
    });
    if (answer.status >= 300) throw new Error(`POST /api/visits: ${answer.status} ${answer.text}`);
    return { ...answer.json, externalId, token: tokenOf(answer.json.invitation.url) };
  }

  /** Sends a rating over HTTP. */
  rate(token: string, level: number, extra: Record<string, unknown> = {}): Promise<Answer> {
    return this.ask('POST', '/api/responses', { body: ratingBody(token, level, extra) });
  }

  /** Closes a visit and rates it; the visit. */
  async rated(level: number, wish: VisitWish = {}): Promise<ClosedVisit> {
    const visit = await this.visit(wish);
    const answer = await this.rate(visit.token, level);
    if (answer.status !== 201) throw new Error(`POST /api/responses: ${answer.status} ${answer.text}`);
    return visit;
  }

  /** A person with a session; `headers` are what a browser's request carries. */
  async signIn(role: Role, officer: string | null = null): Promise<{ headers: Record<string, string> }> {
    const name = `${role}-${randomUUID()}`;
    const password = randomUUID();
    await this.context.access.createUser({ name, role, officer, password });
    const answer = await this.ask('POST', '/api/session', { body: { name, password } });
    const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
    return { headers: { cookie, 'x-csrf-token': answer.json.csrfToken } };
  }

  /** A kiosk paired at a counter, or at the exit without one. */
  async pairKiosk(counter?: string): Promise<TestKiosk> {
    const code = await this.ask('POST', '/api/devices/pairing-codes', {
      key: this.key,
      body: counter === undefined ? { place: 'exit' } : { place: 'counter', counter },
    });
    const kiosk = new TestKiosk();
    const paired = await this.ask('POST', '/api/devices/pair', {
      body: { code: code.json.code, publicKey: kiosk.publicKey },
    });
    if (paired.status !== 201) throw new Error(`pairing: ${paired.status} ${paired.text}`);
    kiosk.deviceId = paired.json.deviceId;
    return kiosk;
  }

  /** All rows, for comparing before and after. */
  rows(): Record<string, unknown[]> {
    return everyRow(this.context);
  }
  count(table: string): number {
    return countOf(this.context, table);
  }
}

/** A device with a key of its own, as a browser makes it. */
export class TestKiosk {
  deviceId = '';
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

  get publicKey(): string {
    return this.#keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  }

  sign(text: string): string {
    return sign('sha256', Buffer.from(text), {
      key: this.#keys.privateKey,
      dsaEncoding: 'ieee-p1363',
    }).toString('base64');
  }

  signHello(nonce: string): string {
    return this.sign(socketText(this.deviceId, nonce));
  }

  /** Headers of a signed request with this exact body. */
  headers(method: string, path: string, body = ''): Record<string, string> {
    const hash = createHash('sha256').update(body).digest('hex');
    return {
      'x-langnghe-device': this.deviceId,
      'x-langnghe-signature': this.sign(requestText(method, path, hash)),
    };
  }

  /** A signed request. */
  ask(server: TestServer, method: string, path: string, body?: unknown): Promise<Answer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    return server.ask(method, path, {
      ...(body === undefined ? {} : { body: text }),
      headers: this.headers(method, path, text),
    });
  }
}

/** Closes a visit and takes its rating without HTTP; what a test about the night needs many of. */
export async function takeRating(
  context: Context,
  visit: { externalId: string; officer: string; counter: string; procedure: string; closedAt?: number },
  level: number,
  extra: Partial<ResponseRequest> = {},
): Promise<{ token: string; responseId: string }> {
  const { token } = await context.visits.close(visit, 'integrated');
  const responseId = extra.responseId ?? randomUUID();
  await context.intake.take(
    {
      responseId,
      invitation: token,
      questionnaire: '2026-1',
      answers: { officer: level },
      locale: 'vi',
      ageSeconds: 0,
      ...extra,
    },
    'qr',
  );
  return { token, responseId };
}

/** Waits until `condition` holds, looking again every few milliseconds; fails after `withinMs`. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`gave up waiting until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
