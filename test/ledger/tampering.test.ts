// What an operator who holds the signing key might do after the seal, one test each, and who finds it: an auditor with
// `verify`, the log's key and a checkpoint kept from before, and where a leaf changed also a copy from before; or a witness.
// In every case the operator signs everything again, so that no signature and no digest of a file gives it away.
import { beforeAll, describe, expect, test } from 'vitest';
import { nativeRunningSha256, nativeSha256 } from '../../server/ledger/bundle-directory.ts';
import { verifyBundle } from '../../shared/ledger/bundle/verify.ts';
import { writeBundle } from '../../shared/ledger/bundle/write.ts';
import { canonicalBytes } from '../../shared/ledger/commitment.ts';
import { fromUtf8 } from '../../shared/ledger/encoding.ts';
import type { OpenEntry, ResponseEntry } from '../../shared/ledger/entry.ts';
import { signerKey } from '../../shared/ledger/note.ts';
import { builtInMethods } from '../../shared/ledger/published-table.ts';
import { decide } from '../../shared/ledger/witness.ts';
import { consistencyProof } from '../../shared/merkle/proof.ts';
import { memoryReader } from '../merkle/memory-tree.ts';
import { MemoryBundle } from './memory-bundle.ts';
import { responsesIn, sampleLedger } from './sample-ledger.ts';
import { openLeaf, sealed, type TestLedger } from './test-ledger.ts';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
const hashing = { hash: nativeSha256, runningHash: nativeRunningSha256 };

let honest: TestLedger;
/** The auditor's: from before the tampering. */
let kept: { name: string; text: string };
let copy: MemoryBundle;
beforeAll(async () => {
  console.log(`tampering: seed ${seed}`);
  honest = sampleLedger(seed);
  kept = { name: 'kept', text: honest.checkpoint };
  copy = await bundleOf(honest);
});

async function bundleOf(ledger: TestLedger, opened = ledger): Promise<MemoryBundle> {
  const bundle = new MemoryBundle();
  const source = { ...ledger.source(), openings: opened.source().openings };
  await writeBundle(source, bundle, { kind: 'auditors', period: 'all', signer: ledger.key, ...hashing });
  return bundle;
}

/** The same ledger, changed and signed anew. */
function tampered(change: (ledger: TestLedger) => void): TestLedger {
  const ledger = sampleLedger(seed);
  change(ledger);
  ledger.checkpoints = [];
  ledger.sign();
  return ledger;
}

/** `verify` with the key and the checkpoint of before; with the copy of before as well when it is to name a leaf. */
async function verify(bundle: MemoryBundle, withCopy = false) {
  const report = await verifyBundle(bundle, {
    keys: [honest.key],
    checkpoints: [kept],
    ...(withCopy && { earlier: copy }),
    methods: builtInMethods,
    ...hashing,
  });
  return {
    codes: [...new Set(report.findings.map(({ code }) => code))],
    leaves: (code: string) =>
      report.findings.filter((finding) => finding.code === code).map(({ leafIndex }) => leafIndex),
    messages: report.findings.map(({ message }) => message).join('\n'),
  };
}

/** What a witness that cosigned the honest log says of the tampered one. */
function witnessed(ledger: TestLedger) {
  const sizes = [honest.leaves.length, ledger.leaves.length] as const;
  const proof =
    sizes[1] > sizes[0]
      ? consistencyProof(...sizes, memoryReader(ledger.leaves.map(({ hash }) => hash)))
      : [];
  const log = { origin: honest.key.name, keys: [honest.key] };
  const offered = { checkpoint: ledger.checkpoint, proof };
  const witness = signerKey('w.example.vn', new Uint8Array(32).fill(3));
  const decision = decide(log, { checkpoint: kept.text }, offered, witness, 1);
  return decision.outcome === 'refused' ? decision.evidence.reason : decision.outcome;
}

/** A response leaf with another entry under the same salt and tag. */
function changeResponse(
  ledger: TestLedger,
  at: number,
  change: (entry: ResponseEntry) => ResponseEntry,
): void {
  const { entry, salt, tag } = ledger.leaves[at]!.response!;
  const changed = change(entry);
  ledger.leaves[at] = sealed(changed, fromUtf8(canonicalBytes(changed)), salt, tag);
}

const otherRating = (entry: ResponseEntry): ResponseEntry => ({
  ...entry,
  answers: { officer: entry.answers.officer === 5 ? 1 : 5 },
});
const otherOfficer = (entry: ResponseEntry): ResponseEntry => ({
  ...entry,
  officer: entry.officer === 'CB-001' ? 'CB-002' : 'CB-001',
});

test('the honest log holds, and a witness cosigns it', async () => {
  expect((await verify(await bundleOf(honest), true)).messages).toBe('');
  expect(witnessed(honest)).toBe('cosigned');
});

