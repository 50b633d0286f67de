// The first account of a new centre: made by whoever can read the terminal the server was started on. The code lives in
// memory only, works while there is no user at all, and not for long.
import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Accounts } from './accounts.ts';

export const setupCodeMs = 2 * 3_600_000;

const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();

export class FirstAdministrator {
  readonly #services: Services;
  readonly #accounts: Accounts;
  #code: { hash: Buffer; expiresAt: number } | null = null;

  constructor(services: Services, accounts: Accounts) {
    this.#services = services;
    this.#accounts = accounts;
  }

  /** A code to print, in place of an earlier one; null when there is a user. */
  newCode(): string | null {
    if (this.#services.stores.accounts.hasUsers()) return null;
    const code = this.#services.random(24).toString('base64url');
    this.#code = { hash: hashOf(code), expiresAt: this.#services.clock() + setupCodeMs };
    return code;
  }

  /** Makes the administrator. Refuses with unknown-code | link-expired | forbidden (there is a user) | invalid-request. */
  async create(code: string, name: string, password: string): Promise<void> {
    if (this.#services.stores.accounts.hasUsers())
      throw new Refusal('forbidden', 'the centre is set up already');
    const isIt = this.#code !== null && timingSafeEqual(hashOf(code), this.#code.hash);
    if (!isIt) throw new Refusal('unknown-code', 'this is not the link the server printed');
    if (this.#code!.expiresAt < this.#services.clock()) {
      throw new Refusal('link-expired', 'this link has expired; start the server again for a new one');
    }
    await this.#accounts.createFirst(name, password);
    this.#code = null;
  }
}
