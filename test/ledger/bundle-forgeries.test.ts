// Forgeries of a bundle by one who holds the key and signs every file again; what is changed in the log itself before a
// bundle is made of it is in tampering.test.ts.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenEntry } from '../../shared/ledger/entry.ts';
import { signerKey } from '../../shared/ledger/note.ts';
import { compareBytes } from '../../shared/merkle/hash.ts';
import { bundleOf, codes, edit, named, resign, sampleLedger, verify } from './disk-bundle.ts';
import { responsesIn } from './sample-ledger.ts';
import { openLeaf } from './test-ledger.ts';

describe('the log', () => {
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

  it('a published table altered in a public bundle: the digest', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger, { kind: 'public' });
    await edit(directory, 'tables/levels-2026-10.json', (text) => text.replace(/"mean":"\d/, '"mean":"1'));
    await resign(directory, ledger.key);
    expect(codes(await verify(directory, { keys: [ledger.key] }))).toEqual(['table']);
  });

  it('an old checkpoint put beside the newer leaves', async () => {
    const ledger = sampleLedger();
    const kept = { name: 'kept', text: ledger.checkpoint };
    const replayed = await bundleOf(ledger);
    await writeFile(join(replayed, 'checkpoint'), ledger.checkpoints[1]!);
    await resign(replayed, ledger.key);
    const first = await verify(replayed, { keys: [ledger.key], checkpoints: [kept] });
    expect(codes(first)).toEqual(expect.arrayContaining(['file', 'manifest', 'rollback']));
  });

  it('a bundle signed by another key of the same name', async () => {
    const ledger = sampleLedger();
    const stranger = signerKey(ledger.key.name, new Uint8Array(32).fill(66));
    const report = await verify(await bundleOf(ledger), { keys: [stranger] });
    expect(codes(report)).toEqual(['checkpoint', 'manifest']);
  });
});
