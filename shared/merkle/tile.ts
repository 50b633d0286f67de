// Tiles and entry bundles of C2SP tlog-tiles: their addresses, which of them a tree of a given size has, their bytes,
// and the reading of tree nodes out of them. Tile height is 8: a full tile holds 256 hashes.
import type { SubtreeId } from './compact-range.ts';
import { hashBytes, hashNode, type Sha256, sha256 } from './hash.ts';
import type { ReadNode } from './proof.ts';

export const tileHeight = 8;
export const tileWidth = 256;
/** The 16-bit length before each entry of a bundle. */
export const entryBytesMax = 0xffff;
export const tileLevelMax = 63;

/** A resource below the log's prefix. Width 256 is full; 1 to 255 partial. */
export interface TileId {
  /** Level of a hash tile, or `entries` for an entry bundle. */
  level: number | 'entries';
  index: number;
  width: number;
}

export class TileError extends Error {
  override name = 'TileError';
}

/** `tile/1/x001/234` or, of a partial tile, `tile/1/x001/234.p/17`. */
export function tilePath({ level, index, width }: TileId): string {
  const groups: string[] = [];
  let rest = index;
  do {
    groups.unshift(String(rest % 1000).padStart(3, '0'));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  const name = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${name}${width === tileWidth ? '' : `.p/${width}`}`;
}

/** The tile that a path names, or undefined when the path is not exactly what `tilePath` writes. */
export function parseTilePath(path: string): TileId | undefined {
  const match = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (match === null) return undefined;
  const [, levelText, name, widthText] = match;
  const level = levelText === 'entries' ? 'entries' : Number(levelText);
  const index = Number(name!.replaceAll(/[x/]/g, ''));
  const width = widthText === undefined ? tileWidth : Number(widthText);
  if ((level !== 'entries' && level > tileLevelMax) || (widthText !== undefined && width >= tileWidth))
    return undefined;
  const tile = { level, index, width } as const;
  // One resource, one address: refuses leading `x000/` groups.
  return tilePath(tile) === path ? tile : undefined;
}

/** Number of hashes that a tree of `treeSize` leaves has at a tile level (level 0 counts leaves). */
export function hashesAtLevel(treeSize: number, level: number): number {
  return Math.floor(treeSize / 2 ** (tileHeight * level));
}

/**
 * Tiles of one level that a tree grown from `earlierSize` to `treeSize` needs and the earlier one did not have as they
 * now are: the completed ones and the partial one at the right edge. Ascending index.
 */
export function newTiles(level: number | 'entries', earlierSize: number, treeSize: number): TileId[] {
  const before = hashesAtLevel(earlierSize, level === 'entries' ? 0 : level);
  const after = hashesAtLevel(treeSize, level === 'entries' ? 0 : level);
  const tiles: TileId[] = [];
  if (after <= before) return tiles;
  for (let index = Math.floor(before / tileWidth); index * tileWidth < after; index++) {
    tiles.push({ level, index, width: Math.min(tileWidth, after - index * tileWidth) });
  }
  return tiles;
}

/** Every hash tile and entry bundle of a tree of that size: entry bundles, then level by level. */
export function* tilesOfTree(treeSize: number): Generator<TileId> {
  yield* newTiles('entries', 0, treeSize);
  for (let level = 0; level <= tileLevelMax && hashesAtLevel(treeSize, level) > 0; level++) {
    yield* newTiles(level, 0, treeSize);
  }
}

/** Concatenated hashes of a tile. @throws TileError when it is empty or too wide */
export function encodeHashTile(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length < 1 || hashes.length > tileWidth)
    throw new TileError(`a tile cannot hold ${hashes.length} hashes`);
  const bytes = new Uint8Array(hashes.length * hashBytes);
  hashes.forEach((hash, i) => {
    if (hash.length !== hashBytes) throw new TileError(`hash ${i} has ${hash.length} bytes`);
    bytes.set(hash, i * hashBytes);
  });
  return bytes;
}

/** The hashes of a tile, as views on its bytes. @throws TileError when the length does not match the width */
export function decodeHashTile(bytes: Uint8Array, width: number): Uint8Array[] {
  if (bytes.length !== width * hashBytes) {
    throw new TileError(`a tile of ${width} hashes has ${bytes.length} bytes, not ${width * hashBytes}`);
  }
  return Array.from({ length: width }, (_, i) => bytes.subarray(i * hashBytes, (i + 1) * hashBytes));
}

/** Entries with their big-endian 16-bit lengths. @throws TileError when one is too long or there are too many */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length < 1 || entries.length > tileWidth) {
    throw new TileError(`an entry bundle cannot hold ${entries.length} entries`);
  }
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > entryBytesMax) throw new TileError(`an entry of ${entry.length} bytes is too long`);
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** The entries of a bundle, as views on its bytes. @throws TileError when the bytes do not hold exactly `width` entries */
export function decodeEntryBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (entries.length === width) throw new TileError(`the entry bundle goes on after entry ${width}`);
    if (at + 2 > bytes.length) throw new TileError('the entry bundle ends within a length');
    const length = (bytes[at]! << 8) | bytes[at + 1]!;
    at += 2;
    if (at + length > bytes.length)
      throw new TileError(`the entry bundle ends within entry ${entries.length}`);
    entries.push(bytes.subarray(at, at + length));
    at += length;
  }
  if (entries.length !== width)
    throw new TileError(`the entry bundle has ${entries.length} entries, not ${width}`);
  return entries;
}

/**
 * Reads tree nodes out of hash tiles. `readTile` gives the hashes of a tile, at least those that the tree of interest
 * has; it may be wider. Asks for a tile again each time: keep a cache behind it where that is dear.
 */
export function nodeReader(
  readTile: (level: number, index: number) => readonly Uint8Array[],
  hash: Sha256 = sha256,
): ReadNode {
  return ({ height, index }: SubtreeId) => {
    const level = Math.floor(height / tileHeight);
    const heightInTile = height - level * tileHeight;
    const first = index * 2 ** heightInTile;
    const tile = readTile(level, Math.floor(first / tileWidth));
    const from = first % tileWidth;
    const count = 2 ** heightInTile;
    if (from + count > tile.length) {
      throw new TileError(
        `tile ${level}/${Math.floor(first / tileWidth)} has ${tile.length} hashes, needs ${from + count}`,
      );
    }
    let nodes = tile.slice(from, from + count);
    while (nodes.length > 1) {
      nodes = Array.from({ length: nodes.length / 2 }, (_, i) =>
        hashNode(nodes[2 * i]!, nodes[2 * i + 1]!, hash),
      );
    }
    return nodes[0]!;
  };
}
