// Printers of slips, one a counter, on the citizen's side: what an administrator sets, and what came of printing.
import { z } from 'zod';
import { codeSchema } from './common.ts';

export const papers = ['80mm', '58mm'] as const;
export type Paper = (typeof papers)[number];

/** Families of command sets that draw a picture: ESC/POS (Epson and most others; `generic` for old ones), Star. */
export const printerCommandSets = ['escpos', 'epson', 'generic', 'star', 'star-graphic'] as const;
export type PrinterCommandSet = (typeof printerCommandSets)[number];

/** A host name or an IP address; which addresses are refused is the server's to say. */
const hostSchema = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+)$/,
    'is neither a host name nor an IP address',
  );

export const printerSettingSchema = z
  .strictObject({
    host: hostSchema,
    /** Raw printing (JetDirect) listens on 9100. */
    port: z.number().int().min(1024).max(65_535).default(9100),
    paper: z.enum(papers).default('80mm'),
    commandSet: z.enum(printerCommandSets).default('escpos'),
    /** Print a slip whenever a visit is closed at the counter. */
    atClose: z.boolean().default(true),
  })
  .meta({ id: 'PrinterSetting' });
/** Answer of PUT /api/printers/:counter. */
export const counterPrinterSchema = printerSettingSchema
  .extend({ counter: codeSchema })
  .meta({ id: 'CounterPrinter' });
export type CounterPrinter = z.infer<typeof counterPrinterSchema>;
export type PrinterSetting = z.infer<typeof printerSettingSchema>;

/** `printed`: the printer said so afterwards. `sent`: it took everything and said nothing, as many do. */
export const printOutcomeSchema = z.enum(['printed', 'sent']);
export type PrintOutcome = z.infer<typeof printOutcomeSchema>;

export const printRequestSchema = z
  .strictObject({
    externalId: z.string().trim().min(1).max(200),
    /** Where to print; the visit's own counter when absent. */
    counter: codeSchema.optional(),
  })
  .meta({ id: 'PrintRequest' });
export const printAnswerSchema = z
  .object({ counter: codeSchema, outcome: printOutcomeSchema })
  .meta({ id: 'PrintAnswer' });

/** Counts since the server started; never which slip. */
export const printerLineSchema = printerSettingSchema.extend({
  counter: codeSchema,
  waiting: z.number().int().nonnegative(),
  printed: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  /** Why the last slip failed, in the words of the operating system; null when the last one went well. */
  lastFailure: z.string().nullable(),
});
export const printerListSchema = z
  .object({ printers: z.array(printerLineSchema) })
  .meta({ id: 'PrinterList' });
export type PrinterLine = z.infer<typeof printerLineSchema>;
