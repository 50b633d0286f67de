// Posters at counters: whoever has no slip rates the counter by phone (walk-up). One document to print on A4 or A5, a page a
// counter, a pure function; the code leads to the same page for everyone and carries no right to anything.
import type { Poster, PosterSize, RenderPosters } from '../../shared/contract/documents.ts';
import { type FaceLevel, faceEyes, faceHead, faceLevels, faceMouths } from '../faces.ts';
import { qrSvg } from '../slip/qr.ts';
import { html, type Markup, trusted } from '../survey/markup.ts';
import { surveyTexts } from '../survey/texts.ts';

/** Everything on the page is sized in `em` of this, so that A5 is the A4 page made smaller. */
const pages: Readonly<Record<PosterSize, string>> = {
  a4: '@page{size:210mm 297mm;margin:0}article{width:210mm;height:296mm;font-size:17pt}',
  a5: '@page{size:148mm 210mm;margin:0}article{width:148mm;height:209mm;font-size:12pt}',
};

const style =
  `*{box-sizing:border-box}body{margin:0}article+article{break-before:page}article{margin:0 auto;padding:2em 2.4em;color:#000;background:#fff;line-height:1.35;text-align:center;
display:flex;flex-direction:column;justify-content:space-between;font-family:"Be Vietnam Pro",system-ui,Roboto,"Noto Sans",sans-serif}
h1{font-size:2em;line-height:1.2;margin:.2em 0;text-wrap:balance}p{margin:.25em 0}.e{font-size:.85em}.b{font-size:1.5em;font-weight:700}
.q svg{display:block;width:19em;height:19em;margin:0 auto}
.f{display:flex;justify-content:center;gap:1em}.f svg{width:2.8em;height:2.8em;fill:none;stroke:#000;stroke-width:2.5;stroke-linecap:round}.f .m{fill:#000}
.a{font:.9em/1.3 ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.p{border:.12em solid #000;border-radius:.6em;padding:.4em .8em;margin:.4em auto}`.replaceAll('\n', '');

const texts = {
  vi: {
    question: 'Ông/Bà có hài lòng với cán bộ ở quầy này?',
    scan: 'Quét mã bằng điện thoại, chạm một lần là xong.',
    slip: 'Có phiếu? Xin quét mã trên phiếu: đánh giá đúng lượt của Ông/Bà.',
  },
  en: {
    question: 'Were you satisfied with the officer at this counter?',
    scan: 'Scan with your phone; one tap is enough.',
    slip: 'Have a slip? Please scan the code on it instead: it rates your own visit.',
  },
};

function face(level: FaceLevel): Markup {
  const mouth = faceMouths[level];
  return html`<svg viewBox="0 0 48 48" aria-hidden="true"><path d="${faceHead}"/><path d="${faceEyes}"/><path ${mouth.filled && trusted('class="m" ')}d="${mouth.d}"/></svg>`;
}

function page({ centre, counter, url }: Poster): Markup {
  return html`<article>
    <header><p>${centre.name}${centre.sample && html`<br>${surveyTexts.vi.sample} · ${surveyTexts.en.sample}`}</p>
    <p class="b">${counter}</p></header>
    <main><h1>${texts.vi.question}</h1><p class="e" lang="en">${texts.en.question}</p>
    <div class="f" aria-hidden="true">${faceLevels.map(face)}</div>
    <div class="q" role="img" aria-label="QR">${trusted(qrSvg(url))}</div>
    <p class="a">${url}</p>
    <p><b>${texts.vi.scan}</b></p><p class="e" lang="en">${texts.en.scan}</p></main>
    <footer><div class="p"><p><b>${surveyTexts.vi.privacyLine}</b></p>
    <p class="e" lang="en">${surveyTexts.en.privacyLine}</p></div>
    <p class="e">${texts.vi.slip}</p><p class="e" lang="en">${texts.en.slip}</p></footer></article>`;
}

/** One printable document. Throws RangeError when an address is too long for its code. */
export const renderPosters: RenderPosters = (posters, size, nonce) =>
  html`<!doctype html><html lang="vi"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
    <title>${surveyTexts.vi.title}: ${posters.map(({ counter }) => counter).join(', ')}</title>
    <style nonce="${nonce}">${trusted(style + pages[size])}</style></head><body>${posters.map(page)}</body></html>`
    .text;
