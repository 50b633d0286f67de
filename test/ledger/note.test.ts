import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import vectors from '../../shared/contract/vectors/note.json' with { type: 'json' };
import {
  cosign,
  cosignatureTime,
  formatCheckpointText,
  openCheckpoint,
  originSchema,
  parseCheckpointText,
  signCheckpoint,
} from '../../shared/ledger/checkpoint.ts';
import { fromBase64, fromBase64Url, toBase64, toBase64Url, toUtf8 } from '../../shared/ledger/encoding.ts';
import {
  formatNote,
  formatSignatureLine,
  formatSignerKey,
  formatVerifierKey,
  type NoteError,
  parseNote,
  parseSignerKey,
  parseVerifierKey,
  signerKey,
  signNoteText,
  verifyNote,
} from '../../shared/ledger/note.ts';
import { fromWirePromise, signPromise, toWirePromise, verifyPromise } from '../../shared/ledger/promise.ts';
import { parseTlogProof, verifyTlogProof } from '../../shared/ledger/tlog-proof.ts';
import { hashLeaf } from '../../shared/merkle/hash.ts';
import { verifyInclusion } from '../../shared/merkle/proof.ts';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
beforeAll(() => console.log(`note properties: seed ${seed}`));

const key = parseSignerKey(vectors.signerKey);
const verifier = parseVerifierKey(vectors.verifierKey);
const other = signerKey('log.example.vn/other', new Uint8Array(32).fill(9));
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (error) {
    return (error as NoteError).code;
  }
  return undefined;
};

describe('encodings', () => {
  it('of base64 read back, and only in the one form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      }),
      { seed },
    );
    for (const text of ['AA', 'AA=', 'AB==', 'AAA', 'A===', 'A', 'AA==\n', 'A-==', ' AA==']) {
      expect(() => fromBase64(text), text).toThrow();
    }
  });
});

describe('signed notes', () => {
  // The example of the package golang.org/x/mod/sumdb/note.
  const goKey = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
  const goVerifier = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const goText =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const goSignature =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

  it('are those of the Go implementation, byte for byte', () => {
    const signer = parseSignerKey(goKey);
    expect(formatVerifierKey(signer)).toBe(goVerifier);
    expect(formatSignerKey(signer)).toBe(goKey);
    const line = formatSignatureLine(signNoteText(signer, goText));
    expect(line).toBe(goSignature);
    const note = parseNote(`${goText}\n${goSignature}`);
    expect(verifyNote(note, [parseVerifierKey(goVerifier)])).toHaveLength(1);
  });

  it('keep blank lines of the text, ignore unknown signers, need a known one', () => {
    const text = 'one\n\nthree\n';
    const note = parseNote(
      formatNote({ text, signatures: [signNoteText(other, text), signNoteText(key, text)] }),
    );
    expect(note.text).toBe(text);
    expect(verifyNote(note, [verifier]).map(({ name }) => name)).toEqual([key.name]);
    expect(codeOf(() => verifyNote(note, []))).toBe('no-trusted-signature');
    const impostor = signerKey(key.name, new Uint8Array(32).fill(3));
    expect(codeOf(() => verifyNote(note, [impostor]))).toBe('no-trusted-signature');
  });

  it('reject a line that claims a known key and does not verify, whatever else is there', () => {
    const text = 'a\n';
    const wrong = { ...signNoteText(key, text), bytes: signNoteText(key, 'b\n').bytes };
    const note = parseNote(formatNote({ text, signatures: [signNoteText(key, text), wrong] }));
    expect(codeOf(() => verifyNote(note, [verifier]))).toBe('bad-signature');
  });

  it.each([
    ['no signature', 'a\n\n'],
    ['no blank line', 'a\n— b AAAAAAAA\n'],
    ['no last newline', 'a\n\n— b AAAAAAA='],
    ['a control character', 'a\tb\n\n— b AAAAAAA=\n'],
    ['a hyphen for a dash', 'a\n\n- b AAAAAAA=\n'],
    ['a plus in the name', 'a\n\n— b+c AAAAAAA=\n'],
    ['loose base64', 'a\n\n— b AAAAAAB=\n'],
    ['a signature of four bytes', 'a\n\n— b AAAAAA==\n'],
  ])('refuse %s', (_, text) => expect(codeOf(() => parseNote(text))).toBe('malformed'));

  it('refuse keys whose id or form is wrong, without repeating a secret', () => {
    expect(codeOf(() => parseVerifierKey(vectors.verifierKey.replace('+35', '+36')))).toBe('bad-key');
    expect(codeOf(() => parseVerifierKey('name'))).toBe('bad-key');
    expect(codeOf(() => parseVerifierKey('a b+00000000+AQ=='))).toBe('bad-key');
    const broken = vectors.signerKey.replace('+35', '+36');
    expect(() => parseSignerKey(broken)).toThrow(/^the id of the signing key does not belong to it$/);
  });

  it('refuse a public key of small order', () => {
    const small = { ...verifier, publicKey: hexToBytes(`01${'00'.repeat(31)}`) };
    const note = { text: 'a\n', signatures: [{ ...signNoteText(key, 'a\n') }] };
    expect(() => verifyNote(note, [small])).toThrow();
  });
});

