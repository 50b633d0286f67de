// Comments on the wire: a queue that one person clears of personal data before anyone else reads, and what was released.
import { z } from 'zod';
import { codeSchema } from './common.ts';
import { commentCharsMax } from './responses.ts';

export const commentStates = ['waiting', 'released', 'erased'] as const;
export type CommentState = (typeof commentStates)[number];

/** Themes a comment can be given; screens name them in each language. */
export const commentTags = [
  'attitude',
  'guidance',
  'waiting-time',
  'repeat-visits',
  'documents',
  'facilities',
  'online-service',
  'praise',
  'other',
] as const;
export type CommentTag = (typeof commentTags)[number];

export const commentIdSchema = z.string().regex(/^[0-9a-f]{32}$/, 'is no id of a comment');
const tagsSchema = z.array(z.enum(commentTags)).max(commentTags.length);

export const commentSchema = z
  .object({
    id: commentIdSchema,
    /** Null while too few responses of the officer and month are in the ledger to hide among. */
    officer: codeSchema.nullable(),
    /** Month of the visit. */
    period: z.string(),
    state: z.enum(commentStates),
    /** Null when the key is gone: erased, or the key file was lost. */
    text: z.string().nullable(),
    tags: tagsSchema,
  })
  .meta({ id: 'Comment' });
export type Comment = z.infer<typeof commentSchema>;

/** GET /api/comments: a month of visits, words of the text, a page at a time. */
export const commentQuerySchema = z.strictObject({
  state: z.enum(['waiting', 'released']).default('released'),
  period: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .nullable()
    .default(null),
  tag: z.enum(commentTags).nullable().default(null),
  q: z.string().trim().max(100).default(''),
  after: commentIdSchema.nullable().default(null),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const commentListSchema = z
  .object({
    comments: z.array(commentSchema),
    /** Pass as `after` for the next page; null on the last. */
    next: commentIdSchema.nullable(),
    /** How many fit the question, over all pages. */
    total: z.number().int(),
    /** How many of those have each theme. */
    themes: z.array(z.object({ tag: z.enum(commentTags), count: z.number().int() })),
    /** All months together; the queue's length is told to whoever may clear it alone. */
    waiting: z.number().int().nullable(),
  })
  .meta({ id: 'CommentList' });
export type CommentList = z.infer<typeof commentListSchema>;

/** POST /api/comments/:id/release: the text as others may read it. A changed text replaces the first one for good. */
export const releaseCommentSchema = z
  .strictObject({ text: z.string().trim().min(1).max(commentCharsMax), tags: tagsSchema })
  .meta({ id: 'ReleaseComment' });
