// Changes of a draft as pure functions, so that the editor only says which one. Rows carry a key that follows a question
// through moving and renaming.
import type { Item } from '../../shared/contract/questionnaire.ts';
import { draftAnswersMax } from '../../shared/contract/questionnaires.ts';
import type { Meaning } from '../../shared/questionnaire/faults.ts';

export interface DraftRow {
  key: number;
  item: Item;
}

export const rowsOf = (items: readonly Item[]): DraftRow[] => items.map((item, key) => ({ key, item }));
export const itemsOf = (rows: readonly DraftRow[]): Item[] => rows.map(({ item }) => item);

const nextKey = (rows: readonly DraftRow[]): number => Math.max(-1, ...rows.map(({ key }) => key)) + 1;

/** The element at `index` one place up (-1) or down (+1); as it was at the ends. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const to = index + by;
  const next = [...list];
  if (to < 0 || to >= list.length) return next;
  [next[index], next[to]] = [next[to]!, next[index]!];
  return next;
}

/** A value that no answer of the draft has, and none of the item's past. */
export function freeValue(item: Item, meaning: Meaning | undefined): number {
  const taken = [0, ...item.scale.map(({ value }) => value), ...(meaning?.values.keys() ?? [])];
  return Math.max(...taken) + 1;
}

export function withAnswer(item: Item, meaning: Meaning | undefined): Item {
  const value = freeValue(item, meaning);
  if (item.scale.length >= draftAnswersMax || value > 99) return item;
  return { ...item, scale: [...item.scale, { value, label: { vi: '', en: '' } }] };
}

export function withQuestion(rows: readonly DraftRow[], kind: Item['kind']): DraftRow[] {
  const item: Item = {
    id: '',
    kind,
    required: false,
    labels: { vi: '', en: '' },
    scale: [1, 2].map((value) => ({ value, label: { vi: '', en: '' } })),
  };
  return [...rows, { key: nextKey(rows), item }];
}

/** A copy of a question in its place, under no id yet and with values of its own: it may mean something else. */
export function asNewQuestion(rows: readonly DraftRow[], index: number): DraftRow[] {
  const item: Item = {
    ...rows[index]!.item,
    id: '',
    scale: rows[index]!.item.scale.map(({ label }, place) => ({ value: place + 1, label })),
  };
  return rows.map((row, at) => (at === index ? { key: nextKey(rows), item } : row));
}

const idCharsMax = 32;
const suggestedCharsMax = 24;

/** An id from the English question, such as `waiting-time`, that is not among `taken`; empty when it gives none. */
export function suggestedId(question: string, taken: ReadonlySet<string>): string {
  const words = question
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .split('-')
    .filter((word) => word !== '' && !smallWords.has(word));
  let base = '';
  for (const word of words) {
    if (base === '' && !/^[a-z]/.test(word)) continue;
    const longer = base === '' ? word.slice(0, suggestedCharsMax) : `${base}-${word}`;
    if (longer.length > suggestedCharsMax) break;
    base = longer;
  }
  if (base === '') return '';
  for (let number = 1; number < 100; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (id.length <= idCharsMax && !taken.has(id)) return id;
  }
  return '';
}

const smallWords: ReadonlySet<string> = new Set(
  'a an and are did do does for had has have how i in is it many much of on or the to was were what when which with you your'.split(
    ' ',
  ),
);
