// One world: the real server lives through the scripted month with given levels, and the attacker looks at everything after
// every response, visit, restart, seal and decision, as every role, with a key and without.
import { createHash } from 'node:crypto';
import { vi } from 'vitest';
import { addDays } from '../../shared/calendar.ts';
import type { ServicePolicy } from '../../shared/contract/policy.ts';
import { isReleased } from '../../shared/statistics/released-cells.ts';
import { figuresOf } from '../kpi/kpi-centre.ts';
import { Clock, procedures, TestServer } from '../support/server.ts';
import { Attacker } from './attacker.ts';
import { calmMs, passing, tickMs } from './held-timers.ts';
import type { Observations } from './observer.ts';
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

class Runner {
  readonly #attacker: Attacker;
  readonly #server: TestServer;
  readonly #plan: readonly PlannedDay[];
  readonly #levels: ReadonlyMap<number, number>;
  readonly #every: number;
  readonly #preset: string;
  readonly #placed = new Map<number, Placed | null>();
  readonly #batchSizes: number[] = [];
  readonly #numberOfTag = new Map<string, number>();
  #nights = 0;
  #size = 0;
  #excluded = 0;
  readonly #decided = new Set<string>();

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
    this.#attacker = new Attacker(server, this.#numberOfTag);
    for (const { number, responseId } of plan.flatMap(({ responses }) => responses)) {
      this.#numberOfTag.set(createHash('sha256').update(responseId).digest('hex'), number);
    }
  }

  result(): World {
    return {
      seen: this.#attacker.seen,
      placed: this.#placed,
      batchSizes: this.#batchSizes,
      requests: this.#attacker.requests,
      excluded: this.#excluded,
      overSocket: this.#attacker.overSocket,
    };
  }

  leave(): void {
    this.#attacker.leave();
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
      await this.#attacker.account(role, null);
    for (const officer of staff) await this.#attacker.account('officer', officer);
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
    const proposed = await this.#attacker.ask('personnel', 'POST', '/api/kpi/policies', {
      preset: this.#preset,
    });
    await this.#attacker.ask(
      'manager',
      'POST',
      `/api/kpi/policies/${JSON.parse(proposed.text).number}/activate`,
    );
    await this.#attacker.ask('administrator', 'PUT', '/api/alerts/settings', {
      quiet: null,
      recipients: ['lanhdao@example.vn'],
      smtp: { host: '127.0.0.1', port: 9, secure: false, user: '', from: 'langnghe@example.vn' },
    });
    await this.#attacker.watch();
  }

  /** Sets the clock; the board notices by itself, within its five seconds. */
  #turnTo(day: string, time: string): void {
    this.#attacker.seen.step();
    this.#server.clock.set(instant(day, time));
    vi.advanceTimersByTime(tickMs + calmMs);
    this.#attacker.seen.step();
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
      this.#attacker.seen.step();
      await this.#attacker.afterEach(one);
      if (index % this.#every === this.#every - 1) await this.#attacker.figures();
      if (index === restartsAfter) {
        await passing(this.#server.restart());
        await this.#attacker.watch();
        this.#attacker.seen.step();
        await this.#attacker.afterEach(one);
      }
    }
    await this.#attacker.figures();
    await this.#attacker.kpi();
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

  /** Takes the night, then looks at all there is. */
  async #seal(day: string): Promise<void> {
    const { context } = this.#server;
    this.#turnTo(day, '22:00:00');
    context.seal.run();
    this.#nights += 1;
    this.#attacker.seen.step();
    const size = context.stores.responses.ledgerLength();
    const grew = size !== this.#size;
    this.#size = size;
    this.#place();
    // Nothing but a clock moved in a night without leaves: the pages of officers were looked at already.
    if (grew) await this.#attacker.night();
    else await this.#attacker.get('figures', 'manager', `/api/indicators?period=${month}`);
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
    const filed = await this.#attacker.ask(officer, 'POST', `/api/kpi/officers/${officer}/petitions`, {
      subject,
      reason: 'outside-my-control',
      text: 'Hệ thống bị gián đoạn',
    });
    this.#attacker.seen.note('kpi', 'petition', filed.text);
    const petition: string = JSON.parse(filed.text).id;
    const proposal = await this.#attacker.ask('personnel', 'POST', `/api/kpi/disputes/${petition}/proposal`, {
      outcome: 'exclusion',
      reason: 'outside-my-control',
      text: 'Có biên bản',
      group: { counter, when: day },
    });
    this.#attacker.seen.note('kpi', 'proposal', proposal.text);
    if (proposal.status !== 200) return;
    const approved = await this.#attacker.ask('manager', 'POST', `/api/kpi/disputes/${petition}/approve`);
    this.#attacker.seen.note('kpi', 'approval', approved.text);
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
    const entered = await this.#attacker.ask('personnel', 'POST', '/api/kpi/figures', { rows });
    this.#attacker.seen.note('kpi', 'figures', entered.text);
    await this.#seal('2026-11-12');
    this.#turnTo('2026-11-13', '09:00:00');
    const closed = await this.#attacker.ask('personnel', 'POST', `/api/kpi/periods/${month}/close`, {
      reason: '',
    });
    this.#attacker.seen.note('kpi', 'closed', closed.text);
    const version = JSON.parse(closed.text).versions?.at(-1);
    if (version === undefined) throw new Error(closed.text);
    const confirmed = await this.#attacker.ask('manager', 'POST', `/api/kpi/periods/${month}/confirm`, {
      version: version.version,
      tableHash: version.tableHash,
    });
    this.#attacker.seen.note('kpi', 'confirmed', confirmed.text);
    await this.#seal('2026-11-13');
    await this.#attacker.papers();
    await this.#attacker.bundle();
    await this.#attacker.get('plain', 'nobody', '/api/openapi.json');
    for (const preset of ['draft-2025', 'decree-335-2025']) {
      const simulated = await this.#attacker.ask('personnel', 'POST', '/api/kpi/simulations', {
        period: month,
        preset,
      });
      this.#attacker.seen.note('kpi', `simulation ${preset}`, simulated.text);
    }
    await context.audit.settled();
    const audit = await this.#attacker.ask('administrator', 'GET', '/api/audit');
    this.#attacker.seen.note('plain', 'audit', audit.text);
  }
}
