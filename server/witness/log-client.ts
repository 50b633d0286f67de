// A log read over HTTP as any client of C2SP tlog-tiles reads it: plain GETs below a prefix, each bounded in bytes and
// time. Knows nothing of the server behind it.
import { consistencyProof, inclusionProof, type ReadNode } from '../../shared/merkle/proof.ts';
import {
  decodeEntryBundle,
  decodeHashTile,
  hashesAtLevel,
  nodeReader,
  TileError,
  tilePath,
  tileWidth,
} from '../../shared/merkle/tile.ts';
import { nativeSha256 } from '../ledger/bundle-directory.ts';

const timeoutMs = 30_000;
const checkpointBytesMax = 64 * 1024;
const tileBytesMax = tileWidth * 32;
const bundleBytesMax = tileWidth * (0xffff + 2);
/** Tiles that one proof may need: a tree of 2^53 leaves has 7 levels, and a proof touches few tiles of each. */
const tilesPerProofMax = 64;

/** The log could not be read, or did not take what was handed in. Says nothing about its honesty. */
export class LogClientError extends Error {
  override name = 'LogClientError';
}

export class LogClient {
  readonly #prefix: string;

  /** @param url the log's prefix, `https://host/log`; a bare host gets `/log` */
  constructor(url: URL) {
    const path = url.pathname.replace(/\/+$/, '');
    this.#prefix = `${url.origin}${path === '' ? '/log' : path}`;
  }

  get prefix(): string {
    return this.#prefix;
  }

  /** The checkpoint as the log shows it now. */
  async checkpoint(): Promise<string> {
    const bytes = await this.#get('checkpoint', checkpointBytesMax);
    if (bytes === undefined)
      throw new LogClientError(`${this.#prefix}/checkpoint: nothing has been published yet`);
    return new TextDecoder().decode(bytes);
  }

  /** Hashes from an earlier tree to a later one, read from the later one's tiles. Believe them when they verify. */
  consistency(earlierSize: number, treeSize: number): Promise<Uint8Array[]> {
    return this.#proof(treeSize, (read) => consistencyProof(earlierSize, treeSize, read, nativeSha256));
  }

  /** Inclusion proof of a leaf, read from tiles. */
  inclusion(leafIndex: number, treeSize: number): Promise<Uint8Array[]> {
    return this.#proof(treeSize, (read) => inclusionProof(leafIndex, treeSize, read, nativeSha256));
  }

  /** The entries of the bundle with that index, as the tree of that size has it. */
  async entries(index: number, treeSize: number): Promise<Uint8Array[]> {
    const width = Math.min(tileWidth, treeSize - index * tileWidth);
    const path = tilePath({ level: 'entries', index, width });
    const partial = await this.#get(path, bundleBytesMax);
    if (partial !== undefined) return this.#decode(path, () => decodeEntryBundle(partial, width));
    const full = await this.#full('entries', index, width, bundleBytesMax);
    return this.#decode(path, () => decodeEntryBundle(full, tileWidth).slice(0, width));
  }

  /**
   * Hands in a checkpoint with a cosignature.
   * @throws LogClientError with what the log answered when it does not take it
   */
  async handIn(note: string): Promise<void> {
    const url = `${this.#prefix}/cosignature`;
    const response = await this.#fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: note,
    });
    if (response.ok) {
      await response.body?.cancel();
      return;
    }
    const said = new TextDecoder().decode(await bounded(response, url, checkpointBytesMax));
    const detail = /"detail":"([^"]{0,300})"/.exec(said)?.[1] ?? '';
    throw new LogClientError(`${url} answered ${response.status} ${detail}`.trim());
  }

  /** Builds a proof, fetching the tiles it asks for until it has them all. */
  async #proof(treeSize: number, build: (read: ReadNode) => Uint8Array[]): Promise<Uint8Array[]> {
    const tiles = new Map<string, Uint8Array[]>();
    let missing: { level: number; index: number } | undefined;
    const read = nodeReader((level, index) => {
      const tile = tiles.get(`${level}/${index}`);
      if (tile === undefined) {
        missing = { level, index };
        throw new MissingTile();
      }
      return tile;
    }, nativeSha256);
    for (let fetched = 0; fetched <= tilesPerProofMax; fetched++) {
      try {
        return build(read);
      } catch (error) {
        if (!(error instanceof MissingTile)) throw error;
        const { level, index } = missing!;
        tiles.set(`${level}/${index}`, await this.#tile(level, index, treeSize));
      }
    }
    throw new LogClientError(`${this.#prefix}: a proof needs more than ${tilesPerProofMax} tiles`);
  }

  async #tile(level: number, index: number, treeSize: number): Promise<Uint8Array[]> {
    const width = Math.min(tileWidth, hashesAtLevel(treeSize, level) - index * tileWidth);
    const path = tilePath({ level, index, width });
    const bytes =
      (await this.#get(path, tileBytesMax)) ?? (await this.#full(level, index, width, tileBytesMax));
    return this.#decode(path, () => decodeHashTile(bytes.subarray(0, width * 32), width));
  }

  /** The full tile in place of a partial one: a log may drop those once it has grown past them. */
  async #full(
    level: number | 'entries',
    index: number,
    width: number,
    bytesMax: number,
  ): Promise<Uint8Array> {
    const path = tilePath({ level, index, width: tileWidth });
    const bytes = width === tileWidth ? undefined : await this.#get(path, bytesMax);
    if (bytes === undefined) throw new LogClientError(`${this.#prefix}/${path}: the log does not have it`);
    return bytes;
  }

  #decode<T>(path: string, decode: () => T): T {
    try {
      return decode();
    } catch (error) {
      if (error instanceof TileError) throw new LogClientError(`${this.#prefix}/${path}: ${error.message}`);
      throw error;
    }
  }

  /** The bytes; undefined on 404. */
  async #get(path: string, bytesMax: number): Promise<Uint8Array | undefined> {
    const url = `${this.#prefix}/${path}`;
    const response = await this.#fetch(url, {});
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new LogClientError(`${url} answered ${response.status}`);
    }
    return bounded(response, url, bytesMax);
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    } catch (cause) {
      throw new LogClientError(`${url} cannot be reached: ${reasonOf(cause)}`, { cause });
    }
  }
}

class MissingTile extends Error {}

async function bounded(response: Response, url: string, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > bytesMax) throw new LogClientError(`${url} is longer than ${bytesMax} bytes`);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof LogClientError) throw cause;
    throw new LogClientError(`${url} broke off: ${reasonOf(cause)}`, { cause });
  }
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: Error };
  return cause?.message || message;
}
