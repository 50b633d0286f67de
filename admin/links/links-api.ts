// Calls of the board links page, with the answers it reads.
import { z } from 'zod';
import {
  type BoardLink,
  type BoardLinkCreated,
  boardLinkCreatedSchema,
  boardLinkListSchema,
} from '../../shared/contract/board-links.ts';
import { request } from '../http/request.ts';

export const listLinks = async (): Promise<BoardLink[]> =>
  (await request(boardLinkListSchema, 'GET', '/api/board-links')).links;

export const createLink = (label: string): Promise<BoardLinkCreated> =>
  request(boardLinkCreatedSchema, 'POST', '/api/board-links', { body: { label } });

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
