// One operation of the HTTP interface as the OpenAPI document lists it, and the media types there are. Who may call it is
// not said here: the document takes that from the permission table (openapi-document.ts), so that the two cannot differ.
import type { z } from 'zod';
import type { ProblemCode } from '../../shared/contract/problem.ts';
import { xlsxType } from '../../shared/contract/setup.ts';

export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As the permission table names it, with `{id}` for Express's `:id` and `{*id}`. */
  path: string;
  summary: string;
  /** Query parameters as the route reads them. */
  query?: z.ZodObject;
  /** JSON body. */
  request?: z.ZodType;
  /** Body that a form posts (application/x-www-form-urlencoded). */
  form?: z.ZodType;
  /** Media types of a body that is neither. */
  file?: readonly string[];
  /** JSON answer of a call that succeeded; `again` is the status when the same was sent before and nothing is new. */
  answer?: { status: number; schema: z.ZodType; again?: number };
  /** Media types of an answer (200) that is no JSON. */
  content?: readonly string[];
  /** Succeeds with another address to go to. */
  redirect?: 302 | 303;
  /** Answers 304 to an If-None-Match that still fits. */
  etag?: true;
  /** What goes wrong is told on a page (HTML), not as problem+json. */
  failsWithPage?: true;
  /**
   * What the operation itself refuses with. Left out, since the document adds it: what the guard refuses with, what reading
   * a JSON body does, and `overloaded` of whatever writes.
   */
  problems: readonly ProblemCode[];
}

/** Operations that belong together, as a group of the document. */
export interface OperationGroup {
  name: string;
  operations: readonly Operation[];
}

export const media = {
  html: 'text/html',
  text: 'text/plain',
  csv: 'text/csv',
  pdf: 'application/pdf',
  xlsx: xlsxType,
  bytes: 'application/octet-stream',
  script: 'text/javascript',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
} as const;

/** A resource with an address of its own that may not be there. */
export const missing = ['not-found'] as const;
/** A query that may not fit. */
export const asked = ['invalid-request'] as const;
/** Both. */
export const askedOrMissing = ['not-found', 'invalid-request'] as const;
/** A file as body. */
export const fileProblems = ['body-too-large', 'unsupported-media-type'] as const;
/** A slip or form of a visit that may be none, or rated. */
export const slipProblems = ['unknown-invitation', 'already-rated', 'invalid-request'] as const;
/** An invitation that is to be redeemed. */
export const redeemProblems = [
  'unknown-invitation',
  'already-rated',
  'invitation-expired',
  'not-yet-open',
] as const;
/** What a response of any way in may meet besides. */
export const responseProblems = ['response-id-conflict', 'invalid-request'] as const;
/** Optional answers and a comment after the rating. */
export const completionProblems = ['unknown-response', 'already-completed', 'completion-closed'] as const;
/** What one person proposes another decides, once. */
export const decisionProblems = ['second-person-needed', 'already-decided'] as const;
/** A password, code or link that may be tried so often. */
export const tryProblems = ['too-many-attempts'] as const;
