// Signing in by password and second factor, with limits that hold an attacker up and never the owner.
//
// Limits count failed tries only (a try is taken before it is checked and given back when it was right):
//   - from a browser where this person has signed in before (known-browsers.ts): by browser and person, nothing else;
//   - from elsewhere: by address, by address and name, and by name over all addresses. When a name has had its share, an
//     address that has not failed for it lately still gets one try an hour, a few a minute over all addresses.
// So nobody who knows a name can keep its owner out of a browser the owner uses, and the guesses a name takes from all the
// world together stay under some 180 an hour. An owner in a new browser, under an attack from very many addresses, has to
// wait, use a known browser, or ask an administrator for a link.
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Accounts } from './accounts.ts';
import { Buckets } from './buckets.ts';
import { KnownBrowsers } from './known-browsers.ts';
import { networkOf } from './network.ts';
import type { PasswordHashing } from './password-hashing.ts';
import type { Begun, Sessions } from './sessions.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const ticketMs = 5 * minuteMs;
const ticketPurpose = 'second-factor';

export interface Attempt {
  /** Address of who asks. */
  address: string;
  /** Text of the known-browser cookie. */
  knownBrowser: string | undefined;
  /** How the browser names itself. */
  agent: string;
  /** Token of a session the browser brings along: it ends, whoever planted it. */
  presentToken: string | null;
}

export type Entered =
  | { kind: 'begun'; begun: Begun; knownBrowser: string }
  /** The password is right; the ticket lets the second factor be tried for a short time. */
  | { kind: 'second-factor'; ticket: string };

export class SignIn {
  readonly #services: Services;
  readonly #accounts: Accounts;
  readonly #sessions: Sessions;
  readonly #hashing: PasswordHashing;
  readonly #browsers: KnownBrowsers;
  readonly #ofKnownBrowser = new Buckets({ capacity: 20, refillMs: 30 * secondMs });
  readonly #ofAddress = new Buckets({ capacity: 30, refillMs: 2 * secondMs });
  readonly #ofAddressAndName = new Buckets({ capacity: 10, refillMs: 6 * secondMs });
  readonly #ofName = new Buckets({ capacity: 50, refillMs: 30 * secondMs });
  readonly #freshAddress = new Buckets({ capacity: 1, refillMs: 60 * minuteMs, cells: 65_536 });
  readonly #reserveOfName = new Buckets({ capacity: 5, refillMs: minuteMs });
  readonly #codesOfKnownBrowser = new Buckets({ capacity: 10, refillMs: minuteMs });
  readonly #codesOfName = new Buckets({ capacity: 10, refillMs: minuteMs });

  constructor(
    services: Services,
    parts: { accounts: Accounts; sessions: Sessions; hashing: PasswordHashing },
  ) {
    this.#services = services;
    this.#accounts = parts.accounts;
    this.#sessions = parts.sessions;
    this.#hashing = parts.hashing;
    this.#browsers = new KnownBrowsers(services.secrets, services.random);
  }

