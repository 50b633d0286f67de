// What the calibration measures in one world: accuracy of the comparison estimate beside raw mean, the weighted average
// with C = 10 and the plug-in mixed model; coverage of its intervals; coverage of the deciding share for each officer.
import { adjust } from '../../shared/statistics/adjustment.ts';
import { compare } from '../../shared/statistics/comparison.ts';
import { fitDesign } from '../../shared/statistics/mixed-model.ts';
import { commonMix, officerLevels } from '../../shared/statistics/profile.ts';
import { wilsonInterval } from '../../shared/statistics/proportion.ts';
import { freezeReference } from '../../shared/statistics/reference.ts';
import { compareWithReference } from '../../shared/statistics/reference-comparison.ts';
import { randomFrom } from './random.ts';
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

export interface Measured {
  replicates: number;
  officers: number;
  top: number;
  rmse: { raw: number; average10: number; lmm: number; estimate: number; frozen: number };
  /** Of the comparison estimate, and of the one against a frozen reference of four times the responses. */
  coverage: number;
  coverageError: number;
  frozenCoverage: number;
  /** Coverage by decile of the officers' true effect. */
  coverageByDecile: number[];
  width: number;
  /** Exact conditional coverage of the deciding share among officers of n >= 30: least, and share below 93%. */
  shareCoverageLeast: number;
  shareCoverageLow: number;
}

export function measure(world: World, officersMin: number, seed: number): Measured {
  const random = randomFrom(seed);
  const replicates = Math.ceil(officersMin / world.officers);
  const squares = { raw: 0, average10: 0, lmm: 0, estimate: 0, frozen: 0 };
  const covered: { effect: number; inside: boolean }[] = [];
  const perReplicate: number[] = [];
  const shareCoverages: number[] = [];
  let frozenInside = 0;
  let top = 0;
  let width = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
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
    top += sample.top / replicates;
    let inside = 0;
    comparison.officers.forEach(({ n, estimate, interval }, i) => {
      const mean = design.mean + design.officerSum[i]! / n;
      squares.raw += (mean - truth[i]!) ** 2;
      squares.average10 += ((n * mean + 10 * design.mean) / (n + 10) - truth[i]!) ** 2;
      squares.lmm += (lmmLevels[i]! - truth[i]!) ** 2;
      squares.estimate += (estimate - truth[i]!) ** 2;
      const hit = interval[0] <= truth[i]! && truth[i]! <= interval[1];
      covered.push({ effect: centre.officerEffects[i]!, inside: hit });
      inside += Number(hit);
      width += interval[1] - interval[0];
      const own = sample.groups.filter(({ officer }) => officer === officerName(i));
      const frozen = compareWithReference(officerName(i), adjust(own, ['mode'], reference), reference);
      squares.frozen += (frozen.estimate - pastTruth[i]!) ** 2;
      frozenInside += Number(frozen.interval[0] <= pastTruth[i]! && pastTruth[i]! <= frozen.interval[1]);
      if (n >= 30 && shareCoverages.length < 200) shareCoverages.push(shareCoverage(centre, sample, i));
    });
    perReplicate.push(inside / world.officers);
  }
  const officers = covered.length;
  const coverage = covered.filter(({ inside }) => inside).length / officers;
  const between = perReplicate.reduce((sum, share) => sum + (share - coverage) ** 2, 0);
  const rmse = (sum: number): number => Math.sqrt(sum / officers);
  covered.sort((a, b) => a.effect - b.effect);
  return {
    replicates,
    officers,
    top,
    rmse: {
      raw: rmse(squares.raw),
      average10: rmse(squares.average10),
      lmm: rmse(squares.lmm),
      estimate: rmse(squares.estimate),
      frozen: rmse(squares.frozen),
    },
    coverage,
    coverageError: Math.sqrt(between / (replicates - 1) / replicates),
    frozenCoverage: frozenInside / officers,
    coverageByDecile: Array.from({ length: 10 }, (_, decile) => {
      const part = covered.slice(
        Math.floor((decile * officers) / 10),
        Math.floor(((decile + 1) * officers) / 10),
      );
      return part.filter(({ inside }) => inside).length / part.length;
    }),
    width: width / officers,
    shareCoverageLeast: Math.min(...shareCoverages),
    shareCoverageLow: shareCoverages.filter((value) => value < 0.93).length / shareCoverages.length,
  };
}

/**
 * Probability, given the officer's own procedures and modes, that the interval of the share satisfied holds its true
 * value: exact, over the distribution of a sum of unequal Bernoulli answers.
 */
function shareCoverage(centre: Centre, sample: Sample, officer: number): number {
  let distribution = [1];
  let expected = 0;
  let n = 0;
  sample.cells[officer]!.forEach((modes, procedure) => {
    modes.forEach((count, mode) => {
      const shares = levelShares(centre, officer, procedure, mode);
      const satisfied = shares[3]! + shares[4]!;
      for (let k = 0; k < count; k++) {
        const next = new Array<number>(distribution.length + 1).fill(0);
        distribution.forEach((probability, hits) => {
          next[hits]! += probability * (1 - satisfied);
          next[hits + 1]! += probability * satisfied;
        });
        distribution = next;
      }
      expected += count * satisfied;
      n += count;
    });
  });
  let coverage = 0;
  distribution.forEach((probability, hits) => {
    const [lo, hi] = wilsonInterval(hits, n);
    if (lo <= expected / n && expected / n <= hi) coverage += probability;
  });
  return coverage;
}
