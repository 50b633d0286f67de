// `npm run -s bench -- verify [--responses N] [--encrypted]`: writes the auditors' bundle of a synthetic ledger, then
// verifies it with the built command in a process of its own, to have its peak memory apart from the making: once on one
// thread, once on as many as the machine has cores. Beside it, over the same bytes in the same run: plain SHA-256 as one
// stream over every file, and one SHA-256 call for each leaf, opening and tree node, which is the hashing that verification
// cannot do without.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { encryptTo, newIdentity } from '../server/ledger/age.ts';
import { nativeRunningSha256, nativeSha256, newBundleDirectory } from '../server/ledger/bundle-directory.ts';
import { threadsFor } from '../server/ledger/verify-workers.ts';
import { writeBundle } from '../shared/ledger/bundle/write.ts';
import { formatVerifierKey } from '../shared/ledger/note.ts';
import { night, random, TestLedger } from '../test/ledger/test-ledger.ts';

const { values } = parseArgs({
  options: {
    responses: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '20261014' },
    officers: { type: 'string', default: '60' },
    encrypted: { type: 'boolean', default: false },
  },
});

const distDir = fileURLToPath(new URL('../dist', import.meta.url));
const plainHash = fileURLToPath(new URL('support/plain-hash.mjs', import.meta.url));
const verifyProcess = fileURLToPath(new URL('support/verify-process.mjs', import.meta.url));

const seconds = (since: bigint) => Number(process.hrtime.bigint() - since) / 1e9;

interface Verified {
  verifySeconds: number;
  verifyCpuSeconds: number;
  peakMegabytes: number;
  figures: { treeSize: number; cells: number };
}

/** The command on the bundle; `threads` beside the first. */
function verify(directory: string, key: string, threads: number, identityFile: string | undefined): Verified {
  const args = [
    directory,
    '--key',
    key,
    '--checkpoint',
    join(directory, 'checkpoint'),
    '--threads',
    `${threads}`,
  ];
  if (identityFile !== undefined) args.push('--identity', identityFile);
  return runApart(verifyProcess, [distDir, ...args]) as Verified;
}

/** A process of plain Node; what it printed last, as JSON. */
function runApart(file: string, args: string[]): unknown {
  const child = spawnSync(process.execPath, [file, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`${file} failed`);
  return JSON.parse(child.stdout.trim().split('\n').at(-1)!);
}

interface Plain {
  bytes: number;
  plainSeconds: number;
  plainCpuSeconds: number;
  messageSeconds: number;
  messageCpuSeconds: number;
}

/** Both yardsticks. */
function hashPlainly(directory: string, responses: number): Plain {
  return runApart(plainHash, [directory, `${responses}`]) as Plain;
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
    const { bytes, ...plain } = hashPlainly(directory, responses);
    const { plainSeconds, plainCpuSeconds, messageSeconds, messageCpuSeconds } = plain;
    const key = formatVerifierKey(ledger.key);
    const identityArgument = values.encrypted ? identityFile : undefined;
    const cores = availableParallelism();
    const alone = verify(directory, key, 0, identityArgument);
    const threads = threadsFor(alone.figures.treeSize);
    const shared = threads === 0 ? alone : verify(directory, key, threads, identityArgument);
    const ratios = ({ verifySeconds, verifyCpuSeconds }: Verified) => ({
      ratioToStream: verifySeconds / plainSeconds,
      ratioToMessages: verifySeconds / messageSeconds,
      cpuToStream: verifyCpuSeconds / plainCpuSeconds,
      cpuToMessages: verifyCpuSeconds / messageCpuSeconds,
    });
    console.log(`bundle       ${(bytes / 1e6).toFixed(0)} MB, written in ${writeSeconds.toFixed(1)} s`);
    console.log(
      `SHA-256      ${plainSeconds.toFixed(2)} s as one stream over the same files (processor ${plainCpuSeconds.toFixed(2)} s)`,
    );
    console.log(
      `SHA-256      ${messageSeconds.toFixed(2)} s a call for each leaf, opening and node (processor ${messageCpuSeconds.toFixed(2)} s)`,
    );
    for (const [name, verified] of [
      ['1 thread', alone],
      [`${threads} threads`, shared],
    ] as const) {
      const ratio = ratios(verified);
      console.log(
        `verify       ${verified.verifySeconds.toFixed(2)} s on ${name}, peak ${verified.peakMegabytes} MB: ${ratio.ratioToStream.toFixed(1)} x one stream, ${ratio.ratioToMessages.toFixed(1)} x a call a message`,
      );
      console.log(
        `processor    ${verified.verifyCpuSeconds.toFixed(2)} s: ${ratio.cpuToStream.toFixed(1)} x and ${ratio.cpuToMessages.toFixed(1)} x`,
      );
      if (threads === 0) break;
    }
    const { ratioToStream, ratioToMessages } = ratios(shared);
    console.log(
      `aim          at most 5 x plain SHA-256: ${ratioToStream <= 5 ? 'met' : 'not met'} beside one stream, ${ratioToMessages <= 5 ? 'met' : 'not met'} beside a call a message (elapsed, ${cores} cores, load ${loadavg()[0]!.toFixed(1)})`,
    );
    console.log(
      JSON.stringify({
        bench: 'verify',
        seed,
        responses,
        encrypted: values.encrypted,
        leaves: alone.figures.treeSize,
        cells: alone.figures.cells,
        bytes,
        plainSeconds,
        messageSeconds,
        plainCpuSeconds,
        messageCpuSeconds,
        threads,
        verifySeconds: shared.verifySeconds,
        verifyCpuSeconds: shared.verifyCpuSeconds,
        peakMegabytes: shared.peakMegabytes,
        ...ratios(shared),
        oneThread: {
          verifySeconds: alone.verifySeconds,
          verifyCpuSeconds: alone.verifyCpuSeconds,
          peakMegabytes: alone.peakMegabytes,
          ...ratios(alone),
        },
      }),
    );
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

await main();
