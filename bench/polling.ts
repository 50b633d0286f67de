// `npm run -s bench -- polling [--seed S]`: the month of polling at its whole size (up to 15 responses an officer and day,
// officers' pages looked at after every fourth response). Not a timing: it says whether any of the worlds could be told apart.
// The last line is JSON.
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '20261001' } } });
const root = fileURLToPath(new URL('..', import.meta.url));
const started = performance.now();
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const run = spawnSync(
  process.execPath,
  [
    vitest,
    'run',
    'test/secrecy/month-of-polling.test.ts',
    '--testTimeout=1200000',
    '--disable-console-intercept',
  ],
  {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, LANGNGHE_POLLING_FULL: '1', LANGNGHE_POLLING_SEED: values.seed },
  },
);
console.log(run.stdout);
if (run.status !== 0) console.error(run.stderr);
console.log(
  JSON.stringify({
    bench: 'polling',
    seed: Number(values.seed),
    machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`,
    seconds: Math.round((performance.now() - started) / 1000),
    toldApart: run.status !== 0,
    month: /seed \d+: .*/.exec(run.stdout)?.[0] ?? null,
  }),
);
process.exit(run.status ?? 1);
