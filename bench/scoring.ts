// `npm run -s bench -- scoring [--officers N] [--procedures N] [--seed S]`: what scoring costs, aggregation of cells
// included: a province for a year (34,000 officers by default), one centre for a month, the same cells holding ten
// thousand to a hundred million ratings, what a manager's board asks the server for with a thousand and a million ratings
// in the ledger, and, where R with lme4 is installed, the same model on the InstEval half beside it. The last line is JSON.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Cell } from '../shared/statistics/cell.ts';
import { compare } from '../shared/statistics/comparison.ts';
import type { ResponseGroup } from '../shared/statistics/design.ts';
import { addTo, groupCells } from '../shared/statistics/grouping.ts';
import { fitMixedModel, type MixedModel } from '../shared/statistics/mixed-model.ts';
import { type LevelCount, readGroupsFromFixture } from './simulation/insteval.ts';
import { drawFrom, normalFrom, type Random, randomFrom } from './simulation/random.ts';
import { fitWithLme4, type Lme4Answer } from './support/lme4.ts';
import { openBoardCentre } from './support/read-board.ts';

const { values } = parseArgs({
  options: {
    officers: { type: 'string', default: '34000' },
    procedures: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`;
const provinceOfficers = Number(values.officers);
const provinceProcedures = Number(values.procedures);
const months = Array.from({ length: 12 }, (_, k) => `2026-${String(k + 1).padStart(2, '0')}`);
console.log(
  `scoring: seed ${seed}, ${provinceOfficers} officers, ${provinceProcedures} procedures, ${machine}`,
);

/** Cells of a year, officer by officer: eight procedures each, two modes, three levels a month. */
function* yearCells(
  officers: number,
  procedures: number,
  random: Random,
  perMonth: readonly string[],
): Generator<Cell> {
  for (let officer = 0; officer < officers; officer++) {
    const effect = 0.25 * normalFrom(random);
    const served = Array.from({ length: 8 }, () => Math.floor(procedures * random() ** 2));
    for (const period of perMonth) {
      for (const procedure of new Set(served)) {
        const mode = random() < 0.5 ? 'kiosk' : 'qr';
        const level = 1 + drawFrom(random, [0.02, 0.03, 0.05, 0.2, Math.max(0.1, 0.7 + effect)]);
        yield {
          officer: `o${officer}`,
          counter: 'c1',
          procedure: `p${procedure}`,
          mode,
          tier: 'invited',
          when: period,
          period,
          item: 'officer',
          level,
          flagged: false,
          excluded: false,
          count: 1 + Math.floor(4 * random()),
        };
      }
    }
  }
}

function timed<T>(work: () => T): { milliseconds: number; result: T } {
  const from = performance.now();
  const result = work();
  return { milliseconds: performance.now() - from, result };
}

const options = { level: 0.95, bounds: { lo: 1, hi: 5 } };
let cellCount = 0;
let ratingCount = 0;
function* counted(cells: Iterable<Cell>): Generator<Cell> {
  for (const cell of cells) {
    cellCount++;
    ratingCount += cell.count;
    yield cell;
  }
}
const provinceCells = [...counted(yearCells(provinceOfficers, provinceProcedures, randomFrom(seed), months))];
const aggregation = timed(() => groupCells(provinceCells, 'meanRating', ['mode']));
const province = timed(() => compare(aggregation.result, ['mode'], options));
console.log(
  `province, a year: ${cellCount} cells of ${ratingCount} ratings; aggregation ${aggregation.milliseconds.toFixed(0)} ms, estimates of ${province.result.officers.length} officers ${province.milliseconds.toFixed(0)} ms`,
);

const monthCells = [...yearCells(12, 20, randomFrom(seed + 1), months.slice(0, 1))].flatMap((cell) =>
  Array.from({ length: 20 }, (_, day) => ({ ...cell, when: `2026-01-${String(day + 1).padStart(2, '0')}` })),
);
const centre = best(20, () => compare(groupCells(monthCells, 'meanRating', ['mode']), ['mode'], options));
console.log(`one centre, a month: ${monthCells.length} cells, 12 officers, ${centre.toFixed(1)} ms`);

/** Reads of centres of different size, turn by turn, so that what else the machine does falls on both alike. */
async function readBoards(sizes: readonly number[], turns: number) {
  const centres = [];
  for (const ratings of sizes) {
    const centre = await openBoardCentre(ratings, randomFrom(seed + 3));
    centres.push({ ratings, centre, firstMilliseconds: await centre.read(), times: [] as number[] });
  }
  const warmUps = 100;
  for (let turn = -warmUps; turn < turns; turn++) {
    for (const { centre, times } of centres) {
      const milliseconds = await centre.read();
      if (turn >= 0) times.push(milliseconds);
    }
  }
  for (const { centre } of centres) await centre.close();
  return centres.map(({ ratings, centre, firstMilliseconds, times }) => ({
    ratings,
    cells: centre.cells,
    firstMilliseconds,
    milliseconds: medianOf(times),
  }));
}

/** Least time of several runs, milliseconds. */
function best(runs: number, work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < runs; k++) least = Math.min(least, timed(work).milliseconds);
  return least;
}

const scaleCells = [...yearCells(100, 50, randomFrom(seed + 2), months.slice(0, 3))];
const held = scaleCells.reduce((sum, cell) => sum + cell.count, 0);
const scaling = [1e4, 1e5, 1e6, 1e7, 1e8].map((ratings) => {
  const cells = scaleCells.map((cell) => ({ ...cell, count: Math.round((cell.count * ratings) / held) }));
  const milliseconds = best(5, () => compare(groupCells(cells, 'meanRating', ['mode']), ['mode'], options));
  console.log(`${ratings.toExponential(0)} ratings in ${cells.length} cells: ${milliseconds.toFixed(1)} ms`);
  return { ratings, milliseconds };
});

const boardReads = await readBoards([1e3, 1e6], 300);
for (const { ratings, cells, milliseconds, firstMilliseconds } of boardReads) {
  console.log(
    `board read, ${ratings.toExponential(0)} ratings in the ledger, ${cells} cells: ${milliseconds.toFixed(2)} ms, median of 300 by turns (the first reader ${firstMilliseconds.toFixed(0)} ms)`,
  );
}

// Processor time on both sides: what else the machine does stretches the clock's, not this.
const repetitions = 15;
const insteval = readGroupsFromFixture();
// Single ratings, as lme4 reads them; the statistics themselves read cells.
const ratings = insteval.flatMap((cell) => new Array<LevelCount>(cell.count).fill({ ...cell, count: 1 }));
const oursMilliseconds = processorMilliseconds(() => fitGrouped(ratings));
const fromCellsMilliseconds = processorMilliseconds(() => fitGrouped(insteval));
const lme4 = fitWithLme4(
  ratings.map(({ officer, procedure, mode, level }) => [officer, procedure, mode, level].join(',')),
  repetitions,
);
const lme4Milliseconds = lme4 === null ? null : medianOf(lme4.milliseconds);
const agreement = lme4 === null ? null : agreementWith(lme4);
console.log(
  `InstEval half by REML, aggregation included, processor time, median of ${repetitions}: from ${ratings.length} single ratings ${oursMilliseconds.toFixed(1)} ms, from their ${insteval.length} cells ${fromCellsMilliseconds.toFixed(1)} ms`,
);
if (lme4 === null || lme4Milliseconds === null || agreement === null) {
  console.log('R with lme4 is not installed here: nothing beside it');
} else {
  console.log(
    `lme4 ${lme4.version}, the fit alone: ${lme4Milliseconds.toFixed(1)} ms of processor time, median of ${repetitions}; ${(lme4Milliseconds / oursMilliseconds).toFixed(1)} times ours from single ratings, ${(lme4Milliseconds / fromCellsMilliseconds).toFixed(1)} times ours from cells`,
  );
  console.log(
    `greatest differences: fixed effects ${agreement.fixedRelative.toExponential(1)} relative, variances ${agreement.varianceRelative.toExponential(1)} relative (a zero: ${agreement.varianceZero.toExponential(1)}), BLUPs ${agreement.effect.toExponential(1)}, conditional sd ${agreement.conditionalSdRelative.toExponential(1)} relative, REML criterion ours minus lme4's ${agreement.criterion.toExponential(1)}`,
  );
}
console.log('');
console.log(
  JSON.stringify({
    bench: 'scoring',
    seed,
    machine,
    province: {
      officers: provinceOfficers,
      cells: cellCount,
      ratings: ratingCount,
      aggregationMilliseconds: aggregation.milliseconds,
      estimateMilliseconds: province.milliseconds,
    },
    centreMilliseconds: centre,
    scaling,
    scalingRatio: scaling.at(-1)!.milliseconds / scaling[0]!.milliseconds,
    boardReads,
    boardReadRatio: boardReads[1]!.milliseconds / boardReads[0]!.milliseconds,
    insteval: {
      ratings: ratings.length,
      repetitions,
      milliseconds: oursMilliseconds,
      fromCellsMilliseconds,
      lme4: lme4 === null ? null : lme4.version,
      lme4Milliseconds,
      ratio: lme4Milliseconds === null ? null : lme4Milliseconds / oursMilliseconds,
      ratioFromCells: lme4Milliseconds === null ? null : lme4Milliseconds / fromCellsMilliseconds,
      agreement,
    },
  }),
);

/** Median over the repetitions, after as many that do not count: the first runs are compiled while they run. */
function processorMilliseconds(work: () => unknown): number {
  const times: number[] = [];
  for (let k = -repetitions; k < repetitions; k++) {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    if (k >= 0) times.push((user + system) / 1000);
  }
  return medianOf(times);
}

function fitGrouped(cells: readonly LevelCount[]): MixedModel {
  const groups = new Map<string, ResponseGroup>();
  for (const { officer, procedure, mode, level, count } of cells)
    addTo(groups, officer, procedure, [mode], count, level);
  return fitMixedModel([...groups.values()], ['mode']);
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Greatest differences of our fit from lme4's; every officer of one is in the other. */
function agreementWith(other: Lme4Answer) {
  const { fixed, variances, officers, criterion } = fitGrouped(insteval);
  const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);
  const pairs = [
    [variances.officer, other.variances.get('officer')!],
    [variances.procedure, other.variances.get('procedure')!],
    [variances.residual, other.variances.get('Residual')!],
  ] as const;
  const theirs = officers.map(({ name }) => other.officers.get(name)!);
  return {
    fixedRelative: Math.max(
      ...[...other.fixed].map(([name, value]) => relative(fixed[name] ?? Number.NaN, value)),
    ),
    varianceRelative: Math.max(
      ...pairs.filter(([, value]) => value !== 0).map(([value, expected]) => relative(value, expected)),
    ),
    varianceZero: Math.max(0, ...pairs.filter(([, expected]) => expected === 0).map(([value]) => value)),
    officers: officers.length,
    effect: Math.max(...officers.map(({ effect }, i) => Math.abs(effect - theirs[i]!.effect))),
    conditionalSdRelative: Math.max(
      ...officers.map(({ conditionalSd }, i) => relative(conditionalSd, theirs[i]!.conditionalSd)),
    ),
    criterion: criterion! - other.criterion,
  };
}
