// Language packs: complete where they say so, marked where they do not, never blank.
import { describe, expect, it } from 'vitest';
import vietnamese from '../../kiosk/languages/vi.json';
import { answerText, itemText, packs, textsOf } from '../../kiosk/screen/languages.ts';
import { defaultQuestionnaire } from '../../server/questionnaire-default.ts';

const keys = Object.keys(vietnamese.texts).sort();
const officer = defaultQuestionnaire.items[0]!;

describe('language packs', () => {
  it('are there: two complete ones and one begun', () => {
    expect([...packs.keys()].sort()).toEqual(['en', 'hmn', 'vi']);
  });

  it.each(['vi', 'en'])('%s is complete, reviewed and without an empty text', (language) => {
    const pack = packs.get(language)!;
    expect(pack.reviewed).toBe(true);
    expect(Object.keys(pack.texts).sort()).toEqual(keys);
    expect(Object.values(pack.texts).filter((text) => text.trim() === '')).toEqual([]);
  });

  it.each([...packs.values()].map((pack) => [pack.language, pack] as const))(
    '%s uses no key that the kiosk does not have, and is unreviewed while it lacks one',
    (_language, pack) => {
      const own = Object.keys(pack.texts);
      expect(own.filter((key) => !keys.includes(key))).toEqual([]);
      if (own.length < keys.length) expect(pack.reviewed).toBe(false);
      expect(pack.texts.unreviewed).toBeTruthy();
    },
  );

  it('shows what a pack lacks in Vietnamese, marked', () => {
    const texts = textsOf('hmn');
    expect(texts.thanks).toBe('Ua tsaug!');
    expect(texts.enterCode).toBe('Nhập mã trên phiếu (vi)');
    expect(Object.values(texts).every((text) => text.length > 0)).toBe(true);
  });

  it('words the questionnaire in the pack’s language, the rating in every version, and what is missing of it in Vietnamese, marked', () => {
    expect(itemText(defaultQuestionnaire, officer, 'en')).toBe(officer.labels.en);
    expect(itemText(defaultQuestionnaire, officer, 'hmn')).toContain('txaus siab');
    expect(answerText(defaultQuestionnaire, officer, officer.scale[4]!, 'hmn')).toBe('Txaus siab heev');
    const other = { ...defaultQuestionnaire, version: '2030-1' };
    expect(answerText(other, officer, officer.scale[4]!, 'hmn')).toBe('Txaus siab heev');
    expect(itemText(other, officer, 'hmn')).toContain('txaus siab');
    const guidance = defaultQuestionnaire.items[1]!;
    expect(itemText(defaultQuestionnaire, guidance, 'hmn')).toBe(`${guidance.labels.vi} (vi)`);
  });

  it('gives no two answers of the rating the same words', () => {
    for (const language of packs.keys()) {
      const words = officer.scale.map((step) => answerText(defaultQuestionnaire, officer, step, language));
      expect(new Set(words).size).toBe(5);
    }
  });
});
