// What the live board's groups and the ledger's batches tell together. Pure.
//
// The board shows sums of levels by order of arrival, the ledger by officer: two partitions of the same ratings. Each sum is
// of at least the minimum, but a difference of both can be of fewer. As a graph: a group is a vertex, a batch is a vertex, a
// response is an edge between its group and its batch, and what is in no group or in no released batch ends at one vertex
// for the unknown. Sums of groups less sums of batches that leave anything leave at least the responses of a cut; so a
// batch is released only while no cut is smaller than the minimum. What cannot be released tonight waits for the week,
// then for the month; what waits to the end is the month's rest, which no figure counts.
//
// Of the past only what can still matter is kept: vertices that no such cut parts are one, and parts of the graph to which
// no waiting response belongs are gone. It holds counts: no level, no tag, no order.
import { type Edge, inseparable, smallCut } from './connectivity.ts';

/** Responses that are released together, or not at all. */
export interface Batch {
  /** Unlike that of every other batch of the night. */
  key: string;
  rows: readonly BatchRow[];
}

export interface BatchRow {
  /** Parts of a batch whose sums are told apart. */
  part: string;
  /** The board's group, null in none; or the key under which it has waited, which goes into one batch as a whole. */
  from: { group: string | null } | { waited: string };
}

/** Vertices of the past, keys of what waits, or '' for the unknown; and how many responses join them. */
export type Overlap = Edge;

const unknown = '';
const pastPrefix = '#';

export class NightOverlap {
  readonly #minimum: number;
  readonly #past: readonly Overlap[];
  /** Sizes of today's groups. */
  readonly #groups = new Map<string, number>();
  readonly #released: Batch[] = [];
  /** Keys under which responses waited that are never released. */
  readonly #forgotten = new Set<string>();

  /**
   * @param past what `kept` gave the night before
   * @param groups those of all of today's responses; null for a response in none
   */
  constructor(past: Iterable<Overlap>, groups: Iterable<string | null>, minimum: number) {
    this.#past = [...past];
    this.#minimum = minimum;
    for (const group of groups) {
      if (group !== null) this.#groups.set(group, (this.#groups.get(group) ?? 0) + 1);
    }
  }

