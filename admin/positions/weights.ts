// Weights of a template: which hold on a day, how far each may move, and what people type.
import {
  add,
  compare,
  type Exact,
  exact,
  larger,
  one,
  smaller,
  subtract,
  sum,
  toExactText,
} from '../../shared/kpi/exact.ts';
import type { Locale } from '../i18n/locale.ts';
import { decimalText } from '../kpi/figure-text.ts';
import type { Change, Template } from './positions-api.ts';

export const weightKey = (part: string, criterion: string): string => `${part}.${criterion}`;

/**
 * The change that holds for an officer (null: for everyone in the position) on a day: the officer's own before the
 * position's, then the latest. Only what stands in the log holds.
 */
export function changeInForce(
  changes: readonly Change[],
  of: { policy: number; position: string; officer: string | null; day: string },
): Change | undefined {
  const holding = changes.filter(
    ({ policy, position, officer, effective, inLog }) =>
      inLog &&
      policy === of.policy &&
      position === of.position &&
      effective <= of.day &&
      (officer === null || officer === of.officer),
  );
  return holding
    .sort(
      (a, b) =>
        Number(a.officer !== null) - Number(b.officer !== null) ||
        (a.effective < b.effective ? -1 : a.effective > b.effective ? 1 : a.number - b.number),
    )
    .at(-1);
}

/** Weights by part and criterion: the template's, and what a change put in their place. */
export function weightsOf(template: Template, change: Change | undefined): Record<string, string> {
  const moved = new Map(
    change?.weights.map(({ part, criterion, weight }) => [weightKey(part, criterion), weight]),
  );
  return Object.fromEntries(
    template.parts.flatMap((part) =>
      part.criteria.map(({ id, weight }) => {
        const key = weightKey(part.id, id);
        return [key, moved.get(key) ?? weight];
      }),
    ),
  );
}

/** Parts in which something can be moved: a lone criterion is the whole of its part. */
export const movableParts = (template: Template): Template['parts'] =>
  template.parts.filter(({ criteria }) => criteria.length > 1);

/** The lowest and the highest weight that the policy allows, as exact text. */
export function boundsOf(
  weight: string,
  { weightChangeMax, weightMin }: { weightChangeMax: string; weightMin: string },
): { low: string; high: string } {
  const change = exact(weightChangeMax);
  return {
    low: toExactText(larger(subtract(exact(weight), change), exact(weightMin))),
    high: toExactText(smaller(add(exact(weight), change), one)),
  };
}

/** `0,35` and ` 1 / 3` as exact text; null where it is no number. */
export function typedWeight(text: string): string | null {
  const plain = text.replace(/\s+/g, '').replace(',', '.');
  return /^\d{1,9}(\.\d{1,12})?$|^\d{1,9}\/[1-9]\d{0,8}$/.test(plain) ? plain : null;
}

/** What is wrong with typed weights, by the field it stands at; a part whose sum is not 1 by `part:ID`. */
export function weightFaults(
  template: Template,
  typed: Readonly<Record<string, string>>,
  bounds: { weightChangeMax: string; weightMin: string },
): Map<string, 'number' | 'bounds' | 'sum'> {
  const faults = new Map<string, 'number' | 'bounds' | 'sum'>();
  for (const part of movableParts(template)) {
    const weights: Exact[] = [];
    for (const { id, weight } of part.criteria) {
      const key = weightKey(part.id, id);
      const text = typedWeight(typed[key] ?? '');
      if (text === null) {
        faults.set(key, 'number');
        continue;
      }
      const value = exact(text);
      const { low, high } = boundsOf(weight, bounds);
      if (compare(value, exact(low)) < 0 || compare(value, exact(high)) > 0) faults.set(key, 'bounds');
      weights.push(value);
    }
    const isWhole = weights.length < part.criteria.length || compare(sum(weights), one) === 0;
    if (!isWhole) faults.set(`part:${part.id}`, 'sum');
  }
  return faults;
}

/** The sum of a part's typed weights; null while one of them is no number. */
export function partSum(
  part: Template['parts'][number],
  typed: Readonly<Record<string, string>>,
): string | null {
  const weights = part.criteria.map(({ id }) => typedWeight(typed[weightKey(part.id, id)] ?? ''));
  return weights.some((weight) => weight === null)
    ? null
    : toExactText(sum(weights.map((weight) => exact(weight ?? '0'))));
}

/** A fault's place in the server's answer as the field of the form it belongs to; null for none of them. */
export function fieldOfPath(
  path: string,
  template: Template,
  sent: readonly { part: string; criterion: string }[],
): string | null {
  if (path === 'effective' || path === 'reason' || path === 'officer') return path;
  const [, index] = /^weights\.(\d+)(?:\.weight)?$/.exec(path) ?? [];
  const at = index === undefined ? undefined : sent[Number(index)];
  if (at !== undefined) return weightKey(at.part, at.criterion);
  for (const part of template.parts) {
    if (path === `positions.${template.id}.parts.${part.id}`) return `part:${part.id}`;
    if (part.criteria.some(({ id }) => weightKey(part.id, id) === path)) return path;
  }
  return null;
}

/** A weight or share as each language writes it; a fraction stays one. */
export const weightText = (weight: string, language: Locale): string => decimalText(weight, language);
