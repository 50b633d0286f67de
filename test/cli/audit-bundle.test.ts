// Bundles of a real data directory, made by the real seal: written, verified by the same command line, and seen through
// when one byte of any file is another.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { newIdentity } from '../../server/ledger/age.ts';
import { harmlessSize } from '../../server/ledger/harmless-size.ts';
import type { PublishedTable } from '../../shared/ledger/published-table.ts';
import { withContext } from '../seal/night-shapes.ts';
import { newReleasers, type Releasers } from '../support/releasers.ts';
import { runHere } from '../support/run-here.ts';
import { sealedCentre, sealedMonth } from '../support/sealed-centre.ts';
import { TestServer, temporaryFolder } from '../support/server.ts';

let dataDir: string;
let key: string;
let identityFile: string;
let recipient: string;
/** What `--openings` needs. */
let release: string[];
let releasers: Releasers;

beforeAll(async () => {
  dataDir = await sealedCentre();
  key = (await runHere(['key', '--data', dataDir])).stdout.trim();
  const made = await newIdentity();
  recipient = made.recipient;
  identityFile = join(temporaryFolder(), 'identity');
  writeFileSync(identityFile, made.identity);
  release = ['--openings', '--auditor', 'thanh-tra-tinh', '--recipient', recipient];
  releasers = await newReleasers(dataDir);
  release.push(...releasers.options);
});

const newPath = (): string => join(temporaryFolder(), 'bundle');
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

async function write(data: string, more: string[] = [], period = sealedMonth): Promise<string> {
  const out = newPath();
  const args = ['audit-bundle', '--data', data, '--period', period, '--out', out, ...more];
  const ended = await runHere(args, releasers.answers);
  expect([ended.code, ended.stderr]).toEqual([0, '']);
  return out;
}

const verify = (bundle: string, more: string[] = []) => runHere(['verify', bundle, '--key', key, ...more]);

describe('a public bundle', () => {
  test('verifies, holds no opening, and shows levels of large groups alone', async () => {
    const bundle = await write(dataDir);
    const verified = await verify(bundle);
    expect([verified.code, verified.stderr]).toEqual([0, '']);
    expect(verified.stdout).toMatch(
      /^result {7}what was checked holds; NOT CHECKED: completeness, binding, ratings$/m,
    );
    expect(verified.stdout).toMatch(/^NOT CHECKED {2}ratings: the bundle has no openings/m);
    expect(filesOf(bundle).filter((name) => /opening|cells/.test(name))).toEqual([]);
    const table = JSON.parse(
      readFileSync(join(bundle, 'tables', `levels-${sealedMonth}.json`), 'utf8'),
    ) as PublishedTable;
    const rows = table.rows as { officer: string; n: number; state: string; levels?: number[] }[];
    expect(rows.map(({ officer, n, state }) => [officer, n, state])).toEqual([
      // The seven of the 15th are in the month's rest: with the board they would tell too few apart.
      ['CB01', 12, 'ok'],
      ['CB02', 6, 'ok'],
      ['CB03', 0, 'insufficient-data'],
    ]);
    expect(rows[2]).not.toHaveProperty('levels');
  });

  test('is written beside a running server as well', async () => {
    const server = await TestServer.start({ dataDir: cpTo(dataDir) });
    onTestFinished(() => server.stop());
    const verified = await verify(await write(server.dataDir));
    expect(verified.code).toBe(0);
  });

  test('after a rotation verifies with the key from before it', async () => {
    const copy = cpTo(dataDir);
    expect((await runHere(['rotate-key', '--data', copy])).code).toBe(0);
    expect((await verify(await write(copy))).code).toBe(0);
  });
});

