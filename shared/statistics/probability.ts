// Distribution functions the intervals need: normal and Student t, with their quantiles. Double precision over the
// range used here (probabilities 1e-12 .. 1 - 1e-12, degrees of freedom above 0).
// Sources: erfc by series and continued fraction (Abramowitz & Stegun 7.1.5, 7.1.14); incomplete beta by Lentz's
// continued fraction (DLMF 8.17.22); log-gamma by Lanczos (g = 7, 9 terms).

/** P(Z <= z) for the standard normal. */
export function normalCdf(z: number): number {
  return z < 0 ? 0.5 * erfc(-z / Math.SQRT2) : 1 - 0.5 * erfc(z / Math.SQRT2);
}

/** erfc(x) for x >= 0. */
function erfc(x: number): number {
  if (x > 27) return 0;
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let k = 1; k < 200 && Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
      term *= (-x * x) / k;
      sum += term / (2 * k + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let k = 60; k >= 1; k--) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

/** Quantile of the standard normal, 0 < p < 1, by bisection of its distribution. */
export function normalQuantile(p: number): number {
  assertProbability(p);
  if (p > 0.5) return -normalQuantile(1 - p);
  return bisect((z) => normalCdf(z) - p, -39, 0);
}

/** P(T <= t) for Student's t with `df` > 0 degrees of freedom (infinite: the normal). */
export function studentCdf(t: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`degrees of freedom must be above 0, got ${df}`);
  if (df > 1e7) return normalCdf(t);
  if (df >= 30) return normalCdf(Math.sign(t) * normalDeviate(t * t, df));
  const tail = 0.5 * incompleteBeta(df / (df + t * t), df / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/** The normal deviate with the tail of |t|, for df >= 30 to 1e-8 or better: Hill (1970), CACM Algorithm 395. */
function normalDeviate(tSquared: number, df: number): number {
  const a = df - 0.5;
  const b = 48 * a * a;
  const y = a * Math.log1p(tSquared / df);
  const inner = (((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b);
  return ((inner + y + 3) / b + 1) * Math.sqrt(y);
}

/** Quantile of Student's t, 0 < p < 1, `df` > 0. */
export function studentQuantile(p: number, df: number): number {
  assertProbability(p);
  if (df > 1e7) return normalQuantile(p);
  if (p < 0.5) return -studentQuantile(1 - p, df);
  if (p === 0.5) return 0;
  let high = 2;
  while (studentCdf(high, df) < p && high < 1e150) high *= 2;
  return bisect((t) => studentCdf(t, df) - p, 0, high);
}

/** The rate at which a Poisson count reaches `count` (a positive integer) or more with probability `p`. */
export function poissonRateReaching(count: number, p: number): number {
  assertProbability(p);
  const reach = (rate: number): number => {
    let term = Math.exp(-rate);
    let below = term;
    for (let k = 1; k < count; k++) {
      term *= rate / k;
      below += term;
    }
    return 1 - below;
  };
  return bisect((rate) => reach(rate) - p, 0, count + 40);
}

/** Root of an increasing function between two bounds that enclose it, to full double precision. */
export function bisect(increasing: (x: number) => number, low: number, high: number): number {
  let lo = low;
  let hi = high;
  for (let step = 0; step < 200; step++) {
    const middle = 0.5 * (lo + hi);
    if (middle === lo || middle === hi) break;
    if (increasing(middle) < 0) lo = middle;
    else hi = middle;
  }
  return 0.5 * (lo + hi);
}

function assertProbability(p: number): void {
  if (!(p > 0 && p < 1)) throw new RangeError(`probability must lie between 0 and 1, got ${p}`);
}

function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const y = x - 1;
  let sum = lanczos[0]!;
  for (let k = 1; k < lanczos.length; k++) sum += lanczos[k]! / (y + k);
  const t = y + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const lift = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / lift(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m <= 5000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / lift(1 + even * d);
    c = lift(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / lift(1 + odd * d);
    c = lift(1 + odd / c);
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return h;
}

const lanczos = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];
