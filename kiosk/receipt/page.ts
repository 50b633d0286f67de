// The public receipt page as one document: a form that works without a script, the answer to it, what a receipt means,
// the log's key, and, once the script runs (verifier.ts), checking by files. The server owns routes and headers.
// The same document is given out as a single file with everything in it, whose policy forbids it any network.
import { sha256 } from '@noble/hashes/sha2.js';
import type { ReceiptPage, RenderReceiptPage } from '../../shared/contract/receipt-page.ts';
import { toBase64, toUtf8 } from '../../shared/ledger/encoding.ts';
import { receiptCharsMax } from '../../shared/ledger/receipt-format.ts';
import { dayText } from '../survey/dates.ts';
import { html, type Markup, trusted } from '../survey/markup.ts';
import { resultMarkup } from './result.ts';
import { receiptStyle } from './style.ts';
import { receiptTexts } from './texts.ts';

const hashSource = (text: string): string => `'sha256-${toBase64(sha256(toUtf8(text)))}'`;

/** Policy of the single file: its own style and script by their hashes, and nothing else from anywhere. */
const filePolicy = (script: string): string =>
  `default-src 'none'; style-src ${hashSource(receiptStyle)}; script-src ${hashSource(script)}; base-uri 'none'; form-action 'none'`;

function head(page: ReceiptPage, title: string): Markup {
  const { delivery } = page;
  const nonce = delivery.kind === 'linked' ? html` nonce="${delivery.nonce}"` : null;
  const policy =
    delivery.kind === 'single-file' &&
    html`<meta http-equiv="Content-Security-Policy" content="${filePolicy(delivery.script)}">`;
  return html`<meta charset="utf-8">${policy}<meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${title}</title>
    ${delivery.kind === 'linked' && html`<link rel="icon" href="data:,">`}<style${nonce}>${trusted(receiptStyle)}</style>`;
}

function script({ delivery }: ReceiptPage): Markup {
  if (delivery.kind === 'linked') {
    return html`<script src="${delivery.scriptPath}" nonce="${delivery.nonce}"></script>`;
  }
  if (/<\/script|<!--/i.test(delivery.script)) throw new Error('the script cannot stand inside a document');
  return html`<script>${trusted(delivery.script)}</script>`;
}

export const renderReceiptPage: RenderReceiptPage = (page) => {
  const { locale, delivery } = page;
  const texts = receiptTexts[locale];
  const other = locale === 'vi' ? 'en' : 'vi';
  const isFile = delivery.kind === 'single-file';
  const area = (id: string, label: string, hint?: string): Markup =>
    html`<label for="${id}">${label}</label>${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
      <textarea id="${id}" rows="4" autocomplete="off" spellcheck="false" ${hint !== undefined && html`aria-describedby="${id}-hint"`}></textarea>`;
  const intro =
    delivery.kind === 'single-file'
      ? texts.offlineIntroFile(dayText(delivery.savedOn, locale), page.publicUrl)
      : texts.offlineIntro;
  const files = html`<p>${intro}</p>
    <label for="files">${texts.files}</label><input id="files" type="file" multiple>
    ${area('proof', texts.proofField)}${area('checkpoint', texts.checkpointField)}${area('consistency', texts.consistencyField)}
    <button type="button" id="check-files"${isFile && trusted(' class="main"')}>${texts.checkFiles}</button>`;
  const key = html`<p>${texts.keyText}</p><p><code>${page.keys.at(-1) ?? ''}</code></p>
    <p class="label">${texts.keyFingerprint}</p><p><code id="fingerprint">${page.keyFingerprint.replace(/(.{8})(?=.)/g, '$1 ')}</code></p>
    <p>${texts.keyHow}${!isFile && html` <a href="/log/key">/log/key</a>`}</p><p class="note">${texts.notChecked}</p>
    <div class="needs-script" hidden>${area('keys', texts.keyField, texts.keyFieldHint)}</div>`;
  return html`<!doctype html><html lang="${locale}"><head>${head(page, texts.title)}</head>
    <body data-keys="${page.keys.join(' ')}" data-delivery="${delivery.kind}"><header>
    <span>${page.centre.name}${page.centre.sample && html`<br><b>${texts.sample}</b>`}</span>
    ${!isFile && html`<a href="/receipt?lang=${other}" lang="${other}" hreflang="${other}">${texts.otherLanguage}</a>`}</header>
    <main><h1>${texts.title}</h1><p>${texts.intro}</p>
    ${!isFile && html`<noscript><p class="note">${texts.needsScript}</p></noscript>`}
    <div id="result" role="status" tabindex="-1" data-checking="${texts.checking}">${page.result && resultMarkup(page.result, locale)}</div>
    <section id="keep" hidden class="screen"><h2>${texts.keepFiles}</h2><p>${texts.keepFilesText}</p>
    <button type="button" data-keep="proof">${texts.keepProof}</button><button type="button" data-keep="checkpoint">${texts.keepCheckpoint}</button>
    <button type="button" data-keep="consistency" hidden>${texts.keepConsistency}</button></section>
    <p id="printed"><code>${page.receipt}</code></p><button type="button" id="print" hidden>${texts.print}</button>
    <form id="check" method="post" action="${isFile ? '#' : `/receipt?lang=${locale}`}" autocomplete="off">
    <label for="receipt">${texts.field}</label><p class="hint" id="receipt-hint">${texts.fieldHint}</p>
    <input id="receipt" name="receipt" type="text" maxlength="${receiptCharsMax}" required autocapitalize="characters" spellcheck="false" aria-describedby="receipt-hint" value="${page.receipt}">
    ${!isFile && html`<button class="main">${texts.check}</button>`}</form>
    ${isFile ? html`<section><h2>${texts.offlineTitle}</h2>${files}</section>` : null}
    <section><h2>${texts.meaning}</h2><dl>${texts.meanings.map(([term, text]) => html`<dt>${term}</dt><dd>${text}</dd>`)}</dl></section>
    ${!isFile && html`<details id="by-files" class="needs-script" hidden><summary>${texts.offlineTitle}</summary>${files}</details>`}
    <details${isFile && trusted(' open')}><summary>${texts.keyTitle}</summary>${key}</details>
    ${
      !isFile &&
      html`<section class="screen"><p><a href="/receipt/verifier.html?lang=${locale}" download>${texts.download}</a><br>${texts.downloadText}</p>
      <p><a href="/log/checkpoint">${texts.logAddress}</a></p></section>`
    }</main>${script(page)}</body></html>`.text;
};