describe.each([
  ['alter a rating', otherRating],
  ['swap an officer', otherOfficer],
] as const)('%s', (_name, change) => {
  test('in the opening alone: the leaf is named', async () => {
    const at = responsesIn(honest)[40]!;
    const opened = sampleLedger(seed);
    changeResponse(opened, at, change);
    const { leaves } = await verify(await bundleOf(honest, opened));
    expect(leaves('opening')).toEqual([at]);
  });

  test('in the leaf as well: another root, the copy names the leaf, a witness refuses', async () => {
    const at = responsesIn(honest)[40]!;
    const ledger = tampered((of) => changeResponse(of, at, change));
    const bundle = await bundleOf(ledger);
    expect((await verify(bundle)).codes).toEqual(expect.arrayContaining(['root', 'table']));
    expect((await verify(bundle, true)).leaves('changed-leaf')).toEqual([at]);
    expect(witnessed(ledger)).toBe('split-view');
  });
});

test('delete the tail: the first leaf that is gone is named', async () => {
  const ledger = tampered(({ leaves }) => void leaves.splice(-20));
  expect((await verify(await bundleOf(ledger))).leaves('rollback')).toEqual([honest.leaves.length - 20]);
  expect(witnessed(ledger)).toBe('rollback');
});

test('delete a middle row: the copy names the leaf from which all is moved', async () => {
  const at = responsesIn(honest)[100]!;
  const ledger = tampered(({ leaves }) => void leaves.splice(at, 1));
  const bundle = await bundleOf(ledger);
  expect((await verify(bundle)).leaves('rollback')).toEqual([honest.leaves.length - 1]);
  expect((await verify(bundle, true)).leaves('changed-leaf')[0]).toBe(at);
  expect(witnessed(ledger)).toBe('rollback');
});

test('add a response that nobody gave: the leaf is named, and the tally that knows of none', async () => {
  const at = 50;
  const ledger = tampered((of) => {
    const { entry } = of.leaves[responsesIn(of)[0]!]!.response!;
    of.leaves.splice(at, 0, of.responseLeaf(entry));
  });
  const { leaves, codes } = await verify(await bundleOf(ledger), true);
  expect(leaves('changed-leaf')[0]).toBe(at);
  expect(codes).toEqual(expect.arrayContaining(['count', 'root']));
  const kinds = leaves('count').map(
    (leafIndex) => leafIndex !== undefined && ledger.leaves[leafIndex]!.open?.kind,
  );
  expect(kinds).toContain('tally');
});

test('delete a middle row and add another at the end: the same size, another root', async () => {
  const at = responsesIn(honest)[100]!;
  const ledger = tampered((of) => {
    const [gone] = of.leaves.splice(at, 1);
    of.leaves.push(of.responseLeaf(gone!.response!.entry));
  });
  const bundle = await bundleOf(ledger);
  expect((await verify(bundle)).codes).toContain('root');
  expect((await verify(bundle, true)).leaves('changed-leaf')[0]).toBe(at);
  expect(witnessed(ledger)).toBe('split-view');
});

test('reorder: both leaves are named', async () => {
  const at = 60;
  const ledger = tampered(({ leaves }) => {
    [leaves[at], leaves[at + 1]] = [leaves[at + 1]!, leaves[at]!];
  });
  const bundle = await bundleOf(ledger);
  const alone = await verify(bundle);
  expect(alone.codes).toContain('root');
  // Without any copy: leaves of one night stand in the order of their hashes.
  expect(alone.leaves('order')).toContain(at + 1);
  expect((await verify(bundle, true)).leaves('changed-leaf')).toEqual([at, at + 1]);
  expect(witnessed(ledger)).toBe('split-view');
});

test('re-sign a shorter tree: the first leaf that is gone is named', async () => {
  const ledger = tampered((of) => {
    of.leaves = of.leaves.slice(0, 100);
  });
  expect((await verify(await bundleOf(ledger))).leaves('rollback')).toEqual([100]);
  expect(witnessed(ledger)).toBe('rollback');
});

test('replay an old checkpoint, with the whole honest bundle of that night: the first leaf withheld is named', async () => {
  const old = sampleLedger(seed);
  const size = Number(old.checkpoints[1]!.split('\n')[1]);
  old.leaves = old.leaves.slice(0, size);
  old.checkpoints = old.checkpoints.slice(0, 2);
  old.tables.clear();
  expect((await verify(await bundleOf(old))).leaves('rollback')).toEqual([size]);
  expect(witnessed(old)).toBe('rollback');
});

