// Loading a policy document: shape, then everything that must hold between its values. A document with one fault is not
// loaded at all; every fault found is named with its path. Activation (two persons, ledger) is the server's.
import type { z } from 'zod';
import { add, compare, divide, type Exact, exact, hundred, one, sum, toDecimalText, zero } from './exact.ts';
import {
  type GeneralAndTaskPolicy,
  type IndicesPolicy,
  levelNames,
  type Mapping,
  type Policy,
  type PositionTemplate,
  policySchema,
  type SourceLabel,
} from './policy-schema.ts';

export interface PolicyProblem {
  /** Dotted path into the document; empty for the whole. */
  path: string;
  reason: string;
}

/** The document is not a policy that can be applied; `problems` names every fault found. */
export class PolicyError extends Error {
  override name = 'PolicyError';
  readonly problems: PolicyProblem[];
  constructor(problems: PolicyProblem[]) {
    super(problems.map(({ path, reason }) => (path === '' ? reason : `${path}: ${reason}`)).join('; '));
    this.problems = problems;
  }
}

/** Checks a parsed document (from YAML or JSON) and returns it with its numbers as exact text. Throws PolicyError. */
export function loadPolicy(document: unknown): Policy {
  const parsed = policySchema.safeParse(document);
  if (!parsed.success) throw new PolicyError(parsed.error.issues.map(shapeProblem));
  const policy = parsed.data;
  const problems = [
    ...checkDates(policy),
    ...checkLevels(policy),
    ...checkSatisfaction(policy),
    ...checkCaps(policy),
    ...checkOverrides(policy),
    ...(policy.kind === 'indices' ? checkIndices(policy) : checkTask(policy)),
    ...checkSources(policy),
  ];
  if (problems.length > 0) throw new PolicyError(problems);
  return policy;
}

/** "decree-335-2025 v1": how lines and files name the policy they follow. */
export function policyName(policy: Pick<Policy, 'id' | 'version'>): string {
  return `${policy.id} v${policy.version}`;
}

/** The label of the value at a dotted path: the one whose covering path is longest. Requires a loaded policy's path. */
export function sourceOf(policy: Policy, path: string): Pick<SourceLabel, 'source' | 'certainty'> {
  let best: { length: number; label: SourceLabel } | undefined;
  for (const label of policy.sources) {
    for (const covering of label.paths) {
      if (covers(covering, path) && (best === undefined || covering.length > best.length)) {
        best = { length: covering.length, label };
      }
    }
  }
  if (best === undefined) throw new RangeError(`no source label covers ${path}`);
  return { source: best.label.source, certainty: best.label.certainty };
}

/** Faults of one position template: shares and weights sum to 1, none negative, no id twice. */
export function checkPosition(position: PositionTemplate, path: string): PolicyProblem[] {
  const problems = checkUnique(
    position.parts.map(({ id }) => id),
    `${path}.parts`,
  );
  const shares = position.parts.map(({ share }) => exact(share));
  problems.push(...checkWeights(shares, `${path}.parts`, 'shares of the parts'));
  for (const part of position.parts) {
    const weights = part.criteria.map(({ weight }) => exact(weight));
    problems.push(...checkWeights(weights, `${path}.parts.${part.id}`, 'weights of the criteria'));
    problems.push(
      ...checkUnique(
        part.criteria.map(({ id }) => id),
        `${path}.parts.${part.id}`,
      ),
    );
  }
  return problems;
}

function shapeProblem(issue: z.core.$ZodIssue): PolicyProblem {
  return { path: issue.path.map(String).join('.'), reason: issue.message };
}

function checkDates(policy: Policy): PolicyProblem[] {
  if (policy.effectiveTo === undefined || policy.effectiveTo >= policy.effectiveFrom) return [];
  return [{ path: 'effectiveTo', reason: 'is before effectiveFrom' }];
}

