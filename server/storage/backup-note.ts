// What is known of the last backup, as a note beside the database: the set-up pages show its age and what came since. It
// says nothing of where the backup lies, and it is no part of one.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const noteFileName = 'last-backup.json';
const count = z.number().int().nonnegative();
const noteSchema = z.object({
  /** Epoch ms. */
  at: count,
  /** Responses that the copy holds. */
  responses: count.optional(),
  bytes: count.optional(),
});
export type BackupNote = z.infer<typeof noteSchema>;

/** A note that cannot be written takes nothing from the backup. */
export function noteBackup(dataDir: string, note: BackupNote): void {
  try {
    writeFileSync(join(dataDir, noteFileName), JSON.stringify(note), { mode: 0o600 });
  } catch {
    // The directory may be readable only: the backup itself stands.
  }
}

/** Of the last backup; null when none is known. */
export function lastBackup(dataDir: string): BackupNote | null {
  try {
    const note = noteSchema.safeParse(JSON.parse(readFileSync(join(dataDir, noteFileName), 'utf8')));
    return note.success ? note.data : null;
  } catch {
    return null;
  }
}
