// Slips on the counters' printers: a queue a printer, one slip after the other, bounded. A printer that did not answer is
// asked once more, after a pause; one that stopped in the middle is not, since half a slip already carries its code. What
// fails is counted and told, and is gone: the visit itself stands, and its slip can be asked for again.
//
// Nothing here keeps a slip longer than the printing takes, and nothing names one in a message.
import type { SlipBlock, SlipBlocks } from '../../shared/contract/documents.ts';
import type { PrinterLine, PrinterSetting, PrintOutcome } from '../../shared/contract/printers.ts';
import type { Slip } from '../../shared/contract/slip.ts';
import { Refusal } from '../refusal.ts';
import type { PrinterStore } from '../storage/printer-store.ts';
import { PrinterError, type PrintWaits, sendToPrinter, usualWaits } from './send-to-printer.ts';
import type { SlipDrawer } from './slip-drawer.ts';

const waitingMax = 20;
const retryAfterMs = 1000;
const closeMs = 2000;

export interface PrintingParts {
  store: PrinterStore;
  slipBlocks: SlipBlocks;
  drawer: SlipDrawer;
  waits?: PrintWaits;
  retryAfterMs?: number;
}

interface Queue {
  /** Slips that wait or are being printed. */
  waiting: number;
  last: Promise<unknown>;
  printed: number;
  failed: number;
  lastFailure: string | null;
}

export class Printing {
  readonly #parts: PrintingParts;
  /** By counter: as many as there are printers, or were since the start. */
  readonly #queues = new Map<string, Queue>();
  #closed = false;

  constructor(parts: PrintingParts) {
    this.#parts = parts;
  }

  /** Printers and what they have done since the start, by counter. */
  lines(): PrinterLine[] {
    return this.#parts.store.printers().map((printer) => {
      const { waiting, printed, failed, lastFailure } = this.#queueOf(printer.counter);
      return { ...printer, waiting, printed, failed, lastFailure };
    });
  }

  /**
   * Prints a slip at a counter. Refuses with no-printer | overloaded (too many wait) | printer-failed; throws RangeError
   * when the slip's address is too long for its code.
   */
  print(counter: string, slip: Slip): Promise<PrintOutcome> {
    const printer = this.#parts.store.printer(counter);
    if (printer === undefined) throw new Refusal('no-printer', 'no printer is set for this counter');
    return this.#enqueue(counter, printer, this.#parts.slipBlocks(slip));
  }

  /** Prints a page that says which counter the printer is at, for whoever sets it up. Refuses like `print`. */
  printTest(counter: string, name: string): Promise<PrintOutcome> {
    const printer = this.#parts.store.printer(counter);
    if (printer === undefined) throw new Refusal('no-printer', 'no printer is set for this counter');
    const line = (text: string, size: 'normal' | 'large'): SlipBlock => ({
      kind: 'text',
      text,
      size,
      bold: true,
    });
    return this.#enqueue(counter, printer, [
      { kind: 'rule' },
      line(name, 'large'),
      line('Trang in thử · Test page', 'normal'),
      line('ăâđêôơư ẠẶẬỆỘỢỰ ỗữẵẩễ', 'normal'),
      { kind: 'rule' },
    ]);
  }

  /** After a visit was closed: prints its slip where the counter's printer is set to. Never rejects, nothing waits for it. */
  printAtClose(counter: string, slip: () => Slip): void {
    if (this.#closed || this.#parts.store.printer(counter)?.atClose !== true) return;
    // Failures stand in the counts of `lines`.
    void Promise.resolve()
      .then(() => this.print(counter, slip()))
      .catch(() => undefined);
  }

  /** Gives slips under way a moment; what still waits then, or is asked for later, fails. */
  async close(): Promise<void> {
    this.#closed = true;
    const done = Promise.all([...this.#queues.values()].map(({ last }) => last));
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, closeMs).unref())]);
    await this.#parts.drawer.close();
  }

  #queueOf(counter: string): Queue {
    let queue = this.#queues.get(counter);
    if (queue === undefined) {
      queue = { waiting: 0, last: Promise.resolve(), printed: 0, failed: 0, lastFailure: null };
      this.#queues.set(counter, queue);
    }
    return queue;
  }

  async #enqueue(
    counter: string,
    printer: PrinterSetting,
    blocks: readonly SlipBlock[],
  ): Promise<PrintOutcome> {
    const queue = this.#queueOf(counter);
    if (this.#closed || queue.waiting >= waitingMax) {
      queue.failed += 1;
      queue.lastFailure = 'too many slips wait for this printer';
      throw new Refusal('overloaded', queue.lastFailure, { retryAfterSeconds: 10 });
    }
    queue.waiting += 1;
    const turn = queue.last.then(() => this.#send(printer, blocks));
    queue.last = turn.catch(() => undefined);
    try {
      const outcome = await turn;
      queue.printed += 1;
      queue.lastFailure = null;
      return outcome;
    } catch (error) {
      queue.failed += 1;
      if (!(error instanceof PrinterError)) {
        queue.lastFailure = 'the slip could not be drawn';
        throw error;
      }
      queue.lastFailure = `${error.code}: ${error.message}`;
      throw new Refusal('printer-failed', `the printer of this counter failed: ${queue.lastFailure}`);
    } finally {
      queue.waiting -= 1;
    }
  }

  async #send(printer: PrinterSetting, blocks: readonly SlipBlock[]): Promise<PrintOutcome> {
    if (this.#closed) throw new PrinterError('unreachable', 'the server stops');
    const { drawer, waits = usualWaits, retryAfterMs: pauseMs = retryAfterMs } = this.#parts;
    const { paper, commandSet } = printer;
    const bytes = await drawer.draw({ blocks, paper, commandSet });
    try {
      return await sendToPrinter(printer, bytes, waits);
    } catch (error) {
      const again = error instanceof PrinterError && error.code === 'unreachable' && !this.#closed;
      if (!again) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      return sendToPrinter(printer, bytes, waits);
    }
  }
}
