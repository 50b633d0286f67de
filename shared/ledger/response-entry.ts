// The sealed content of a response: what an opening opens to, and what cells are counted from.
import type { Answers } from '../contract/questionnaire.ts';
import type { Cell, Mode, Tier } from '../statistics/cell.ts';

export interface ResponseEntry {
  kind: 'response';
  v: 1;
  /** Empty text where no officer can be named. */
  officer: string;
  counter: string;
  /** Procedure code, `field:NAME` or `other`. */
  procedure: string;
  mode: Mode;
  tier: Tier;
  /** Day, ISO week or month of the visit: as fine as its group allowed. */
  when: string;
  /** Month of the visit. */
  period: string;
  questionnaire: string;
  answers: Answers;
  /** Coarse timing signals, sorted. */
  flags: string[];
}

const keyOf = (cell: Omit<Cell, 'count'>): string =>
  JSON.stringify([
    cell.period,
    cell.when,
    cell.officer,
    cell.counter,
    cell.procedure,
    cell.mode,
    cell.tier,
    cell.item,
    cell.level,
    cell.flagged,
  ]);

/** Counts entries into cells: one for each item and level that was answered. Order of the input does not matter. */
export function cellsOf(entries: Iterable<ResponseEntry>): Cell[] {
  const cells = new Map<string, Cell>();
  for (const entry of entries) {
    for (const [item, answer] of Object.entries(entry.answers)) {
      for (const level of Array.isArray(answer) ? answer : [answer]) {
        const { officer, counter, procedure, mode, tier, when, period } = entry;
        const cell = {
          officer,
          counter,
          procedure,
          mode,
          tier,
          when,
          period,
          item,
          level,
          flagged: entry.flags.length > 0,
          excluded: false,
        };
        const key = keyOf(cell);
        const known = cells.get(key);
        if (known === undefined) cells.set(key, { ...cell, count: 1 });
        else known.count += 1;
      }
    }
  }
  return [...cells.values()];
}
