// Two partitions of the same responses are released: the live board's groups, by order of arrival, and the seal's batches, by
// officer. Sums of either are of enough responses; a difference of both may be of fewer. Here it is measured.
//
// Vertices are groups and batches whose sums are known, and one for everything unknown; an edge is the number of responses
// that two vertices share. A combination of known sums is at least as wide as a cut, so the smallest cut is the fewest
// responses that any combination tells apart (Stoer and Wagner, "A simple min-cut algorithm", J. ACM 44, 1997).

const unknown = 'unknown';

/** @param pairs board group and batch of each response; null where it is in no released one */
export function fewestToldApart(pairs: readonly (readonly [string | null, string | null])[]): number {
  const weights = new Map<string, Map<string, number>>();
  const add = (a: string, b: string): void => {
    const row = weights.get(a) ?? new Map<string, number>();
    weights.set(a, row.set(b, (row.get(b) ?? 0) + 1));
  };
  for (const [group, batch] of pairs) {
    const [a, b] = [group === null ? unknown : `group ${group}`, batch === null ? unknown : `batch ${batch}`];
    if (a === b) continue;
    add(a, b);
    add(b, a);
  }
  // What is told apart by nothing at all stands alone: a component of its own makes no difference of released sums.
  return Math.min(...componentsOf(weights).map((component) => smallestCut(component, weights)));
}

function componentsOf(weights: ReadonlyMap<string, ReadonlyMap<string, number>>): string[][] {
  const left = new Set(weights.keys());
  const components: string[][] = [];
  for (const start of left) {
    const component = [start];
    left.delete(start);
    for (const one of component) {
      for (const next of weights.get(one)!.keys()) if (left.delete(next)) component.push(next);
    }
    components.push(component);
  }
  return components;
}

function smallestCut(
  vertices: readonly string[],
  weights: ReadonlyMap<string, ReadonlyMap<string, number>>,
): number {
  const left = [...vertices];
  const between = new Map(left.map((one) => [one, new Map(weights.get(one))]));
  let best = Number.POSITIVE_INFINITY;
  while (left.length > 1) {
    const reached = new Map(left.map((one) => [one, 0]));
    let last = '';
    let before = '';
    let cut = 0;
    while (reached.size > 0) {
      const [next, weight] = [...reached].reduce((a, b) => (b[1] > a[1] ? b : a));
      reached.delete(next);
      [before, last, cut] = [last, next, weight];
      for (const [other, more] of between.get(next)!) {
        if (reached.has(other)) reached.set(other, reached.get(other)! + more);
      }
    }
    best = Math.min(best, cut);
    for (const [other, weight] of between.get(last)!) {
      between.get(other)!.delete(last);
      if (other === before) continue;
      const sum = (between.get(before)!.get(other) ?? 0) + weight;
      between.get(before)!.set(other, sum);
      between.get(other)!.set(before, sum);
    }
    between.delete(last);
    left.splice(left.indexOf(last), 1);
  }
  return best;
}
