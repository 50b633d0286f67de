// Minimum of a smooth function of one or two variables by damped Newton steps with central differences. Comparing
// differences, not values, finds the minimum to far more digits than comparing values would.

export interface Minimum {
  at: number[];
  value: number;
  /** Matrix of second derivatives at the minimum, row-major. */
  hessian: number[];
  converged: boolean;
}

const stepsMax = 100;
/** Steps in a row that gain nothing beyond rounding, as along a function that falls for ever: nothing is left to find. */
const stepsWithoutGainMax = 3;

/** Width of the differences: narrow, but wide enough that second differences stand out of the rounding of the values. */
function differenceWidth(value: number): number {
  return Math.max(1e-3, (1e-15 * Math.abs(value)) ** 0.25);
}

/** Minimises from `from` inside the box [low, high] (the same bounds for each variable). */
export function minimise(
  objective: (x: number[]) => number,
  from: readonly number[],
  low: number,
  high: number,
): Minimum {
  let x = [...from];
  let value = objective(x);
  let damping = 0;
  let stepsWithoutGain = 0;
  const step = differenceWidth(value);
  const enough = Math.max(1e-7, 1e-2 * step * step);
  for (let count = 0; count < stepsMax; count++) {
    const { gradient, hessian } = derivatives(objective, x, value, step);
    const move = newtonStep(gradient, hessian, damping);
    const clipped = x.map((xi, i) => Math.min(high, Math.max(low, xi + Math.max(-2, Math.min(2, move[i]!)))));
    const length = Math.max(...clipped.map((xi, i) => Math.abs(xi - x[i]!)));
    const next = objective(clipped);
    const noise = 1e-11 * (1 + Math.abs(value));
    if (next <= value + noise) {
      stepsWithoutGain = next >= value - noise ? stepsWithoutGain + 1 : 0;
      x = clipped;
      value = next;
      damping = damping < 1e-3 ? 0 : damping / 4;
      if (length < enough || stepsWithoutGain >= stepsWithoutGainMax) {
        return { at: x, value, hessian, converged: true };
      }
    } else {
      if (length < enough) return { at: x, value, hessian, converged: true };
      damping = damping === 0 ? 0.1 * (1 + Math.abs(hessian[0]!)) : damping * 4;
    }
  }
  return { at: x, value, hessian: derivatives(objective, x, value, step).hessian, converged: false };
}

function derivatives(
  objective: (x: number[]) => number,
  x: readonly number[],
  value: number,
  step: number,
): { gradient: number[]; hessian: number[] } {
  const size = x.length;
  const shifted = (i: number, by: number, j = i, and = 0): number => {
    const y = [...x];
    y[i]! += by;
    y[j]! += and;
    return objective(y);
  };
  const gradient: number[] = [];
  const hessian = new Array<number>(size * size).fill(0);
  for (let i = 0; i < size; i++) {
    const up = shifted(i, step);
    const down = shifted(i, -step);
    gradient.push((up - down) / (2 * step));
    hessian[i * size + i] = (up - 2 * value + down) / (step * step);
    for (let j = 0; j < i; j++) {
      const mixed =
        (shifted(i, step, j, step) -
          shifted(i, step, j, -step) -
          shifted(i, -step, j, step) +
          shifted(i, -step, j, -step)) /
        (4 * step * step);
      hessian[i * size + j] = mixed;
      hessian[j * size + i] = mixed;
    }
  }
  return { gradient, hessian };
}

/** -(H + damping I)^-1 g, with the damping raised until H is positive definite. */
function newtonStep(gradient: readonly number[], hessian: readonly number[], damping: number): number[] {
  if (gradient.length === 1) {
    const curvature = Math.max(hessian[0]! + damping, 1e-3 + 0.1 * Math.abs(gradient[0]!));
    return [-gradient[0]! / curvature];
  }
  const [g0, g1] = [gradient[0]!, gradient[1]!];
  const [a, b, d] = [hessian[0]!, hessian[1]!, hessian[3]!];
  const least = (a + d) / 2 - Math.hypot((a - d) / 2, b);
  const lift = damping + Math.max(0, 1e-3 + 0.1 * Math.hypot(g0, g1) - least - damping);
  const determinant = (a + lift) * (d + lift) - b * b;
  return [-((d + lift) * g0 - b * g1) / determinant, -((a + lift) * g1 - b * g0) / determinant];
}
