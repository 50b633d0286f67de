// Installs the pinned dependencies when they are missing or belong to another lock file. Only Node's own modules here:
// this runs before anything else exists.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Stops with a sentence when Node is too old; installs when needed, saying so through `say`. */
export function ensureInstalled(say) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    say(`Node.js 20.19 or later is needed; this is ${process.versions.node}.`);
    process.exit(2);
  }
  const lockHash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.installed-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash) return;
  say('installing dependencies (npm ci; the first time a native module may be compiled, about a minute) …');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    say(
      'npm ci failed; see the lines above. Without a prebuilt better-sqlite3, python3, make and g++ are needed.',
    );
    process.exit(2);
  }
  writeFileSync(stamp, lockHash);
}
