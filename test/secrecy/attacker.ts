// Who wants to know: looks at everything that anybody in the centre or outside may read, as every role, with a key, over a socket
// and without, and notes what was seen. Which response a public tag belongs to is known to the attacker, its level is not.
import { createHash } from 'node:crypto';
import readXlsxFile from 'read-excel-file/node';
import { expect, vi } from 'vitest';
import { nativeRunningSha256, nativeSha256 } from '../../server/ledger/bundle-directory.ts';
import { bundleSource } from '../../server/ledger/bundle-source.ts';
import type { Role } from '../../shared/contract/access.ts';
import { writeBundle } from '../../shared/ledger/bundle/write.ts';
import { decodeEntryBundle, tilePath, tileWidth } from '../../shared/merkle/tile.ts';
import { MemoryBundle } from '../ledger/memory-bundle.ts';
import { readPdf } from '../reports/pdf-text.ts';
import { BoardClient } from '../support/board-client.ts';
import type { TestServer } from '../support/server.ts';
import { calmMs, passing, tickMs } from './held-timers.ts';
import { Observations, textOfPages } from './observer.ts';
import { month, type PlannedResponse, staff } from './scripted-month.ts';

export class Attacker {
  readonly seen = new Observations();
  requests = 0;
  /** Frames that the socket received. */
  overSocket = 0;
  readonly #server: TestServer;
  /** Number of the response by its tag (hex). */
  readonly #numberOfTag: ReadonlyMap<string, number>;
  readonly #callers = new Map<string, Record<string, string>>();
  readonly #sent: string[] = [];
  #leaves = 0;
  #socket: BoardClient | null = null;

  constructor(server: TestServer, numberOfTag: ReadonlyMap<string, number>) {
    this.#server = server;
    this.#numberOfTag = numberOfTag;
    this.#callers.set('key', { authorization: `Bearer ${server.makeKey('board:read', 'kpi:read')}` });
    this.#callers.set('nobody', {});
  }

  leave(): void {
    this.#socket?.close();
  }

  /** An account of a role, or an officer's, signed in; called by the officer's code or the role. */
  async account(role: Role, officer: string | null): Promise<void> {
    const name = officer ?? role;
    const password = `phrase of ${name}`;
    // By name the same in every world: names stand on sheets and so in their hashes.
    await this.#server.context.access.createUser({ name, role, officer, password });
    const answer = await this.#server.ask('POST', '/api/session', { body: { name, password } });
    const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
    this.#callers.set(name, { cookie, 'x-csrf-token': answer.json.csrfToken });
  }

  /** Follows the board, also over a socket as a wall does; anew after each start of the server. */
  async watch(): Promise<void> {
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
      this.overSocket += 1;
    }
    if (!this.#socket!.socket.connected) this.#socket!.socket.connect();
  }

  /** What changes with each response. */
  async afterEach(one: PlannedResponse): Promise<void> {
    const { context } = this.#server;
    vi.advanceTimersByTime(calmMs);
    await context.alerts.look();
    this.#frames();
    await this.get('board', 'key', '/api/board');
    const letters = context.file.sqlite
      .prepare('SELECT recipient, alert, state FROM alert_mails ORDER BY alert, recipient')
      .all();
    this.seen.note('alerts', 'letters', JSON.stringify(letters));
    await this.get('alerts', 'manager', '/api/alerts');
    await this.#metrics();
    const tag = createHash('sha256').update(one.responseId).digest('hex');
    await this.get('plain', 'nobody', `/log/proof?tag=${tag}`);
    // What a careless aggregation would show: the control that the comparison sees anything at all.
    const journal = context.stores.responses.journal();
    const sum = journal.reduce((total, { level }) => total + level, 0);
    this.seen.note('naive', 'running mean', String(sum));
    const hidden = createHash('sha256').update(String(sum)).digest('hex').slice(0, 8);
    this.seen.note('naive', 'version of hidden data', hidden);
  }

