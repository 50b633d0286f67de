// The log's key on the command line: printed, rotated, and never while a server signs with it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseNote, parseVerifierKey, verifyNote } from '../../shared/ledger/note.ts';
import { runHere } from '../support/run-here.ts';
import { sealedCentre } from '../support/sealed-centre.ts';
import { TestServer, temporaryFolder } from '../support/server.ts';

const checkpointOf = (dataDir: string): string => readFileSync(join(dataDir, 'log-checkpoint'), 'utf8');

test('key prints the key that signed the checkpoint, the same each time', async () => {
  const dataDir = await sealedCentre();
  const { code, stdout, stderr } = await runHere(['key', '--data', dataDir]);
  expect([code, stderr]).toEqual([0, '']);
  verifyNote(parseNote(checkpointOf(dataDir)), [parseVerifierKey(stdout.trim())]);
  expect((await runHere(['key', '--data', dataDir])).stdout).toBe(stdout);
});

test('rotate-key prints another key; the checkpoint that names it carries both signatures', async () => {
  const dataDir = await sealedCentre();
  const old = (await runHere(['key', '--data', dataDir])).stdout.trim();
  const rotated = await runHere(['rotate-key', '--data', dataDir]);
  expect(rotated.code).toBe(0);
  expect(rotated.stderr).toContain(old);
  const next = rotated.stdout.trim();
  expect(next).not.toBe(old);
  expect((await runHere(['key', '--data', dataDir])).stdout.trim()).toBe(next);
  for (const key of [old, next]) verifyNote(parseNote(checkpointOf(dataDir)), [parseVerifierKey(key)]);
  expect(readFileSync(join(dataDir, 'log-key'), 'utf8').trim().split('\n')).toHaveLength(1);
});

test('beside a running server key says what it signs with, and rotate-key is refused', async () => {
  const server = await TestServer.start();
  onTestFinished(() => server.stop());
  const { text } = await server.ask('GET', '/log/key');
  const shown = await runHere(['key', '--data', server.dataDir]);
  expect([shown.code, shown.stdout]).toEqual([0, text]);
  const refused = await runHere(['rotate-key', '--data', server.dataDir]);
  expect([refused.code, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toMatch(/^another server is running on .*; stop it first\n$/);
  expect((await server.ask('GET', '/log/key')).text).toBe(text);
});

test('a directory without data stays as it is', async () => {
  const folder = join(temporaryFolder(), 'none');
  for (const command of ['key', 'rotate-key']) {
    const ended = await runHere([command, '--data', folder]);
    expect([ended.code, ended.stdout, ended.stderr]).toEqual([2, '', `${folder} holds no data\n`]);
  }
  expect(existsSync(folder)).toBe(false);
});
