// The parts that a quick verification is made of, each against a plain way to the same end.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundleDirectory } from '../../server/ledger/bundle-directory.ts';
import { nativeSignatureCheck } from '../../server/ledger/native-signature.ts';
import { ByteMap } from '../../shared/ledger/bundle/byte-map.ts';
import { formatOpening, LineError, LineReader } from '../../shared/ledger/bundle/format.ts';
import { inOrder } from '../../shared/ledger/bundle/in-order.ts';
import { lineChunks } from '../../shared/ledger/bundle/line-chunks.ts';
import { readOpeningLine } from '../../shared/ledger/bundle/opening-line.ts';
import { passOf, TagTable } from '../../shared/ledger/bundle/tag-table.ts';
import { toUtf8 } from '../../shared/ledger/encoding.ts';
import { isSoundPublicKey, signBytes, signerKey, verifyBytes } from '../../shared/ledger/note.ts';
import { CompactRange, rootOf } from '../../shared/merkle/compact-range.ts';
import { sha256 } from '../../shared/merkle/hash.ts';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
console.log(`parts of verify: seed ${seed}`);
const runs = (numRuns: number) => ({ seed, numRuns });

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

test('results come in the order of the items, whichever is done first, and those before a failure come first', async () => {
  const item = fc.record({ turns: fc.nat(5), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { maxLength: 20 }),
      fc.integer({ min: 1, max: 6 }),
      fc.option(fc.nat(20)),
      async (items, underWayMax, breaksAt) => {
        let underWay = 0;
        let most = 0;
        const work = async ({ turns, fails }: (typeof items)[number]) => {
          most = Math.max(most, ++underWay);
          for (let i = 0; i < turns; i++) await Promise.resolve();
          underWay--;
          if (fails) throw new Error('work');
          return turns;
        };
        async function* offered() {
          for (const [i, one] of items.entries()) {
            if (i === breaksAt) throw new Error('items');
            yield one;
          }
        }
        const got: number[] = [];
        let error = '';
        try {
          for await (const [, result] of inOrder(offered(), underWayMax, work)) got.push(result);
        } catch (cause) {
          error = (cause as Error).message;
        }
        const end = Math.min(breaksAt ?? items.length, items.length);
        const failing = items.slice(0, end).findIndex(({ fails }) => fails);
        expect(got).toEqual(items.slice(0, failing < 0 ? end : failing).map(({ turns }) => turns));
        expect(error).toBe(
          failing >= 0 ? 'work' : breaksAt !== null && breaksAt < items.length ? 'items' : '',
        );
        expect(most).toBeLessThanOrEqual(underWayMax);
      },
    ),
    runs(300),
  );
});

test('chunks of lines hold the lines, and end as the reader of lines does', async () => {
  const pieces = fc.array(fc.stringMatching(/^[ab\n]{0,12}$/), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(pieces, fc.integer({ min: 1, max: 40 }), async (texts, bytesMin) => {
      const read = async (lines: AsyncIterable<string>) => {
        const got: string[] = [];
        try {
          for await (const line of lines) got.push(line);
        } catch (error) {
          if (!(error instanceof LineError)) throw error;
          got.push(`error: ${error.message}`);
        }
        return got;
      };
      const bytes = texts.map((text) => toUtf8(text));
      const chunked = async function* () {
        for await (const chunk of lineChunks(from(bytes), bytesMin)) {
          expect(chunk.at(-1)).toBe(0x0a);
          expect(chunk.byteLength).toBe(chunk.buffer.byteLength);
          yield* Buffer.from(chunk).toString().slice(0, -1).split('\n');
        }
      };
      const reader = new LineReader(from(bytes));
      const oneByOne = async function* () {
        for (let line = await reader.next(); line !== undefined; line = await reader.next()) yield line;
      };
      expect(await read(chunked())).toEqual(await read(oneByOne()));
    }),
    runs(500),
  );
});

test('a line without end is refused before it fills the memory', async () => {
  const endless = async function* () {
    yield toUtf8('one\n');
    for (;;) yield new Uint8Array(100_000).fill(97);
  };
  const got: string[] = [];
  await expect(async () => {
    for await (const chunk of lineChunks(endless(), 10_000_000)) got.push(Buffer.from(chunk).toString());
  }).rejects.toThrow('a line is too long');
  expect(got).toEqual(['one\n']);
});

