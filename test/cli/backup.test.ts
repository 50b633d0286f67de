// A backup is one file from which a centre comes back, with its slips, its log and everything else; and never one that
// keeps an open day or lets a shorter log pass for the old one.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createContext } from '../../server/context.ts';
import { databasePath } from '../../server/storage/database.ts';
import { runHere } from '../support/run-here.ts';
import { sealedCentre, sealedMonth } from '../support/sealed-centre.ts';
import {
  everyRow,
  openContext,
  procedures,
  TestServer,
  takeRating,
  temporaryFolder,
} from '../support/server.ts';

let dataDir: string;
let key: string;
let backup: string;

const newPath = (name: string): string => join(temporaryFolder(), name);
const restore = (file: string, data: string) => runHere(['restore', file, '--data', data]);

async function backUp(data: string): Promise<string> {
  const file = newPath('centre.backup');
  const ended = await runHere(['backup', '--data', data, '--out', file]);
  expect([ended.code, ended.stdout]).toEqual([0, '']);
  expect(ended.stderr).toMatch(/holds the keys/);
  return file;
}

function copy(): string {
  const folder = newPath('data');
  cpSync(dataDir, folder, { recursive: true });
  return folder;
}

async function rows(data: string): Promise<Record<string, unknown[]>> {
  const context = createContext({ dataDir: data, create: false, publicUrl: () => 'http://localhost' });
  try {
    return everyRow(context);
  } finally {
    await context.close();
  }
}

beforeAll(async () => {
  dataDir = await sealedCentre();
  key = (await runHere(['key', '--data', dataDir])).stdout.trim();
  backup = await backUp(dataDir);
});

