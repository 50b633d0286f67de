// What keeps a draft from becoming a version of the questionnaire. Numbers are counted by item and value over all versions,
// so an item id once used keeps its kind, and a value of its scale its words, for ever; a question that means something
// else needs an id of its own. The rating itself stays word for word.
import type { Item, Label } from '../contract/questionnaire.ts';
import { ratingItemId } from './rating-item.ts';

export const faultCodes = [
  'rating-changed',
  'nothing-changed',
  'id-missing',
  'id-form',
  'id-reserved',
  'id-twice',
  'kind-not-offered',
  'kind-changed',
  'required',
  'question-missing',
  'answers-few',
  'answer-missing',
  'answer-twice',
  'value-twice',
  'value-changed',
] as const;
export type FaultCode = (typeof faultCodes)[number];

export interface QuestionnaireFault {
  /** Place in the draft: `items.2.scale.0.label.vi`; `items` for the whole. */
  path: string;
  code: FaultCode;
  /** Version that fixed the meaning, for `kind-changed` and `value-changed`; else null. */
  version: string | null;
}

export interface KnownVersion {
  version: string;
  items: readonly Item[];
}

/**
 * Names of other fields of the rating pages, where an item's id is the name of its field; and the one property that every
 * object has under a name that an id could have.
 */
const reservedIds: ReadonlySet<string> = new Set([
  'comment',
  'constructor',
  'counter',
  'invitation',
  'lang',
  'locale',
  'payment',
  'presence',
  'version',
]);

const languages = ['vi', 'en'] as const;

/** What an id has meant since it was first used: its kind, and the words of each value with the version that set them. */
export interface Meaning {
  version: string;
  kind: Item['kind'];
  values: ReadonlyMap<number, { version: string; label: Label }>;
}

/** @param versions oldest first */
export function meaningsOf(versions: readonly KnownVersion[]): ReadonlyMap<string, Meaning> {
  const meanings = new Map<string, Meaning & { values: Map<number, { version: string; label: Label }> }>();
  for (const { version, items } of versions) {
    for (const item of items) {
      const known = meanings.get(item.id) ?? { version, kind: item.kind, values: new Map() };
      meanings.set(item.id, known);
      for (const { value, label } of item.scale) {
        if (!known.values.has(value)) known.values.set(value, { version, label });
      }
    }
  }
  return meanings;
}

/**
 * Every fault of a draft, in the order of its items; empty when it can be published.
 * @param versions all versions there have been, oldest first, at least one; the last is in use
 */
export function questionnaireFaults(
  items: readonly Item[],
  versions: readonly KnownVersion[],
): QuestionnaireFault[] {
  const inUse = versions.at(-1);
  if (inUse === undefined) throw new Error('there is no version to compare with');
  const faults: QuestionnaireFault[] = [];
  const add = (path: string, code: FaultCode, version: string | null = null) =>
    faults.push({ path, code, version });
  const meanings = meaningsOf(versions);
  const rating = inUse.items.find(({ id }) => id === ratingItemId);
  if (rating === undefined || items[0] === undefined || !sameItem(items[0], rating)) {
    add('items.0', 'rating-changed');
  }
  const seen = new Set<string>([ratingItemId]);
  items.forEach((item, index) => {
    if (index === 0) return;
    const at = `items.${index}`;
    const meaning = meanings.get(item.id);
    if (item.id === '') add(`${at}.id`, 'id-missing');
    else if (!/^[a-z][a-z0-9-]{0,31}$/.test(item.id)) add(`${at}.id`, 'id-form');
    else if (reservedIds.has(item.id)) add(`${at}.id`, 'id-reserved');
    else if (seen.has(item.id)) add(`${at}.id`, 'id-twice');
    seen.add(item.id);
    if (item.kind === 'faces') add(`${at}.kind`, 'kind-not-offered');
    else if (meaning !== undefined && meaning.kind !== item.kind) {
      add(`${at}.kind`, 'kind-changed', meaning.version);
    }
    if (item.required) add(`${at}.required`, 'required');
    for (const language of languages) {
      if (item.labels[language] === '') add(`${at}.labels.${language}`, 'question-missing');
    }
    if (item.scale.length < 2) add(`${at}.scale`, 'answers-few');
    scaleFaults(item, `${at}.scale`, meaning, add);
  });
  if (faults.length === 0 && sameItems(items, inUse.items)) add('items', 'nothing-changed');
  return faults;
}

function scaleFaults(
  item: Item,
  at: string,
  meaning: Meaning | undefined,
  add: (path: string, code: FaultCode, version?: string | null) => void,
): void {
  const values = new Set<number>();
  const words = { vi: new Set<string>(), en: new Set<string>() };
  item.scale.forEach(({ value, label }, index) => {
    if (values.has(value)) add(`${at}.${index}.value`, 'value-twice');
    values.add(value);
    const known = meaning?.values.get(value);
    for (const language of languages) {
      const text = label[language];
      const path = `${at}.${index}.label.${language}`;
      if (text === '') add(path, 'answer-missing');
      else if (words[language].has(text.toLocaleLowerCase())) add(path, 'answer-twice');
      words[language].add(text.toLocaleLowerCase());
      if (known !== undefined && text !== known.label[language]) add(path, 'value-changed', known.version);
    }
  });
}

const sameLabel = (a: Label, b: Label): boolean => a.vi === b.vi && a.en === b.en;

export const sameItem = (a: Item, b: Item): boolean =>
  a.id === b.id &&
  a.kind === b.kind &&
  a.required === b.required &&
  sameLabel(a.labels, b.labels) &&
  a.scale.length === b.scale.length &&
  a.scale.every((step, index) => {
    const other = b.scale[index];
    return other !== undefined && step.value === other.value && sameLabel(step.label, other.label);
  });

/** The same items with the same words in the same order. */
export const sameItems = (a: readonly Item[], b: readonly Item[]): boolean =>
  a.length === b.length && a.every((item, index) => sameItem(item, b[index]!));
