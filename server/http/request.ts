// Reading requests: bodies by schema, the proofs of who asks (bearer key, session cookie, device signature).
import { parse as parseCookies } from 'cookie';
import type { NextFunction, Request, Response } from 'express';
import express from 'express';
import type { z } from 'zod';
import { deviceHeader, signatureHeader } from '../../shared/contract/device-signing.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { DeviceRow } from '../storage/access-store.ts';

export const sessionCookie = 'langnghe_session';

type RawRequest = Request & { rawBody?: Buffer };

/** Reads a JSON body of at most `limit` bytes and keeps its bytes for signatures. */
export function jsonBody(limit: number) {
  const read = express.json({
    limit,
    strict: true,
    verify: (request, _response, bytes) => {
      (request as RawRequest).rawBody = bytes;
    },
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!request.is('application/json')) {
      next(
        new Refusal(
          request.headers['content-type'] === undefined ? 'malformed-body' : 'unsupported-media-type',
          'the body must be application/json',
        ),
      );
      return;
    }
    read(request, response, next);
  };
}

/** The body as the schema types it. Refuses with invalid-request, naming each place. */
export function bodyOf<T extends z.ZodType>(request: Request, schema: T): z.infer<T> {
  return fitting(request.body, schema, 'body');
}

/** The query as the schema types it. Refuses with invalid-request, naming each parameter. */
export function queryOf<T extends z.ZodType>(request: Request, schema: T): z.infer<T> {
  return fitting({ ...request.query }, schema, 'query');
}

function fitting<T extends z.ZodType>(value: unknown, schema: T, what: string): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal('invalid-request', `the ${what} does not fit the contract`, {
    errors: result.error.issues.slice(0, 20).map((issue) => ({
      path: issue.path.map(String).join('.'),
      message: issue.message,
    })),
  });
}

/** The API key a request carries, or null. */
export const bearerOf = (request: Request): string | null => {
  const match = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '');
  return match?.[1] ?? null;
};

export const cookieOf = (request: Request, name: string): string | undefined =>
  parseCookies(request.headers.cookie ?? '')[name];

export const sessionTokenOf = (cookieHeader: string | undefined): string | null =>
  (cookieHeader === undefined ? undefined : parseCookies(cookieHeader)[sessionCookie]) ?? null;

/** The paired device that signed the request; null when it carries no signature. Refuses a bad one. */
export function deviceOf(context: Context, request: Request): DeviceRow | null {
  const id = request.headers[deviceHeader];
  const signature = request.headers[signatureHeader];
  if (id === undefined && signature === undefined) return null;
  if (typeof id !== 'string' || typeof signature !== 'string' || signature.length > 200) {
    throw new Refusal('invalid-signature', 'the device headers are incomplete');
  }
  const body = (request as RawRequest).rawBody ?? Buffer.alloc(0);
  const device = context.access.deviceOfRequest(id, signature, request.method, request.path, body);
  if (device === null)
    throw new Refusal('invalid-signature', 'the device is not paired, or its signature does not hold');
  return device;
}

/**
 * Refuses a form that a page of another site sends in its visitor's name: browsers say where a request comes from (W3C,
 * Fetch Metadata), and forms that need no secret have nothing else to tell by. What is no browser says nothing and passes.
 */
export function refuseCrossSite(request: Request): void {
  if (request.headers['sec-fetch-site'] === 'cross-site') {
    throw new Refusal('forbidden', 'a form of this site is sent from its own page');
  }
}
