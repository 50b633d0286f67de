// Positions: templates of parts, criteria and weights, and how far a manager may move a weight. An adjustment is a change of
// weights alone; who made it and when is the ledger's to keep.
import { add, compare, exact, subtract } from './exact.ts';
import { checkPosition, type PolicyProblem } from './policy.ts';
import type { GeneralAndTaskPolicy, PositionTemplate } from './policy-schema.ts';

/** New weights by criterion, as decimal or fraction text. */
export interface PositionAdjustment {
  position: string;
  weights: { part: string; criterion: string; weight: string }[];
}

export type AdjustedPosition =
  | { state: 'adjusted'; position: PositionTemplate }
  | { state: 'refused'; problems: PolicyProblem[] };

/** The template of an officer's position; the policy's default where none is named. Throws RangeError on an unknown one. */
export function positionOf(
  policy: GeneralAndTaskPolicy,
  id: string = policy.defaultPosition,
): PositionTemplate {
  const position = policy.positions.find((template) => template.id === id);
  if (position === undefined) throw new RangeError(`policy ${policy.id} has no position ${id}`);
  return position;
}

/** Applies a manager's weights to the template, or says why not: out of bounds, unknown criterion, sum other than 1. */
export function adjustPosition(
  policy: GeneralAndTaskPolicy,
  adjustment: PositionAdjustment,
): AdjustedPosition {
  const template = policy.positions.find(({ id }) => id === adjustment.position);
  if (template === undefined) {
    return {
      state: 'refused',
      problems: [{ path: 'position', reason: `there is no position ${adjustment.position}` }],
    };
  }
  const position: PositionTemplate = {
    ...template,
    parts: template.parts.map((part) => ({
      ...part,
      criteria: part.criteria.map((criterion) => ({ ...criterion })),
    })),
  };
  const problems: PolicyProblem[] = [];
  const { weightChangeMax, weightMin } = policy.positionBounds;
  for (const { part, criterion, weight } of adjustment.weights) {
    const path = `${part}.${criterion}`;
    const found = position.parts.find(({ id }) => id === part)?.criteria.find(({ id }) => id === criterion);
    if (found === undefined) {
      problems.push({ path, reason: 'there is no such criterion' });
      continue;
    }
    const lowest = subtract(exact(found.weight), exact(weightChangeMax));
    const highest = add(exact(found.weight), exact(weightChangeMax));
    if (compare(exact(weight), lowest) < 0 || compare(exact(weight), highest) > 0) {
      problems.push({
        path,
        reason: `${weight} is more than ${weightChangeMax} from the template's ${found.weight}`,
      });
    }
    if (compare(exact(weight), exact(weightMin)) < 0) {
      problems.push({ path, reason: `${weight} is below the least weight ${weightMin}` });
    }
    found.weight = weight;
  }
  problems.push(...checkPosition(position, `positions.${position.id}`));
  return problems.length > 0 ? { state: 'refused', problems } : { state: 'adjusted', position };
}
