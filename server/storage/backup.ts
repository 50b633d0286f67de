// One file that a centre can be brought back from: the database as SQLite copies it, with a table of the secrets beside
// it. Mode 0600: who holds it holds the centre's keys, so it is kept as they are.
//
// The copy is of one moment, also beside a running server, and written in key order, so that no free page is in it. It is
// only kept when the open day is empty: what joins a response to a visit must not outlive the night in any file.
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { databasePath, type Sqlite, schemaVersion } from './database.ts';
import { lockFileName } from './exclusive.ts';

export class BackupError extends Error {
  override name = 'BackupError';
}

/** SQLite's application_id of a backup, `LNbk`. */
const applicationId = 0x4c4e626b;
const secretsFileName = 'secrets.json';

/**
 * Writes the backup; durable on return, nothing there when it throws.
 * @param keyFileName file of the log's key, kept with secrets.json
 * @returns how many responses it holds, and the size of the file
 * @throws BackupError when the open day is not sealed or the file exists
 */
export function writeBackup(
  dataDir: string,
  keyFileName: string,
  file: string,
): { responses: number; bytes: number } {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new BackupError(exists ? `${file} exists` : `${file} cannot be written`, { cause });
  }
  let responses = 0;
  try {
    const live = new SqliteDatabase(databasePath(dataDir), { timeout: 5000 });
    try {
      live.prepare('VACUUM INTO ?').run(file);
    } finally {
      live.close();
    }
    const copy = new SqliteDatabase(file);
    try {
      copy.pragma('journal_mode = DELETE');
      refuseOpenDay(copy);
      responses = copy.prepare<[], { n: number }>('SELECT count(*) AS n FROM tags').get()!.n;
      putSecrets(copy, dataDir, [secretsFileName, keyFileName]);
      copy.pragma(`application_id = ${applicationId}`);
    } finally {
      copy.close();
    }
    chmodSync(file, 0o600);
    syncFile(file);
    return { responses, bytes: statSync(file).size };
  } catch (error) {
    for (const name of [file, `${file}-journal`]) rmSync(name, { force: true });
    throw error;
  }
}

function refuseOpenDay(copy: Sqlite): void {
  const open = copy.prepare<[], { n: number }>('SELECT count(*) AS n FROM journal').get()!.n;
  if (open > 0) {
    throw new BackupError(
      `the open day holds ${open} responses that could still be joined to visits; back up after the seal`,
    );
  }
  if (copy.prepare('SELECT 1 FROM seals WHERE rewritten = 0').get() !== undefined) {
    throw new BackupError('a seal was cut off; run seal or start the server, then back up');
  }
}

function putSecrets(copy: Sqlite, dataDir: string, names: readonly string[]): void {
  copy
    .transaction(() => {
      copy.exec(
        'CREATE TABLE backup_secrets (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT, WITHOUT ROWID',
      );
      const put = copy.prepare('INSERT INTO backup_secrets (name, content) VALUES (?, ?)');
      for (const name of names) put.run(name, readFileSync(join(dataDir, name)));
    })
    .immediate();
}

/**
 * Puts a backup in place; durable on return. The database comes last: until then the directory holds no data, and the
 * same backup can be put there again. What is kept of the log stays: its key and its last checkpoint are newer.
 *
 * Requires that this process holds the directory.
 * @param kept names of files that may be there already, and then stay
 * @throws BackupError when the file is no backup this program can read, or the directory holds anything else
 */
export function putBackupInPlace(file: string, dataDir: string, kept: readonly string[]): void {
  const arriving = join(dataDir, arrivingFileName);
  const secrets = readSecrets(file);
  refuseForeignFiles(dataDir, kept, secrets);
  copyFileSync(file, arriving);
  chmodSync(arriving, 0o600);
  const copy = new SqliteDatabase(arriving);
  try {
    copy.pragma('journal_mode = DELETE');
    copy.pragma('secure_delete = ON');
    copy.exec('DROP TABLE backup_secrets');
    copy.pragma('application_id = 0');
    copy.exec('VACUUM');
  } finally {
    copy.close();
  }
  syncFile(arriving);
  for (const [name, content] of secrets) {
    if (!existsSync(join(dataDir, name))) writeSecret(join(dataDir, name), content);
  }
  renameSync(arriving, databasePath(dataDir));
  syncFolder(dataDir);
}

const arrivingFileName = 'langnghe.sqlite.arriving';

/** Throws BackupError unless the directory can take a backup; makes nothing. `secrets` are those of the backup. */
export function refuseForeignFiles(
  dataDir: string,
  kept: readonly string[],
  secrets: ReadonlyMap<string, Buffer>,
): void {
  if (!existsSync(dataDir)) return;
  const allowed = new Set<string>([lockFileName, arrivingFileName, ...kept]);
  for (const name of [lockFileName, arrivingFileName]) allowed.add(`${name}-journal`);
  for (const name of readdirSync(dataDir)) {
    if (allowed.has(name)) continue;
    // The rest of an interrupted attempt with this same backup.
    const known = secrets.get(name);
    if (known !== undefined && readFileSync(join(dataDir, name)).equals(known)) continue;
    throw new BackupError(
      `${dataDir} is not empty (${name}); a backup goes into a directory that holds at most ${kept.join(' and ')}`,
    );
  }
}

/** The secrets of a backup by file name. @throws BackupError */
export function readSecrets(file: string): Map<string, Buffer> {
  if (!existsSync(file) || !statSync(file).isFile()) throw new BackupError(`${file}: no such file`);
  let backup: Sqlite | undefined;
  try {
    backup = new SqliteDatabase(file, { readonly: true });
    if (backup.pragma('application_id', { simple: true }) !== applicationId) {
      throw new BackupError(`${file} is not a backup`);
    }
    const version = backup.pragma('user_version', { simple: true }) as number;
    if (version > schemaVersion) throw new BackupError(`${file} was written by a newer version`);
    if (backup.pragma('integrity_check(1)', { simple: true }) !== 'ok') {
      throw new BackupError(`${file} is damaged`);
    }
    const rows = backup
      .prepare<[], { name: string; content: Buffer }>('SELECT name, content FROM backup_secrets')
      .all();
    return new Map(rows.map(({ name, content }) => [name, content]));
  } catch (error) {
    if (!(error instanceof SqliteDatabase.SqliteError)) throw error;
    const reason = error.code === 'SQLITE_NOTADB' ? 'is not a backup' : 'is damaged';
    throw new BackupError(`${file} ${reason}`, { cause: error });
  } finally {
    backup?.close();
  }
}

function writeSecret(path: string, content: Buffer): void {
  const temporary = `${path}.new`;
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes renames in the folder durable; not every system can. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
