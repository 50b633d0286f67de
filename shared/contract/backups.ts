// GET /api/backups: what is known of the last backup (administrators, auditors).
import { z } from 'zod';
import { instantSchema } from './common.ts';

const count = z.number().int().nonnegative();

export const backupStateSchema = z
  .object({
    /** The last one made by this program of this data directory; null when it knows of none. */
    last: z
      .object({
        at: instantSchema,
        /** Responses acknowledged by then, all of them in it; null where its note does not say. */
        responses: count.nullable(),
        /** Size of its file; null where its note does not say. */
        bytes: count.nullable(),
      })
      .nullable(),
    /** Responses acknowledged since, which no backup holds; null where the last one's note does not say. */
    responsesSince: count.nullable(),
    /** Of them, those of the open day: before its seal no backup can be made. */
    openDay: count,
    /** The centre's day, for the name of a file. */
    today: z.iso.date(),
    /** Local time of the nightly seal, HH:MM: backups are made after it. */
    sealAt: z.string(),
  })
  .meta({ id: 'BackupState' });
export type BackupState = z.infer<typeof backupStateSchema>;

const hourMs = 3_600_000;
/** A night and half a day: longer, and last night's was left out. */
const dueAfterMs = 36 * hourMs;
const oldAfterMs = 7 * 24 * hourMs;

/** @param ageMs of the last backup; null when none is known */
export function backupStanding(ageMs: number | null): 'none' | 'fresh' | 'due' | 'old' {
  if (ageMs === null) return 'none';
  return ageMs > oldAfterMs ? 'old' : ageMs > dueAfterMs ? 'due' : 'fresh';
}
