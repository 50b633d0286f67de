// The page of a field survey on a citizen's phone: one form, complete without a script, nothing chosen beforehand.
import {
  type FieldSurveyPage,
  type RenderFieldSurvey,
  surveyFieldName,
} from '../../shared/contract/field-survey-page.ts';
import type { SurveyQuestion } from '../../shared/contract/field-surveys.ts';
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';
import { answersOf } from '../../shared/field-survey/questions.ts';
import { html, type Markup, trusted } from '../survey/markup.ts';
import { surveyStyle } from '../survey/style.ts';
import { fieldSurveyTexts } from './texts.ts';

const ownStyle = `h2{border-top:2px solid #10202e;padding-top:.8rem}
fieldset label{min-height:2.9rem;border-bottom:1px solid #d4dce3}
.n{border-left:.3rem solid #10202e;padding-left:.7rem}
[role=alert]{border:2px solid #a3211d;border-radius:.6rem;padding:.5rem .8rem;font-weight:600}
form>button{width:100%;font-size:1.15rem;font-weight:600;background:#10202e;color:#fff}
form>button:hover{background:#24405a}`.replaceAll('\n', '');

export const renderFieldSurvey: RenderFieldSurvey = (page, nonce) => {
  const { locale } = page;
  const texts = fieldSurveyTexts[locale];
  const other: SurveyLocale = locale === 'vi' ? 'en' : 'vi';
  const title = page.kind === 'form' ? page.content.title[locale] : texts[page.kind];
  return html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
    <title>${page.kind === 'form' ? title : texts.title}</title><link rel="icon" href="data:,">
    <style nonce="${nonce}">${trusted(surveyStyle('form') + ownStyle)}</style></head><body>
    <header><span>${page.centre.name}${page.centre.sample && html`<br><b>${texts.sample}</b>`}</span>${' '}<a href="?lang=${other}" lang="${other}" hreflang="${other}">${texts.otherLanguage}</a></header>
    <main><h1>${title}</h1>${page.kind === 'form' ? formOf(page) : html`<p role="status">${texts[`${page.kind}Text`]}</p>`}</main>
    </body></html>`.text;
};

function formOf(page: Extract<FieldSurveyPage, { kind: 'form' }>): Markup {
  const { locale, content, action } = page;
  const texts = fieldSurveyTexts[locale];
  let place = 0;
  const factors = content.factors.map(
    ({ label, questions }) =>
      html`<h2>${label[locale]}</h2>${questions.map((question) => fieldset(question, place++, locale))}`,
  );
  const body = html`<input type="hidden" name="formId" value="${page.formId}">
    <input type="hidden" name="locale" value="${locale}">${factors}`;
  return html`${page.isEmpty && html`<p role="alert">${texts.empty}</p>`}
    ${content.intro[locale] !== '' && html`<p>${content.intro[locale]}</p>`}
    <p class="n">${texts.privacy} ${texts.optional}</p>
    ${
      action === null
        ? html`<form>${body}<p><b>${texts.preview}</b></p></form>`
        : html`<form method="post" action="${action}" autocomplete="off">${body}<button>${texts.send}</button></form>`
    }`;
}

const fieldset = (question: SurveyQuestion, place: number, locale: SurveyLocale): Markup =>
  html`<fieldset><legend>${place + 1}. ${question.label[locale]}</legend>
    ${answersOf(question).map(
      (answer, index) =>
        html`<div><label><input type="radio" name="${surveyFieldName(place)}" value="${index + 1}">${answer[locale]}</label></div>`,
    )}</fieldset>`;
