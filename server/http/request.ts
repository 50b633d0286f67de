// Reading requests: bodies by schema, who asks by key, session or device signature.
import { parse as parseCookies } from 'cookie';
import type { NextFunction, Request, Response } from 'express';
import express from 'express';
import type { z } from 'zod';
import { csrfHeader, type Role, type Scope } from '../../shared/contract/access.ts';
import { deviceHeader, signatureHeader } from '../../shared/contract/devices.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { DeviceRow, SessionRow } from '../storage/access-store.ts';

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
  const result = schema.safeParse(request.body);
  if (result.success) return result.data;
  throw new Refusal('invalid-request', 'the body does not fit the contract', {
    errors: result.error.issues.slice(0, 20).map((issue) => ({
      path: issue.path.map(String).join('.'),
      message: issue.message,
    })),
  });
}

const bearer = (request: Request): string | null => {
  const match = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '');
  return match?.[1] ?? null;
};

/** Refuses unless the request carries an API key with the scope. */
export function requireScope(context: Context, request: Request, scope: Scope): void {
  const secret = bearer(request);
  if (secret === null) throw new Refusal('unauthenticated', 'an API key is needed');
  const scopes = context.access.scopesOf(secret);
  if (scopes === null) throw new Refusal('unauthenticated', 'the API key is not known');
  if (!scopes.includes(scope)) throw new Refusal('forbidden', `the API key lacks the scope ${scope}`);
}

export const sessionTokenOf = (cookieHeader: string | undefined): string | null =>
  (cookieHeader === undefined ? undefined : parseCookies(cookieHeader)[sessionCookie]) ?? null;

export function sessionOf(context: Context, request: Request): SessionRow | null {
  const token = sessionTokenOf(request.headers.cookie);
  return token === null ? null : context.access.session(token);
}

/** Refuses unless a session of one of the roles asks; changes of state also need the session's own token in a header. */
export function requireSession(context: Context, request: Request, roles: readonly Role[]): SessionRow {
  const session = sessionOf(context, request);
  if (session === null) throw new Refusal('unauthenticated', 'please sign in');
  if (!roles.includes(session.role)) throw new Refusal('forbidden', 'your role does not allow this');
  const changes = request.method !== 'GET' && request.method !== 'HEAD';
  if (changes && request.headers[csrfHeader] !== session.csrfToken) {
    throw new Refusal('forbidden', `the header ${csrfHeader} is missing or wrong`);
  }
  return session;
}

/** A session of one of the roles or an API key with the scope. */
export function requireScopeOrSession(
  context: Context,
  request: Request,
  scope: Scope,
  roles: readonly Role[],
): void {
  if (bearer(request) !== null) requireScope(context, request, scope);
  else requireSession(context, request, roles);
}

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

export function requireDevice(context: Context, request: Request): DeviceRow {
  const device = deviceOf(context, request);
  if (device === null) throw new Refusal('unauthenticated', 'only a paired kiosk may ask this');
  return device;
}
