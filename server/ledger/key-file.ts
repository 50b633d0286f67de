// What the log must never have in its database: its signing key, and the last checkpoint it gave out. A database brought
// back from a backup is older than the second, which is how a restored log notices.
//
//   log-key          mode 0600; one line, the signing key; two while a rotation is under way, the new one last
//   log-checkpoint   the last checkpoint signed, written before anybody can see it; no part of a backup, and left as it is
//                    when one is put in place
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatSignerKey, NoteError, parseSignerKey, type SignerKey } from '../../shared/ledger/note.ts';
import { replaceFile } from './durable-file.ts';

export const keyFileName = 'log-key';
export const anchorFileName = 'log-checkpoint';

export class KeyFileError extends Error {
  override name = 'KeyFileError';
}

export class LogFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The keys in force, the newest last; none before the first run. @throws KeyFileError */
  keys(): SignerKey[] {
    const path = join(this.#folder, keyFileName);
    if (!existsSync(path)) return [];
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new KeyFileError(`${keyFileName} can be read by others; it must have mode 0600`);
    }
    try {
      const keys = readFileSync(path, 'utf8').trim().split('\n').map(parseSignerKey);
      if (keys.length > 2) throw new KeyFileError(`${keyFileName} holds more than two keys`);
      return keys;
    } catch (cause) {
      if (cause instanceof NoteError)
        throw new KeyFileError(`${keyFileName} is damaged: ${cause.message}`, { cause });
      throw cause;
    }
  }

  /** Durable on return. */
  writeKeys(keys: readonly SignerKey[]): void {
    replaceFile(this.#folder, keyFileName, keys.map((key) => `${formatSignerKey(key)}\n`).join(''), 0o600);
  }

  /** The last checkpoint given out, if this folder has ever given one. */
  anchor(): string | undefined {
    const path = join(this.#folder, anchorFileName);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  /** Durable on return. */
  writeAnchor(checkpoint: string): void {
    replaceFile(this.#folder, anchorFileName, checkpoint, 0o600);
  }
}
