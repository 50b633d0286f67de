// What is printed on a slip, and the call that asks for one: POST /api/slips (key, scope visits:write). A slip carries the
// right to rate: it is for the citizen's printer, never for an officer's screen.
import { z } from 'zod';

export interface Slip {
  centre: { name: string; sample: boolean };
  counter: string;
  procedure: string;
  /** Day of the visit, and the last day on which it can be rated; ISO dates. */
  day: string;
  lastDay: string;
  /** Address of the rating page, at most 62 bytes. */
  url: string;
  /** The seven digits. */
  code: string;
}

export type SlipFormat = 'a6' | '80mm';

/** Renders one printable document. Throws RangeError when the address is too long for the code. */
export type RenderSlip = (slip: Slip, format: SlipFormat, nonce: string) => string;

export const slipRequestSchema = z
  .strictObject({
    externalId: z.string().trim().min(1).max(200),
    /**
     * A printable page, the QR code alone for the one-stop software's own receipt, or the visit's form to fill in by hand.
     */
    format: z.enum(['a6', '80mm', 'svg', 'png', 'form-a5', 'form-a4']),
  })
  .meta({ id: 'SlipRequest' });