  /** Those of `batches` that may be released, and are from here on; the smallest stay behind first. */
  release<One extends Batch>(batches: readonly One[]): One[] {
    if (batches.length === 0) return [];
    const chosen = new Map(batches.map((batch) => [batch.key, batch]));
    const bridges: Edge[] = [];
    // The smallest cuts first: a bridge over a cut hides others between the same two vertices, but none smaller than its own.
    for (let threshold = 2; threshold <= this.#minimum; ) {
      const edges = [...this.#edges([...this.#released, ...chosen.values()]), ...bridges];
      const side = smallCut(edges, threshold);
      if (side === null) {
        threshold += 1;
        continue;
      }
      const parted = withoutUnknown(side, edges);
      const [smallest] = [...chosen.values()]
        .filter((batch) => batch.rows.some((row) => parted.has(vertexOf(batch, row))))
        .sort((a, b) => a.rows.length - b.rows.length || (a.key < b.key ? -1 : 1));
      if (smallest !== undefined) chosen.delete(smallest.key);
      // Told apart before tonight, under a lower minimum: nothing that is done now can mend it.
      else bridges.push([side[0]!, neighbourOf(side, edges), this.#minimum]);
    }
    const released = [...chosen.values()];
    this.#released.push(...released);
    return released;
  }

  /** Takes what waited under these keys as never to be released. */
  forget(keys: Iterable<string>): void {
    for (const key of keys) this.#forgotten.add(key);
  }

  /** The graph of the next night. `waiting`: each response of today that waits, with the key under which it does. */
  kept(waiting: readonly { group: string | null; key: string }[]): Overlap[] {
    const keys = new Set<string>();
    for (const [a, b] of this.#past) for (const end of [a, b]) if (isWaited(end)) keys.add(end);
    for (const { rows } of this.#released) {
      for (const { from } of rows) if ('waited' in from) keys.delete(from.waited);
    }
    for (const key of this.#forgotten) keys.delete(key);
    for (const { key } of waiting) keys.add(key);
    return folded(this.#edges(this.#released, keys, waiting), keys, this.#minimum);
  }

  /** The graph with these batches released; what waits is unknown, but for the keys that stay `apart`. */
  #edges(
    batches: readonly Batch[],
    apart: ReadonlySet<string> = new Set(),
    waiting: readonly { group: string | null; key: string }[] = [],
  ): Edge[] {
    const placed = new Map<string, string>();
    const left = new Map(this.#groups);
    const edges: Edge[] = [];
    const join = (group: string | null, vertex: string): void => {
      edges.push([group ?? unknown, vertex, 1]);
      if (group !== null) left.set(group, left.get(group)! - 1);
    };
    for (const batch of batches) {
      for (const row of batch.rows) {
        if ('waited' in row.from) placed.set(row.from.waited, vertexOf(batch, row));
        else join(row.from.group, vertexOf(batch, row));
      }
    }
    for (const { group, key } of waiting) join(group, key);
    const now = (vertex: string): string =>
      isWaited(vertex) && !apart.has(vertex) ? (placed.get(vertex) ?? unknown) : vertex;
    for (const [a, b, count] of this.#past) edges.push([now(a), now(b), count]);
    for (const [group, count] of left) edges.push([group, unknown, count]);
    return edges;
  }
}

const isWaited = (vertex: string): boolean => vertex !== unknown && !vertex.startsWith(pastPrefix);
const vertexOf = (batch: Batch, { part }: BatchRow): string => `batch ${batch.key} ${part}`;

/** The side of the cut that does not hold the unknown; both where neither does. */
function withoutUnknown(side: readonly string[], edges: readonly Edge[]): Set<string> {
  const one = new Set(side);
  if (!one.has(unknown)) {
    const whole = component(side[0]!, edges);
    return whole.has(unknown) ? one : whole;
  }
  const other = component(unknown, edges);
  for (const vertex of one) other.delete(vertex);
  return other;
}

function neighbourOf(side: readonly string[], edges: readonly Edge[]): string {
  const one = new Set(side);
  for (const [a, b] of edges) {
    if (one.has(a) !== one.has(b)) return one.has(a) ? b : a;
  }
  throw new Error('a cut that no edge crosses');
}

function component(start: string, edges: readonly Edge[]): Set<string> {
  const neighbours = new Map<string, string[]>();
  for (const [a, b] of edges) {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = neighbours.get(from);
      if (known === undefined) neighbours.set(from, [to]);
      else known.push(to);
    }
  }
  const reached = new Set([start]);
  for (const vertex of reached) for (const next of neighbours.get(vertex) ?? []) reached.add(next);
  return reached;
}

/** The same graph for every question about waiting responses, as small as it can be had cheaply. */
function folded(edges: readonly Edge[], waiting: ReadonlySet<string>, minimum: number): Overlap[] {
  const isKnown = (vertex: string): boolean => vertex !== unknown && !waiting.has(vertex);
  const known = edges.filter(([a, b]) => isKnown(a) && isKnown(b));
  const representative = new Map<string, string>();
  for (const members of inseparable(known, minimum)) {
    for (const vertex of members) representative.set(vertex, members[0]!);
  }
  const one = (vertex: string): string => representative.get(vertex) ?? vertex;
  const merged = new Map<string, Map<string, number>>();
  for (const [first, second, count] of edges) {
    const [a, b] = [one(first), one(second)].sort() as [string, string];
    if (a === b || count === 0) continue;
    const row = merged.get(a) ?? new Map<string, number>();
    merged.set(a, row.set(b, (row.get(b) ?? 0) + count));
  }
  const small = [...merged].flatMap(([a, row]) => [...row].map(([b, count]): Edge => [a, b, count]));
  const matters = touching(waiting, small);
  const names = new Map<string, string>();
  const nameOf = (vertex: string): string => {
    if (!isKnown(vertex)) return vertex;
    const name = names.get(vertex) ?? `${pastPrefix}${names.size + 1}`;
    names.set(vertex, name);
    return name;
  };
  return small
    .filter(([a, b]) => matters.has(a) || matters.has(b))
    .map(([a, b, count]): Overlap => [nameOf(a), nameOf(b), count]);
}

/** Vertices that the waiting ones reach without the unknown. */
function touching(waiting: ReadonlySet<string>, edges: readonly Edge[]): Set<string> {
  const inner = edges.filter(([a, b]) => a !== unknown && b !== unknown);
  const reached = new Set<string>();
  for (const start of waiting) {
    if (reached.has(start)) continue;
    for (const vertex of component(start, inner)) reached.add(vertex);
  }
  return reached;
}
