// The device as the server knows it: a signing key that cannot leave the browser, its id, and the last known state of
// its place, all in IndexedDB. The key is non-extractable: a copied disk of another machine signs nothing that this
// code could read out, and revoking the device ends it.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import {
  deviceHeader,
  requestText,
  signatureHeader,
  socketText,
} from '../../shared/contract/device-signing.ts';
import type { KioskState, PairAnswer } from '../../shared/contract/devices.ts';
import type { Questionnaire } from '../../shared/contract/questionnaire.ts';
import { isKioskState } from './kept-state.ts';

interface Identity {
  deviceId: string;
  privateKey: CryptoKey;
}

/** Settings that staff make on the device. */
export interface DeviceSettings {
  /** CSS pixels a millimetre: 24 mm targets need it, and screens do not tell. */
  pixelsPerMm: number;
  /** Hex of SHA-256 of the staff PIN, or null before it is set. */
  pinHash: string | null;
  /** A slip has been scanned here before: citizens are told of the scanner. */
  hasScanner: boolean;
  /** A keyboard stands here: at the exit, remarks can be typed. */
  hasKeyboard: boolean;
  /** Shows the hall's presence code and nothing else. */
  hallScreen: boolean;
}

interface Schema extends DBSchema {
  values: { key: string; value: unknown };
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const;

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

const hexSha256 = async (text: string): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

/** Keys and storage exist only on HTTPS and on localhost. */
export const canHoldKey = (): boolean =>
  globalThis.isSecureContext && globalThis.crypto?.subtle !== undefined;

export type PairFailure = 'unknown-code' | 'expired' | 'too-many' | 'unreachable' | 'refused';

export class Device {
  readonly #db: IDBPDatabase<Schema>;
  #identity: Identity | null;

  private constructor(db: IDBPDatabase<Schema>, identity: Identity | null) {
    this.#db = db;
    this.#identity = identity;
  }

  static async open(): Promise<Device> {
    const db = await openDB<Schema>('langnghe-device', 1, {
      upgrade(fresh) {
        fresh.createObjectStore('values');
      },
    });
    return new Device(db, ((await db.get('values', 'identity')) as Identity | undefined) ?? null);
  }

  get id(): string | null {
    return this.#identity?.deviceId ?? null;
  }

  /** Makes a fresh key and has it paired by the code; the identity is durable before it is used. */
  async pair(code: string): Promise<PairAnswer | PairFailure> {
    const keys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
    const publicKey = base64(await crypto.subtle.exportKey('spki', keys.publicKey));
    let response: Response;
    try {
      response = await fetch('/api/devices/pair', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, publicKey }),
      });
    } catch {
      return 'unreachable';
    }
    if (!response.ok) {
      if (response.status === 404 || response.status === 422 || response.status === 400)
        return 'unknown-code';
      if (response.status === 410) return 'expired';
      if (response.status === 429) return 'too-many';
      return response.status >= 500 ? 'unreachable' : 'refused';
    }
    const answer = (await response.json()) as PairAnswer;
    const identity: Identity = { deviceId: answer.deviceId, privateKey: keys.privateKey };
    const tx = this.#db.transaction('values', 'readwrite', { durability: 'strict' });
    await tx.store.put(identity, 'identity');
    await tx.store.delete('state');
    await tx.done;
    this.#identity = identity;
    return answer;
  }

  /** Forgets the key: the device has to be paired again. The outbox stays. */
  async unpair(): Promise<void> {
    await this.#db.delete('values', 'identity');
    this.#identity = null;
  }

  async #sign(text: string): Promise<string> {
    if (!this.#identity) throw new Error('the device is not paired');
    return base64(
      await crypto.subtle.sign(signing, this.#identity.privateKey, new TextEncoder().encode(text)),
    );
  }

  async signSocket(nonce: string): Promise<string> {
    return this.#sign(socketText(this.id ?? '', nonce));
  }

  /** A signed request; rejects when there is no answer within `msMax`. */
  async request(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body: unknown,
    msMax: number,
  ): Promise<Response> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const signature = await this.#sign(requestText(method, path, await hexSha256(text)));
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), msMax);
    try {
      return await fetch(path, {
        method,
        headers: {
          [deviceHeader]: this.id ?? '',
          [signatureHeader]: signature,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: text }),
        cache: 'no-store',
        signal: abort.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** What was last known, for a start without network. */
  async remembered(): Promise<{ state: KioskState | null; questionnaire: Questionnaire | null }> {
    const state: unknown = await this.#db.get('values', 'state');
    return {
      // Kept by an earlier version it may lack what this one needs; then it is asked for again.
      state: isKioskState(state) ? state : null,
      questionnaire: ((await this.#db.get('values', 'questionnaire')) as Questionnaire | undefined) ?? null,
    };
  }

  async remember(key: 'state' | 'questionnaire', value: KioskState | Questionnaire): Promise<void> {
    await this.#db.put('values', value, key);
  }

  async settings(): Promise<DeviceSettings> {
    const stored = (await this.#db.get('values', 'settings')) as Partial<DeviceSettings> | undefined;
    // 96 CSS pixels an inch is what a browser believes of a screen it does not know.
    return {
      pixelsPerMm: stored?.pixelsPerMm ?? 96 / 25.4,
      pinHash: stored?.pinHash ?? null,
      hasScanner: stored?.hasScanner ?? false,
      hasKeyboard: stored?.hasKeyboard ?? false,
      hallScreen: stored?.hallScreen ?? false,
    };
  }

  async saveSettings(settings: DeviceSettings): Promise<void> {
    await this.#db.put('values', settings, 'settings');
  }
}

/** Not a secret store: a PIN keeps curious hands off, the key and the server keep the rest. */
export const pinHashOf = (deviceId: string, pin: string): Promise<string> => hexSha256(`${deviceId}\n${pin}`);
