// Trial: a cumulative-logit mixed model (Laplace, variances by marginal likelihood or with a prior on their logarithms)
// beside the comparison estimate, in centres of at most 15 officers. Usage: node --import tsx bench/trial/ordinal.ts [N] [seed]

import type { Cell } from '../../shared/statistics/cell.ts';
import { compare } from '../../shared/statistics/comparison.ts';
import { factorise, invert, solveLower, solveUpper } from '../../shared/statistics/matrix.ts';
import { minimise } from '../../shared/statistics/newton.ts';
import { randomFrom } from '../simulation/random.ts';
import { allWorlds, type Centre, drawCentre, drawSample, nameOf, truthOver } from '../simulation/worlds.ts';

interface Row {
  officer: number;
  procedure: number;
  mode: number;
  category: number;
  count: number;
}

interface OrdinalFit {
  estimates: number[];
  intervals: [number, number][];
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Fits the model to counts; `values` are the ratings of the categories that occur. */
export function fitOrdinal(
  rows: readonly Row[],
  officers: number,
  procedures: number,
  values: readonly number[],
  prior: { mean: number; sd: number } | undefined,
): OrdinalFit {
  const cuts = values.length - 1;
  const n = rows.reduce((sum, row) => sum + row.count, 0);
  const mix = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.procedure}|${row.mode}`;
    mix.set(key, (mix.get(key) ?? 0) + row.count / n);
  }
  if (cuts === 0) {
    return {
      estimates: new Array<number>(officers).fill(values[0]!),
      intervals: Array.from({ length: officers }, () => [values[0]!, values[0]!]),
    };
  }
  const size = cuts + 1 + officers + procedures;
  const officerAt = cuts + 1;
  const procedureAt = officerAt + officers;
  const totals = values.map((_, category) =>
    rows.filter((row) => row.category === category).reduce((sum, row) => sum + row.count, 0),
  );
  const start = new Float64Array(size);
  let below = 0;
  for (let k = 0; k < cuts; k++) {
    below += totals[k]! / n;
    start[k] = Math.log(below / (1 - below));
  }
  let last = start;

  const evaluate = (x: Float64Array, variances: [number, number], withHessian: boolean) => {
    let value = 0;
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    for (const { officer, procedure, mode, category, count } of rows) {
      const eta = x[officerAt + officer]! + x[procedureAt + procedure]! + mode * x[cuts]!;
      const a = category < cuts ? x[category]! - eta : Number.POSITIVE_INFINITY;
      const b = category > 0 ? x[category - 1]! - eta : Number.NEGATIVE_INFINITY;
      const Fa = category < cuts ? logistic(a) : 1;
      const Fb = category > 0 ? logistic(b) : 0;
      const p = Fa - Fb;
      if (!(p > 1e-300)) return { value: Number.POSITIVE_INFINITY, gradient, hessian };
      value -= count * Math.log(p);
      const fa = Fa * (1 - Fa);
      const fb = Fb * (1 - Fb);
      const ga = fa / p;
      const gb = -fb / p;
      const haa = (fa * (1 - 2 * Fa)) / p - ga * ga;
      const hbb = (-fb * (1 - 2 * Fb)) / p - gb * gb;
      const hab = -ga * gb;
      const terms: [number, number, number][] = [];
      if (category < cuts) terms.push([category, 1, 0]);
      if (category > 0) terms.push([category - 1, 0, 1]);
      for (const at of [officerAt + officer, procedureAt + procedure]) terms.push([at, -1, -1]);
      if (mode === 1) terms.push([cuts, -1, -1]);
      for (const [i, ai, bi] of terms) {
        gradient[i]! -= count * (ga * ai + gb * bi);
        if (withHessian) {
          for (const [j, aj, bj] of terms) {
            hessian[i * size + j]! -= count * (haa * ai * aj + hbb * bi * bj + hab * (ai * bj + bi * aj));
          }
        }
      }
    }
    for (let i = officerAt; i < size; i++) {
      const precision = 1 / variances[i < procedureAt ? 0 : 1]!;
      value += 0.5 * x[i]! ** 2 * precision;
      gradient[i]! += x[i]! * precision;
      hessian[i * size + i]! += precision;
    }
    for (let i = 0; i <= cuts; i++) hessian[i * size + i]! += 1e-6;
    return { value, gradient, hessian };
  };

  const solve = (variances: [number, number]) => {
    let x = Float64Array.from(last);
    let now = evaluate(x, variances, true);
    for (let count = 0; count < 60; count++) {
      const factor = Float64Array.from(now.hessian);
      for (let lift = 1e-6; factorise(factor, size) !== -1; lift *= 10) {
        factor.set(now.hessian);
        for (let i = 0; i < size; i++) factor[i * size + i]! += lift;
      }
      const step = Float64Array.from(now.gradient);
      solveLower(factor, size, step);
      solveUpper(factor, size, step);
      let scale = 1;
      let next = x;
      let then = now;
      for (let half = 0; half < 30; half++) {
        next = x.map((value, i) => value - scale * step[i]!);
        then = evaluate(next, variances, false);
        if (then.value <= now.value + 1e-12) break;
        scale /= 2;
      }
      const gain = now.value - then.value;
      x = next;
      now = evaluate(x, variances, true);
      if (gain < 1e-10) break;
    }
    return { x, now };
  };

  const objective = (logs: number[]): number => {
    const variances: [number, number] = [Math.exp(logs[0]!), Math.exp(logs[1]!)];
    const { x, now } = solve(variances);
    const random = officers + procedures;
    const block = new Float64Array(random * random);
    for (let i = 0; i < random; i++) {
      for (let j = 0; j < random; j++)
        block[i * random + j] = now.hessian[(officerAt + i) * size + officerAt + j]!;
    }
    factorise(block, random);
    let logDeterminant = 0;
    for (let i = 0; i < random; i++) logDeterminant += 2 * Math.log(block[i * random + i]!);
    last = x;
    const penalty = prior === undefined ? 0 : ((logs[0]! - prior.mean) / prior.sd) ** 2;
    return 2 * now.value + officers * logs[0]! + procedures * logs[1]! + logDeterminant + penalty;
  };
  const found = minimise(objective, [-1, -1], -9, 3);
  const { x, now } = solve([Math.exp(found.at[0]!), Math.exp(found.at[1]!)]);
  const factor = Float64Array.from(now.hessian);
  factorise(factor, size);
  const covariance = invert(factor, size);
  const level = (effect: number): number => {
    let expected = 0;
    for (const [key, share] of mix) {
      const [procedure, mode] = key.split('|').map(Number);
      const eta = effect + x[procedureAt + procedure!]! + mode! * x[cuts]!;
      let rest = values[0]!;
      for (let k = 0; k < cuts; k++) rest += (values[k + 1]! - values[k]!) * (1 - logistic(x[k]! - eta));
      expected += share * rest;
    }
    return expected;
  };
  const estimates: number[] = [];
  const intervals: [number, number][] = [];
  for (let i = 0; i < officers; i++) {
    const effect = x[officerAt + i]!;
    const sd = Math.sqrt(covariance[(officerAt + i) * size + officerAt + i]!);
    estimates.push(level(effect));
    intervals.push([level(effect - 1.96 * sd), level(effect + 1.96 * sd)]);
  }
  return { estimates, intervals };
}

function rowsOf(
  centre: Centre,
  counted: readonly Cell[] | Map<string, number>,
): { rows: Row[]; values: number[] } {
  const levels = new Set<number>();
  const list: (Row & { level: number })[] = [];
  for (const [key, count] of counted as Map<string, number>) {
    const [officer, procedure, mode, level] = key.split('|').map(Number);
    levels.add(level!);
    list.push({ officer: officer!, procedure: procedure!, mode: mode!, level: level!, category: 0, count });
  }
  const values = [...levels].sort((a, b) => a - b);
  for (const row of list) row.category = values.indexOf(row.level);
  void centre;
  return { rows: list, values };
}

const per = Number(process.argv[2] ?? 300);
const seed = Number(process.argv[3] ?? 1);
console.log(`ordinal trial: seed ${seed}, at least ${per} officers a world, Node ${process.version}`);
console.log(
  '| world | estimate | ordinal, as clmm | ordinal, prior | ratio clmm | ratio prior | coverage | clmm plug-in | prior plug-in |',
);
console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|');
let position = 0;
for (const world of allWorlds()) {
  position++;
  if (world.informative || world.officers > 15 || world.officers === 8 || world.n === 'even') continue;
  const random = randomFrom(seed + 7919 * position);
  const squares = [0, 0, 0];
  const inside = [0, 0, 0];
  let total = 0;
  for (let k = 0; k < per / world.officers; k++) {
    const centre = drawCentre(world, random);
    const sample = drawSample(centre, random);
    const truth = truthOver(centre, sample);
    const { rows, values } = rowsOf(centre, sample.counted);
    const fits = [undefined, { mean: Math.log(0.4), sd: 0.8 }].map((prior) =>
      fitOrdinal(rows, world.officers, 12, values, prior),
    );
    const comparison = compare(sample.groups, ['mode'], { level: 0.95, bounds: { lo: 1, hi: 5 } });
    truth.forEach((level, i) => {
      total++;
      squares[0]! += (comparison.officers[i]!.estimate - level) ** 2;
      inside[0]! += Number(
        comparison.officers[i]!.interval[0] <= level && level <= comparison.officers[i]!.interval[1],
      );
      fits.forEach(({ estimates, intervals }, f) => {
        squares[f + 1]! += (estimates[i]! - level) ** 2;
        inside[f + 1]! += Number(intervals[i]![0] <= level && level <= intervals[i]![1]);
      });
    });
  }
  const rmse = squares.map((sum) => Math.sqrt(sum / total));
  console.log(
    `| ${nameOf(world)} | ${rmse.map((value) => value.toFixed(4)).join(' | ')} | ${(rmse[1]! / rmse[0]!).toFixed(3)} | ${(rmse[2]! / rmse[0]!).toFixed(3)} | ${inside.map((value) => ((100 * value) / total).toFixed(1)).join(' | ')} |`,
  );
}
