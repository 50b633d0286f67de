// What belongs into a bundle besides the log: openings or none, their release, cosignatures.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decryptWith, encryptTo, newIdentity, recipientsOf } from '../../server/ledger/age.ts';
import { cosign } from '../../shared/ledger/checkpoint.ts';
import type { OpenEntry } from '../../shared/ledger/entry.ts';
import { formatSignatureLine, parseNote, signatureType, signerKey } from '../../shared/ledger/note.ts';
import { bundleOf, resign, sampleLedger, verify } from './disk-bundle.ts';

describe('what belongs into a bundle', () => {
  it('is not openings where it is public, nor what nobody reads', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger, { kind: 'public' });
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

  describe('is the release of its openings, in the log', () => {
    const release = (recipient: string, treeSize: number): OpenEntry => ({
      kind: 'release',
      v: 1,
      auditor: 'Thanh tra 01',
      recipient,
      period: '2026-10',
      treeSize,
      releasedBy: ['u-01', 'u-02'],
    });
    const given = async (recipient: string, ledger = sampleLedger()) => ({
      ledger,
      encrypted: () => bundleOf(ledger, { period: '2026-10', encrypt: encryptTo([recipient]) }),
    });

    it('by two persons to somebody', async () => {
      const { recipient } = await newIdentity();
      const { ledger, encrypted } = await given(recipient);
      const without = await verify(await encrypted(), { keys: [ledger.key] });
      expect(without.findings).toMatchObject([{ code: 'reference' }]);
      ledger.seal([], [release(recipient, ledger.leaves.length)]);
      const report = await verify(await encrypted(), { keys: [ledger.key] });
      expect(report.findings).toEqual([]);
      expect(report.attested.join('\n')).toMatch(/released to Thanh tra 01 by u-01 and u-02/);
    });

    it('to the key that opens them, and not to another: the release is named', async () => {
      const [auditor, friend] = [await newIdentity(), await newIdentity()];
      const { ledger, encrypted } = await given(friend.recipient);
      ledger.seal([], [release(auditor.recipient, ledger.leaves.length)]);
      const opening = async ({ identity }: { identity: string }) => ({
        keys: [ledger.key],
        decrypt: decryptWith(identity),
        recipients: await recipientsOf(identity),
      });
      const report = await verify(await encrypted(), await opening(friend));
      expect(report.findings).toMatchObject([{ code: 'reference', leafIndex: ledger.leaves.length - 1 }]);
      ledger.seal([], [release(friend.recipient, ledger.leaves.length)]);
      expect((await verify(await encrypted(), await opening(friend))).findings).toEqual([]);
    });

    it('over leaves that were there, and not over later ones: the release is named', async () => {
      const { identity, recipient } = await newIdentity();
      const { ledger, encrypted } = await given(recipient);
      ledger.seal([], [release(recipient, 100)]);
      const report = await verify(await encrypted(), { keys: [ledger.key], decrypt: decryptWith(identity) });
      expect(report.findings).toMatchObject([
        {
          code: 'reference',
          message: expect.stringMatching(/among 100 leaves/),
          leafIndex: ledger.leaves.length - 1,
        },
      ]);
    });

    it('and said to be absent where they are not encrypted', async () => {
      const report = await verify(await bundleOf(sampleLedger(), { period: '2026-10' }));
      expect(report.attested.join('\n')).toMatch(/of 2026-10, not encrypted, are here without a release/);
    });
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
