// `npm run bench -- NAME [options]`: runs bench/NAME.ts against the built server. The last line it prints is JSON.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { allTargets, ensureBuilt, root } from './build.mjs';

const [name, ...rest] = process.argv.slice(2);
const known = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));
if (!name || !existsSync(join(root, 'bench', `${name}.ts`))) {
  console.error(`usage: npm run bench -- NAME; NAME is one of: ${known.join(', ')}`);
  process.exit(2);
}
await ensureBuilt(allTargets, (line) => console.error(line));
const result = spawnSync(process.execPath, ['--import', 'tsx', join(root, 'bench', `${name}.ts`), ...rest], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(result.status ?? 1);
