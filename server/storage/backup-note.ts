// When the last backup was made, as a note beside the database: the set-up page shows its age. It says nothing of where
// the backup lies, and it is no part of one.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const noteFileName = 'last-backup.json';
const noteSchema = z.object({ at: z.number().int().nonnegative() });

/** `at` in epoch ms. A note that cannot be written takes nothing from the backup. */
export function noteBackup(dataDir: string, at: number): void {
  try {
    writeFileSync(join(dataDir, noteFileName), JSON.stringify({ at }), { mode: 0o600 });
  } catch {
    // The directory may be readable only: the backup itself stands.
  }
}

/** Epoch ms of the last backup; null when none is known. */
export function lastBackupAt(dataDir: string): number | null {
  try {
    const note = noteSchema.safeParse(JSON.parse(readFileSync(join(dataDir, noteFileName), 'utf8')));
    return note.success ? note.data.at : null;
  } catch {
    return null;
  }
}
