// How complete each language pack is: against the kiosk's own sentences and the questionnaire in use, by the same lookups
// that put texts on the screen.
import type { PackState } from '../shared/contract/languages.ts';
import type { Questionnaire } from '../shared/contract/questionnaire.ts';
import vietnamese from './languages/vi.json';
import { isOwnAnswer, isOwnItem, packs } from './screen/languages.ts';
import { surveyTexts } from './survey/texts.ts';

export function languagePacks(questionnaire: Questionnaire): PackState[] {
  return [...packs.values()].map(({ language, name, reviewed, texts }) => {
    const pieces = [
      ...Object.entries(vietnamese.texts).map(([key, vi]) => ({
        key: `texts.${key}`,
        vi,
        isThere: key in texts,
      })),
      ...questionnaire.items.flatMap((item) => {
        const place = `questionnaires.${questionnaire.version}.${item.id}`;
        return [
          { key: `${place}.label`, vi: item.labels.vi, isThere: isOwnItem(questionnaire, item, language) },
          ...item.scale.map((step) => ({
            key: `${place}.scale.${step.value}`,
            vi: step.label.vi,
            isThere: isOwnAnswer(questionnaire, item, step, language),
          })),
        ];
      }),
    ];
    return {
      language,
      name,
      reviewed,
      phone: language in surveyTexts,
      wanted: pieces.length,
      missing: pieces.filter(({ isThere }) => !isThere).map(({ key, vi }) => ({ key, vi })),
    };
  });
}
