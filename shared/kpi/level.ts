// Which level a total belongs to, and how many officers a cap would allow. Levels are decided on exact totals, before any
// rounding. A cap never moves anyone: it is a warning, and a person decides whom it moves.
import { compare, type Exact, exact, floor, multiply, nearest } from './exact.ts';
import { sourceOf } from './policy.ts';
import type { Band, Bilingual, Certainty, LevelName, Policy } from './policy-schema.ts';

/** The one band that holds the total. Requires a loaded policy and 0 <= total <= totalMax; throws RangeError outside. */
export function bandOf(total: Exact, policy: Pick<Policy, 'levels' | 'totalMax'>): Band {
  for (const band of policy.levels) {
    const fromLower = compare(total, exact(band.lower.value));
    const fromUpper = compare(total, exact(band.upper.value));
    const aboveLower = band.lower.operator === '>=' ? fromLower >= 0 : fromLower > 0;
    const belowUpper = band.upper.operator === '<=' ? fromUpper <= 0 : fromUpper < 0;
    if (aboveLower && belowUpper) return band;
  }
  throw new RangeError(`a total outside 0..${policy.totalMax} has no level`);
}

/** An officer as caps count them. Officers whose level is withheld are counted at no level. */
export interface RatedOfficer {
  officer: string;
  unit?: string;
  group?: string;
  level: LevelName | null;
}

export interface CapWarning {
  code: 'cap-exceeded';
  cap: string;
  level: LevelName;
  unit?: string;
  group?: string;
  /** Officers at the level; sorted, so that their order says nothing. */
  officers: string[];
  count: number;
  /** Officers at the levels the share is taken of. */
  base: number;
  allowed: number;
  text: Bilingual;
  source: string;
  certainty: Certainty;
}

/** How many officers a cap allows for a base of so many. */
export function capAllows(cap: Policy['caps'][number], base: number): number {
  const share = multiply(exact(cap.share), exact(BigInt(base)));
  return Number(cap.rounding === 'down' ? floor(share) : nearest(share));
}

/** Warnings of every cap in every unit and group where more officers stand at a level than the cap allows. */
export function capWarnings(officers: readonly RatedOfficer[], policy: Policy): CapWarning[] {
  const warnings: CapWarning[] = [];
  policy.caps.forEach((cap, index) => {
    const groups = new Map<string, RatedOfficer[]>();
    for (const officer of officers) {
      const key = JSON.stringify(cap.within.map((name) => officer[name] ?? null));
      const members = groups.get(key);
      if (members === undefined) groups.set(key, [officer]);
      else members.push(officer);
    }
    for (const [, members] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const atLevel = members.filter(({ level }) => level === cap.level).map(({ officer }) => officer);
      const base = members.filter(({ level }) => level !== null && cap.of.includes(level)).length;
      const allowed = capAllows(cap, base);
      if (atLevel.length <= allowed) continue;
      const unit = cap.within.includes('unit') ? members[0]?.unit : undefined;
      const group = cap.within.includes('group') ? members[0]?.group : undefined;
      warnings.push({
        code: 'cap-exceeded',
        cap: cap.id,
        level: cap.level,
        ...(unit === undefined ? {} : { unit }),
        ...(group === undefined ? {} : { group }),
        officers: atLevel.sort(),
        count: atLevel.length,
        base,
        allowed,
        text: {
          vi: `${cap.label.vi}: có ${atLevel.length}, được ${allowed} (trên ${base}); người có thẩm quyền quyết định`,
          en: `${cap.label.en}: there are ${atLevel.length}, allowed ${allowed} (of ${base}); a person decides`,
        },
        ...sourceOf(policy, `caps.${index}`),
      });
    }
  });
  return warnings;
}
