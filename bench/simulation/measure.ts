// What the calibration measures in one world: accuracy of the comparison estimate beside raw mean, the weighted average
// with C = 10 and the plug-in mixed model; coverage of its intervals; coverage of the deciding share for each officer.
import { adjust } from '../../shared/statistics/adjustment.ts';
import { compare } from '../../shared/statistics/comparison.ts';
import { fitDesign } from '../../shared/statistics/mixed-model.ts';
import { commonMix, officerLevels } from '../../shared/statistics/profile.ts';
import { wilsonInterval } from '../../shared/statistics/proportion.ts';
import { freezeReference } from '../../shared/statistics/reference.ts';
import { compareWithReference } from '../../shared/statistics/reference-comparison.ts';
import { type Measured, proportionOf, rootRatioOf, type Tally } from './clustered.ts';
import { type Random, randomFrom } from './random.ts';
import {
  type Centre,
  drawCentre,
  drawSample,
  levelShares,
  officerName,
  type Sample,
  truthOver,
  type World,
} from './worlds.ts';

/** Least number of responses of an officer whose deciding share is looked at: the default policy's. */
const decidingResponsesMin = 30;

export const estimators = ['raw', 'average10', 'lmm', 'estimate', 'frozen'] as const;
type Estimator = (typeof estimators)[number];

/** What the calibration asks of every world with ignorable n. */
export const bounds = { coverageMin: 0.93, coverageMax: 0.98, ratioMax: 1.03 };

/**
 * How long a world is measured. Centres are drawn on from the same random stream while a coverage's Monte Carlo error is
 * above `coverageErrorMax`, or while one of `bounds` lies within two errors of what is measured, on whichever side, so
 * that stopping favours neither; never past `officersMax`.
 */
export interface Extent {
  officersMin: number;
  officersMax: number;
  coverageErrorMax: number;
}

export interface WorldMeasured {
  centres: number;
  officers: number;
  /** Share of "very satisfied" answers. */
  top: number;
  rmse: Record<Estimator, number>;
  /** RMSE of the estimate over the best of raw mean, C = 10 average and mixed model. */
  ratio: Measured;
  /** Coverage of the comparison estimate, and of the one against a frozen reference of four times the responses. */
  coverage: Measured;
  frozenCoverage: Measured;
  /** Hits of the estimate's interval by decile of the officers' true effect, by centre: ten lists. */
  deciles: Tally[][];
  /** Exact conditional coverage of the deciding share over officers of n >= 30: how many, the least, and the share below 93%. */
  shareOfficers: number;
  shareCoverageLeast: number;
  shareCoverageLow: number;
}

/** Squared errors summed over the officers of one centre, and what its intervals held. */
interface CentreResult {
  top: number;
  squares: Record<Estimator, number>;
  officers: { effect: number; inside: boolean }[];
  frozenInside: number;
  shareCoverages: number[];
}

/** Measures a world on at least `officersMin` simulated officers; on no more where nothing else is asked. */
export function measure(
  world: World,
  seed: number,
  { officersMin, officersMax, coverageErrorMax }: Pick<Extent, 'officersMin'> & Partial<Extent>,
): WorldMeasured {
  const random = randomFrom(seed);
  const results: CentreResult[] = [];
  const drawUpTo = (officers: number): WorldMeasured => {
    const centres = Math.max(2, Math.ceil(officers / world.officers));
    while (results.length < centres) results.push(measureCentre(world, random));
    return summarise(world, results);
  };
  let measured = drawUpTo(officersMin);
  if (officersMax === undefined) return measured;
  while (
    measured.officers < officersMax &&
    (coverageErrorOf(measured) > (coverageErrorMax ?? 1) || !(world.informative || isDecided(measured)))
  ) {
    measured = drawUpTo(Math.min(officersMax, measured.officers + officersMin / 4));
  }
  return measured;
}

/** The greater Monte Carlo error of the two coverages. */
export function coverageErrorOf({ coverage, frozenCoverage }: WorldMeasured): number {
  return Math.max(coverage.error, frozenCoverage.error);
}

/** Whether no bound lies within two errors of what it bounds. */
export function isDecided({ coverage, ratio }: WorldMeasured): boolean {
  const apart = ({ value, error }: Measured, bound: number): boolean => Math.abs(value - bound) > 2 * error;
  return (
    apart(coverage, bounds.coverageMin) &&
    apart(coverage, bounds.coverageMax) &&
    apart(ratio, bounds.ratioMax)
  );
}

