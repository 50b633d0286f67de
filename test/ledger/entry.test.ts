import { createHash } from 'node:crypto';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import vectors from '../../shared/contract/vectors/entry.json' with { type: 'json' };
import { commitmentOf, publicEntryBytes, tagOf } from '../../shared/ledger/commitment.ts';
import { fromUtf8, toUtf8 } from '../../shared/ledger/encoding.ts';
import {
  EntryError,
  entryKinds,
  type OpenEntry,
  openEntryBytes,
  parseLeaf,
  parseResponseEntry,
  responseEntrySchema,
} from '../../shared/ledger/entry.ts';
import { openEntryExamples, responseExamples } from './examples.ts';

const sha = (...parts: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

describe('test vectors', () => {
  it('name every kind of entry', () => {
    const named = new Set(['response', ...vectors.openEntries.map(({ entry }) => entry.kind)]);
    expect([...named].sort()).toEqual([...entryKinds].sort());
  });

  it.each(vectors.responses)('of a response: $name', (vector) => {
    // By Node's own hash, from the texts alone.
    expect(vector.commitment).toBe(sha(hexToBytes(vector.salt), vector.canonical));
    expect(vector.tag).toBe(sha(vector.responseId.toLowerCase()));
    expect(vector.leaf).toBe(`{"commitment":"${vector.commitment}","tag":"${vector.tag}"}`);
    expect(vector.leafHash).toBe(sha(Uint8Array.of(0), vector.leaf));
    expect(JSON.parse(vector.canonical)).toEqual(vector.entry);
    // By the code under test.
    const salt = hexToBytes(vector.salt);
    expect(bytesToHex(commitmentOf(salt, vector.entry))).toBe(vector.commitment);
    expect(bytesToHex(tagOf(vector.responseId))).toBe(vector.tag);
    expect(fromUtf8(publicEntryBytes(hexToBytes(vector.commitment), hexToBytes(vector.tag)))).toBe(
      vector.leaf,
    );
    expect(parseResponseEntry(vector.canonical)).toEqual(vector.entry);
    expect(parseLeaf(toUtf8(vector.leaf))).toEqual({
      kind: 'response',
      commitment: hexToBytes(vector.commitment),
      tag: hexToBytes(vector.tag),
    });
  });

  it.each(vectors.openEntries)('of an open entry: $name', (vector) => {
    expect(vector.leafHash).toBe(sha(Uint8Array.of(0), vector.leaf));
    expect(fromUtf8(openEntryBytes(vector.entry as OpenEntry))).toBe(vector.leaf);
    expect(parseLeaf(toUtf8(vector.leaf))).toEqual({ kind: 'open', entry: vector.entry });
  });
});

describe('leaves', () => {
  it('have one form for one meaning', () => {
    const [example] = vectors.openEntries;
    expect(() => parseLeaf(toUtf8(JSON.stringify(example!.entry, null, 1)))).toThrow(EntryError);
    expect(() => parseLeaf(toUtf8(example!.leaf.replace('{', '{ ')))).toThrow(EntryError);
    const [response] = vectors.responses;
    expect(() => parseLeaf(toUtf8(response!.leaf.toUpperCase()))).toThrow(EntryError);
    expect(() => parseLeaf(toUtf8(response!.leaf.replace(/[0-9]/, 'g')))).toThrow(EntryError);
  });

  it.each([
    ['not JSON', '{'],
    ['no kind', '{"v":1}'],
    ['a number', '7'],
    [
      'two persons in one',
      JSON.stringify({
        approvedBy: 'u',
        kind: 'exclusion',
        proposedBy: 'u',
        reason: 'r',
        tag: 'a'.repeat(64),
        v: 1,
      }),
    ],
    ['an unexpected member', '{"day":"2026-10-14","extra":1,"kind":"tally","v":1}'],
  ])('refuse %s', (_, text) => expect(() => parseLeaf(toUtf8(text))).toThrow(EntryError));

  it('refuse bytes that are not UTF-8', () => {
    expect(() => parseLeaf(Uint8Array.of(0x7b, 0xff, 0x7d))).toThrow(EntryError);
  });

  it('of later kinds and versions are known to be unknown', () => {
    expect(parseLeaf(toUtf8('{"kind":"later","v":1}'))).toEqual({ kind: 'unknown', name: 'later v1' });
    expect(parseLeaf(toUtf8('{"kind":"tally","v":2}'))).toEqual({ kind: 'unknown', name: 'tally v2' });
  });

  it('are refused before they are made, when they do not fit', () => {
    const tally = openEntryExamples[0]!.entry;
    expect(() => openEntryBytes({ ...tally, invited: -1 } as OpenEntry)).toThrow(EntryError);
    const policy = openEntryExamples.find(({ name }) => name === 'policy')!.entry;
    const long = { ...policy, document: { text: 'x'.repeat(70_000) } } as OpenEntry;
    expect(() => openEntryBytes(long)).toThrow(/too long/);
  });
});

describe('response entries', () => {
  const { entry } = responseExamples[0]!;
  it.each([
    ['no rating of the officer', { answers: { time: 3 } }],
    ['a rating of 0', { answers: { officer: 0 } }],
    ['a rating of 6', { answers: { officer: 6 } }],
    ['a rating of 4.5', { answers: { officer: 4.5 } }],
    ['an hour', { when: '2026-10-14T08:00' }],
    ['week 54', { when: '2026-W54' }],
    ['month 13', { period: '2026-13' }],
    ['another tier', { tier: 'staff' }],
    ['another member', { visit: 'v-1' }],
  ])('refuse %s', (_, change) => {
    expect(responseEntrySchema.safeParse({ ...entry, ...change }).success).toBe(false);
  });

  it('must be given in canonical form', () => {
    expect(() => parseResponseEntry(JSON.stringify({ ...entry, kind: 'response' }, null, 1))).toThrow(
      EntryError,
    );
  });
});
