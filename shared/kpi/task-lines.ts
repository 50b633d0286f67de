// The task part of a sheet: a line for each criterion of the officer's position, weights shared anew where one is left out.
import {
  divide,
  type Exact,
  exact,
  hundred,
  multiply,
  sum,
  toDecimalText,
  toExactText,
  zero,
} from './exact.ts';
import { type OfficerFigures, percentOf, templateOf } from './officer-figures.ts';
import type { Bilingual, Criterion, GeneralAndTaskPolicy } from './policy-schema.ts';
import type { SatisfactionOutcome } from './satisfaction.ts';
import { heldReason, mappingWords, outcomeOf, satisfactionLine } from './satisfaction-line.ts';
import { type DraftLine, lineBase, missing, noFigure, pointsText, type Withheld } from './sheet-line.ts';
import { inWords } from './words.ts';

export function taskLines(
  figures: OfficerFigures,
  policy: GeneralAndTaskPolicy,
  withheld: Withheld[],
): DraftLine[] {
  const template = templateOf(figures, policy);
  const path =
    figures.adjusted === undefined ? `positions.${policy.positions.indexOf(template)}` : 'positionBounds';
  return template.parts.flatMap((part) => {
    const values = part.criteria.map((criterion) => criterionValue(criterion, figures, policy));
    // What is missing or held keeps its weight: only what is left out leaves it to the others.
    const standing = part.criteria.filter((_, index) => values[index]?.state !== 'left-out');
    const weighed = sum(standing.map(({ weight }) => exact(weight)));
    const partMax = multiply(exact(part.share), exact(policy.task.max));
    if (standing.length === 0) {
      withheld.push({
        code: 'nothing-left-to-weigh',
        about: part.id,
        text: {
          vi: `Không còn tiêu chí nào để tính phần ${part.label.vi}`,
          en: `No criterion is left to count for ${part.label.en}`,
        },
      });
    }
    return part.criteria.map((criterion, index): DraftLine => {
      const value = values[index] as CriterionValue;
      if (value.state === 'missing' || value.state === 'held') withheld.push(value.reason);
      const weight =
        value.state === 'left-out' ? exact(criterion.weight) : divide(exact(criterion.weight), weighed);
      const max = value.state === 'left-out' ? zero : multiply(weight, partMax);
      const points = value.state === 'counted' ? multiply(divide(value.percent, hundred), max) : null;
      const label = {
        vi: `${part.label.vi}: ${criterion.label.vi}`,
        en: `${part.label.en}: ${criterion.label.en}`,
      };
      if (criterion.figure === 'satisfaction' && value.outcome !== undefined) {
        return satisfactionLine(value.outcome, policy, {
          part: part.id,
          label,
          max,
          points,
          path,
          formula:
            value.state === 'counted' && points !== null
              ? taskWords(value.percent, weight, exact(part.share), exact(policy.task.max), points)
              : mappingWords(value.outcome, policy),
          inputs: { weight: toExactText(weight), share: part.share },
        });
      }
      const figure = figures.figures?.[criterion.figure];
      return {
        points,
        line: {
          ...lineBase(figures, policy, criterion.figure, path),
          id: `${part.id}.${criterion.id}`,
          part: part.id,
          label,
          state: value.state,
          inputs: {
            ...(figure === undefined ? {} : { ...figure }),
            ...(value.state === 'counted' ? { percent: toExactText(value.percent) } : {}),
            weight: toExactText(weight),
            share: part.share,
          },
          formula:
            value.state === 'counted' && points !== null
              ? taskWords(value.percent, weight, exact(part.share), exact(policy.task.max), points)
              : noFigure,
          ...(points === null ? { points: null } : pointsText(points)),
          max: toDecimalText(max),
        },
      };
    });
  });
}

type CriterionValue = { outcome?: SatisfactionOutcome } & (
  | { state: 'counted'; percent: Exact }
  | { state: 'left-out' }
  | { state: 'missing' | 'held'; reason: Withheld }
);

function criterionValue(
  criterion: Criterion,
  figures: OfficerFigures,
  policy: GeneralAndTaskPolicy,
): CriterionValue {
  if (criterion.figure === 'satisfaction') {
    const outcome = outcomeOf(figures, policy);
    if (outcome.use === 'counted') return { state: 'counted', percent: outcome.value, outcome };
    if (outcome.use === 'held') return { state: 'held', reason: heldReason(outcome.reasons), outcome };
    return { state: 'left-out', outcome };
  }
  const figure = figures.figures?.[criterion.figure];
  if (figure === undefined) {
    return criterion.required
      ? { state: 'missing', reason: missing(criterion.figure, criterion.label) }
      : { state: 'left-out' };
  }
  const percent = percentOf(figure);
  if (percent !== undefined) return { state: 'counted', percent };
  const text = {
    vi: `Không có công việc được giao để tính: ${criterion.label.vi}`,
    en: `Nothing was assigned to measure by: ${criterion.label.en}`,
  };
  return { state: 'missing', reason: { code: 'nothing-assigned', about: criterion.figure, text } };
}

function taskWords(percent: Exact, weight: Exact, share: Exact, max: Exact, points: Exact): Bilingual {
  const of = `${toExactText(weight)} × ${toExactText(share)}`;
  return inWords({ percent, max, points }, (f) => ({
    vi: `${f.percent} % × ${of.replaceAll('.', ',')} × ${f.max} điểm = ${f.points}`,
    en: `${f.percent} % × ${of} × ${f.max} points = ${f.points}`,
  }));
}
