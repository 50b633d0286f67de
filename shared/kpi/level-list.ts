// Officers by level with what stands behind each line, for decisions that hang on the level (reward, pay, rotation,
// dismissal). It says how sure a line is and decides nothing.
import { compare, type Exact, exact, subtract, toDecimalText } from './exact.ts';
import type { OfficerFigures } from './officer-figures.ts';
import { policyName } from './policy.ts';
import type { LevelName, Policy } from './policy-schema.ts';
import { type Sheet, sheetOf } from './sheet.ts';

export interface LevelListLine {
  officer: string;
  level: LevelName | null;
  total: string | null;
  /** Points from the total to the nearest end of its band. */
  toBoundary: string | null;
  /** Level if satisfaction stood at either end of its interval; absent where it does not count or has no interval. */
  satisfactionInterval?: { atLow: LevelName | null; atHigh: LevelName | null; decidesLevel: boolean };
  /** What keeps the line from being certain, in stable words: `attested:quality`, `unchecked:interval`, `left-out:...`. */
  doubts: string[];
}

/** How sure a line is, the least sure thing first: what a reader has to know before anything hangs on it. */
export type Sureness =
  | 'withheld'
  | 'may-still-move'
  | 'depends-on-interval'
  | 'not-all-checked'
  | 'rests-on-attested'
  | 'from-responses-alone';

export interface LevelList {
  policy: string;
  /** The period is closed for good; otherwise every line may still move. */
  final: boolean;
  lines: LevelListLine[];
}

/** @param final whether the period is closed for good */
export function surenessOf(line: LevelListLine, final: boolean): Sureness {
  if (line.level === null) return 'withheld';
  if (!final) return 'may-still-move';
  if (line.satisfactionInterval?.decidesLevel === true) return 'depends-on-interval';
  if (line.doubts.some((doubt) => doubt.startsWith('unchecked:') || doubt.startsWith('left-out:')))
    return 'not-all-checked';
  return line.doubts.some((doubt) => doubt.startsWith('attested:'))
    ? 'rests-on-attested'
    : 'from-responses-alone';
}

/** One line an officer, from the highest total down; withheld lines last. */
export function levelList(officers: readonly OfficerFigures[], policy: Policy, final: boolean): LevelList {
  const lines = officers.map((figures) => ({ figures, sheet: sheetOf(figures, policy) }));
  lines.sort((a, b) => compareTotals(a.sheet, b.sheet));
  return {
    policy: policyName(policy),
    final,
    lines: lines.map(({ figures, sheet }) => lineOf(figures, sheet, policy)),
  };
}

function lineOf(figures: OfficerFigures, sheet: Sheet, policy: Policy): LevelListLine {
  const doubts = sheet.lines.flatMap((line) => [
    ...(line.standing === 'attested' && line.state === 'counted' ? [`attested:${line.id}`] : []),
    ...(line.state === 'left-out' ? [`left-out:${line.id}`] : []),
    ...line.notes.filter((note) => note.startsWith('unchecked:')),
  ]);
  doubts.push(...sheet.withheld.map(({ code, about }) => `withheld:${code}:${about}`));
  const interval = atIntervalEnds(figures, sheet, policy);
  return {
    officer: sheet.officer,
    level: sheet.level,
    total: sheet.total,
    toBoundary: sheet.total === null ? null : toDecimalText(distanceToBoundary(sheet, policy)),
    ...(interval === undefined ? {} : { satisfactionInterval: interval }),
    doubts,
  };
}

function atIntervalEnds(
  figures: OfficerFigures,
  sheet: Sheet,
  policy: Policy,
): LevelListLine['satisfactionInterval'] {
  const interval = figures.satisfaction?.interval;
  const counts = sheet.lines.some(
    ({ standing, state }) => standing === 'from-responses' && state === 'counted',
  );
  if (figures.satisfaction === undefined || interval === undefined || !counts) return undefined;
  const [atLow, atHigh] = [interval.low, interval.high].map((figure) => {
    const satisfaction = {
      ...figures.satisfaction,
      period: figures.satisfaction?.period ?? figures.period,
      figures: { [policy.satisfaction.figure]: figure },
    };
    return sheetOf({ ...figures, satisfaction }, policy).level;
  }) as [LevelName | null, LevelName | null];
  return { atLow, atHigh, decidesLevel: atLow !== atHigh };
}

function distanceToBoundary(sheet: Sheet, policy: Policy): Exact {
  const total = totalOf(sheet) as Exact;
  const band = policy.levels.find(({ id }) => id === sheet.band?.id);
  if (band === undefined) throw new RangeError(`sheet of ${sheet.officer} is not of policy ${policy.id}`);
  const toLower = subtract(total, exact(band.lower.value));
  const toUpper = subtract(exact(band.upper.value), total);
  const [lowest, highest] = [exact(band.lower.value).numerator === 0n, band.upper.value === policy.totalMax];
  if (lowest) return toUpper;
  if (highest) return toLower;
  return compare(toLower, toUpper) <= 0 ? toLower : toUpper;
}

function totalOf(sheet: Sheet): Exact | null {
  return sheet.total === null ? null : exact(sheet.totalExact ?? sheet.total);
}

function compareTotals(a: Sheet, b: Sheet): number {
  const [x, y] = [totalOf(a), totalOf(b)];
  const order = x === null || y === null ? Number(x === null) - Number(y === null) : compare(y, x);
  return order !== 0 ? order : a.officer < b.officer ? -1 : 1;
}
