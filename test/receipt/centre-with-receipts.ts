// A centre whose clock is the test's, with ratings whose receipts are kept, for tests of the public receipt page.
import { fromWirePromise, type WirePromise } from '../../shared/ledger/promise.ts';
import { formatReceiptCode, formatReceiptLink } from '../../shared/ledger/receipt-format.ts';
import type { TestServer } from '../support/server.ts';

export interface KeptReceipt {
  promise: WirePromise;
  /** As in the QR code. */
  link: string;
  code: string;
}

/** Rates one visit of the officer and keeps the receipt. */
export async function rateAndKeep(server: TestServer, level: number, officer = 'CB01'): Promise<KeptReceipt> {
  const { token } = await server.visit({ officer, counter: `Q${officer.slice(2)}` });
  const answer = await server.rate(token, level);
  const { promise } = answer.json as { promise: WirePromise };
  const receipt = fromWirePromise(promise);
  return {
    promise,
    link: formatReceiptLink(receipt, `${server.url}/receipt`),
    code: formatReceiptCode(receipt.tag),
  };
}

/** A day of ratings large enough to be published that night. */
export async function fullDay(server: TestServer, officer = 'CB01'): Promise<KeptReceipt[]> {
  const kept: KeptReceipt[] = [];
  for (let i = 0; i < 14; i += 1) kept.push(await rateAndKeep(server, 1 + (i % 5), officer));
  return kept;
}

export function sealAt(server: TestServer, instant: string): void {
  server.clock.set(instant);
  server.context.seal.run();
}
