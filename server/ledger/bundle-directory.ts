// Bundles as directories on disk: reading one that may come from anybody, and writing one of our own.
import { createHash, hash as digest } from 'node:crypto';
import {
  closeSync,
  constants,
  createWriteStream,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
} from 'node:fs';
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

/**
 * Reads below `directory`. Only plain files: a link could lead anywhere. A bundle has thousands of small files, which are
 * read synchronously: waiting for a thread for each of four calls a file costs more than the reading.
 */
export function bundleDirectory(directory: string): BundleFiles {
  return {
    list: () => walk(directory, ''),
    async open(path) {
      const file = openPlain(join(directory, path), path);
      return file === undefined ? undefined : chunksOf(file, path);
    },
    async read(path, bytesMax) {
      const file = openPlain(join(directory, path), path);
      if (file === undefined) return undefined;
      try {
        if (file.size > bytesMax)
          throw new BundleError(`${path} has ${file.size} bytes, more than ${bytesMax}`);
        const bytes = Buffer.allocUnsafeSlow(file.size);
        return bytes.subarray(0, readInto(file.handle, bytes, path));
      } finally {
        closeSync(file.handle);
      }
    },
  };
}

const checkpointBytesMax = 100_000;

/** Leaves of the bundle as its checkpoint states them, unchecked; 0 where there is no such file. */
export async function statedTreeSize(directory: string): Promise<number> {
  const bytes = await bundleDirectory(directory).read(bundleFile.checkpoint, checkpointBytesMax);
  return Number(/^\S+\n(\d{1,15})\n/.exec(new TextDecoder().decode(bytes))?.[1] ?? 0);
}

interface OpenFile {
  handle: number;
  size: number;
}

// A link is not followed, and a pipe not waited for. Where the system has no such flags, what is opened is looked at before.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** A plain file, opened; undefined when there is none. */
function openPlain(file: string, path: string): OpenFile | undefined {
  let handle: number | undefined;
  try {
    if (O_NOFOLLOW === 0 && !lstatSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
    handle = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stats = fstatSync(handle);
    if (stats.isFile()) return { handle, size: stats.size };
    closeSync(handle);
    return undefined;
  } catch (cause) {
    if (handle !== undefined) closeSync(handle);
    if (notThere.has((cause as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new BundleError(`${path} cannot be read`, { cause });
  }
}

/** Nothing of that name, below something that is no directory, a link, a socket. */
const notThere: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EMLINK', 'ENXIO']);

/** The file to the length that it was opened with, in pieces that are the caller's; closes it. */
async function* chunksOf({ handle, size }: OpenFile, path: string): AsyncGenerator<Uint8Array> {
  try {
    for (let rest = size; rest > 0; ) {
      const chunk = Buffer.allocUnsafeSlow(Math.min(rest, chunkBytes));
      const length = readInto(handle, chunk, path);
      if (length > 0) yield chunk.subarray(0, length);
      if (length < chunk.length) return;
      rest -= length;
    }
  } finally {
    closeSync(handle);
  }
}

/** Fills `bytes` from where the file stands; the number read is less only at its end. */
function readInto(handle: number, bytes: Uint8Array, path: string): number {
  let length = 0;
  try {
    while (length < bytes.length) {
      const read = readSync(handle, bytes, length, bytes.length - length, null);
      if (read === 0) break;
      length += read;
    }
  } catch (cause) {
    throw new BundleError(`${path} cannot be read`, { cause });
  }
  return length;
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
