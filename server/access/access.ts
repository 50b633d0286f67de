// Letting in what is no person: API keys, board links, paired devices. Secrets are shown once when made and kept as hashes;
// they are random, so no slow hash is needed. People are in accounts.ts, sessions.ts and sign-in.ts.
import { createHash, createPublicKey, type KeyObject, randomBytes, randomUUID, verify } from 'node:crypto';
import type { Role, Scope } from '../../shared/contract/access.ts';
import { requestText, socketText } from '../../shared/contract/device-signing.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { ApiKeyRow, DeviceRow } from '../storage/access-store.ts';
import type { SessionRow } from '../storage/account-store.ts';
import type { Accounts } from './accounts.ts';
import type { Actor } from './audit-trail.ts';
import type { Revocations } from './revocations.ts';
import type { Sessions } from './sessions.ts';

const pairingMs = 15 * 60_000;
/** Letters and digits that are not mistaken for each other when read aloud or off a screen. */
const pairingAlphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export interface AccessParts {
  accounts: Accounts;
  sessions: Sessions;
  revocations: Revocations;
}

export class Access {
  readonly #services: Services;
  readonly #parts: AccessParts;
  /** Parsed keys of paired devices; bounded by how many are paired. */
  readonly #deviceKeys = new Map<string, KeyObject>();

  constructor(services: Services, parts: AccessParts) {
    this.#services = services;
    this.#parts = parts;
  }

  /** Makes an API key and returns its secret, which is shown this once. */
  createApiKey(scopes: Scope[], label: string, by: Actor = 'system'): string {
    return this.addApiKey(scopes, label, by).secret;
  }

  addApiKey(scopes: Scope[], label: string, by: Actor): { secret: string; key: ApiKeyRow } {
    const secret = `ln_${randomBytes(24).toString('base64url')}`;
    const { file, stores, audit, clock } = this.#services;
    const key = { id: randomUUID(), label, scopes: [...new Set(scopes)], createdAt: clock(), revoked: 0 };
    file.transact((tx) => {
      stores.access.addApiKey(tx, { ...key, keyHash: hashOf(secret) });
      const subject = `key:${label}`;
      audit.record(tx, {
        actor: by,
        action: 'api-key.create',
        subject,
        detail: { id: key.id, scopes: key.scopes },
      });
    });
    return { secret, key };
  }

  /** What an API key is for and may do, or null when there is no such key, or it was revoked. */
  apiKey(secret: string): ApiKeyRow | null {
    return this.#services.stores.access.apiKey(hashOf(secret));
  }

  /** False when there is no such key to revoke. What it has open is cut. */
  async revokeApiKey(id: string, by: Actor): Promise<boolean> {
    const { stores, commit, audit } = this.#services;
    const done = await commit.submit((tx) => {
      const label = stores.access.revokeApiKey(tx, id);
      if (label === undefined) return false;
      audit.record(tx, { actor: by, action: 'api-key.revoke', subject: `key:${label}`, detail: { id } });
      return true;
    });
    if (done) this.#parts.revocations.cut(`key:${id}`);
    return done;
  }

  /** Has whatever came in by a key prove itself again: a command may have revoked it beside the running server. */
  recheckKeys(): void {
    this.#parts.revocations.cut('key');
  }

  /** Makes a user with a password. False when the name is taken. */
  createUser(
    user: { name: string; role: Role; officer: string | null; password: string },
    by: Actor = 'system',
  ): Promise<boolean> {
    return this.#parts.accounts.createWithPassword(user, by);
  }

  session(token: string): SessionRow | null {
    return this.#parts.sessions.find(token);
  }

  /** A code, good once and for a quarter of an hour, that turns a tablet into a kiosk. */
  async createPairingCode(
    place: 'counter' | 'exit',
    counter: string | null,
    by: Actor = 'system',
  ): Promise<{ code: string; expiresAt: number }> {
    const { stores, commit, audit } = this.#services;
    if (counter !== null && stores.roster.counter(counter) === undefined) {
      throw new Refusal('unknown-counter', `no counter has the code ${counter}`);
    }
    // 256 is a multiple of the alphabet's 32 letters: every letter is equally likely.
    const code = [...randomBytes(8)].map((byte) => pairingAlphabet[byte % 32]).join('');
    const now = this.#services.clock();
    const expiresAt = now + pairingMs;
    await commit.submit((tx) => {
      stores.access.addPairingCode(tx, hashOf(code), { place, counter, expiresAt }, now);
      const subject = counter === null ? place : `counter:${counter}`;
      audit.record(tx, { actor: by, action: 'device.pairing-code', subject });
    });
    return { code: `${code.slice(0, 4)}-${code.slice(4)}`, expiresAt };
  }

