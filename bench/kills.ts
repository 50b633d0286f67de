// `npm run -s bench -- kills [--seed N] [--timed N]`: the whole matrix of nights cut off by SIGKILL (test/seal/killed.test.ts):
// at every named point that a night of each shape reaches, loops at several counts, and besides at random moments within
// statements and writes. Ends with 1 when any directory does not hold afterwards.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine, option } from './support/machine.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const seed = option('seed', 20261014);
const timed = option('timed', 24);

console.log(`seed ${seed}; ${JSON.stringify(machine())}`);
const folder = mkdtempSync(join(tmpdir(), 'langnghe-bench-kills-'));
const resultFile = join(folder, 'result.json');
const started = performance.now();
const ran = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/seal/killed.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      TEST_SEED: String(seed),
      KILLS_SAMPLE: 'all',
      KILLS_TIMED: String(timed),
      KILLS_RESULT: resultFile,
    },
  },
);
const seconds = Math.round((performance.now() - started) / 1000);
try {
  const { points, kills, failures } = JSON.parse(readFileSync(resultFile, 'utf8')) as {
    points: number;
    kills: number;
    failures: string[];
  };
  for (const failure of failures) console.log(`FAILED ${failure}`);
  console.log(
    `${kills} kills at ${points} named points, ${timed} at random moments, in ${seconds} s; ${failures.length} failed`,
  );
  console.log(
    JSON.stringify({ bench: 'kills', seed, points, kills, timed, failures: failures.length, seconds }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = ran.status ?? 1;
