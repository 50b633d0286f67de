// `npm run dev`: a sample centre in .cache/dev that is rebuilt and restarted when a source changes.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line) => console.error(`[dev] ${line}`);
ensureInstalled(say);
const { allTargets, ensureBuilt } = await import('./build.mjs');

let server;
let timer;
async function restart() {
  try {
    await ensureBuilt(allTargets, say);
  } catch (error) {
    say(`build failed: ${error.message}`);
    return;
  }
  const start = () => {
    server = spawn(
      process.execPath,
      [
        join(root, 'scripts/langnghe.mjs'),
        'serve',
        '--data',
        join(root, '.cache/dev'),
        '--port',
        '8080',
        '--sample',
      ],
      { stdio: 'inherit' },
    );
  };
  if (server === undefined || server.exitCode !== null) return start();
  server.once('exit', start);
  server.kill('SIGTERM');
}

for (const folder of ['server', 'shared', 'kiosk', 'admin']) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(restart, 200);
  });
}
await restart();
