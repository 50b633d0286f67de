// `npm run -s bench -- scoring [--officers N] [--procedures N] [--seed S]`: what scoring costs, aggregation of cells
// included: a province for a year (34,000 officers by default), one centre for a month, the same cells holding ten
// thousand to a hundred million ratings, the board's figures at a thousand and a million ratings, and, where R with lme4
// is installed, the same model on the InstEval half beside it. The last line is JSON.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Cell } from '../shared/statistics/cell.ts';
import { compare } from '../shared/statistics/comparison.ts';
import type { ResponseGroup } from '../shared/statistics/design.ts';
import { addTo, groupCells } from '../shared/statistics/grouping.ts';
import { indicatorsOf, referenceOf } from '../shared/statistics/indicator.ts';
import { defaultIndicatorPolicy } from '../shared/statistics/indicator-policy.ts';
import { fitMixedModel } from '../shared/statistics/mixed-model.ts';
import { readGroupsFromFixture } from './simulation/insteval.ts';
import { drawFrom, normalFrom, type Random, randomFrom } from './simulation/random.ts';

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

const policy = defaultIndicatorPolicy;
const reference = referenceOf(monthCells, policy, ['2026-01']);
const monthHeld = monthCells.reduce((sum, cell) => sum + cell.count, 0);
const board = [1e3, 1e6].map((ratings) => {
  const cells = monthCells.map((cell) => ({
    ...cell,
    count: Math.max(1, Math.round((cell.count * ratings) / monthHeld)),
  }));
  const milliseconds = best(20, () =>
    indicatorsOf({ cells, tallies: [], policy, reference, period: '2026-01' }),
  );
  console.log(`board figures from about ${ratings.toExponential(0)} ratings: ${milliseconds.toFixed(1)} ms`);
  return { ratings, milliseconds };
});

const insteval = readGroupsFromFixture();
const instevalFit = best(10, () => {
  const groups = new Map<string, ResponseGroup>();
  for (const { officer, procedure, mode, level, count } of insteval)
    addTo(groups, officer, procedure, [mode], count, level);
  return fitMixedModel([...groups.values()], ['mode']);
});
const lme4 = lme4Milliseconds();
console.log(
  `InstEval half, REML: ${instevalFit.toFixed(1)} ms${lme4 === null ? '; R with lme4 is not installed here' : `, lme4 ${lme4.toFixed(0)} ms`}`,
);
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
    board,
    boardRatio: board[1]!.milliseconds / board[0]!.milliseconds,
    insteval: {
      milliseconds: instevalFit,
      lme4Milliseconds: lme4,
      ratio: lme4 === null ? null : lme4 / instevalFit,
    },
  }),
);

/** Time lme4 takes for the same model, reading apart; null without R or lme4. */
function lme4Milliseconds(): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'scoring-'));
  try {
    const file = join(folder, 'ratings.csv');
    const lines = insteval.flatMap(({ officer, procedure, mode, level, count }) =>
      new Array<string>(count).fill(`${officer},${procedure},${mode},${level}`),
    );
    writeFileSync(file, `officer,procedure,mode,rating\n${lines.join('\n')}\n`);
    const script = [
      'suppressMessages(library(lme4))',
      'd <- read.csv(commandArgs(TRUE)[1], stringsAsFactors = TRUE)',
      'fit <- function() suppressMessages(lmer(rating ~ mode + (1|officer) + (1|procedure), d))',
      'fit()',
      'cat(min(replicate(3, system.time(fit())[["elapsed"]])) * 1000)',
    ].join('; ');
    const run = spawnSync('Rscript', ['-e', script, file], { encoding: 'utf8' });
    return run.status === 0 ? Number(run.stdout) : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