  /** Refuses with unauthenticated | too-many-attempts | overloaded. */
  async withPassword(name: string, password: string, attempt: Attempt): Promise<Entered> {
    const browser = this.#browsers.idFor(attempt.knownBrowser, name);
    const giveBack =
      browser === null ? this.#admitStranger(name, attempt.address) : this.#admitKnown(name, browser);
    const user = this.#services.stores.accounts.user(name);
    const lane = browser === null ? 'unknown' : 'known';
    const matches = await this.#hashing.matches(user?.passwordHash ?? null, password, lane);
    if (user === undefined || !matches || user.disabled === 1) {
      if (user !== undefined) this.#services.audit.read('system', 'session.refused', `user:${name}`);
      throw new Refusal('unauthenticated', 'name or password is wrong');
    }
    giveBack();
    if (user.totpSecret !== null)
      return { kind: 'second-factor', ticket: this.#ticketFor(name, user.passwordHash!) };
    return this.#begin(name, 'password', attempt);
  }

  /** Refuses with unauthenticated (no ticket, or too late) | wrong-code | too-many-attempts. */
  async withSecondFactor(ticket: string | undefined, code: string, attempt: Attempt): Promise<Entered> {
    const name = this.#nameOfTicket(ticket);
    if (name === null) throw new Refusal('unauthenticated', 'please enter name and password again');
    // Who comes here knows the password. Strangers who do share a limit that is not that of the owner's browsers.
    const browser = this.#browsers.idFor(attempt.knownBrowser, name);
    const now = this.#services.clock();
    const waitMs =
      browser === null
        ? this.#codesOfName.take(now, name)
        : this.#codesOfKnownBrowser.take(now, name, browser);
    if (waitMs > 0) throw tooMany(waitMs);
    if (!(await this.#accounts.takeSecondFactor(name, code))) {
      this.#services.audit.read('system', 'session.second-factor-refused', `user:${name}`);
      throw new Refusal('wrong-code', 'the code does not fit, or was used before');
    }
    const then = this.#services.clock();
    if (browser === null) this.#codesOfName.giveBack(then, name);
    else this.#codesOfKnownBrowser.giveBack(then, name, browser);
    return this.#begin(name, 'second-factor', attempt);
  }

  /** The known-browser cookie after `name` has proven itself in some other way. */
  remember(cookie: string | undefined, name: string): string {
    return this.#browsers.remember(cookie, name);
  }

  async #begin(name: string, method: 'password' | 'second-factor', attempt: Attempt): Promise<Entered> {
    const begun = await this.#sessions.begin(name, method, attempt.agent, attempt.presentToken);
    return { kind: 'begun', begun, knownBrowser: this.#browsers.remember(attempt.knownBrowser, name) };
  }

  #admitKnown(name: string, browser: string): () => void {
    const now = this.#services.clock();
    const waitMs = this.#ofKnownBrowser.take(now, name, browser);
    if (waitMs > 0) throw tooMany(waitMs);
    return () => this.#ofKnownBrowser.giveBack(this.#services.clock(), name, browser);
  }

  #admitStranger(name: string, address: string): () => void {
    const now = this.#services.clock();
    const from = networkOf(address);
    const addressWaitMs = this.#ofAddress.take(now, from) || this.#ofAddressAndName.take(now, from, name);
    if (addressWaitMs > 0) throw tooMany(addressWaitMs);
    const nameWaitMs = this.#ofName.take(now, name);
    const byReserve = nameWaitMs > 0;
    if (byReserve) {
      if (this.#services.stores.accounts.user(name) !== undefined) {
        this.#services.audit.read('system', 'session.held-up', `user:${name}`);
      }
      const freshWaitMs = this.#freshAddress.take(now, from, name);
      if (freshWaitMs > 0) throw tooMany(Math.min(freshWaitMs, nameWaitMs));
      const reserveWaitMs = this.#reserveOfName.take(now, name);
      if (reserveWaitMs > 0) {
        this.#freshAddress.giveBack(now, from, name);
        throw tooMany(Math.min(reserveWaitMs, nameWaitMs));
      }
    }
    return () => {
      const then = this.#services.clock();
      this.#ofAddress.giveBack(then, from);
      this.#ofAddressAndName.giveBack(then, from, name);
      if (byReserve) {
        this.#freshAddress.giveBack(then, from, name);
        this.#reserveOfName.giveBack(then, name);
      } else this.#ofName.giveBack(then, name);
    };
  }

  /** Ends by itself, and when the password changes. */
  #ticketFor(name: string, passwordHash: string): string {
    const expiresAt = this.#services.clock() + ticketMs;
    const content = JSON.stringify([name, expiresAt, this.#markOf(passwordHash)]);
    return this.#services.secrets.encrypt(ticketPurpose, '', Buffer.from(content)).toString('base64url');
  }

  #nameOfTicket(ticket: string | undefined): string | null {
    const opened = this.#services.secrets.open(ticketPurpose, '', Buffer.from(ticket ?? '', 'base64url'));
    if (opened === null) return null;
    const [name, expiresAt, mark] = JSON.parse(opened.toString()) as [string, number, string];
    const user = this.#services.stores.accounts.user(name);
    if (user === undefined || user.disabled === 1 || user.passwordHash === null) return null;
    return expiresAt >= this.#services.clock() && mark === this.#markOf(user.passwordHash) ? name : null;
  }

  #markOf(passwordHash: string): string {
    return this.#services.secrets.mac(ticketPurpose, passwordHash).toString('base64url').slice(0, 22);
  }
}

const tooMany = (waitMs: number): Refusal =>
  new Refusal('too-many-attempts', 'too many attempts; please wait', {
    retryAfterSeconds: Math.ceil(waitMs / secondMs),
  });
