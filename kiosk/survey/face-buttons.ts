// The five faces of the rating page as submit buttons named `officer`: they rate without a script.
import type { Item, Questionnaire } from '../../shared/contract/questionnaire.ts';
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';
import { type FaceLevel, faceEyes, faceHead, faceMouths } from '../faces.ts';
import { html, type Markup, trusted } from './markup.ts';

const face = (level: number): Markup | null => {
  const mouth = faceMouths[level as FaceLevel];
  if (!mouth) return null;
  return html`<svg viewBox="0 0 48 48" aria-hidden="true"><path d="${faceHead}"/><path d="${faceEyes}"/><path ${mouth.filled && trusted('class="m" ')}d="${mouth.d}"/></svg>`;
};

/** The item that is the rating. Throws when the questionnaire has none. */
export function ratingItem(questionnaire: Questionnaire): Item {
  const item = questionnaire.items.find((candidate) => candidate.id === 'officer');
  if (!item) throw new Error('the questionnaire has no item `officer`');
  return item;
}

/** Each on a line of its own, for browsers that show text alone. */
export const faceButtons = (item: Item, locale: SurveyLocale): Markup[] =>
  item.scale.map(
    (step) =>
      html`<div><button name="officer" value="${step.value}">${face(step.value)}<span>${step.label[locale]}</span></button></div>`,
  );
