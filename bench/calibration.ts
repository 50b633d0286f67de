// `npm run -s bench -- calibration [--officers N] [--officers-max M] [--seed S] [--only TEXT]`: how far the comparison
// estimate and its intervals can be trusted, world by world. A world is measured on at least N simulated officers
// (default 2000) and drawn on, from the same random stream, until the Monte Carlo error of both its coverages is at most
// half a point and no bound that the calibration asks for lies within two errors of what is measured; at most on M
// (default 12000). The last line is JSON.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { compare, differenceBetween } from '../shared/statistics/comparison.ts';
import { type Measured, pooledProportion, proportionOf, type Tally } from './simulation/clustered.ts';
import { bounds, coverageErrorOf, isDecided, measure, type WorldMeasured } from './simulation/measure.ts';
import { randomFrom } from './simulation/random.ts';
import { allWorlds, drawCentre, drawSample, nameOf, type World } from './simulation/worlds.ts';

const { values } = parseArgs({
  options: {
    officers: { type: 'string', default: '2000' },
    'officers-max': { type: 'string', default: '12000' },
    seed: { type: 'string', default: '20260101' },
    only: { type: 'string', default: '' },
  },
});
const coverageErrorMax = 0.005;
const officersMin = Number(values.officers);
const officersMax = Math.max(officersMin, Number(values['officers-max']));
const seed = Number(values.seed);
const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`;
const started = performance.now();

console.log(`calibration: seed ${seed}, ${officersMin} to ${officersMax} officers a world, ${machine}`);
console.log('');
console.log(
  'RMSE of the officer level (levels 1..5) and coverage of nominal 95% intervals with its Monte Carlo error; estimate =',
);
console.log(
  'comparison estimate from the data alone, frozen = against a reference of four times the responses.',
);
console.log('');
printHead([
  'world',
  'officers',
  'top box',
  'raw',
  'C = 10',
  'LMM',
  'estimate',
  '/ best',
  '±',
  'frozen',
  'coverage',
  '±',
  'frozen cov.',
  '±',
  'share cov. least',
  'below 93%',
]);

const percent = (value: number): string => (100 * value).toFixed(1);
const finely = (value: number): string => (100 * value).toFixed(2);
const results = allWorlds()
  .map((world, position) => ({ world, worldSeed: seed + 7919 * position }))
  .filter(({ world }) => nameOf(world).includes(values.only))
  .map(({ world, worldSeed }) => {
    const measured = measure(world, worldSeed, { officersMin, officersMax, coverageErrorMax });
    const { rmse, ratio, coverage, frozenCoverage } = measured;
    printRow([
      nameOf(world),
      String(measured.officers),
      percent(measured.top),
      ...[rmse.raw, rmse.average10, rmse.lmm, rmse.estimate].map((value) => value.toFixed(4)),
      ratio.value.toFixed(3),
      ratio.error.toFixed(3),
      rmse.frozen.toFixed(4),
      percent(coverage.value),
      finely(coverage.error),
      percent(frozenCoverage.value),
      finely(frozenCoverage.error),
      percent(measured.shareCoverageLeast),
      percent(measured.shareCoverageLow),
    ]);
    return { world, measured };
  });
const ignorable = results.filter(({ world }) => !world.informative);

console.log('');
console.log(
  'Coverage by decile of the true effect (1 = the tenth of officers with the lowest), over the worlds of a kind; ± is the',
);
console.log('greatest Monte Carlo error of the row.');
console.log('');
printHead(['worlds', 'n of worlds', ...Array.from({ length: 10 }, (_, k) => String(k + 1)), '±']);
const decileRows = [...byKind(ignorable)].map(([kind, members]) => {
  const deciles = Array.from({ length: 10 }, (_, decile) =>
    pooledProportion(members.map(({ measured }) => measured.deciles[decile]!)),
  );
  const error = Math.max(...deciles.map((decile) => decile.error));
  printRow([kind, String(members.length), ...deciles.map(({ value }) => percent(value)), percent(error)]);
  return { kind, deciles: deciles.map(({ value }) => Number(value.toFixed(4))), error };
});

console.log('');
console.log(
  'Identical officers: rate at which the interval misses the centre level, and at which a pair differs.',
);
console.log('');
printHead(['world', 'officers', 'officer called different', '±', 'pair called different', '±']);
const nulls = [4, 60].flatMap((size) =>
  [53, 85, 97].map((top, position) => {
    const world: World = {
      top,
      mix: 'mild',
      n: 'uneven',
      officers: size,
      citizens: 'ordinal',
      identical: true,
    };
    const { centres, officer, pair } = nullRates(world, seed + 31 * size + position);
    printRow([
      nameOf(world),
      String(centres * size),
      percent(officer.value),
      finely(officer.error),
      percent(pair.value),
      finely(pair.error),
    ]);
    return { world: nameOf(world), officer: officer.value, pair: pair.value };
  }),
);

function nullRates(world: World, from: number): { centres: number; officer: Measured; pair: Measured } {
  const random = randomFrom(from);
  const officers: Tally[] = [];
  const pairs: Tally[] = [];
  const enough = (): boolean =>
    officers.length * world.officers >= officersMin &&
    Math.max(proportionOf(officers).error, proportionOf(pairs).error) <= coverageErrorMax;
  while (!enough() && officers.length * world.officers < officersMax) {
    const { groups } = drawSample(drawCentre(world, random), random);
    const comparison = compare(groups, ['mode'], { level: 0.95, bounds: { lo: 1, hi: 5 } });
    const { centreLevel } = comparison;
    officers.push({
      hits: comparison.officers.filter(
        ({ interval }) => centreLevel < interval[0] || centreLevel > interval[1],
      ).length,
      trials: world.officers,
    });
    const pair: Tally = { hits: 0, trials: 0 };
    for (let i = 0; i + 1 < world.officers; i += 2) {
      const { interval } = differenceBetween(comparison, i, i + 1);
      pair.trials++;
      if (interval[0] > 0 || interval[1] < 0) pair.hits++;
    }
    pairs.push(pair);
  }
  return { centres: officers.length, officer: proportionOf(officers), pair: proportionOf(pairs) };
}

function byKind<T extends { world: World; measured: WorldMeasured }>(
  members: readonly T[],
): Map<string, T[]> {
  const kinds = new Map<string, T[]>();
  for (const member of members) {
    const kind = `${member.world.citizens} ${member.world.top}%`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), member]);
  }
  return kinds;
}

function printHead(names: readonly string[]): void {
  printRow(names);
  console.log(`|---|${'--:|'.repeat(names.length - 1)}`);
}

function printRow(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

const inWords = ({ value, error }: Measured): string => `${finely(value)} ± ${finely(error)}`;
const summary = {
  bench: 'calibration',
  seed,
  machine,
  officersMin,
  officersMax,
  officersMeasured: results.reduce((sum, { measured }) => sum + measured.officers, 0),
  worlds: ignorable.length,
  coverageLeast: Math.min(...ignorable.map(({ measured }) => measured.coverage.value)),
  coverageGreatest: Math.max(...ignorable.map(({ measured }) => measured.coverage.value)),
  coverageOutside: ignorable
    .filter(
      ({ measured: { coverage } }) =>
        coverage.value < bounds.coverageMin || coverage.value > bounds.coverageMax,
    )
    .map(({ world, measured }) => `${nameOf(world)}: ${inWords(measured.coverage)}`),
  coverageErrorGreatest: Math.max(...results.map(({ measured }) => coverageErrorOf(measured))),
  coverageErrorAbove: results
    .filter(({ measured }) => coverageErrorOf(measured) > coverageErrorMax)
    .map(({ world }) => nameOf(world)),
  frozenCoverageLeast: Math.min(...ignorable.map(({ measured }) => measured.frozenCoverage.value)),
  frozenCoverageGreatest: Math.max(...ignorable.map(({ measured }) => measured.frozenCoverage.value)),
  ratioGreatest: Math.max(...ignorable.map(({ measured }) => measured.ratio.value)),
  ratioAbove: ignorable
    .filter(({ measured: { ratio } }) => ratio.value > bounds.ratioMax)
    .map(
      ({ world, measured: { ratio } }) =>
        `${nameOf(world)}: ${ratio.value.toFixed(4)} ± ${ratio.error.toFixed(4)}`,
    ),
  withinTwoErrorsOfABound: ignorable
    .filter(({ measured }) => !isDecided(measured))
    .map(({ world }) => nameOf(world)),
  shareOfficers: results.reduce((sum, { measured }) => sum + measured.shareOfficers, 0),
  shareCoverageLeast: Math.min(...results.map(({ measured }) => measured.shareCoverageLeast)),
  deciles: decileRows,
  informativeCoverage: results
    .filter(({ world }) => world.informative)
    .map(({ world, measured }) => `${nameOf(world)}: ${inWords(measured.coverage)}`),
  nulls,
  seconds: Math.round((performance.now() - started) / 1000),
};
console.log('');
console.log(JSON.stringify(summary));