test('alter a published table: the row, and the leaf by which the period was closed', async () => {
  const ledger = sampleLedger(seed);
  const name = 'levels-2026-10.json';
  const before = Buffer.from(ledger.tables.get(name)!).toString('utf8');
  ledger.tables.set(name, Buffer.from(before.replace(/"mean":"\d/, '"mean":"1')));
  const { leaves, messages, codes } = await verify(await bundleOf(ledger));
  expect(codes).toEqual(['table']);
  expect(leaves('table')).toContain(ledger.leaves.length - 1);
  expect(messages).toMatch(/levels-2026-10\.json row 1 says .*"mean":"1/);
});

test('close a period again with another table under the same name: the leaf is named', async () => {
  const ledger = sampleLedger(seed);
  const close = ledger.leaves.at(-1)!.open as Extract<OpenEntry, { kind: 'period-close' }>;
  ledger.seal([], [{ ...close, tables: { ...close.tables, 'levels-2026-10.json': 'd'.repeat(64) } }]);
  expect((await verify(await bundleOf(ledger))).leaves('table')).toContain(ledger.leaves.length - 1);
});

test('close a period under a policy that is not in the log, or over leaves to come: the leaf is named', async () => {
  const ledger = sampleLedger(seed);
  const close = ledger.leaves.at(-1)!.open as Extract<OpenEntry, { kind: 'period-close' }>;
  const at = ledger.leaves.length;
  ledger.seal([], [{ ...close, policy: 'c'.repeat(64) }]);
  ledger.seal([], [{ ...close, treeSize: at + 10 }]);
  expect((await verify(await bundleOf(ledger))).leaves('reference')).toEqual([at, at + 1]);
});

test('drop an exclusion: the tables no longer follow, the copy names the leaf', async () => {
  const at = honest.leaves.findIndex(({ open }) => open?.kind === 'exclusion');
  const ledger = tampered(({ leaves }) => void leaves.splice(at, 1));
  const bundle = await bundleOf(ledger);
  expect((await verify(bundle)).codes).toEqual(expect.arrayContaining(['rollback', 'table']));
  expect((await verify(bundle, true)).leaves('changed-leaf')[0]).toBe(at);
  expect(witnessed(ledger)).toBe('rollback');
});

test('forge an opening with another salt: the leaf is named', async () => {
  const at = responsesIn(honest)[10]!;
  const opened = sampleLedger(seed);
  const { entry, json, tag } = opened.leaves[at]!.response!;
  opened.leaves[at] = sealed(entry, json, new Uint8Array(32).fill(1), tag);
  expect((await verify(await bundleOf(honest, opened))).leaves('opening')).toEqual([at]);
});

test('give two citizens one leaf: the leaf that closed the month is named, and the officer whose response is gone', async () => {
  const at = responsesIn(honest)[3]!;
  const { officer } = honest.leaves[at]!.response!.entry;
  const ledger = tampered((of) => {
    // One of two acknowledged responses never became a leaf of its own; the tables are made to fit.
    of.leaves.splice(at, 1);
  });
  const { leaves, messages } = await verify(await bundleOf(ledger));
  expect(messages).toContain(
    `390 acknowledged responses, of which 389 are in the log and 0 withheld; not in the log: 1 of ${officer}`,
  );
  expect(leaves('count')).toEqual([ledger.leaves.length - 1]);
});

test('give two citizens one tag: the second leaf is named', async () => {
  const [first, second] = [responsesIn(honest)[3]!, responsesIn(honest)[200]!];
  const ledger = tampered(({ leaves }) => {
    const { entry, json, salt } = leaves[second]!.response!;
    leaves[second] = sealed(entry, json, salt, leaves[first]!.response!.tag);
  });
  expect((await verify(await bundleOf(ledger))).leaves('duplicate-tag')).toEqual([second]);
});

test('answered > invited: the leaf of the tally is named', async () => {
  const at = honest.leaves.findIndex(({ open }) => open?.kind === 'tally');
  const ledger = tampered(({ leaves }) => {
    const tally = leaves[at]!.open as Extract<OpenEntry, { kind: 'tally' }>;
    leaves[at] = openLeaf({ ...tally, answered: { ...tally.answered, qr: tally.invited + 1 } });
  });
  const { leaves, messages } = await verify(await bundleOf(ledger));
  expect(leaves('count')).toContain(at);
  expect(messages).toMatch(/answered of \d+ invited/);
});

test('a leaf changed between two checkpoints kept: it is narrowed down to the night', async () => {
  const [, second, third] = honest.checkpoints.map((text) => Number(text.split('\n')[1]));
  const at = responsesIn(honest).find((leafIndex) => leafIndex > second!)!;
  const ledger = tampered((of) => changeResponse(of, at, otherRating));
  const report = await verifyBundle(await bundleOf(ledger), {
    keys: [honest.key],
    checkpoints: honest.checkpoints.slice(0, 3).map((text, i) => ({ name: `night ${i + 1}`, text })),
    methods: builtInMethods,
    ...hashing,
  });
  expect(report.findings.map(({ message }) => message).join('\n')).toContain(
    `one from ${second} to ${third! - 1} was changed`,
  );
});
