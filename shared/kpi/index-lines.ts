// The lines of a policy of indices (such as 0, 1 or 2 points each): values given by a person, or one filled by satisfaction.
import { compare, exact, toDecimalText, zero } from './exact.ts';
import type { OfficerFigures } from './officer-figures.ts';
import type { IndicesPolicy } from './policy-schema.ts';
import { heldReason, mappingWords, outcomeOf, satisfactionLine } from './satisfaction-line.ts';
import { type DraftLine, lineBase, missing, noFigure, pointsText, type Withheld } from './sheet-line.ts';
import { inWords } from './words.ts';

export function indexLines(
  figures: OfficerFigures,
  policy: IndicesPolicy,
  withheld: Withheld[],
): DraftLine[] {
  const { target } = policy.satisfaction;
  return policy.indices.map((index, position): DraftLine => {
    const max = index.values.map((value) => exact(value)).reduce((a, b) => (compare(a, b) >= 0 ? a : b));
    const given = figures.indices?.[index.id];
    if (given === undefined && target.kind === 'index' && target.index === index.id) {
      const outcome = outcomeOf(figures, policy);
      if (outcome.use === 'held') withheld.push(heldReason(outcome.reasons));
      if (outcome.use === 'left-out') withheld.push(missing(index.id, index.label));
      return satisfactionLine(outcome, policy, {
        part: 'indices',
        id: index.id,
        label: index.label,
        max,
        points: outcome.use === 'counted' ? outcome.value : null,
        path: 'satisfaction.mapping',
        formula: mappingWords(outcome, policy),
      });
    }
    const base = {
      ...lineBase(figures, policy, index.id, `indices.${position}`),
      part: 'indices',
      label: index.label,
    };
    if (given === undefined) {
      withheld.push(missing(index.id, index.label));
      return {
        points: null,
        line: {
          ...base,
          state: 'missing',
          inputs: {},
          formula: noFigure,
          points: null,
          max: toDecimalText(max),
        },
      };
    }
    const points = exact(given);
    if (compare(points, zero) < 0 || compare(points, max) > 0) {
      throw new RangeError(
        `${figures.officer}: ${index.id} ${given} is not between 0 and ${toDecimalText(max)}`,
      );
    }
    return {
      points,
      line: {
        ...base,
        state: 'counted',
        inputs: { value: given },
        formula: inWords({ points, max }, (f) => ({
          vi: `${f.points} điểm trên ${f.max}`,
          en: `${f.points} points of ${f.max}`,
        })),
        ...pointsText(points),
        max: toDecimalText(max),
      },
    };
  });
}
