// Recomputes everything that the log derives from its rows and compares. What is derived can be made again; a row or a
// checkpoint that does not fit is damage that only a backup or a witness can speak to.
import { bytesToHex } from '@noble/hashes/utils.js';
import { type Checkpoint, parseCheckpointText } from '../../shared/ledger/checkpoint.ts';
import { NoteError, parseNote } from '../../shared/ledger/note.ts';
import { CompactRange } from '../../shared/merkle/compact-range.ts';
import { hashLeaf, sameBytes } from '../../shared/merkle/hash.ts';
import { tileHeight, tileWidth } from '../../shared/merkle/tile.ts';
import { nativeSha256 } from './bundle-directory.ts';
import type { LogStorage } from './log-storage.ts';

export interface LogDamage {
  /** Whether integration can make it good. */
  derived: boolean;
  message: string;
}

const readLength = 4096;

/** Everything that does not fit, in reading order; empty when the log is sound. Reads, writes nothing. */
export function checkLog(storage: LogStorage): LogDamage[] {
  const damage: LogDamage[] = [];
  const wanted = new Map<number, { number: number; root: string }[]>();
  for (const { number, note, treeSize } of storage.checkpoints()) {
    const stated = readCheckpoint(note);
    if (stated === undefined) {
      damage.push({ derived: false, message: `checkpoint ${number} is not one` });
      continue;
    }
    if (stated.treeSize !== treeSize) {
      damage.push({
        derived: false,
        message: `checkpoint ${number} is of ${stated.treeSize} leaves, not ${treeSize}`,
      });
    }
    wanted.set(treeSize, [...(wanted.get(treeSize) ?? []), { number, root: bytesToHex(stated.rootHash) }]);
  }
  const range = new CompactRange(nativeSha256);
  const tiles = new Map<string, Uint8Array[]>();
  const checkRoots = () => {
    for (const { number, root } of wanted.get(range.size) ?? []) {
      if (bytesToHex(range.root()) !== root) {
        damage.push({ derived: false, message: `the ledger does not have the root of checkpoint ${number}` });
      }
    }
  };
  const integrated = storage.integratedSize();
  const count = storage.leafCount();
  checkRoots();
  for (let from = 0; from < count; from += readLength) {
    const to = Math.min(count, from + readLength);
    const entries = storage.publicEntries(from, to);
    for (const [i, leafHash] of storage.leafHashes(from, to).entries()) {
      const entry = entries[i];
      if (entry === undefined || !sameBytes(hashLeaf(entry, nativeSha256), leafHash)) {
        damage.push({ derived: false, message: `leaf ${from + i} does not have its hash` });
      }
      if (range.size < integrated) {
        range.append(leafHash, (height, at, hash) => {
          if (height % tileHeight !== 0) return;
          const key = `${height / tileHeight}/${Math.floor(at / tileWidth)}`;
          const tile = tiles.get(key);
          if (tile === undefined) tiles.set(key, [hash]);
          else tile.push(hash);
        });
        checkRoots();
      }
    }
  }
  for (const treeSize of wanted.keys()) {
    if (treeSize > range.size) {
      damage.push({
        derived: treeSize <= count,
        message: `a checkpoint is of ${treeSize} leaves, the tiles hold ${range.size}`,
      });
    }
  }
  for (const { level, index, bytes } of storage.tiles()) {
    const key = `${level}/${index}`;
    const expected = tiles.get(key);
    tiles.delete(key);
    const same =
      expected !== undefined &&
      expected.length * 32 === bytes.length &&
      expected.every((hash, i) => sameBytes(hash, bytes.subarray(32 * i, 32 * i + 32)));
    if (!same) damage.push({ derived: true, message: `tile ${key} does not follow from the ledger` });
  }
  for (const key of tiles.keys()) damage.push({ derived: true, message: `tile ${key} is missing` });
  return damage;
}

/** What a signed note states of a tree; undefined when it is no checkpoint. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  try {
    return parseCheckpointText(parseNote(note).text);
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

/** Drops every tile; opening the log, or its next `advance`, makes them again. */
export function dropTiles(storage: LogStorage): void {
  storage.transact(() => storage.clearTiles());
}
