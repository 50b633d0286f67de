// The job of the further passes of the second step: tags of responses, read again.
import { hashBytes } from '../../merkle/hash.ts';
import { tileWidth } from '../../merkle/tile.ts';
import { readResponseLeaf, responseLeafBytes } from '../response-leaf.ts';
import { readEntries, widthOf } from './entry-bundles.ts';
import type { JobEnvironment } from './jobs.ts';
import { passOf } from './tag-table.ts';

export interface TagsInput {
  /** Tiles [first, first + count). */
  first: number;
  count: number;
  treeSize: number;
  /** Only the tags that are looked at in this of so many passes. */
  pass: number;
  passes: number;
}

export interface CollectedTags {
  /** 32 bytes each. */
  tags: Uint8Array;
  leafIndexes: number[];
}

const commitment = new Uint8Array(hashBytes);

/** What cannot be read has been reported before and is left out. @throws BundleError */
export async function collectTags(
  { files }: JobEnvironment,
  { first, count, treeSize, pass, passes }: TagsInput,
): Promise<CollectedTags> {
  const tags = new Uint8Array(count * tileWidth * hashBytes);
  const leafIndexes: number[] = [];
  for (let index = first; index < first + count; index++) {
    const { list, problem } = await readEntries(files, index, widthOf(index, treeSize));
    if (problem !== undefined) continue;
    for (const [i, entry] of list.entries()) {
      const at = leafIndexes.length * hashBytes;
      if (entry.length !== responseLeafBytes || !readResponseLeaf(entry, 0, commitment, tags, at)) continue;
      if (passOf(tags, at, passes) === pass) leafIndexes.push(index * tileWidth + i);
    }
  }
  return { tags: tags.slice(0, leafIndexes.length * hashBytes), leafIndexes };
}
