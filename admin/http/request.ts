// Calls of the server's HTTP interface: JSON in, an answer of the contract out, every failure an ApiError with a code.
// Nothing of the session is kept here: the store of the session says the CSRF token and hears when the session ended.
import './zod-setup.ts';
import type { z } from 'zod';
import { csrfHeader } from '../../shared/contract/access.ts';
import { type ProblemCode, problemSchema } from '../../shared/contract/problem.ts';

/** `unreachable`: no answer at all; `unreadable`: an answer that is not of the contract. */
export type ApiErrorCode = ProblemCode | 'unreachable' | 'unreadable';

export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: ApiErrorCode;
  /** From Retry-After, when the server said so. */
  readonly retryAfterMs: number | null;
  readonly detail: string | null;
  constructor(code: ApiErrorCode, detail: string | null = null, retryAfterMs: number | null = null) {
    super(detail === null ? code : `${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What the session's store lends to every call. */
export interface SessionAccess {
  csrfToken: () => string | null;
  /** The server no longer knows the session. */
  onEnded: () => void;
  /** Reads the session again after a refusal; true when its CSRF token is another one now. */
  refreshed: () => Promise<boolean>;
}

let access: SessionAccess = { csrfToken: () => null, onEnded: () => {}, refreshed: async () => false };

export function lendSessionAccess(given: SessionAccess): void {
  access = given;
}

const timeoutMs = 15_000;
let serverAheadMs = 0;

/** The server's clock as far as its answers tell (whole seconds): for "valid for another …" and "… ago". */
export const serverNowMs = (): number => Date.now() + serverAheadMs;

export interface RequestOptions {
  body?: unknown;
  /** Calls of the session itself: a 401 is their answer and says nothing of an ended session. */
  isSessionCall?: boolean;
}

/** Calls the server; resolves to the parsed answer, throws ApiError. A 204 is parsed as null. */
export async function request<T>(
  schema: z.ZodType<T>,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options: RequestOptions = {},
): Promise<T> {
  try {
    return await attempt(schema, method, path, options);
  } catch (error) {
    // Another tab may have signed in anew: then the token of this tab is stale, and one more attempt is due.
    const isStaleToken = error instanceof ApiError && error.code === 'forbidden' && method !== 'GET';
    if (!isStaleToken || options.isSessionCall === true || !(await access.refreshed())) throw error;
    return attempt(schema, method, path, options);
  }
}

async function attempt<T>(
  schema: z.ZodType<T>,
  method: string,
  path: string,
  options: RequestOptions,
): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  const token = access.csrfToken();
  if (method !== 'GET' && token !== null) headers[csrfHeader] = token;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: controller.signal,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    text = await response.text();
  } catch (cause) {
    throw new ApiError('unreachable', cause instanceof Error ? cause.message : null);
  } finally {
    clearTimeout(timer);
  }
  const date = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isNaN(date)) serverAheadMs = date - Date.now();
  const body = parseJson(text);
  if (!response.ok) throw failure(response, body, options.isSessionCall === true);
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ApiError('unreadable', parsed.error.issues[0]?.path.join('.') ?? null);
  return parsed.data;
}

function parseJson(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failure(response: Response, body: unknown, isSessionCall: boolean): ApiError {
  const problem = problemSchema.safeParse(body);
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
  if (!problem.success) {
    // Not from our server: a proxy in front of it whose upstream is away.
    return new ApiError(
      response.status >= 500 ? 'unreachable' : 'unreadable',
      `${response.status}`,
      retryAfterMs,
    );
  }
  const { code, detail, errors } = problem.data;
  if (code === 'unauthenticated' && !isSessionCall) access.onEnded();
  const first = errors?.[0];
  const where = first === undefined ? null : `${first.path}: ${first.message}`;
  return new ApiError(code, where ?? detail ?? null, retryAfterMs);
}