describe('backup', () => {
  test('is one file with mode 0600 and changes nothing', async () => {
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(backup, '..'))).toEqual(['centre.backup']);
  });

  test('of an open day is refused, and leaves no file', async () => {
    const data = copy();
    const { context } = await openContext({ dataDir: data });
    const visit = { externalId: 'today', officer: 'CB01', counter: 'Q01', procedure: procedures[0].code };
    await takeRating(context, visit, 5);
    await context.close();
    const folder = temporaryFolder();
    const ended = await runHere(['backup', '--data', data, '--out', join(folder, 'b')]);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toMatch(/^the open day holds 1 responses .*; back up after the seal\n$/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('never overwrites, and names what is not there', async () => {
    const before = readFileSync(backup);
    const again = await runHere(['backup', '--data', dataDir, '--out', backup]);
    expect([again.code, again.stderr]).toEqual([2, `${backup} exists\n`]);
    expect(readFileSync(backup).equals(before)).toBe(true);
    const none = await runHere(['backup', '--data', newPath('none'), '--out', newPath('b')]);
    expect([none.code, none.stdout]).toEqual([2, '']);
  });

  test('is written beside a running server, whole', async () => {
    const server = await TestServer.start({ dataDir: copy() });
    onTestFinished(() => server.stop());
    const file = await backUp(server.dataDir);
    const target = newPath('data');
    expect((await restore(file, target)).code).toBe(0);
    expect((await runHere(['fsck', '--data', target])).code).toBe(0);
  });
});

describe('restore', () => {
  test('where the last checkpoint is still there and nothing is lost goes on under the same origin', async () => {
    const target = newPath('data');
    mkdirSync(target);
    for (const name of ['log-key', 'log-checkpoint']) cpSync(join(dataDir, name), join(target, name));
    const ended = await restore(backup, target);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(JSON.parse(ended.stdout)).toMatchObject({ origin: 'localhost/log', verifierKey: key });
    expect(await rows(target)).toEqual(await rows(dataDir));
    expect(readFileSync(join(target, 'secrets.json'))).toEqual(readFileSync(join(dataDir, 'secrets.json')));
    expect(statSync(join(target, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect((await runHere(['fsck', '--data', target])).code).toBe(0);
  });

  test('leaves no secret in the database', async () => {
    const target = newPath('data');
    expect((await restore(backup, target)).code).toBe(0);
    const bytes = readFileSync(databasePath(target));
    const root = (JSON.parse(readFileSync(join(target, 'secrets.json'), 'utf8')) as { root: string }).root;
    const logKey = readFileSync(join(target, 'log-key'), 'utf8').trim().split('+').at(-1)!;
    expect(bytes.includes(root) || bytes.includes(logKey)).toBe(false);
    // Both are found in the backup, so the search is known to find.
    const kept = readFileSync(backup);
    expect([kept.includes(root), kept.includes(logKey)]).toEqual([true, true]);
  });

  test('of a shorter log goes on under the next origin, as the bundle shows to whoever kept a checkpoint', async () => {
    const data = copy();
    const target = newPath('data');
    mkdirSync(target);
    // Two leaves more are signed after the backup was taken.
    const old = newPath('old');
    const bundle = ['audit-bundle', '--period', sealedMonth];
    expect((await runHere(['rotate-key', '--data', data])).code).toBe(0);
    expect((await runHere([...bundle, '--data', data, '--out', old])).code).toBe(0);
    cpSync(join(data, 'log-checkpoint'), join(target, 'log-checkpoint'));
    const ended = await restore(backup, target);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/goes on as localhost\/log\/2/);
    expect(JSON.parse(ended.stdout)).toMatchObject({ origin: 'localhost/log/2' });
    expect((await runHere(['fsck', '--data', target])).code).toBe(0);
    const out = newPath('bundle');
    expect((await runHere([...bundle, '--data', target, '--out', out])).code).toBe(0);
    expect((await runHere(['verify', out, '--key', key])).code).toBe(0);
    const kept = await runHere(['verify', out, '--key', key, '--checkpoint', join(old, 'checkpoint')]);
    expect(kept.code).toBe(1);
    expect(kept.stdout).toMatch(/rollback: leaf \d+ .* are gone/);
  });

  test('without the last checkpoint goes on under the next origin: nobody knows what was signed', async () => {
    const target = newPath('data');
    expect(JSON.parse((await restore(backup, target)).stdout)).toMatchObject({ origin: 'localhost/log/2' });
  });

  test('of an attempt that was cut off can be done again', async () => {
    const target = newPath('data');
    mkdirSync(target);
    cpSync(join(dataDir, 'secrets.json'), join(target, 'secrets.json'));
    writeFileSync(join(target, 'langnghe.sqlite.arriving'), 'half');
    expect((await restore(backup, target)).code).toBe(0);
    expect(existsSync(join(target, 'langnghe.sqlite.arriving'))).toBe(false);
  });

  test('is refused into what is not empty or in use, and of what is no backup; nothing is written', async () => {
    const server = await TestServer.start({ dataDir: copy() });
    onTestFinished(() => server.stop());
    const full = newPath('full');
    mkdirSync(full);
    writeFileSync(join(full, 'note.txt'), 'x');
    const other = newPath('other');
    mkdirSync(other);
    writeFileSync(join(other, 'secrets.json'), '{}');
    const cases: [string, string, RegExp][] = [
      [backup, server.dataDir, /is not empty/],
      [backup, dataDir, /is not empty/],
      [backup, full, /is not empty \(note\.txt\)/],
      [backup, other, /is not empty \(secrets\.json\)/],
      [newPath('none'), newPath('data'), /no such file/],
      [join(full, 'note.txt'), newPath('data'), /is (not a backup|damaged)/],
      [databasePath(dataDir), newPath('data'), /is not a backup/],
    ];
    for (const [file, target, reason] of cases) {
      const before = existsSync(target) ? readdirSync(target).sort() : null;
      const ended = await restore(file, target);
      expect([target, ended.code, ended.stdout]).toEqual([target, 2, '']);
      expect(ended.stderr).toMatch(reason);
      expect(ended.stderr.trim().split('\n')).toHaveLength(1);
      expect(existsSync(target) ? readdirSync(target).sort() : null).toEqual(before);
    }
  });
});
