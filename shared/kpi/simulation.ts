// What a period would have been under another policy, officer by officer: the same functions, run twice.
import { exact, subtract, toDecimalText } from './exact.ts';
import type { CapWarning } from './level.ts';
import type { OfficerFigures } from './officer-figures.ts';
import type { LevelName, Policy } from './policy-schema.ts';
import type { Sheet } from './sheet.ts';
import { unitTable } from './unit-table.ts';

export interface SimulatedOfficer {
  officer: string;
  current: Pick<Sheet, 'total' | 'level' | 'withheld'>;
  draft: Pick<Sheet, 'total' | 'level' | 'withheld'>;
  /** draft - current; null where either is withheld or the totals have different greatest values. */
  difference: string | null;
  levelChanges: boolean;
  /** What of the figures the draft has no place for. */
  notes: string[];
}

export interface Simulation {
  period: string;
  officers: SimulatedOfficer[];
  warnings: { current: CapWarning[]; draft: CapWarning[] };
  /** Officers at each level, before and after; withheld under `none`. */
  counts: Record<LevelName | 'none', { current: number; draft: number }>;
}

/**
 * Compares two policies on the same officers. `draftFigures` are the figures where the draft itself decides what they are
 * (evidence that counts, deductions); the same officers in the same order. Throws RangeError as unitTable does.
 */
export function simulate(
  period: string,
  figures: readonly OfficerFigures[],
  current: Policy,
  draft: Policy,
  draftFigures: readonly OfficerFigures[] = figures,
): Simulation {
  const fitted = draftFigures.map((officer) => fitTo(officer, draft));
  const before = unitTable(period, figures, current);
  const after = unitTable(
    period,
    fitted.map(({ figures: officer }) => officer),
    draft,
  );
  const notes = new Map(fitted.map((fit) => [fit.figures.officer, fit.notes]));
  for (const officer of figures) {
    for (const note of fitTo(officer, draft).notes) {
      const known = notes.get(officer.officer);
      if (known !== undefined && !known.includes(note)) known.push(note);
    }
  }
  const counts = Object.fromEntries(
    (['excellent', 'good', 'completed', 'not-completed', 'none'] as const).map((level) => [
      level,
      { current: 0, draft: 0 },
    ]),
  ) as Simulation['counts'];
  const officers = before.sheets.map((sheet, index): SimulatedOfficer => {
    const other = after.sheets[index] as Sheet;
    counts[sheet.level ?? 'none'].current += 1;
    counts[other.level ?? 'none'].draft += 1;
    return {
      officer: sheet.officer,
      current: outcome(sheet),
      draft: outcome(other),
      difference: current.totalMax === draft.totalMax ? difference(other, sheet) : null,
      levelChanges: sheet.level !== other.level,
      notes: notes.get(sheet.officer) ?? [],
    };
  });
  return { period, officers, warnings: { current: before.warnings, draft: after.warnings }, counts };
}

function outcome({ total, level, withheld }: Sheet): Pick<Sheet, 'total' | 'level' | 'withheld'> {
  return { total, level, withheld };
}

function difference(draft: Sheet, current: Sheet): string | null {
  if (draft.total === null || current.total === null) return null;
  return toDecimalText(
    subtract(exact(draft.totalExact ?? draft.total), exact(current.totalExact ?? current.total)),
  );
}

/** Leaves out what the draft does not know: marks, positions, adjusted weights that were bound by the current policy. */
export function fitTo(officer: OfficerFigures, draft: Policy): { figures: OfficerFigures; notes: string[] } {
  const { marks, adjusted, position, ...rest } = officer;
  const notes: string[] = [];
  const known = new Set(draft.overrides.map(({ mark }) => mark));
  const kept = (marks ?? []).filter((mark) => known.has(mark));
  for (const mark of marks ?? []) if (!known.has(mark)) notes.push(`mark-not-in-draft:${mark}`);
  if (adjusted !== undefined) notes.push('adjusted-weights-not-applied');
  const positionKnown =
    position !== undefined &&
    draft.kind === 'general-and-task' &&
    draft.positions.some(({ id }) => id === position);
  if (position !== undefined && !positionKnown) notes.push(`position-not-in-draft:${position}`);
  return {
    figures: {
      ...rest,
      ...(kept.length > 0 ? { marks: kept } : {}),
      ...(positionKnown ? { position } : {}),
    },
    notes,
  };
}
