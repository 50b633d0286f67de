// When levels may be shown: only in groups of at least `minimum` responses from at least `officersMinimum` officers.
// Whatever is asked of the board and however often, the difference of two answers is such a group or a union of such
// groups. The order of arrival decides the groups, so replaying a day's responses in order gives the same ones. What no
// group holds when its day turns, or is sealed, is in none for good.
//
// What the ledger tells of the same responses the night after is seal/overlap.ts's to weigh against these groups. So that it
// seldom has to hold anything back, a group takes no more than it needs, the oldest of each officer in turn (a long run of one
// officer does not stand in one group with a single response of another), and after the day's first group `minimum`
// responses stay out: what is in no group is then nobody's alone.

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

interface Held {
  level: number;
  officer: string;
  number: number;
}

export class LevelGroups {
  readonly #rule: GroupRule;
  /** Counts of levels 1..5. */
  readonly released: number[];
  /** In order of arrival. */
  #held: Held[] = [];
  /** How many of the held ones each known officer has. */
  readonly #officers = new Map<string, number>();
  #count = 0;

  /** @param released of the same day, before it was sealed */
  constructor(rule: GroupRule, released: readonly number[] = [0, 0, 0, 0, 0]) {
    this.#rule = rule;
    this.released = [...released];
  }

  /**
   * Levels are those of invited responses alone: walk-up ratings, which anyone can send, could complete a group and be
   * subtracted from it. Paper forms are left out too: whoever keys them would see which of them moved the board.
   */
  static takes({ tier, mode }: Pick<Rated, 'tier' | 'mode'>): boolean {
    return tier === 'invited' && mode !== 'paper';
  }

  /** Responses that no group holds yet. */
  get held(): number {
    return this.#held.length;
  }

  /**
   * Adds one response. Each group that it completed, as numbers of its responses, which count from 0 in the order in which
   * they were added. An officer who is not known counts as none.
   */
  add({ level, officer }: Pick<Rated, 'level' | 'officer'>): number[][] {
    this.#held.push({ level, officer, number: this.#count });
    this.#tally(officer, 1);
    this.#count += 1;
    const completed: number[][] = [];
    for (let group = this.#next(); group !== null; group = this.#next()) {
      for (const one of group) {
        this.released[one.level - 1]! += 1;
        this.#tally(one.officer, -1);
      }
      const isGone = new Set(group);
      this.#held = this.#held.filter((one) => !isGone.has(one));
      completed.push(group.map(({ number }) => number));
    }
    return completed;
  }

  #tally(officer: string, by: number): void {
    if (officer === unknownOfficer) return;
    const count = (this.#officers.get(officer) ?? 0) + by;
    if (count === 0) this.#officers.delete(officer);
    else this.#officers.set(officer, count);
  }

  #next(): Held[] | null {
    const { minimum, officersMinimum } = this.#rule;
    const isFirst = this.released.every((count) => count === 0);
    const size = Math.max(minimum, officersMinimum);
    if (this.#held.length < size + (isFirst ? 0 : minimum)) return null;
    if (this.#officers.size < officersMinimum) return null;
    const byOfficer = new Map<string, Held[]>([...this.#officers.keys()].map((officer) => [officer, []]));
    for (const one of this.#held) {
      const own = byOfficer.get(one.officer);
      if (own === undefined) byOfficer.set(one.officer, [one]);
      else if (own.length < size) own.push(one);
    }
    const group: Held[] = [];
    for (let turn = 0; ; turn += 1) {
      for (const own of byOfficer.values()) {
        const one = own[turn];
        if (one !== undefined) group.push(one);
        if (group.length === size) return group;
      }
    }
  }
}

/**
 * The group of each response, by name; undefined in none. `rows` in order of arrival, since the last seal; `released` what a
 * day's board had shown at that seal.
 */
export function groupsOf(
  rows: readonly (Rated & { receivedDay: string })[],
  rule: GroupRule,
  released: (day: string) => readonly number[] | undefined = () => undefined,
): (string | undefined)[] {
  const days = new Map<string, { groups: LevelGroups; rows: number[]; completed: number }>();
  const names: (string | undefined)[] = rows.map(() => undefined);
  for (const [index, row] of rows.entries()) {
    if (!LevelGroups.takes(row)) continue;
    let day = days.get(row.receivedDay);
    if (day === undefined) {
      day = { groups: new LevelGroups(rule, released(row.receivedDay)), rows: [], completed: 0 };
      days.set(row.receivedDay, day);
    }
    day.rows.push(index);
    for (const group of day.groups.add(row)) {
      day.completed += 1;
      for (const number of group) names[day.rows[number]!] = `${row.receivedDay} ${day.completed}`;
    }
  }
  return names;
}
