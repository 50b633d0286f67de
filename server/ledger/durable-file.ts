// Small files that are replaced whole and are durable before anyone acts on them: the log's key and last checkpoint, the
// state of a witness. After a crash a reader finds the old content or the new, never a part.
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reachFaultPoint } from '../fault-point.ts';

/** Durable on return. */
export function replaceFile(folder: string, name: string, content: string, mode: number): void {
  const temporary = join(folder, `${name}.new`);
  const file = openSync(temporary, 'w', mode);
  try {
    writeFileSync(file, content);
    reachFaultPoint(`${name}:written`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  reachFaultPoint(`${name}:synced`);
  renameSync(temporary, join(folder, name));
  reachFaultPoint(`${name}:renamed`);
  syncFolder(folder);
}

/** Makes a rename or removal in the folder durable; not every system can. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
