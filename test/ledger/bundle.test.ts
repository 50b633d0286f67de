// Bundles on a real disk: written, verified, and tampered with in every way that the ledger is meant to show.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decryptWith, encryptTo, newIdentity } from '../../server/ledger/age.ts';
import {
  bundleDirectory,
  nativeRunningSha256,
  nativeSha256,
  newBundleDirectory,
} from '../../server/ledger/bundle-directory.ts';
import { main } from '../../server/main.ts';
import type { VerifyOptions } from '../../shared/ledger/bundle/context.ts';
import {
  BundleError,
  comparePaths,
  formatManifestText,
  formatSum,
  parseManifestText,
} from '../../shared/ledger/bundle/format.ts';
import type { VerifyReport } from '../../shared/ledger/bundle/report.ts';
import { verifyBundle } from '../../shared/ledger/bundle/verify.ts';
import { writeBundle } from '../../shared/ledger/bundle/write.ts';
import { cosign, signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { entryLeafHash, type OpenEntry } from '../../shared/ledger/entry.ts';
import {
  formatNote,
  formatSignatureLine,
  formatVerifierKey,
  parseNote,
  type SignerKey,
  signatureType,
  signerKey,
  signNoteText,
} from '../../shared/ledger/note.ts';
import { builtInMethods } from '../../shared/ledger/published-table.ts';
import { rootOf } from '../../shared/merkle/compact-range.ts';
import { compareBytes } from '../../shared/merkle/hash.ts';
import { digestHex, sampleLedger as makeSampleLedger, responsesIn, samplePolicy } from './sample-ledger.ts';
import { night, openLeaf, random, sealed, TestLedger } from './test-ledger.ts';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
let base: string;
let made = 0;
beforeAll(async () => {
  console.log(`bundles: seed ${seed}`);
  base = await mkdtemp(join(tmpdir(), 'langnghe-bundle-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

const options = (more: Partial<VerifyOptions> = {}): VerifyOptions => ({
  keys: [],
  checkpoints: [],
  methods: builtInMethods,
  hash: nativeSha256,
  runningHash: nativeRunningSha256,
  ...more,
});

async function bundleOf(
  ledger: TestLedger,
  kind: 'public' | 'auditors' = 'auditors',
  signer?: SignerKey,
): Promise<string> {
  const directory = join(base, `bundle-${made++}`);
  await writeBundle(ledger.source(), await newBundleDirectory(directory), {
    kind,
    period: 'all',
    signer: signer ?? ledger.key,
    hash: nativeSha256,
    runningHash: nativeRunningSha256,
  });
  return directory;
}

const sampleLedger = () => makeSampleLedger(seed);
const verify = (directory: string, more: Partial<VerifyOptions> = {}) =>
  verifyBundle(bundleDirectory(directory), options(more));
const codes = (report: VerifyReport) => [...new Set(report.findings.map(({ code }) => code))].sort();

/** Signs the directory again as it is: what an operator who holds the key would do after tampering. */
async function resign(directory: string, key: SignerKey): Promise<void> {
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

const anotherPolicy = (version: string) => ({ ...samplePolicy, version }) as OpenEntry;

async function edit(directory: string, path: string, change: (text: string) => string): Promise<void> {
  const file = join(directory, path);
  const before = await readFile(file, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(file, after);
}

describe('an honest bundle', () => {
  it('holds, with everything given, and says what is only attested', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger);
    const checkpoints = ledger.checkpoints.map((text, i) => ({ name: `checkpoint ${i}`, text }));
    const report = await verify(directory, { keys: [ledger.key], checkpoints });
    expect(report.findings).toEqual([]);
    expect(report.notChecked).toEqual([]);
    expect(report.attested.length).toBeGreaterThan(2);
    expect(report.figures).toMatchObject({ treeSize: ledger.leaves.length, responses: 390, openings: 390 });
    expect(report.holds.join('\n')).toMatch(/2 published tables follow/);
  });

  it('says what it could not check without key, checkpoint and openings', async () => {
    const report = await verify(await bundleOf(sampleLedger(), 'public'));
    expect(report.findings).toEqual([]);
    expect(report.notChecked.map((line) => line.split(':')[0])).toEqual([
      'authenticity',
      'completeness',
      'ratings',
    ]);
  });

  it('holds when its log has no leaf, one, 256 or 257', async () => {
    const { responses, tallies } = night({ day: '2026-10-13', responses: 300, officers: 3 }, random(seed));
    for (const size of [0, 1, 256, 257]) {
      const ledger = new TestLedger();
      const spare = size - Math.min(size, tallies.length);
      ledger.seal(responses.slice(0, spare), tallies.slice(0, size));
      expect(ledger.leaves).toHaveLength(size);
      const report = await verify(await bundleOf(ledger), { keys: [ledger.key] });
      expect(report.findings.filter(({ code }) => code !== 'count')).toEqual([]);
    }
  });

  it('holds with encrypted openings, for the identity they were encrypted to alone', async () => {
    const ledger = sampleLedger();
    const [auditor, stranger] = [await newIdentity(), await newIdentity()];
    const directory = join(base, `bundle-${made++}`);
    await writeBundle(ledger.source(), await newBundleDirectory(directory), {
      kind: 'auditors',
      period: 'all',
      signer: ledger.key,
      encrypt: encryptTo([auditor.recipient]),
      runningHash: nativeRunningSha256,
    });
    const opened = await verify(directory, { keys: [ledger.key], decrypt: decryptWith(auditor.identity) });
    expect(opened.findings).toEqual([]);
    expect(opened.figures.openings).toBe(390);
    const closed = await verify(directory, { keys: [ledger.key] });
    expect(closed.findings).toEqual([]);
    expect(closed.notChecked.join()).toMatch(/encrypted/);
    expect(codes(await verify(directory, { decrypt: decryptWith(stranger.identity) }))).toContain('opening');
    expect(() => decryptWith('rubbish')).toThrow(BundleError);
    expect(() => encryptTo(['age1rubbish'])).toThrow(BundleError);
  });

  it('finds tags that occur twice in several passes as in one', async () => {
    const ledger = sampleLedger();
    const [first, second] = [responsesIn(ledger)[3]!, responsesIn(ledger)[200]!];
    const { tag } = ledger.leaves[first]!.response!;
    const { entry, json, salt } = ledger.leaves[second]!.response!;
    ledger.leaves[second] = sealed(entry, json, salt, tag);
    ledger.checkpoints = [];
    ledger.sign();
    const directory = await bundleOf(ledger);
    for (const tagsPerPassMax of [1_000_000, 50]) {
      const { findings } = await verify(directory, { tagsPerPassMax });
      const found = findings.filter(({ code }) => code === 'duplicate-tag');
      expect(found).toHaveLength(1);
      expect(found[0]!.leafIndex).toBe(second);
    }
  });
});

describe('any changed byte', () => {
  it('of any file is seen, even without a key', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger);
    const draw = random(seed);
    for await (const path of bundleDirectory(directory).list()) {
      const file = join(directory, path);
      const before = await readFile(file);
      const changed = Buffer.from(before);
      const at = Math.floor(draw() * changed.length);
      changed[at]! ^= 1 << Math.floor(draw() * 8);
      await writeFile(file, changed);
      const keys = path === 'manifest' ? [ledger.key] : [];
      const report = await verify(directory, { keys });
      expect(report.findingCount, `${path} byte ${at}`).toBeGreaterThan(0);
      await writeFile(file, before);
    }
    expect((await verify(directory)).findingCount).toBe(0);
  });

  it('as a file removed or added is seen', async () => {
    const directory = await bundleOf(sampleLedger());
    await writeFile(join(directory, 'note.txt'), 'hello');
    expect((await verify(directory)).findings[0]).toMatchObject({
      code: 'file',
      message: expect.stringMatching(/note.txt/),
    });
    await rm(join(directory, 'note.txt'));
    await rm(join(directory, 'entries.jsonl'));
    expect((await verify(directory)).findings[0]).toMatchObject({
      code: 'file',
      message: expect.stringMatching(/missing/),
    });
  });
});

describe('tampering after the seal, by one who holds the key and signs everything again', () => {
  /** The auditor has the key, the honest checkpoint of before, and the honest bundle. */
  async function tampered(change: (ledger: TestLedger) => void | Promise<void>) {
    const ledger = sampleLedger();
    const honest = await bundleOf(ledger);
    const kept = { name: 'kept', text: ledger.checkpoint };
    await change(ledger);
    ledger.checkpoints = [];
    ledger.sign();
    const directory = await bundleOf(ledger);
    const report = await verify(directory, {
      keys: [ledger.key],
      checkpoints: [kept],
      earlier: bundleDirectory(honest),
    });
    return { ledger, report };
  }
  const named = (report: VerifyReport, code: string) =>
    report.findings.filter((finding) => finding.code === code).map(({ leafIndex }) => leafIndex);

  it.each(['rating', 'officer'] as const)('%s altered: the leaf is named', async (what) => {
    let at = 0;
    const { report } = await tampered((ledger) => {
      at = responsesIn(ledger)[40]!;
      const { entry, salt, tag } = ledger.leaves[at]!.response!;
      const other = entry.officer === 'CB-001' ? 'CB-002' : 'CB-001';
      const changed =
        what === 'rating'
          ? { ...entry, answers: { officer: entry.answers.officer === 5 ? 1 : 5 } }
          : { ...entry, officer: other };
      const json = JSON.stringify(changed);
      const sorted = JSON.stringify(
        Object.fromEntries(Object.entries(JSON.parse(json)).sort(([a], [b]) => (a < b ? -1 : 1))),
      );
      ledger.leaves[at] = sealed(changed, sorted, salt, tag);
    });
    expect(named(report, 'changed-leaf')).toEqual([at]);
    expect(codes(report)).toEqual(expect.arrayContaining(['changed-leaf', 'root', 'table']));
  });

  it('the tail deleted: a rollback, from the first leaf that is gone', async () => {
    const { ledger, report } = await tampered((of) => void of.leaves.splice(-20));
    expect(named(report, 'rollback')).toEqual([ledger.leaves.length]);
  });

  it('a middle leaf deleted', async () => {
    let at = 0;
    const { report } = await tampered((ledger) => {
      at = responsesIn(ledger)[100]!;
      ledger.leaves.splice(at, 1);
    });
    expect(named(report, 'changed-leaf')[0]).toBe(at);
    expect(codes(report)).toContain('rollback');
  });

  it('two leaves swapped', async () => {
    let at = 0;
    const { report } = await tampered(({ leaves }) => {
      at = 60;
      [leaves[at], leaves[at + 1]] = [leaves[at + 1]!, leaves[at]!];
    });
    expect(named(report, 'changed-leaf')).toEqual([at, at + 1]);
    expect(named(report, 'order')).toContain(at + 1);
  });

  it('a response added', async () => {
    const { report } = await tampered((ledger) => {
      const { entry } = ledger.leaves[responsesIn(ledger)[0]!]!.response!;
      ledger.leaves.splice(50, 0, ledger.responseLeaf(entry));
    });
    expect(named(report, 'changed-leaf')[0]).toBe(50);
    expect(codes(report)).toEqual(expect.arrayContaining(['count', 'root']));
  });

  it('an exclusion dropped: the root, and the published table', async () => {
    let at = 0;
    const { report } = await tampered(({ leaves }) => {
      at = leaves.findIndex(({ open }) => open?.kind === 'exclusion');
      leaves.splice(at, 1);
    });
    expect(named(report, 'changed-leaf')[0]).toBe(at);
    expect(codes(report)).toContain('table');
  });

  it('an exclusion dropped by an operator whose auditor kept nothing: the published table alone', async () => {
    const ledger = sampleLedger();
    const at = ledger.leaves.findIndex(({ open }) => open?.kind === 'exclusion');
    const tally = ledger.leaves.find(({ open }) => open?.kind === 'tally')!.open!;
    ledger.leaves[at] = openLeaf({ ...tally, revision: 1 } as OpenEntry);
    ledger.checkpoints = [];
    ledger.leaves.sort((a, b) => compareBytes(a.hash, b.hash));
    ledger.sign();
    const report = await verify(await bundleOf(ledger), { keys: [ledger.key] });
    expect(codes(report)).toContain('table');
  });

  it('answered > invited', async () => {
    const { report, ledger } = await tampered(({ leaves }) => {
      const at = leaves.findIndex(({ open }) => open?.kind === 'tally');
      const tally = leaves[at]!.open as Extract<OpenEntry, { kind: 'tally' }>;
      leaves[at] = openLeaf({ ...tally, answered: { ...tally.answered, qr: tally.invited + 1 } });
    });
    const at = ledger.leaves.findIndex(({ open }) => open?.kind === 'tally');
    expect(named(report, 'count')).toContain(at);
  });

  it('two citizens with one leaf: fewer responses than acknowledged in a closed period', async () => {
    const ledger = new TestLedger();
    const { responses, tallies } = night({ day: '2026-10-13', responses: 50, officers: 3 }, random(seed));
    const levels = new Uint8Array(0);
    ledger.seal(responses.slice(1), [...tallies, samplePolicy]);
    ledger.seal(
      [],
      [
        {
          kind: 'period-close',
          v: 1,
          period: '2026-10',
          policy: Buffer.from(entryLeafHash(samplePolicy)).toString('hex'),
          method: 'levels/1',
          treeSize: ledger.leaves.length,
          tables: { 'none.json': digestHex(levels) },
          withheld: 0,
        },
      ],
    );
    const report = await verify(await bundleOf(ledger), { keys: [ledger.key] });
    expect(report.findings).toMatchObject([
      {
        code: 'count',
        message: expect.stringMatching(/50 acknowledged responses, of which 49 are in the log/),
      },
    ]);
  });

  it('an exclusion of what is not in the log', async () => {
    const ledger = sampleLedger();
    ledger.seal(
      [],
      [{ kind: 'exclusion', v: 1, tag: 'ab'.repeat(32), reason: 'r', proposedBy: 'u-1', approvedBy: 'u-2' }],
    );
    const report = await verify(await bundleOf(ledger));
    expect(named(report, 'reference')).toEqual([ledger.leaves.length - 1]);
  });
});

describe('other forgeries', () => {
  it('an opening with another salt, or another rating under the old salt: the leaf is named', async () => {
    const ledger = sampleLedger();
    const at = responsesIn(ledger)[10]!;
    for (const change of [
      (line: string) => line.replace(/"salt":"(.)/, (_, digit) => `"salt":"${digit === '0' ? '1' : '0'}`),
      (line: string) => line.replace(/"officer":(\d)/, (_, level) => `"officer":${level === '5' ? 1 : 5}`),
    ]) {
      const directory = await bundleOf(ledger);
      await edit(directory, 'openings.jsonl', (text) =>
        text
          .split('\n')
          .map((line) => (line.includes(`"leafIndex":${at},`) ? change(line) : line))
          .join('\n'),
      );
      await resign(directory, ledger.key);
      const { findings } = await verify(directory, { keys: [ledger.key] });
      expect(findings.find(({ code }) => code === 'opening')).toMatchObject({ leafIndex: at });
    }
  });

  it('openings left out, doubled or moved', async () => {
    const ledger = sampleLedger();
    for (const change of [
      (lines: string[]) => lines.slice(1),
      (lines: string[]) => [lines[0]!, ...lines],
      (lines: string[]) => [lines[1]!, lines[0]!, ...lines.slice(2)],
    ]) {
      const directory = await bundleOf(ledger);
      await edit(directory, 'openings.jsonl', (text) => `${change(text.trimEnd().split('\n')).join('\n')}\n`);
      await resign(directory, ledger.key);
      expect(codes(await verify(directory, { keys: [ledger.key] }))).toContain('opening');
    }
  });

  it('a published table altered: the digest and the row', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger);
    await edit(directory, 'tables/levels-2026-10.json', (text) => text.replace(/"mean":"\d/, '"mean":"1'));
    await resign(directory, ledger.key);
    const { findings } = await verify(directory, { keys: [ledger.key] });
    expect(findings.map(({ code }) => code)).toEqual(['table', 'table']);
    expect(findings[0]!.leafIndex).toBe(ledger.leaves.length - 1);
    expect(findings[1]!.message).toMatch(/row 1 says .*"mean":"1/);
  });

  it('a published table altered in a public bundle: the digest', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger, 'public');
    await edit(directory, 'tables/levels-2026-10.json', (text) => text.replace(/"mean":"\d/, '"mean":"1'));
    await resign(directory, ledger.key);
    expect(codes(await verify(directory, { keys: [ledger.key] }))).toEqual(['table']);
  });

  it('a shorter tree signed again, and an old checkpoint replayed', async () => {
    const ledger = sampleLedger();
    const kept = { name: 'kept', text: ledger.checkpoint };
    const replayed = await bundleOf(ledger);
    await writeFile(join(replayed, 'checkpoint'), ledger.checkpoints[1]!);
    await resign(replayed, ledger.key);
    const first = await verify(replayed, { keys: [ledger.key], checkpoints: [kept] });
    expect(codes(first)).toEqual(expect.arrayContaining(['file', 'manifest', 'rollback']));

    ledger.leaves = ledger.leaves.slice(0, 100);
    ledger.checkpoints = [];
    ledger.sign();
    const { findings } = await verify(await bundleOf(ledger), { keys: [ledger.key], checkpoints: [kept] });
    expect(findings.filter(({ code }) => code === 'rollback')).toMatchObject([{ leafIndex: 100 }]);
  });

  it('a bundle signed by another key of the same name', async () => {
    const ledger = sampleLedger();
    const stranger = signerKey(ledger.key.name, new Uint8Array(32).fill(66));
    const report = await verify(await bundleOf(ledger), { keys: [stranger] });
    expect(codes(report)).toEqual(['checkpoint', 'manifest']);
  });
});

describe('what belongs into a bundle', () => {
  it('is not openings where it is public, nor what nobody reads', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger, 'public');
    await writeFile(join(directory, 'openings.jsonl'), '');
    await writeFile(join(directory, 'readme.html'), '');
    await resign(directory, ledger.key);
    const report = await verify(directory, { keys: [ledger.key] });
    expect(report.findings[0]).toMatchObject({
      code: 'manifest',
      message: expect.stringMatching(/is public and holds/),
    });
    expect(report.notChecked.join('\n')).toMatch(/no part of a bundle: readme\.html/);
    const auditors = await bundleOf(ledger);
    await rm(join(auditors, 'openings.jsonl'));
    await resign(auditors, ledger.key);
    expect((await verify(auditors, { keys: [ledger.key] })).findings[0]).toMatchObject({
      code: 'manifest',
      message: expect.stringMatching(/0 files of openings/),
    });
  });

  it('is the release of its openings, in the log, by two persons to somebody', async () => {
    const ledger = sampleLedger();
    const { recipient } = await newIdentity();
    const encrypted = async () => {
      const directory = join(base, `bundle-${made++}`);
      await writeBundle(ledger.source(), await newBundleDirectory(directory), {
        kind: 'auditors',
        period: '2026-10',
        signer: ledger.key,
        encrypt: encryptTo([recipient]),
        runningHash: nativeRunningSha256,
      });
      return verify(directory, { keys: [ledger.key] });
    };
    expect((await encrypted()).findings).toMatchObject([{ code: 'reference' }]);
    ledger.seal(
      [],
      [
        {
          kind: 'release',
          v: 1,
          auditor: 'Thanh tra 01',
          recipient,
          period: '2026-10',
          treeSize: ledger.leaves.length,
          releasedBy: ['u-01', 'u-02'],
        },
      ],
    );
    const report = await encrypted();
    expect(report.findings).toEqual([]);
    expect(report.attested.join('\n')).toMatch(/released to Thanh tra 01 by u-01 and u-02/);
  });

  it('is the cosignature of every witness that the auditor trusts', async () => {
    const ledger = sampleLedger();
    const witness = signerKey('w.example.vn', new Uint8Array(32).fill(9), signatureType.cosignature);
    const without = await verify(await bundleOf(ledger), { keys: [ledger.key], witnesses: [witness] });
    expect(without.findings).toMatchObject([
      { code: 'checkpoint', message: expect.stringMatching(/not cosigned/) },
    ]);
    const line = cosign(witness, parseNote(ledger.checkpoint).text, 1_790_000_500);
    ledger.checkpoints.push(ledger.checkpoints.pop()! + formatSignatureLine(line));
    const report = await verify(await bundleOf(ledger), { keys: [ledger.key], witnesses: [witness] });
    expect(report.findings).toEqual([]);
    expect(report.notChecked).toEqual([]);
    expect(report.holds.join('\n')).toMatch(/w\.example\.vn cosigned the checkpoint at 2026-09-21T/);
  });
});

describe('keys and origins that follow each other', () => {
  it('the successor is trusted when the predecessor signed a checkpoint over its entry, and not before', async () => {
    const ledger = sampleLedger();
    const next = signerKey(ledger.key.name, new Uint8Array(32).fill(5));
    const entry: OpenEntry = {
      kind: 'key',
      v: 1,
      verifierKey: formatVerifierKey(next),
      replaces: formatVerifierKey(ledger.key),
      reason: 'rotation',
    };
    ledger.seal([], [entry]);
    const size = ledger.leaves.length;
    const rootHash = rootOf(ledger.leaves.map(({ hash }) => hash));
    const both = signCheckpoint({ origin: ledger.key.name, treeSize: size, rootHash }, [ledger.key, next], 1);
    const alone = signCheckpoint({ origin: ledger.key.name, treeSize: size, rootHash }, [next], 1);
    ledger.checkpoints.pop();
    ledger.checkpoints.push(both, alone);
    const good = await verify(await bundleOf(ledger, 'auditors', next), { keys: [ledger.key] });
    expect(good.findings).toEqual([]);
    ledger.checkpoints.splice(-2, 1);
    const bad = await verify(await bundleOf(ledger, 'auditors', next), { keys: [ledger.key] });
    expect(codes(bad)).toEqual(['checkpoint', 'manifest']);
  });

  it('with the newest key alone, its predecessors are believed as far as it names them', async () => {
    const ledger = sampleLedger();
    const keys = [ledger.key, ...[5, 6].map((n) => signerKey(ledger.key.name, new Uint8Array(32).fill(n)))];
    const signAs = (signers: SignerKey[]) => {
      const rootHash = rootOf(ledger.leaves.map(({ hash }) => hash));
      const checkpoint = { origin: ledger.key.name, treeSize: ledger.leaves.length, rootHash };
      ledger.checkpoints[ledger.checkpoints.length - 1] = signCheckpoint(checkpoint, signers, 1);
    };
    for (const [i, next] of keys.slice(1).entries()) {
      const [verifierKey, replaces] = [formatVerifierKey(next), formatVerifierKey(keys[i]!)];
      ledger.seal([], [{ kind: 'key', v: 1, verifierKey, replaces, reason: 'rotation' }]);
      signAs([keys[i]!, next]);
      ledger.seal([], [anotherPolicy(`after ${i}`)]);
      signAs([next]);
    }
    const directory = await bundleOf(ledger, 'auditors', keys[2]);
    for (const trusted of keys) {
      const report = await verify(directory, { keys: [trusted] });
      expect(report.findings).toEqual([]);
    }
    const newest = await verify(directory, { keys: [keys[2]!] });
    expect(newest.holds.filter((line) => /says in leaf \d+ which key it replaced/.test(line))).toHaveLength(
      2,
    );
    // Signed by the first key after it was replaced: no longer believed, whichever key the auditor has.
    ledger.seal([], [anotherPolicy('late')]);
    signAs([keys[0]!]);
    ledger.seal([], [anotherPolicy('later')]);
    signAs([keys[2]!]);
    for (const trusted of keys) {
      const late = await verify(await bundleOf(ledger, 'auditors', keys[2]), { keys: [trusted] });
      expect(codes(late)).toEqual(['checkpoint']);
      expect(late.findings[0]!.message).toMatch(/by a key with the id [0-9a-f]{8}; .* \(--key\)/);
    }
  });

  it('a continued log keeps to what its predecessor signed, and shows what was lost', async () => {
    const old = sampleLedger();
    const lost = { name: 'lost', text: old.checkpoint };
    const kept = old.checkpoints[1]!;
    const keptSize = Number(kept.split('\n')[1]);
    const origin = `${old.key.name}/2`;
    const continued = new TestLedger(origin);
    continued.leaves = old.leaves.slice(0, keptSize);
    continued.leaves.push(
      openLeaf({
        kind: 'continuation',
        v: 1,
        origin,
        previous: { origin: old.key.name, treeSize: keptSize, rootHash: 'a'.repeat(64), checkpoint: null },
        kept: keptSize,
        reason: 'restored',
      }),
    );
    continued.checkpoints = old.checkpoints.slice(0, 2);
    continued.sign();
    const directory = await bundleOf(continued);
    const report = await verify(directory, { keys: [old.key], checkpoints: [{ name: 'kept', text: kept }] });
    expect(report.findings).toEqual([]);
    const missing = await verify(directory, { keys: [old.key], checkpoints: [lost] });
    expect(missing.findings).toMatchObject([{ code: 'rollback', leafIndex: keptSize }]);
  });
});

describe('the command', () => {
  async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    let [out, err] = ['', ''];
    const [writeOut, writeErr] = [process.stdout.write, process.stderr.write];
    process.stdout.write = ((text: string) => {
      out += text;
      return true;
    }) as typeof process.stdout.write;
    process.stderr.write = ((text: string) => {
      err += text;
      return true;
    }) as typeof process.stderr.write;
    try {
      return { code: await main(['verify', ...args], { distDir: base }), out, err };
    } finally {
      process.stdout.write = writeOut;
      process.stderr.write = writeErr;
    }
  }

  it('answers 0, 1 and 2', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger);
    const kept = join(base, 'kept-checkpoint');
    await writeFile(kept, ledger.checkpoints[0]!);
    const good = await run(directory, '--key', formatVerifierKey(ledger.key), '--checkpoint', kept);
    expect(good).toMatchObject({ code: 0, out: expect.stringMatching(/result {7}holds\n$/) });
    expect(good.out).not.toMatch(/NOT CHECKED/);
    const unsure = await run(directory);
    expect(unsure).toMatchObject({ code: 0, out: expect.stringMatching(/NOT CHECKED {2}authenticity/) });
    await edit(directory, 'entries.jsonl', (text) => text.replace('CB-001', 'CB-009'));
    const bad = await run(directory, '--json');
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out).findingCount).toBeGreaterThan(0);
    for (const args of [
      [join(base, 'nowhere')],
      [directory, '--key', 'rubbish'],
      [directory, '--checkpoint', directory],
      [directory, '--checkpoint', join(directory, 'manifest')],
    ]) {
      expect(await run(...args), args.join(' ')).toMatchObject({ code: 2, out: '' });
    }
  });
});
