// The centre's log as the running server has it: opened once the data directory is this process's alone, it repairs what
// an interruption left, signs one checkpoint a seal, and lends its key to the promises of intake.
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { promiseMessage, type WirePromise } from '../../shared/ledger/promise.ts';
import { reachFaultPoint } from '../fault-point.ts';
import type { LogStorage } from './log-storage.ts';
import { LogTree } from './tree.ts';

export interface LogParts {
  storage: LogStorage;
  dataDir: string;
  origin: string;
  /** Epoch ms. */
  clock(): number;
  random(length: number): Buffer;
}

const signInBackground = (message: Uint8Array, key: KeyObject): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    sign(null, message, key, (error, signature) => (error === null ? resolve(signature) : reject(error)));
  });

/** PKCS #8 of an Ed25519 key up to its 32-byte seed (RFC 8410, section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

export class Log {
  readonly #parts: LogParts;
  #tree: LogTree | null = null;
  #key: { verifierKey: string; native: KeyObject } | null = null;

  constructor(parts: LogParts) {
    this.#parts = parts;
  }

  get storage(): LogStorage {
    return this.#parts.storage;
  }

  /** The open log. Requires that this process holds the data directory. */
  get tree(): LogTree {
    this.#tree ??= LogTree.open({
      storage: this.#parts.storage,
      folder: this.#parts.dataDir,
      origin: this.#parts.origin,
      clock: () => Math.floor(this.#parts.clock() / 1000),
      random: this.#parts.random,
      reach: reachFaultPoint,
    });
    return this.#tree;
  }

  /** Signs the promise that the log holds the tag by `mergeBy` (ISO 8601, UTC, whole seconds). */
  async promise(tag: Buffer, mergeBy: string): Promise<WirePromise> {
    const { origin, signer, verifierKey } = this.tree;
    // Done for every response: by the platform, some ten times faster than portable code, and off the main thread.
    if (this.#key?.verifierKey !== verifierKey) {
      const der = Buffer.concat([pkcs8Prefix, signer.seed]);
      this.#key = { verifierKey, native: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
    }
    const signature = await signInBackground(promiseMessage(origin, tag, mergeBy), this.#key.native);
    return { tag: tag.toString('hex'), mergeBy, signature: signature.toString('base64') };
  }
}
