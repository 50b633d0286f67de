// What a prefix of the ledger says, once exclusions, reinstatements, corrections and revised tallies are applied: the
// cells and tallies from which every published number follows. Depends on which entries there are, never on the order
// of those that entered together.
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Cell, Mode, Tier } from '../statistics/cell.ts';
import type { OpenEntry, ResponseEntry, TallyEntry } from './entry.ts';

export interface PlacedEntry {
  leafIndex: number;
  leafHash: Uint8Array;
  entry: OpenEntry;
}

/** Entries that contradict each other: the prefix then has no one meaning. */
export interface Contradiction {
  leafIndex: number;
  message: string;
}

/** A response as attributed now. */
export interface CountedResponse {
  entry: ResponseEntry;
  /** After corrections. */
  officer: string;
  excluded: boolean;
}

type PeriodCloseEntry = Extract<OpenEntry, { kind: 'period-close' }>;

const modes: readonly Mode[] = ['kiosk', 'qr', 'paper', 'link'];
const tiers: readonly Tier[] = ['invited', 'presence', 'walk-up'];

const groupKey = (...parts: string[]): string => JSON.stringify(parts);

export class LedgerData {
  /** Number of leaves of the prefix. */
  readonly treeSize: number;
  readonly contradictions: Contradiction[] = [];
  /** Open entries of the prefix other than tallies. */
  readonly entries: OpenEntry[] = [];
  /** Closes of periods, each with its leaf. */
  readonly closes: { close: PeriodCloseEntry; leafIndex: number }[] = [];
  readonly #tallies = new Map<string, { tally: TallyEntry; leafIndex: number }>();
  readonly #excluded = new Set<string>();
  readonly #corrections = new Map<string, string>();
  readonly #cells = new Map<string, Cell>();
  readonly #names = new Names();

  /** @param placed open entries in leaf order; those beyond the prefix are left out */
  constructor(placed: Iterable<PlacedEntry>, treeSize: number) {
    this.treeSize = treeSize;
    const reinstated = new Set<string>();
    const superseded = new Set<string>();
    const exclusions: { id: string; tag: string }[] = [];
    const corrections: { id: string; leafIndex: number; key: string; to: string }[] = [];
    for (const { leafIndex, leafHash, entry } of placed) {
      if (leafIndex >= treeSize) continue;
      if (entry.kind === 'tally') {
        this.#addTally(entry, leafIndex);
        continue;
      }
      this.entries.push(entry);
      if (entry.kind === 'period-close') this.closes.push({ close: entry, leafIndex });
      const id = bytesToHex(leafHash);
      if (entry.kind === 'exclusion') exclusions.push({ id, tag: entry.tag });
      if (entry.kind === 'reinstatement') reinstated.add(entry.exclusion);
      if (entry.kind === 'correction') {
        if (entry.supersedes !== null) superseded.add(entry.supersedes);
        corrections.push({
          id,
          leafIndex,
          key: groupKey(entry.counter, entry.officer, entry.when),
          to: entry.to,
        });
      }
    }
    for (const { id, tag } of exclusions) if (!reinstated.has(id)) this.#excluded.add(tag);
    for (const { id, leafIndex, key, to } of corrections) {
      if (superseded.has(id)) continue;
      if (this.#corrections.has(key)) {
        this.contradictions.push({ leafIndex, message: 'two corrections of one group are in force' });
      }
      this.#corrections.set(key, to);
    }
  }

  #addTally(tally: TallyEntry, leafIndex: number): void {
    const key = groupKey(tally.day, tally.officer, tally.procedure);
    const known = this.#tallies.get(key);
    if (known?.tally.revision === tally.revision) {
      this.contradictions.push({
        leafIndex,
        message: `is a second tally of ${tally.officer}, ${tally.procedure} on ${tally.day} with revision ${tally.revision}`,
      });
    }
    if (known === undefined || known.tally.revision < tally.revision)
      this.#tallies.set(key, { tally, leafIndex });
  }

  /** Tallies in force, each with its leaf. */
  tallies(): Iterable<{ tally: TallyEntry; leafIndex: number }> {
    return this.#tallies.values();
  }

  /** Tags, in hex, of the exclusions in force. */
  get excludedTags(): ReadonlySet<string> {
    return this.#excluded;
  }

  attribute(entry: ResponseEntry, excluded: boolean): CountedResponse {
    if (this.#corrections.size === 0) return { entry, officer: entry.officer, excluded };
    const officer =
      this.#corrections.get(groupKey(entry.counter, entry.officer, entry.when)) ?? entry.officer;
    return { entry, officer, excluded };
  }

  /** Adds `count` responses that are all like this one: to one cell an answer given. */
  addResponse(response: CountedResponse, count = 1): void {
    const { answers } = response.entry;
    for (const item in answers) {
      const answer = answers[item]!;
      if (typeof answer === 'number') this.#cell(response, item, answer).count += count;
      else for (const level of answer) this.#cell(response, item, level).count += count;
    }
  }

  #cell({ entry, officer, excluded }: CountedResponse, item: string, level: number): Cell {
    const { counter, procedure, mode, tier, when, period } = entry;
    const flagged = entry.flags.length > 0;
    const names = this.#names;
    const a = names.number(officer);
    const b = names.number(counter);
    const c = names.number(procedure);
    const d = names.number(when);
    const e = names.number(period);
    const f = names.number(item);
    // Signs that stand for this cell and no other: two for each name, one for each of the rest.
    const key = String.fromCharCode(
      a >>> 16,
      a & 0xffff,
      b >>> 16,
      b & 0xffff,
      c >>> 16,
      c & 0xffff,
      d >>> 16,
      d & 0xffff,
      e >>> 16,
      e & 0xffff,
      f >>> 16,
      f & 0xffff,
      modes.indexOf(mode),
      tiers.indexOf(tier),
      level,
      (flagged ? 2 : 0) + (excluded ? 1 : 0),
    );
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = {
        officer: names.one(officer),
        counter: names.one(counter),
        procedure: names.one(procedure),
        mode,
        tier,
        when: names.one(when),
        period: names.one(period),
        item: names.one(item),
        level,
        flagged,
        excluded,
        count: 0,
      };
      this.#cells.set(key, cell);
    }
    return cell;
  }

  /** Cells with at least one response, in no particular order. */
  *cells(): Iterable<Cell> {
    for (const cell of this.#cells.values()) if (cell.count > 0) yield cell;
  }
}

/** Numbers the names that cells have, so that a few signs stand for a cell and each name is in memory once. */
class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  number(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#names.length;
      this.#numbers.set(name, number);
      this.#names.push(name);
    }
    return number;
  }

  /** The first string that was given of this name. */
  one(name: string): string {
    return this.#names[this.number(name)]!;
  }
}
