// `npm run -s bench -- heldout [FILE.csv] [--seeds N] [--seed S]`: accuracy on real ratings. From part of each officer's
// ratings (5, 10, 20, or a random uneven part) predict the mean of the rest, at the officer's own mix; root mean square
// error over officers, averaged over seeds. "With procedures" is the model that knows procedures, as in a centre: its
// estimate moved from the centre's mix to that of the officer's held-out ratings. FILE has columns officer, procedure and rating; without it the counts
// of the InstEval half in the test fixtures. The last line is JSON.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { readCsv } from '../server/cli/table.ts';
import { type Comparison, compare } from '../shared/statistics/comparison.ts';
import type { ResponseGroup } from '../shared/statistics/design.ts';
import { addTo } from '../shared/statistics/grouping.ts';
import { fitMixedModel } from '../shared/statistics/mixed-model.ts';
import { readGroupsFromFixture } from './simulation/insteval.ts';
import { type Random, randomFrom } from './simulation/random.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});
const seeds = Number(values.seeds);
const firstSeed = Number(values.seed);
const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`;

const ratings = await readRatings(positionals[0]);
let count = 0;
for (const own of ratings.values()) count += own.length;
console.log(
  `heldout: ${count} ratings of ${ratings.size} officers, seeds ${firstSeed}..${firstSeed + seeds - 1}, ${machine}`,
);
console.log('');
console.log(
  '| estimated from | officers | raw mean | C = 10 | lme4 1\\|officer (LMM) | comparison estimate | / LMM | with procedures | / LMM | 95% prediction cover |',
);
console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|');

const parts: { name: string; take: (n: number, random: Random) => number }[] = [
  ...[5, 10, 20].map((k) => ({ name: `k = ${k}`, take: (n: number) => (n >= k + 5 ? k : 0) })),
  {
    name: 'uneven part',
    take: (n, random) => (n >= 8 ? Math.max(3, Math.round(n * random() ** 2 * 0.8)) : 0),
  },
];
const rows = parts.map(({ name, take }) => {
  const total = { officers: 0, raw: 0, average10: 0, lmm: 0, estimate: 0, withProcedures: 0, covered: 0 };
  for (let k = 0; k < seeds; k++) {
    const result = holdOut(take, randomFrom(firstSeed + k));
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += result[key] / seeds;
  }
  const ratio = total.estimate / total.lmm;
  console.log(
    `| ${name} | ${total.officers.toFixed(0)} | ${[total.raw, total.average10, total.lmm, total.estimate].map((value) => value.toFixed(4)).join(' | ')} | ${ratio.toFixed(4)} | ${total.withProcedures.toFixed(4)} | ${(total.withProcedures / total.lmm).toFixed(4)} | ${(100 * total.covered).toFixed(1)} |`,
  );
  return { part: name, ...total, ratio };
});
console.log('');
console.log(JSON.stringify({ bench: 'heldout', machine, seeds, firstSeed, ratings: count, rows }));

function holdOut(take: (n: number, random: Random) => number, random: Random) {
  const groups = new Map<string, ResponseGroup>();
  const groupsWithProcedure = new Map<string, ResponseGroup>();
  const rest = new Map<string, { mean: number; variance: number; procedures: string[] }>();
  for (const [officer, own] of ratings) {
    const part = take(own.length, random);
    if (part < 1 || part > own.length - 3) continue;
    const shuffled = [...own];
    for (let k = shuffled.length - 1; k > 0; k--) {
      const other = Math.floor(random() * (k + 1));
      [shuffled[k], shuffled[other]] = [shuffled[other]!, shuffled[k]!];
    }
    for (const { procedure, rating } of shuffled.slice(0, part)) {
      addTo(groups, officer, undefined, [], 1, rating);
      addTo(groupsWithProcedure, officer, procedure, [], 1, rating);
    }
    const held = shuffled.slice(part);
    const mean = held.reduce((sum, { rating }) => sum + rating, 0) / held.length;
    rest.set(officer, {
      mean,
      variance: 1 / held.length,
      procedures: held.map(({ procedure }) => procedure),
    });
  }
  const comparison = compare([...groups.values()], [], { level: 0.95, bounds: { lo: 1, hi: 5 } });
  const { design } = comparison;
  const lmm = fitMixedModel([...groups.values()]);
  const sums = { raw: 0, average10: 0, lmm: 0, estimate: 0, withProcedures: 0, covered: 0 };
  const withProcedures = compare([...groupsWithProcedure.values()], [], {
    level: 0.95,
    bounds: { lo: 1, hi: 5 },
  });
  const effects = procedureEffects(withProcedures);
  comparison.officers.forEach(({ officer, n, estimate, standardError }, i) => {
    const { mean, variance, procedures } = rest.get(officer)!;
    const ownMix =
      procedures.reduce((sum, procedure) => sum + (effects.get(procedure) ?? 0), 0) / procedures.length;
    const raw = design.mean + design.officerSum[i]! / n;
    sums.raw += (raw - mean) ** 2;
    sums.average10 += ((n * raw + 10 * design.mean) / (n + 10) - mean) ** 2;
    sums.lmm += (lmm.fixed['(Intercept)']! + lmm.officers[i]!.effect - mean) ** 2;
    sums.estimate += (estimate - mean) ** 2;
    sums.withProcedures += (withProcedures.officers[i]!.estimate + ownMix - mean) ** 2;
    const predicted = 1.96 * Math.sqrt(standardError ** 2 + lmm.variances.residual * variance);
    sums.covered += Number(Math.abs(estimate - mean) <= predicted);
  });
  const officers = comparison.officers.length;
  const rmse = (sum: number): number => Math.sqrt(sum / officers);
  return {
    officers,
    raw: rmse(sums.raw),
    average10: rmse(sums.average10),
    lmm: rmse(sums.lmm),
    estimate: rmse(sums.estimate),
    withProcedures: rmse(sums.withProcedures),
    covered: sums.covered / officers,
  };
}

/** Posterior mean of each procedure's effect relative to the common mix, over which a comparison stands. */
function procedureEffects({ design, points, mix }: Comparison): Map<string, number> {
  const effects = new Float64Array(design.procedures.length);
  let average = 0;
  for (const { weight, solution } of points) {
    design.procedures.forEach((_, k) => {
      effects[k]! += weight * solution.dense[k]!;
      average += weight * mix[k]! * solution.dense[k]!;
    });
  }
  return new Map(design.procedures.map((name, k) => [name, effects[k]! - average]));
}

interface Rating {
  procedure: string;
  rating: number;
}

async function readRatings(path: string | undefined): Promise<Map<string, Rating[]>> {
  const byOfficer = new Map<string, Rating[]>();
  const add = (officer: string, rating: Rating, times: number): void => {
    const own = byOfficer.get(officer) ?? [];
    for (let k = 0; k < times; k++) own.push(rating);
    byOfficer.set(officer, own);
  };
  if (path === undefined) {
    for (const { officer, procedure, level, count: times } of readGroupsFromFixture()) {
      add(officer, { procedure, rating: level }, times);
    }
  } else {
    for (const { cells } of (await readCsv(path)).rows) {
      add(cells.officer!, { procedure: cells.procedure ?? '', rating: Number(cells.rating) }, 1);
    }
  }
  return byOfficer;
}
