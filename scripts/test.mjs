// `npm test`: installs, builds, then runs everything, browser and faults included. Arguments go on to vitest.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line) => console.error(`[test] ${line}`);
ensureInstalled(say);
const { allTargets, ensureBuilt } = await import('./build.mjs');
await ensureBuilt(allTargets, say);
const result = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(result.status ?? 1);
