// The job of the second step: the leaves of some tiles are hashed, compared with the hash tiles and with an earlier copy,
// held against their order, and brought into subtrees. Responses are read here; other entries go back as they are.
import { CompactRange } from '../../merkle/compact-range.ts';
import { compareBytes, hashBytes, hashLeaf } from '../../merkle/hash.ts';
import { decodeHashTile, tilePath, tileWidth } from '../../merkle/tile.ts';
import { readResponseLeaf, responseLeafBytes } from '../response-leaf.ts';
import { hasHash, readEntries, readHashTile, widthOf } from './entry-bundles.ts';
import type { JobEnvironment } from './jobs.ts';
import type { Finding } from './report.ts';
import { isResponseLeaf } from './write.ts';

export interface TilesInput {
  /** Tiles [first, first + count). */
  first: number;
  count: number;
  treeSize: number;
  /** Leaves of the earlier copy; 0 without one. */
  earlierSize: number;
  /** Sizes of the tree at which the root is wanted, as far as they lie within these tiles. */
  rootSizes: readonly number[];
  /** Sizes at which one batch of leaves ends and the next begins, as far as they lie within these tiles. */
  batchEnds: readonly number[];
}

/** A leaf that is no response in its one form: for somebody else to judge. */
export interface OtherLeaf {
  leafIndex: number;
  leafHash: Uint8Array;
  bytes: Uint8Array;
}

export interface TileCheck {
  findings: Finding[];
  /** Hashes of the first and the last leaf; empty when there is none. */
  ends: Uint8Array[];
  /** Complete subtrees, largest first, of the first `size` leaves of the tile: for each size wanted, the whole tile last. */
  subtrees: { size: number; roots: Uint8Array[] }[];
  /** Leaves that look like responses. */
  responses: number;
  /** Leaves that are responses, in a file that is an entry bundle. */
  readable: number;
  /** Tags of the responses read, 32 bytes each, and the place of each in the tile. */
  tags: Uint8Array;
  places: Uint8Array;
  others: OtherLeaf[];
  /** A leaf of which neither the entry nor the hash is there ended the tile. */
  brokenOff: boolean;
}

/** Ends early with a tile that broke off. @throws BundleError */
export async function checkTiles(environment: JobEnvironment, input: TilesInput): Promise<TileCheck[]> {
  const checks: TileCheck[] = [];
  const rootSizes = new Set(input.rootSizes);
  const batchEnds = new Set(input.batchEnds);
  for (let index = input.first; index < input.first + input.count; index++) {
    const check = await checkTile(environment, input, index, rootSizes, batchEnds);
    checks.push(check);
    if (check.brokenOff) break;
  }
  return checks;
}

async function checkTile(
  environment: JobEnvironment,
  { treeSize, earlierSize }: TilesInput,
  index: number,
  rootSizes: ReadonlySet<number>,
  batchEnds: ReadonlySet<number>,
): Promise<TileCheck> {
  const first = index * tileWidth;
  const width = widthOf(index, treeSize);
  const findings: Finding[] = [];
  const { entries, hashes } = await readTile(environment, index, width, findings);
  const earlier = await readEarlierTile(environment, index, earlierSize);
  const range = new CompactRange(environment.hash);
  const subtrees: TileCheck['subtrees'] = [];
  const others: OtherLeaf[] = [];
  const tags = new Uint8Array(width * hashBytes);
  const places = new Uint8Array(width);
  let responses = 0;
  let readable = 0;
  let brokenOff = false;
  for (let i = 0; i < width; i++) {
    const leafIndex = first + i;
    const leafHash = hashes[i];
    if (leafHash === undefined) {
      findings.push({ code: 'leaf', message: 'neither the entry nor its hash is there', leafIndex });
      brokenOff = true;
      break;
    }
    if (earlier !== undefined && i < earlier.length / hashBytes && !hasHash(earlier, i, leafHash)) {
      const message = 'is not the leaf that stood here in the earlier copy';
      findings.push({ code: 'changed-leaf', message, leafIndex });
    }
    if (i > 0 && !batchEnds.has(leafIndex) && compareBytes(hashes[i - 1]!, leafHash) >= 0) {
      findings.push(outOfOrder(leafIndex));
    }
    range.append(leafHash);
    if (rootSizes.has(leafIndex + 1) || i + 1 === width) subtrees.push({ size: i + 1, roots: range.roots });
    const entry = entries[i];
    if (entry === undefined) continue;
    if (isResponseLeaf(entry)) responses++;
    if (
      entry.length === responseLeafBytes &&
      readResponseLeaf(entry, 0, commitment, tags, readable * hashBytes)
    ) {
      places[readable++] = i;
    } else {
      // Bytes of their own: a view would take the whole file along.
      others.push({ leafIndex, leafHash, bytes: new Uint8Array(entry) });
    }
  }
  return {
    findings,
    ends: range.size === 0 ? [] : [hashes[0]!, hashes[range.size - 1]!],
    subtrees,
    responses,
    readable,
    tags: tags.slice(0, readable * hashBytes),
    places: places.slice(0, readable),
    others,
    brokenOff,
  };
}

/** Read for its form alone. */
const commitment = new Uint8Array(hashBytes);

export function outOfOrder(leafIndex: number): Finding {
  return {
    code: 'order',
    message: 'does not follow the leaf before it in the order of leaf hashes',
    leafIndex,
  };
}

/** Entries of a tile with their leaf hashes; where the two files disagree, the hash tile's hash goes into the tree. */
async function readTile(
  { files, hash }: JobEnvironment,
  index: number,
  width: number,
  findings: Finding[],
): Promise<{ entries: Uint8Array[]; hashes: Uint8Array[] }> {
  const first = index * tileWidth;
  const tileAt = tilePath({ level: 0, index, width });
  const tile = await readHashTile(files, tileAt, width);
  if (tile === undefined) {
    findings.push({ code: 'file', message: `${tileAt} is missing or not a tile of ${width} hashes` });
  }
  const { list, problem } = await readEntries(files, index, width);
  const hashes = list.map((entry) => hashLeaf(entry, hash));
  if (problem !== undefined) {
    findings.push({ code: 'leaf', message: problem, leafIndex: first + firstDifference(hashes, tile) });
  }
  if (tile === undefined) return { entries: list, hashes };
  // The bundle as a whole is not to be trusted with positions: its entries are left out, the tree goes on.
  if (problem !== undefined) return { entries: [], hashes: decodeHashTile(tile, width) };
  for (const [i, leafHash] of hashes.entries()) {
    if (hasHash(tile, i, leafHash)) continue;
    findings.push({
      code: 'leaf',
      message: 'the entry does not have the hash in the tile',
      leafIndex: first + i,
    });
  }
  return { entries: list, hashes };
}

function firstDifference(hashes: Uint8Array[], tile: Uint8Array | undefined): number {
  const at = hashes.findIndex((hash, i) => tile === undefined || !hasHash(tile, i, hash));
  return at < 0 ? hashes.length : at;
}

/** Level-0 hashes of the earlier copy at this tile; none beyond its size. */
async function readEarlierTile(
  { earlier }: JobEnvironment,
  index: number,
  earlierSize: number,
): Promise<Uint8Array | undefined> {
  const width = Math.min(tileWidth, earlierSize - index * tileWidth);
  if (earlier === undefined || width < 1) return undefined;
  return readHashTile(earlier, tilePath({ level: 0, index, width }), width);
}
