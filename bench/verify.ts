// `npm run -s bench -- verify [--responses N] [--encrypted]`: writes the auditors' bundle of a synthetic ledger, then
// verifies it in a process of its own, to have its peak memory apart from the making. Beside it, over the same bytes in
// the same run: plain SHA-256 as one stream over every file, and one SHA-256 call for each leaf, opening and tree node,
// which is the hashing that verification cannot do without.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { decryptWith, encryptTo, newIdentity } from '../server/ledger/age.ts';
import {
  bundleDirectory,
  nativeRunningSha256,
  nativeSha256,
  newBundleDirectory,
} from '../server/ledger/bundle-directory.ts';
import { verifyBundle } from '../shared/ledger/bundle/verify.ts';
import { writeBundle } from '../shared/ledger/bundle/write.ts';
import { builtInMethods } from '../shared/ledger/published-table.ts';
import { night, random, TestLedger } from '../test/ledger/test-ledger.ts';

const { values } = parseArgs({
  options: {
    responses: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '20261014' },
    officers: { type: 'string', default: '60' },
    encrypted: { type: 'boolean', default: false },
    verify: { type: 'string' },
    identity: { type: 'string' },
  },
});

const seconds = (since: bigint) => Number(process.hrtime.bigint() - since) / 1e9;
/** Processor time of this process, all threads: what stays comparable when others work on the machine. */
const cpuSeconds = (since: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

/**
 * Largest resident size of this process. Linux carries the parent's peak over into ru_maxrss of a child, so the kernel's
 * own high-water mark is read where there is one.
 */
function peakKilobytes(): number {
  if (process.platform === 'linux') {
    const mark = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (mark !== null) return Number(mark[1]);
  }
  return process.resourceUsage().maxRSS;
}

/** The child: verifies, and prints what it took. */
async function verifyOnly(directory: string, identity: string | undefined): Promise<void> {
  const ledgerKey = new TestLedger().key;
  const started = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const checkpoint = readFileSync(join(directory, 'checkpoint'), 'utf8');
  const report = await verifyBundle(bundleDirectory(directory), {
    keys: [ledgerKey],
    checkpoints: [{ name: 'checkpoint', text: checkpoint }],
    ...(identity !== undefined && { decrypt: decryptWith(readFileSync(identity, 'utf8')) }),
    methods: builtInMethods,
    hash: nativeSha256,
    runningHash: nativeRunningSha256,
  });
  if (report.findingCount > 0) throw new Error(JSON.stringify(report.findings.slice(0, 3)));
  const verifySeconds = seconds(started);
  const peakMegabytes = Math.round(peakKilobytes() / 1024);
  const verifyCpuSeconds = cpuSeconds(cpu);
  console.log(JSON.stringify({ verifySeconds, verifyCpuSeconds, peakMegabytes, figures: report.figures }));
}

/** Plain SHA-256: every file as one stream. */
async function hashFiles(
  directory: string,
): Promise<{ plainSeconds: number; plainCpuSeconds: number; bytes: number }> {
  const files = bundleDirectory(directory);
  const started = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const running = nativeRunningSha256();
  let bytes = 0;
  for await (const path of files.list()) {
    for await (const chunk of (await files.open(path))!) {
      running.update(chunk);
      bytes += chunk.length;
    }
  }
  running.digest();
  return { plainSeconds: seconds(started), plainCpuSeconds: cpuSeconds(cpu), bytes };
}

/** One call a message: a leaf of 155 bytes, an opening of 32 + 216 bytes, a node of 65 bytes. */
function hashMessages(responses: number): { messageSeconds: number; messageCpuSeconds: number } {
  const messages = [155, 248, 65].map((length) => new Uint8Array(length));
  const started = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  for (let i = 0; i < responses; i++) for (const message of messages) nativeSha256(message);
  return { messageSeconds: seconds(started), messageCpuSeconds: cpuSeconds(cpu) };
}

async function main(): Promise<void> {
  const responses = Number(values.responses);
  const seed = Number(values.seed);
  const officers = Number(values.officers);
  console.log(
    `seed ${seed}; ${responses} responses of ${officers} officers; openings ${values.encrypted ? 'encrypted' : 'plain'}`,
  );
  console.log(
    `${cpus()[0]?.model} x ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  );
  const base = mkdtempSync(join(tmpdir(), 'langnghe-bench-verify-'));
  try {
    const ledger = new TestLedger();
    const draw = random(seed);
    const perNight = Math.max(1, Math.ceil(responses / 250));
    const first = Date.UTC(2026, 0, 5);
    for (let made = 0, number = 0; made < responses; made += perNight, number++) {
      const day = new Date(first + number * 86_400_000).toISOString().slice(0, 10);
      const plan = night({ day, responses: Math.min(perNight, responses - made), officers }, draw);
      ledger.seal(plan.responses, plan.tallies);
    }
    ledger.publish('levels-2026', 'levels/1', '2026');
    const directory = join(base, 'bundle');
    const { identity, recipient } = await newIdentity();
    const identityFile = join(base, 'identity');
    writeFileSync(identityFile, identity);
    const started = process.hrtime.bigint();
    await writeBundle(ledger.source(), await newBundleDirectory(directory), {
      kind: 'auditors',
      period: 'all',
      signer: ledger.key,
      ...(values.encrypted && { encrypt: encryptTo([recipient]) }),
      hash: nativeSha256,
      runningHash: nativeRunningSha256,
    });
    const writeSeconds = seconds(started);
    await hashFiles(directory);
    const { plainSeconds, plainCpuSeconds, bytes } = await hashFiles(directory);
    const { messageSeconds, messageCpuSeconds } = hashMessages(responses);
    const child = spawnSync(
      process.execPath,
      [
        '--import',
        'tsx',
        fileURLToPath(import.meta.url),
        '--verify',
        directory,
        ...(values.encrypted ? ['--identity', identityFile] : []),
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    if (child.status !== 0) throw new Error('the verification failed');
    const { verifySeconds, verifyCpuSeconds, peakMegabytes, figures } = JSON.parse(
      child.stdout.trim().split('\n').at(-1)!,
    );
    const ratioToStream = verifySeconds / plainSeconds;
    const ratioToMessages = verifySeconds / messageSeconds;
    console.log(`bundle       ${(bytes / 1e6).toFixed(0)} MB, written in ${writeSeconds.toFixed(1)} s`);
    console.log(
      `verify       ${verifySeconds.toFixed(2)} s, peak ${peakMegabytes} MB (tags, cells and open entries; no response stays)`,
    );
    console.log(
      `SHA-256      ${plainSeconds.toFixed(2)} s as one stream over the same files: ratio ${ratioToStream.toFixed(1)}`,
    );
    console.log(
      `SHA-256      ${messageSeconds.toFixed(2)} s a call for each leaf, opening and node: ratio ${ratioToMessages.toFixed(1)}`,
    );
    const [cpuToStream, cpuToMessages] = [
      verifyCpuSeconds / plainCpuSeconds,
      verifyCpuSeconds / messageCpuSeconds,
    ];
    console.log(
      `processor    ${verifyCpuSeconds.toFixed(2)} s beside ${plainCpuSeconds.toFixed(2)} s and ${messageCpuSeconds.toFixed(2)} s: ratios ${cpuToStream.toFixed(1)} and ${cpuToMessages.toFixed(1)}`,
    );
    console.log(
      `aim          at most 5 x plain SHA-256: ${cpuToStream <= 5 ? 'met' : 'not met'} beside one stream, ${cpuToMessages <= 5 ? 'met' : 'not met'} beside a call a message`,
    );
    console.log(
      JSON.stringify({
        bench: 'verify',
        seed,
        responses,
        encrypted: values.encrypted,
        leaves: figures.treeSize,
        cells: figures.cells,
        bytes,
        verifySeconds,
        plainSeconds,
        messageSeconds,
        verifyCpuSeconds,
        plainCpuSeconds,
        messageCpuSeconds,
        cpuToStream,
        cpuToMessages,
        ratioToStream,
        ratioToMessages,
        peakMegabytes,
      }),
    );
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

if (values.verify === undefined) await main();
else await verifyOnly(values.verify, values.identity);
