// What the one SQLite file promises: durability, strict types, rows that cannot be changed, secrets kept apart.
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import type { Context } from '../../server/context.ts';
import { databasePath, openDataFile, StorageError } from '../../server/storage/database.ts';
import { openSecrets } from '../../server/storage/secrets.ts';
import { openContext, putSampleRoster, temporaryFolder } from '../support/server.ts';

const open: Context[] = [];
afterEach(async () => {
  for (const context of open.splice(0)) await context.close();
});

async function newContext(): Promise<{ context: Context; dataDir: string }> {
  const { context, dataDir } = await openContext();
  open.push(context);
  return { context, dataDir };
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('the data file', () => {
  test('is in WAL with synchronous FULL, foreign keys on, deleted content overwritten', async () => {
    const { context } = await newContext();
    const pragma = (name: string) => context.file.sqlite.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('secure_delete')).toBe(1);
    expect(pragma('integrity_check')).toBe('ok');
    expect(pragma('user_version')).toBeGreaterThanOrEqual(1);
  });

  test('has strict tables only, and rows in order of arrival only where that order says nothing or is erased', async () => {
    const { context } = await newContext();
    const tables = (
      context.file.sqlite.pragma('table_list') as { name: string; type: string; strict: number; wr: number }[]
    ).filter(({ name }) => !name.startsWith('sqlite_'));
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
    // audit_trail: nothing of a citizen. journal: emptied by the seal. ledger: in leaf-hash order. policies, seals, log_checkpoints, kpi_*, pending_entries (tags of a decision in the order of their hashes): hold no response.
    const withRowid = tables.filter(({ wr }) => wr === 0).map(({ name }) => name);
    expect(withRowid.sort()).toEqual([
      'audit_trail',
      'journal',
      'kpi_holds',
      'kpi_policies',
      'kpi_positions',
      'ledger',
      'log_checkpoints',
      'pending_entries',
      'policies',
      'seals',
    ]);
  });

  test('cannot be read by other users of the machine, its log and its index neither', async () => {
    const { context, dataDir } = await newContext();
    await putSampleRoster(context);
    const path = databasePath(dataDir);
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      expect(existsSync(file)).toBe(true);
      expect([file, modeOf(file) & 0o077]).toEqual([file, 0]);
    }
  });

  test.each([
    ['ledger', 'leaf_index = 0', "kind = 'other'"],
    ['openings', 'leaf_index = 0', "entry = '{}'"],
    ['policies', 'version = 1', "document = '{}'"],
    ['questionnaires', "version = '2026-1'", "document = '{}'"],
  ])('%s rows are neither changed, nor replaced, nor deleted', async (table, row, change) => {
    const { context } = await newContext();
    const { sqlite } = context.file;
    context.file.transact((tx) =>
      context.stores.responses.publish(tx, [
        {
          kind: 'response',
          publicEntry: Buffer.from('{}'),
          leafHash: Buffer.alloc(32, 1),
          opening: { tag: Buffer.alloc(32, 2), salt: Buffer.alloc(32, 3), entry: '{"level":5}' },
        },
      ]),
    );
    const before = sqlite.prepare(`SELECT * FROM ${table} WHERE ${row}`).all();
    expect(before).toHaveLength(1);
    const columns = Object.keys(before[0] as object);
    const refused = /append-only|never changes/;
    expect(() => sqlite.exec(`UPDATE ${table} SET ${change} WHERE ${row}`)).toThrow(refused);
    expect(() => sqlite.exec(`DELETE FROM ${table} WHERE ${row}`)).toThrow(refused);
    expect(() => sqlite.exec(`DELETE FROM ${table}`)).toThrow(refused);
    expect(() =>
      sqlite.exec(
        `INSERT OR REPLACE INTO ${table} (${columns.join(', ')})
         SELECT ${columns.join(', ')} FROM ${table} WHERE ${row}`,
      ),
    ).toThrow(refused);
    expect(sqlite.prepare(`SELECT * FROM ${table} WHERE ${row}`).all()).toEqual(before);
  });

  test('holds no visit of an officer, counter or procedure that is not in the roster', async () => {
    const { context } = await newContext();
    await putSampleRoster(context);
    const row = {
      tokenHash: Buffer.alloc(16, 1),
      visitId: Buffer.alloc(16, 2),
      codeHash: null,
      codeAttempt: 0,
      officer: 'CB01',
      counter: 'Q01',
      procedure: '1.004222',
      stage: null,
      source: 'integrated' as const,
      day: '2026-10-14',
      expiresDay: '2026-10-21',
      opensAt: null,
    };
    for (const wrong of [{ officer: 'X' }, { counter: 'X' }, { procedure: 'X' }]) {
      expect(() =>
        context.file.transact((tx) => context.stores.visits.insert(tx, { ...row, ...wrong })),
      ).toThrow(/FOREIGN KEY/);
    }
    expect(context.stores.visits.tallies()).toEqual([]);
  });

  test('of a newer program is refused, and left as it is', () => {
    const dataDir = temporaryFolder();
    const file = openDataFile(dataDir, { create: true });
    file.sqlite.pragma('user_version = 9999');
    file.close();
    const code = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        return error instanceof StorageError ? error.code : error;
      }
    };
    expect(code(() => openDataFile(dataDir, { create: true }))).toBe('newer-schema');
    expect(code(() => openDataFile(join(dataDir, 'nothing'), { create: false }))).toBe('no-data');
    expect(existsSync(join(dataDir, 'nothing'))).toBe(false);
    const reader = new SqliteDatabase(databasePath(dataDir), { readonly: true });
    expect(reader.pragma('user_version', { simple: true })).toBe(9999);
    reader.close();
  });

  test('is opened again without a change of schema', async () => {
    const { context, dataDir } = await newContext();
    const schema = () =>
      context.file.sqlite.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
    const before = schema();
    const again = openDataFile(dataDir, { create: false });
    again.close();
    expect(schema()).toEqual(before);
  });
});

