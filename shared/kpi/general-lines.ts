// The general criteria of a sheet: the points a person gave, beside satisfaction where the policy counts it among them.
import { compare, divide, exact, multiply, subtract, toDecimalText, zero } from './exact.ts';
import type { OfficerFigures } from './officer-figures.ts';
import type { Bilingual, GeneralAndTaskPolicy } from './policy-schema.ts';
import { attitudeLabel, heldReason, mappingWords, outcomeOf, satisfactionLine } from './satisfaction-line.ts';
import { type DraftLine, lineBase, missing, noFigure, pointsText, type Withheld } from './sheet-line.ts';
import { inWords } from './words.ts';

export function generalLines(
  figures: OfficerFigures,
  policy: GeneralAndTaskPolicy,
  withheld: Withheld[],
): DraftLine[] {
  const { target } = policy.satisfaction;
  const max = exact(policy.general.max);
  const drafts: DraftLine[] = [];
  let rated = max;
  if (target.kind === 'general') {
    const outcome = outcomeOf(figures, policy);
    const weight = exact(target.weight);
    // Held, it keeps its place until somebody decides.
    if (outcome.use !== 'left-out') rated = subtract(max, weight);
    if (outcome.use === 'held') withheld.push(heldReason(outcome.reasons));
    drafts.push(
      satisfactionLine(outcome, policy, {
        part: 'general',
        label: attitudeLabel,
        max: outcome.use === 'left-out' ? zero : weight,
        points: outcome.use === 'counted' ? outcome.value : null,
        path: 'satisfaction.target',
        formula: mappingWords(outcome, policy),
      }),
    );
  }
  const { general } = figures;
  const base = lineBase(figures, policy, 'general', 'general.max');
  if (general === undefined) {
    withheld.push(missing('general', { vi: 'tiêu chí chung', en: 'general criteria' }));
    drafts.unshift({
      points: null,
      line: {
        ...base,
        part: 'general',
        label: generalLabel,
        state: 'missing',
        inputs: {},
        formula: noFigure,
        points: null,
        max: toDecimalText(rated),
      },
    });
    return drafts;
  }
  const [points, of] = [exact(general.points), exact(general.of)];
  if (compare(of, zero) <= 0 || compare(points, zero) < 0 || compare(points, of) > 0) {
    throw new RangeError(`${figures.officer}: general ${general.points} is not between 0 and ${general.of}`);
  }
  const worth = multiply(divide(points, of), rated);
  drafts.unshift({
    points: worth,
    line: {
      ...base,
      part: 'general',
      label: generalLabel,
      state: 'counted',
      inputs: { points: general.points, of: general.of, weight: toDecimalText(rated) },
      formula:
        compare(of, rated) === 0
          ? inWords({ points, rated }, (f) => ({
              vi: `${f.points} điểm trên ${f.rated}`,
              en: `${f.points} points of ${f.rated}`,
            }))
          : inWords({ points, of, rated, worth }, (f) => ({
              vi: `${f.points} / ${f.of} × ${f.rated} điểm = ${f.worth}`,
              en: `${f.points} / ${f.of} × ${f.rated} points = ${f.worth}`,
            })),
      ...pointsText(worth),
      max: toDecimalText(rated),
    },
  });
  return drafts;
}

const generalLabel: Bilingual = { vi: 'Tiêu chí chung', en: 'General criteria' };
