// Sessions of people: begun with a token of their own each time (nothing that a browser brings along becomes a session),
// ended alone or all at once, and then cut off wherever they are connected.
import { createHash, randomBytes } from 'node:crypto';
import type { Role, Session } from '../../shared/contract/access.ts';
import type { AccessSettings } from '../../shared/contract/accounts.ts';
import type { AccountStore, SessionMethod, SessionRow } from '../storage/account-store.ts';
import type { Tx } from '../storage/database.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { Revocations } from './revocations.ts';

export const sessionMs = 12 * 3_600_000;
const sessionsOfOneMax = 20;
const agentCharsMax = 200;
/** Roles that see or change everyone's data. */
const farReaching: readonly Role[] = ['administrator', 'personnel'];

export interface Begun {
  /** For the cookie; shown to nobody. */
  token: string;
  session: Session;
}

export interface SessionsParts {
  accounts: AccountStore;
  commit: GroupCommit;
  audit: AuditTrail;
  revocations: Revocations;
  clock(): number;
  settings(): AccessSettings;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const nameOfHash = (tokenHash: Buffer): string => `session:${tokenHash.toString('hex')}`;

export class Sessions {
  readonly #parts: SessionsParts;
  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  /** The session of a token; null when it is over, was ended, or its person may no longer sign in. */
  find(token: string): SessionRow | null {
    return this.#parts.accounts.session(hashOf(token), this.#parts.clock()) ?? null;
  }

  /** Begins a session of `name`; the one of `replaces` ends. */
  async begin(
    name: string,
    method: SessionMethod,
    agent: string,
    replaces: string | null = null,
  ): Promise<Begun> {
    const { commit, audit } = this.#parts;
    const token = randomBytes(24).toString('base64url');
    await commit.submit((tx) => {
      this.#add(tx, token, name, method, agent);
      if (replaces !== null) this.#parts.accounts.endSession(tx, hashOf(replaces));
      const subject = `user:${name}` as const;
      audit.record(tx, { actor: subject, action: 'session.begin', subject, detail: { method } });
    });
    if (replaces !== null) this.#parts.revocations.cut(nameOfHash(hashOf(replaces)));
    return this.#begun(token);
  }

  /** The same person and browser under a new token, when what the session may do has changed. The old token ends. */
  async rotate(token: string, method: SessionMethod): Promise<Begun> {
    const { accounts, commit, revocations } = this.#parts;
    const next = randomBytes(24).toString('base64url');
    await commit.submit((tx) => {
      const old = this.find(token);
      if (old === null) return;
      accounts.endSession(tx, hashOf(token));
      this.#add(tx, next, old.userName, method, old.agent);
    });
    revocations.cut(nameOfHash(hashOf(token)));
    return this.#begun(next);
  }

  async end(token: string): Promise<void> {
    const { accounts, commit, audit, revocations } = this.#parts;
    await commit.submit((tx) => {
      const name = accounts.endSession(tx, hashOf(token));
      if (name === undefined) return;
      const subject = `user:${name}` as const;
      audit.record(tx, { actor: subject, action: 'session.end', subject });
    });
    revocations.cut(nameOfHash(hashOf(token)));
  }

  /** Ends one session of a person; false when the person has no such one. */
  async endOne(name: string, id: string): Promise<boolean> {
    const { accounts, commit, audit, revocations } = this.#parts;
    const tokenHash = await commit.submit((tx) => {
      const ended = accounts.endSessionById(tx, name, id);
      if (ended === undefined) return undefined;
      const subject = `user:${name}` as const;
      audit.record(tx, { actor: subject, action: 'session.end', subject });
      return ended;
    });
    if (tokenHash === undefined) return false;
    revocations.cut(nameOfHash(tokenHash));
    return true;
  }

  /** Signs a person out everywhere. */
  async endAll(name: string): Promise<void> {
    const { accounts, commit, audit } = this.#parts;
    await commit.submit((tx) => {
      const count = accounts.endSessionsOf(tx, name);
      const subject = `user:${name}` as const;
      audit.record(tx, { actor: subject, action: 'session.end-all', subject, detail: { count } });
    });
    this.cutAll(name);
  }

  /** Cuts every open connection of a person, whose sessions have ended or changed. */
  cutAll(name: string): void {
    this.#parts.revocations.cut(`user:${name}`);
  }

  /** Names under which a session's connections are kept. */
  connectionNames(token: string, { userName }: SessionRow): string[] {
    return [nameOfHash(hashOf(token)), `user:${userName}`];
  }

  contractOf(row: SessionRow): Session {
    return {
      name: row.userName,
      role: row.role,
      officer: row.officer,
      csrfToken: row.csrfToken,
      secondFactor: this.#secondFactorOf(row),
    };
  }

  /** True while a second factor that the centre demands is missing: then only the own account is open. */
  isConfined(row: SessionRow): boolean {
    return this.#secondFactorOf(row) === 'needed';
  }

  #secondFactorOf({ role, method, hasSecondFactor }: SessionRow): Session['secondFactor'] {
    if (hasSecondFactor === 1) return 'set-up';
    // The identity provider asks for what its own rules demand.
    if (!farReaching.includes(role) || method === 'identity-provider') return 'not-asked';
    return this.#parts.settings().secondFactor === 'required' ? 'needed' : 'advised';
  }

  #add(tx: Tx, token: string, userName: string, method: SessionMethod, agent: string): void {
    const now = this.#parts.clock();
    this.#parts.accounts.addSession(
      tx,
      {
        tokenHash: hashOf(token),
        id: randomBytes(9).toString('base64url'),
        userName,
        csrfToken: randomBytes(18).toString('base64url'),
        method,
        agent: agent.slice(0, agentCharsMax),
        startedAt: now,
        expiresAt: now + sessionMs,
      },
      sessionsOfOneMax,
    );
  }

  #begun(token: string): Begun {
    const row = this.find(token);
    if (row === null) throw new Error('a session was begun for somebody who may not sign in');
    return { token, session: this.contractOf(row) };
  }
}
