// Dense symmetric positive definite systems, row-major in one Float64Array: the block that is left after the officers
// are eliminated (procedures and fixed effects; a few hundred rows at most).

/**
 * Cholesky factor in place: the lower triangle becomes L with L L' = A (size x size); the upper triangle is not read.
 * Returns the index of the first pivot that is not positive, or -1 when all are.
 */
export function factorise(a: Float64Array, size: number): number {
  for (let j = 0; j < size; j++) {
    const rowJ = j * size;
    let pivot = a[rowJ + j]!;
    for (let k = 0; k < j; k++) pivot -= a[rowJ + k]! * a[rowJ + k]!;
    if (!(pivot > 0)) return j;
    const root = Math.sqrt(pivot);
    a[rowJ + j] = root;
    for (let i = j + 1; i < size; i++) {
      const rowI = i * size;
      let sum = a[rowI + j]!;
      for (let k = 0; k < j; k++) sum -= a[rowI + k]! * a[rowJ + k]!;
      a[rowI + j] = sum / root;
    }
  }
  return -1;
}

/** Solves L x = b in place. */
export function solveLower(l: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * size + k]! * b[k]!;
    b[i] = sum / l[i * size + i]!;
  }
}

/** Solves L' x = b in place. */
export function solveUpper(l: Float64Array, size: number, b: Float64Array): void {
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < size; k++) sum -= l[k * size + i]! * b[k]!;
    b[i] = sum / l[i * size + i]!;
  }
}

/** Inverse of A from its factor L, full symmetric storage. */
export function invert(l: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    lower[j * size + j] = 1 / l[j * size + j]!;
    for (let i = j + 1; i < size; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= l[i * size + k]! * lower[k * size + j]!;
      lower[i * size + j] = sum / l[i * size + i]!;
    }
  }
  const inverse = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let i = 0; i <= k; i++) {
      const value = lower[k * size + i]!;
      if (value === 0) continue;
      for (let j = 0; j <= i; j++) inverse[i * size + j]! += value * lower[k * size + j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) inverse[j * size + i] = inverse[i * size + j]!;
  }
  return inverse;
}
