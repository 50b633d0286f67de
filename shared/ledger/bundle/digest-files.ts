// The job of the first step: digests of files.
import { bytesToHex } from '@noble/hashes/utils.js';
import type { JobEnvironment } from './jobs.ts';

export interface FileDigest {
  /** Hex. */
  digest: string;
  /** Bytes. */
  length: number;
}

/** In the order of the paths; a file that is not there has the digest of no bytes. */
export async function digestFiles(
  { files, runningHash }: JobEnvironment,
  paths: readonly string[],
): Promise<FileDigest[]> {
  const digests: FileDigest[] = [];
  for (const path of paths) {
    const running = runningHash();
    let length = 0;
    for await (const chunk of (await files.open(path)) ?? []) {
      running.update(chunk);
      length += chunk.length;
    }
    digests.push({ digest: bytesToHex(running.digest()), length });
  }
  return digests;
}
