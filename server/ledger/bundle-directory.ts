// Bundles as directories on disk: reading one that may come from anybody, and writing one of our own.
import { createHash, hash as digest } from 'node:crypto';
import { createReadStream, createWriteStream, type Dirent } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  BundleError,
  type BundleFiles,
  type BundleSink,
  comparePaths,
} from '../../shared/ledger/bundle/format.ts';
import type { RunningSha256 } from '../../shared/ledger/bundle/write.ts';
import type { Sha256 } from '../../shared/merkle/hash.ts';

/** OpenSSL's SHA-256 of a whole message. */
export const nativeSha256: Sha256 = (message) => digest('sha256', message, 'buffer');

export const nativeRunningSha256 = (): RunningSha256 => createHash('sha256');

const chunkBytes = 256 * 1024;

/** Reads below `directory`. Only plain files: a link could lead anywhere. */
export function bundleDirectory(directory: string): BundleFiles {
  return {
    list: () => walk(directory, ''),
    async open(path) {
      if (!(await isFile(join(directory, path)))) return undefined;
      return createReadStream(join(directory, path), { highWaterMark: chunkBytes });
    },
    async read(path, bytesMax) {
      return readWhole(join(directory, path), path, bytesMax);
    },
  };
}

async function readWhole(file: string, path: string, bytesMax: number): Promise<Uint8Array | undefined> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new BundleError(`${path} cannot be read`, { cause: error });
  }
  try {
    const { size } = await handle.stat();
    if (size > bytesMax) throw new BundleError(`${path} has ${size} bytes, more than ${bytesMax}`);
    return await handle.readFile();
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError(`${path} cannot be read`, { cause: error });
  } finally {
    await handle.close();
  }
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
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
