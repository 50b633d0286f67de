// When levels may be shown: only in groups of at least `minimum` responses from at least `officersMinimum` officers.
// Whatever is asked and however often, the difference of two answers is such a group or a union of such groups.
// The order of arrival decides the groups, so replaying a day's responses in order gives the same ones.

import { unknownOfficer } from '../../shared/ledger/entry.ts';

export interface GroupRule {
  minimum: number;
  officersMinimum: number;
}

export class LevelGroups {
  readonly #rule: GroupRule;
  /** Counts of levels 1..5. */
  readonly released: number[];
  readonly held: number[];
  readonly heldOfficers: Set<string>;

  constructor(rule: GroupRule, from?: { released: number[]; held: number[]; heldOfficers: string[] }) {
    this.#rule = rule;
    this.released = [...(from?.released ?? [0, 0, 0, 0, 0])];
    this.held = [...(from?.held ?? [0, 0, 0, 0, 0])];
    this.heldOfficers = new Set(from?.heldOfficers ?? []);
  }

  /** Adds one response; true when it completed a group. An officer who is not known counts as none. */
  add(level: number, officer: string): boolean {
    this.held[level - 1]! += 1;
    if (officer !== unknownOfficer) this.heldOfficers.add(officer);
    const heldCount = this.held.reduce((sum, count) => sum + count, 0);
    if (heldCount < this.#rule.minimum || this.heldOfficers.size < this.#rule.officersMinimum) return false;
    this.held.forEach((count, index) => {
      this.released[index]! += count;
      this.held[index] = 0;
    });
    this.heldOfficers.clear();
    return true;
  }
}
