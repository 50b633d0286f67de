// The receipt of the response just given: QR code, short code, and what it is worth at this moment. Loaded when somebody
// wants one, from the files that the service worker keeps, so without a line too. It is made here from the tag alone;
// the signed promise joins it when the server has answered. Nothing of the rating is in it, and nothing of it is stored.
import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ResponsePromise } from '../../shared/contract/responses.ts';
import { fromBase64 } from '../../shared/ledger/encoding.ts';
import { formatReceiptCode, formatReceiptLink, formatTagLink } from '../../shared/ledger/receipt-format.ts';
import { receiptQr } from '../receipt/receipt-qr.ts';
import { receiptTextsOf } from './receipt-texts.ts';

export interface ReceiptPanelProps {
  responseId: string;
  /** null until the server has answered. */
  promise: ResponsePromise | null;
  /** Address of the public receipt page, as phones reach it. */
  pageUrl: string;
  locale: string;
}

export function ReceiptPanel({ responseId, promise, pageUrl, locale }: ReceiptPanelProps) {
  const texts = receiptTextsOf(locale);
  const tag = sha256(utf8ToBytes(responseId));
  const link =
    promise === null
      ? formatTagLink(tag, pageUrl)
      : formatReceiptLink(
          {
            tag: hexToBytes(promise.tag),
            mergeBy: promise.mergeBy,
            signature: fromBase64(promise.signature),
          },
          pageUrl,
        );
  const { side, path } = receiptQr(link);
  return (
    <div class="receipt">
      <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label={texts.qr} shape-rendering="crispEdges">
        <path fill="#fff" d={`M0 0h${side}v${side}H0z`} />
        <path d={path} />
      </svg>
      <div>
        <h1>{texts.title}</h1>
        <p class="receipt-code">{formatReceiptCode(tag)}</p>
        <p>{texts.text}</p>
        <p role="status">{promise === null ? texts.unsigned : texts.signed}</p>
        <p class="privacy">{texts.nobody}</p>
      </div>
    </div>
  );
}
