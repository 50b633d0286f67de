// Calls of the printers page.
import { z } from 'zod';
import {
  type PrinterLine,
  type PrinterSetting,
  printAnswerSchema,
  printerListSchema,
} from '../../shared/contract/printers.ts';
import { request } from '../http/request.ts';

const pathOf = (counter: string): string => `/api/printers/${encodeURIComponent(counter)}`;

export const listPrinters = async (): Promise<PrinterLine[]> =>
  (await request(printerListSchema, 'GET', '/api/printers')).printers;

export const setPrinter = (counter: string, setting: PrinterSetting): Promise<unknown> =>
  request(z.unknown(), 'PUT', pathOf(counter), { body: setting });

export const removePrinter = (counter: string): Promise<unknown> =>
  request(z.unknown(), 'DELETE', pathOf(counter));

/** `printed` when the printer said so, `sent` when it took everything and said nothing. */
export const printTest = async (counter: string): Promise<'printed' | 'sent'> =>
  (await request(printAnswerSchema, 'POST', `${pathOf(counter)}/test`)).outcome;