function measureCentre(world: World, random: Random): CentreResult {
  const centre = drawCentre(world, random);
  const sample = drawSample(centre, random);
  const truth = truthOver(centre, sample);
  const comparison = compare(sample.groups, ['mode'], { level: 0.95, bounds: { lo: 1, hi: 5 } });
  const { design } = comparison;
  const lmm = fitDesign(design);
  const lmmLevels = officerLevels(design, lmm.solution, commonMix(design)).means;
  const past = drawSample(centre, random, 4);
  const pastTruth = truthOver(centre, past);
  const reference = freezeReference(past.groups, {
    figure: 'meanRating',
    strata: ['mode'],
    source: 'past',
  });
  const result: CentreResult = {
    top: sample.top,
    squares: { raw: 0, average10: 0, lmm: 0, estimate: 0, frozen: 0 },
    officers: [],
    frozenInside: 0,
    shareCoverages: [],
  };
  const { squares } = result;
  comparison.officers.forEach(({ n, estimate, interval }, i) => {
    const mean = design.mean + design.officerSum[i]! / n;
    squares.raw += (mean - truth[i]!) ** 2;
    squares.average10 += ((n * mean + 10 * design.mean) / (n + 10) - truth[i]!) ** 2;
    squares.lmm += (lmmLevels[i]! - truth[i]!) ** 2;
    squares.estimate += (estimate - truth[i]!) ** 2;
    const inside = interval[0] <= truth[i]! && truth[i]! <= interval[1];
    result.officers.push({ effect: centre.officerEffects[i]!, inside });
    const own = sample.groups.filter(({ officer }) => officer === officerName(i));
    const frozen = compareWithReference(officerName(i), adjust(own, ['mode'], reference), reference);
    squares.frozen += (frozen.estimate - pastTruth[i]!) ** 2;
    if (frozen.interval[0] <= pastTruth[i]! && pastTruth[i]! <= frozen.interval[1]) result.frozenInside++;
    if (n >= decidingResponsesMin) result.shareCoverages.push(shareCoverage(centre, sample, i));
  });
  return result;
}

function summarise(world: World, results: readonly CentreResult[]): WorldMeasured {
  const officers = results.length * world.officers;
  const sumOf = (value: (result: CentreResult) => number): number =>
    results.reduce((sum, result) => sum + value(result), 0);
  const rmse = Object.fromEntries(
    estimators.map((name) => [name, Math.sqrt(sumOf(({ squares }) => squares[name]) / officers)]),
  ) as Record<Estimator, number>;
  const best = (['average10', 'lmm'] as const).reduce<Estimator>(
    (least, name) => (rmse[name] < rmse[least] ? name : least),
    'raw',
  );
  const shares = results.flatMap(({ shareCoverages }) => shareCoverages);
  return {
    centres: results.length,
    officers,
    top: sumOf(({ top }) => top) / results.length,
    rmse,
    ratio: rootRatioOf(
      results.map(({ squares }) => squares.estimate),
      results.map(({ squares }) => squares[best]),
    ),
    coverage: proportionOf(
      results.map((result) => ({
        hits: result.officers.filter(({ inside }) => inside).length,
        trials: world.officers,
      })),
    ),
    frozenCoverage: proportionOf(
      results.map(({ frozenInside }) => ({ hits: frozenInside, trials: world.officers })),
    ),
    deciles: decilesOf(results),
    shareOfficers: shares.length,
    shareCoverageLeast: shares.reduce((least, value) => Math.min(least, value), 1),
    shareCoverageLow: shares.filter((value) => value < 0.93).length / shares.length,
  };
}

/** Ten lists of tallies, an entry a centre: the tenth of all officers with the lowest true effects first. */
function decilesOf(results: readonly CentreResult[]): Tally[][] {
  const effects = results
    .flatMap(({ officers }) => officers.map(({ effect }) => effect))
    .sort((a, b) => a - b);
  const bounds = Array.from({ length: 9 }, (_, k) => effects[Math.floor(((k + 1) * effects.length) / 10)]!);
  const deciles = Array.from({ length: 10 }, () => results.map((): Tally => ({ hits: 0, trials: 0 })));
  results.forEach(({ officers }, position) => {
    for (const { effect, inside } of officers) {
      const tally = deciles[bounds.filter((bound) => bound <= effect).length]![position]!;
      tally.trials++;
      tally.hits += Number(inside);
    }
  });
  return deciles;
}

/**
 * Probability, given the officer's own procedures and modes, that the interval of the share satisfied holds its true
 * value: exact, over the distribution of a sum of unequal Bernoulli answers.
 */
function shareCoverage(centre: Centre, sample: Sample, officer: number): number {
  const n = centre.counts[officer]!;
  const distribution = new Float64Array(n + 1);
  distribution[0] = 1;
  let expected = 0;
  let trials = 0;
  sample.cells[officer]!.forEach((modes, procedure) => {
    modes.forEach((count, mode) => {
      const shares = levelShares(centre, officer, procedure, mode);
      const satisfied = shares[3]! + shares[4]!;
      for (let k = 0; k < count; k++) {
        trials++;
        for (let hits = trials; hits > 0; hits--) {
          distribution[hits] = distribution[hits]! * (1 - satisfied) + distribution[hits - 1]! * satisfied;
        }
        distribution[0]! *= 1 - satisfied;
      }
      expected += count * satisfied;
    });
  });
  const intervals = intervalsOf(n);
  let coverage = 0;
  distribution.forEach((probability, hits) => {
    const [lo, hi] = intervals[hits]!;
    if (lo <= expected / n && expected / n <= hi) coverage += probability;
  });
  return coverage;
}

const intervalsByCount = new Map<number, (readonly [number, number])[]>();

/** The interval for every number of satisfied answers out of `n`, computed once. */
function intervalsOf(n: number): (readonly [number, number])[] {
  let intervals = intervalsByCount.get(n);
  if (intervals === undefined) {
    intervals = Array.from({ length: n + 1 }, (_, hits) => wilsonInterval(hits, n));
    intervalsByCount.set(n, intervals);
  }
  return intervals;
}
