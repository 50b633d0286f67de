// Worlds for the calibration: officers and procedures with known effects, citizens who answer 1..5, and what each officer
// would get over the whole centre's mix. Thresholds of the cumulative logit are those ordinal::clmm found in the two
// simulated data sets of the fixtures, moved so that the world has the top box it is named after.
import type { ResponseGroup } from '../../shared/statistics/design.ts';
import { addTo } from '../../shared/statistics/grouping.ts';
import { drawFrom, normalFrom, type Random } from './random.ts';

export interface World {
  /** Share of "very satisfied", percent. */
  top: number;
  /** How much procedures differ, and how unevenly officers serve them. */
  mix: 'mild' | 'strong';
  /** 40 responses each, or log-normal from 3 to 400. */
  n: 'even' | 'uneven';
  officers: number;
  /** ordinal: cumulative logit. pleased: 30, 60, 80% of citizens answer 5 whatever happens. spread: officers differ in spread. */
  citizens: 'ordinal' | 'pleased' | 'spread';
  /** The number of responses grows with quality. */
  informative?: boolean;
  /** Officers do not differ. */
  identical?: boolean;
}

export const tops = [53, 85, 97];
export const sizes = [4, 8, 15, 60];

/** Every ignorable world, and some where n depends on quality. */
export function allWorlds(): World[] {
  const worlds: World[] = [];
  for (const citizens of ['ordinal', 'pleased', 'spread'] as const) {
    for (const top of tops) {
      for (const mix of ['mild', 'strong'] as const) {
        for (const n of ['even', 'uneven'] as const) {
          for (const officers of sizes) worlds.push({ top, mix, n, officers, citizens });
        }
      }
    }
  }
  for (const top of tops) {
    for (const officers of [4, 15, 60]) {
      worlds.push({ top, mix: 'mild', n: 'uneven', officers, citizens: 'ordinal', informative: true });
    }
  }
  return worlds;
}

export function nameOf(world: World): string {
  const { citizens, top, mix, n, officers } = world;
  return `${citizens}${world.informative ? ' informative' : ''}${world.identical ? ' identical' : ''} ${top}% ${mix} ${n} ${officers}`;
}

const procedureCount = 12;
const modeEffect = 0.15;
const belowTop = [-4.2, -2.9, -2, 0];
const pleasedShare: Record<number, number> = { 53: 0.3, 85: 0.6, 97: 0.8 };

export interface Centre {
  world: World;
  officerEffects: number[];
  spreads: number[];
  procedureEffects: number[];
  thresholds: number[];
  /** Weight of each procedure for each officer, and the share of QR answers. */
  weights: number[][];
  qrShares: number[];
  counts: number[];
}

export function drawCentre(world: World, random: Random): Centre {
  const officerSd = world.identical ? 0 : 0.7;
  const procedureSd = world.mix === 'mild' ? 0.25 : 0.9;
  const many = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
  const officerEffects = many(world.officers, () => officerSd * normalFrom(random));
  const common = many(procedureCount, () => Math.exp(0.7 * normalFrom(random)));
  const counts = officerEffects.map((effect) => {
    const base = world.n === 'even' ? 40 : Math.exp(Math.log(25) + 1.1 * normalFrom(random));
    return Math.round(Math.min(400, Math.max(3, base * (world.informative ? Math.exp(0.8 * effect) : 1))));
  });
  return {
    world,
    officerEffects,
    spreads: officerEffects.map(() => (world.citizens === 'spread' ? Math.exp(0.2 * normalFrom(random)) : 1)),
    procedureEffects: many(procedureCount, () => procedureSd * normalFrom(random)),
    thresholds: thresholdsFor(world, Math.hypot(0.7, procedureSd)),
    weights: officerEffects.map(() =>
      common.map((weight) => weight * Math.exp((world.mix === 'mild' ? 0.4 : 1.6) * normalFrom(random))),
    ),
    qrShares: officerEffects.map(() => 0.3 + 0.4 * random()),
    counts,
  };
}

