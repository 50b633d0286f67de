// Paper forms of a field survey, to print on A4: numbered, so that each is entered once and can be found again.
import type { FieldSurveyForms, RenderFieldSurveyForms } from '../../shared/contract/field-survey-page.ts';
import type { SurveyFactor, SurveyQuestion } from '../../shared/contract/field-surveys.ts';
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';
import { satisfactionLevels } from '../../shared/field-survey/levels.ts';
import { html, type Markup, trusted } from '../survey/markup.ts';
import { fieldSurveyTexts } from './texts.ts';

const style = `@page{size:A4;margin:14mm 14mm 16mm}*{box-sizing:border-box}
body{margin:0 auto;max-width:182mm;color:#000;background:#fff;font:10.5pt/1.35 "Be Vietnam Pro",system-ui,Roboto,"Noto Sans",sans-serif}
article{break-after:page;padding:4mm 0}article:last-child{break-after:auto}
header{display:flex;justify-content:space-between;gap:8mm}
h1{font-size:15pt;line-height:1.25;margin:4mm 0 2mm;text-align:center;text-wrap:balance}
h2{font-size:11pt;margin:4mm 0 1.5mm;break-after:avoid}p{margin:1.5mm 0}.o{font-weight:700;white-space:nowrap}
table{width:100%;border-collapse:collapse}th,td{border:.35mm solid #000;padding:1.2mm 1.5mm;vertical-align:middle}
tr{break-inside:avoid}thead th{font-size:8.5pt;font-weight:600}tbody th{font-weight:400;text-align:left}
.c{width:17mm;text-align:center}.b{display:inline-block;width:5mm;height:5mm;border:.4mm solid #000;vertical-align:-1mm}
.a{display:inline-block;margin:1mm 6mm 1mm 0}.q{break-inside:avoid;margin:2mm 0}.m{border-left:1.2mm solid #000;padding-left:2.5mm}`.replaceAll(
  '\n',
  '',
);

const box = html`<span class="b"></span>`;

/** One printable document. */
export const renderFieldSurveyForms: RenderFieldSurveyForms = (forms, nonce) => {
  const { locale, content, first, count } = forms;
  const numbers = Array.from({ length: count }, (_, index) => first + index);
  return html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
    <title>${content.title[locale]}</title><style nonce="${nonce}">${trusted(style)}</style></head><body>
    <main>${numbers.map((number) => form(forms, number))}</main></body></html>`.text;
};

function form({ locale, centre, content }: FieldSurveyForms, number: number): Markup {
  const texts = fieldSurveyTexts[locale];
  let place = 0;
  const parts = content.factors.map((factor) => {
    const from = place;
    place += factor.questions.length;
    return factorOf(factor, from, locale);
  });
  return html`<article><header><span>${centre.name}${centre.sample && html` (${texts.sample})`}</span>
    <span class="o">${texts.number}: ${String(number).padStart(4, '0')}</span></header>
    <h1>${content.title[locale]}</h1>
    ${content.intro[locale] !== '' && html`<p>${content.intro[locale]}</p>`}
    <p class="m">${texts.mark}</p>${parts}</article>`;
}

function factorOf({ label, questions }: SurveyFactor, from: number, locale: SurveyLocale): Markup {
  const rows: Markup[] = [];
  let group: Markup[] = [];
  const flush = (): void => {
    if (group.length > 0) rows.push(table(group, locale));
    group = [];
  };
  questions.forEach((question, index) => {
    const number = from + index + 1;
    if (question.kind === 'satisfaction') {
      group.push(
        html`<tr><th scope="row">${number}. ${question.label[locale]}</th>${satisfactionLevels.map(() => html`<td class="c">${box}</td>`)}</tr>`,
      );
      return;
    }
    flush();
    rows.push(choice(question, number, locale));
  });
  flush();
  return html`<h2>${label[locale]}</h2>${rows}`;
}

const table = (rows: Markup[], locale: SurveyLocale): Markup =>
  html`<table><thead><tr><th scope="col">${fieldSurveyTexts[locale].question}</th>
    ${satisfactionLevels.map((level) => html`<th class="c" scope="col">${level[locale]}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;

const choice = ({ label, answers }: SurveyQuestion, number: number, locale: SurveyLocale): Markup =>
  html`<div class="q"><p>${number}. ${label[locale]}</p>
    ${answers.map((answer) => html`<span class="a">${box} ${answer[locale]}</span>`)}</div>`;