describe('checkpoints', () => {
  it('are those of the vectors', () => {
    const opened = openCheckpoint(vectors.checkpoint, [verifier]);
    expect(opened).toMatchObject({
      origin: key.name,
      treeSize: 5,
      signedAtSeconds: vectors.checkpointSeconds,
    });
    expect(signCheckpoint(opened, [key], vectors.checkpointSeconds)).toBe(vectors.checkpoint);
    expect(formatCheckpointText(opened)).toBe(opened.note.text);
  });

  it('ignore extension lines and refuse everything that is no checkpoint', () => {
    const root = toBase64(new Uint8Array(32));
    expect(parseCheckpointText(`a\n0\n${root}\nmore\n`)).toMatchObject({ origin: 'a', treeSize: 0 });
    for (const text of [
      `a\n00\n${root}\n`,
      `a\n-1\n${root}\n`,
      `a\n9007199254740993\n${root}\n`,
      `a\n1\n${root.slice(4)}\n`,
      `a\n1\n${root}`,
      `a\n1\n${root}\n\nmore\n`,
      `\n1\n${root}\n`,
      `a\n1\n`,
    ]) {
      expect(
        codeOf(() => parseCheckpointText(text)),
        JSON.stringify(text),
      ).toBe('malformed');
    }
  });

  it('of another origin are not believed on the word of this key', () => {
    const text = formatCheckpointText({
      origin: 'log.example.vn/other',
      treeSize: 1,
      rootHash: new Uint8Array(32),
    });
    const note = formatNote({ text, signatures: [signNoteText(key, text)] });
    expect(codeOf(() => openCheckpoint(note, [verifier]))).toBe('no-trusted-signature');
  });

  it('cannot be made of what else the key signs', () => {
    for (const origin of [
      'cosignature/v1',
      'langnghe/promise/v1',
      'langnghe/bundle/v1',
      '123',
      'a b',
      'a+b',
      '',
    ]) {
      expect(originSchema.safeParse(origin).success, origin).toBe(false);
    }
    expect(originSchema.parse('phuong-a.example.vn/log/2')).toBeTruthy();
  });
});

describe('cosignatures', () => {
  it('tell their time and fail on another text or time', () => {
    const text = formatCheckpointText({
      origin: key.name,
      treeSize: 7,
      rootHash: new Uint8Array(32).fill(1),
    });
    const line = cosign(other, text, 1_700_000_000);
    expect(cosignatureTime({ text, signatures: [line] }, other)).toBe(1_700_000_000);
    expect(cosignatureTime({ text, signatures: [] }, other)).toBeUndefined();
    const moved = line.bytes.slice();
    moved[7]! ^= 1;
    expect(codeOf(() => cosignatureTime({ text, signatures: [{ ...line, bytes: moved }] }, other))).toBe(
      'bad-signature',
    );
    const elsewhere = text.replace('\n7\n', '\n8\n');
    expect(codeOf(() => cosignatureTime({ text: elsewhere, signatures: [line] }, other))).toBe(
      'bad-signature',
    );
  });

  it('sign exactly the message of the specification', () => {
    // The signature over the message built by hand here, not by the code under test.
    const text = formatCheckpointText({ origin: key.name, treeSize: 7, rootHash: new Uint8Array(32) });
    const { bytes } = cosign(other, text, 12);
    const plain = { ...other, type: 1 as const };
    const byHand = signNoteText(plain, `cosignature/v1\ntime 12\n${text}`);
    expect(bytes.slice(8)).toEqual(byHand.bytes);
    expect([...bytes.slice(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 12]);
  });
});

describe('tlog-proof', () => {
  const entry = parseTlogProof(vectors.proof).extra!;

  it('of the vectors verifies', () => {
    expect(verifyTlogProof(parseTlogProof(vectors.proof), entry, [verifier]).treeSize).toBe(5);
  });

  it('fails with any one bit of it changed, but for the lines that nobody relies on', () => {
    // Left out: the extra data (not authenticated, the entry is given apart) and the log's cosignature, which carries
    // the time alone and may be missing.
    const bytes = toUtf8(vectors.proof);
    const extraAt = vectors.proof.indexOf('extra ');
    const extraEnd = vectors.proof.indexOf('\n', extraAt);
    const cosignatureAt = toUtf8(vectors.proof.slice(0, vectors.proof.lastIndexOf('— '))).length;
    let tried = 0;
    for (let bit = 0; bit < cosignatureAt * 8; bit++) {
      const at = bit >> 3;
      if (at >= extraAt && at <= extraEnd) continue;
      const changed = bytes.slice();
      changed[at]! ^= 1 << (bit & 7);
      tried++;
      expect(
        () => verifyTlogProof(parseTlogProof(new TextDecoder().decode(changed)), entry, [verifier]),
        `bit ${bit}`,
      ).toThrow();
    }
    expect(tried).toBeGreaterThan(2000);
  });

  it('fails with any one bit of the entry changed', () => {
    const proof = parseTlogProof(vectors.proof);
    const claim = { ...openCheckpoint(proof.checkpoint, [verifier]), leafIndex: proof.leafIndex };
    verifyInclusion({ ...claim, leafHash: hashLeaf(entry) }, proof.inclusion);
    for (let bit = 0; bit < entry.length * 8; bit++) {
      const changed = entry.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(
        () => verifyInclusion({ ...claim, leafHash: hashLeaf(changed) }, proof.inclusion),
        `bit ${bit}`,
      ).toThrow();
    }
  });
});

describe('promises', () => {
  it('are those of the vectors, and none other', () => {
    const promise = fromWirePromise(vectors.promise);
    expect(verifyPromise(promise, verifier)).toBe(true);
    expect(toWirePromise(signPromise(key, promise.tag, promise.mergeBy))).toEqual(vectors.promise);
    expect(verifyPromise({ ...promise, mergeBy: '2027-10-15T17:00:00Z' }, verifier)).toBe(false);
    expect(verifyPromise({ ...promise, tag: new Uint8Array(32) }, verifier)).toBe(false);
    expect(verifyPromise(promise, other)).toBe(false);
    expect(codeOf(() => signPromise(key, promise.tag, '2026-10-15'))).toBe('malformed');
  });
});