/** From 0 to the greatest total, each value in exactly one band. */
function checkLevels(policy: Policy): PolicyProblem[] {
  const problems = checkUnique(
    policy.levels.map(({ id }) => id),
    'levels',
  );
  const bands = policy.levels
    .map((band, index) => ({ path: `levels.${index}`, band }))
    .sort((a, b) => compare(exact(a.band.lower.value), exact(b.band.lower.value)));
  for (const { path, band } of bands) {
    if (compare(exact(band.lower.value), exact(band.upper.value)) >= 0) {
      problems.push({ path, reason: `has no values between ${band.lower.value} and ${band.upper.value}` });
    }
  }
  bands.forEach(({ path, band }, index) => {
    const next = bands[index + 1];
    if (next === undefined) return;
    const end = band.upper;
    const start = next.band.lower;
    const order = compare(exact(end.value), exact(start.value));
    const inBoth = order > 0 || (order === 0 && end.operator === '<=' && start.operator === '>=');
    const inNone = order < 0 || (order === 0 && end.operator === '<' && start.operator === '>');
    if (inBoth)
      problems.push({ path, reason: `covers values at ${start.value} that ${next.path} covers too` });
    if (inNone) problems.push({ path, reason: `leaves values at ${end.value} to no level` });
    if (levelNames.indexOf(next.band.level) > levelNames.indexOf(band.level)) {
      problems.push({
        path: next.path,
        reason: `gives more points the lower level ${next.band.level}, after ${band.level}`,
      });
    }
  });
  const lowest = bands[0];
  const highest = bands.at(-1);
  if (
    lowest !== undefined &&
    !(lowest.band.lower.operator === '>=' && compare(exact(lowest.band.lower.value), zero) === 0)
  ) {
    problems.push({ path: lowest.path, reason: 'the lowest level does not begin at >= 0' });
  }
  if (
    highest !== undefined &&
    !(
      highest.band.upper.operator === '<=' &&
      compare(exact(highest.band.upper.value), exact(policy.totalMax)) === 0
    )
  ) {
    problems.push({ path: highest.path, reason: `the highest level does not end at <= ${policy.totalMax}` });
  }
  return problems;
}

function checkSatisfaction(policy: Policy): PolicyProblem[] {
  const { target, mapping, responseRateMin, selfReportedShareMax, intervalWidthMax } = policy.satisfaction;
  const problems = checkMapping(mapping);
  for (const [name, value, max] of [
    ['responseRateMin', responseRateMin, one],
    ['selfReportedShareMax', selfReportedShareMax, one],
    ['intervalWidthMax', intervalWidthMax, hundred],
  ] as const) {
    if (value !== null && (compare(exact(value), zero) < 0 || compare(exact(value), max) > 0)) {
      problems.push({ path: `satisfaction.${name}`, reason: `is not between 0 and ${toDecimalText(max)}` });
    }
  }
  const path = 'satisfaction.target';
  let expected: Exact | undefined;
  if (target.kind === 'general') {
    if (policy.kind !== 'general-and-task') {
      problems.push({ path, reason: 'there are no general criteria in a policy of indices' });
    } else if (
      compare(exact(target.weight), zero) <= 0 ||
      compare(exact(target.weight), exact(policy.general.max)) >= 0
    ) {
      problems.push({ path, reason: `weight is not between 0 and general.max ${policy.general.max}` });
    }
    expected = exact(target.weight);
  }
  if (target.kind === 'position') {
    if (policy.kind !== 'general-and-task')
      problems.push({ path, reason: 'a policy of indices has no positions' });
    expected = hundred;
  }
  if (target.kind === 'index') {
    const index =
      policy.kind === 'indices' ? policy.indices.find(({ id }) => id === target.index) : undefined;
    if (index === undefined) problems.push({ path, reason: `there is no index ${target.index}` });
    else expected = greatest(index.values);
  }
  if (expected !== undefined && compare(exact(mapping.max), expected) !== 0) {
    problems.push({
      path: 'satisfaction.mapping.max',
      reason: `is ${mapping.max}, but what satisfaction enters is worth ${toDecimalText(expected)}`,
    });
  }
  if (policy.kind === 'general-and-task') {
    const uses = policy.positions.flatMap(({ parts }) => parts.flatMap(({ criteria }) => criteria));
    const used = uses.some(({ figure }) => figure === 'satisfaction');
    if (used !== (target.kind === 'position')) {
      problems.push({
        path,
        reason: used
          ? 'a position has a criterion filled by satisfaction, but target is not position'
          : target.kind === 'position'
            ? 'no position has a criterion filled by satisfaction'
            : 'inconsistent',
      });
    }
  }
  return problems;
}

