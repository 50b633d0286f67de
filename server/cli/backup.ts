// `backup` and `restore`: one file with the database and the secrets, and back.
//
// A backup holds no last checkpoint (key-file.ts): so a restored log knows that more may have been signed since, and goes
// on under its next origin, with an entry that says so. Where the directory still has its own log-checkpoint, that one
// decides: if it is of exactly what the backup holds, nothing was lost and the origin stays.
import { existsSync } from 'node:fs';
import { anchorFileName, keyFileName } from '../ledger/key-file.ts';
import {
  BackupError,
  putBackupInPlace,
  readSecrets,
  refuseForeignFiles,
  writeBackup,
} from '../storage/backup.ts';
import { noteBackup } from '../storage/backup-note.ts';
import { commentKeysFileName } from '../storage/comment-keys.ts';
import { databasePath, StorageError } from '../storage/database.ts';
import { takeDataDirectory } from '../storage/exclusive.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { finishInterrupted, withDataAlone } from './open-data.ts';

const kept = [keyFileName, anchorFileName, commentKeysFileName] as const;

export const registerBackup: RegisterCommand = (program, cli) => {
  program
    .command('backup')
    .description(
      'copy a sealed data directory, secrets included, into one file; also beside a running server',
    )
    .requiredOption('--data <dir>', 'data directory')
    .requiredOption('--out <file>', 'file to write; must not exist')
    .action(({ data, out }: { data: string; out: string }) => {
      if (!existsSync(databasePath(data))) throw new InputError(`${data} holds no data`);
      const at = Date.now();
      const written = asInput(() => writeBackup(data, keyFileName, out));
      noteBackup(data, { at, ...written });
      cli.say(`${out} holds the keys of the centre and its log: keep it as you keep them`);
    });
  program
    .command('restore')
    .description('put a backup into an empty directory')
    .argument('<file>', 'file written by backup')
    .requiredOption(
      '--data <dir>',
      "data directory: not there, empty, or with the log's key and last checkpoint alone",
    )
    .action(async (file: string, { data }: { data: string }) => {
      asInput(() => {
        // Before the directory is taken, which would make it.
        refuseForeignFiles(data, kept, readSecrets(file));
        const exclusive = takeDataDirectory(data);
        try {
          putBackupInPlace(file, data, kept);
        } finally {
          exclusive.release();
        }
      });
      const answer = await withDataAlone(data, (context) => {
        const before = context.log.storage.latestCheckpoint()?.origin;
        finishInterrupted(context);
        const { origin, publishedSize: treeSize, verifierKey } = context.log.tree;
        if (before !== undefined && before !== origin) {
          cli.say(`the log goes on as ${origin}: what was signed after the backup is not in it`);
        }
        return { origin, treeSize, verifierKey };
      });
      cli.answer(`${JSON.stringify(answer)}\n`);
    });
};

function asInput<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof BackupError || error instanceof StorageError) throw new InputError(error.message);
    throw error;
  }
}