describe("an auditors' bundle", () => {
  test('opens for its auditor, verifies with every opening and table, and its release is in the log', async () => {
    const copy = cpTo(dataDir);
    const bundle = await write(copy, release);
    const verified = await verify(bundle, ['--identity', identityFile, '--json']);
    const report = JSON.parse(verified.stdout) as {
      findingCount: number;
      figures: { openings: number };
      holds: string[];
    };
    expect([verified.code, report.findingCount]).toEqual([0, 0]);
    // 12 + 7 of CB01, 6 of CB02, 3 of CB03, 5 walk-ups.
    expect(report.figures.openings).toBe(33);
    expect(report.holds).toContainEqual(expect.stringMatching(/^1 published tables follow/));
    const entries = readFileSync(join(bundle, 'entries.jsonl'), 'utf8').trim().split('\n');
    const releases = entries
      .map((line) => JSON.parse(line).entry as { kind: string })
      .filter(({ kind }) => kind === 'release');
    expect(releases).toMatchObject([
      { auditor: 'thanh-tra-tinh', recipient, period: sealedMonth, releasedBy: releasers.names },
    ]);
    // A second release is another entry, and the log goes on.
    expect(
      (await verify(await write(copy, release), ['--checkpoint', join(bundle, 'checkpoint')])).code,
    ).toBe(0);
  });

  test('says that ratings were not checked when nobody can open it', async () => {
    const verified = await verify(await write(cpTo(dataDir), release));
    expect(verified.code).toBe(0);
    expect(verified.stdout).toMatch(/NOT CHECKED {2}ratings: the openings are encrypted/);
  });

  test('with one byte changed, anywhere, does not hold', async () => {
    const bundle = await write(cpTo(dataDir), release);
    const names = filesOf(bundle);
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) {
      const path = join(bundle, name);
      const original = readFileSync(path);
      const changed = Buffer.from(original);
      const at = Math.floor(changed.length / 2);
      changed[at] = changed[at]! ^ 1;
      writeFileSync(path, changed);
      const verified = await verify(bundle, ['--identity', identityFile]);
      // 1, or 2 where the file is no checkpoint any more, without which the directory is no bundle.
      expect([name, verified.code]).not.toEqual([name, 0]);
      writeFileSync(path, original);
    }
    expect((await verify(bundle, ['--identity', identityFile])).code).toBe(0);
  });
});

describe('openings are released by two persons who show that it is they', () => {
  const ask = (data: string, names: readonly string[], answers: Record<string, string>) => {
    const args = ['audit-bundle', '--data', data, '--period', sealedMonth, '--out', newPath()];
    const by = names.flatMap((name) => ['--released-by', name]);
    return runHere([...args, ...release.slice(0, 5), ...by], answers);
  };
  const passwordOf = (name: string) => `Password of ${name}: `;
  const account = async (data: string, name: string, role: string, more: string[] = []) => {
    const made = await runHere(['user', 'create', '--data', data, '--name', name, '--role', role, ...more]);
    return { [passwordOf(name)]: made.stdout.trim() };
  };

  test.each<[string, (data: string) => Promise<[string, Record<string, string>]>, RegExp]>([
    ['nobody', async () => ['nobody', {}], /no account has the name nobody/],
    [
      'an officer',
      async (data) => ['cb-01', await account(data, 'cb-01', 'officer', ['--officer', 'CB01'])],
      /cb-01 cannot release openings/,
    ],
    [
      'who receives them',
      async (data) => ['kiem-toan', await account(data, 'kiem-toan', 'auditor')],
      /kiem-toan cannot release openings/,
    ],
    [
      'somebody under the name of another',
      async () => [releasers.names[1], { [passwordOf(releasers.names[1])]: 'a guess of mine' }],
      /: the password is wrong/,
    ],
  ])('%s is not one of them, and nothing is in the log', async (_name, second, reason) => {
    const data = cpTo(dataDir);
    const before = readFileSync(join(data, 'log-checkpoint'), 'utf8');
    const [name, answers] = await second(data);
    const ended = await ask(data, [releasers.names[0], name], { ...releasers.answers, ...answers });
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toMatch(reason);
    expect(readFileSync(join(data, 'log-checkpoint'), 'utf8')).toBe(before);
  });

  test('with a second factor where the person has one, and both stand in the audit trail', async () => {
    const data = cpTo(dataDir);
    const [first, second] = releasers.names;
    const recovery = await withContext(data, async ({ accounts, clock }) => {
      const secret = Secret.fromBase32(
        new URL((await accounts.beginTotp(second)).uri).searchParams.get('secret')!,
      );
      return accounts.confirmTotp(second, new TOTP({ secret }).generate({ timestamp: clock() }));
    });
    const code = `Code of ${second}: `;
    const wrong = await ask(data, releasers.names, { ...releasers.answers, [code]: 'no code' });
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    const right = await ask(data, releasers.names, { ...releasers.answers, [code]: recovery[0]! });
    expect([right.code, right.stderr]).toEqual([0, '']);
    const trail = await withContext(data, ({ file }) =>
      file.sqlite
        .prepare<[], { actor: string; action: string }>(
          "SELECT actor, action FROM audit_trail WHERE action LIKE 'openings.%' ORDER BY number",
        )
        .all(),
    );
    expect(trail).toEqual([
      { actor: 'cli', action: 'openings.refused' },
      { actor: `user:${first}`, action: 'openings.release' },
      { actor: `user:${second}`, action: 'openings.release' },
    ]);
  });
});

