// What one questionnaire asks differently from another, for people to read before the one takes the other's place.
import type { Item, Label } from '../contract/questionnaire.ts';

export interface LabelChange {
  before: Label;
  after: Label;
}

export interface ItemChange {
  id: string;
  /** The question as it will be. */
  item: Item;
  question: LabelChange | null;
  /** Kind before, when it is another. */
  kindBefore: Item['kind'] | null;
  answersAdded: Item['scale'];
  answersRemoved: Item['scale'];
  answersReworded: (LabelChange & { value: number })[];
  answersMoved: boolean;
}

export interface Differences {
  added: Item[];
  removed: Item[];
  changed: ItemChange[];
  /** Items of both stand in another order. */
  moved: boolean;
}

const reworded = (before: Label, after: Label): boolean => before.vi !== after.vi || before.en !== after.en;

/** Whether what both lists have stands in another order in one of them. */
function isMoved<T>(before: readonly T[], after: readonly T[]): boolean {
  const kept = before.filter((one) => after.includes(one));
  const now = after.filter((one) => before.includes(one));
  return kept.some((one, index) => one !== now[index]);
}

export function differences(before: readonly Item[], after: readonly Item[]): Differences {
  const old = new Map(before.map((item) => [item.id, item]));
  const kept = new Set(after.map(({ id }) => id));
  return {
    added: after.filter(({ id }) => !old.has(id)),
    removed: before.filter(({ id }) => !kept.has(id)),
    changed: after.flatMap((item) => {
      const was = old.get(item.id);
      const change = was === undefined ? null : itemChange(was, item);
      return change === null ? [] : [change];
    }),
    moved: isMoved(
      before.map(({ id }) => id),
      after.map(({ id }) => id),
    ),
  };
}

function itemChange(was: Item, item: Item): ItemChange | null {
  const valuesBefore = was.scale.map(({ value }) => value);
  const values = item.scale.map(({ value }) => value);
  const change: ItemChange = {
    id: item.id,
    item,
    question: reworded(was.labels, item.labels) ? { before: was.labels, after: item.labels } : null,
    kindBefore: was.kind === item.kind ? null : was.kind,
    answersAdded: item.scale.filter(({ value }) => !valuesBefore.includes(value)),
    answersRemoved: was.scale.filter(({ value }) => !values.includes(value)),
    answersReworded: item.scale.flatMap(({ value, label }) => {
      const before = was.scale.find((step) => step.value === value)?.label;
      return before !== undefined && reworded(before, label) ? [{ value, before, after: label }] : [];
    }),
    answersMoved: isMoved(valuesBefore, values),
  };
  const isSame =
    change.question === null &&
    change.kindBefore === null &&
    change.answersAdded.length === 0 &&
    change.answersRemoved.length === 0 &&
    change.answersReworded.length === 0 &&
    !change.answersMoved;
  return isSame ? null : change;
}

export const areEqual = ({ added, removed, changed, moved }: Differences): boolean =>
  added.length === 0 && removed.length === 0 && changed.length === 0 && !moved;
