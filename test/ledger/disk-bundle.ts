// Bundles on a real disk, in folders that go with the test file: written of a ledger in memory, verified, edited, and signed
// again as an operator who holds the key would.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import {
  bundleDirectory,
  nativeRunningSha256,
  nativeSha256,
  newBundleDirectory,
} from '../../server/ledger/bundle-directory.ts';
import type { VerifyOptions } from '../../shared/ledger/bundle/context.ts';
import {
  comparePaths,
  formatManifestText,
  formatSum,
  parseManifestText,
} from '../../shared/ledger/bundle/format.ts';
import type { VerifyReport } from '../../shared/ledger/bundle/report.ts';
import { verifyBundle } from '../../shared/ledger/bundle/verify.ts';
import { type BundleOptions, writeBundle } from '../../shared/ledger/bundle/write.ts';
import { formatNote, parseNote, type SignerKey, signNoteText } from '../../shared/ledger/note.ts';
import { builtInMethods } from '../../shared/ledger/published-table.ts';
import { sampleLedger as makeSampleLedger } from './sample-ledger.ts';
import type { TestLedger } from './test-ledger.ts';

export const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
console.log(`bundles: seed ${seed}`);

/** Folder of this test file. */
export const base = mkdtempSync(join(tmpdir(), 'langnghe-bundle-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let made = 0;

/** Writes a bundle of all the ledger into a folder of its own. */
export async function bundleOf(ledger: TestLedger, more: Partial<BundleOptions> = {}): Promise<string> {
  const directory = join(base, `bundle-${made++}`);
  await writeBundle(ledger.source(), await newBundleDirectory(directory), {
    kind: 'auditors',
    period: 'all',
    signer: ledger.key,
    hash: nativeSha256,
    runningHash: nativeRunningSha256,
    ...more,
  });
  return directory;
}

export const sampleLedger = (): TestLedger => makeSampleLedger(seed);

export const verify = (directory: string, more: Partial<VerifyOptions> = {}): Promise<VerifyReport> =>
  verifyBundle(bundleDirectory(directory), {
    keys: [],
    checkpoints: [],
    methods: builtInMethods,
    hash: nativeSha256,
    runningHash: nativeRunningSha256,
    ...more,
  });

export const codes = (report: VerifyReport) => [...new Set(report.findings.map(({ code }) => code))].sort();
export const named = (report: VerifyReport, code: string) =>
  report.findings.filter((finding) => finding.code === code).map(({ leafIndex }) => leafIndex);

/** Signs the directory again as it is: what an operator who holds the key would do after tampering. */
export async function resign(directory: string, key: SignerKey): Promise<void> {
  const sums: string[] = [];
  for await (const path of bundleDirectory(directory).list()) {
    if (path === 'manifest' || path === 'SHA256SUMS') continue;
    sums.push(
      formatSum(
        createHash('sha256')
          .update(await readFile(join(directory, path)))
          .digest(),
        path,
      ),
    );
  }
  sums.sort((a, b) => comparePaths(a.slice(66), b.slice(66)));
  await writeFile(join(directory, 'SHA256SUMS'), sums.join(''));
  const old = parseManifestText(parseNote(await readFile(join(directory, 'manifest'))).text);
  const text = formatManifestText({
    ...old,
    files: sums.length,
    sums: createHash('sha256').update(sums.join('')).digest(),
  });
  await writeFile(join(directory, 'manifest'), formatNote({ text, signatures: [signNoteText(key, text)] }));
}

/** Changes a file of the bundle. */
export async function edit(directory: string, path: string, change: (text: string) => string): Promise<void> {
  const file = join(directory, path);
  const before = await readFile(file, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(file, after);
}
