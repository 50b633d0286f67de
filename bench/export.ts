// `npm run -s bench -- export [--rows N] [--format csv|xlsx]`: the export of published counts (default 1,000,000 rows as CSV) by a
// server in a process of its own. Prints rows a second and the server's highest resident memory before and after, beside the
// size of what was sent: a server that built its answer whole would grow by at least that. A workbook is opened too: its
// sheets' rows are counted. The last line is JSON.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import SqliteDatabase from 'better-sqlite3';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, format: { type: 'string', default: 'csv' } },
});
const { format } = values;
if (format !== 'csv' && format !== 'xlsx') throw new Error('--format is csv or xlsx');
const wanted = Number(values.rows);
const langnghe = fileURLToPath(new URL('../scripts/langnghe.mjs', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'langnghe-export-'));
const servers: ChildProcess[] = [];
process.once('exit', () => {
  for (const server of servers) server.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Starts the server on a free port and gives its address. */
async function serve(): Promise<{ url: string; server: ChildProcess }> {
  const server = spawn(process.execPath, [langnghe, 'serve', '--data', dataDir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  servers.push(server);
  let text = '';
  return new Promise((resolve, reject) => {
    server.stdout!.on('data', (piece: Buffer) => {
      text += piece.toString();
      const url = /https?:\/\/\S+:\d+/.exec(text)?.[0];
      if (url !== undefined) resolve({ url: url.replace(/\/$/, ''), server });
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
  });
}

async function stop(server: ChildProcess): Promise<void> {
  server.removeAllListeners('exit');
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}

/** Highest resident set of a process so far, MiB. */
const peakOf = ({ pid }: ChildProcess): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;

/** Rows of a workbook's sheets of rows, heads left out. Counted in the text that `unzip` gives: no library opens a million rows. */
async function sheetRows(path: string): Promise<number> {
  const unzip = spawn('unzip', ['-p', path, 'xl/worksheets/*'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let rows = 0;
  let rest = '';
  for await (const piece of unzip.stdout) {
    const text = rest + String(piece);
    // A row of numbers ends in one: sheets of text alone, and heads, do not.
    rows += text.split('</v></c></row>').length - 1;
    rest = text.slice(text.lastIndexOf('</row>') + 6);
  }
  return rows;
}

await stop((await serve()).server);
const created = spawnSync(
  process.execPath,
  [langnghe, 'user', 'create', '--data', dataDir, '--name', 'auditor', '--role', 'auditor'],
  { encoding: 'utf8' },
);
const password = created.stdout.trim();
if (created.status !== 0) throw new Error(created.stderr);

const perOfficer = 28 * 5;
const officers = Math.ceil(wanted / perOfficer);
const file = new SqliteDatabase(join(dataDir, 'langnghe.sqlite'));
const insert = file.prepare(
  `INSERT INTO cells VALUES (1, '2026-02', ?, ?, 'Q01', '1.004222', 'qr', 'invited', 'officer', ?, 0, 0, 2)`,
);
file.transaction(() => {
  for (let officer = 0; officer < officers; officer += 1) {
    for (let day = 1; day <= 28; day += 1) {
      for (let level = 1; level <= 5; level += 1) {
        insert.run(`2026-02-${String(day).padStart(2, '0')}`, `CB${officer}`, level);
      }
    }
  }
})();
file.close();

const { url, server } = await serve();
const signedIn = await fetch(`${url}/api/session`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ name: 'auditor', password }),
});
const cookie = signedIn.headers.get('set-cookie')?.split(';')[0];
if (cookie === undefined) throw new Error(`sign-in: ${signedIn.status} ${await signedIn.text()}`);
const before = peakOf(server);
const started = performance.now();
const answer = await fetch(`${url}/api/exports/cells.${format}?period=2026-02`, { headers: { cookie } });
if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
let bytes = 0;
let lines = -1;
const output = join(dataDir, 'export');
const received = openSync(output, 'w');
for await (const piece of answer.body!) {
  bytes += piece.length;
  if (format === 'xlsx') writeSync(received, piece);
  else for (const byte of piece) if (byte === 10) lines += 1;
}
closeSync(received);
const seconds = (performance.now() - started) / 1000;
const after = peakOf(server);
await stop(server);
if (format === 'xlsx') lines = await sheetRows(output);
const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`;
const round = (value: number): number => Math.round(value * 10) / 10;
console.log(`export: ${lines} rows as ${format} on ${machine}`);
console.log(
  `${round(seconds)} s, ${round(bytes / 2 ** 20)} MiB sent; peak memory ${round(before)} MiB before, ${round(after)} MiB after`,
);
console.log(
  JSON.stringify({
    bench: 'export',
    format,
    machine,
    rows: lines,
    seconds: round(seconds),
    sentMiB: round(bytes / 2 ** 20),
    peakBeforeMiB: round(before),
    peakAfterMiB: round(after),
  }),
);
