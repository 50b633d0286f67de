// The receipt on the thank-you page: closed until somebody wants it, complete without a script, nothing of the rating in
// it. The link leads to the receipt page with everything after `#`, which no server sees.
import { hexToBytes } from '@noble/hashes/utils.js';
import type { ResponsePromise } from '../../shared/contract/responses.ts';
import { fromBase64 } from '../../shared/ledger/encoding.ts';
import { formatReceiptCode, formatReceiptLink } from '../../shared/ledger/receipt-format.ts';
import { receiptQr } from '../receipt/receipt-qr.ts';
import { instantText } from './dates.ts';
import { html, type Markup } from './markup.ts';
import type { SurveyTexts } from './texts.ts';

export interface ThanksReceipt {
  promise: ResponsePromise;
  /** Address of the public receipt page, for the QR code: another device than this one reads it. */
  pageUrl: string;
}

export function receiptBlock(
  { promise, pageUrl }: ThanksReceipt,
  locale: 'vi' | 'en',
  texts: SurveyTexts,
): Markup {
  const receipt = {
    tag: hexToBytes(promise.tag),
    mergeBy: promise.mergeBy,
    signature: fromBase64(promise.signature),
  };
  const { side, path } = receiptQr(formatReceiptLink(receipt, pageUrl));
  return html`<details class="r"><summary>${texts.receiptTitle}</summary><p>${texts.receiptText}</p>
    <p>${texts.receiptNobody}</p><p><b class="l">${formatReceiptCode(receipt.tag)}</b></p>
    <svg viewBox="0 0 ${side} ${side}" role="img" aria-label="${texts.receiptQr}" shape-rendering="crispEdges"><path d="${path}"/></svg>
    <p><a href="${formatReceiptLink(receipt, '/receipt')}">${texts.receiptOpen}</a></p>
    <p>${texts.receiptBy}: ${instantText(promise.mergeBy, locale)}</p></details>`;
}
