// A ledger in memory, with what a log does at each seal and nothing of the server: for tests that tamper with it and for
// benches that need a large one. Everything follows from a seed.
import { createHash, hash as digest } from 'node:crypto';
import type { Opening } from '../../shared/ledger/bundle/format.ts';
import type { LedgerSource } from '../../shared/ledger/bundle/write.ts';
import { signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { canonicalBytes, publicEntryBytes } from '../../shared/ledger/commitment.ts';
import { fromUtf8 } from '../../shared/ledger/encoding.ts';
import {
  type OpenEntry,
  openEntryBytes,
  type ResponseEntry,
  type TallyEntry,
} from '../../shared/ledger/entry.ts';
import { LedgerData } from '../../shared/ledger/ledger-data.ts';
import { type SignerKey, signerKey } from '../../shared/ledger/note.ts';
import { builtInMethods, tableBytes } from '../../shared/ledger/published-table.ts';
import { CompactRange } from '../../shared/merkle/compact-range.ts';
import { compareBytes, hashLeaf } from '../../shared/merkle/hash.ts';

export const sha256 = (message: Uint8Array): Uint8Array => digest('sha256', message, 'buffer');

export interface TestLeaf {
  bytes: Uint8Array;
  hash: Uint8Array;
  open?: OpenEntry;
  response?: { entry: ResponseEntry; json: string; salt: Uint8Array; tag: Uint8Array };
}

/** Uniform numbers in [0, 1) from a 32-bit seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class TestLedger {
  readonly key: SignerKey;
  leaves: TestLeaf[] = [];
  checkpoints: string[] = [];
  tables = new Map<string, Uint8Array>();
  #made = 0;
  /** Kept in step with `leaves` as long as nobody changes them by hand. */
  #range = new CompactRange(sha256);
  readonly #jsons = new Map<string, string>();

  constructor(origin = 'log.example.vn/trung-tam-01', keySeed = 1) {
    this.key = signerKey(origin, new Uint8Array(32).fill(keySeed));
  }

  responseLeaf(entry: ResponseEntry): TestLeaf {
    const number = this.#made++;
    const salt = createHash('sha256').update(`salt ${number}`).digest();
    const tag = createHash('sha256').update(`tag ${number}`).digest();
    return sealed(entry, this.#jsonOf(entry), salt, tag);
  }

  /** One text for equal entries: a large ledger has few different ones. */
  #jsonOf(entry: ResponseEntry): string {
    const json = fromUtf8(canonicalBytes(entry));
    const known = this.#jsons.get(json);
    if (known !== undefined) return known;
    this.#jsons.set(json, json);
    return json;
  }

  /** Adds a night's entries in leaf-hash order and signs one checkpoint. */
  seal(responses: readonly ResponseEntry[], open: readonly OpenEntry[], nowSeconds = 1_790_000_000): void {
    const batch = [...responses.map((entry) => this.responseLeaf(entry)), ...open.map(openLeaf)];
    batch.sort((a, b) => compareBytes(a.hash, b.hash));
    for (const leaf of batch) {
      this.leaves.push(leaf);
      this.#range.append(leaf.hash);
    }
    this.#sign(this.#range.root(), nowSeconds);
  }

  /** Signs what the leaves are now, after tampering. */
  sign(nowSeconds = 1_790_000_000): void {
    const range = new CompactRange(sha256);
    for (const { hash } of this.leaves) range.append(hash);
    this.#range = range;
    this.#sign(range.root(), nowSeconds);
  }

  #sign(rootHash: Uint8Array, nowSeconds: number): void {
    const checkpoint = { origin: this.key.name, treeSize: this.leaves.length, rootHash };
    this.checkpoints.push(signCheckpoint(checkpoint, [this.key], nowSeconds));
  }

  get checkpoint(): string {
    return this.checkpoints.at(-1)!;
  }

  data(): LedgerData {
    const placed = this.leaves.flatMap(({ open, hash }, leafIndex) =>
      open === undefined ? [] : [{ leafIndex, leafHash: hash, entry: open }],
    );
    const data = new LedgerData(placed, this.leaves.length);
    for (const { response } of this.leaves) {
      if (response === undefined) continue;
      const tag = Buffer.from(response.tag).toString('hex');
      data.addResponse(data.attribute(response.entry, data.excludedTags.has(tag)));
    }
    return data;
  }

  /** Computes a published table over everything so far, and keeps it. */
  publish(name: string, method: string, period: string): Uint8Array {
    const data = this.data();
    const parameters = { minimum: 5 };
    const tallies = [...data.tallies()].map(({ tally }) => tally);
    const rows = builtInMethods.get(method)!({
      period,
      parameters,
      cells: data.cells(),
      tallies,
      entries: data.entries,
    });
    const bytes = tableBytes({
      v: 1,
      name,
      method,
      treeSize: this.leaves.length,
      period,
      parameters,
      rows: JSON.parse(JSON.stringify([...rows])),
    });
    this.tables.set(`${name}.json`, bytes);
    return bytes;
  }

  source(): LedgerSource {
    const { leaves, checkpoints, tables } = this;
    return {
      checkpoint: async () => checkpoints.at(-1)!,
      checkpoints: async function* () {
        yield* checkpoints;
      },
      publicEntries: async function* (from, to) {
        for (const { bytes } of leaves.slice(from, to)) yield bytes;
      },
      tables: async function* () {
        for (const [name, bytes] of tables) yield { name, bytes };
      },
      openings: async function* (): AsyncGenerator<Opening> {
        for (const [leafIndex, { response }] of leaves.entries()) {
          if (response !== undefined) yield { leafIndex, salt: response.salt, entry: response.json };
        }
      },
    };
  }
}

