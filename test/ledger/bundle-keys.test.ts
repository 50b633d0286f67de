// Keys and origins that follow each other, as `verify` believes them.
import { describe, expect, it } from 'vitest';
import { signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import type { OpenEntry } from '../../shared/ledger/entry.ts';
import { formatVerifierKey, type SignerKey, signerKey } from '../../shared/ledger/note.ts';
import { rootOf } from '../../shared/merkle/compact-range.ts';
import { bundleOf, codes, sampleLedger, verify } from './disk-bundle.ts';
import { samplePolicy } from './sample-ledger.ts';
import { openLeaf, TestLedger } from './test-ledger.ts';

const anotherPolicy = (version: string) => ({ ...samplePolicy, version }) as OpenEntry;

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
    const good = await verify(await bundleOf(ledger, { signer: next }), { keys: [ledger.key] });
    expect(good.findings).toEqual([]);
    ledger.checkpoints.splice(-2, 1);
    const bad = await verify(await bundleOf(ledger, { signer: next }), { keys: [ledger.key] });
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
    const directory = await bundleOf(ledger, { signer: keys[2]! });
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
      const late = await verify(await bundleOf(ledger, { signer: keys[2]! }), { keys: [trusted] });
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
