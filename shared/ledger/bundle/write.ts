// Writes a bundle from a ledger, one file after the other, holding no more than one file's worth of tile in memory.
import { concatBytes } from '@noble/hashes/utils.js';
import { CompactRange } from '../../merkle/compact-range.ts';
import { hashLeaf, type Sha256, sameBytes, sha256 } from '../../merkle/hash.ts';
import { encodeEntryBundle, encodeHashTile, tileHeight, tilePath, tileWidth } from '../../merkle/tile.ts';
import { openCheckpoint } from '../checkpoint.ts';
import { fromUtf8, toUtf8 } from '../encoding.ts';
import { formatNote, type SignerKey, signNoteText } from '../note.ts';
import { responseLeafBytes } from '../response-leaf.ts';
import {
  BundleError,
  type BundleSink,
  bundleFile,
  comparePaths,
  formatExtract,
  formatManifestText,
  formatOpening,
  formatSum,
  type Manifest,
  type Opening,
  tableFolder,
} from './format.ts';

/** The ledger that a bundle is made from. Everything is read once, in order. */
export interface LedgerSource {
  /** The signed checkpoint that the bundle is of. */
  checkpoint(): Promise<string>;
  /** Every checkpoint up to that one, it included, smallest tree first. */
  checkpoints(): AsyncIterable<string>;
  /** Public entries (leaf bytes) of leaves [from, to) in leaf order. */
  publicEntries(from: number, to: number): AsyncIterable<Uint8Array>;
  /** Published tables of the period: file name without folder, bytes. */
  tables(): AsyncIterable<{ name: string; bytes: Uint8Array }>;
  /** Openings of the period in ascending leaf order. Read only for an auditors' bundle. */
  openings(): AsyncIterable<Opening>;
}