describe('bad input ends with one line, and nothing is written or logged', () => {
  const without = (option: string): string[] => {
    const at = release.indexOf(option);
    return [...release.slice(0, at), ...release.slice(at + 2)];
  };
  test.each<[string, () => string[], RegExp]>([
    ['no auditor', () => without('--auditor'), /needs --auditor and --recipient/],
    ['one person', () => without('--released-by'), /needs --released-by twice/],
    [
      'the same person twice',
      () => [...without('--released-by'), '--released-by', releasers.names[1].toUpperCase()],
      /another person has to confirm it/,
    ],
    [
      'no age recipient',
      () => [...without('--recipient'), '--recipient', 'age1nothing'],
      /is not an age recipient/,
    ],
    ['a long name', () => [...without('--auditor'), '--auditor', 'x'.repeat(65)], /auditor/],
    ['an auditor without openings', () => release.slice(1), /belong to --openings/],
    ['no period', () => ['--period', '2026-13'], /is no period/],
  ])('%s', async (_name, more, reason) => {
    const before = readFileSync(join(dataDir, 'log-checkpoint'), 'utf8');
    const out = newPath();
    const args = ['audit-bundle', '--data', dataDir, '--period', sealedMonth, '--out', out, ...more()];
    const ended = await runHere(args, releasers.answers);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toMatch(reason);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
    expect(readFileSync(join(dataDir, 'log-checkpoint'), 'utf8')).toBe(before);
  });

  test('a directory that is not empty, and openings while a server runs', async () => {
    const server = await TestServer.start({ dataDir: cpTo(dataDir) });
    onTestFinished(() => server.stop());
    const args = ['audit-bundle', '--data', server.dataDir, '--period', sealedMonth];
    const served = await runHere([...args, '--out', newPath(), ...release]);
    expect([served.code, served.stdout]).toEqual([2, '']);
    expect(served.stderr).toMatch(/another server is running/);
    const full = await runHere([...args, '--out', server.dataDir]);
    expect([full.code, full.stdout]).toEqual([2, '']);
    expect(full.stderr).toMatch(/is not empty/);
  });
});

describe('a table speaks of the log only as far as no difference is small', () => {
  const response = (leafIndex: number, officer: string) => ({
    leafIndex,
    entry: { officer, tier: 'invited' } as never,
  });
  const night = (from: number, officer: string, count: number) =>
    Array.from({ length: count }, (_, i) => response(from + i, officer));

  test('it ends before a night with a small batch, whoever else had a large one', () => {
    const sizes = [10, 20, 30];
    const rule = { openEntries: [], sizes, minimum: 5 };
    const two = [...night(0, 'CB01', 6), ...night(10, 'CB01', 5)];
    expect(harmlessSize({ ...rule, responses: two })).toBe(30);
    expect(harmlessSize({ ...rule, responses: [...two, ...night(15, 'CB02', 4)] })).toBe(10);
    expect(harmlessSize({ ...rule, responses: [...two, ...night(20, 'CB02', 4)] })).toBe(20);
    expect(harmlessSize({ ...rule, responses: night(0, 'CB02', 1) })).toBe(0);
  });

  test('it ends before the first exclusion', () => {
    const openEntries = [
      { leafIndex: 12, leafHash: new Uint8Array(32), entry: { kind: 'exclusion' } as never },
    ];
    expect(harmlessSize({ responses: night(0, 'CB01', 6), openEntries, sizes: [10, 20], minimum: 5 })).toBe(
      10,
    );
  });
});

function cpTo(folder: string): string {
  const copy = join(temporaryFolder(), 'data');
  cpSync(folder, copy, { recursive: true });
  return copy;
}
