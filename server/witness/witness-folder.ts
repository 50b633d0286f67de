// What a witness keeps on disk, in a directory of its own that needs no database:
//
//   witness-key                 mode 0600; the key it cosigns with (C2SP tlog-cosignature, type 4)
//   LOG/state.json              the largest checkpoint cosigned for that log, and the log's keys in force
//   LOG/evidence/REASON-ID.json what was refused and why: complete without anything but the log's verifier key
//
// LOG names the log's origin. The state is durable before a cosignature leaves the process: a witness that forgot what it
// has signed could be led to sign another history.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { originSchema } from '../../shared/ledger/checkpoint.ts';
import {
  formatSignerKey,
  NoteError,
  parseSignerKey,
  type SignerKey,
  signatureType,
  signerKey,
} from '../../shared/ledger/note.ts';
import type { Evidence } from '../../shared/ledger/witness.ts';
import { replaceFile } from '../ledger/durable-file.ts';

export const witnessKeyFile = 'witness-key';
const stateFile = 'state.json';
/** Pieces of evidence kept for a log; the first are what matters, and a liar must not fill the disk. */
export const evidenceMax = 1000;

export class WitnessFolderError extends Error {
  override name = 'WitnessFolderError';
}

const stateSchema = z.strictObject({
  v: z.literal(1),
  origin: originSchema,
  /** Verifier keys of the log in force. */
  keys: z.array(z.string().max(400)).min(1).max(8),
  /** Keys that an entry of the log has replaced: no longer believed, whoever gives them. */
  retired: z.array(z.string().max(400)).max(64),
  /** The largest checkpoint cosigned, as the log signed it. */
  checkpoint: z.string().max(100_000),
});
export type LogState = z.infer<typeof stateSchema>;

/**
 * The witness's key; made on first run when a name is given.
 * @throws WitnessFolderError when there is none and no name, or another name, or the file is open to others
 */
export function witnessKey(
  folder: string,
  name: string | undefined,
  random: (bytes: number) => Uint8Array,
): SignerKey {
  const path = join(folder, witnessKeyFile);
  if (existsSync(path)) {
    const key = readKey(path);
    if (name !== undefined && key.name !== name) {
      throw new WitnessFolderError(`the witness in ${folder} is ${key.name} and cannot become ${name}`);
    }
    return key;
  }
  if (name === undefined) {
    throw new WitnessFolderError(
      `${folder} holds no witness key; "witness key --state DIR --name NAME" makes one`,
    );
  }
  if (!originSchema.safeParse(name).success) {
    throw new WitnessFolderError(
      `${JSON.stringify(name)} cannot name a witness: a host name with a path, such as example.gov.vn/witness`,
    );
  }
  const key = signerKey(name, random(32), signatureType.cosignature);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  replaceFile(folder, witnessKeyFile, `${formatSignerKey(key)}\n`, 0o600);
  return key;
}

function readKey(path: string): SignerKey {
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new WitnessFolderError(`${path} can be read by others; it must have mode 0600`);
  }
  try {
    const key = parseSignerKey(readFileSync(path, 'utf8'));
    if (key.type !== signatureType.cosignature)
      throw new WitnessFolderError(`${path} is no key of a witness`);
    return key;
  } catch (cause) {
    if (cause instanceof NoteError)
      throw new WitnessFolderError(`${path} is damaged: ${cause.message}`, { cause });
    throw cause;
  }
}

/** What a witness keeps of one log. */
export class WitnessedLogFolder {
  readonly path: string;
  readonly #origin: string;

  constructor(folder: string, origin: string) {
    // Origins may hold what file names may not; the digest keeps two that look alike apart.
    const readable = origin.replaceAll(/[^a-zA-Z0-9.-]/g, '_').slice(0, 80);
    const digest = createHash('sha256').update(origin).digest('hex').slice(0, 8);
    this.path = join(folder, `${readable}-${digest}`);
    this.#origin = origin;
    mkdirSync(join(this.path, 'evidence'), { recursive: true, mode: 0o700 });
  }

  /** What was cosigned last; undefined before the first. @throws WitnessFolderError when the file is damaged */
  state(): LogState | undefined {
    const path = join(this.path, stateFile);
    if (!existsSync(path)) return undefined;
    try {
      const state = stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      if (state.origin === this.#origin) return state;
    } catch (cause) {
      throw new WitnessFolderError(
        `${path} is damaged: bring it back from a backup, a witness must not forget what it cosigned`,
        { cause },
      );
    }
    throw new WitnessFolderError(`${path} is the state of another log`);
  }

  /** Durable on return. */
  writeState(state: LogState): void {
    replaceFile(this.path, stateFile, `${JSON.stringify(state, null, 2)}\n`, 0o600);
  }

  /**
   * Keeps a refusal; durable on return. The same checkpoints refused again for the same reason are one piece.
   * @returns the file, or undefined when there is no room for more
   */
  keepEvidence(evidence: Evidence): string | undefined {
    const { reason, held, offered } = evidence;
    const id = createHash('sha256')
      .update(JSON.stringify([held, offered]))
      .digest('hex')
      .slice(0, 16);
    const folder = join(this.path, 'evidence');
    const name = `${reason}-${id}.json`;
    if (existsSync(join(folder, name))) return join(folder, name);
    if (readdirSync(folder).length >= evidenceMax) return undefined;
    replaceFile(folder, name, `${JSON.stringify(evidence, null, 2)}\n`, 0o600);
    return join(folder, name);
  }
}