function checkMapping(mapping: Mapping): PolicyProblem[] {
  const path = 'satisfaction.mapping';
  const max = exact(mapping.max);
  if (compare(max, zero) <= 0) return [{ path: `${path}.max`, reason: 'is not above 0' }];
  switch (mapping.kind) {
    case 'steps': {
      const step = exact(mapping.step);
      if (compare(step, zero) <= 0) return [{ path: `${path}.step`, reason: 'is not above 0' }];
      if (divide(max, step).denominator !== 1n) {
        return [
          {
            path: `${path}.step`,
            reason: `steps of ${mapping.step} do not reach the maximum ${mapping.max}`,
          },
        ];
      }
      return [];
    }
    case 'linear': {
      const [from, to] = [exact(mapping.from), exact(mapping.to)];
      if (compare(from, zero) < 0 || compare(from, to) >= 0 || compare(to, hundred) > 0) {
        return [{ path, reason: 'from and to are not 0 <= from < to <= 100' }];
      }
      return [];
    }
    case 'table': {
      const problems: PolicyProblem[] = [];
      mapping.rows.forEach(({ from, points }, index) => {
        const place = `${path}.rows.${index}`;
        const before = mapping.rows[index - 1];
        if (before === undefined && compare(exact(from), zero) !== 0) {
          problems.push({ path: place, reason: 'the first row does not begin at 0' });
        }
        if (before !== undefined && compare(exact(from), exact(before.from)) <= 0) {
          problems.push({ path: place, reason: `begins at ${from}, not above ${before.from}` });
        }
        if (before !== undefined && compare(exact(points), exact(before.points)) < 0) {
          problems.push({ path: place, reason: 'gives fewer points for a better figure' });
        }
        if (compare(exact(from), hundred) > 0) problems.push({ path: place, reason: 'begins above 100' });
        if (compare(exact(points), zero) < 0) problems.push({ path: place, reason: 'gives negative points' });
      });
      const last = mapping.rows.at(-1);
      if (last !== undefined && compare(exact(last.points), max) !== 0) {
        problems.push({
          path: `${path}.rows`,
          reason: `end at ${last.points}, not at the maximum ${mapping.max}`,
        });
      }
      return problems;
    }
  }
}

function checkCaps(policy: Policy): PolicyProblem[] {
  const names = new Set(policy.levels.map(({ level }) => level));
  return policy.caps.flatMap((cap, index) => {
    const problems: PolicyProblem[] = [];
    if (compare(exact(cap.share), zero) < 0 || compare(exact(cap.share), one) > 0) {
      problems.push({ path: `caps.${index}.share`, reason: 'is not a proportion between 0 and 1' });
    }
    for (const name of [cap.level, ...cap.of]) {
      if (!names.has(name)) problems.push({ path: `caps.${index}`, reason: `there is no level ${name}` });
    }
    return problems;
  });
}

/** A finding lowers a level to one of the policy's own; any other would leave it where it is. */
function checkOverrides(policy: Policy): PolicyProblem[] {
  const names = new Set(policy.levels.map(({ level }) => level));
  return [
    ...checkUnique(
      policy.overrides.map(({ mark }) => mark),
      'overrides',
    ),
    ...policy.overrides.flatMap(({ level }, index) =>
      names.has(level)
        ? []
        : [{ path: `overrides.${index}.level`, reason: `there is no level ${level} in levels` }],
    ),
  ];
}

