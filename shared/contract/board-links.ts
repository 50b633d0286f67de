// Board links: read-only addresses of the live board for screens on a wall.
import { z } from 'zod';
import { nameSchema } from './common.ts';

export const boardLinkRequestSchema = z.strictObject({ label: nameSchema }).meta({ id: 'BoardLinkRequest' });

export const boardLinkSchema = z.object({ id: z.string(), label: z.string() }).meta({ id: 'BoardLink' });
export type BoardLink = z.infer<typeof boardLinkSchema>;

/** Those in force. */
export const boardLinkListSchema = z
  .object({ links: z.array(boardLinkSchema) })
  .meta({ id: 'BoardLinkList' });
export type BoardLinkList = z.infer<typeof boardLinkListSchema>;

/** The address holds the token; the server shows it this once. */
export const boardLinkCreatedSchema = boardLinkSchema
  .extend({ url: z.string() })
  .meta({ id: 'BoardLinkCreated' });
export type BoardLinkCreated = z.infer<typeof boardLinkCreatedSchema>;
