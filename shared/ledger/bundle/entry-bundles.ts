// Entry bundles of a bundle's tree, as they are found: readable or with what is wrong with them.

import { hashBytes } from '../../merkle/hash.ts';
import { decodeEntryBundle, entryBytesMax, TileError, tilePath, tileWidth } from '../../merkle/tile.ts';
import type { BundleFiles } from './format.ts';

/** Leaves in the tile of that index. */
export function widthOf(index: number, treeSize: number): number {
  return Math.min(tileWidth, treeSize - index * tileWidth);
}

export interface ReadEntries {
  list: Uint8Array[];
  /** Why the file is not the bundle that it should be; the list then holds what could be read of it. */
  problem?: string;
}

/** The entries of a tile, as views on the bytes read. @throws BundleError when the file is too long or not readable */
export async function readEntries(files: BundleFiles, index: number, width: number): Promise<ReadEntries> {
  const path = tilePath({ level: 'entries', index, width });
  const bytes = await files.read(path, tileWidth * (entryBytesMax + 2));
  if (bytes === undefined) return { list: [], problem: `${path} is missing` };
  try {
    return { list: decodeEntryBundle(bytes, width) };
  } catch (error) {
    if (!(error instanceof TileError)) throw error;
    for (let fewer = 1; fewer <= tileWidth; fewer++) {
      try {
        return { list: decodeEntryBundle(bytes, fewer), problem: `${path}: ${error.message}` };
      } catch {
        // Not that many either.
      }
    }
    return { list: [], problem: `${path}: ${error.message}` };
  }
}

/** The hashes of a tile, one behind the other; undefined when there is none of that width. */
export async function readHashTile(
  files: BundleFiles,
  path: string,
  width: number,
): Promise<Uint8Array | undefined> {
  const bytes = await files.read(path, tileWidth * hashBytes);
  return bytes?.length === width * hashBytes ? bytes : undefined;
}

/** True when the hash of that place in a tile is this one; false also where the tile has no such place. */
export function hasHash(tile: Uint8Array, place: number, hash: Uint8Array): boolean {
  const at = place * hashBytes;
  for (let i = 0; i < hashBytes; i++) if (tile[at + i] !== hash[i]) return false;
  return true;
}
