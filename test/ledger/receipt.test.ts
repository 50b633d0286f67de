import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import vectors from '../../shared/contract/vectors/note.json' with { type: 'json' };
import { signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { toUtf8 } from '../../shared/ledger/encoding.ts';
import { parseSignerKey, parseVerifierKey, signerKey } from '../../shared/ledger/note.ts';
import { fromWirePromise } from '../../shared/ledger/promise.ts';
import { checkReceipt } from '../../shared/ledger/receipt.ts';
import {
  formatReceiptCode,
  formatReceiptLink,
  formatTagLink,
  parseReceiptCode,
  parseReceiptLink,
  ReceiptError,
  readReceipt,
} from '../../shared/ledger/receipt-format.ts';
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

  it('may carry the tag alone, before the promise has come', () => {
    const link = formatTagLink(receipt.tag, 'https://log.example.vn/receipt');
    expect(link.length).toBeLessThan(80);
    expect(parseReceiptLink(link)).toEqual({ tagPrefix: vectors.promise.tag });
  });

  it('is told from a short code, in whatever form it is given', () => {
    const link = vectors.receiptLink;
    for (const text of [
      link,
      ` ${link}\n`,
      link.slice(link.indexOf('#')),
      link.slice(link.indexOf('#') + 1),
    ]) {
      expect(readReceipt(text)).toEqual(receipt);
    }
    for (const text of [vectors.receiptCode, vectors.receiptCode.toLowerCase().replaceAll('-', ' ')]) {
      expect(readReceipt(text)).toEqual({ tagPrefix: vectors.promise.tag.slice(0, 25) });
    }
    for (const text of ['', 'x', 'LN-', '#', link.repeat(9)])
      expect(() => readReceipt(text)).toThrow(ReceiptError);
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
      origin: key.name,
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
    expect(saved(large, forked)).toMatchObject({
      state: 'does-not-hold',
      of: 'saved',
      problem: 'split-view',
    });
    expect(saved(log(10), forked, consistencyProof(9, 10, memoryReader(log(10).leaves)))).toMatchObject({
      state: 'does-not-hold',
      of: 'saved',
      problem: 'inconsistent',
    });
  });

  it('is not taken in by the proof of another response, or by a forged one', () => {
    const { proof } = log(5);
    const tag = hexToBytes('00'.repeat(32));
    expect(checkReceipt({ tagPrefix: '0'.repeat(25) }, { proof }, [verifier], after)).toMatchObject({
      state: 'does-not-hold',
      of: 'proof',
      problem: 'other-response',
    });
    expect(checkReceipt({ ...receipt, tag }, { proof }, [verifier], after).state).toBe('not-from-this-log');
    const stranger = signerKey(key.name, new Uint8Array(32).fill(1));
    const forged = signCheckpoint({ origin: key.name, treeSize: 1, rootHash: hashLeaf(leaf) }, [stranger], 1);
    const bogus = formatTlogProof({ extra: leaf, leafIndex: 0, inclusion: [], checkpoint: forged });
    expect(checkReceipt(receipt, { proof: bogus }, [verifier], after).state).toBe('does-not-hold');
    expect(checkReceipt(receipt, { proof: 'rubbish' }, [verifier], after).state).toBe('does-not-hold');
  });

  it('says that there is no proof for a receipt without a promise', () => {
    const tagPrefix = parseReceiptCode(vectors.receiptCode);
    expect(checkReceipt({ tagPrefix }, { proof: undefined }, [verifier], after)).toEqual({
      state: 'no-proof',
    });
  });

  it('holds nothing of the rating', () => {
    // A receipt is a function of responseId and promise alone; its proof adds the public leaf, which is salted.
    const shown = JSON.stringify([vectors.receiptCode, parseReceiptLink(vectors.receiptLink)]);
    expect(shown).not.toMatch(/officer|answers|rating/);
  });
});

/** A bit of `bytes` turned over. */
function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}

