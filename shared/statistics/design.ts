// The design of the mixed model: groups of responses that agree in officer, procedure and strata become sufficient
// statistics, so that a fit costs the same for a thousand ratings as for a hundred million in the same groups.
// Model: y = X beta + officer + procedure + residual; officers are diagonal in their own block and are eliminated
// analytically, what remains ("dense" below) is procedures first, then the columns of X.

/** Responses that agree in everything the model sees. `sum` and `sumSquares` are of the figure's value. */
export interface ResponseGroup {
  officer: string;
  /** Absent where the data name no procedure: then the model has no procedure effect. */
  procedure?: string;
  /** Levels of the strata, in the order of the strata's names. */
  strata: readonly string[];
  n: number;
  sum: number;
  sumSquares: number;
}

export interface Design {
  officers: string[];
  procedures: string[];
  /** Columns of X by name, treatment coded as in R: `(Intercept)`, then stratum name + level, base level first in code-unit order. */
  columns: string[];
  /** Columns left out because the others determine them. */
  dropped: string[];
  /** Stratum levels by stratum name, the base level first. */
  levels: Map<string, string[]>;
  n: number;
  /** Mean of the values; everything below is of values minus this mean, against cancellation. */
  mean: number;
  sumSquares: number;
  officerN: Float64Array;
  officerSum: Float64Array;
  /** Officer i's sums over the dense columns: entries start[i] .. start[i + 1] of index and value. */
  start: Int32Array;
  index: Int32Array;
  value: Float64Array;
  /** Dense cross-products, size x size, and right-hand side. */
  size: number;
  cross: Float64Array;
  rhs: Float64Array;
}

export const interceptName = '(Intercept)';

/** Builds the design. Requires at least one group with n > 0; throws RangeError otherwise. */
export function designOf(groups: readonly ResponseGroup[], strataNames: readonly string[] = []): Design {
  const used = groups.filter((group) => group.n > 0);
  if (used.length === 0) throw new RangeError('no responses to fit');
  const officers = distinct(used.map((group) => group.officer));
  const withProcedure = used.every((group) => group.procedure !== undefined);
  const procedures = withProcedure ? distinct(used.map((group) => group.procedure!)) : [];
  const officerIndex = indexOf(officers);
  const procedureIndex = indexOf(procedures);

  const levels = new Map<string, string[]>();
  const allColumns = [interceptName];
  const columnOf: Map<string, number>[] = strataNames.map((name, position) => {
    const names = distinct(used.map((group) => group.strata[position] ?? ''));
    levels.set(name, names);
    const columns = new Map<string, number>();
    for (const level of names.slice(1)) {
      columns.set(level, allColumns.length);
      allColumns.push(name + level);
    }
    return columns;
  });
  const fixedOf = (group: ResponseGroup): number[] => {
    const columns = [0];
    group.strata.forEach((level, position) => {
      const column = columnOf[position]?.get(level);
      if (column !== undefined) columns.push(column);
    });
    return columns;
  };
  const kept = independentColumns(used, fixedOf, allColumns.length);
  const keptIndex = new Map(kept.map((column, position) => [column, position]));

  let n = 0;
  let total = 0;
  for (const group of used) {
    n += group.n;
    total += group.sum;
  }
  const mean = total / n;
  const procedureCount = procedures.length;
  const size = procedureCount + kept.length;
  const cross = new Float64Array(size * size);
  const rhs = new Float64Array(size);
  const officerN = new Float64Array(officers.length);
  const officerSum = new Float64Array(officers.length);
  const rows: Map<number, number>[] = officers.map(() => new Map());
  let sumSquares = 0;
  for (const group of used) {
    const officer = officerIndex.get(group.officer)!;
    const sum = group.sum - group.n * mean;
    sumSquares += group.sumSquares - 2 * mean * group.sum + group.n * mean * mean;
    officerN[officer]! += group.n;
    officerSum[officer]! += sum;
    const columns: number[] = [];
    if (withProcedure) columns.push(procedureIndex.get(group.procedure!)!);
    for (const column of fixedOf(group)) {
      const position = keptIndex.get(column);
      if (position !== undefined) columns.push(procedureCount + position);
    }
    const row = rows[officer]!;
    for (const a of columns) {
      row.set(a, (row.get(a) ?? 0) + group.n);
      rhs[a]! += sum;
      for (const b of columns) cross[a * size + b]! += group.n;
    }
  }
  const start = new Int32Array(officers.length + 1);
  rows.forEach((row, i) => {
    start[i + 1] = start[i]! + row.size;
  });
  const index = new Int32Array(start[officers.length]!);
  const value = new Float64Array(start[officers.length]!);
  rows.forEach((row, i) => {
    let at = start[i]!;
    for (const [column, count] of [...row].sort((a, b) => a[0] - b[0])) {
      index[at] = column;
      value[at] = count;
      at++;
    }
  });
  return {
    officers,
    procedures,
    columns: kept.map((column) => allColumns[column]!),
    dropped: allColumns.filter((_, column) => !keptIndex.has(column)),
    levels,
    n,
    mean,
    sumSquares: Math.max(0, sumSquares),
    officerN,
    officerSum,
    start,
    index,
    value,
    size,
    cross,
    rhs,
  };
}

/** Officers with this many responses count towards `officersEnough`. */
export const officerResponsesMin = 10;
const officersEnough = 30;

/** Whether the data have enough officers (30 of at least 10 responses) to know by themselves how much officers differ. */
export function knowsOwnVariance({ officerN }: Pick<Design, 'officerN'>): boolean {
  return officerN.filter((n) => n >= officerResponsesMin).length >= officersEnough;
}

/** Names in code-unit order, so that the same data give the same design whatever order they arrive in. */
export function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function indexOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, position) => [name, position]));
}

/** The columns of X that earlier ones do not determine, by the pivots of X'X. */
function independentColumns(
  groups: readonly ResponseGroup[],
  fixedOf: (group: ResponseGroup) => number[],
  count: number,
): number[] {
  const cross = new Float64Array(count * count);
  for (const group of groups) {
    const columns = fixedOf(group);
    for (const a of columns) for (const b of columns) cross[a * count + b]! += group.n;
  }
  const kept: number[] = [];
  const factor: Float64Array[] = [];
  for (let column = 0; column < count; column++) {
    const row = new Float64Array(kept.length + 1);
    let pivot = cross[column * count + column]!;
    kept.forEach((other, position) => {
      let sum = cross[column * count + other]!;
      for (let k = 0; k < position; k++) sum -= row[k]! * factor[position]![k]!;
      row[position] = sum / factor[position]![position]!;
      pivot -= row[position]! ** 2;
    });
    if (pivot <= 1e-9 * cross[column * count + column]!) continue;
    row[kept.length] = Math.sqrt(pivot);
    kept.push(column);
    factor.push(row);
  }
  return kept;
}
