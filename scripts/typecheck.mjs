// One tsc run an environment: shared sees neither Node nor the DOM, the screens do not see Node.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
let failed = false;
for (const project of process.argv.slice(2).length > 0
  ? process.argv.slice(2)
  : ['shared', 'server', 'kiosk', 'admin', 'test']) {
  const result = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
