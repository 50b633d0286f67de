// The thread that draws slips: one message a slip, one answer each. slip-drawer.ts starts it.
import { parentPort } from 'node:worker_threads';
import { drawSlip, type SlipDrawing } from './draw-slip.ts';

export interface DrawMessage {
  number: number;
  drawing: SlipDrawing;
}

/** `isRangeError`: the slip is too long for paper, which is no fault of this program. */
export type DrawAnswer =
  | { number: number; bytes: Uint8Array }
  | { number: number; error: string; isRangeError: boolean };

parentPort!.on('message', ({ number, drawing }: DrawMessage) => {
  let answer: DrawAnswer;
  try {
    answer = { number, bytes: drawSlip(drawing) };
  } catch (error) {
    const { message, stack } = error as Error;
    const isRangeError = error instanceof RangeError;
    answer = { number, error: isRangeError ? message : (stack ?? message), isRangeError };
  }
  parentPort!.postMessage(answer);
});