  /** Every page about officers, as everyone who may. */
  async figures(periods: readonly string[] = [month]): Promise<void> {
    for (const period of periods) {
      const readers = ['manager', 'personnel', 'auditor', 'administrator'];
      for (const reader of periods.length === 1 ? readers.slice(0, 1) : readers) {
        await this.get('figures', reader, `/api/indicators?period=${period}`);
      }
      for (const officer of staff) {
        await this.get('figures', 'manager', `/api/officers/${officer}/indicator?period=${period}`);
        await this.get('figures', officer, `/api/officers/${officer}/indicator?period=${period}`);
      }
      if (period !== '2026') await this.get('figures', 'manager', `/api/reports/unit?period=${period}`);
    }
    await this.get('figures', 'CB01', '/api/officers/CB02/indicator');
    await this.get('figures', 'manager', `/api/exports/cells.csv?period=${month}`);
  }

  /** Every sheet and petition, as the officers and a key read them. */
  async kpi(): Promise<void> {
    await this.get('kpi', 'manager', `/api/kpi/periods/${month}`);
    for (const officer of staff) {
      await this.get('kpi', officer, `/api/kpi/officers/${officer}/sheets?period=${month}`);
      await this.get('kpi', officer, `/api/kpi/officers/${officer}/petitions`);
    }
    await this.get('kpi', 'key', `/api/kpi/feed?period=${month}`);
    await this.get('kpi', 'key', '/api/kpi/feed');
  }

  /** All there is to see once a night has put leaves into the log. */
  async night(): Promise<void> {
    vi.advanceTimersByTime(calmMs);
    this.#frames();
    await this.get('board', 'key', '/api/board');
    await this.figures([month, '2026-Q4', '2026']);
    await this.kpi();
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
    await this.get('log', 'nobody', '/log/checkpoint');
  }

  async #comments(): Promise<void> {
    for (const [role, state] of [
      ['personnel', 'waiting'],
      ['personnel', 'released'],
      ['manager', 'released'],
      ['auditor', 'released'],
    ] as const) {
      const { text } = await this.ask(role, 'GET', `/api/comments?state=${state}&limit=100`);
      const { comments, total, waiting } = JSON.parse(text);
      // Their ids are random and they come by id.
      const lines = (comments as { id: string }[]).map(({ id: _, ...rest }) => JSON.stringify(rest)).sort();
      this.seen.note('comments', `${role} ${state}`, [total, waiting, ...lines].join('\n'));
      if (role !== 'personnel' || state !== 'waiting') continue;
      for (const { id, text: body } of comments as { id: string; text: string }[]) {
        if (/[02468]$/.test(body)) {
          await this.ask('personnel', 'POST', `/api/comments/${id}/release`, { text: body, tags: [] });
        }
      }
    }
  }

  /** The closed period on paper. */
  async papers(): Promise<void> {
    for (const rows of ['', '&rows=lines'])
      await this.get('kpi', 'key', `/api/kpi/feed.csv?period=${month}${rows}`);
    for (const path of [`/api/kpi/feed.xlsx?period=${month}`, `/api/kpi/levels.xlsx?period=${month}`]) {
      const bytes = await this.#bytes('key', path, true);
      if (bytes.length > 0) this.seen.note('kpi', path, JSON.stringify(await readXlsxFile(bytes)));
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

  /** The public bundle of the month. */
  async bundle(): Promise<void> {
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

  /** Reads an address and notes what came. */
  async get(channel: Parameters<Observations['note']>[0], who: string, path: string): Promise<void> {
    const { status, text, headers } = await this.ask(who, 'GET', path);
    const etag = headers.get('etag') === null ? '' : ' etag';
    this.seen.note(channel, `${who} ${path}`, `${status}${etag} ${text}`);
  }

  /** But for the writes that wait in this very moment. */
  async #metrics(): Promise<void> {
    const { text } = await this.ask('nobody', 'GET', '/metrics');
    this.seen.note('plain', 'metrics', text.replace(/^langnghe_commit_queue_length .*$/m, ''));
  }

  /** Sends as somebody, and notes nothing. */
  async ask(who: string, method: string, path: string, body?: unknown) {
    this.requests += 1;
    const headers = this.#callers.get(who)!;
    return passing(this.#server.ask(method, path, body === undefined ? { headers } : { headers, body }));
  }

  async #bytes(who: string, path: string, mayFail = false): Promise<Buffer> {
    this.requests += 1;
    const response = await passing(fetch(`${this.#server.url}${path}`, { headers: this.#callers.get(who)! }));
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status === 200) return bytes;
    if (!mayFail) throw new Error(`${path}: ${response.status} ${bytes}`);
    this.seen.note('kpi', path, `${response.status} ${bytes}`);
    return Buffer.alloc(0);
  }
}
