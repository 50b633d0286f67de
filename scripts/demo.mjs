// `npm run demo`: the main job on this machine. Installs and builds what is missing, starts a sample centre, prints where
// to look, and has simulated citizens rate through the same HTTP interface as real ones.
//
// Options: --port N (8080) · --rate N rows a second (2) · --once: stop when the simulated citizens are through.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line = '') => console.log(line);
const option = (name, fallback) => {
  const index = process.argv.indexOf(`--${name}`);
  return index === -1 ? fallback : process.argv[index + 1];
};

const startedAt = Date.now();
ensureInstalled((line) => say(`· ${line}`));
const { allTargets, ensureBuilt } = await import('./build.mjs');
await ensureBuilt(allTargets, (line) => say(`· ${line}`));

const dataDir = mkdtempSync(join(tmpdir(), 'langnghe-demo-'));
const commandLine = join(root, 'scripts/langnghe.mjs');
const ask = (...args) => {
  const result = spawnSync(process.execPath, [commandLine, ...args, '--data', dataDir], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(result.stderr);
  return result.stdout.trim();
};

say('· starting the sample centre …');
const server = spawn(
  process.execPath,
  [commandLine, 'serve', '--data', dataDir, '--port', option('port', '8080'), '--sample'],
  { stdio: ['ignore', 'pipe', 'pipe'] },
);
// The demo makes its own accounts below: the link to a first one would only confuse.
createInterface({ input: server.stderr }).on('line', (line) => {
  if (!line.startsWith('nobody can sign in yet')) console.error(line);
});
let stopping = false;
server.once('exit', (code) => {
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(stopping ? 0 : (code ?? 1));
});
const stop = () => {
  stopping = true;
  server.kill('SIGTERM');
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

const { url } = await new Promise((resolve) => {
  let text = '';
  server.stdout.on('data', (part) => {
    text += part;
    if (text.includes('\n')) resolve(JSON.parse(text.slice(0, text.indexOf('\n'))));
  });
});
const local = url.replace('127.0.0.1', 'localhost');

const managerPassword = ask('user', 'create', '--name', 'quanly', '--role', 'manager');
const administratorPassword = ask('user', 'create', '--name', 'quantri', '--role', 'administrator');
const officerPassword = ask('user', 'create', '--name', 'canbo01', '--role', 'officer', '--officer', 'CB01');
const boardLink = ask('board-link', 'create', '--label', 'demo');
const pairingCode = ask('device', 'pairing-code', '--counter', 'Q01');
const key = ask('api-key', 'create', '--scope', 'visits:write,roster:write,board:read', '--label', 'demo');

const visit = await fetch(`${url}/api/visits`, {
  method: 'POST',
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  body: JSON.stringify({ externalId: 'demo-slip', counter: 'Q02', officer: 'CB02', procedure: '1.004222' }),
}).then((response) => response.json());

say();
say(
  `Lắng Nghe is running (sample data; ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s). Open in a browser:`,
);
say();
say(`  live board     ${local}/admin/board#link=${boardLink}`);
say(`  rating page    ${visit.invitation.url.replace('127.0.0.1', 'localhost')}`);
say(`  kiosk          ${local}/kiosk/   pairing code ${pairingCode} (counter Q01)`);
say(
  `  officer        ${local}/admin/   name canbo01, password ${officerPassword} (counter Q01: "Xong lượt" offers the visit to the kiosk)`,
);
say(`  manager        ${local}/admin/   name quanly, password ${managerPassword}`);
say(`  administrator  ${local}/admin/   name quantri, password ${administratorPassword}`);
say(`  interface      ${local}/api/docs`);
say();
say('Simulated citizens are rating now; the board moves. Stop with Ctrl+C.');

const replay = spawn(
  process.execPath,
  [
    commandLine,
    'replay',
    join(root, 'scripts/demo-ratings.csv'),
    '--url',
    url,
    '--rate',
    option('rate', '2'),
    '--concurrency',
    '4',
  ],
  { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LANGNGHE_API_KEY: key } },
);
let summary = '';
replay.stdout.on('data', (part) => {
  summary += part;
});
replay.once('exit', (code) => {
  if (stopping) return;
  say();
  say(
    code === 0
      ? `The simulated citizens are through: ${summary.trim()}`
      : 'The simulated citizens stopped early.',
  );
  if (process.argv.includes('--once')) stop();
  else say('The server goes on; stop with Ctrl+C.');
});
