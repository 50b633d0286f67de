// The rating page of a counter, opened from its poster: five faces for the officer at the counter, no slip needed. Counted
// as walk-up. Complete without a script.
import type { SurveyPage } from '../../shared/contract/survey-page.ts';
import { enhanceScript } from './enhance.ts';
import { faceButtons, ratingItem } from './face-buttons.ts';
import { localeField } from './locale-field.ts';
import { html } from './markup.ts';
import { surveyTexts } from './texts.ts';

export function walkUpContent(page: Extract<SurveyPage, { kind: 'walk-up' }>) {
  const { locale } = page;
  const texts = surveyTexts[locale];
  return {
    title: texts.counterQuestion,
    style: 'faces' as const,
    script: enhanceScript,
    body: html`<p><b>${page.counter}</b></p>
      <p class="n">${texts.privacyLine} <a href="/r/privacy?lang=${locale}">${texts.privacyMore}</a></p>
      <form class="f" method="post" action="${page.action}" autocomplete="off">
      <input type="hidden" name="responseId" value="${page.responseId}">${localeField(locale)}
      <div role="group" aria-labelledby="q">${faceButtons(ratingItem(page.questionnaire), locale)}</div></form>
      <p id="s" role="status" data-s="${texts.sending}" data-r="${texts.retrying}"></p><p>${texts.counterSlip}</p>`,
  };
}
