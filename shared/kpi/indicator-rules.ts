// What the active KPI policy says about the indicator itself: which figure decides, how much data it takes, and where the
// points change, so that the indicator can say how near a step is.
import { defaultIndicatorPolicy, type IndicatorPolicy } from '../statistics/indicator-policy.ts';
import { add, compare, divide, type Exact, exact, hundred, multiply, toDecimalText, zero } from './exact.ts';
import type { Mapping, Policy } from './policy-schema.ts';

/** The indicator's policy under a KPI policy; what the KPI policy does not speak of stays as by default. */
export function indicatorPolicyOf(policy: Policy): IndicatorPolicy {
  const { figure, minimumResponses, intervalWidthMax, tiers, mapping } = policy.satisfaction;
  // The mean is shown on 0..100, a share on 0..1; a policy writes both in points of a hundred.
  const inUnit = (value: Exact): number =>
    Number(toDecimalText(figure === 'mean' ? value : divide(value, hundred)));
  const { intervalWidthMax: _, ...state } = defaultIndicatorPolicy.state;
  return {
    ...defaultIndicatorPolicy,
    figure: figure === 'mean' ? 'meanRating' : 'shareSatisfied',
    tiers: [...tiers],
    state: {
      ...state,
      responsesMin: minimumResponses,
      ...(intervalWidthMax === null ? {} : { intervalWidthMax: inUnit(exact(intervalWidthMax)) }),
    },
    periodRule: policy.aggregation.satisfaction === 'mean-of-months' ? 'mean-of-months' : 'pooled',
    stepBoundaries: stepBoundaries(mapping).map(inUnit),
    adjustedFeedsKpi: figure === 'adjusted',
  };
}

/** Figures (0-100) at which a mapping's points change, ascending; the two ends of a line, between which they change everywhere. */
export function stepBoundaries(mapping: Mapping): Exact[] {
  switch (mapping.kind) {
    case 'linear':
      return [exact(mapping.from), exact(mapping.to)].filter((value) => compare(value, zero) > 0);
    case 'table':
      return mapping.rows
        .map(({ from }) => exact(from))
        .filter((value) => compare(value, zero) > 0)
        .sort(compare);
    case 'steps': {
      const step = divide(multiply(hundred, exact(mapping.step)), exact(mapping.max));
      let next = mapping.rounding === 'down' ? step : divide(step, exact(2n));
      const boundaries: Exact[] = [];
      for (; compare(next, hundred) <= 0; next = add(next, step)) boundaries.push(next);
      return boundaries;
    }
  }
}
