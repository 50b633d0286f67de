// Cuts of a weighted undirected graph smaller than a threshold. Pure.
//
// Vertices are scanned in an order of maximum adjacency; an edge whose end had been reached with at least the threshold
// when it was scanned joins two vertices that no smaller cut parts, so they become one (Nagamochi, Ibaraki, "Computing
// edge-connectivity in multigraphs and capacitated graphs", SIAM J. Discrete Math. 5, 1992). Each pass takes time linear in
// the edges, and after a few passes either one vertex is left or one of too small a degree.

/** Undirected; several edges between the same vertices add up. */
export type Edge = readonly [vertex: string, other: string, weight: number];

/**
 * The vertices on one side of some cut with a weight above 0 and below `threshold`; null when there is none. Parts of the
 * graph that nothing joins are no cut.
 */
export function smallCut(edges: Iterable<Edge>, threshold: number): string[] | null {
  const graph = new Contracted(edges);
  for (;;) {
    for (const vertex of graph.joined()) {
      if (graph.degree(vertex) < threshold) return graph.members(vertex);
    }
    if (!graph.contractOnce(threshold)) return null;
  }
}

/**
 * Sets of two and more vertices, disjoint, such that no cut of the graph below `threshold` parts the members of one. Not
 * always the largest such sets.
 */
export function inseparable(edges: Iterable<Edge>, threshold: number): string[][] {
  const graph = new Contracted(edges);
  do graph.isolate(threshold);
  while (graph.contractOnce(threshold));
  return graph.classes().filter((members) => members.length > 1);
}

/** A graph in which vertices have become one. */
class Contracted {
  readonly #names: string[] = [];
  readonly #neighbours: Map<number, number>[] = [];
  /** Union-find. */
  readonly #into: number[] = [];
  /** Names in one vertex, where there are more than its own. */
  readonly #members = new Map<number, number[]>();

  constructor(edges: Iterable<Edge>) {
    const numbers = new Map<string, number>();
    const numberOf = (name: string): number => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      const number = this.#names.push(name) - 1;
      numbers.set(name, number);
      this.#neighbours.push(new Map());
      this.#into.push(number);
      return number;
    };
    for (const [from, to, weight] of edges) {
      const [a, b] = [numberOf(from), numberOf(to)];
      if (a === b || weight === 0) continue;
      this.#add(a, b, weight);
      this.#add(b, a, weight);
    }
  }

  #add(from: number, to: number, weight: number): void {
    const row = this.#neighbours[from]!;
    row.set(to, (row.get(to) ?? 0) + weight);
  }

  #current(vertex: number): number {
    let root = vertex;
    while (this.#into[root] !== root) root = this.#into[root]!;
    for (let at = vertex; at !== root; ) {
      const next = this.#into[at]!;
      this.#into[at] = root;
      at = next;
    }
    return root;
  }

  /** Vertices that an edge joins to another. */
  joined(): number[] {
    return this.#names.flatMap((_, vertex) =>
      this.#into[vertex] === vertex && this.#neighbours[vertex]!.size > 0 ? [vertex] : [],
    );
  }

  degree(vertex: number): number {
    let sum = 0;
    for (const weight of this.#neighbours[vertex]!.values()) sum += weight;
    return sum;
  }

  members(vertex: number): string[] {
    return (this.#members.get(vertex) ?? [vertex]).map((number) => this.#names[number]!);
  }

  classes(): string[][] {
    return this.#names.flatMap((_, vertex) => (this.#into[vertex] === vertex ? [this.members(vertex)] : []));
  }

  /** Takes the edges away from every vertex whose degree is, or thereby becomes, smaller than `threshold`. */
  isolate(threshold: number): void {
    const look = this.joined();
    for (const vertex of look) {
      if (this.degree(vertex) >= threshold) continue;
      for (const neighbour of this.#neighbours[vertex]!.keys()) {
        this.#neighbours[neighbour]!.delete(vertex);
        look.push(neighbour);
      }
      this.#neighbours[vertex]!.clear();
    }
  }

  /** One pass; false when it made no two vertices one. */
  contractOnce(threshold: number): boolean {
    const pairs = this.#inseparablePairs(threshold);
    for (const [a, b] of pairs) this.#contract(this.#current(a), this.#current(b));
    return pairs.length > 0;
  }

  #inseparablePairs(threshold: number): [number, number][] {
    const pairs: [number, number][] = [];
    const reached = new Map<number, number>();
    const isScanned = new Set<number>();
    // Buckets by what a vertex was reached with, which need not be told apart from the threshold on. Old places of a vertex
    // stay in the buckets and are passed over.
    const buckets: number[][] = Array.from({ length: threshold + 1 }, () => []);
    for (const start of this.joined()) {
      if (isScanned.has(start)) continue;
      buckets[0]!.push(start);
      for (let top = 0; top >= 0; ) {
        const vertex = buckets[top]!.pop();
        if (vertex === undefined) {
          top -= 1;
          continue;
        }
        if (isScanned.has(vertex) || Math.min(reached.get(vertex) ?? 0, threshold) !== top) continue;
        isScanned.add(vertex);
        for (const [next, weight] of this.#neighbours[vertex]!) {
          if (isScanned.has(next)) continue;
          const sum = (reached.get(next) ?? 0) + weight;
          reached.set(next, sum);
          if (sum >= threshold) pairs.push([vertex, next]);
          const bucket = Math.min(sum, threshold);
          buckets[bucket]!.push(next);
          top = Math.max(top, bucket);
        }
      }
    }
    return pairs;
  }

  #contract(a: number, b: number): void {
    if (a === b) return;
    const [kept, gone] = this.#neighbours[a]!.size >= this.#neighbours[b]!.size ? [a, b] : [b, a];
    for (const [neighbour, weight] of this.#neighbours[gone]!) {
      this.#neighbours[neighbour]!.delete(gone);
      if (neighbour === kept) continue;
      this.#add(kept, neighbour, weight);
      this.#add(neighbour, kept, weight);
    }
    this.#neighbours[gone]!.clear();
    this.#into[gone] = kept;
    const members = this.#members.get(kept) ?? [kept];
    members.push(...(this.#members.get(gone) ?? [gone]));
    this.#members.set(kept, members);
    this.#members.delete(gone);
  }
}
