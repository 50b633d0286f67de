// What is asked of the public log beside its tiles, as queries, forms and types. Answers are texts: see shared/ledger and
// shared/merkle for their forms.
import { z } from 'zod';
import { receiptCharsMax } from '../ledger/receipt-format.ts';

/** Hex digits of a tag that a proof is given for: those of a short receipt code at least. */
export const tagDigitsSchema = z
  .string()
  .regex(/^[0-9a-f]{25,64}$/, 'must be 25 to 64 lower-case hex digits');

/** GET /log/proof as query, POST /log/proof as form. */
export const proofQuerySchema = z.object({ tag: tagDigitsSchema });

/** A number of leaves as it stands in an address. */
export const treeSizeTextSchema = z.string().regex(/^(?:0|[1-9]\d{0,14})$/, 'is no number of leaves');

/** GET /log/consistency: proof between two sizes, the later one the checkpoint's where none is given. */
export const consistencyQuerySchema = z.object({
  from: treeSizeTextSchema,
  to: treeSizeTextSchema.optional(),
});

/** Form of POST /receipt: the receipt, or what was saved of it, as text. */
export const receiptFormSchema = z.object({ receipt: z.string().max(receiptCharsMax) });
