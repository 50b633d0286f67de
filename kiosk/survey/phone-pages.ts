// Pages that a kiosk's codes open on a citizen's own phone. Complete without a script.
import {
  type ReportAnswer,
  reportAnswers,
  reportCharsMax,
  reportTexts,
} from '../../shared/contract/sealed-report.ts';
import type { SurveyLocale, SurveyPage } from '../../shared/contract/survey-page.ts';
import { enhanceScript } from './enhance.ts';
import { faceButtons, ratingItem } from './face-buttons.ts';
import { localeField } from './locale-field.ts';
import { html, type Markup } from './markup.ts';
import { phoneTexts } from './phone-texts.ts';
import { surveyTexts } from './texts.ts';

type Page<K extends SurveyPage['kind']> = Extract<SurveyPage, { kind: K }>;

const fieldStyle =
  'select,input[name=code]{font:inherit;color:inherit;background:#fff;width:100%;height:auto;min-height:3.2rem;border:2px solid #10202e;border-radius:.6rem;padding:.4rem .7rem}label{font-weight:600}';

/** Five faces for the counter where the code was shown, or for one that the citizen names. */
export function presenceContent(page: Page<'presence'>) {
  const { locale, counter } = page;
  const texts = phoneTexts[locale];
  const { privacyLine, privacyMore, sending, retrying } = surveyTexts[locale];
  const where =
    counter === null
      ? html`<p><label for="w">${texts.presenceWhere}</label></p><select id="w" name="counter" required>
        <option value="">${texts.presenceWhereChoose}</option>
        ${page.counters.map(({ code, name }) => html`<option value="${code}">${name}</option>`)}</select>`
      : html`<input type="hidden" name="counter" value="${counter.code}">`;
  return {
    title: counter === null ? texts.presenceQuestionHall : texts.presenceQuestion,
    style: 'faces' as const,
    ownStyle: fieldStyle,
    script: enhanceScript,
    body: html`${counter && html`<p><b>${counter.name}</b></p>`}
      <p class="n">${privacyLine} <a href="/r/privacy?lang=${locale}">${privacyMore}</a></p>
      <form class="f" method="post" action="/r/presence" autocomplete="off">
      <input type="hidden" name="responseId" value="${page.responseId}">
      <input type="hidden" name="presence" value="${page.presence}">
      ${localeField(locale)}${where}
      <div role="group" aria-labelledby="q">${faceButtons(ratingItem(page.questionnaire), locale)}</div></form>
      <p id="s" role="status" data-s="${sending}" data-r="${retrying}"></p>`,
  };
}

/** The code comes after `#`, which browsers send to nobody; the page posts it and takes it out of its address. */
const moreScript =
  "(function(){var h=location.hash.slice(1),f=document.forms[0];if(!h)return;history.replaceState(null,'',location.pathname+location.search);f.code.value=h;f.submit()})()";

export function moreContent(page: Page<'more'>) {
  const texts = phoneTexts[page.locale];
  return {
    title: texts.moreTitle,
    ownStyle: fieldStyle,
    script: moreScript,
    body: html`<p>${texts.moreText.replace('MINUTES', String(page.minutes))}</p>
      ${page.failed && html`<p role="alert"><b>${texts.moreFailed}</b></p>`}
      <form method="post" action="/r/more" autocomplete="off">${localeField(page.locale)}
      <p><label for="c">${texts.moreCode}</label></p>
      <input id="c" name="code" maxlength="20" autocapitalize="characters" spellcheck="false" required value="${page.code}">
      <p><button>${texts.moreSend}</button></p></form>`,
  };
}

/** The question on unofficial payments, with its own consent line. Nothing is chosen beforehand. */
export function reportFieldset(inspectorate: string, locale: SurveyLocale): Markup {
  const texts = reportTexts[locale];
  const choice = (answer: ReportAnswer): Markup =>
    html`<label><input type="radio" name="payment" value="${answer}">${texts.answers[answer]}</label>`;
  return html`<fieldset><legend>${texts.question}</legend>
    <p id="i">${texts.consent.replace('NAME', inspectorate)}</p>${reportAnswers.map(choice)}
    <p><label for="p">${texts.text}</label></p>
    <textarea id="p" name="paymentText" maxlength="${reportCharsMax}" aria-describedby="i"></textarea></fieldset>`;
}
