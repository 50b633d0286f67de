// The key that must not lie in the database: the root of every HMAC.
// secrets.json, mode 0600, made on first run; without it slips already printed can no longer be read.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StorageError } from './database.ts';

const secretsSchema = z.strictObject({
  version: z.literal(1),
  /** 32 bytes, base64: the root of derived keys. */
  root: z.base64().length(44),
});

export interface Secrets {
  /** HMAC-SHA-256 under a key of its own for each purpose. */
  mac(purpose: string, ...parts: string[]): Buffer;
  /** A secret permutation of 16-byte values (one AES-128 block), for each purpose. */
  permute(purpose: string, block: Buffer): Buffer;
  unpermute(purpose: string, block: Buffer): Buffer;
  /**
   * Encrypts what the database keeps but must not give away: AES-256-GCM, nonce[12] || ciphertext || tag[16].
   * @param owner what the value belongs to; a value moved to another owner does not decrypt
   */
  encrypt(purpose: string, owner: string, plain: Buffer): Buffer;
  /** Throws StorageError('secrets-unreadable') on what was not encrypted under this root for this purpose and owner. */
  decrypt(purpose: string, owner: string, sealed: Buffer): Buffer;
  /** As `decrypt`, for what strangers bring along (cookies): null instead of throwing. */
  open(purpose: string, owner: string, sealed: Buffer): Buffer | null;
}

const nonceBytes = 12;
const gcmTagBytes = 16;

/** Reads secrets.json or makes it; durable on return. Throws StorageError('secrets-unreadable'). */
export function openSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json');
  if (!existsSync(path)) create(dataDir, path);
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new StorageError(
      'secrets-unreadable',
      'secrets.json can be read by others; it must have mode 0600',
    );
  }
  let parsed: z.infer<typeof secretsSchema>;
  try {
    parsed = secretsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new StorageError('secrets-unreadable', 'secrets.json is damaged; restore it from a backup', {
      cause: error,
    });
  }
  const root = Buffer.from(parsed.root, 'base64');
  const keys = new Map<string, Buffer>();
  const keyFor = (purpose: string): Buffer => {
    let key = keys.get(purpose);
    if (key === undefined) {
      key = createHmac('sha256', root).update(`langnghe/${purpose}/v1`).digest();
      keys.set(purpose, key);
    }
    return key;
  };
  const oneBlock = (
    make: typeof createCipheriv | typeof createDecipheriv,
    purpose: string,
    block: Buffer,
  ): Buffer => {
    if (block.length !== 16) throw new RangeError(`a block has 16 bytes, not ${block.length}`);
    const cipher = make('aes-128-ecb', keyFor(purpose).subarray(0, 16), null);
    cipher.setAutoPadding(false);
    return Buffer.concat([cipher.update(block), cipher.final()]);
  };
  const decrypt: Secrets['decrypt'] = (purpose, owner, sealed) => {
    try {
      const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), sealed.subarray(0, nonceBytes), {
        authTagLength: gcmTagBytes,
      });
      decipher.setAAD(Buffer.from(owner));
      decipher.setAuthTag(sealed.subarray(-gcmTagBytes));
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -gcmTagBytes)), decipher.final()]);
    } catch (cause) {
      throw new StorageError(
        'secrets-unreadable',
        'a value in the database was encrypted under another secrets.json',
        { cause },
      );
    }
  };
  return {
    permute: (purpose, block) => oneBlock(createCipheriv, purpose, block),
    unpermute: (purpose, block) => oneBlock(createDecipheriv, purpose, block),
    encrypt(purpose, owner, plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce);
      cipher.setAAD(Buffer.from(owner));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    decrypt,
    open(purpose, owner, sealed) {
      try {
        return decrypt(purpose, owner, sealed);
      } catch {
        return null;
      }
    },
    mac(purpose, ...parts) {
      const mac = createHmac('sha256', keyFor(purpose));
      // Each part goes in with its length, so that no two lists of parts give the same bytes.
      for (const part of parts) mac.update(`${Buffer.byteLength(part)}:${part}`);
      return mac.digest();
    },
  };
}

function create(dataDir: string, path: string): void {
  const document = {
    version: 1,
    root: randomBytes(32).toString('base64'),
  };
  const temporary = join(dataDir, `secrets.json.${process.pid}.new`);
  const file = openSync(temporary, 'wx', 0o600);
  writeSync(file, `${JSON.stringify(document, null, 2)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
}
