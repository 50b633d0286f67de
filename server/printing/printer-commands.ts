// A picture as the bytes a printer understands, with the cut after it. receiptline knows the families of command sets.
import receiptline from 'receiptline';
import type { PrinterCommandSet } from '../../shared/contract/printers.ts';
import type { Bitmap } from './bitmap.ts';

const families = {
  escpos: 'escpos',
  epson: 'epson',
  generic: 'generic',
  star: 'starsbcs',
  'star-graphic': 'stargraphic',
} as const satisfies Record<PrinterCommandSet, string>;

/** Dots of one character of the narrowest font: paper is measured in characters there. */
const dotsPerCharacter = 12;

export function printerCommands(picture: Bitmap, commandSet: PrinterCommandSet): Buffer {
  const text = receiptline.transform(`{image:${picture.toPng().toString('base64')}}`, {
    command: families[commandSet],
    cpl: picture.width / dotsPerCharacter,
    // Dots as they are: the picture has no grey.
    gradient: false,
    cutting: true,
  });
  return Buffer.from(text, 'latin1');
}
