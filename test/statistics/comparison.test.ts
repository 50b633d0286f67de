// The comparison estimate: what must hold whatever the data, and a loose tripwire of the calibration (the bench measures
// it properly).
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from '../../bench/simulation/measure.ts';
import { randomFrom } from '../../bench/simulation/random.ts';
import { drawCentre, drawSample, nameOf, type World } from '../../bench/simulation/worlds.ts';
import { boundedInterval } from '../../shared/statistics/bounded-interval.ts';
import { compare, differenceBetween, openingFor } from '../../shared/statistics/comparison.ts';
import { designOf, type ResponseGroup } from '../../shared/statistics/design.ts';
import { readGroups, readRecords, readText } from './fixtures.ts';

const options = { level: 0.95, bounds: { lo: 1, hi: 5 } };

test('intervals widen with confidence and hold the estimate', () => {
  const groups = readGroups('sim-ceiling');
  const narrow = compare(groups, ['mode'], { ...options, level: 0.8 }).officers;
  const wide = compare(groups, ['mode'], { ...options, level: 0.99 }).officers;
  narrow.forEach(({ estimate, interval }, i) => {
    expect(interval[0]).toBeLessThanOrEqual(estimate);
    expect(interval[1]).toBeGreaterThanOrEqual(estimate);
    expect(wide[i]!.interval[0]).toBeLessThan(interval[0]);
    expect(wide[i]!.interval[1]).toBeGreaterThanOrEqual(interval[1]);
  });
});

test('a hundred million ratings in the same cells: the estimate becomes the adjusted mean, the interval closes', () => {
  const groups = readGroups('sim-typical').map((group) => ({
    ...group,
    n: group.n * 1e5,
    sum: group.sum * 1e5,
    sumSquares: group.sumSquares * 1e5,
  }));
  for (const { reliability, interval } of compare(groups, ['mode'], options).officers) {
    expect(reliability).toBeGreaterThan(0.99);
    expect(interval[1] - interval[0]).toBeLessThan(0.3);
  }
});

test('every answer the same: no interval without width, nothing outside the scale', () => {
  const groups: ResponseGroup[] = ['a', 'b', 'c', 'd'].map((officer) => ({
    officer,
    procedure: 'p',
    strata: ['kiosk'],
    n: 20,
    sum: 100,
    sumSquares: 500,
  }));
  for (const { estimate, interval } of compare(groups, ['mode'], options).officers) {
    expect(estimate).toBeCloseTo(5, 9);
    expect(interval[0]).toBeLessThan(4.99);
    expect(interval[0]).toBeGreaterThan(4.8);
    expect(interval[1]).toBe(5);
  }
});

test('one response in all', () => {
  const groups: ResponseGroup[] = [{ officer: 'a', strata: [], n: 1, sum: 4, sumSquares: 16 }];
  const [officer] = compare(groups, [], options).officers;
  expect(officer!.estimate).toBeCloseTo(4, 9);
  expect(officer!.interval[1] - officer!.interval[0]).toBeGreaterThan(1);
});

test('pair differences change sign with the pair, and are wider than nothing', () => {
  const comparison = compare(readGroups('sim-typical'), ['mode'], options);
  const there = differenceBetween(comparison, 0, 1);
  const back = differenceBetween(comparison, 1, 0);
  expect(there.estimate).toBeCloseTo(-back.estimate, 12);
  expect(there.interval[0]).toBeCloseTo(-back.interval[1], 6);
  const [first, second] = comparison.officers;
  expect(there.estimate).toBeCloseTo(first!.estimate - second!.estimate, 6);
});

test('bounded intervals never shrink and stay on the scale', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 5, noNaN: true }),
      fc.double({ min: 1e-6, max: 3, noNaN: true }),
      (estimate, half) => {
        const bounds = { lo: 1, hi: 5 };
        const [lo, hi] = boundedInterval(estimate, [estimate - half, estimate + half], bounds);
        expect(lo).toBeLessThanOrEqual(Math.max(1, estimate - half) + 1e-12);
        expect(hi).toBeGreaterThanOrEqual(Math.min(5, estimate + half) - 1e-12);
        expect(lo).toBeGreaterThanOrEqual(1);
        expect(hi).toBeLessThanOrEqual(5);
      },
    ),
  );
});

test('intervals open less from 30 officers of 10 responses; officers of fewer do not count', () => {
  const opening = (...counts: number[]): number => openingFor({ officerN: Float64Array.from(counts) });
  const officers = (count: number, n: number): number[] => Array.from({ length: count }, () => n);
  expect(opening(...officers(30, 10))).toBe(0.4);
  expect(opening(...officers(30, 10), ...officers(40, 3))).toBe(0.4);
  expect(opening(...officers(29, 1000), ...officers(40, 9))).toBe(0.5);
  expect(opening(3)).toBe(0.5);
});

