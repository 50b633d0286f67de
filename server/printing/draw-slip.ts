// A slip's lines as the bytes its printer prints. About 0.2 s of work: the server has it done on a thread (slip-drawer.ts).
import type { SlipBlock } from '../../shared/contract/documents.ts';
import type { Paper, PrinterCommandSet } from '../../shared/contract/printers.ts';
import { printerCommands } from './printer-commands.ts';
import { slipImage } from './slip-image.ts';

export interface SlipDrawing {
  blocks: readonly SlipBlock[];
  paper: Paper;
  commandSet: PrinterCommandSet;
}

/** Throws RangeError when the slip does not fit half a metre of paper. */
export const drawSlip = ({ blocks, paper, commandSet }: SlipDrawing): Buffer =>
  printerCommands(slipImage(blocks, paper), commandSet);
