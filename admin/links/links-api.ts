// Calls of the board links page, with the answers it reads.
import { z } from 'zod';
import { request } from '../http/request.ts';

const linkSchema = z.object({ id: z.string(), label: z.string() });
export type BoardLink = z.infer<typeof linkSchema>;

const linkListSchema = z.object({ links: z.array(linkSchema) });
const createdLinkSchema = z.object({ id: z.string(), label: z.string(), url: z.string() });
/** The address holds the token; the server shows it this once. */
export type CreatedLink = z.infer<typeof createdLinkSchema>;

export const listLinks = async (): Promise<BoardLink[]> =>
  (await request(linkListSchema, 'GET', '/api/board-links')).links;

export const createLink = (label: string): Promise<CreatedLink> =>
  request(createdLinkSchema, 'POST', '/api/board-links', { body: { label } });

export const revokeLink = (id: string): Promise<unknown> =>
  request(z.unknown(), 'DELETE', `/api/board-links/${encodeURIComponent(id)}`);

/** The same address with the token in the fragment, which no request carries. */
export function withTokenInFragment(url: string): string {
  const parsed = new URL(url, location.origin);
  const token = parsed.searchParams.get('link');
  if (token === null) return parsed.href;
  parsed.searchParams.delete('link');
  parsed.hash = `link=${encodeURIComponent(token)}`;
  return parsed.href;
}
