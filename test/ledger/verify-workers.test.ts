// However the work of a verification is cut and wherever it runs, the report is the same, word for word: here, on threads of
// the built worker, in small pieces, on honest bundles and on damaged ones.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bundleDirectory,
  nativeRunningSha256,
  nativeSha256,
  newBundleDirectory,
  statedTreeSize,
} from '../../server/ledger/bundle-directory.ts';
import { nativeSignatureCheck } from '../../server/ledger/native-signature.ts';
import { startVerifyWorkers, threadsFor, type VerifyWorkers } from '../../server/ledger/verify-workers.ts';
import { main } from '../../server/main.ts';
import type { VerifyOptions } from '../../shared/ledger/bundle/context.ts';
import { BundleError } from '../../shared/ledger/bundle/format.ts';
import { verifyBundle } from '../../shared/ledger/bundle/verify.ts';
import { writeBundle } from '../../shared/ledger/bundle/write.ts';
import { builtInMethods } from '../../shared/ledger/published-table.ts';
import { responsesIn, sampleLedger } from './sample-ledger.ts';
import { night, random, type TestLedger } from './test-ledger.ts';

const distDir = fileURLToPath(new URL('../../dist', import.meta.url));
const workerFile = join(distDir, 'server', 'verify-worker.js');
const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
const hashing = { hash: nativeSha256, runningHash: nativeRunningSha256 };
let base: string;
beforeAll(async () => {
  console.log(`verify on threads: seed ${seed}`);
  expect(existsSync(workerFile), 'dist/ is built (npm run build)').toBe(true);
  base = await mkdtemp(join(tmpdir(), 'langnghe-threads-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

/** More than one job of tiles: 2048 leaves each. */
function largeLedger(): TestLedger {
  const ledger = sampleLedger(seed);
  const draw = random(seed + 1);
  for (const day of ['2026-10-20', '2026-10-21', '2026-10-22']) {
    const { responses, tallies } = night({ day, responses: 900, officers: 6 }, draw);
    ledger.seal(responses, tallies);
  }
  return ledger;
}

async function bundleOf(ledger: TestLedger, name: string): Promise<string> {
  const directory = join(base, name);
  const options = { kind: 'auditors', period: 'all', signer: ledger.key, ...hashing } as const;
  await writeBundle(ledger.source(), await newBundleDirectory(directory), options);
  return directory;
}

/** The report or the error, as text. */
async function outcome(directory: string, options: VerifyOptions): Promise<string> {
  try {
    return JSON.stringify(await verifyBundle(bundleDirectory(directory), options), null, 1);
  } catch (error) {
    if (error instanceof BundleError) return error.message;
    throw error;
  }
}

/** Damages to one file: a byte, its end, its lines. */
type Damage = (bytes: Buffer, draw: () => number) => Buffer;
const lines = (change: (of: string[], pick: (count: number) => number) => void): Damage => {
  return (bytes, draw) => {
    const of = bytes.toString().split('\n');
    change(of, (count) => Math.floor(draw() * count));
    return Buffer.from(of.join('\n'));
  };
};
const damages: Record<string, Damage> = {
  nothing: (bytes) => bytes,
  'a bit': (bytes, draw) => {
    const changed = Buffer.from(bytes);
    changed[Math.floor(draw() * bytes.length)]! ^= 1 << Math.floor(draw() * 8);
    return changed;
  },
  'the end': (bytes, draw) => bytes.subarray(0, Math.floor(draw() * bytes.length)),
  'a line gone': lines((of, pick) => void of.splice(pick(of.length - 1), 1)),
  'a line twice': lines((of, pick) => void of.splice(pick(of.length), 0, of[pick(of.length - 1)]!)),
  'lines swapped': lines((of, pick) => {
    const [a, b] = [pick(of.length - 1), pick(of.length - 1)];
    [of[a], of[b]] = [of[b]!, of[a]!];
  }),
  'a leaf beyond': lines((of, pick) => {
    const at = pick(of.length - 1);
    of[at] = of[at]!.replace(/"leafIndex":\d+/, `"leafIndex":${pick(9000)}`);
  }),
};

describe('the same report', () => {
  let directory: string;
  let earlier: string;
  let ledger: TestLedger;
  let workers: VerifyWorkers;
  beforeAll(async () => {
    ledger = largeLedger();
    directory = await bundleOf(ledger, 'large');
    earlier = await bundleOf(sampleLedger(seed), 'earlier');
    workers = startVerifyWorkers(workerFile, 2, { directory, earlier });
  });
  afterAll(() => workers.close());

  const texts = ['openings.jsonl', 'entries.jsonl', 'SHA256SUMS'];
  const all = [...texts, 'checkpoints.jsonl', 'tile/0/000', 'tile/entries/003', 'tile/1/000.p/12'];
  const anyFile = ['nothing', 'a bit', 'the end'];
  const cases = Object.keys(damages).flatMap((damage) =>
    (anyFile.includes(damage) ? all : texts).map((file) => [damage, file] as const),
  );
  test.each(cases)('%s in %s', async (damage, file) => {
    const draw = random(seed + cases.findIndex((one) => one[0] === damage && one[1] === file));
    const options = {
      keys: [ledger.key],
      checkpoints: [{ name: 'kept', text: ledger.checkpoints[1]! }],
      earlier: bundleDirectory(earlier),
      signatureHolds: nativeSignatureCheck(),
      methods: builtInMethods,
      ...hashing,
    };
    const path = join(directory, file);
    const before = await readFile(path);
    try {
      await writeFile(path, damages[damage]!(before, draw));
      const here = await outcome(directory, options);
      for (const more of [
        { openingsPerJobBytes: 1 },
        { openingsPerJobBytes: 3000, tagsPerPassMax: 500 },
        { jobs: workers },
        { jobs: workers, openingsPerJobBytes: 5000 },
      ]) {
        expect(await outcome(directory, { ...options, ...more })).toBe(here);
      }
      if (damage === 'nothing') expect(JSON.parse(here)).toMatchObject({ findings: [], notChecked: [] });
    } finally {
      await writeFile(path, before);
    }
  });
});

describe('threads', () => {
  test('are as many as the cores, and none where they would not pay', () => {
    expect(threadsFor(1_000_000, 1)).toBe(0);
    expect(threadsFor(1_000_000, 2)).toBe(2);
    expect(threadsFor(1_000_000, 64)).toBe(8);
    expect(threadsFor(1000, 8)).toBe(0);
  });

  test('say of what is no bundle what would be said here', async () => {
    const directory = await bundleOf(sampleLedger(seed), 'oversized');
    await writeFile(join(directory, 'tile/entries/000'), Buffer.alloc(20_000_000));
    const options = { keys: [], checkpoints: [], methods: builtInMethods, ...hashing };
    const workers = startVerifyWorkers(workerFile, 2, { directory });
    const failure = verifyBundle(bundleDirectory(directory), { ...options, jobs: workers });
    await expect(failure).rejects.toThrow(BundleError);
    await expect(failure).rejects.toThrow(/tile\/entries\/000 has 20000000 bytes/);
    await workers.close();
  });

  test('that end are noticed: nothing waits for them', async () => {
    const directory = await bundleOf(sampleLedger(seed), 'ended');
    const options = { keys: [], checkpoints: [], methods: builtInMethods, ...hashing };
    const workers = startVerifyWorkers(join(base, 'no-such-file.js'), 1, { directory });
    await expect(verifyBundle(bundleDirectory(directory), { ...options, jobs: workers })).rejects.toThrow();
    await workers.close();
  });

  test('are given on the command line, and change no word of the answer', async () => {
    const directory = await bundleOf(largeLedger(), 'command');
    expect(await statedTreeSize(directory)).toBeGreaterThan(2500);
    expect(await statedTreeSize(join(base, 'nowhere'))).toBe(0);
    const answers: string[] = [];
    for (const threads of ['0', '1', '3']) {
      const write = process.stdout.write;
      let out = '';
      process.stdout.write = ((text: string) => {
        out += text;
        return true;
      }) as typeof write;
      try {
        expect(await main(['verify', directory, '--threads', threads], { distDir })).toBe(0);
      } finally {
        process.stdout.write = write;
      }
      answers.push(createHash('sha256').update(out).digest('hex'));
    }
    expect(new Set(answers).size).toBe(1);
    expect(await main(['verify', directory, '--threads', 'many'], { distDir })).toBe(2);
  });
});

test('an exclusion names a response of the log, also where its tag shares 64 bits with another', async () => {
  const ledger = largeLedger();
  const [first, second, third] = [5, 900, 1200].map((which) => responsesIn(ledger)[which]!);
  const { tag } = ledger.leaves[first!]!.response!;
  const { sealed } = await import('./test-ledger.ts');
  const alike = Uint8Array.from(tag);
  alike[20]! ^= 1;
  const changed = ledger.leaves[second!]!.response!;
  ledger.leaves[second!] = sealed(changed.entry, changed.json, changed.salt, alike);
  const strange = Uint8Array.from(tag);
  strange[21]! ^= 1;
  const named = [alike, strange, ledger.leaves[third!]!.response!.tag].map((one) =>
    Buffer.from(one).toString('hex'),
  );
  for (const one of named) {
    ledger.seal(
      [],
      [{ kind: 'exclusion', v: 1, tag: one, reason: 'r', proposedBy: 'u-1', approvedBy: 'u-2' }],
    );
  }
  ledger.checkpoints = [];
  ledger.sign();
  const directory = await bundleOf(ledger, 'alike');
  for (const tagsPerPassMax of [1_000_000, 300]) {
    const options = {
      keys: [ledger.key],
      checkpoints: [],
      methods: builtInMethods,
      ...hashing,
      tagsPerPassMax,
    };
    const { findings } = await verifyBundle(bundleDirectory(directory), options);
    const references = findings.filter(({ code }) => code === 'reference');
    expect(references.map(({ message }) => message)).toEqual([
      `excludes ${named[1]}, which is not in the log`,
    ]);
    expect(findings.filter(({ code }) => code === 'duplicate-tag')).toEqual([]);
  }
});