function checkTask(policy: GeneralAndTaskPolicy): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const { general, task, positions, positionBounds } = policy;
  if (compare(exact(general.max), zero) <= 0)
    problems.push({ path: 'general.max', reason: 'is not above 0' });
  if (compare(exact(task.max), zero) <= 0) problems.push({ path: 'task.max', reason: 'is not above 0' });
  if (compare(add(exact(general.max), exact(task.max)), exact(policy.totalMax)) !== 0) {
    problems.push({
      path: 'totalMax',
      reason: `is ${policy.totalMax}, but general.max ${general.max} and task.max ${task.max} do not sum to it`,
    });
  }
  for (const [path, value] of [
    ['task.failureDeduction', task.failureDeduction],
    ['positionBounds.weightChangeMax', positionBounds.weightChangeMax],
    ['positionBounds.weightMin', positionBounds.weightMin],
  ] as const) {
    if (compare(exact(value), zero) < 0 || compare(exact(value), one) > 0) {
      problems.push({ path, reason: 'is not a proportion between 0 and 1' });
    }
  }
  problems.push(
    ...checkUnique(
      positions.map(({ id }) => id),
      'positions',
    ),
  );
  for (const [index, position] of positions.entries()) {
    problems.push(...checkPosition(position, `positions.${index}`));
  }
  if (!positions.some(({ id }) => id === policy.defaultPosition)) {
    problems.push({ path: 'defaultPosition', reason: `there is no position ${policy.defaultPosition}` });
  }
  return problems;
}

function checkIndices(policy: IndicesPolicy): PolicyProblem[] {
  const problems = checkUnique(
    policy.indices.map(({ id }) => id),
    'indices',
  );
  policy.indices.forEach(({ values }, index) => {
    if (values.some((value) => compare(exact(value), zero) < 0)) {
      problems.push({ path: `indices.${index}.values`, reason: 'hold a negative value' });
    }
  });
  const most = sum(policy.indices.map(({ values }) => greatest(values)));
  if (compare(most, exact(policy.totalMax)) !== 0) {
    problems.push({
      path: 'totalMax',
      reason: `is ${policy.totalMax}, but the indices sum to ${toDecimalText(most)}`,
    });
  }
  return problems;
}

/** Every value has a label, and every label a value. */
function checkSources(policy: Policy): PolicyProblem[] {
  const ownNames = new Set(['schema', 'kind', 'id', 'version', 'sources']);
  const namesAnywhere = new Set(['id', 'title', 'label']);
  const leaves: string[] = [];
  const walk = (value: unknown, path: string[]): void => {
    const key = path.at(-1) ?? '';
    if (namesAnywhere.has(key) || (path.length === 1 && ownNames.has(key))) return;
    if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
    } else leaves.push(path.join('.'));
  };
  walk(policy, []);
  const labels = policy.sources.flatMap(({ paths }) => paths);
  const problems: PolicyProblem[] = [];
  for (const leaf of leaves) {
    if (!labels.some((path) => covers(path, leaf))) {
      problems.push({ path: leaf, reason: 'has no label of source and certainty in sources' });
    }
  }
  for (const path of labels) {
    if (!leaves.some((leaf) => covers(path, leaf))) {
      problems.push({ path: 'sources', reason: `${path} is no value of this policy` });
    }
  }
  return problems;
}

function covers(path: string, leaf: string): boolean {
  return leaf === path || leaf.startsWith(`${path}.`);
}

function greatest(values: readonly string[]): Exact {
  return values.map((value) => exact(value)).reduce((a, b) => (compare(a, b) >= 0 ? a : b));
}

function checkWeights(weights: Exact[], path: string, what: string): PolicyProblem[] {
  if (weights.some((weight) => compare(weight, zero) <= 0)) {
    return [{ path, reason: `${what} are not all above 0` }];
  }
  const total = sum(weights);
  return compare(total, one) === 0
    ? []
    : [{ path, reason: `${what} sum to ${toDecimalText(total)}, not to 1` }];
}

function checkUnique(ids: string[], path: string): PolicyProblem[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) => ({
    path,
    reason: `${id} appears twice`,
  }));
}