describe('every change of one bit is noticed', () => {
  // Leaf 20 of 37 in a tree that somebody saved at 21 leaves: proofs of several hashes on both sides.
  const [at, earlier, size] = [20, 21, 37];
  const leaves = Array.from({ length: size }, (_, i) => hashLeaf(i === at ? leaf : Uint8Array.of(i)));
  const sign = (treeSize: number) =>
    signCheckpoint(
      { origin: key.name, treeSize, rootHash: rootOf(leaves.slice(0, treeSize)) },
      [key],
      1_791_000_000,
    );
  const saved = sign(earlier);
  const evidence = {
    proof: formatTlogProof({
      extra: leaf,
      leafIndex: at,
      inclusion: inclusionProof(at, size, memoryReader(leaves)),
      checkpoint: sign(size),
    }),
    savedCheckpoint: saved,
    consistency: consistencyProof(earlier, size, memoryReader(leaves)),
  };
  const holds = { state: 'in-log', number: at + 1, treeSize: size, saved: 'consistent' };
  const bitOf = (bytes: number) => fc.nat({ max: 8 * bytes - 1 });
  const runs = { seed, numRuns: 400 };

  it('holds as it is', () => {
    expect(checkReceipt(receipt, evidence, [verifier], after)).toMatchObject(holds);
  });

  it('in the tag, the promised time or the signature of the promise', () => {
    for (let bit = 0; bit < 8 * 101; bit += 1) {
      const payload = flipped(
        Buffer.from(vectors.receiptLink.slice(vectors.receiptLink.indexOf('#') + 1), 'base64url'),
        bit,
      );
      const link = `#${Buffer.from(payload).toString('base64url')}`;
      let state = 'unreadable';
      try {
        ({ state } = checkReceipt(parseReceiptLink(link), evidence, [verifier], after));
      } catch (error) {
        expect(error).toBeInstanceOf(ReceiptError);
      }
      expect(state, `bit ${bit}`).not.toBe('in-log');
    }
  });

  it('in the tag of a receipt without promise', () => {
    fc.assert(
      fc.property(bitOf(32), (bit) => {
        const tagPrefix = Buffer.from(flipped(receipt.tag, bit)).toString('hex');
        expect(checkReceipt({ tagPrefix }, evidence, [verifier], after)).toMatchObject({
          state: 'does-not-hold',
          problem: 'other-response',
        });
      }),
      runs,
    );
  });

  // Signature lines of names or key ids that nobody trusts are carried and ignored (C2SP signed-note), so a turned bit in
  // them changes nothing that is relied upon but the time of signing, which comes from the second line alone.
  const held = (text: string, bit: number): Uint8Array => flipped(toUtf8(text), bit);
  const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const signedText = (note: string): number => Buffer.byteLength(note.slice(0, note.indexOf('\n\n') + 1));

  it('in the proof: entry, index, hashes, and the signed text of its checkpoint', () => {
    const head = Buffer.byteLength(evidence.proof.slice(0, evidence.proof.indexOf('\n\n') + 2));
    const relied = head + signedText(evidence.proof.slice(head));
    fc.assert(
      fc.property(bitOf(relied), (bit) => {
        const proof = textOf(held(evidence.proof, bit));
        const { state } = checkReceipt(receipt, { ...evidence, proof }, [verifier], after);
        expect(state, `bit ${bit}`).toBe('does-not-hold');
      }),
      { seed, numRuns: 1500 },
    );
  });

  it('in the signature of the checkpoint, of the proof or saved', () => {
    for (const note of [sign(size), saved]) {
      const line = note.split('\n').find((text) => text.startsWith('\u2014'))!;
      const bytes = Buffer.from(line.split(' ')[2]!, 'base64');
      for (let bit = 32; bit < 8 * bytes.length; bit += 1) {
        const bad = note.replace(line.split(' ')[2]!, Buffer.from(flipped(bytes, bit)).toString('base64'));
        const changed =
          note === saved
            ? { ...evidence, savedCheckpoint: bad }
            : { ...evidence, proof: evidence.proof.replace(note, bad) };
        expect(checkReceipt(receipt, changed, [verifier], after), `bit ${bit}`).toMatchObject({
          state: 'does-not-hold',
          of: note === saved ? 'saved' : 'proof',
          problem: 'bad-signature',
        });
      }
    }
  });

  it('in the signed text of the saved checkpoint', () => {
    fc.assert(
      fc.property(bitOf(signedText(saved)), (bit) => {
        const savedCheckpoint = textOf(held(saved, bit));
        const { state } = checkReceipt(receipt, { ...evidence, savedCheckpoint }, [verifier], after);
        expect(state, `bit ${bit}`).toBe('does-not-hold');
      }),
      runs,
    );
  });

  it('in the hashes between the two checkpoints', () => {
    evidence.consistency.forEach((hash, i) => {
      fc.assert(
        fc.property(bitOf(32), (bit) => {
          const consistency = evidence.consistency.with(i, flipped(hash, bit));
          expect(checkReceipt(receipt, { ...evidence, consistency }, [verifier], after)).toMatchObject({
            state: 'does-not-hold',
            of: 'saved',
            problem: 'inconsistent',
          });
        }),
        { seed, numRuns: 100 },
      );
    });
    for (const consistency of [evidence.consistency.slice(1), [...evidence.consistency, leaves[0]!]]) {
      const { state } = checkReceipt(receipt, { ...evidence, consistency }, [verifier], after);
      expect(state).toBe('does-not-hold');
    }
  });

  it('in the key', () => {
    for (let bit = 0; bit < 256; bit += 1) {
      const wrong = { ...verifier, publicKey: flipped(verifier.publicKey, bit) };
      expect(checkReceipt(receipt, evidence, [wrong], after).state).toBe('not-from-this-log');
      const tagPrefix = vectors.promise.tag;
      expect(checkReceipt({ tagPrefix }, evidence, [wrong], after)).toMatchObject({
        state: 'does-not-hold',
        problem: 'no-trusted-signature',
      });
    }
  });
});
