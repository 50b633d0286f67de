// The rating page that a slip's QR code opens: one complete HTML document for each state, from the values alone. No
// request besides the page, no script needed; style and script carry the nonce of the Content-Security-Policy.
// The server owns routes, cookies, headers and compression.
import type { Item } from '../../shared/contract/questionnaire.ts';
import { commentCharsMax } from '../../shared/contract/responses.ts';
import type { RenderSurvey, SurveyLocale, SurveyPage } from '../../shared/contract/survey-page.ts';
import { dayText, instantText } from './dates.ts';
import { enhanceScript } from './enhance.ts';
import { faceButtons, ratingItem } from './face-buttons.ts';
import { localeField } from './locale-field.ts';
import { html, type Markup, trusted } from './markup.ts';
import { moreContent, presenceContent, reportFieldset } from './phone-pages.ts';
import { phoneTexts } from './phone-texts.ts';
import { receiptBlock } from './receipt.ts';
import { surveyStyle } from './style.ts';
import { type SurveyTexts, surveyTexts } from './texts.ts';
import { walkUpContent } from './walk-up.ts';

type Page<K extends SurveyPage['kind']> = Extract<SurveyPage, { kind: K }>;

/** What differs between the states: the heading, what follows it, and whether the page's script is of use. */
interface Content {
  title: string;
  body: Markup;
  style?: 'faces' | 'form';
  /** Rules that this state alone needs. */
  ownStyle?: string;
  script?: string;
}

const paragraph = (text: string): Markup => html`<p>${text}</p>`;

function askContent(page: Page<'ask'>, texts: SurveyTexts): Content {
  const { locale, officer } = page;
  const item = ratingItem(page.questionnaire);
  return {
    title: item.labels[locale],
    style: 'faces',
    script: enhanceScript,
    body: html`<p>${texts.officer}: <b>${officer.name}</b>${officer.position ? `, ${officer.position}` : null}<br>
      ${page.procedure && html`${page.procedure}, `}
      ${dayText(page.day, locale)}</p>
      <p class="n">${texts.privacyLine} <a href="/r/privacy?lang=${locale}">${texts.privacyMore}</a></p>
      <form class="f" method="post" action="${page.action}" autocomplete="off">
      <input type="hidden" name="responseId" value="${page.responseId}">${localeField(locale)}
      <div role="group" aria-labelledby="q">${faceButtons(item, locale)}</div></form>
      <p id="s" role="status" data-s="${texts.sending}" data-r="${texts.retrying}"></p>`,
  };
}

function optionalItem(item: Item, locale: SurveyLocale, texts: SurveyTexts): Markup {
  const type = item.kind === 'tags' ? 'checkbox' : 'radio';
  const choices = item.scale.map(
    (step) =>
      html`<div><label><input type="${type}" name="${item.id}" value="${step.value}">${step.label[locale]}</label></div>`,
  );
  return html`<fieldset><legend>${item.labels[locale]}</legend>
    ${item.kind === 'tags' && paragraph(texts.tagsHint)}${choices}</fieldset>`;
}

function thanksContent(page: Page<'thanks'>, texts: SurveyTexts): Content {
  const { locale } = page;
  const items = page.questionnaire.items.filter((item) => item.id !== 'officer');
  const form =
    page.action !== null &&
    !page.completed &&
    html`<h2>${texts.optionalTitle}</h2><p>${texts.optionalText}</p>
      <form method="post" action="${page.action}" autocomplete="off">${localeField(locale)}
      ${items.map((item) => optionalItem(item, locale, texts))}
      <fieldset><legend><label for="c">${texts.comment}</label></legend><p id="k">${texts.commentConsent}</p>
      <textarea id="c" name="comment" maxlength="${commentCharsMax}" aria-describedby="k"></textarea></fieldset>
      ${page.inspectorate !== null && reportFieldset(page.inspectorate, locale)}
      <button>${texts.add}</button></form>`;
  return {
    title: texts.thanks,
    style: 'form',
    body: html`<p role="status">${page.completed ? texts.thanksCompleted : texts.thanksText}</p>${form}
      ${page.receipt && receiptBlock({ promise: page.receipt, pageUrl: page.receiptPage }, locale, texts)}`,
  };
}

