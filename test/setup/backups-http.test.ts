// The state of backups over HTTP: none, one made beside the running server, what came since, a note of an older version.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BackupState, backupStanding, backupStateSchema } from '../../shared/contract/backups.ts';
import { runHere } from '../support/run-here.ts';
import { dayMs, hourMs, TestServer, temporaryFolder } from '../support/server.ts';

let server: TestServer;
let headers: Record<string, string>;
beforeEach(async () => {
  server = await TestServer.start();
  ({ headers } = await server.signIn('auditor'));
});
afterEach(() => server?.stop());

const state = async (): Promise<BackupState> =>
  backupStateSchema.parse((await server.ask('GET', '/api/backups', { headers })).json);
const rate = () => server.rated(5);

test('none at first; then its size and content, and what came since', async () => {
  await rate();
  await rate();
  expect(await state()).toMatchObject({ last: null, responsesSince: 2, openDay: 2, today: '2026-10-14' });
  const out = join(temporaryFolder(), 'one.backup');
  const early = await runHere(['backup', '--data', server.dataDir, '--out', out]);
  expect([early.code, (await state()).last]).toEqual([2, null]);

  server.context.seal.run();
  expect((await runHere(['backup', '--data', server.dataDir, '--out', out])).code).toBe(0);
  const made = await state();
  expect(made).toMatchObject({ last: { responses: 2 }, responsesSince: 0, openDay: 0 });
  expect(made.last!.bytes).toBeGreaterThan(10_000);
  server.clock.at += dayMs;
  ({ headers } = await server.signIn('auditor'));
  await rate();
  expect(await state()).toMatchObject({ last: { responses: 2 }, responsesSince: 1, openDay: 1 });
});

test('of a backup whose note says nothing but its time, nothing else is claimed', async () => {
  await rate();
  const note = join(server.dataDir, 'last-backup.json');
  writeFileSync(note, JSON.stringify({ at: server.clock.at }));
  expect(await state()).toMatchObject({ last: { responses: null, bytes: null }, responsesSince: null });
  writeFileSync(note, 'no note');
  expect(await state()).toMatchObject({ last: null, responsesSince: 1 });
});

test('asked for after a day and a half, warned of after seven days', () => {
  expect(backupStanding(null)).toBe('none');
  expect(backupStanding(36 * hourMs)).toBe('fresh');
  expect(backupStanding(36 * hourMs + 1)).toBe('due');
  expect(backupStanding(7 * dayMs)).toBe('due');
  expect(backupStanding(7 * dayMs + 1)).toBe('old');
});
