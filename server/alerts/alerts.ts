// Alerts: looks at what the live board shows, after each frame and each minute, and says once what needs somebody. It
// reads no rating: levels come from the board's own frames, so nothing is told here that a viewer of the board could not
// tell, and nothing before it could.

import {
  findingsOf,
  followsFromRatings,
  type HallNow,
  lastOf,
  type ShareOf,
} from '../../shared/alerts/rules.ts';
import { addDays } from '../../shared/calendar.ts';
import {
  type Alert,
  type AlertList,
  type AlertSettings,
  type AlertSettingsAnswer,
  alertSettingsSchema,
} from '../../shared/contract/alerts.ts';
import type { BoardFrame, BoardState } from '../../shared/contract/board.ts';
import { releasedCells } from '../../shared/statistics/released-cells.ts';
import type { Actor } from '../access/audit-trail.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { AlertRow } from '../storage/alert-store.ts';
import { isWithin, localTime, quietEnds } from './hours.ts';
import { deliver, Mailer, type MailServer } from './mailer.ts';

type AlertServices = Pick<
  Services,
  | 'clock'
  | 'random'
  | 'centre'
  | 'calendar'
  | 'policy'
  | 'secrets'
  | 'commit'
  | 'stores'
  | 'audit'
  | 'live'
  | 'kiosks'
  | 'webhooks'
> & { publicUrl(): string };

const tickMs = 60_000;
const hourMs = 3_600_000;
const keepMs = 400 * 24 * hourMs;
const usualDays = 60;
/** Days that still gather answers and are left out of the usual rate. */
const settlingDays = 10;
const usualMinimum = 200;
const groupsKeptMax = 50;
const passwordPurpose = 'smtp-password';

export class Alerts {
  readonly #services: AlertServices;
  readonly #mailer: Mailer;
  readonly #startedAt: number;
  #settings: AlertSettings;
  /** Released groups of today as the frames told them. */
  #groups: number[][] = [];
  #counts: { day: string; levels: readonly number[] };
  #usual: { day: string; satisfied: ShareOf | null; answered: ShareOf | null } | null = null;
  #stopFrames: (() => void) | null = null;
  #ticker: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  #lookAgain = false;

