// The mixed model against lme4 1.1-31 on three data sets, and on the designs that break careless fits.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ResponseGroup } from '../../shared/statistics/design.ts';
import { fitMixedModel } from '../../shared/statistics/mixed-model.ts';
import { readGroups, readLme4 } from './fixtures.ts';

const dataSets = ['sim-typical', 'sim-ceiling', 'insteval-dev'];

function expectRelative(actual: number, expected: number, tolerance: number): void {
  if (expected === 0) expect(Math.abs(actual)).toBeLessThanOrEqual(1e-6);
  else expect(Math.abs(actual / expected - 1)).toBeLessThanOrEqual(tolerance);
}

describe.each(dataSets)('%s against lme4', (name) => {
  const lme4 = readLme4(name);
  const model = fitMixedModel(readGroups(name), ['mode']);

  test('fixed effects and variance components within 1e-4, REML criterion no higher', () => {
    expect(Object.keys(model.fixed)).toEqual(Object.keys(lme4.fit.fixed));
    for (const [column, value] of Object.entries(lme4.fit.fixed))
      expectRelative(model.fixed[column]!, value, 1e-4);
    expectRelative(model.variances.officer, lme4.fit.varianceComponents.officer, 1e-4);
    expectRelative(model.variances.procedure, lme4.fit.varianceComponents.procedure, 1e-4);
    expectRelative(model.variances.residual, lme4.fit.varianceComponents.Residual, 1e-4);
    expect(model.criterion!).toBeLessThanOrEqual(lme4.fit.remlCriterion + 1e-6);
  });

  test('BLUPs within 1e-4, conditional standard deviations within 1e-3', () => {
    const officers = new Map(model.officers.map((officer) => [officer.name, officer]));
    expect(officers.size).toBe(lme4.officers.length);
    for (const { officer, effect, condSd } of lme4.officers) {
      expect(Math.abs(officers.get(officer!)!.effect - Number(effect))).toBeLessThanOrEqual(1e-4);
      expectRelative(officers.get(officer!)!.conditionalSd, Number(condSd), 1e-3);
    }
    const procedures = new Map(model.procedures.map((procedure) => [procedure.name, procedure]));
    for (const { procedure, effect, condSd } of lme4.procedures) {
      expect(Math.abs(procedures.get(procedure!)!.effect - Number(effect))).toBeLessThanOrEqual(1e-4);
      expectRelative(procedures.get(procedure!)!.conditionalSd, Number(condSd), 1e-3);
    }
  });
});

/** Groups from rows of officer, procedure, stratum and value. */
function groupsOf(
  rows: [officer: string, procedure: string, mode: string, value: number][],
): ResponseGroup[] {
  return rows.map(([officer, procedure, mode, value]) => ({
    officer,
    procedure,
    strata: [mode],
    n: 1,
    sum: value,
    sumSquares: value * value,
  }));
}

describe('designs that break careless fits', () => {
  test('every rating the same: no variance, the mean, no criterion', () => {
    const model = fitMixedModel(
      groupsOf([
        ['a', 'p', 'kiosk', 5],
        ['a', 'q', 'qr', 5],
        ['b', 'p', 'qr', 5],
        ['b', 'q', 'kiosk', 5],
      ]),
      ['mode'],
    );
    expect(model.variances).toEqual({ officer: 0, procedure: 0, residual: 0 });
    expect(model.fixed['(Intercept)']).toBeCloseTo(5, 12);
    expect(model.criterion).toBeUndefined();
    for (const officer of model.officers) expect(officer).toMatchObject({ effect: 0, conditionalSd: 0 });
  });

  test('one response', () => {
    const model = fitMixedModel(groupsOf([['a', 'p', 'kiosk', 4]]), ['mode']);
    expect(model.fixed).toEqual({ '(Intercept)': 4 });
    expect(model.variances.officer).toBe(0);
  });

  test('each officer alone on one procedure (nested one to one): finite, both effects shared out', () => {
    const rows = readGroups('sim-typical').map((group) => ({ ...group, procedure: `only-${group.officer}` }));
    const model = fitMixedModel(rows, ['mode']);
    for (const officer of model.officers) expect(Number.isFinite(officer.effect)).toBe(true);
    expect(model.variances.officer + model.variances.procedure).toBeGreaterThan(0.01);
  });

  test('two halves of the centre that share no procedure', () => {
    const groups = readGroups('sim-typical').map((group) => {
      const half = group.officer < 'o30' ? 'x' : 'y';
      return { ...group, procedure: half + group.procedure };
    });
    const model = fitMixedModel(groups, ['mode']);
    expect(model.variances.procedure).toBeGreaterThan(0);
    expect(model.officers.every(({ conditionalSd }) => conditionalSd > 0)).toBe(true);
  });

  test('a stratum that another determines is left out by name', () => {
    const groups = readGroups('sim-typical').map((group) => ({
      ...group,
      strata: [group.strata[0]!, group.strata[0] === 'qr' ? 'phone' : 'hall'],
    }));
    const model = fitMixedModel(groups, ['mode', 'place']);
    expect(model.design.dropped).toEqual(['placephone']);
    expect(model.fixed['(Intercept)']).toBeCloseTo(readLme4('sim-typical').fit.fixed['(Intercept)']!, 4);
  });

  test('officers who do not differ land on exactly 0', () => {
    const rows: [string, string, string, number][] = [];
    for (const officer of ['a', 'b', 'c', 'd']) {
      for (const procedure of ['p', 'q'])
        for (const value of [3, 4, 5]) rows.push([officer, procedure, 'kiosk', value]);
    }
    const model = fitMixedModel(groupsOf(rows), ['mode']);
    expect(model.variances.officer).toBe(0);
    expect(model.variances.procedure).toBe(0);
  });
});

test('order of groups and splitting of counts leave the fit alone', () => {
  const groups = readGroups('sim-typical');
  const whole = fitMixedModel(groups, ['mode']);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 30 }), (seed) => {
      let state = seed;
      const next = (): number => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return state / 2 ** 32;
      };
      const split = groups.flatMap((group): ResponseGroup[] =>
        next() < 0.5
          ? [group]
          : [
              { ...group, n: group.n / 2, sum: group.sum / 2, sumSquares: group.sumSquares / 2 },
              { ...group, n: group.n / 2, sum: group.sum / 2, sumSquares: group.sumSquares / 2 },
            ],
      );
      split.sort(() => next() - 0.5);
      const again = fitMixedModel(split, ['mode']);
      expect(again.variances.officer / whole.variances.officer).toBeCloseTo(1, 6);
      expect(again.fixed['(Intercept)']!).toBeCloseTo(whole.fixed['(Intercept)']!, 8);
    }),
    { numRuns: 5 },
  );
});