export interface Sample {
  groups: ResponseGroup[];
  /** Responses by officer, procedure, mode (0 kiosk, 1 QR). */
  cells: number[][][];
  satisfied: number[];
  /** Responses by `officer|procedure|mode|level`. */
  counted: Map<string, number>;
  top: number;
  n: number;
}

/** Draws every officer's responses, `times` as many as the centre's counts. */
export function drawSample(centre: Centre, random: Random, times = 1): Sample {
  const groups = new Map<string, ResponseGroup>();
  const cells = centre.counts.map(() => Array.from({ length: procedureCount }, () => [0, 0]));
  const satisfied = centre.counts.map(() => 0);
  const counted = new Map<string, number>();
  let top = 0;
  let n = 0;
  centre.counts.forEach((count, officer) => {
    for (let k = 0; k < count * times; k++) {
      const procedure = drawFrom(random, centre.weights[officer]!);
      const mode = random() < centre.qrShares[officer]! ? 1 : 0;
      const level = 1 + drawFrom(random, levelShares(centre, officer, procedure, mode));
      addTo(groups, officerName(officer), `p${procedure}`, [mode === 1 ? 'qr' : 'kiosk'], 1, level);
      cells[officer]![procedure]![mode]!++;
      if (level >= 4) satisfied[officer]!++;
      const key = `${officer}|${procedure}|${mode}|${level}`;
      counted.set(key, (counted.get(key) ?? 0) + 1);
      if (level === 5) top++;
      n++;
    }
  });
  return { groups: [...groups.values()], cells, satisfied, counted, top: top / n, n };
}

/** Names sort in the order of the positions. */
export function officerName(officer: number): string {
  return `o${String(officer).padStart(3, '0')}`;
}

/** Shares of levels 1..5 that an officer gets for a procedure and mode. */
export function levelShares(centre: Centre, officer: number, procedure: number, mode: number): number[] {
  const eta = centre.officerEffects[officer]! + centre.procedureEffects[procedure]! + modeEffect * mode;
  const spread = centre.spreads[officer]!;
  const shares: number[] = [];
  let below = 0;
  for (const threshold of centre.thresholds) {
    const reached = logistic((threshold - eta) / spread);
    shares.push(reached - below);
    below = reached;
  }
  shares.push(1 - below);
  if (centre.world.citizens !== 'pleased') return shares;
  const pleased = pleasedShare[centre.world.top]!;
  return shares.map((share, k) => (1 - pleased) * share + (k === 4 ? pleased : 0));
}

/** Each officer's expected rating over the whole sample's mix of procedures and modes. */
export function truthOver(centre: Centre, { cells, n }: Sample): number[] {
  const mix = Array.from({ length: procedureCount }, () => [0, 0]);
  for (const own of cells) {
    own.forEach((modes, procedure) => {
      modes.forEach((count, mode) => {
        mix[procedure]![mode]! += count / n;
      });
    });
  }
  return centre.officerEffects.map((_, officer) => {
    let expected = 0;
    mix.forEach((modes, procedure) => {
      modes.forEach((share, mode) => {
        levelShares(centre, officer, procedure, mode).forEach((probability, k) => {
          expected += share * probability * (k + 1);
        });
      });
    });
    return expected;
  });
}

function thresholdsFor(world: World, sd: number): number[] {
  const pleased = world.citizens === 'pleased' ? pleasedShare[world.top]! : 0;
  const target = (world.top / 100 - pleased) / (1 - pleased);
  let lo = -12;
  let hi = 12;
  for (let step = 0; step < 60; step++) {
    const middle = (lo + hi) / 2;
    let share = 0;
    let total = 0;
    for (let z = -4; z <= 4; z += 0.25) {
      const weight = Math.exp((-z * z) / 2);
      share += weight * (1 - logistic(middle - modeEffect / 2 - sd * z));
      total += weight;
    }
    if (share / total > target) lo = middle;
    else hi = middle;
  }
  return belowTop.map((gap) => lo + gap);
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
