import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CompactRange } from '../../shared/merkle/compact-range.ts';
import { hashLeaf } from '../../shared/merkle/hash.ts';
import { consistencyProof, inclusionProof } from '../../shared/merkle/proof.ts';
import {
  decodeEntryBundle,
  decodeHashTile,
  encodeEntryBundle,
  encodeHashTile,
  newTiles,
  nodeReader,
  parseTilePath,
  TileError,
  tileHeight,
  tilePath,
  tilesOfTree,
} from '../../shared/merkle/tile.ts';
import { memoryReader } from './memory-tree.ts';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
beforeAll(() => console.log(`tile properties: seed ${seed}`));
const options = { seed, numRuns: 100 };

describe('addresses', () => {
  it('are those of the specification', () => {
    expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 1, index: 0, width: 17 })).toBe('tile/1/000.p/17');
    expect(tilePath({ level: 'entries', index: 999, width: 256 })).toBe('tile/entries/999');
    expect(tilePath({ level: 'entries', index: 1000, width: 1 })).toBe('tile/entries/x001/000.p/1');
  });

  it('read back as they are written', () => {
    const tiles = fc.record({
      level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
      index: fc.nat(10 ** 12),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(tiles, (tile) => {
        expect(parseTilePath(tilePath(tile))).toEqual(tile);
      }),
      options,
    );
  });

  it.each([
    'tile/0/0',
    'tile/0/0000',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/x001/x002',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/data/000',
    'tile/0/../000',
    'tile/0/000/',
    '/tile/0/000',
    'tile/0/000?x',
  ])('refuses %s', (path) => expect(parseTilePath(path)).toBeUndefined());
});

describe('tiles of a tree', () => {
  it('of 70,000 leaves are those of the specification', () => {
    const tiles = [...tilesOfTree(70_000)];
    const of = (level: number | 'entries') => tiles.filter((tile) => tile.level === level);
    expect(of(0).filter(({ width }) => width === 256)).toHaveLength(273);
    expect(of(0).at(-1)).toEqual({ level: 0, index: 273, width: 112 });
    expect(of(1)).toEqual([
      { level: 1, index: 0, width: 256 },
      { level: 1, index: 1, width: 17 },
    ]);
    expect(of(2)).toEqual([{ level: 2, index: 0, width: 1 }]);
    expect(of('entries')).toHaveLength(274);
  });

  it('of 256 leaves have no partial tile at level 0', () => {
    expect([...tilesOfTree(256)].map(tilePath)).toEqual(['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']);
  });

  it('of no leaves are none', () => expect([...tilesOfTree(0)]).toEqual([]));

  it('new ones, kept over any steps of growth, are all that the grown tree has', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(70_000), { maxLength: 6 }), fc.nat(140_000), (steps, last) => {
        const sizes = [...steps.filter((size) => size <= last).sort((a, b) => a - b), last];
        const kept = new Map<string, number>();
        let before = 0;
        for (const size of sizes) {
          for (const level of ['entries', 0, 1, 2] as const) {
            for (const { index, width } of newTiles(level, before, size))
              kept.set(`${level}/${index}`, width);
          }
          before = size;
        }
        const wanted = new Map(
          [...tilesOfTree(last)].map(({ level, index, width }) => [`${level}/${index}`, width]),
        );
        expect(kept).toEqual(wanted);
      }),
      options,
    );
  });
});

describe('bytes', () => {
  it('of entry bundles read back as written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 256 }),
        (entries) => {
          expect(decodeEntryBundle(encodeEntryBundle(entries), entries.length)).toEqual(entries);
        },
      ),
      options,
    );
  });

  it('of an entry bundle are lengths and entries', () => {
    expect(
      encodeEntryBundle([Uint8Array.of(7, 8), new Uint8Array(0), new Uint8Array(300)]).slice(0, 8),
    ).toEqual(Uint8Array.of(0, 2, 7, 8, 0, 0, 1, 44));
  });

  it('refuse other widths, cut ends and entries that are too long', () => {
    const bundle = encodeEntryBundle([Uint8Array.of(1), Uint8Array.of(2)]);
    expect(() => decodeEntryBundle(bundle, 1)).toThrow(TileError);
    expect(() => decodeEntryBundle(bundle, 3)).toThrow(TileError);
    for (let end = 1; end < bundle.length; end++) {
      expect(() => decodeEntryBundle(bundle.subarray(0, end), 2)).toThrow(TileError);
    }
    expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrow(TileError);
    expect(() => encodeEntryBundle([])).toThrow(TileError);
    expect(() => encodeHashTile([])).toThrow(TileError);
    expect(() => encodeHashTile([new Uint8Array(31)])).toThrow(TileError);
    expect(() => decodeHashTile(new Uint8Array(64), 1)).toThrow(TileError);
  });
});

describe('reading nodes out of tiles', () => {
  const size = 70_000;
  const leaves = Array.from({ length: size }, (_, i) => hashLeaf(Uint8Array.of(i >> 16, i >> 8, i)));
  const tiles = new Map<string, Uint8Array[]>();
  beforeAll(() => {
    const range = new CompactRange();
    for (const leaf of leaves) {
      range.append(leaf, (height, index, hash) => {
        if (height % tileHeight !== 0) return;
        const key = `${height / tileHeight}/${Math.floor(index / 256)}`;
        const tile = tiles.get(key);
        if (tile === undefined) tiles.set(key, [hash]);
        else tile.push(hash);
      });
    }
  });
  const read = nodeReader((level, index) => tiles.get(`${level}/${index}`) ?? []);

  it('gives the proofs that the leaves give', () => {
    const plain = memoryReader(leaves);
    const cases = fc
      .integer({ min: 1, max: 3000 })
      .chain((treeSize) => fc.tuple(fc.constant(treeSize), fc.nat(treeSize - 1)));
    fc.assert(
      fc.property(cases, ([treeSize, at]) => {
        expect(inclusionProof(at, treeSize, read)).toEqual(inclusionProof(at, treeSize, plain));
        expect(consistencyProof(at, treeSize, read)).toEqual(consistencyProof(at, treeSize, plain));
      }),
      options,
    );
    expect(inclusionProof(65_535, size, read)).toEqual(inclusionProof(65_535, size, plain));
  });

  it('says when a tile is too narrow', () => {
    expect(() => read({ height: 0, index: size })).toThrow(TileError);
  });
});
