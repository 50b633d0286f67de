// Calls of the comments page.
import { z } from 'zod';
import {
  type Comment,
  type CommentList,
  type CommentTag,
  commentListSchema,
  commentSchema,
} from '../../shared/contract/comments.ts';
import { request } from '../http/request.ts';

export interface Question {
  state: 'waiting' | 'released';
  period: string;
  tag: CommentTag | '';
  q: string;
  after?: string;
  limit?: number;
}

export function listComments(question: Question): Promise<CommentList> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(question)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return request(commentListSchema, 'GET', `/api/comments?${parameters}`);
}

const at = (id: string): string => `/api/comments/${encodeURIComponent(id)}`;

export const releaseComment = (id: string, text: string, tags: readonly CommentTag[]): Promise<Comment> =>
  request(commentSchema, 'POST', `${at(id)}/release`, { body: { text, tags } });

export const withdrawComment = (id: string): Promise<Comment> =>
  request(commentSchema, 'POST', `${at(id)}/withdraw`);

export const eraseComment = (id: string): Promise<unknown> => request(z.unknown(), 'DELETE', at(id));