test('openings are found in the bytes of their lines, and only in their one form', () => {
  const canonical = /^\{"entry":(.*),"leafIndex":(0|[1-9]\d{0,15}),"salt":"([0-9a-f]{64})"\}$/s;
  const opening = fc
    .record({
      leafIndex: fc.oneof(fc.nat(), fc.maxSafeNat()),
      salt: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      entry: fc.constantFrom('{}', '', '{"a":"é"}', ',"leafIndex":7', '{"entry":1,"leafIndex":2,"salt":"'),
    })
    .map(formatOpening);
  const change = fc.record({
    at: fc.nat(),
    cut: fc.nat(2),
    put: fc.constantFrom('', '0', '9', '-', '"', 'F', 'é'),
  });
  fc.assert(
    fc.property(opening, fc.array(change, { maxLength: 2 }), (text, changes) => {
      let line = text.slice(0, -1);
      for (const { at, cut, put } of changes) {
        const place = at % (line.length + 1);
        line = line.slice(0, place) + put + line.slice(place + cut);
      }
      const before = 'xx\n';
      const bytes = toUtf8(`${before}${line}\nrest`);
      const salt = new Uint8Array(32);
      const found = readOpeningLine(bytes, before.length, bytes.length - '\nrest'.length, salt);
      const match = canonical.exec(line);
      const isOpening = match !== null && Number.isSafeInteger(Number(match[2]));
      expect(found !== undefined).toBe(isOpening);
      if (found === undefined) return;
      expect(Buffer.from(bytes.subarray(found.entryFrom, found.entryTo)).toString()).toBe(match![1]);
      expect([String(found.leafIndex), Buffer.from(salt).toString('hex')]).toEqual([match![2], match![3]]);
    }),
    runs(2000),
  );
});

test('stretches of bytes are told apart as their texts are', () => {
  const words = fc.array(fc.stringMatching(/^[ab]{0,9}$/), { maxLength: 60 });
  fc.assert(
    fc.property(words, fc.nat(3), (texts, offset) => {
      const joined = toUtf8(`${'-'.repeat(offset)}${texts.join('')}`).subarray(offset);
      const map = new ByteMap<string>(joined);
      const known = new Set<string>();
      let at = 0;
      for (const text of texts) {
        const [begin, end] = [at, at + text.length];
        at = end;
        expect(map.get(begin, end)).toBe(known.has(text) ? text : undefined);
        if (!known.has(text)) map.add(begin, end, text);
        known.add(text);
      }
    }),
    runs(500),
  );
});

test('a tree of subtrees has the root of its leaves', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 12 }), fc.nat(9), (heights, rest) => {
      const sorted = [...heights].sort((a, b) => b - a);
      const leaves: Uint8Array[] = [];
      const range = new CompactRange();
      const seen: string[] = [];
      const visit = (height: number, index: number, hash: Uint8Array) =>
        seen.push(`${height} ${index} ${Buffer.from(hash).toString('hex')}`);
      for (const height of sorted) {
        const subtree = Array.from({ length: 2 ** height }, (_, i) => sha256(toUtf8(`${leaves.length + i}`)));
        leaves.push(...subtree);
        range.appendSubtree(height, rootOf(subtree), visit);
      }
      for (let i = 0; i < rest; i++) {
        leaves.push(sha256(toUtf8(`rest ${i}`)));
        range.append(leaves.at(-1)!, visit);
      }
      expect(range.root()).toEqual(rootOf(leaves));
      expect(range.size).toBe(leaves.length);
      const all: string[] = [];
      const single = new CompactRange();
      for (const leaf of leaves) {
        single.append(leaf, (height, index, hash) =>
          all.push(`${height} ${index} ${Buffer.from(hash).toString('hex')}`),
        );
      }
      expect(all).toEqual(expect.arrayContaining(seen));
    }),
    runs(200),
  );
  const odd = new CompactRange();
  odd.append(sha256(toUtf8('a')));
  expect(() => odd.appendSubtree(1, sha256(toUtf8('b')))).toThrow(RangeError);
});

