// `npm run -s bench -- calibration [--officers N] [--seed S] [--only TEXT]`: how far the comparison estimate and its
// intervals can be trusted, world by world. N is the least number of simulated officers a world (default 2000; the
// Monte Carlo error of coverage is then about half a percent). The last line is JSON.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { compare, differenceBetween } from '../shared/statistics/comparison.ts';
import { measure } from './simulation/measure.ts';
import { randomFrom } from './simulation/random.ts';
import { allWorlds, drawCentre, drawSample, nameOf, type World } from './simulation/worlds.ts';

const { values } = parseArgs({
  options: {
    officers: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '20260101' },
    only: { type: 'string', default: '' },
  },
});
const officers = Number(values.officers);
const seed = Number(values.seed);
const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`;
const started = performance.now();

console.log(`calibration: seed ${seed}, at least ${officers} officers a world, ${machine}`);
console.log('');
console.log(
  'RMSE of the officer level (levels 1..5) and coverage of nominal 95% intervals; estimate = comparison',
);
console.log('estimate from the data alone, frozen = against a reference of four times the responses.');
console.log('');
console.log(
  '| world | top box | raw | C = 10 | LMM | estimate | / best | frozen | coverage | ± | frozen cov. | low and high decile | share cov. least | below 93% |',
);
console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');

const percent = (value: number): string => (100 * value).toFixed(1);
const results = allWorlds()
  .filter((world) => nameOf(world).includes(values.only))
  .map((world, position) => {
    const measured = measure(world, officers, seed + 7919 * position);
    const { rmse } = measured;
    const ratio = rmse.estimate / Math.min(rmse.raw, rmse.average10, rmse.lmm);
    const deciles = measured.coverageByDecile;
    const cells = [
      nameOf(world),
      percent(measured.top),
      ...[rmse.raw, rmse.average10, rmse.lmm, rmse.estimate].map((value) => value.toFixed(4)),
      ratio.toFixed(3),
      rmse.frozen.toFixed(4),
      percent(measured.coverage),
      percent(measured.coverageError),
      percent(measured.frozenCoverage),
      `${percent(deciles[0]!)} / ${percent(deciles[9]!)}`,
      percent(measured.shareCoverageLeast),
      percent(measured.shareCoverageLow),
    ];
    console.log(`| ${cells.join(' | ')} |`);
    return { world, ratio, measured };
  });

console.log('');
console.log(
  'Identical officers: rate at which the interval misses the centre level, and at which a pair differs.',
);
console.log('');
console.log('| world | officer called different | pair called different |');
console.log('|---|--:|--:|');
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
    const rates = nullRates(world, seed + 31 * size + position);
    console.log(`| ${nameOf(world)} | ${percent(rates.officer)} | ${percent(rates.pair)} |`);
    return { world: nameOf(world), ...rates };
  }),
);

function nullRates(world: World, from: number): { officer: number; pair: number } {
  const random = randomFrom(from);
  const replicates = Math.ceil(officers / world.officers);
  let called = 0;
  let pairs = 0;
  let pairsCalled = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
    const { groups } = drawSample(drawCentre(world, random), random);
    const comparison = compare(groups, ['mode'], { level: 0.95, bounds: { lo: 1, hi: 5 } });
    for (const { interval } of comparison.officers) {
      if (comparison.centreLevel < interval[0] || comparison.centreLevel > interval[1]) called++;
    }
    for (let i = 0; i + 1 < world.officers; i += 2) {
      const { interval } = differenceBetween(comparison, i, i + 1);
      pairs++;
      if (interval[0] > 0 || interval[1] < 0) pairsCalled++;
    }
  }
  return { officer: called / (replicates * world.officers), pair: pairsCalled / pairs };
}

const ignorable = results.filter(({ world }) => !world.informative);
const summary = {
  bench: 'calibration',
  seed,
  machine,
  officersPerWorld: officers,
  worlds: ignorable.length,
  coverageLeast: Math.min(...ignorable.map(({ measured }) => measured.coverage)),
  coverageGreatest: Math.max(...ignorable.map(({ measured }) => measured.coverage)),
  coverageOutside: ignorable
    .filter(({ measured: { coverage } }) => coverage < 0.93 || coverage > 0.98)
    .map(({ world, measured }) => `${nameOf(world)}: ${percent(measured.coverage)}`),
  coverageErrorGreatest: Math.max(...ignorable.map(({ measured }) => measured.coverageError)),
  frozenCoverageLeast: Math.min(...ignorable.map(({ measured }) => measured.frozenCoverage)),
  ratioGreatest: Math.max(...ignorable.map(({ ratio }) => ratio)),
  ratioAbove: ignorable
    .filter(({ ratio }) => ratio > 1.03)
    .map(({ world, ratio }) => `${nameOf(world)}: ${ratio.toFixed(3)}`),
  shareCoverageLeast: Math.min(...results.map(({ measured }) => measured.shareCoverageLeast)),
  informativeCoverage: results
    .filter(({ world }) => world.informative)
    .map(({ world, measured }) => `${nameOf(world)}: ${percent(measured.coverage)}`),
  nulls,
  seconds: Math.round((performance.now() - started) / 1000),
};
console.log('');
console.log(JSON.stringify(summary));