describe('secrets', () => {
  test('lie beside the data file, readable by their owner alone, and are made once', () => {
    const dataDir = temporaryFolder();
    const first = openSecrets(dataDir);
    expect(modeOf(join(dataDir, 'secrets.json'))).toBe(0o600);
    const second = openSecrets(dataDir);
    expect(second.mac('purpose', 'a')).toEqual(first.mac('purpose', 'a'));
  });

  test('that others can read are refused', () => {
    const dataDir = temporaryFolder();
    openSecrets(dataDir);
    for (const mode of [0o644, 0o640, 0o660, 0o604]) {
      chmodSync(join(dataDir, 'secrets.json'), mode);
      expect(() => openSecrets(dataDir)).toThrow(/mode 0600/);
    }
    chmodSync(join(dataDir, 'secrets.json'), 0o600);
    expect(() => openSecrets(dataDir)).not.toThrow();
  });

  test('that are damaged are refused, never replaced', () => {
    const dataDir = temporaryFolder();
    openSecrets(dataDir);
    const path = join(dataDir, 'secrets.json');
    const good = readFileSync(path, 'utf8');
    for (const text of ['', '{}', good.slice(0, 40), good.replace('"version": 1', '"version": 2')]) {
      writeFileSync(path, text);
      expect(() => openSecrets(dataDir)).toThrow(/damaged/);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });

  test('give each purpose its own key, and no two lists of parts the same bytes', () => {
    const secrets = openSecrets(temporaryFolder());
    const macs = [
      secrets.mac('a', 'x', 'y'),
      secrets.mac('b', 'x', 'y'),
      secrets.mac('a', 'xy'),
      secrets.mac('a', 'x', 'y', ''),
      secrets.mac('a', '1:x', 'y'),
      secrets.mac('a', 'x1:y'),
    ].map((mac) => mac.toString('hex'));
    expect(new Set(macs).size).toBe(macs.length);
    const block = Buffer.from('0123456789abcdef');
    expect(secrets.unpermute('p', secrets.permute('p', block))).toEqual(block);
    expect(secrets.permute('p', block)).not.toEqual(secrets.permute('q', block));
  });
});
