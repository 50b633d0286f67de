// The service policy from the command line: versions are added, bad documents named and nothing written.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openContext, temporaryFolder } from '../support/server.ts';
import { runCommand } from '../support/spawn.ts';

test('a policy is set, shown, and refused when it is not one', async () => {
  const { context, dataDir } = await openContext();
  const next = context.stores.centre.policy().version + 1;
  await context.close();
  const file = join(temporaryFolder(), 'policy.yaml');
  const set = () => runCommand(['policy', 'set', file, '--data', dataDir]);

  writeFileSync(file, 'invitationDays: 14\ngroupMinimum: 8\n');
  const done = await set();
  expect([done.code, JSON.parse(done.stdout)]).toEqual([0, { version: next }]);
  const shown = await runCommand(['policy', 'show', '--data', dataDir]);
  expect(shown.stdout).toContain(`# version ${next}`);
  expect(shown.stdout).toContain('invitationDays: 14');
  expect(shown.stdout).toContain('groupMinimum: 8');
  expect(shown.stdout).toContain('offlineGraceDays: 3');

  for (const [text, reason] of [
    ['invitationDays: 0\n', 'column invitationDays'],
    ['sealAt: "25:00"\n', 'column sealAt'],
    ['invitationDay: 3\n', 'column document'],
    ['a: [\n', 'not readable as YAML'],
  ] as const) {
    writeFileSync(file, text);
    const refused = await set();
    expect([refused.code, refused.stdout, refused.stderr.trim().split('\n').length]).toEqual([2, '', 1]);
    expect(refused.stderr).toContain(reason);
  }
  expect((await runCommand(['policy', 'show', '--data', dataDir])).stdout).toContain(`# version ${next}`);
});
