// Small cuts of small graphs, beside all of their cuts tried one by one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Edge, inseparable, smallCut } from '../../server/seal/connectivity.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const graph: fc.Arbitrary<Edge[]> = fc.array(
  fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.integer({ min: 0, max: 4 })),
  { maxLength: 24 },
);

/** Weight of every cut that is above 0, with one of its sides. */
function cuts(edges: readonly Edge[]): { side: Set<string>; weight: number }[] {
  const all: { side: Set<string>; weight: number }[] = [];
  for (let bits = 1; bits < 2 ** (names.length - 1); bits += 1) {
    const side = new Set(names.filter((_, k) => (bits >> k) & 1));
    const weight = edges.reduce((sum, [a, b, w]) => sum + (side.has(a) === side.has(b) ? 0 : w), 0);
    if (weight > 0) all.push({ side, weight });
  }
  return all;
}

const seed = Date.now() % 1_000_000;
const options = { seed, numRuns: 800 };

test('finds a cut below the threshold exactly where there is one', () => {
  fc.assert(
    fc.property(graph, fc.integer({ min: 1, max: 9 }), (edges, threshold) => {
      const found = smallCut(edges, threshold);
      const smallest = Math.min(...cuts(edges).map(({ weight }) => weight));
      expect(found !== null).toBe(smallest < threshold);
      if (found === null) return;
      const side = new Set(found);
      const weight = edges.reduce((sum, [a, b, w]) => sum + (side.has(a) === side.has(b) ? 0 : w), 0);
      expect(weight).toBeGreaterThan(0);
      expect(weight).toBeLessThan(threshold);
    }),
    options,
  );
});

test('what it calls inseparable no cut below the threshold parts', () => {
  fc.assert(
    fc.property(graph, fc.integer({ min: 1, max: 9 }), (edges, threshold) => {
      const sets = inseparable(edges, threshold);
      const members = sets.flat();
      expect(new Set(members).size).toBe(members.length);
      for (const { side, weight } of cuts(edges)) {
        if (weight >= threshold) continue;
        for (const set of sets) expect(new Set(set.map((name) => side.has(name))).size).toBe(1);
      }
    }),
    options,
  );
});

test('leaves nothing apart in a graph that is joined well enough', () => {
  const edges = names.flatMap((a, k) => names.slice(k + 1).map((b): Edge => [a, b, 1]));
  expect(smallCut(edges, 6)).toBeNull();
  expect(smallCut(edges, 7)).not.toBeNull();
  expect(inseparable(edges, 6).map((set) => set.toSorted())).toEqual([names]);
  expect(smallCut([], 5)).toBeNull();
});