  /** Pairs a device by a code. Refuses with unknown-code | pairing-expired | invalid-request (key). */
  async pair(code: string, publicKey: string, label: string | undefined): Promise<DeviceRow> {
    const { stores, commit, clock, audit } = this.#services;
    const spki = Buffer.from(publicKey, 'base64');
    try {
      const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
      if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('not P-256');
    } catch {
      throw new Refusal('invalid-request', 'the public key must be ECDSA P-256 as SubjectPublicKeyInfo', {
        errors: [{ path: 'publicKey', message: 'is not an ECDSA P-256 key' }],
      });
    }
    const id = randomUUID();
    const outcome = await commit.submit((tx): DeviceRow | 'unknown-code' | 'pairing-expired' => {
      const pairing = stores.access.takePairingCode(tx, hashOf(code.replace('-', '')));
      if (pairing === undefined) return 'unknown-code';
      if (pairing.expiresAt < clock()) return 'pairing-expired';
      const device: DeviceRow = {
        id,
        publicKey: spki,
        label: label ?? `Kiosk ${pairing.counter ?? 'lối ra'}`,
        place: pairing.place,
        counter: pairing.counter,
        revoked: 0,
      };
      stores.access.addDevice(tx, device);
      const subject = `device:${id}` as const;
      audit.record(tx, { actor: subject, action: 'device.pair', subject, detail: { label: device.label } });
      return device;
    });
    if (outcome === 'unknown-code') throw new Refusal('unknown-code', 'no such pairing code');
    if (outcome === 'pairing-expired') throw new Refusal('pairing-expired', 'this pairing code has expired');
    this.#services.live.devicesChanged(this.#services.kiosks.lines());
    return outcome;
  }

  /** The device that signed a request; null when the device or the signature is not good. */
  deviceOfRequest(
    id: string,
    signature: string,
    method: string,
    path: string,
    body: Buffer,
  ): DeviceRow | null {
    const text = requestText(method, path, createHash('sha256').update(body).digest('hex'));
    return this.#deviceThatSigned(id, text, signature);
  }

  /** The device that answered a socket's challenge. */
  deviceOfSocket(id: string, nonce: string, signature: string): DeviceRow | null {
    return this.#deviceThatSigned(id, socketText(id, nonce), signature);
  }

  #deviceThatSigned(id: string, text: string, signature: string): DeviceRow | null {
    const device = this.#services.stores.access.device(id);
    if (device === undefined || device.revoked === 1) return null;
    let key = this.#deviceKeys.get(id);
    if (key === undefined) {
      key = createPublicKey({ key: device.publicKey, format: 'der', type: 'spki' });
      this.#deviceKeys.set(id, key);
    }
    const good = verify(
      'sha256',
      Buffer.from(text),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64'),
    );
    return good ? device : null;
  }

  async revokeDevice(id: string, by: Actor = 'system'): Promise<boolean> {
    const { stores, commit, kiosks, audit } = this.#services;
    const done = await commit.submit((tx) => {
      if (!stores.access.revokeDevice(tx, id)) return false;
      audit.record(tx, { actor: by, action: 'device.revoke', subject: `device:${id}` });
      return true;
    });
    if (done) kiosks.revoked(id);
    return done;
  }

  /** A read-only board address; the secret part is returned this once. */
  async createBoardLink(label: string, by: Actor = 'system'): Promise<{ id: string; token: string }> {
    const { stores, commit, audit } = this.#services;
    const id = randomUUID();
    const token = randomBytes(18).toString('base64url');
    await commit.submit((tx) => {
      stores.access.addBoardLink(tx, { id, label, linkHash: hashOf(token) });
      audit.record(tx, { actor: by, action: 'board-link.create', subject: `link:${id}`, detail: { label } });
    });
    return { id, token };
  }

  /** Id of the board link, or null when it is unknown or revoked. */
  boardLink(token: string): string | null {
    const link = this.#services.stores.access.boardLinkByHash(hashOf(token));
    return link === undefined || link.revoked === 1 ? null : link.id;
  }

  async revokeBoardLink(id: string, by: Actor = 'system'): Promise<boolean> {
    const { stores, commit, audit } = this.#services;
    const done = await commit.submit((tx) => {
      if (!stores.access.revokeBoardLink(tx, id)) return false;
      audit.record(tx, { actor: by, action: 'board-link.revoke', subject: `link:${id}` });
      return true;
    });
    if (done) this.#parts.revocations.cut(`link:${id}`);
    return done;
  }
}
