// What a bundle is: a directory that holds a whole log at one checkpoint and what was published from it, so that anyone
// can recompute the one from the other without a network, a database or this server.
//
//   manifest             signed note: kind, origin, period, tree, number of files, SHA-256 of SHA256SUMS
//   SHA256SUMS           digest and path of every other file, by path; `sha256sum -c SHA256SUMS` reads it
//   checkpoint           the log's checkpoint that everything refers to
//   checkpoints.jsonl    every checkpoint until then, one JSON string a line, smallest tree first
//   tile/...             entry bundles and hash tiles as C2SP tlog-tiles names them: the directory is a mirror of the log
//   entries.jsonl        the open entries once more, for reading: {entry, leafIndex} a line
//   tables/*.json        published tables (published-table.ts)
//   openings.jsonl.age   auditors' bundle: {entry, leafIndex, salt} a line, by leaf, encrypted with age
//   openings.jsonl       the same unencrypted, where the bundle never leaves the centre
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { fromBase64, fromUtf8, toBase64 } from '../encoding.ts';
import { NoteError } from '../note.ts';

export const bundleFile = {
  manifest: 'manifest',
  sums: 'SHA256SUMS',
  checkpoint: 'checkpoint',
  checkpoints: 'checkpoints.jsonl',
  entries: 'entries.jsonl',
  openings: 'openings.jsonl',
  encryptedOpenings: 'openings.jsonl.age',
} as const;
export const tableFolder = 'tables/';

/** A directory that is read. Paths have `/` between their parts. */
export interface BundleFiles {
  /** Every file below the directory, in ascending order of path bytes. */
  list(): AsyncIterable<string>;
  /** The bytes of a file; undefined when there is none. */
  open(path: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** A whole small file; undefined when there is none. @throws BundleError when it is longer than `bytesMax` */
  read(path: string, bytesMax: number): Promise<Uint8Array | undefined>;
}

/** A directory that is written. */
export interface BundleSink {
  /** Durable, or at least handed to the system, once it resolves. */
  write(path: string, content: AsyncIterable<Uint8Array> | Uint8Array): Promise<void>;
}

/** Not a bundle at all, or not readable. */
export class BundleError extends Error {
  override name = 'BundleError';
}

export interface Manifest {
  kind: 'public' | 'auditors';
  origin: string;
  /** The period whose openings and tables the bundle holds, or `all`. */
  period: string;
  treeSize: number;
  rootHash: Uint8Array;
  /** Files that SHA256SUMS names. */
  files: number;
  /** SHA-256 of SHA256SUMS. */
  sums: Uint8Array;
}

const firstLine = 'langnghe/bundle/v1';

export function formatManifestText({
  kind,
  origin,
  period,
  treeSize,
  rootHash,
  files,
  sums,
}: Manifest): string {
  return `${firstLine}\n${kind}\n${origin}\n${period}\n${treeSize}\n${toBase64(rootHash)}\n${files}\n${bytesToHex(sums)}\n`;
}

/** @throws NoteError `malformed` */
export function parseManifestText(text: string): Manifest {
  const [first, kind, origin, period, size, root, files, sums, end, ...rest] = text.split('\n');
  const count = /^(?:0|[1-9]\d{0,15})$/;
  const wellFormed =
    first === firstLine &&
    (kind === 'public' || kind === 'auditors') &&
    !!origin &&
    !!period &&
    count.test(size ?? '') &&
    count.test(files ?? '') &&
    /^[0-9a-f]{64}$/.test(sums ?? '') &&
    end === '' &&
    rest.length === 0;
  if (!wellFormed) throw new NoteError('malformed', 'the manifest is not one of a bundle');
  let rootHash: Uint8Array;
  try {
    rootHash = fromBase64(root!);
  } catch (cause) {
    throw new NoteError('malformed', 'the root hash of the manifest is not base64', { cause });
  }
  return {
    kind,
    origin,
    period,
    treeSize: Number(size),
    rootHash,
    files: Number(files),
    sums: hexToBytes(sums!),
  };
}

/** One line of SHA256SUMS. */
export function formatSum(digest: Uint8Array, path: string): string {
  return `${bytesToHex(digest)}  ${path}\n`;
}

/** A line without its newline; undefined when it is not one. */
export function parseSum(line: string): { digest: string; path: string } | undefined {
  const match = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line);
  return match === null ? undefined : { digest: match[1]!, path: match[2]! };
}

/** Order of paths in SHA256SUMS: that of their bytes. All paths of a bundle are ASCII. */
export function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export interface Opening {
  leafIndex: number;
  /** 32 bytes. */
  salt: Uint8Array;
  /** Canonical JSON of the response entry: exactly what the commitment is over. */
  entry: string;
}

/** Canonical JSON of {entry, leafIndex, salt} and a newline. */
export function formatOpening({ leafIndex, salt, entry }: Opening): string {
  return `{"entry":${entry},"leafIndex":${leafIndex},"salt":"${bytesToHex(salt)}"}\n`;
}

/** One line of entries.jsonl. `json` is the leaf as it stands in the log. */
export function formatExtract(leafIndex: number, json: string): string {
  return `{"entry":${json},"leafIndex":${leafIndex}}\n`;
}

/** A file that should be lines of text and is not. */
export class LineError extends Error {
  override name = 'LineError';
}

export const lineLengthMax = 1_000_000;

/** Lines of a UTF-8 stream, read a chunk at a time so that taking a line rarely has to wait. */
export class LineReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #lines: string[] = [];
  #at = 0;
  /** Bytes after the last newline. */
  #rest: Uint8Array = new Uint8Array(0);
  #ended = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next line without its newline, if one has been read already. */
  take(): string | undefined {
    return this.#at < this.#lines.length ? this.#lines[this.#at++] : undefined;
  }

  /** Reads on until there is a line to take; false at the end. @throws LineError on other than lines of UTF-8 */
  async fill(): Promise<boolean> {
    while (this.#at >= this.#lines.length && !this.#ended) {
      const { value, done } = await this.#chunks.next();
      if (done) {
        this.#ended = true;
        if (this.#rest.length > 0) throw new LineError('the last line has no end');
        return false;
      }
      const newline = value.lastIndexOf(0x0a);
      const complete = value.subarray(0, newline + 1);
      if (newline >= 0) {
        const bytes = join(this.#rest, complete);
        this.#lines = decodeLines(bytes);
        this.#at = 0;
        this.#rest = value.slice(newline + 1);
      } else {
        this.#rest = join(this.#rest, value);
        if (this.#rest.length > lineLengthMax) throw new LineError('a line is too long');
      }
    }
    return this.#at < this.#lines.length;
  }

  async next(): Promise<string | undefined> {
    return this.take() ?? ((await this.fill()) ? this.take() : undefined);
  }
}

function decodeLines(bytes: Uint8Array): string[] {
  let text: string;
  try {
    text = fromUtf8(bytes);
  } catch (cause) {
    throw new LineError('a line is not UTF-8', { cause });
  }
  const lines = text.split('\n');
  lines.pop();
  return lines;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
