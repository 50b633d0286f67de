// When levels may be shown: only in groups of at least `minimum` responses from at least `officersMinimum` officers.
// Whatever is asked of the board and however often, the difference of two answers is such a group or a union of such
// groups. The order of arrival decides the groups, so replaying a day's responses in order gives the same ones. What no
// group holds when its day turns, or is sealed, is in none for good.
//
// What the ledger tells of the same responses the night after is seal/overlap.ts's to weigh against these groups.

import { unknownOfficer } from '../../shared/ledger/entry.ts';

export interface GroupRule {
  minimum: number;
  officersMinimum: number;
}

export interface Rated {
  level: number;
  officer: string;
  mode: string;
  tier: string;
}

export class LevelGroups {
  readonly #rule: GroupRule;
  /** Counts of levels 1..5. */
  readonly released: number[];
  readonly held = [0, 0, 0, 0, 0];
  readonly #heldOfficers = new Set<string>();

  /** @param released of the same day, before it was sealed */
  constructor(rule: GroupRule, released: readonly number[] = [0, 0, 0, 0, 0]) {
    this.#rule = rule;
    this.released = [...released];
  }

  /**
   * Levels are those of invited responses alone: walk-up ratings, which anyone can send, could complete a group and be
   * subtracted from it. Paper forms are left out too: they may be written by another process, so that their place among
   * the others would depend on when this one hears of them, and the groups with it.
   */
  static takes({ tier, mode }: Pick<Rated, 'tier' | 'mode'>): boolean {
    return tier === 'invited' && mode !== 'paper';
  }

  /** Adds one response; true when it completed a group. An officer who is not known counts as none. */
  add({ level, officer }: Pick<Rated, 'level' | 'officer'>): boolean {
    this.held[level - 1]! += 1;
    if (officer !== unknownOfficer) this.#heldOfficers.add(officer);
    const heldCount = this.held.reduce((sum, count) => sum + count, 0);
    if (heldCount < this.#rule.minimum || this.#heldOfficers.size < this.#rule.officersMinimum) return false;
    this.held.forEach((count, index) => {
      this.released[index]! += count;
      this.held[index] = 0;
    });
    this.#heldOfficers.clear();
    return true;
  }
}

/** The group of each response, by name; undefined in none. `rows` in order of arrival, since the last seal. */
export function groupsOf(
  rows: readonly (Rated & { receivedDay: string })[],
  rule: GroupRule,
): (string | undefined)[] {
  const days = new Map<string, { groups: LevelGroups; held: number[]; number: number }>();
  const names: (string | undefined)[] = rows.map(() => undefined);
  for (const [index, row] of rows.entries()) {
    if (!LevelGroups.takes(row)) continue;
    const day = days.get(row.receivedDay) ?? { groups: new LevelGroups(rule), held: [], number: 1 };
    days.set(row.receivedDay, day);
    day.held.push(index);
    if (!day.groups.add(row)) continue;
    for (const member of day.held) names[member] = `${row.receivedDay} ${day.number}`;
    day.held = [];
    day.number += 1;
  }
  return names;
}
