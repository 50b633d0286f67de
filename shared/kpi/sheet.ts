// The KPI sheet of one officer for one period: figures in, lines with points out, then the total and its level. Pure: the
// same figures under the same policy give the same sheet, and another policy's sheet is the simulation of that policy.
// A needed part that is missing withholds total and level and says why; it never counts as 0.
import { isDecimal, sum, toDecimalText, toExactText, toFixedText, zero } from './exact.ts';
import { generalLines } from './general-lines.ts';
import { indexLines } from './index-lines.ts';
import { bandOf } from './level.ts';
import { type OfficerFigures, templateOf } from './officer-figures.ts';
import { sourceOf } from './policy.ts';
import { type Bilingual, type Certainty, type LevelName, levelNames, type Policy } from './policy-schema.ts';
import { evidenceLine } from './satisfaction-line.ts';
import type { SheetLine, Withheld } from './sheet-line.ts';
import { taskLines } from './task-lines.ts';

export interface Sheet {
  officer: string;
  period: string;
  unit?: string;
  group?: string;
  position?: string;
  policy: { id: string; version: number };
  lines: SheetLine[];
  /** Exact decimal; null while withheld. Where the decimal has no end, 12 places, and totalExact has the fraction. */
  total: string | null;
  totalExact?: string;
  /** For display alone, rounded half up after the level was decided. */
  totalShown: string | null;
  /** By points alone. */
  levelByPoints: LevelName | null;
  band: { id: string; label: Bilingual } | null;
  /** After findings that lower the level (`marks`); what a cap might move is not in here. */
  level: LevelName | null;
  marks: { mark: string; level: LevelName; label: Bilingual; source: string; certainty: Certainty }[];
  withheld: Withheld[];
}

/** Computes the sheet. Throws RangeError, naming officer and figure, on a value outside its range: check input before. */
export function sheetOf(figures: OfficerFigures, policy: Policy): Sheet {
  const withheld: Withheld[] = [...(figures.withheld ?? [])];
  const drafts =
    policy.kind === 'indices'
      ? indexLines(figures, policy, withheld)
      : [...generalLines(figures, policy, withheld), ...taskLines(figures, policy, withheld)];
  if (policy.satisfaction.target.kind === 'evidence' && figures.satisfaction !== undefined) {
    drafts.push(evidenceLine(figures.satisfaction, policy));
  }
  const total = withheld.length > 0 ? null : sum(drafts.map(({ points }) => points ?? zero));
  const band = total === null ? null : bandOf(total, policy);
  const leader = policy.kind === 'general-and-task' && templateOf(figures, policy).leader;
  const marks = marksOf(figures, policy, leader);
  return {
    officer: figures.officer,
    period: figures.period,
    ...(figures.unit === undefined ? {} : { unit: figures.unit }),
    ...(figures.group === undefined ? {} : { group: figures.group }),
    ...(policy.kind === 'general-and-task' ? { position: templateOf(figures, policy).id } : {}),
    policy: { id: policy.id, version: policy.version },
    lines: drafts.map(({ line }) => line),
    total: total === null ? null : toDecimalText(total),
    ...(total === null || isDecimal(total) ? {} : { totalExact: toExactText(total) }),
    totalShown: total === null ? null : toFixedText(total, policy.display.decimals),
    levelByPoints: band?.level ?? null,
    band: band === null ? null : { id: band.id, label: band.label },
    level: band === null ? null : lowestOf([band.level, ...marks.map(({ level }) => level)]),
    marks,
    withheld,
  };
}

function marksOf(figures: OfficerFigures, policy: Policy, leader: boolean): Sheet['marks'] {
  const marks = figures.marks ?? [];
  for (const mark of marks) {
    if (!policy.overrides.some((override) => override.mark === mark)) {
      throw new RangeError(`${figures.officer}: policy ${policy.id} knows no mark ${mark}`);
    }
  }
  return policy.overrides.flatMap((override, index) =>
    marks.includes(override.mark) && (leader || !override.leadersOnly)
      ? [
          {
            mark: override.mark,
            level: override.level,
            label: override.label,
            ...sourceOf(policy, `overrides.${index}`),
          },
        ]
      : [],
  );
}

const lowestOf = (levels: [LevelName, ...LevelName[]]): LevelName =>
  levels.reduce((lowest, level) => (levelNames.indexOf(level) > levelNames.indexOf(lowest) ? level : lowest));
