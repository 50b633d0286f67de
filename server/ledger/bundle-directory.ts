// Bundles as directories on disk: reading one that may come from anybody, and writing one of our own.
import { createHash, hash as digest } from 'node:crypto';
import { createReadStream, createWriteStream, type Dirent, lstatSync, readFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  BundleError,
  type BundleFiles,
  type BundleSink,
  bundleFile,
  comparePaths,
} from '../../shared/ledger/bundle/format.ts';
import type { RunningSha256 } from '../../shared/ledger/bundle/write.ts';
import { hashBytes, type Sha256 } from '../../shared/merkle/hash.ts';

/**
 * OpenSSL's SHA-256 of a whole message. Asked for as text of one byte a sign and copied: a buffer would be memory outside
 * the heap, whose making and collecting costs three times the hashing.
 */
export const nativeSha256: Sha256 = (message) => {
  const text = digest('sha256', message, 'binary');
  const bytes = new Uint8Array(hashBytes);
  for (let i = 0; i < hashBytes; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};

export const nativeRunningSha256 = (): RunningSha256 => createHash('sha256');

const chunkBytes = 256 * 1024;
/** Up to this a file is read in one piece. */
const wholeBytesMax = 1024 * 1024;

/**
 * Reads below `directory`. Only plain files: a link could lead anywhere. A bundle has thousands of small files, which are
 * read synchronously: waiting for a thread for each of four calls a file costs more than the reading.
 */
export function bundleDirectory(directory: string): BundleFiles {
  return {
    list: () => walk(directory, ''),
    async open(path) {
      const file = join(directory, path);
      const size = sizeOf(file, path);
      if (size === undefined) return undefined;
      if (size > wholeBytesMax) return createReadStream(file, { highWaterMark: chunkBytes });
      return once(readFileSync(file));
    },
    async read(path, bytesMax) {
      const file = join(directory, path);
      const size = sizeOf(file, path);
      if (size === undefined) return undefined;
      if (size > bytesMax) throw new BundleError(`${path} has ${size} bytes, more than ${bytesMax}`);
      return readFileSync(file);
    },
  };
}

/** Leaves of the bundle as its checkpoint states them, unchecked; 0 where there is no such file. */
export async function statedTreeSize(directory: string): Promise<number> {
  const bytes = await bundleDirectory(directory).read(bundleFile.checkpoint, wholeBytesMax);
  return Number(/^\S+\n(\d{1,15})\n/.exec(new TextDecoder().decode(bytes))?.[1] ?? 0);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Bytes of a plain file; undefined when there is none. */
function sizeOf(file: string, path: string): number | undefined {
  try {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    return stats?.isFile() ? stats.size : undefined;
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new BundleError(`${path} cannot be read`, { cause });
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Paths in the order of their bytes: a directory sorts as its name with `/`, so that the walk itself is in order. */
async function* walk(directory: string, prefix: string): AsyncGenerator<string> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(directory, prefix), { withFileTypes: true });
  } catch (cause) {
    throw new BundleError(`${join(directory, prefix)} is not a readable directory`, { cause });
  }
  const names = entries.map((entry) => ({
    entry,
    name: entry.isDirectory() ? `${entry.name}/` : entry.name,
  }));
  names.sort((a, b) => comparePaths(a.name, b.name));
  for (const { entry, name } of names) {
    if (entry.isDirectory()) yield* walk(directory, prefix + name);
    else yield prefix + name;
  }
}

/**
 * Writes into `directory`, which must be empty or not exist: a bundle never mixes with what was there.
 * @throws BundleError
 */
export async function newBundleDirectory(directory: string): Promise<BundleSink> {
  await mkdir(directory, { recursive: true });
  if ((await readdir(directory)).length > 0) throw new BundleError(`${directory} is not empty`);
  const made = new Set<string>();
  return {
    async write(path, content) {
      const file = join(directory, path);
      const folder = dirname(file);
      if (!made.has(folder)) {
        await mkdir(folder, { recursive: true });
        made.add(folder);
      }
      const chunks = content instanceof Uint8Array ? [content] : content;
      await pipeline(Readable.from(chunks, { objectMode: false }), createWriteStream(file, { flags: 'wx' }));
    },
  };
}
