// One server a data directory, held by the operating system: it goes with the process, however that ends.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/server.ts';
import { runCommand, spawnServer } from '../support/spawn.ts';

test('a second server is refused with a clear line, and one is let in after the first was killed', async () => {
  const dataDir = temporaryFolder();
  const first = await spawnServer(dataDir);
  onTestFinished(() => first.kill());
  const second = await runCommand(['serve', '--data', dataDir, '--port', '0']);
  expect(second.code).toBe(2);
  expect(second.stdout).toBe('');
  expect(second.stderr.trim().split('\n')).toEqual([
    `another server is running on ${dataDir}; stop it first`,
  ]);
  expect((await fetch(`${first.url}/healthz`)).status).toBe(200);

  await first.kill();
  const third = await spawnServer(dataDir);
  onTestFinished(() => third.kill());
  expect((await fetch(`${third.url}/readyz`)).status).toBe(200);
  expect(statSync(join(dataDir, 'control.json')).mode & 0o777).toBe(0o600);
  const stopped = await third.stop();
  expect(stopped.code).toBe(0);
  expect(existsSync(join(dataDir, 'control.json'))).toBe(false);
});
