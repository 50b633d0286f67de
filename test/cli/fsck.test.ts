// A real data directory, sound and then damaged in one place at a time: each is named, what is derived is made again
// without a leaf or a checkpoint moving, and what is not is never written to.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { databasePath } from '../../server/storage/database.ts';
import { runHere } from '../support/run-here.ts';
import { sealedCentre } from '../support/sealed-centre.ts';
import { openContext, procedures, TestServer, takeRating, temporaryFolder } from '../support/server.ts';

let sound: string;
beforeAll(async () => {
  sound = await sealedCentre();
  // Responses of an open day as well.
  const { context } = await openContext({ dataDir: sound });
  for (let i = 0; i < 3; i += 1) {
    const visit = { externalId: `open-${i}`, officer: 'CB01', counter: 'Q01', procedure: procedures[0].code };
    await takeRating(context, visit, 5, { answers: { officer: 5, reasons: [1, 3] } });
  }
  await context.close();
});

function copy(): string {
  const folder = join(temporaryFolder(), 'data');
  cpSync(sound, folder, { recursive: true });
  return folder;
}

/** Changes the file behind the server's back, its triggers out of the way. */
function tamper(dataDir: string, sql: string): void {
  const sqlite = new SqliteDatabase(databasePath(dataDir));
  const triggers = sqlite
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  for (const { name } of triggers) sqlite.exec(`DROP TRIGGER ${name}`);
  sqlite.pragma('foreign_keys = OFF');
  sqlite.exec(sql);
  for (const trigger of triggers) sqlite.exec(trigger.sql);
  sqlite.close();
}

