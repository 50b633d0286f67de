// People who sign in: made by an administrator with a link by which they choose their own password, changed, disabled,
// given a new link; and what each does with the own account. Every change is in the audit trail, no secret is.
import { createHash } from 'node:crypto';
import type { Role } from '../../shared/contract/access.ts';
import type { AccessSettings, User, UserChange } from '../../shared/contract/accounts.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { UserRow } from '../storage/account-store.ts';
import type { Tx } from '../storage/database.ts';
import type { Actor } from './audit-trail.ts';
import {
  enrolmentOf,
  newRecoveryCodes,
  newTotpSecret,
  normalRecoveryCode,
  stepOfCode,
} from './one-time-codes.ts';
import type { PasswordHashing } from './password-hashing.ts';
import type { Sessions } from './sessions.ts';

export const passwordLinkMs = 3 * 24 * 3_600_000;
export const totpPurpose = 'totp';
const recoveryPurpose = 'recovery-code';
const distinctCharsMin = 5;

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const userSubject = (name: string) => `user:${name}` as const;

export interface NewUser {
  name: string;
  role: Role;
  officer: string | null;
}

export class Accounts {
  readonly #services: Services;
  readonly #hashing: PasswordHashing;
  readonly #sessions: Sessions;

  constructor(services: Services, hashing: PasswordHashing, sessions: Sessions) {
    this.#services = services;
    this.#hashing = hashing;
    this.#sessions = sessions;
  }

  /** Makes a user with a password that is known already (the command line's). False when the name is taken. */
  async createWithPassword(user: NewUser & { password: string }, by: Actor): Promise<boolean> {
    const { name, role, officer } = user;
    const passwordHash = await this.#hashing.hash(user.password);
    return this.#services.file.transact((tx) => this.#add(tx, { name, role, officer }, passwordHash, by));
  }

  /** Makes a user who chooses the password by a link. Refuses with name-taken | unknown-officer | invalid-request. */
  async create(user: NewUser, by: Actor): Promise<{ user: User; link: { code: string; expiresAt: number } }> {
    const code = this.#newCode();
    const expiresAt = this.#services.clock() + passwordLinkMs;
    await this.#services.commit.submit((tx) => {
      this.#checkOfficer(user.role, user.officer);
      if (!this.#add(tx, user, null, by)) throw new Refusal('name-taken', `the name ${user.name} is taken`);
      this.#services.stores.accounts.putPasswordLink(tx, user.name, hashOf(code), expiresAt);
    });
    return { user: this.#userOf(this.#known(user.name)), link: { code, expiresAt } };
  }

