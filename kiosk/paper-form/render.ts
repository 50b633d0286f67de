// The form to fill in by hand, as one HTML document to print. With 9 digits it belongs to one visit; without, it has boxes
// for the 7 digits of a slip and is the same for everyone. It names no counter, officer, procedure or day: who types it in
// learns none of them. The digits stand on a strip of their own, which is cut off afterwards.
//
// The number before each box is the key to press when it is typed in.
import type { PaperForm, RenderPaperForm } from '../../shared/contract/paper.ts';
import type { Item } from '../../shared/contract/questionnaire.ts';
import { type FaceLevel, faceEyes, faceHead, faceMouths } from '../faces.ts';
import { qrSvg } from '../slip/qr.ts';
import { html, type Markup, trusted } from '../survey/markup.ts';
import { surveyTexts } from '../survey/texts.ts';
import { paperFormTexts } from './texts.ts';

/** Everything is sized in `em` of this, so that the large form is the small one made larger. */
const pages = {
  a5: '@page{size:148mm 210mm;margin:0}section{width:148mm;min-height:209mm;font-size:9.4pt}',
  a4: '@page{size:210mm 297mm;margin:0}section{width:210mm;min-height:296mm;font-size:13.4pt}',
  // Two of the small ones side by side, to be cut apart.
  twoUp:
    '@page{size:297mm 210mm;margin:0}body{display:flex}section{width:148.5mm;min-height:209mm;font-size:9.4pt}section+section{border-left:.3mm dashed #000}',
};

const style = `*{box-sizing:border-box}body{margin:0;color:#000;background:#fff}
section{margin:0 auto;padding:1.2em 1.8em .7em;line-height:1.25;display:flex;flex-direction:column;justify-content:space-between;font-family:"Be Vietnam Pro",system-ui,Roboto,"Noto Sans",sans-serif}
h1{font-size:1.5em;line-height:1.15;margin:0;text-align:center}h2{font-size:1.1em;line-height:1.25;margin:0}p{margin:.1em 0}.e{font-size:.8em;font-weight:400}.c{text-align:center}
ul{list-style:none;margin:.3em 0 0;padding:0;display:grid;gap:.3em .8em}li{display:flex;align-items:center;gap:.4em}
.b{flex:none;width:1.7em;height:1.7em;border:.14em solid #000;border-radius:.2em}.n{flex:none;font-size:.75em;width:.9em;text-align:right}.l{line-height:1.15}
.f{grid-template-columns:repeat(5,1fr);gap:.4em}.f li{flex-direction:column;text-align:center;gap:.2em}.f .b{width:3.6em;height:2.4em}.f svg{width:2.4em;height:2.4em;fill:none;stroke:#000;stroke-width:2.5;stroke-linecap:round}.f svg .m{fill:#000}.f .n{width:auto}
.two{grid-template-columns:1fr 1fr}.three{grid-template-columns:repeat(3,1fr)}
.p{border:.12em solid #000;border-radius:.5em;padding:.4em .7em;text-align:center}
.s{border-top:.15em dashed #000;padding-top:.5em;display:flex;align-items:center;gap:1em}.s>div{flex:1}.s>.q{flex:none;width:5em}.s>.d{flex:none}.q svg{display:block;width:100%}
.d{font-size:1.9em;font-weight:700;letter-spacing:.06em;margin:0;white-space:nowrap}.d.o{display:flex;gap:.14em;letter-spacing:0}.d.o i{width:1.25em;height:1.5em;border:.06em solid #000}.d.o i:nth-child(3),.d.o i:nth-child(5){margin-right:.35em}`.replaceAll(
  '\n',
  '',
);

const { vi, en } = paperFormTexts;

/** Read aloud and typed by threes. */
export const spacedFormCode = (code: string): string => code.replace(/(\d{3})(?=\d)/g, '$1 ');

function face(level: number): Markup | null {
  const mouth = faceMouths[level as FaceLevel];
  if (mouth === undefined) return null;
  return html`<svg viewBox="0 0 48 48" aria-hidden="true"><path d="${faceHead}"/><path d="${faceEyes}"/><path ${mouth.filled && trusted('class="m" ')}d="${mouth.d}"/></svg>`;
}

const columnsOf = (item: Item): string =>
  item.kind === 'faces' ? 'f' : item.kind === 'tags' || item.scale.length > 3 ? 'two' : 'three';

function question(item: Item): Markup {
  const isMany = item.kind === 'tags';
  return html`<div><h2>${item.labels.vi}${isMany && html` <span class="e">(${vi.many})</span>`}</h2>
    <p class="e" lang="en">${item.labels.en}${isMany && ` (${en.many})`}</p>
    <ul class="${columnsOf(item)}">${item.scale.map(
      (step, index) => html`<li>${item.kind === 'faces' && face(step.value)}
        <span class="n">${index + 1}</span><span class="b"></span>
        <span class="l">${step.label.vi}<br><span class="e" lang="en">${step.label.en}</span></span></li>`,
    )}</ul></div>`;
}

function strip(code: string | null): Markup {
  if (code === null) {
    return html`<div class="s"><p class="d o">${Array.from({ length: 7 }, () => trusted('<i></i>'))}</p>
      <div><p><b>${vi.copyCode}</b></p><p class="e" lang="en">${en.copyCode}</p>
      <p class="e">${vi.cutOff}</p></div></div>`;
  }
  return html`<div class="s"><div class="q" role="img" aria-label="QR">${trusted(qrSvg(code))}</div>
    <p class="d">${spacedFormCode(code)}</p>
    <div><p class="e">${vi.cutOff}</p><p class="e" lang="en">${en.cutOff}</p></div></div>`;
}

function sheet({ centre, code, questionnaire }: PaperForm): Markup {
  return html`<section><header><p class="c">${centre.name}${centre.sample && html` · ${surveyTexts.vi.sample}`}</p>
    <h1>${vi.title} <span class="e" lang="en">${en.title}</span></h1>
    <p class="c"><b>${surveyTexts.vi.privacyLine}</b> ${vi.howTo}</p>
    <p class="e c" lang="en">${surveyTexts.en.privacyLine} ${en.howTo}</p></header>
    ${questionnaire.items.map(question)}
    <div class="p"><p><b>${vi.fold}</b> ${vi.handOver}</p>
    <p class="e" lang="en">${en.fold} ${en.handOver}</p></div>
    <footer>${strip(code)}<p class="e c">${questionnaire.version}</p></footer></section>`;
}

/** One printable document. */
export const renderPaperForm: RenderPaperForm = (form, size, nonce) => {
  const isTwoUp = form.code === null && size === 'a4';
  const page = isTwoUp ? pages.twoUp : pages[size];
  return html`<!doctype html><html lang="vi"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
    <title>${vi.title}</title><style nonce="${nonce}">${trusted(style + page)}</style></head><body>
    ${sheet(form)}${isTwoUp && sheet(form)}</body></html>`.text;
};
