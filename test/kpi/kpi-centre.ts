// A centre with a month behind it, over the real server: policy activated by two persons, visits rated through intake, other
// figures entered, nights sealed. What tests of periods and petitions begin with.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import type { Role } from '../../shared/contract/access.ts';
import type { ProblemCode } from '../../shared/contract/problem.ts';
import type { VerifyReport } from '../../shared/ledger/bundle/report.ts';
import { expectRefused } from '../support/refusals.ts';
import { newReleasers } from '../support/releasers.ts';
import { runHere } from '../support/run-here.ts';
import {
  type Answer,
  type AskOptions,
  Clock,
  dayMs,
  hourMs,
  procedures,
  TestServer,
  takeRating,
  temporaryFolder,
} from '../support/server.ts';

export const month = '2026-10';

/** One account, signed in anew when the clock has left its session behind. */
export class Person {
  readonly name = randomUUID();
  readonly #password = randomUUID();
  readonly #server: TestServer;
  #session = { at: Number.NEGATIVE_INFINITY, headers: {} as Record<string, string> };

  private constructor(server: TestServer) {
    this.#server = server;
  }

  static async of(server: TestServer, role: Role, officer: string | null = null): Promise<Person> {
    const person = new Person(server);
    const { access } = server.context;
    await access.createUser({ name: person.name, role, officer, password: person.#password });
    return person;
  }

  async headers(): Promise<Record<string, string>> {
    if (this.#server.clock.at - this.#session.at > hourMs) {
      const body = { name: this.name, password: this.#password };
      const answer = await this.#server.ask('POST', '/api/session', { body });
      const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
      const headers = { cookie, 'x-csrf-token': answer.json.csrfToken };
      this.#session = { at: this.#server.clock.at, headers };
    }
    return this.#session.headers;
  }
}

export interface KpiCentre {
  server: TestServer;
  manager: Person;
  personnel: Person;
  administrator: Person;
  auditor: Person;
  /** Sessions of officers by code. */
  officers: Record<string, Person>;
  as(person: Person, method: string, path: string, body?: unknown): Promise<Answer>;
  /** The same, refused with the code and without a trace. */
  refused(person: Person, code: ProblemCode, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Ratings of an officer at counter `Qnn` on the clock's day. */
  rate(officer: string, levels: readonly number[], mode?: 'qr' | 'kiosk'): Promise<void>;
  seal(): void;
}

/** Figures of a month as a form sends them. */
export const figuresOf = (officer: string, extra: Record<string, unknown> = {}) => ({
  officer,
  month,
  daysWorked: 22,
  workingDays: 22,
  general: { points: '25', of: '27.5' },
  figures: {
    quantity: { achieved: '95', assigned: '100' },
    quality: { achieved: '90', assigned: '100' },
    progress: { achieved: '85', assigned: '100' },
  },
  source: 'phiếu theo dõi tháng 10',
  ...extra,
});

/** The server on 14 October with three officers, people of every role, and the preset `decree-335-2025` proposed and activated. */
export async function kpiCentre(options: { policy?: string } = {}): Promise<KpiCentre> {
  const clock = new Clock('2026-10-14T09:00:00+07:00');
  const server = await TestServer.start({ clock });
  const centre: KpiCentre = {
    server,
    manager: await Person.of(server, 'manager'),
    personnel: await Person.of(server, 'personnel'),
    administrator: await Person.of(server, 'administrator'),
    auditor: await Person.of(server, 'auditor'),
    officers: {
      CB01: await Person.of(server, 'officer', 'CB01'),
      CB02: await Person.of(server, 'officer', 'CB02'),
      CB03: await Person.of(server, 'officer', 'CB03'),
    },
    async as(person, method, path, body) {
      const request: AskOptions = { headers: await person.headers() };
      return server.ask(method, path, body === undefined ? request : { ...request, body });
    },
    async refused(person, code, method, path, body) {
      await person.headers();
      await server.context.audit.settled();
      return expectRefused(server, code, () => centre.as(person, method, path, body));
    },
    async rate(officer, levels, mode = 'qr') {
      for (const level of levels) {
        const visit = {
          externalId: randomUUID(),
          officer,
          counter: `Q${officer.slice(2)}`,
          procedure: procedures[0].code,
        };
        if (mode === 'qr') {
          await takeRating(server.context, visit, level);
          continue;
        }
        const { token } = await server.context.visits.close(visit, 'integrated');
        await server.context.intake.take(
          {
            responseId: randomUUID(),
            invitation: token,
            questionnaire: '2026-1',
            answers: { officer: level },
            locale: 'vi',
            ageSeconds: 0,
          },
          'kiosk',
        );
      }
    },
    seal() {
      server.context.seal.run();
    },
  };
  if (options.policy !== undefined) {
    const proposed = await centre.as(centre.personnel, 'POST', '/api/kpi/policies', {
      preset: options.policy,
    });
    if (proposed.status !== 201) throw new Error(proposed.text);
    const activated = await centre.as(
      centre.manager,
      'POST',
      `/api/kpi/policies/${proposed.json.number}/activate`,
    );
    if (activated.status !== 200) throw new Error(activated.text);
  }
  return centre;
}

/**
 * October of three officers: CB01 rated 20 times on the 14th (12 of 5, 8 of 1) and 30 times on the 15th (all 5), besides 10 visits
 * that nobody rated; CB02 40 times (36 satisfied) and CB03 3 times. All sealed; the clock stands on 11 November, the first day of a final close.
 */
export async function ratedMonth(centre: KpiCentre): Promise<void> {
  const { server, rate, seal } = centre;
  await rate('CB01', [...Array(12).fill(5), ...Array(8).fill(1)]);
  await rate('CB02', [...Array(18).fill(5), ...Array(2).fill(2)]);
  await rate('CB03', [5, 4, 3]);
  for (let silent = 0; silent < 10; silent += 1) await server.visit();
  server.clock.set('2026-10-14T22:00:00+07:00');
  seal();
  server.clock.set('2026-10-15T09:00:00+07:00');
  await rate('CB01', Array(30).fill(5));
  await rate('CB02', [...Array(18).fill(4), ...Array(2).fill(1)]);
  server.clock.set('2026-10-15T22:00:00+07:00');
  seal();
  const entered = await centre.as(centre.personnel, 'POST', '/api/kpi/figures', {
    rows: ['CB01', 'CB02', 'CB03'].map((officer) => figuresOf(officer)),
  });
  if (entered.status !== 200) throw new Error(entered.text);
  for (let day = 16; day <= 18; day += 1) {
    server.clock.advance(dayMs);
    seal();
  }
  server.clock.set('2026-11-11T09:00:00+07:00');
  seal();
}

/** Closes the month by one person and confirms it by another; final with the next seal. */
export async function closeMonth(centre: KpiCentre, reason = '', period = month): Promise<Answer> {
  const closed = await centre.as(centre.personnel, 'POST', `/api/kpi/periods/${period}/close`, { reason });
  if (closed.status !== 201) throw new Error(closed.text);
  const version = closed.json.versions.at(-1);
  const confirmed = await centre.as(centre.manager, 'POST', `/api/kpi/periods/${period}/confirm`, {
    version: version.version,
    tableHash: version.tableHash,
  });
  if (confirmed.status !== 200) throw new Error(confirmed.text);
  return confirmed;
}

/** Has an auditors' bundle of the period made of a stopped server's data and verifies it. */
export async function verifyBundle(server: TestServer, period: string) {
  const folder = temporaryFolder();
  const identity = await generateIdentity();
  writeFileSync(join(folder, 'identity'), `${identity}\n`);
  const out = join(folder, 'bundle');
  const { options: releasedBy, answers } = await newReleasers(server.dataDir);
  const auditor = ['--auditor', 'Thanh tra 01', '--recipient', await identityToRecipient(identity)];
  const made = await runHere(
    [
      ...['audit-bundle', '--data', server.dataDir, '--period', period, '--out', out, '--openings'],
      ...auditor,
      ...releasedBy,
    ],
    answers,
  );
  if (made.code !== 0) throw new Error(made.stderr);
  const verified = await runHere(['verify', out, '--identity', join(folder, 'identity'), '--json']);
  return { code: verified.code, report: JSON.parse(verified.stdout) as VerifyReport };
}
