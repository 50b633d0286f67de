// What is known of the last backup beside what the centre holds now.
import type { BackupState } from '../../shared/contract/backups.ts';
import type { Services } from '../services.ts';
import type { BackupNote } from '../storage/backup-note.ts';

export function backupState(
  { stores, calendar, clock, policy }: Services,
  last: BackupNote | null,
): BackupState {
  return {
    last:
      last === null
        ? null
        : { at: calendar.iso(last.at), responses: last.responses ?? null, bytes: last.bytes ?? null },
    // Without a backup everything is only here. Never below 0: a restored, older database may know fewer than its note.
    responsesSince:
      last !== null && last.responses === undefined
        ? null
        : Math.max(0, stores.responses.tagCount() - (last?.responses ?? 0)),
    openDay: stores.responses.journalLength(),
    today: calendar.dayOf(clock()),
    sealAt: policy().sealAt,
  };
}
