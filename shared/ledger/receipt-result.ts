// From what a check came to (receipt.ts) to what the receipt page says, the same in the browser and on the server.
import type { ReceiptResult, ReceiptStanding } from '../contract/receipt-page.ts';
import type { ReceiptState } from './receipt.ts';

export interface CheckCircumstances {
  /** The server's word on a response without a proof; undefined when it was not asked. */
  standing: ReceiptStanding | undefined;
  checkedBy: 'server' | 'browser';
  keyFrom: 'page' | 'own';
  online: boolean;
}

export function receiptResult(check: ReceiptState, circumstances: CheckCircumstances): ReceiptResult {
  const { standing, checkedBy, keyFrom, online } = circumstances;
  switch (check.state) {
    case 'in-log': {
      const { signedAtSeconds, ...rest } = check;
      const signedAt =
        signedAtSeconds === undefined
          ? null
          : `${new Date(signedAtSeconds * 1000).toISOString().slice(0, 19)}Z`;
      return { ...rest, signedAt, checkedBy, keyFrom, online };
    }
    case 'waiting':
    case 'no-proof': {
      const mergeBy = check.state === 'waiting' ? check.mergeBy : null;
      if (standing === undefined) return { state: 'no-proof-given' };
      return standing === 'unknown' ? { state: 'unknown', mergeBy } : { state: 'waiting', standing, mergeBy };
    }
    case 'promise-broken':
      return standing === undefined
        ? { state: 'no-proof-given' }
        : { state: 'promise-broken', mergeBy: check.mergeBy, standing };
    case 'not-from-this-log':
      return { state: 'not-from-this-log', keyFrom };
    case 'does-not-hold':
      return check;
  }
}
