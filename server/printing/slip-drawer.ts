// Has slips drawn on a thread, so that nobody's rating waits for a picture. The thread starts with the first slip, since
// many centres have no printer, and again after it has ended; how many slips wait is bounded by the printers' queues.
import { Worker } from 'node:worker_threads';
import type { SlipDrawing } from './draw-slip.ts';
import type { DrawAnswer, DrawMessage } from './slip-worker.ts';

export interface SlipDrawer {
  /** Bytes for the printer. Rejects with RangeError when the slip does not fit the paper. */
  draw(drawing: SlipDrawing): Promise<Buffer>;
  /** Ends the thread; slips under way are rejected. */
  close(): Promise<void>;
}

/** Draws where it is called: for commands that print nothing and for tests. */
export const drawHere: SlipDrawer = {
  draw: async (drawing) => (await import('./draw-slip.ts')).drawSlip(drawing),
  close: async () => undefined,
};

/** @param file what was built of slip-worker.ts. */
export function slipDrawer(file: string): SlipDrawer {
  const underWay = new Map<number, { resolve(bytes: Buffer): void; reject(error: Error): void }>();
  let worker: Worker | null = null;
  let made = 0;

  const start = (): Worker => {
    const started = new Worker(file);
    started.unref();
    const ended = (error: Error): void => {
      if (worker === started) worker = null;
      for (const { reject } of underWay.values()) reject(error);
      underWay.clear();
    };
    started.on('message', (answer: DrawAnswer) => {
      const waiting = underWay.get(answer.number);
      underWay.delete(answer.number);
      if ('bytes' in answer) waiting?.resolve(Buffer.from(answer.bytes));
      else waiting?.reject(answer.isRangeError ? new RangeError(answer.error) : new Error(answer.error));
    });
    started.on('error', ended);
    started.on('exit', (code) => ended(new Error(`the thread that draws slips ended with ${code}`)));
    return started;
  };

  return {
    draw(drawing) {
      worker ??= start();
      const number = made++;
      return new Promise((resolve, reject) => {
        underWay.set(number, { resolve, reject });
        worker!.postMessage({ number, drawing } satisfies DrawMessage);
      });
    },
    async close() {
      await worker?.terminate();
    },
  };
}
