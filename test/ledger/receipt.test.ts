import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import vectors from '../../shared/contract/vectors/note.json' with { type: 'json' };
import { signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { parseSignerKey, parseVerifierKey, signerKey } from '../../shared/ledger/note.ts';
import { fromWirePromise } from '../../shared/ledger/promise.ts';
import {
  checkReceipt,
  formatReceiptCode,
  formatReceiptLink,
  parseReceiptCode,
  parseReceiptLink,
  ReceiptError,
} from '../../shared/ledger/receipt.ts';
import { formatTlogProof, parseTlogProof } from '../../shared/ledger/tlog-proof.ts';
import { rootOf } from '../../shared/merkle/compact-range.ts';
import { hashLeaf } from '../../shared/merkle/hash.ts';
import { consistencyProof, inclusionProof } from '../../shared/merkle/proof.ts';
import { memoryReader } from '../merkle/memory-tree.ts';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
beforeAll(() => console.log(`receipt properties: seed ${seed}`));

const key = parseSignerKey(vectors.signerKey);
const verifier = parseVerifierKey(vectors.verifierKey);
const receipt = fromWirePromise(vectors.promise);
const before = Date.parse('2026-10-15T16:59:59Z') / 1000;
const after = Date.parse('2026-10-15T17:00:01Z') / 1000;

/** Logs that all begin with the leaf of the receipt. */
const leaf = parseTlogProof(vectors.proof).extra!;
function log(size: number, last = 0): { leaves: Uint8Array[]; checkpoint: string; proof: string } {
  const leaves = [hashLeaf(leaf), ...Array.from({ length: size - 1 }, (_, i) => hashLeaf(Uint8Array.of(i)))];
  if (last > 0) leaves[size - 1] = hashLeaf(Uint8Array.of(last, last));
  const checkpoint = signCheckpoint(
    { origin: key.name, treeSize: size, rootHash: rootOf(leaves) },
    [key],
    1_791_000_000,
  );
  const inclusion = inclusionProof(0, size, memoryReader(leaves));
  return { leaves, checkpoint, proof: formatTlogProof({ extra: leaf, leafIndex: 0, inclusion, checkpoint }) };
}

describe('the short code', () => {
  it('reads back however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (tag) => {
        const code = formatReceiptCode(tag);
        const prefix = Buffer.from(tag).toString('hex').slice(0, 25);
        expect(parseReceiptCode(code)).toBe(prefix);
        expect(parseReceiptCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(prefix);
        expect(parseReceiptCode(code.replaceAll('0', 'O').replaceAll('1', 'l'))).toBe(prefix);
      }),
      { seed },
    );
    expect(formatReceiptCode(receipt.tag)).toBe(vectors.receiptCode);
  });

  it('catches a wrong sign, a missing sign and rubbish', () => {
    const signs = vectors.receiptCode.split('');
    let missed = 0;
    let tried = 0;
    signs.forEach((sign, i) => {
      if (i < 3 || sign === '-') return;
      for (const wrong of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        if (wrong === sign) continue;
        tried++;
        try {
          parseReceiptCode(signs.with(i, wrong).join(''));
          missed++;
        } catch (error) {
          expect(error).toBeInstanceOf(ReceiptError);
        }
      }
    });
    expect(tried).toBe(22 * 31);
    // Ten check bits: about one wrong sign in a thousand passes, and then names no response.
    expect(missed).toBeLessThanOrEqual(4);
    for (const text of ['', 'LN-', `${vectors.receiptCode}0`, 'LN-UUUUU-UUUUU-UUUUU-UUUUU-UU', 'LN-*']) {
      expect(() => parseReceiptCode(text), text).toThrow(ReceiptError);
    }
  });
});