export function sealed(entry: ResponseEntry, json: string, salt: Uint8Array, tag: Uint8Array): TestLeaf {
  const commitment = sha256(Buffer.concat([salt, Buffer.from(json)]));
  const bytes = publicEntryBytes(commitment, tag);
  return { bytes, hash: hashLeaf(bytes, sha256), response: { entry, json, salt, tag } };
}

export function openLeaf(entry: OpenEntry): TestLeaf {
  const bytes = openEntryBytes(entry);
  return { bytes, hash: hashLeaf(bytes, sha256), open: entry };
}

export interface NightPlan {
  day: string;
  responses: number;
  officers: number;
}

/** A day of a centre: responses by invitation and the tallies that bound them. */
export function night(
  { day, responses, officers }: NightPlan,
  draw: () => number,
): {
  responses: ResponseEntry[];
  tallies: TallyEntry[];
} {
  const made: ResponseEntry[] = [];
  const tallies = new Map<string, TallyEntry>();
  const pick = (count: number) => Math.floor(draw() * count);
  for (let i = 0; i < responses; i++) {
    const number = pick(officers);
    const officer = `CB-${String(number + 1).padStart(3, '0')}`;
    const procedure = `1.00${4000 + pick(3)}`;
    const mode = draw() < 0.7 ? 'kiosk' : 'qr';
    made.push({
      kind: 'response',
      v: 1,
      officer,
      counter: `Q${String((number % 20) + 1).padStart(2, '0')}`,
      procedure,
      mode,
      tier: 'invited',
      when: day,
      period: day.slice(0, 7),
      questionnaire: '2026.1',
      answers: { officer: draw() < 0.8 ? 5 : 1 + pick(5) },
      flags: [],
    });
    const key = `${officer} ${procedure}`;
    const tally = tallies.get(key) ?? {
      kind: 'tally' as const,
      v: 1 as const,
      day,
      officer,
      procedure,
      revision: 0,
      visits: { integrated: 0, selfReported: 0 },
      invited: 0,
      answered: { kiosk: 0, qr: 0, paper: 0, link: 0 },
      uninvited: { presence: 0, walkUp: 0 },
      control: null,
    };
    tally.visits.integrated += 2;
    tally.invited += 2;
    tally.answered[mode]++;
    tallies.set(key, tally);
  }
  return { responses: made, tallies: [...tallies.values()] };
}