function content(page: SurveyPage, texts: SurveyTexts): Content {
  switch (page.kind) {
    case 'ask':
      return askContent(page, texts);
    case 'thanks':
      return thanksContent(page, texts);
    case 'already-rated':
      return {
        title: texts.alreadyRated,
        body: page.contested
          ? paragraph(texts.notMeSent)
          : html`<p>${texts.alreadyRatedText}</p><p>${texts.notMeText}</p>
            <form method="post" action="${page.contestAction}">${localeField(page.locale)}<button>${texts.notMe}</button></form>`,
      };
    case 'not-yet-open':
      return {
        title: texts.notYetOpen,
        body: html`<p>${texts.notYetOpenText} <b>${instantText(page.opensAt, page.locale)}</b></p>`,
      };
    case 'expired':
      return { title: texts.expired, body: paragraph(texts.expiredText) };
    case 'unknown':
      return { title: texts.unknown, body: paragraph(texts.unknownText) };
    case 'invalid':
      return {
        title: texts.invalid,
        body: html`<p>${texts.invalidText}</p><p><a href="${page.back}">${texts.back}</a></p>`,
      };
    case 'contested':
      return { title: texts.contested, body: paragraph(texts.contestedText) };
    case 'presence':
      return presenceContent(page);
    case 'presence-expired':
      return {
        title: phoneTexts[page.locale].presenceExpired,
        body: paragraph(phoneTexts[page.locale].presenceExpiredText),
      };
    case 'presence-used-up':
      return {
        title: phoneTexts[page.locale].presenceUsedUp,
        body: paragraph(phoneTexts[page.locale].presenceUsedUpText),
      };
    case 'presence-repeated':
      return {
        title: phoneTexts[page.locale].presenceRepeated,
        body: paragraph(phoneTexts[page.locale].presenceRepeatedText),
      };
    case 'more':
      return moreContent(page);
    case 'walk-up':
      return walkUpContent(page);
    case 'unknown-counter':
      return { title: texts.unknownCounter, body: paragraph(texts.unknownCounterText) };
    case 'busy':
      return { title: texts.busy, body: paragraph(texts.busyText) };
    case 'too-late':
      return { title: texts.tooLate, body: paragraph(texts.tooLateText) };
    case 'failure':
      return { title: texts.failure, body: paragraph(texts.failureText) };
    case 'privacy':
      return {
        title: texts.privacyTitle,
        body: html`${texts.privacy.map(([heading, text]) => html`<h2>${heading}</h2><p>${text}</p>`)}`,
      };
  }
}

/**
 * One complete document. `nonce` stands in the style and script elements; both it and every value of the page are
 * escaped. Throws when the questionnaire of an `ask` page has no item `officer`.
 */
export const render: RenderSurvey = (page, nonce) => {
  const texts = surveyTexts[page.locale];
  const other: SurveyLocale = page.locale === 'vi' ? 'en' : 'vi';
  const { title, body, style = 'text', ownStyle = '', script } = content(page, texts);
  return html`<!doctype html><html lang="${page.locale}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
    <title>${texts.title}</title><link rel="icon" href="data:,">
    <style nonce="${nonce}">${trusted(surveyStyle(style) + ownStyle)}</style></head><body>
    <header><span>${page.centre.name}${page.centre.sample && html`<br><b>${texts.sample}</b>`}</span>${' '}${page.answersForm !== true && html`<a href="?lang=${other}" lang="${other}" hreflang="${other}">${texts.otherLanguage}</a>`}</header>
    <main><h1 id="q">${title}</h1>${body}</main>
    ${script !== undefined && html`<script nonce="${nonce}">${trusted(script)}</script>`}
    </body></html>`.text;
};