describe('the link', () => {
  it('reads back, and keeps everything after "#"', () => {
    const link = formatReceiptLink(receipt, 'https://log.example.vn/receipt');
    expect(link).toBe(vectors.receiptLink);
    expect(parseReceiptLink(link)).toEqual(receipt);
    expect(parseReceiptLink(link.slice(link.indexOf('#')))).toEqual(receipt);
    expect(new URL(link).pathname + new URL(link).search).toBe('/receipt');
    expect(link.length).toBeLessThan(200);
  });

  it('refuses anything else', () => {
    for (const text of ['', '#', 'https://log.example.vn/receipt', `${vectors.receiptLink}A`, '#!!']) {
      expect(() => parseReceiptLink(text), text).toThrow(ReceiptError);
    }
  });
});

describe('checking', () => {
  it('waits for the seal, then says that the promise is broken', () => {
    const none = { proof: undefined };
    expect(checkReceipt(receipt, none, [verifier], before).state).toBe('waiting');
    expect(checkReceipt(receipt, none, [verifier], after).state).toBe('promise-broken');
    const stranger = signerKey('other.example.vn', new Uint8Array(32));
    expect(checkReceipt(receipt, none, [stranger], before).state).toBe('not-from-this-log');
  });

  it('finds the response in the log, by link or by code', () => {
    const { proof } = log(5);
    const found = {
      state: 'in-log',
      number: 1,
      treeSize: 5,
      signedAtSeconds: 1_791_000_000,
      saved: 'none-given',
    };
    expect(checkReceipt(receipt, { proof }, [verifier], after)).toEqual(found);
    const tagPrefix = parseReceiptCode(vectors.receiptCode);
    expect(checkReceipt({ tagPrefix }, { proof }, [verifier], after)).toEqual(found);
  });

  it('compares with a saved checkpoint: same, older, newer, and of another history', () => {
    const [small, large, forked] = [log(5), log(9), log(9, 77)];
    const consistency = consistencyProof(5, 9, memoryReader(large.leaves));
    const saved = (of: typeof small, kept: typeof small, path?: Uint8Array[]) =>
      checkReceipt(
        receipt,
        { proof: of.proof, savedCheckpoint: kept.checkpoint, ...(path && { consistency: path }) },
        [verifier],
        after,
      );
    expect(saved(small, small)).toMatchObject({ state: 'in-log', saved: 'same' });
    expect(saved(large, small, consistency)).toMatchObject({ state: 'in-log', saved: 'consistent' });
    expect(saved(small, large, consistency)).toMatchObject({ state: 'in-log', saved: 'consistent' });
    expect(saved(large, small)).toMatchObject({ state: 'in-log', saved: 'not-compared' });
    expect(saved(large, forked)).toMatchObject({ state: 'does-not-hold' });
    expect(saved(log(10), forked, consistencyProof(9, 10, memoryReader(log(10).leaves)))).toMatchObject({
      state: 'does-not-hold',
    });
  });

  it('is not taken in by the proof of another response, or by a forged one', () => {
    const { proof } = log(5);
    const tag = hexToBytes('00'.repeat(32));
    expect(checkReceipt({ tagPrefix: '0'.repeat(25) }, { proof }, [verifier], after).state).toBe(
      'does-not-hold',
    );
    expect(checkReceipt({ ...receipt, tag }, { proof }, [verifier], after).state).toBe('not-from-this-log');
    const stranger = signerKey(key.name, new Uint8Array(32).fill(1));
    const forged = signCheckpoint({ origin: key.name, treeSize: 1, rootHash: hashLeaf(leaf) }, [stranger], 1);
    const bogus = formatTlogProof({ extra: leaf, leafIndex: 0, inclusion: [], checkpoint: forged });
    expect(checkReceipt(receipt, { proof: bogus }, [verifier], after).state).toBe('does-not-hold');
    expect(checkReceipt(receipt, { proof: 'rubbish' }, [verifier], after).state).toBe('does-not-hold');
  });

  it('holds nothing of the rating', () => {
    // A receipt is a function of responseId and promise alone; its proof adds the public leaf, which is salted.
    const shown = JSON.stringify([vectors.receiptCode, parseReceiptLink(vectors.receiptLink)]);
    expect(shown).not.toMatch(/officer|answers|rating/);
  });
});