function everything(dataDir: string): Record<string, unknown[]> {
  const sqlite = new SqliteDatabase(databasePath(dataDir), { readonly: true });
  const tables = sqlite
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all();
  const rows = Object.fromEntries(
    tables.map(({ name }) => [
      name,
      sqlite
        .prepare(`SELECT * FROM "${name}"`)
        .all()
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
  sqlite.close();
  return rows;
}

const fsck = (dataDir: string, ...more: string[]) => runHere(['fsck', '--data', dataDir, ...more]);

test('a sound directory fits, with an open day, waiting responses, several answers to one item', async () => {
  const dataDir = copy();
  const before = everything(dataDir);
  const ended = await fsck(dataDir);
  expect([ended.code, ended.stdout, ended.stderr]).toEqual([0, 'result     everything fits\n', '']);
  expect((await fsck(dataDir, '--repair')).code).toBe(0);
  expect(everything(dataDir)).toEqual(before);
});

describe('what is derived is named, and made again as it was', () => {
  test.each([
    [
      'a cell that counts one more',
      "UPDATE cells SET count = count + 1 WHERE published = 1 AND item = 'reasons'",
      /the published cell .*counted/,
    ],
    ['no cells at all', 'DELETE FROM cells', /the waiting cell .* is missing, counted 2/],
    ['a cell of nothing', "UPDATE cells SET officer = 'CB99' WHERE officer = 'CB03'", /CB99/],
    [
      'a missing tag',
      'DELETE FROM tags WHERE tag = (SELECT tag FROM openings LIMIT 1)',
      /the tag [0-9a-f]{64} is missing/,
    ],
    [
      'a tag of the open day that points nowhere',
      'UPDATE tags SET journal_id = NULL WHERE journal_id = 1',
      /points at another row/,
    ],
    [
      'a changed tile',
      'UPDATE log_tiles SET hashes = zeroblob(length(hashes))',
      /tile 0\/0 does not follow from the ledger/,
    ],
    ['no tiles', 'DELETE FROM log_tiles', /the tiles hold 0/],
    ['a forgotten tally', 'DELETE FROM logged_tallies', /the tally kept of .* is missing/],
    ['a changed tally', 'UPDATE logged_tallies SET revision = 7', /is not the last one in the ledger/],
  ])('%s', async (_name, sql, message) => {
    const dataDir = copy();
    const before = everything(dataDir);
    tamper(dataDir, sql);
    const tampered = everything(dataDir);
    expect(tampered).not.toEqual(before);
    const found = await fsck(dataDir);
    expect([found.code, found.stderr]).toEqual([1, '']);
    expect(found.stdout).toMatch(message);
    expect(found.stdout).toMatch(/^result {5}0 damaged, \d+ derived do not fit; --repair makes it again$/m);
    expect(everything(dataDir)).toEqual(tampered);
    const repaired = await fsck(dataDir, '--repair');
    expect([repaired.code, repaired.stderr]).toEqual([0, '']);
    expect(repaired.stdout).toMatch(/repaired; everything fits/);
    expect(everything(dataDir)).toEqual(before);
  });
});

describe('a damaged source is named, and nothing is repaired from it', () => {
  const oneResponse = 'SELECT leaf_index FROM openings ORDER BY leaf_index LIMIT 1';
  test.each([
    [
      'a raised rating',
      `UPDATE openings SET entry = replace(entry, '"officer":1}', '"officer":5}')`,
      /leaf \d+ has an opening that does not match its commitment/,
    ],
    [
      'a lost opening',
      `DELETE FROM openings WHERE leaf_index = (${oneResponse})`,
      /leaf \d+ is a response without an opening/,
    ],
    [
      'a changed leaf',
      `UPDATE ledger SET public_entry = CAST(replace(public_entry, 'a', 'b') AS BLOB) WHERE leaf_index = (${oneResponse})`,
      /leaf \d+ does not have its hash/,
    ],
    [
      'a deleted last leaf',
      'DELETE FROM ledger WHERE leaf_index = (SELECT max(leaf_index) FROM ledger)',
      /leaves were signed as .* and the ledger holds/,
    ],
    [
      'a dropped waiting response',
      'DELETE FROM waiting WHERE tag = (SELECT tag FROM waiting LIMIT 1)',
      /the acknowledged response [0-9a-f]{64} is neither open nor waiting nor published/,
    ],
    [
      'a dropped open response',
      'DELETE FROM journal WHERE id = 2',
      /is neither open nor waiting nor published/,
    ],
  ])('%s', async (_name, sql, message) => {
    const dataDir = copy();
    const before = everything(dataDir);
    tamper(dataDir, sql);
    const tampered = everything(dataDir);
    expect(tampered).not.toEqual(before);
    const found = await fsck(dataDir, '--repair');
    expect([found.code, found.stderr]).toEqual([1, '']);
    expect(found.stdout).toMatch(message);
    expect(found.stdout).toMatch(/NOTHING REPAIRED/);
    expect(everything(dataDir)).toEqual(tampered);
  });

  test('checkpoints that are none, in the database and beside it', async () => {
    const dataDir = copy();
    tamper(dataDir, "UPDATE log_checkpoints SET note = 'x' WHERE number = 1");
    writeFileSync(join(dataDir, 'log-checkpoint'), 'x');
    const found = await fsck(dataDir, '--repair');
    expect(found.code).toBe(1);
    expect(found.stdout).toMatch(/checkpoint 1 is not one/);
    expect(found.stdout).toMatch(/log-checkpoint holds no checkpoint/);
  });

  test('the lost file of the last checkpoint', async () => {
    const dataDir = copy();
    rmSync(join(dataDir, 'log-checkpoint'));
    const found = await fsck(dataDir);
    expect(found.code).toBe(1);
    expect(found.stdout).toMatch(/log-checkpoint is missing/);
  });
});

test('is refused while a server runs, and on a directory without data', async () => {
  const server = await TestServer.start({ dataDir: copy() });
  onTestFinished(() => server.stop());
  expect(await fsck(server.dataDir)).toMatchObject({ code: 2, stdout: '' });
  expect(await fsck(temporaryFolder())).toMatchObject({ code: 2, stdout: '' });
});