test('tags are found again among those added, by their first 64 bits', () => {
  const tag = fc
    .tuple(fc.nat(3), fc.nat(40))
    .map(([a, b]) => Uint8Array.from({ length: 32 }, (_, i) => [a, b][i % 2]!));
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 80 }), tag, (tags, other) => {
      const packed = Buffer.concat(tags);
      const table = new TagTable(1);
      const first = new Map<string, number>();
      for (const [i, one] of tags.entries()) {
        const id = one.subarray(0, 8).join();
        expect(table.add(packed, i * 32, i)).toBe(first.get(id));
        if (!first.has(id)) first.set(id, i);
        expect(passOf(packed, i * 32, 7)).toBe(passOf(one, 0, 7));
      }
      for (const one of [...tags, other]) expect(table.find(one)).toBe(first.get(one.subarray(0, 8).join()));
    }),
    runs(200),
  );
});

test('signatures hold by the platform exactly when they hold by the strict rules', () => {
  const holds = nativeSignatureCheck();
  const byte = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(
      byte,
      fc.uint8Array(),
      fc.option(fc.nat(511)),
      fc.option(fc.nat(255)),
      (keySeed, message, bit, keyBit) => {
        const key = signerKey('log.example.vn', keySeed);
        const signature = Uint8Array.from(signBytes(key, message));
        const publicKey = Uint8Array.from(key.publicKey);
        if (bit !== null) signature[bit >> 3]! ^= 1 << (bit & 7);
        if (keyBit !== null) publicKey[keyBit >> 3]! ^= 1 << (keyBit & 7);
        const tried = { ...key, publicKey };
        const expected = verifyBytes(tried, message, signature);
        expect(holds(tried, message, signature)).toBe(expected);
        if (bit === null && keyBit === null) expect(expected).toBe(true);
      },
    ),
    runs(100),
  );
});

test('keys of small order and second forms of a point are no keys for the platform to judge', () => {
  const holds = nativeSignatureCheck();
  // RFC 8032: the neutral element (y = 1), the point of order 2 (y = -1), y = 0 of order 4, and y = 1 written as p + 1.
  const p = 2n ** 255n - 19n;
  for (const y of [1n, p - 1n, 0n, p + 1n]) {
    const publicKey = Uint8Array.from({ length: 32 }, (_, i) => Number((y >> BigInt(8 * i)) & 255n));
    expect(isSoundPublicKey(publicKey)).toBe(false);
    // R = neutral element, S = 0: holds for every message where the key is the neutral element and nobody looks at that.
    const signature = new Uint8Array(64);
    signature[0] = 1;
    const key = { name: 'log.example.vn', type: 1 as const, publicKey };
    expect(holds(key, toUtf8('any'), signature)).toBe(false);
    expect(verifyBytes(key, toUtf8('any'), signature)).toBe(false);
  }
  expect(isSoundPublicKey(signerKey('log.example.vn', new Uint8Array(32).fill(1)).publicKey)).toBe(true);
});

test('a directory gives its plain files, whole and in pieces, and neither links nor folders', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'langnghe-directory-'));
  try {
    mkdirSync(join(folder, 'tile'));
    const bytes = Buffer.alloc(700_001, 'line of a file\n');
    writeFileSync(join(folder, 'large'), bytes);
    writeFileSync(join(folder, 'empty'), '');
    symlinkSync(join(folder, 'large'), join(folder, 'link'));
    const files = bundleDirectory(folder);
    const whole = async (path: string) => {
      const chunks = await files.open(path);
      if (chunks === undefined) return undefined;
      const parts: Uint8Array[] = [];
      for await (const chunk of chunks) parts.push(chunk);
      return Buffer.concat(parts);
    };
    expect((await whole('large'))?.equals(bytes)).toBe(true);
    expect(Buffer.from((await files.read('large', 1_000_000))!).equals(bytes)).toBe(true);
    expect((await whole('empty'))?.length).toBe(0);
    expect((await files.read('empty', 0))?.length).toBe(0);
    for (const path of ['link', 'tile', 'missing', 'large/below']) {
      expect(await whole(path), path).toBeUndefined();
      expect(await files.read(path, 1_000_000), path).toBeUndefined();
    }
    await expect(files.read('large', 700_000)).rejects.toThrow('large has 700001 bytes, more than 700000');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
