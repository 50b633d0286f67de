// Linear mixed model by REML on sufficient statistics: officer random, procedure random, strata fixed. The floor that is
// checked against lme4; `comparison.ts` adds what a plug-in fit leaves out.
// Assumes one residual variance and normal effects; ordinal ratings at a ceiling satisfy neither exactly, and the
// calibration tables in docs/methods say what that costs. Do not read its plug-in standard deviations as intervals.
import { type Design, designOf, type ResponseGroup } from './design.ts';
import { minimise } from './newton.ts';
import {
  conditionalVariances,
  type Profile,
  profileAt,
  type Ratios,
  type Solution,
  solutionAt,
} from './profile.ts';

export interface MixedModel {
  design: Design;
  profile: Profile;
  solution: Solution;
  /** Fixed effects by R's names, on the scale of the values. */
  fixed: Record<string, number>;
  variances: { officer: number; procedure: number; residual: number };
  /** REML criterion at the optimum; undefined where the values do not vary at all. */
  criterion: number | undefined;
  /** Per officer and procedure, in the design's order: effect and conditional standard deviation given the variances. */
  officers: { name: string; effect: number; conditionalSd: number }[];
  procedures: { name: string; effect: number; conditionalSd: number }[];
}

const logRatioMin = -25;
const logRatioMax = 14;
/** Below this log ratio an effect is not told apart from none; the face where it is exactly 0 is tried by itself. */
const logRatioNone = -20;

/** Fits the model. A variance on the boundary comes out as exactly 0. Requires at least one response. */
export function fitMixedModel(
  groups: readonly ResponseGroup[],
  strataNames: readonly string[] = [],
): MixedModel {
  const design = designOf(groups, strataNames);
  return fitDesign(design);
}

/** As `fitMixedModel`, for a design already built; with `ratios` the variances are not estimated but taken from there. */
export function fitDesign(design: Design, ratios?: Ratios): MixedModel {
  const constant = design.sumSquares <= 1e-12 * design.n || design.n <= design.columns.length;
  const profile = constant
    ? profileAt(design, { officer: 0, procedure: 0 }, 1e-300)
    : ratios === undefined
      ? optimum(design)
      : profileAt(design, ratios);
  const residual = constant ? 0 : profile.residualSumSquares / profile.residualDf;
  const solution = solutionAt(design, profile, residual);
  const spread = conditionalVariances(design, profile, residual);
  const fixed: Record<string, number> = {};
  design.columns.forEach((name, k) => {
    fixed[name] = solution.dense[design.procedures.length + k]! + (k === 0 ? design.mean : 0);
  });
  return {
    design,
    profile,
    solution,
    fixed,
    variances: {
      officer: residual * profile.ratios.officer,
      procedure: residual * profile.ratios.procedure,
      residual,
    },
    criterion: constant ? undefined : profile.criterion,
    officers: design.officers.map((name, i) => ({
      name,
      effect: solution.officers[i]!,
      conditionalSd: Math.sqrt(spread.officers[i]!),
    })),
    procedures: design.procedures.map((name, i) => ({
      name,
      effect: solution.dense[i]!,
      conditionalSd: Math.sqrt(spread.procedures[i]!),
    })),
  };
}

/** Best profile over the interior and every face of the boundary; a tie goes to the smaller model. */
function optimum(design: Design): Profile {
  const officerFree = design.officers.length > 1 && design.officers.length < design.n;
  const procedureFree = design.procedures.length > 1 && design.procedures.length < design.n;
  const faces: (keyof Ratios)[][] = [[]];
  if (officerFree) faces.push(['officer']);
  if (procedureFree) faces.push(['procedure']);
  if (officerFree && procedureFree) faces.push(['officer', 'procedure']);
  let best: Profile | undefined;
  for (const face of faces) {
    const found =
      face.length === 0 ? profileAt(design, { officer: 0, procedure: 0 }) : optimumOn(design, face);
    if (found === undefined) continue;
    if (best === undefined || found.criterion < best.criterion - 1e-9 * (1 + Math.abs(best.criterion)))
      best = found;
  }
  return best!;
}

function optimumOn(design: Design, face: readonly (keyof Ratios)[]): Profile | undefined {
  const ratiosAt = (logs: readonly number[]): Ratios => {
    const ratios = { officer: 0, procedure: 0 };
    face.forEach((factor, i) => {
      ratios[factor] = Math.exp(logs[i]!);
    });
    return ratios;
  };
  const objective = (logs: number[]): number => profileAt(design, ratiosAt(logs)).criterion;
  const starts = [-8, -5, -3, -1.5, 0, 2];
  const grid = face.length === 1 ? starts.map((a) => [a]) : starts.flatMap((a) => starts.map((b) => [a, b]));
  let from = grid[0]!;
  let lowest = Number.POSITIVE_INFINITY;
  for (const point of grid) {
    const value = objective(point);
    if (value < lowest) [lowest, from] = [value, point];
  }
  const found = minimise(objective, from, logRatioMin, logRatioMax);
  if (found.at.some((log) => log < logRatioNone)) return undefined;
  return profileAt(design, ratiosAt(found.at));
}