  /** The first administrator; refuses with `forbidden` when there is a user already, whoever it is. */
  async createFirst(name: string, password: string): Promise<void> {
    checkPassword(name, password);
    const passwordHash = await this.#hashing.hash(password);
    await this.#services.commit.submit((tx) => {
      if (this.#services.stores.accounts.hasUsers())
        throw new Refusal('forbidden', 'the centre is set up already');
      this.#add(tx, { name, role: 'administrator', officer: null }, passwordHash, 'system');
    });
  }

  list(): User[] {
    return this.#services.stores.accounts.users().map((row) => this.#userOf(row));
  }

  /** One user. Refuses with not-found. */
  user(name: string): User {
    return this.#userOf(this.#known(name));
  }

  /**
   * Changes role, officer or whether a person may sign in; open sessions have the new role at once, those of a disabled
   * person end. Refuses with not-found | last-administrator | unknown-officer | invalid-request.
   */
  async change(name: string, change: UserChange, by: Actor): Promise<User> {
    const { stores, commit, audit } = this.#services;
    await commit.submit((tx) => {
      const before = this.#known(name);
      const role = change.role ?? before.role;
      // A person who is no officer any more is none of the officers either.
      const officer =
        change.officer === undefined ? (role === 'officer' ? before.officer : null) : change.officer;
      const disabled = (change.disabled ?? before.disabled === 1) ? 1 : 0;
      this.#checkOfficer(role, officer);
      const losesAdministrator = role !== 'administrator' || disabled === 1;
      if (
        before.role === 'administrator' &&
        losesAdministrator &&
        stores.accounts.otherAdministrators(name) === 0
      ) {
        throw new Refusal('last-administrator', 'nobody else could administer the centre');
      }
      stores.accounts.setUser(tx, { name, role, officer, disabled });
      if (disabled === 1) {
        stores.accounts.endSessionsOf(tx, name);
        stores.accounts.removePasswordLink(tx, name);
      }
      audit.record(tx, {
        actor: by,
        action: 'user.change',
        subject: userSubject(name),
        detail: {
          from: { role: before.role, officer: before.officer, disabled: before.disabled === 1 },
          to: { role, officer, disabled: disabled === 1 },
        },
      });
    });
    this.#sessions.cutAll(name);
    return this.user(name);
  }

  /** A new link to choose a password; an earlier one ends. Refuses with not-found | invalid-request (disabled, elsewhere). */
  async createPasswordLink(name: string, by: Actor): Promise<{ code: string; expiresAt: number }> {
    const { stores, commit, audit, clock } = this.#services;
    const code = this.#newCode();
    const expiresAt = clock() + passwordLinkMs;
    await commit.submit((tx) => {
      const user = this.#known(name);
      if (user.disabled === 1) throw new Refusal('invalid-request', 'this person may not sign in');
      if (user.externalId !== null)
        throw new Refusal('invalid-request', 'this person signs in at the identity provider');
      stores.accounts.putPasswordLink(tx, name, hashOf(code), expiresAt);
      audit.record(tx, { actor: by, action: 'user.password-link', subject: userSubject(name) });
    });
    return { code, expiresAt };
  }

  /** Sets the password by a link, once; sessions begun with the old one end. Refuses with unknown-code | link-expired. */
  async setPasswordByLink(code: string, password: string): Promise<string> {
    const { stores, commit, audit, clock } = this.#services;
    const found = stores.accounts.passwordLink(hashOf(code));
    if (found === undefined)
      throw new Refusal('unknown-code', 'this link was used, or replaced by a newer one');
    if (found.expiresAt < clock()) throw new Refusal('link-expired', 'this link has expired');
    const name = found.userName;
    checkPassword(name, password);
    const passwordHash = await this.#hashing.hash(password);
    await commit.submit((tx) => {
      if (!stores.accounts.takePasswordLink(tx, hashOf(code)))
        throw new Refusal('unknown-code', 'this link was used, or replaced by a newer one');
      stores.accounts.setPassword(tx, name, passwordHash);
      stores.accounts.endSessionsOf(tx, name);
      audit.record(tx, {
        actor: userSubject(name),
        action: 'user.password',
        subject: userSubject(name),
        detail: { by: 'link' },
      });
    });
    this.#sessions.cutAll(name);
    return name;
  }

  /** Takes the second factor off a person who lost it. Refuses with not-found. */
  async removeSecondFactor(name: string, by: Actor): Promise<void> {
    const { stores, commit, audit } = this.#services;
    await commit.submit((tx) => {
      this.#known(name);
      if (!stores.accounts.removeTotp(tx, name)) throw new Refusal('not-found', 'there is no second factor');
      audit.record(tx, { actor: by, action: 'user.totp-off', subject: userSubject(name) });
    });
  }

  async setSettings(settings: AccessSettings, by: Actor): Promise<void> {
    const { stores, commit, audit } = this.#services;
    await commit.submit((tx) => {
      stores.centre.setAccessSettings(tx, settings);
      audit.record(tx, {
        actor: by,
        action: 'access-settings.change',
        subject: 'centre',
        detail: { ...settings },
      });
    });
  }

  // The own account

  recoveryCodesLeft(name: string): number {
    return this.#services.stores.accounts.recoveryCodesLeft(name);
  }

  /** Changes the own password; every session ends. The caller begins a new one. Refuses with wrong-password | invalid-request. */
  async changePassword(name: string, current: string, next: string): Promise<void> {
    const { stores, commit, audit } = this.#services;
    await this.provePassword(name, current);
    checkPassword(name, next);
    const passwordHash = await this.#hashing.hash(next);
    await commit.submit((tx) => {
      stores.accounts.setPassword(tx, name, passwordHash);
      stores.accounts.endSessionsOf(tx, name);
      stores.accounts.removePasswordLink(tx, name);
      audit.record(tx, { actor: userSubject(name), action: 'user.password', subject: userSubject(name) });
    });
    this.#sessions.cutAll(name);
  }

  /** Whoever sits down at an open session is not yet its owner. Refuses with wrong-password. */
  async provePassword(name: string, password: string): Promise<void> {
    const user = this.#known(name);
    if (!(await this.#hashing.matches(user.passwordHash, password, 'known'))) {
      throw new Refusal('wrong-password', 'the password is wrong');
    }
  }

  /** A new secret for an authenticator; it counts once a code has proven it. */
  async beginTotp(name: string): Promise<{ uri: string; text: string }> {
    const { stores, commit, secrets, random } = this.#services;
    const secret = newTotpSecret(random);
    const sealed = secrets.encrypt(totpPurpose, name, secret);
    await commit.submit((tx) => stores.accounts.setPendingTotp(tx, name, sealed));
    return enrolmentOf(secret, name);
  }

  /** Turns the codes on; the recovery codes are given this once. Refuses with wrong-code | not-found (nothing begun). */
  async confirmTotp(name: string, code: string): Promise<string[]> {
    const { stores, commit, secrets, random, clock, audit } = this.#services;
    const recoveryCodes = newRecoveryCodes(random);
    const macs = recoveryCodes.map((one) => this.#recoveryMac(name, one)!);
    await commit.submit((tx) => {
      const pending = this.#known(name).totpPending;
      const secret = pending === null ? null : secrets.open(totpPurpose, name, pending);
      if (secret === null) throw new Refusal('not-found', 'no authenticator is being set up');
      const step = stepOfCode(secret, code, clock());
      if (step === null) throw new Refusal('wrong-code', 'the code does not fit');
      stores.accounts.confirmTotp(tx, name, step, macs);
      audit.record(tx, { actor: userSubject(name), action: 'user.totp-on', subject: userSubject(name) });
    });
    return recoveryCodes;
  }

  /**
   * Takes a code of the authenticator, or a recovery code: each good once. False when it is neither, or was taken before.
   */
  async takeSecondFactor(name: string, code: string): Promise<boolean> {
    const { stores, commit, secrets, clock, audit } = this.#services;
    const recoveryMac = this.#recoveryMac(name, code);
    return commit.submit((tx) => {
      const sealed = this.#known(name).totpSecret;
      const secret = sealed === null ? null : secrets.open(totpPurpose, name, sealed);
      if (secret === null) return false;
      const step = stepOfCode(secret, code, clock());
      if (step !== null) return stores.accounts.takeTotpStep(tx, name, step);
      if (recoveryMac === null || !stores.accounts.takeRecoveryCode(tx, name, recoveryMac)) return false;
      audit.record(tx, {
        actor: userSubject(name),
        action: 'user.recovery-code',
        subject: userSubject(name),
      });
      return true;
    });
  }

  /**
   * The user an identity provider vouches for, made or brought to the role and officer it says. Refuses with name-taken
   * (another account has the name) | forbidden (disabled here) | unknown-officer.
   */
  async putExternal(external: NewUser & { externalId: string }): Promise<string> {
    const { stores, commit, audit } = this.#services;
    const { externalId, role, officer } = external;
    const changed = await commit.submit((tx): { name: string; isOther: boolean } => {
      const known = stores.accounts.userByExternalId(externalId);
      this.#checkOfficer(role, officer);
      if (known === undefined) {
        const { name } = external;
        const isNew = stores.accounts.addUser(tx, { name, role, officer, passwordHash: null, externalId });
        if (!isNew) throw new Refusal('name-taken', `the name ${name} is taken by another account`);
        const subject = userSubject(name);
        audit.record(tx, {
          actor: 'system',
          action: 'user.create',
          subject,
          detail: { role, officer, externalId },
        });
        return { name, isOther: false };
      }
      const { name } = known;
      if (known.disabled === 1) throw new Refusal('forbidden', 'this account is disabled here');
      if (known.role === role && known.officer === officer) return { name, isOther: false };
      stores.accounts.setUser(tx, { name, role, officer, disabled: 0 });
      audit.record(tx, {
        actor: 'system',
        action: 'user.change',
        subject: userSubject(name),
        detail: { from: { role: known.role, officer: known.officer }, to: { role, officer } },
      });
      return { name, isOther: true };
    });
    if (changed.isOther) this.#sessions.cutAll(changed.name);
    return changed.name;
  }

  /** The identity provider grants no role any more: whatever is open of the person ends. */
  async endExternal(externalId: string): Promise<void> {
    const known = this.#services.stores.accounts.userByExternalId(externalId);
    if (known !== undefined) await this.#sessions.endAll(known.name);
  }

  #recoveryMac(name: string, text: string): Buffer | null {
    const code = normalRecoveryCode(text);
    return code === null ? null : this.#services.secrets.mac(recoveryPurpose, name, code);
  }

  #newCode(): string {
    return this.#services.random(24).toString('base64url');
  }

  #known(name: string): UserRow {
    const user = this.#services.stores.accounts.user(name);
    if (user === undefined) throw new Refusal('not-found', 'no such user');
    return user;
  }

  #add(tx: Tx, user: NewUser, passwordHash: string | null, by: Actor): boolean {
    const { stores, audit } = this.#services;
    const { name, role, officer } = user;
    if (!stores.accounts.addUser(tx, { name, role, officer, passwordHash })) return false;
    audit.record(tx, {
      actor: by,
      action: 'user.create',
      subject: userSubject(name),
      detail: { role, officer },
    });
    return true;
  }

  #checkOfficer(role: Role, officer: string | null): void {
    if ((role === 'officer') !== (officer !== null)) {
      throw new Refusal('invalid-request', 'an officer code goes with the role officer, and only with it', {
        errors: [{ path: 'officer', message: role === 'officer' ? 'is missing' : 'is for officers only' }],
      });
    }
    if (officer !== null && this.#services.stores.roster.officer(officer) === undefined) {
      throw new Refusal('unknown-officer', `no officer has the code ${officer}`);
    }
  }

  #userOf({ name, role, officer, disabled, passwordHash, externalId, totpSecret }: UserRow): User {
    return {
      name,
      role,
      officer,
      disabled: disabled === 1,
      signIn: externalId !== null ? 'identity-provider' : passwordHash === null ? 'none' : 'password',
      hasSecondFactor: totpSecret !== null,
    };
  }
}

/** Refuses passwords that are tried first, whatever their length: hardly any different letters, or the name in it. */
function checkPassword(name: string, password: string): void {
  const refuse = (message: string) => {
    throw new Refusal('invalid-request', `the password ${message}`, {
      errors: [{ path: 'password', message }],
    });
  };
  const plain = password.toLowerCase();
  if (new Set(plain).size < distinctCharsMin) refuse('repeats too few characters');
  if (name.length >= 4 && plain.includes(name.toLowerCase())) refuse('has the name in it');
}
