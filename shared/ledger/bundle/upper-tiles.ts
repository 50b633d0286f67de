// The hash tiles above level 0: each must follow from the leaves below it.
import { hashesAtLevel, tileHeight, tilePath, tileWidth } from '../../merkle/tile.ts';
import type { VerifyContext } from './context.ts';
import { hasHash, readHashTile } from './entry-bundles.ts';

/** Compares the hash tiles above level 0 with what the leaves give. */
export class UpperTiles {
  readonly #context: VerifyContext;
  readonly #open = new Map<number, Uint8Array[]>();
  #full: { level: number; index: number; hashes: Uint8Array[] }[] = [];

  constructor(context: VerifyContext) {
    this.#context = context;
  }

  /** A complete subtree of the log. */
  add(height: number, index: number, hash: Uint8Array): void {
    const level = height / tileHeight;
    if (level === 0 || !Number.isInteger(level)) return;
    const hashes = this.#open.get(level) ?? [];
    hashes.push(hash);
    this.#open.set(level, hashes);
    if (hashes.length < tileWidth) return;
    this.#full.push({ level, index: Math.floor(index / tileWidth), hashes });
    this.#open.delete(level);
  }

  async check(): Promise<void> {
    const full = this.#full;
    this.#full = [];
    for (const { level, index, hashes } of full) await this.#compare(level, index, hashes);
  }

  async checkPartial(treeSize: number): Promise<void> {
    for (const [level, hashes] of this.#open) {
      await this.#compare(level, Math.floor(hashesAtLevel(treeSize, level) / tileWidth), hashes);
    }
  }

  async #compare(level: number, index: number, hashes: Uint8Array[]): Promise<void> {
    const { files, report } = this.#context;
    const path = tilePath({ level, index, width: hashes.length });
    const stored = await readHashTile(files, path, hashes.length);
    if (stored === undefined)
      report.find('file', `${path} is missing or not a tile of ${hashes.length} hashes`);
    else if (hashes.some((hash, i) => !hasHash(stored, i, hash))) {
      report.find('root', `${path} does not follow from the leaves below it`);
    }
  }
}