describe('tripwire of the calibration (loose; the bench measures), seed 20260101', () => {
  const worlds: World[] = [
    { top: 53, mix: 'strong', n: 'uneven', officers: 8, citizens: 'ordinal' },
    { top: 85, mix: 'mild', n: 'uneven', officers: 15, citizens: 'pleased' },
    { top: 97, mix: 'mild', n: 'even', officers: 4, citizens: 'ordinal' },
    { top: 97, mix: 'strong', n: 'uneven', officers: 15, citizens: 'spread' },
  ];
  test.each(worlds.map((world) => [nameOf(world), world] as const))('%s', (_name, world) => {
    const { coverage, rmse } = measure(world, 20260101, { officersMin: 240 });
    expect(coverage.value).toBeGreaterThan(0.9);
    expect(rmse.estimate).toBeLessThan(1.1 * Math.min(rmse.raw, rmse.average10, rmse.lmm));
  });

  test.each([4, 60])(
    'identical officers, %i of them: called different at most at the nominal rate (seed 11)',
    (officers) => {
      const random = randomFrom(11);
      const called = { officers: 0, pairs: 0 };
      const total = { officers: 0, pairs: 0 };
      for (let replicate = 0; replicate < 240 / officers; replicate++) {
        const world: World = {
          top: 85,
          mix: 'mild',
          n: 'uneven',
          officers,
          citizens: 'ordinal',
          identical: true,
        };
        const { groups } = drawSample(drawCentre(world, random), random);
        const comparison = compare(groups, ['mode'], options);
        for (const { interval } of comparison.officers) {
          total.officers++;
          if (comparison.centreLevel < interval[0] || comparison.centreLevel > interval[1]) called.officers++;
        }
        for (let i = 0; i + 1 < officers; i += 2) {
          const { interval } = differenceBetween(comparison, i, i + 1);
          total.pairs++;
          if (interval[0] > 0 || interval[1] < 0) called.pairs++;
        }
      }
      expect(total).toEqual({ officers: 240, pairs: 120 });
      expect(called.officers / total.officers).toBeLessThanOrEqual(0.05);
      expect(called.pairs / total.pairs).toBeLessThanOrEqual(0.05);
    },
  );
});

test('beside ordinal::clmm on the two simulated data sets: within 15% of its error with 60 officers, coverage no worse', () => {
  for (const name of ['sim-typical', 'sim-ceiling']) {
    const truth = new Map(
      readRecords(`lme4-${name}-officers.csv`).map((row) => [row.officer!, Number(row.truth)]),
    );
    const { officers } = compare(readGroups(name), ['mode'], options);
    const ordinal = clmmLevels(name);
    let ours = 0;
    let theirs = 0;
    let oursInside = 0;
    let theirsInside = 0;
    for (const { officer, estimate, interval } of officers) {
      const level = truth.get(officer)!;
      const other = ordinal.get(officer)!;
      ours += (estimate - level) ** 2;
      theirs += (other.estimate - level) ** 2;
      oursInside += Number(interval[0] <= level && level <= interval[1]);
      theirsInside += Number(other.interval[0] <= level && level <= other.interval[1]);
    }
    expect(Math.sqrt(ours / theirs)).toBeLessThan(1.15);
    expect(oursInside).toBeGreaterThanOrEqual(theirsInside);
  }
});

/** Expected rating of each officer over the common mix of modes and procedures by clmm's fit, plug-in 95% interval. */
function clmmLevels(name: string): Map<string, { estimate: number; interval: [number, number] }> {
  const fit = JSON.parse(readText(`clmm-${name}.json`)) as {
    thresholds: number[];
    fixed: { modeqr: number };
    varianceComponents: { procedure: number };
  };
  const design = designOf(readGroups(name), ['mode']);
  const qr = design.cross[design.procedures.length * design.size + design.procedures.length + 1]! / design.n;
  const level = (effect: number): number => {
    let expected = 0;
    let total = 0;
    for (let z = -3; z <= 3; z += 0.5) {
      for (const [share, mode] of [
        [1 - qr, 0],
        [qr, fit.fixed.modeqr],
      ] as const) {
        const eta = effect + mode + z * Math.sqrt(fit.varianceComponents.procedure);
        const weight = share * Math.exp((-z * z) / 2);
        total += weight;
        expected +=
          weight *
          (1 + fit.thresholds.reduce((sum, threshold) => sum + 1 / (1 + Math.exp(threshold - eta)), 0));
      }
    }
    return expected / total;
  };
  return new Map(
    readRecords(`clmm-${name}-officers.csv`).map(({ officer, effect, condSd }) => [
      officer!,
      {
        estimate: level(Number(effect)),
        interval: [
          level(Number(effect) - 1.96 * Number(condSd)),
          level(Number(effect) + 1.96 * Number(condSd)),
        ] as [number, number],
      },
    ]),
  );
}
