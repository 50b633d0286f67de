// Language packs (kiosk/languages/): the kiosk's sentences and the labels of the questionnaire in a respondent's language.
// What a pack lacks is shown in Vietnamese and marked, never left blank.
import type { Item, Label, Questionnaire } from '../../shared/contract/questionnaire.ts';
import { ratingItemId } from '../../shared/questionnaire/rating-item.ts';
import vietnamese from '../languages/vi.json';
import type { KioskLocale } from './session.ts';

export type KioskTexts = typeof vietnamese.texts;

export interface LanguagePack {
  /** BCP 47. */
  language: string;
  /** Its name in itself. */
  name: string;
  /** False until a speaker has read it on the screen. */
  reviewed: boolean;
  texts: Partial<KioskTexts>;
  /** By version of the questionnaire and item. */
  questionnaires: Record<
    string,
    Record<string, { label?: string; scale?: Record<string, string> }> | undefined
  >;
  /** Recorded sound, by `question` and `officer.1` to `officer.5`; paths under languages/clips. */
  clips: Record<string, string>;
}

export const packs: ReadonlyMap<string, LanguagePack> = new Map(
  Object.values(
    import.meta.glob<LanguagePack>('../languages/*.json', { eager: true, import: 'default' }),
  ).map((pack) => [pack.language, pack]),
);

const clipUrls: Readonly<Record<string, string>> = import.meta.glob('../languages/clips/**/*', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** Shown in place of what a pack lacks. */
const fallback = (vi: string): string => `${vi} (vi)`;

const textsByLocale = new Map<KioskLocale, KioskTexts>();

export function textsOf(locale: KioskLocale): KioskTexts {
  let texts = textsByLocale.get(locale);
  if (texts === undefined) {
    const own = packs.get(locale)?.texts ?? {};
    texts = Object.fromEntries(
      Object.entries(vietnamese.texts).map(([key, vi]) => [
        key,
        own[key as keyof KioskTexts] ?? fallback(vi),
      ]),
    ) as KioskTexts;
    textsByLocale.set(locale, texts);
  }
  return texts;
}

function packOf<T>(locale: KioskLocale, read: (pack: LanguagePack) => T | undefined): T | undefined {
  const pack = packs.get(locale);
  return pack === undefined ? undefined : read(pack);
}

const ownLabel = (label: Label, locale: KioskLocale): string | undefined =>
  locale === 'vi' || locale === 'en' ? label[locale] : undefined;

type PackItem = NonNullable<LanguagePack['questionnaires'][string]>[string];

/** What a pack says of an item, in this version of the questionnaire first, else in the newest other one it knows. */
function packItem<K>(
  { questionnaires }: LanguagePack,
  version: string,
  id: string,
  read: (item: PackItem) => K | undefined,
): K | undefined {
  const versions = [version, ...Object.keys(questionnaires).reverse()];
  for (const one of versions) {
    const item = questionnaires[one]?.[id];
    const found = item === undefined ? undefined : read(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The question in a pack's language. Another question than the rating may have been reworded since the pack's version:
 * only its own version counts.
 */
function packLabel(pack: LanguagePack, version: string, id: string): string | undefined {
  if (id !== ratingItemId) return pack.questionnaires[version]?.[id]?.label;
  return packItem(pack, version, id, ({ label }) => label);
}

const ownItem = (questionnaire: Questionnaire, item: Item, locale: KioskLocale): string | undefined =>
  ownLabel(item.labels, locale) ?? packOf(locale, (pack) => packLabel(pack, questionnaire.version, item.id));

/** A value means the same in every version (shared/questionnaire/faults.ts). */
const ownAnswer = (
  questionnaire: Questionnaire,
  item: Item,
  step: Item['scale'][number],
  locale: KioskLocale,
): string | undefined =>
  ownLabel(step.label, locale) ??
  packOf(locale, (pack) =>
    packItem(pack, questionnaire.version, item.id, ({ scale }) => scale?.[step.value]),
  );

/** Whether an item is worded in the language itself. */
export const isOwnItem = (...of: Parameters<typeof ownItem>): boolean => ownItem(...of) !== undefined;
export const isOwnAnswer = (...of: Parameters<typeof ownAnswer>): boolean => ownAnswer(...of) !== undefined;

/** The wording of an item. */
export const itemText = (questionnaire: Questionnaire, item: Item, locale: KioskLocale): string =>
  ownItem(questionnaire, item, locale) ?? fallback(item.labels.vi);

/** The wording of one answer of an item. */
export const answerText = (
  questionnaire: Questionnaire,
  item: Item,
  step: Item['scale'][number],
  locale: KioskLocale,
): string => ownAnswer(questionnaire, item, step, locale) ?? fallback(step.label.vi);

/** Address of a recorded clip, or null. */
export function clipUrl(locale: KioskLocale, key: string): string | null {
  const path = packs.get(locale)?.clips[key];
  return path === undefined ? null : (clipUrls[`../languages/clips/${path}`] ?? null);
}
