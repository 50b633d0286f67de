// Bytes to a network printer (raw TCP, port 9100). Such a printer acknowledges nothing by itself; the commands end with a
// question for its state, and a byte that comes back after everything was sent says that it got that far.
//
// Every wait has an end: for the connection, for the printer to take more, for its answer, and for all of it together.
import { lookup } from 'node:dns/promises';
import { BlockList, connect, isIPv6 } from 'node:net';
import type { PrintOutcome } from '../../shared/contract/printers.ts';

export interface PrintWaits {
  connectMs: number;
  /** Without the printer taking another byte. */
  stalledMs: number;
  /** For the answer after the last byte. */
  answerMs: number;
  wholeMs: number;
}
export const usualWaits: PrintWaits = { connectMs: 3000, stalledMs: 5000, answerMs: 3000, wholeMs: 20_000 };

/** What a printer takes at a time: small enough to see that it has stopped. */
const chunkBytes = 4096;
const closeMs = 1000;

export class PrinterError extends Error {
  override name = 'PrinterError';
  /** `unreachable` alone means that nothing is on paper. */
  readonly code: 'unreachable' | 'stalled' | 'broken-off' | 'forbidden-address';
  constructor(code: PrinterError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** No printer has these: link-local (cloud metadata among them), multicast, unspecified, broadcast. */
const forbidden = new BlockList();
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addSubnet('224.0.0.0', 3, 'ipv4');
forbidden.addAddress('::', 'ipv6');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('ff00::', 8, 'ipv6');

export const isForbiddenAddress = (address: string): boolean =>
  forbidden.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** Sends everything or fails. Rejects with PrinterError alone. */
export async function sendToPrinter(
  to: { host: string; port: number },
  bytes: Buffer,
  waits: PrintWaits = usualWaits,
): Promise<PrintOutcome> {
  let address: string;
  try {
    ({ address } = await withEnd(lookup(to.host), waits.connectMs, 'no answer to the name'));
  } catch (error) {
    throw new PrinterError('unreachable', `${to.host}: ${(error as Error).message}`);
  }
  // The address that was checked is the one that is connected to.
  if (isForbiddenAddress(address)) {
    throw new PrinterError('forbidden-address', `${address} is no address of a printer`);
  }
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: to.port, noDelay: true });
    let sentBytes = 0;
    let connected = false;
    let timer: NodeJS.Timeout;
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      clearTimeout(whole);
      socket.removeAllListeners('data').removeAllListeners('close');
      settle();
    };
    const fail = (code: PrinterError['code'], message: string): void => {
      finish(() => reject(new PrinterError(code, message)));
      socket.destroy();
    };
    const succeed = (outcome: PrintOutcome): void => {
      finish(() => resolve(outcome));
      // Closed in order, so that what is on its way still arrives; by force when the printer does not close.
      socket.end();
      setTimeout(() => socket.destroy(), closeMs).unref();
    };
    const expect = (ms: number, late: () => void): void => {
      clearTimeout(timer);
      timer = setTimeout(late, ms);
    };
    const whole = setTimeout(() => fail('stalled', 'takes too long'), waits.wholeMs);
    const sendNext = (): void => {
      if (sentBytes >= bytes.length) {
        expect(waits.answerMs, () => succeed('sent'));
        return;
      }
      expect(waits.stalledMs, () => fail('stalled', 'takes no more'));
      const next = bytes.subarray(sentBytes, sentBytes + chunkBytes);
      socket.write(next, (error) => {
        if (error) return;
        sentBytes += next.length;
        sendNext();
      });
    };
    expect(waits.connectMs, () => fail('unreachable', 'no connection in time'));
    let reason: string | null = null;
    socket.on('connect', () => {
      connected = true;
      sendNext();
    });
    socket.on('data', () => {
      if (sentBytes >= bytes.length) succeed('printed');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      reason = error.code ?? error.message;
    });
    socket.on('close', () => {
      // Cut off after the last byte is cut off too: bytes that the printer never took were thrown away.
      if (reason === null && sentBytes >= bytes.length) succeed('sent');
      else fail(connected ? 'broken-off' : 'unreachable', reason ?? 'closed the connection');
    });
  });
}

function withEnd<T>(work: Promise<T>, ms: number, message: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(message)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