  constructor(services: AlertServices) {
    this.#services = services;
    this.#startedAt = services.clock();
    const stored = services.stores.alerts.settings();
    this.#settings = alertSettingsSchema.parse(stored === undefined ? {} : JSON.parse(stored.document));
    this.#counts = countsOf(services.live.snapshot().board);
    this.#mailer = new Mailer(
      services,
      () => this.#mailServer(),
      (alert) => `${services.publicUrl()}/admin/alerts#${alert}`,
    );
  }

  start(): void {
    this.#stopFrames = this.#services.live.onFrame((frame) => this.#frame(frame));
    this.#ticker = setInterval(() => void this.look(), tickMs);
    this.#ticker.unref();
    this.#mailer.start();
    void this.look();
  }

  async close(): Promise<void> {
    this.#stopFrames?.();
    if (this.#ticker !== null) clearInterval(this.#ticker);
    await this.#looking;
    await this.#mailer.close();
  }

  /** Sends letters that are due; for tests and the way out. */
  flushMail(): Promise<void> {
    return this.#mailer.flush();
  }

  /** Looks once at how things stand, raises and ends; one look at a time. */
  look(): Promise<void> {
    if (this.#looking !== null) {
      this.#lookAgain = true;
      return this.#looking;
    }
    this.#looking = this.#lookNow()
      .catch((error: unknown) => {
        // A full queue: the next look comes within a minute.
        if (!(error instanceof Error && error.name === 'QueueFull')) throw error;
      })
      .finally(() => {
        this.#looking = null;
        if (!this.#lookAgain) return;
        this.#lookAgain = false;
        void this.look();
      });
    return this.#looking;
  }

  async #lookNow(): Promise<void> {
    const { stores, clock, commit, random, webhooks, calendar } = this.#services;
    const now = clock();
    const settings = this.#settings;
    const findings = findingsOf(this.#hall(now), {
      darkMs: settings.darkMinutes * 60_000,
      contestsMinimum: settings.contestsMinimum,
    }).filter(({ rule }) => settings.rules.includes(rule));
    const holds = new Set(findings.map(({ rule, subject }) => `${rule} ${subject}`));
    const ended = stores.alerts.lasting().filter(({ rule, subject }) => !holds.has(`${rule} ${subject}`));
    const fresh = findings.filter(({ rule, subject }) => {
      const latest = stores.alerts.latest(rule, subject);
      if (latest === undefined) return true;
      if (latest.endedAt === null) return false;
      // What follows from ratings is said once a day: the same bad morning is one matter.
      if (followsFromRatings(rule)) return latest.day !== calendar.dayOf(now);
      return now - latest.raisedAt >= settings.repeatHours * hourMs;
    });
    if (ended.length === 0 && fresh.length === 0) return;
    await commit.submit((tx) => {
      for (const { id, rule } of ended) stores.alerts.end(tx, id, instantOf(rule, now));
      for (const { rule, subject, evidence } of fresh) {
        const row: AlertRow = {
          id: `al_${random(12).toString('hex')}`,
          rule,
          subject,
          day: calendar.dayOf(now),
          raisedAt: instantOf(rule, now),
          endedAt: null,
          evidence,
          acknowledgedBy: null,
          acknowledgedAt: null,
          note: null,
        };
        stores.alerts.add(tx, row);
        webhooks.enqueue(tx, {
          type: 'alert.raised',
          data: { id: row.id, rule, url: `${this.#services.publicUrl()}/admin/alerts#${row.id}` },
        });
        const sendAt = settings.quiet === null ? now : quietEnds(settings.quiet, calendar, now);
        for (const recipient of settings.smtp === null ? [] : settings.recipients) {
          const id = random(12).toString('hex');
          stores.alerts.addMail(tx, { id, alert: row.id, recipient, attempts: 0, nextAttemptAt: sendAt });
        }
      }
      stores.alerts.prune(tx, now - keepMs);
    });
    this.#mailer.wake();
  }

  list(limit: number, after: string | null): AlertList {
    const { stores } = this.#services;
    const from = after === null ? null : stores.alerts.alert(after);
    if (from === undefined) throw new Refusal('not-found', 'no such alert');
    const rows = stores.alerts.page(limit + 1, from);
    const shown = rows.slice(0, limit).map((row) => this.#shown(row));
    return {
      alerts: shown,
      open: stores.alerts.openCount(),
      next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  }

  /** Refuses with not-found | already-acknowledged. */
  async acknowledge(actor: Actor, by: string, id: string, note: string): Promise<Alert> {
    const { stores, commit, clock, audit } = this.#services;
    if (stores.alerts.alert(id) === undefined) throw new Refusal('not-found', 'no such alert');
    const done = await commit.submit((tx) => {
      if (!stores.alerts.acknowledge(tx, id, by, clock(), note)) return false;
      audit.record(tx, { actor, action: 'alert.acknowledge', subject: `alert:${id}` });
      return true;
    });
    if (!done) throw new Refusal('already-acknowledged', 'somebody has taken care of this already');
    return this.#shown(stores.alerts.alert(id)!);
  }

  settings(): AlertSettingsAnswer {
    const { stores } = this.#services;
    return {
      settings: this.#settings,
      hasSmtpPassword: (stores.alerts.settings()?.smtpPassword ?? null) !== null,
      mail: stores.alerts.mailCounts(),
    };
  }

  /** @param password undefined leaves it as it is, null takes it away */
  async putSettings(actor: Actor, settings: AlertSettings, password?: string | null): Promise<void> {
    const { stores, commit, secrets, audit } = this.#services;
    const kept = stores.alerts.settings()?.smtpPassword ?? null;
    const sealed =
      password === undefined
        ? kept
        : password === null
          ? null
          : secrets.encrypt(passwordPurpose, 'alerts', Buffer.from(password));
    await commit.submit((tx) => {
      stores.alerts.putSettings(tx, JSON.stringify(settings), settings.smtp === null ? null : sealed);
      audit.record(tx, { actor, action: 'alert.settings', subject: 'alerts' });
    });
    this.#settings = settings;
    this.#mailer.wake();
    void this.look();
  }

  /** A letter to the recipients now; null when the mail server took every one, else why not. */
  async tryMail(actor: Actor): Promise<string | null> {
    const { commit, audit } = this.#services;
    const server = this.#mailServer();
    if (server === null || this.#settings.recipients.length === 0) {
      throw new Refusal('invalid-request', 'a mail server and a recipient are needed first');
    }
    await commit.submit((tx) => audit.record(tx, { actor, action: 'alert.try-mail', subject: 'alerts' }));
    const letter = {
      subject: `Thư thử từ ${this.#services.centre.name}`,
      text: 'Máy chủ thư của Lắng Nghe hoạt động. / The mail server of Lắng Nghe works.\n',
    };
    for (const recipient of this.#settings.recipients) {
      const failure = await deliver(server, recipient, letter);
      if (failure !== null) return failure;
    }
    return null;
  }

  #mailServer(): MailServer | null {
    const { smtp } = this.#settings;
    if (smtp === null) return null;
    const sealed = this.#services.stores.alerts.settings()?.smtpPassword ?? null;
    const password =
      sealed === null ? null : this.#services.secrets.decrypt(passwordPurpose, 'alerts', sealed).toString();
    return { smtp, password };
  }

  #frame(frame: BoardFrame): void {
    const { levels, day, responses, visits, devices } = frame.changes;
    if (levels !== undefined || day !== undefined) {
      const now = countsOf(this.#services.live.snapshot().board);
      if (now.day !== this.#counts.day) this.#groups = [];
      const before = now.day === this.#counts.day ? this.#counts.levels : [0, 0, 0, 0, 0];
      const group = now.levels.map((count, index) => count - (before[index] ?? 0));
      if (group.some((count) => count > 0)) this.#groups = [...this.#groups, group].slice(-groupsKeptMax);
      this.#counts = now;
    }
    if (levels ?? day ?? responses ?? visits ?? devices) void this.look();
  }

  #hall(now: number): HallNow {
    const { live, kiosks, stores, calendar } = this.#services;
    const { board } = live.snapshot();
    const levels = board.levels.state === 'ok' ? board.levels.counts : [0, 0, 0, 0, 0];
    const n = levels.reduce((sum, count) => sum + count, 0);
    const rate = board.responseRate;
    const usual = this.#usualOf(board.day);
    const local = localTime(calendar, now);
    const { opening } = this.#settings;
    const isOpen = opening.days.includes(local.weekday) && isWithin(opening, local.time);
    const openedAt = calendar.parse(`${calendar.dayOf(now)}T${opening.from}`) ?? now;
    return {
      isOpen,
      satisfied: { count: levels[3]! + levels[4]!, n },
      lastDissatisfied: lastOf(this.#groups),
      answered:
        rate.state === 'ok' ? { count: Math.round(rate.value * rate.n), n: rate.n } : { count: 0, n: 0 },
      usualSatisfied: usual.satisfied,
      usualAnswered: usual.answered,
      devices: kiosks
        .lines()
        .filter(({ state }) => state === 'dark')
        .map(({ id }) => {
          // Silence counts from the opening of the hall and from this server's start: before, nobody could be heard.
          const seen = kiosks.lastSeenAt(id) ?? this.#startedAt;
          return { id, silentMs: now - Math.max(seen, openedAt) };
        }),
      contests: stores.visits.contestsWaiting(),
    };
  }

  /** The two months before, from published cells and closed tallies; computed once a day. */
  #usualOf(day: string): { satisfied: ShareOf | null; answered: ShareOf | null } {
    if (this.#usual?.day === day) return this.#usual;
    const { stores } = this.#services;
    const since = addDays(day, -usualDays);
    const satisfied = { count: 0, n: 0 };
    const months = new Set([day, addDays(day, -30), since].map((one) => one.slice(0, 7)));
    for (const month of months) {
      for (const { item, tier, mode, level, count } of releasedCells(
        stores.responses.publishedCells(month),
      )) {
        if (item !== 'officer' || tier !== 'invited' || mode === 'paper') continue;
        satisfied.n += count;
        if (level >= 4) satisfied.count += count;
      }
    }
    const answered = { count: 0, n: 0 };
    for (const row of stores.visits.talliesSince(since)) {
      if (row.day > addDays(day, -settlingDays)) continue;
      answered.n += row.visits;
      answered.count += row.kiosk + row.qr + row.paper + row.link;
    }
    this.#usual = {
      day,
      satisfied: satisfied.n < usualMinimum ? null : satisfied,
      answered: answered.n < usualMinimum ? null : answered,
    };
    return this.#usual;
  }

  #shown(row: AlertRow): Alert {
    const { calendar, stores } = this.#services;
    const { acknowledgedBy, acknowledgedAt } = row;
    return {
      id: row.id,
      rule: row.rule,
      device: row.subject === '' ? null : (stores.access.device(row.subject)?.label ?? row.subject),
      day: row.day,
      raisedAt: calendar.iso(row.raisedAt),
      endedAt: row.endedAt === null ? null : calendar.iso(row.endedAt),
      evidence: row.evidence,
      acknowledged:
        acknowledgedBy === null || acknowledgedAt === null
          ? null
          : {
              by: acknowledgedBy,
              at: calendar.iso(acknowledgedAt),
              note: row.note ?? '',
              afterSeconds: Math.max(0, Math.round((acknowledgedAt - row.raisedAt) / 1000)),
            },
    };
  }
}

const countsOf = (board: BoardState): { day: string; levels: readonly number[] } => ({
  day: board.day,
  levels: board.levels.state === 'ok' ? board.levels.counts : [0, 0, 0, 0, 0],
});

const instantOf = (rule: AlertRow['rule'], now: number): number =>
  followsFromRatings(rule) ? now - (now % hourMs) : now;