/** SHA-256 fed in pieces. */
export interface RunningSha256 {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

export interface BundleOptions {
  kind: Manifest['kind'];
  /** `2026-10`, or `all`. */
  period: string;
  /** Signs the manifest; the checkpoint has its signatures already. */
  signer: SignerKey;
  /** Encrypts the openings; left out, they are written as they are. */
  encrypt?: (plain: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  hash?: Sha256;
  runningHash: () => RunningSha256;
}

/**
 * @throws NoteError when the checkpoint is not signed by the signer's key, BundleError when the entries do not have its
 *   root: then nothing has been signed
 */
export async function writeBundle(
  source: LedgerSource,
  sink: BundleSink,
  options: BundleOptions,
): Promise<Manifest> {
  const hash = options.hash ?? sha256;
  const sums: { path: string; digest: Uint8Array }[] = [];
  const put = async (path: string, content: AsyncIterable<Uint8Array> | Uint8Array) => {
    const running = options.runningHash();
    if (content instanceof Uint8Array) {
      running.update(content);
      await sink.write(path, content);
    } else {
      await sink.write(path, tee(content, running));
    }
    sums.push({ path, digest: running.digest() });
  };

  const checkpointText = await source.checkpoint();
  const checkpoint = openCheckpoint(checkpointText, [options.signer]);
  await put(bundleFile.checkpoint, toUtf8(checkpointText));
  await put(bundleFile.checkpoints, encodeChunks(jsonLines(source.checkpoints())));

  const rootHash = await writeTree(source, checkpoint.treeSize, put, hash);
  if (!sameBytes(rootHash, checkpoint.rootHash)) {
    throw new BundleError('the entries of the ledger do not have the root that its checkpoint states');
  }
  await put(bundleFile.entries, encodeChunks(extracts(source.publicEntries(0, checkpoint.treeSize))));
  for await (const { name, bytes } of source.tables()) await put(`${tableFolder}${name}`, bytes);
  if (options.kind === 'auditors') {
    const plain = encodeChunks(openingLines(source.openings()));
    if (options.encrypt === undefined) await put(bundleFile.openings, plain);
    else await put(bundleFile.encryptedOpenings, options.encrypt(plain));
  }

  sums.sort((a, b) => comparePaths(a.path, b.path));
  const sumsBytes = concatBytes(...sums.map(({ digest, path }) => toUtf8(formatSum(digest, path))));
  await sink.write(bundleFile.sums, sumsBytes);
  const manifest: Manifest = {
    kind: options.kind,
    origin: checkpoint.origin,
    period: options.period,
    treeSize: checkpoint.treeSize,
    rootHash,
    files: sums.length,
    sums: hash(sumsBytes),
  };
  const text = formatManifestText(manifest);
  await sink.write(
    bundleFile.manifest,
    toUtf8(formatNote({ text, signatures: [signNoteText(options.signer, text)] })),
  );
  return manifest;
}

/** Entry bundles and hash tiles; resolves to the root. */
async function writeTree(
  source: LedgerSource,
  treeSize: number,
  put: (path: string, content: Uint8Array) => Promise<void>,
  hash: Sha256,
): Promise<Uint8Array> {
  const range = new CompactRange(hash);
  let bundle: Uint8Array[] = [];
  const open = new Map<number, { index: number; hashes: Uint8Array[] }>();
  const full: { path: string; bytes: Uint8Array }[] = [];
  const flushBundle = async (index: number) => {
    await put(tilePath({ level: 'entries', index, width: bundle.length }), encodeEntryBundle(bundle));
    bundle = [];
  };
  for await (const entry of source.publicEntries(0, treeSize)) {
    bundle.push(entry);
    range.append(hashLeaf(entry, hash), (height, index, node) => {
      if (height % tileHeight !== 0) return;
      const level = height / tileHeight;
      const tile = open.get(level) ?? { index: Math.floor(index / tileWidth), hashes: [] };
      tile.hashes.push(node);
      open.set(level, tile);
      if (tile.hashes.length < tileWidth) return;
      full.push({
        path: tilePath({ level, index: tile.index, width: tileWidth }),
        bytes: encodeHashTile(tile.hashes),
      });
      open.delete(level);
    });
    if (bundle.length === tileWidth) {
      await flushBundle(range.size / tileWidth - 1);
      for (const { path, bytes } of full.splice(0)) await put(path, bytes);
    }
  }
  if (bundle.length > 0) await flushBundle(Math.floor(range.size / tileWidth));
  for (const [level, { index, hashes }] of open) {
    await put(tilePath({ level, index, width: hashes.length }), encodeHashTile(hashes));
  }
  if (range.size !== treeSize) {
    throw new BundleError(`the ledger gave ${range.size} entries for a tree of ${treeSize}`);
  }
  return range.root();
}

async function* tee(content: AsyncIterable<Uint8Array>, running: RunningSha256): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    running.update(chunk);
    yield chunk;
  }
}

const chunkLength = 64 * 1024;

/** Gathers short texts into chunks: streams are slow on many small ones. */
async function* encodeChunks(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let parts: string[] = [];
  let length = 0;
  for await (const text of texts) {
    parts.push(text);
    length += text.length;
    if (length < chunkLength) continue;
    yield toUtf8(parts.join(''));
    parts = [];
    length = 0;
  }
  if (length > 0) yield toUtf8(parts.join(''));
}

async function* jsonLines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) yield `${JSON.stringify(text)}\n`;
}

async function* extracts(entries: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let leafIndex = 0;
  for await (const entry of entries) {
    if (!isResponseLeaf(entry)) yield formatExtract(leafIndex, fromUtf8(entry));
    leafIndex++;
  }
}

/** Responses are told apart by what they begin with: canonical JSON of open entries never has `commitment` first. */
export function isResponseLeaf(entry: Uint8Array): boolean {
  const start = '{"commitment":';
  if (entry.length !== responseLeafBytes) return false;
  for (let i = 0; i < start.length; i++) if (entry[i] !== start.charCodeAt(i)) return false;
  return true;
}

async function* openingLines(openings: AsyncIterable<Opening>): AsyncGenerator<string> {
  for await (const opening of openings) yield formatOpening(opening);
}
